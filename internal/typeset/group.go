package typeset

import "jobdoc/internal/wordml"

// extent is a rectangle that DrawingML gives, in its own units (20.1.7.6): of
// EMU, or of those that a group counts its content in.
type extent struct {
	x, y, width, height int
	turn                int // quarter turns to the right
	crooked             bool
	flipH, flipV        bool
}

// readExtent reads an a:xfrm, its offset and extent, or those of its content.
func readExtent(n *wordml.Node, offset, size string) (e extent) {
	read := func(n *wordml.Node, attr string) int {
		v, _ := number(n.Attr(attr))
		return v
	}
	e.x, e.y = read(n.Child(offset), "x"), read(n.Child(offset), "y")
	e.width, e.height = max(0, read(n.Child(size), "cx")), max(0, read(n.Child(size), "cy"))
	const quarter = 90 * 60000
	rot := read(n, "rot")
	e.turn = (rot/quarter%4 + 4) % 4
	e.crooked = rot%quarter != 0
	e.flipH, e.flipV = says(n, "flipH"), says(n, "flipV")
	return e
}

// says reports whether an attribute is given and says yes.
func says(n *wordml.Node, attr string) bool {
	v, given := n.LookupAttr(attr)
	return given && isOnValue(v, true)
}

// turned is where a rectangle stands once it is turned round its middle.
func (e extent) turned() extent {
	if e.turn%2 == 1 {
		e.x, e.y = e.x+(e.width-e.height)/2, e.y+(e.height-e.width)/2
		e.width, e.height = e.height, e.width
	}
	return e
}

// corner says on which sides of a rectangle one of its corners is.
type corner struct{ right, low bool }

// corner is where a corner of the rectangle comes to stand.
func (e extent) corner(c corner) corner {
	c.right, c.low = c.right != e.flipH, c.low != e.flipV
	for range e.turn {
		c.right, c.low = !c.low, c.right
	}
	return c
}

// at is where a corner is.
func (c corner) at(x, y, width, height Length) [2]Length {
	if c.right {
		x += width
	}
	if c.low {
		y += height
	}
	return [2]Length{x, y}
}

// mapping leads from the units of a group's content to lengths from the
// drawing's left upper corner.
type mapping struct{ from, to extent }

// emuMapping is that of a drawing canvas.
var emuMapping = mapping{extent{width: emusPerPoint, height: emusPerPoint}, extent{width: int(Point), height: int(Point)}}

func (m mapping) rect(e extent) (x, y, width, height Length) {
	scale := func(v, from, to int) Length {
		if from <= 0 {
			return 0
		}
		return clamp(Length(v * to / from))
	}
	w, h := m.from.width, m.from.height
	return Length(m.to.x) + scale(e.x-m.from.x, w, m.to.width), Length(m.to.y) + scale(e.y-m.from.y, h, m.to.height),
		scale(e.width, w, m.to.width), scale(e.height, h, m.to.height)
}

// maxParts bounds the shapes of one group.
const maxParts = 2000

// shapes adds the content of a group or canvas to a drawing (20.1.2.2.20).
func (b *builder) shapes(at *float, n *wordml.Node, m mapping, depth int) {
	l := b.l
	for _, c := range n.Children {
		switch c.Name {
		case "wps:wsp":
			e := readExtent(c.Find("wps:spPr", "a:xfrm"), "a:off", "a:ext")
			s := l.readShape(c)
			if s == nil {
				l.notice(noticeDrawing)
				continue
			}
			s.part = b.ctx.part
			b.part(at, &float{shape: s}, e, m)
		case "pic:pic":
			e := readExtent(c.Find("pic:spPr", "a:xfrm"), "a:off", "a:ext")
			o := &object{alt: described(c.Find("pic:nvPicPr", "pic:cNvPr"))}
			part := l.related(b.ctx.part, c.Find("pic:blipFill", "a:blip").Attr("r:embed"))
			if data, ok := l.doc.Bytes(part); ok && printable(data) {
				o.part = part
			} else {
				l.notice(noticePicture)
			}
			o.crop = l.readCrop(c.Find("pic:blipFill", "a:srcRect"))
			b.part(at, &float{object: o, element: b.p.element}, e, m)
		case "wpg:grpSp", "wpg:wgp":
			if depth >= maxBoxes {
				l.notice(noticeDeep)
				continue
			}
			b.shapes(at, c, m.within(c.Find("wpg:grpSpPr", "a:xfrm")), depth+1)
		case "wpg:graphicFrame", "wpc:graphicFrame":
			l.notice(noticeDrawing)
		}
	}
}

