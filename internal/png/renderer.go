package png

import (
	"errors"
	"fmt"
	"math"
	"sync"

	"jobdoc/internal/font"
	"jobdoc/internal/typeset"
)

// Renderer paints pages. It keeps the glyphs it has painted, up to some
// megabytes, and is safe for concurrent use.
type Renderer struct {
	masks    *maskCache
	faces    sync.Map  // *font.Face → *loadedFace
	painters sync.Pool // of *painter
}

// NewRenderer returns a renderer that has painted nothing yet.
func NewRenderer() *Renderer {
	r := &Renderer{masks: newMaskCache(maskBudget)}
	r.painters.New = func() any { return new(painter) }
	return r
}

// Limits of Encode.
const (
	MinDPI = 10
	MaxDPI = 1200

	maxPixels = 50 << 20 // of a page: A3 at 600 dots per inch
)

// ErrSize says that a page cannot be painted at the resolution asked for.
var ErrSize = errors.New("picture would be too small or too large")

// Encode paints a page at a resolution in dots per inch, from [MinDPI] to
// [MaxDPI]; 96 is usual for screens. The picture is grey where the page has no
// colours. The same page and resolution give the same bytes. Errors wrap
// [ErrSize], or [ErrPicture] with the name of the part when an image cannot be used.
func (r *Renderer) Encode(p *typeset.Page, dpi int) (data []byte, err error) {
	defer func() {
		if v := recover(); v != nil { // freetype trusts fonts
			data, err = nil, fmt.Errorf("paint page: internal error: %v", v)
		}
	}()
	if dpi < MinDPI || dpi > MaxDPI {
		return nil, fmt.Errorf("paint page: %w: %d dpi, not %d to %d", ErrSize, dpi, MinDPI, MaxDPI)
	}
	g := grid{dpi: dpi}
	width, height := g.pixels(p.Width), g.pixels(p.Height)
	if width < 1 || height < 1 || width > maxPixels/height {
		return nil, fmt.Errorf("paint page: %w: %d × %d pixels", ErrSize, width, height)
	}
	images, err := g.scaleImages(p.Images)
	if err != nil {
		return nil, fmt.Errorf("paint page: %w", err)
	}
	w := r.painters.Get().(*painter)
	defer r.painters.Put(w)
	w.renderer, w.grid = r, g
	w.canvas.reset(width, height, colored(p, images))
	if err := w.page(p, images); err != nil {
		return nil, fmt.Errorf("paint page: %w", err)
	}
	return w.canvas.encode(dpi)
}

// painter paints one page at a time; its buffers are used again.
type painter struct {
	renderer *Renderer
	grid     grid
	canvas   canvas
	scratch  rasterizer
}

// page paints in the order that [typeset.Page] states.
func (w *painter) page(p *typeset.Page, images []scaledImage) error {
	for _, r := range p.Fills {
		w.canvas.fill(w.grid.area(r), r.Color)
	}
	for _, m := range images {
		w.canvas.draw(m)
	}
	for i := range p.Texts {
		if err := w.text(&p.Texts[i]); err != nil {
			return err
		}
	}
	for _, r := range p.Rules {
		w.canvas.fill(w.grid.trimmed(r, p.Rules), r.Color)
	}
	for _, s := range p.Strokes {
		w.stroke(s)
	}
	return nil
}

var errNoFace = errors.New("text without face or size")

// text paints the glyphs of a text. Along the line they stand at quarters of a
// pixel; the baseline is put on a whole one, so that all letters of a line are
// equally sharp.
func (w *painter) text(t *typeset.Text) error {
	if len(t.Glyphs) == 0 {
		return nil
	}
	if t.Face == nil || t.Size <= 0 {
		return errNoFace
	}
	key := maskKey{face: t.Face, size: w.grid.sub(t.Size), stretch: t.Stretch, turn: t.Turn, bold: t.Bold, italic: t.Italic}
	if key.stretch <= 0 {
		key.stretch = 100
	}
	if key.size < 1 || key.size > maxEm || key.stretch > maxStretch || key.size > math.MaxInt32/2/t.Face.UnitsPerEm() { // freetype multiplies the two in 32 bits
		return fmt.Errorf("%w: text of %d pixels", ErrSize, key.size>>6)
	}
	pen := typeset.Length(0)
	for _, g := range t.Glyphs {
		x, y := w.grid.sub(t.X), w.grid.sub(t.Y)
		var quarter int
		switch t.Turn {
		case typeset.Down:
			y, quarter = quarters(w.grid.sub(t.Y + pen))
			x = whole(x)
		case typeset.Up:
			y, quarter = quarters(w.grid.sub(t.Y - pen))
			x = whole(x)
		default:
			x, quarter = quarters(w.grid.sub(t.X + pen))
			y = whole(y)
		}
		pen += g.Advance
		key.id, key.quarter, key.char = g.ID, uint8(quarter), 0
		if g.ID == 0 {
			key.char = g.Rune
		}
		m, err := w.mask(key)
		if err != nil {
			return err
		}
		if m.width > 0 {
			w.canvas.blend(m, x+m.x, y+m.y, t.Color)
		}
	}
	return nil
}

// mask returns a glyph's coverage, painted now or before.
func (w *painter) mask(key maskKey) (*mask, error) {
	if m := w.renderer.masks.get(key); m != nil {
		return m, nil
	}
	m, err := w.paint(key)
	if err != nil {
		return nil, fmt.Errorf("glyph %d of %s: %w", key.id, key.face.PostScriptName(), err)
	}
	w.renderer.masks.put(key, m)
	return m, nil
}

func (w *painter) paint(key maskKey) (*mask, error) {
	if key.id == 0 {
		return w.scratch.box(key)
	}
	f, err := w.renderer.face(key.face)
	if err != nil {
		return nil, err
	}
	return w.scratch.glyph(f, key)
}

// face returns freetype's view of a face.
func (r *Renderer) face(f *font.Face) (*loadedFace, error) {
	if l, ok := r.faces.Load(f); ok {
		return l.(*loadedFace), nil
	}
	l, err := loadFace(f)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", f.PostScriptName(), err)
	}
	r.faces.Store(f, l)
	return l, nil
}
