package typeset

import (
	"strings"

	"jobdoc/internal/wordml"
)

// float is what stands at a place of its own and not in its line: an anchored
// picture, a text box, a drawn shape (20.4.2.3), a floating table (17.4.57), a
// frame (17.3.1.11).
type float struct {
	h, v          axis
	width, height Length
	column        Length // width of the column it is anchored in
	wrap          wrapping
	side          wrapSide
	dist          [4]Length // between it and the text

	object  *object // a picture
	element int
	shape   *shape   // a text box or a drawn shape
	parts   []*float // of a group: x and y are from its left upper corner
	items   []item   // a table or frame
	table   bool     // may stand in order where it does not fit
	shift   Length   // of the items, from where they would begin

	// Where the pager put it: page is its number plus one, 0 where whoever writes
	// it finds its place.
	x, y    Length
	page    int
	written bool
	link    int32 // what it leads to, as that of a run
	anchor  *para
	late    bool // it stands on the page of its anchor, though that is not the one it was set on at first
}

// axis says where a float stands in one direction.
type axis struct {
	from   reference
	align  floatAlign
	offset Length
}

// reference is what positions count from (20.4.3.4, 20.4.3.5).
type reference uint8

const (
	fromText reference = iota // column, character, paragraph, line
	fromPage
	fromMargin
	fromNear // the left or upper margin
	fromFar  // the right or lower margin
	fromInside
	fromOutside
)

// parseReference reads a relativeFrom, or one of VML's or of frames.
func parseReference(s string) reference {
	switch s {
	case "page":
		return fromPage
	case "margin":
		return fromMargin
	case "leftMargin", "topMargin", "left-margin-area", "top-margin-area":
		return fromNear
	case "rightMargin", "bottomMargin", "right-margin-area", "bottom-margin-area":
		return fromFar
	case "insideMargin", "inner-margin-area":
		return fromInside
	case "outsideMargin", "outer-margin-area":
		return fromOutside
	}
	return fromText
}

// floatAlign says where a float stands within what its position counts from.
type floatAlign uint8

const (
	floatOffset floatAlign = iota
	floatNear              // left, top
	floatCenter
	floatFar // right, bottom
	floatInside
	floatOutside
)

func parseFloatAlign(s string) floatAlign {
	switch s {
	case "left", "top":
		return floatNear
	case "center":
		return floatCenter
	case "right", "bottom":
		return floatFar
	case "inside":
		return floatInside
	case "outside":
		return floatOutside
	}
	return floatOffset
}

// wrapping says what text does where a float stands.
type wrapping uint8

const (
	wrapNone   wrapping = iota // prints over or under it
	wrapBeside                 // stands beside it
	wrapAround                 // stands above and below it
)

// wrapSide says on which sides of a float text stands (20.4.3.7).
type wrapSide uint8

const (
	sideBoth wrapSide = iota
	sideOnlyLeft
	sideOnlyRight
)

// parseAnchor reads a wp:anchor.
func parseAnchor(n *wordml.Node) *float {
	f := new(float)
	extent := n.Child("wp:extent")
	f.width, f.height = emus(extent.Attr("cx")), emus(extent.Attr("cy"))
	for side, attr := range [4]string{"distT", "distL", "distB", "distR"} {
		f.dist[side] = max(0, emus(n.Attr(attr)))
	}
	f.h, f.v = parseAxis(n, "wp:positionH"), parseAxis(n, "wp:positionV")
	if p := n.Child("wp:simplePos"); p != nil && says(n, "simplePos") {
		f.h, f.v = axis{from: fromPage, offset: emus(p.Attr("x"))}, axis{from: fromPage, offset: emus(p.Attr("y"))}
	}
	for _, c := range n.Children {
		switch c.Name {
		case "wp:wrapSquare", "wp:wrapTight", "wp:wrapThrough":
			f.wrap = wrapBeside
			switch c.Attr("wrapText") {
			case "left":
				f.side = sideOnlyLeft
			case "right":
				f.side = sideOnlyRight
			}
		case "wp:wrapTopAndBottom":
			f.wrap = wrapAround
		}
	}
	return f
}

// parseAxis reads a position. One in percent stands within mc:AlternateContent,
// with the offset it had when the document was saved.
func parseAxis(n *wordml.Node, name string) (a axis) {
	p := n.Child(name)
	if p == nil {
		for _, c := range n.Children {
			if inner, ok := wrapped(c); ok && c.Name == "mc:AlternateContent" {
				for _, k := range inner {
					if k.Name == name {
						p = k
					}
				}
			}
		}
	}
	if p == nil {
		return a
	}
	a.from = parseReference(p.Attr("relativeFrom"))
	a.align = parseFloatAlign(strings.TrimSpace(p.Child("wp:align").Content()))
	a.offset = emus(strings.TrimSpace(p.Child("wp:posOffset").Content()))
	return a
}

// mayFloat reports whether something can stand at its place here. In cells, notes
// and text boxes text does not go round anything.
func (b *builder) mayFloat(f *float) bool {
	if b.ctx.vertical {
		return false
	}
	return f.wrap == wrapNone || b.ctx.body || b.l.furniture && b.ctx.depth == 0
}

