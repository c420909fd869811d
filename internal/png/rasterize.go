package png

import (
	"fmt"
	"image"

	"github.com/golang/freetype/raster"
	"github.com/golang/freetype/truetype"
	xfont "golang.org/x/image/font"
	"golang.org/x/image/math/fixed"

	"jobdoc/internal/font"
	"jobdoc/internal/typeset"
)

// maxEm is the largest em that is painted, in 64ths of a pixel; the rasteriser
// counts in 26.6 fixed point, and a glyph may be several ems wide.
const maxEm = 4096 << 6

// maxStretch is the most that glyphs are stretched, in percent; Word stops at 600.
const maxStretch = 10000

// loadedFace is a face as freetype reads it.
type loadedFace struct{ font *truetype.Font }

func loadFace(f *font.Face) (*loadedFace, error) {
	parsed, err := truetype.Parse(f.Data())
	if err != nil {
		return nil, err
	}
	return &loadedFace{parsed}, nil
}

// rasterizer paints masks. Its zero value works; it is for one goroutine.
type rasterizer struct {
	raster raster.Rasterizer
	glyphs truetype.GlyphBuf
	points []truetype.Point // of all contours, moved and turned
	ends   []int
}

// glyph paints a glyph of a face.
func (z *rasterizer) glyph(f *loadedFace, key maskKey) (*mask, error) {
	if err := z.glyphs.Load(f.font, fixed.Int26_6(key.size), truetype.Index(key.id), xfont.HintingNone); err != nil {
		return nil, err
	}
	z.points = z.points[:0]
	for _, p := range z.glyphs.Points {
		if key.stretch != 100 {
			p.X = fixed.Int26_6(divide(int(p.X)*key.stretch, 100))
		}
		if key.italic {
			p.X += p.Y * slant / 1000
		}
		z.points = append(z.points, turned(p, key))
	}
	z.ends = append(z.ends[:0], z.glyphs.Ends...)
	return z.paint(thickening(key))
}

// box paints the code point of a character that no face has.
func (z *rasterizer) box(key maskKey) (*mask, error) {
	z.points, z.ends = z.points[:0], z.ends[:0]
	for _, r := range font.CodepointBox(key.char) {
		along := divide(key.size*key.stretch, 100)
		left, right := perMille(r.X, along), perMille(r.X+r.Width, along)
		bottom, top := perMille(r.Y, key.size), perMille(r.Y+r.Height, key.size)
		for _, p := range [4]fixed.Point26_6{{X: left, Y: bottom}, {X: left, Y: top}, {X: right, Y: top}, {X: right, Y: bottom}} {
			z.points = append(z.points, turned(truetype.Point{X: p.X, Y: p.Y, Flags: onCurve}, key))
		}
		z.ends = append(z.ends, len(z.points))
	}
	return z.paint([]fixed.Point26_6{{}})
}

func perMille(v, size int) fixed.Int26_6 { return fixed.Int26_6(divide(v*size, 1000)) }

// slant is the tangent of 12 degrees in thousandths, as in package pdf.
const slant = 213

// thickening returns the places at which a glyph is painted: one, or for a bold
// that the face does not have eight around it, whose union is thicker all
// round. Package pdf strokes the outline with a line of 30 thousandths of an em.
func thickening(key maskKey) []fixed.Point26_6 {
	if !key.bold {
		return []fixed.Point26_6{{}}
	}
	d := perMille(15, key.size)
	s := d * 7 / 10
	return []fixed.Point26_6{{X: d}, {X: s, Y: s}, {Y: d}, {X: -s, Y: s}, {X: -d}, {X: -s, Y: -s}, {Y: -d}, {X: s, Y: -s}}
}

// turned turns a point, y upwards, the way the text runs, y downwards, and moves
// it the fraction of a pixel that its origin lies along the line.
func turned(p truetype.Point, key maskKey) truetype.Point {
	x, y := p.X, p.Y
	along := fixed.Int26_6(key.quarter) * 16
	switch key.turn {
	case typeset.Down:
		p.X, p.Y = y, x+along
	case typeset.Up:
		p.X, p.Y = -y, -x+along
	default:
		p.X, p.Y = x+along, -y
	}
	return p
}

