package typeset

import (
	"strings"

	"jobdoc/internal/wordml"
)

// vmlShapes are the elements of VML that this package draws (part 4, 19.1.2).
var vmlShapes = []string{"v:shape", "v:rect", "v:roundrect", "v:line"}

// vml adds a w:pict or w:object, the older form of drawings: a picture, a text
// box, a rectangle or a line.
func (b *builder) vml(n *wordml.Node, f *runFormat) {
	l := b.l
	var found *wordml.Node
	for _, name := range vmlShapes {
		for _, s := range findAll(nil, n, name, 0) {
			if found == nil || len(findAll(nil, found, "w:txbxContent", 0))+len(findAll(nil, found, "v:imagedata", 0)) == 0 {
				found = s
			}
		}
	}
	if found == nil || n.Child("v:group") != nil {
		b.vmlRest(n)
		return
	}
	style := vmlStyle(found.Attr("style"))
	at := vmlFloat(found, style)
	data := findAll(nil, found, "v:imagedata", 0)
	if len(data) > 0 {
		o := &object{width: at.width, height: at.height, alt: found.Attr("alt"), crop: l.readVMLCrop(data[0])}
		part := l.related(b.ctx.part, data[0].Attr("r:id"))
		b.anchoredPicture(at, o, part, f, style["position"] == "absolute")
		return
	}
	s := b.vmlShape(found)
	if s == nil {
		b.vmlRest(n)
		return
	}
	at.shape = s
	if v := found.Attr("o:hr"); v != "" && !off(v) {
		b.horizontalLine(found, at, f)
		return
	}
	b.shapeBox(at, f, style["position"] != "absolute")
}

// horizontalLine adds the line that Word's user gets for three hyphens or as a
// ruler of the web: as wide as the text, or so many thousandths of it.
func (b *builder) horizontalLine(n *wordml.Node, at *float, f *runFormat) {
	left, right, _ := b.p.format.indents(nil)
	room := b.ctx.width - left - right
	if share, ok := number(n.Attr("o:hrpct")); ok && share > 0 {
		at.width = room * Length(min(share, 1000)) / 1000
	}
	if at.width <= 0 || at.width > room {
		at.width = room
	}
	at.height = max(at.height, Point/2)
	at.shape.outline = border{}
	if color, ok := vmlColor(n.Attr("fillcolor")); ok {
		at.shape.fill = color
	} else {
		at.shape.fill = 0xA0A0A0
	}
	b.shapeBox(at, f, true)
}

// vmlRest deals with drawings that are not drawn: their text follows the paragraph.
func (b *builder) vmlRest(n *wordml.Node) {
	l := b.l
	if text := findAll(nil, n, "w:txbxContent", 0); len(text) > 0 {
		l.notice(noticeTextBox)
		l.boxes = append(l.boxes, text...)
		return
	}
	if n.Name == "w:object" {
		l.notice(noticeObject)
		return
	}
	if len(findAll(nil, n, "v:textpath", 0)) > 0 {
		l.notice(noticeWordArt)
		return
	}
	l.notice(noticeDrawing)
}

// vmlFloat reads where a VML shape stands.
func vmlFloat(n *wordml.Node, style map[string]string) *float {
	f := new(float)
	length := func(name string) Length {
		v, _ := measure(style[name], 3*Point/4) // a bare number counts pixels
		return v
	}
	f.width, f.height = length("width"), length("height")
	f.h = axis{from: parseReference(style["mso-position-horizontal-relative"]), align: parseFloatAlign(style["mso-position-horizontal"]), offset: length("margin-left") + length("left")}
	f.v = axis{from: parseReference(style["mso-position-vertical-relative"]), align: parseFloatAlign(style["mso-position-vertical"]), offset: length("margin-top") + length("top")}
	if n.Name == "v:line" {
		f.line(n)
	}
	for side, name := range [4]string{"mso-wrap-distance-top", "mso-wrap-distance-left", "mso-wrap-distance-bottom", "mso-wrap-distance-right"} {
		f.dist[side] = max(0, length(name))
		if style[name] == "" && (side == sideLeft || side == sideRight) {
			f.dist[side] = 9 * Point
		}
	}
	for _, w := range findAll(nil, n, "w10:wrap", 0) {
		switch w.Attr("type") {
		case "square", "tight", "through":
			f.wrap = wrapBeside
		case "topAndBottom":
			f.wrap = wrapAround
		}
	}
	return f
}