// addFloat anchors a float in the paragraph being built.
func (b *builder) addFloat(f *float) {
	l := b.l
	if l.measuring {
		return
	}
	f.column = b.ctx.width
	f.element = b.p.element
	if f.link = l.link; f.link > 0 {
		f.element = l.element(LinkElement, b.p.element)
	}
	if l.furniture || !b.ctx.body {
		f.wrap = wrapNone
	}
	if f.wrap != wrapNone {
		l.floating = true
	}
	if b.ctx.body {
		l.floating = true
	}
	l.floats = append(l.floats, f)
}

// takeFloats gives the paragraph just set what is anchored in it, and sets the text of boxes.
func (b *builder) takeFloats(p *para) {
	l := b.l
	p.floats = append(append(p.floats, b.waiting...), l.floats...)
	b.waiting = nil
	clear(l.floats)
	l.floats = l.floats[:0]
	for _, f := range p.floats {
		f.anchor = p
	}
	boxes := append(l.inlineBoxes, p.floats...)
	l.inlineBoxes = nil
	for _, f := range boxes {
		if f.shape != nil {
			b.setShape(f)
		}
		for _, part := range f.parts {
			if part.shape != nil {
				b.setShape(part)
			}
		}
	}
}

// emitDrawing writes a picture, a shape, or those of a group.
func (l *layouter) emitDrawing(f *float, x, y Length) {
	switch {
	case f.shape != nil:
		l.emitShape(f, x, y)
	case f.object != nil:
		l.emitPicture(f.object, f.element, x, y)
	}
	for _, part := range f.parts {
		l.emitDrawing(part, x+part.x, y+part.y)
	}
}

// site is what positions of floats count from on a page.
type site struct {
	width, height          Length // of the page
	left, right            Length // edges of its text
	top, bottom            Length
	columnLeft, columnWide Length
	paragraph              Length // top of the anchor's paragraph
	even                   bool
}

// site describes a page.
func (p *page) site(mirrored bool) site {
	s := p.section
	even := p.number%2 == 0
	left := s.margin[sideLeft]
	if mirrored && even {
		left = s.margin[sideRight]
	}
	return site{
		width: s.width, height: s.height, left: left, right: left + s.textWidth(),
		top: p.top, bottom: p.top + p.height, even: even,
	}
}

// place finds where a float stands.
func (f *float) place(s *site) (x, y Length) {
	h, v := f.h, f.v
	switch h.align {
	case floatInside, floatOutside:
		if h.align = floatNear; (f.h.align == floatInside) == s.even {
			h.align = floatFar
		}
	}
	if h.from == fromInside || h.from == fromOutside {
		from := h.from
		if h.from = fromNear; (from == fromInside) == s.even {
			h.from = fromFar
		}
	}
	x = h.at(f.width, [4][2]Length{
		fromText: {s.columnLeft, s.columnLeft + s.columnWide}, fromPage: {0, s.width}, fromMargin: {s.left, s.right}, fromNear: {0, s.left},
	}, [2]Length{s.right, s.width})
	y = v.at(f.height, [4][2]Length{
		fromText: {s.paragraph, s.paragraph + f.height}, fromPage: {0, s.height}, fromMargin: {s.top, s.bottom}, fromNear: {0, s.top},
	}, [2]Length{s.bottom, s.height})
	// Word keeps what would leave the page at its foot on it.
	if v.from == fromText && y+f.height > s.height {
		y = max(0, s.height-f.height)
	}
	return x, y
}

// at finds a position among the stretches that positions count from.
func (a axis) at(size Length, stretches [4][2]Length, far [2]Length) Length {
	s := far
	if int(a.from) < len(stretches) {
		s = stretches[a.from]
	}
	switch a.align {
	case floatNear, floatInside:
		return s[0]
	case floatCenter:
		return s[0] + (s[1]-s[0]-size)/2
	case floatFar, floatOutside:
		return s[1] - size
	}
	return s[0] + a.offset
}

// emitFloats writes what is anchored in a paragraph, one of whose lines has been
// written at x and y: what the pager has placed behind the last line, what it
// knows nothing of (in cells, notes, headers) behind the first.
func (l *layouter) emitFloats(it *item, x, y Length) {
	p := it.para
	for _, f := range p.floats {
		switch {
		case f.page == 0 && it.at == 0:
			s := l.pages[l.at].site(l.sheet.settings.mirror)
			s.columnLeft, s.columnWide, s.paragraph = x, f.column, y
			l.emitFloat(f, &s)
		case f.page == l.at+1 && int(it.at) == len(p.lines)-1:
			l.emitPlaced(f)
		}
	}
}

// emitPlaced writes what the pager has placed, once.
func (l *layouter) emitPlaced(f *float) {
	if f.written {
		return
	}
	f.written = true
	l.emitFloat(f, nil)
}

// emitFloat writes a float at its place, which is to be found where a site is given.
func (l *layouter) emitFloat(f *float, s *site) {
	x, y := f.x, f.y
	if s != nil {
		x, y = f.place(s)
	}
	if f.link > 0 {
		l.emitLink(f.link, Link{X: x, Y: y, Width: f.width, Height: f.height, Element: f.element})
	}
	switch {
	case len(f.items) == 0:
		l.emitDrawing(f, x, y)
	default:
		l.emitItems(f.items, x-f.shift, y-f.items[0].before)
	}
}