// paint fills the contours at each of the given places. The places are painted
// one by one and the darkest taken: in one go their edges would add up.
func (z *rasterizer) paint(places []fixed.Point26_6) (*mask, error) {
	if len(z.points) == 0 {
		return &mask{}, nil
	}
	box := bounds(z.points, places)
	if box.Dx()*box.Dy() > maxPixels {
		return nil, fmt.Errorf("%w: a glyph of %d × %d pixels", ErrSize, box.Dx(), box.Dy())
	}
	m := &mask{x: box.Min.X, y: box.Min.Y, width: box.Dx(), height: box.Dy(), cover: make([]uint8, box.Dx()*box.Dy())}
	z.raster.SetBounds(m.width, m.height)
	z.raster.UseNonZeroWinding = true
	for _, p := range places {
		z.raster.Clear()
		origin := fixed.P(box.Min.X, box.Min.Y).Sub(p)
		from := 0
		for _, end := range z.ends {
			z.contour(z.points[from:end], origin)
			from = end
		}
		z.raster.Rasterize(raster.PainterFunc(m.darken))
	}
	return m, nil
}

// darken paints spans where the mask is lighter.
func (m *mask) darken(spans []raster.Span, _ bool) {
	for _, s := range spans {
		if s.Y < 0 || s.Y >= m.height {
			continue
		}
		cover := levels(uint8(s.Alpha >> 8))
		row := m.cover[s.Y*m.width:][:m.width]
		for x := max(0, s.X0); x < min(m.width, s.X1); x++ {
			row[x] = max(row[x], cover)
		}
	}
}

// levels rounds coverage to sixteen steps. Nobody sees more at the edge of a
// letter, and a page of black, white and a colour stays below 256 colours.
func levels(a uint8) uint8 { return uint8((uint(a)*15 + 127) / 255 * 17) }

// bounds returns the pixels that points lie in, at each of the places.
func bounds(points []truetype.Point, places []fixed.Point26_6) image.Rectangle {
	low, high := points[0], points[0]
	for _, p := range points {
		low.X, low.Y = min(low.X, p.X), min(low.Y, p.Y)
		high.X, high.Y = max(high.X, p.X), max(high.Y, p.Y)
	}
	var all image.Rectangle
	for _, d := range places {
		all = all.Union(image.Rect((low.X + d.X).Floor(), (low.Y + d.Y).Floor(), (high.X + d.X).Ceil(), (high.Y + d.Y).Ceil()))
	}
	return all
}

// onCurve marks a point that lies on the outline, not beside it.
const onCurve = 1

// contour adds a closed contour. TrueType leaves out points on the curve that
// lie half-way between two beside it (OpenType 1.9, "glyf").
func (z *rasterizer) contour(points []truetype.Point, origin fixed.Point26_6) {
	if len(points) < 2 {
		return
	}
	at := func(i int) fixed.Point26_6 {
		p := points[i%len(points)]
		return fixed.Point26_6{X: p.X - origin.X, Y: p.Y - origin.Y}
	}
	on := func(i int) bool { return points[i%len(points)].Flags&onCurve != 0 }
	first := 0
	for first < len(points) && !on(first) {
		first++
	}
	start := at(first)
	if first == len(points) { // no point lies on the curve
		first = len(points) - 1
		start = middle(at(first), at(0))
	}
	z.raster.Start(start)
	for i := first + 1; i <= first+len(points); i++ {
		switch {
		case on(i):
			z.raster.Add1(at(i))
		case i == first+len(points):
			z.raster.Add2(at(i), start)
		case on(i + 1):
			i++
			z.raster.Add2(at(i-1), at(i))
		default:
			z.raster.Add2(at(i), middle(at(i), at(i+1)))
		}
	}
	z.raster.Add1(start)
}

func middle(a, b fixed.Point26_6) fixed.Point26_6 {
	return fixed.Point26_6{X: (a.X + b.X) / 2, Y: (a.Y + b.Y) / 2}
}