// vmlPoint reads a point of VML.
func vmlPoint(s string) (x, y Length) {
	a, b, _ := strings.Cut(s, ",")
	x, _ = measure(strings.TrimSpace(a), 3*Point/4)
	y, _ = measure(strings.TrimSpace(b), 3*Point/4)
	return x, y
}

// lineEnds finds the corners that a v:line goes from and to.
func lineEnds(n *wordml.Node) [2]corner {
	x1, y1 := vmlPoint(n.Attr("from"))
	x2, y2 := vmlPoint(n.Attr("to"))
	return [2]corner{{x1 > x2, y1 > y2}, {x1 <= x2, y1 <= y2}}
}

// line reads the ends of a v:line.
func (f *float) line(n *wordml.Node) {
	x1, y1 := vmlPoint(n.Attr("from"))
	x2, y2 := vmlPoint(n.Attr("to"))
	f.h.offset += min(x1, x2)
	f.v.offset += min(y1, y2)
	f.width, f.height = max(x1, x2)-min(x1, x2), max(y1, y2)-min(y1, y2)
}

// vmlShape reads the look of a VML shape; nil for one that is not drawn.
func (b *builder) vmlShape(n *wordml.Node) *shape {
	s := &shape{part: b.ctx.part, ends: [2]corner{{}, {true, true}}}
	if n.Name == "v:line" {
		s.path, s.ends = pathStraight, lineEnds(n)
	}
	if len(findAll(nil, n, "v:textpath", 0)) > 0 {
		return nil
	}
	if text := findAll(nil, n, "w:txbxContent", 0); len(text) > 0 {
		s.node = text[0]
	}
	kind := n.Attr("type")
	switch {
	case n.Name != "v:shape", kind == "#_x0000_t202", kind == "#_x0000_t1", kind == "" && s.node != nil:
	case kind == "#_x0000_t32", kind == "#_x0000_t20":
		s.path = pathStraight
	case s.node == nil:
		return nil
	default:
		b.l.notice(noticeOutline)
	}
	if off(n.Attr("filled")) || s.path != pathNone {
		s.filled = false
	} else if s.fill, s.filled = vmlColor(n.Attr("fillcolor")); !s.filled {
		s.fill, s.filled = white, true
	}
	if !off(n.Attr("stroked")) {
		color, _ := vmlColor(n.Attr("strokecolor"))
		s.outline = border{style: styleSingle, width: 3 * Point / 4, color: color}
		if w, ok := measure(n.Attr("strokeweight"), 3*Point/4); ok && w > 0 {
			s.outline.width = w
		}
	}
	s.inset = ownInset
	for _, t := range findAll(nil, n, "v:textbox", 0) {
		order := [4]int{sideLeft, sideTop, sideRight, sideBottom}
		for i, v := range strings.SplitN(t.Attr("inset"), ",", 4) {
			if m, ok := measure(strings.TrimSpace(v), 3*Point/4); ok {
				s.inset[order[i]] = max(0, m)
			}
		}
		style := vmlStyle(t.Attr("style"))
		s.grows = style["mso-fit-shape-to-text"] == "t"
		if style["layout-flow"] != "" && style["layout-flow"] != "horizontal" {
			b.l.notice(noticeBoxDirection)
		}
	}
	switch vmlStyle(n.Attr("style"))["v-text-anchor"] {
	case "middle":
		s.align = alignMiddle
	case "bottom":
		s.align = alignBottom
	}
	return s
}

// off reports whether a VML attribute says no.
func off(s string) bool { return s == "f" || s == "false" || s == "0" }

// vmlColor reads a colour: #rrggbb, #rgb or one of the names that Word writes.
func vmlColor(s string) (Color, bool) {
	s, _, _ = strings.Cut(strings.TrimSpace(s), " ")
	if hex, ok := strings.CutPrefix(s, "#"); ok {
		if len(hex) == 3 {
			hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
		}
		return parseColor(hex)
	}
	c, ok := map[string]Color{
		"black": 0, "white": white, "red": 0xFF0000, "blue": 0x0000FF, "green": 0x008000, "yellow": 0xFFFF00,
		"gray": 0x808080, "silver": 0xC0C0C0, "navy": 0x000080, "maroon": 0x800000,
	}[s]
	return c, ok
}