// within is the mapping of a group that stands in another.
func (m mapping) within(n *wordml.Node) mapping {
	own := readExtent(n, "a:off", "a:ext")
	x, y, width, height := m.rect(own)
	inner := readExtent(n, "a:chOff", "a:chExt")
	if inner.width == 0 || inner.height == 0 {
		inner = own
	}
	return mapping{inner, extent{x: int(x), y: int(y), width: int(width), height: int(height)}}
}

// part adds a shape or picture to a drawing.
func (b *builder) part(at, f *float, e extent, m mapping) {
	if len(at.parts) >= maxParts {
		b.l.notice(noticeDrawing)
		return
	}
	if e.crooked || e.turn != 0 && (f.shape == nil || f.shape.path == pathNone && f.shape.node != nil) {
		b.l.notice(noticeTurned)
	}
	if f.shape != nil {
		f.shape.orient(e)
	}
	f.x, f.y, f.width, f.height = m.rect(e.turned())
	if f.object != nil {
		f.object.width, f.object.height = f.width, f.height
		if f.width <= 0 || f.height <= 0 {
			return
		}
	}
	at.parts = append(at.parts, f)
}

// path says what line a shape is.
type path uint8

const (
	pathNone     path = iota // a box
	pathStraight             // from corner to corner
	pathAcross               // an elbow: across, down, across
	pathDown                 // an elbow: down, across, down
)

// orient takes up how a line stands in its rectangle.
func (s *shape) orient(e extent) {
	s.ends = [2]corner{e.corner(corner{}), e.corner(corner{true, true})}
	if s.path == pathAcross && e.turn%2 == 1 {
		s.path = pathDown
	}
}

// emitPath draws a line within a rectangle.
func (l *layouter) emitPath(s *shape, x, y, width, height Length) {
	from, to := s.ends[0].at(x, y, width, height), s.ends[1].at(x, y, width, height)
	points := [][2]Length{from, to}
	switch s.path {
	case pathAcross:
		mid := (from[0] + to[0]) / 2
		points = [][2]Length{from, {mid, from[1]}, {mid, to[1]}, to}
	case pathDown:
		mid := (from[1] + to[1]) / 2
		points = [][2]Length{from, {from[0], mid}, {to[0], mid}, to}
	}
	for i := 1; i < len(points); i++ {
		l.emitSegment(s, points[i-1], points[i])
	}
	last := len(points) - 1
	if s.arrows[0] {
		l.emitArrow(s, points[1], points[0])
	}
	if s.arrows[1] {
		l.emitArrow(s, points[last-1], points[last])
	}
}

// emitSegment draws a straight line.
func (l *layouter) emitSegment(s *shape, a, b [2]Length) {
	o := s.outline
	if !o.drawn() {
		return
	}
	half := o.thickness() / 2
	switch {
	case a[1] == b[1]:
		l.rules = o.appendRule(l.rules, min(a[0], b[0])-half, a[1]-half, max(a[0], b[0])-min(a[0], b[0])+2*half, false)
	case a[0] == b[0]:
		l.rules = o.appendRule(l.rules, a[0]-half, min(a[1], b[1])-half, max(a[1], b[1])-min(a[1], b[1])+2*half, true)
	default:
		l.strokes = append(l.strokes, Stroke{X1: a[0], Y1: a[1], X2: b[0], Y2: b[1], Width: o.thickness(), Color: o.color})
	}
}

// emitArrow draws the head of a line that ends at tip.
func (l *layouter) emitArrow(s *shape, from, tip [2]Length) {
	if !s.outline.drawn() {
		return
	}
	dx, dy := tip[0]-from[0], tip[1]-from[1]
	square := dx*dx + dy*dy
	if square == 0 {
		return
	}
	size := max(dx, -dx, dy, -dy)*2 + 1 // its root, by Newton's way from above
	for next := (size + square/size) / 2; next < size; next = (size + square/size) / 2 {
		size = next
	}
	const long, wide = 6, 2 // of the line's width
	w := max(s.outline.thickness(), 3*Point/4)
	back := [2]Length{tip[0] - dx*long*w/size, tip[1] - dy*long*w/size}
	for _, side := range [2]Length{-1, 1} {
		end := [2]Length{back[0] - side*dy*wide*w/size, back[1] + side*dx*wide*w/size}
		l.strokes = append(l.strokes, Stroke{X1: tip[0], Y1: tip[1], X2: end[0], Y2: end[1], Width: w, Color: s.outline.color})
	}
}
