package typeset

import (
	"strings"

	"jobdoc/internal/wordml"
)

// shape is a text box, or a rectangle or line that is drawn.
type shape struct {
	node    *wordml.Node // w:txbxContent, nil without text
	part    string
	flow    flow
	inset   [4]Length
	align   verticalAlign
	grows   bool // to hold its text
	fill    Color
	filled  bool
	ink     Color // of text that has no colour of its own
	inked   bool
	outline border
	path    path      // of one that is a line
	ends    [2]corner // where the line begins and ends
	arrows  [2]bool   // at its beginning and end
}

// ownInset is the room Word leaves between the frame of a box and its text.
var ownInset = [4]Length{sideTop: 3600, sideLeft: 7200, sideBottom: 3600, sideRight: 7200}

// readShape reads a wps:wsp. It is nil for what cannot be drawn.
func (l *layouter) readShape(n *wordml.Node) *shape {
	s := new(shape)
	props, style := n.Child("wps:spPr"), n.Child("wps:style")
	if text := findAll(nil, n, "w:txbxContent", 0); len(text) > 0 {
		s.node = text[0]
	}
	switch props.Child("a:prstGeom").Attr("prst") {
	case "line", "straightConnector1":
		s.path = pathStraight
	case "bentConnector2", "bentConnector3", "bentConnector4", "bentConnector5":
		s.path = pathAcross
	case "rect", "roundRect", "flowChartProcess", "textBox", "":
	default:
		if s.node == nil {
			return nil
		}
		l.notice(noticeOutline)
	}
	s.fill, s.filled = l.drawingFill(props, style.Child("a:fillRef"))
	if c, ok := l.sheet.theme.drawn(style.Child("a:fontRef")); ok && s.filled && c != 0 {
		s.ink, s.inked = c, true // white on a shape that Word's user has drawn; never on bare paper
	}
	s.outline = l.drawingLine(props.Child("a:ln"), style.Child("a:lnRef"))
	for i, name := range [2]string{"a:headEnd", "a:tailEnd"} {
		kind := props.Child("a:ln").Child(name).Attr("type")
		s.arrows[i] = kind != "" && kind != "none"
	}
	body := n.Child("wps:bodyPr")
	s.inset = ownInset
	for side, attr := range [4]string{"tIns", "lIns", "bIns", "rIns"} {
		if v, ok := body.LookupAttr(attr); ok {
			s.inset[side] = max(0, emus(v))
		}
	}
	switch body.Attr("anchor") {
	case "ctr":
		s.align = alignMiddle
	case "b":
		s.align = alignBottom
	}
	s.grows = body.Child("a:spAutoFit") != nil
	if v := body.Attr("vert"); v != "" && v != "horz" && s.node != nil {
		l.notice(noticeBoxDirection)
	}
	return s
}

// drawingFill reads the fill of a shape, its own or that of its style.
func (l *layouter) drawingFill(props, style *wordml.Node) (Color, bool) {
	if props.Child("a:noFill") != nil {
		return 0, false
	}
	if c, ok := l.sheet.theme.drawn(props.Child("a:solidFill")); ok {
		return c, true
	}
	if stops := children(props.Find("a:gradFill", "a:gsLst")); len(stops) > 0 {
		first, ok := l.sheet.theme.drawn(stops[0])
		last, too := l.sheet.theme.drawn(stops[len(stops)-1])
		if l.notice(noticeGradient); ok && too {
			return midway(first, last), true
		}
	}
	if props.Child("a:gradFill") != nil || props.Child("a:blipFill") != nil || props.Child("a:pattFill") != nil {
		l.notice(noticeFill)
		return 0, false
	}
	if index := style.Attr("idx"); index == "" || index == "0" {
		return 0, false
	}
	return l.sheet.theme.drawn(style)
}

// midway is the colour half way from one to another.
func midway(a, b Color) (c Color) {
	for shift := 0; shift <= 16; shift += 8 {
		c |= (a>>shift&0xFF + b>>shift&0xFF) / 2 << shift
	}
	return c
}

// drawingLine reads the outline of a shape, its own or that of its style.
func (l *layouter) drawingLine(n, style *wordml.Node) (b border) {
	if n.Child("a:noFill") != nil {
		return b
	}
	color, ok := l.sheet.theme.drawn(n.Child("a:solidFill"))
	if !ok {
		if index := style.Attr("idx"); index == "" || index == "0" {
			return b
		}
		color, _ = l.sheet.theme.drawn(style)
	}
	b = border{style: styleSingle, width: 3 * Point / 4, color: color}
	if w := emus(n.Attr("w")); w > 0 {
		b.width = w
	}
	switch n.Child("a:prstDash").Attr("val") {
	case "dot", "sysDot":
		b.style = styleDotted
	case "dash", "lgDash", "sysDash":
		b.style = styleDashed
	}
	switch n.Attr("cmpd") {
	case "dbl":
		b.style, b.width = styleDouble, b.width/3
	case "thickThin":
		b.style, b.width = styleThickThinSmall, b.width/2
	case "thinThick":
		b.style, b.width = styleThinThickSmall, b.width/2
	}
	return b
}

// drawn reads the colour that DrawingML gives something (20.1.2.3).
func (t *theme) drawn(n *wordml.Node) (Color, bool) {
	if c := n.Child("a:srgbClr"); c != nil {
		return parseColor(c.Attr("val"))
	}
	if c := n.Child("a:sysClr"); c != nil {
		return parseColor(c.Attr("lastClr"))
	}
	c := n.Child("a:schemeClr")
	name := c.Attr("val")
	switch name {
	case "":
		return 0, false
	case "tx1", "dk1":
		name = "text1"
	case "bg1", "lt1":
		name = "background1"
	case "tx2", "dk2":
		name = "text2"
	case "bg2", "lt2":
		name = "background2"
	}
	color, ok := t.colors[name]
	if !ok {
		color, ok = map[string]Color{"text1": 0, "background1": white}[name]
	}
	if v, given := number(c.Child("a:lumMod").Attr("val")); ok && given {
		if off, _ := number(c.Child("a:lumOff").Attr("val")); off > 0 {
			return lighten(color, max(0, min(255, v*255/100000))), true
		}
		return darken(color, max(0, min(255, v*255/100000))), true
	}
	return color, ok
}

// maxBoxes is how deep text boxes may stand in one another.
const maxBoxes = 4

// setShape sets the text of a box.
func (b *builder) setShape(f *float) {
	l, s := b.l, f.shape
	if s.node == nil || len(s.flow.items) > 0 {
		return
	}
	if l.boxDepth >= maxBoxes {
		l.notice(noticeDeep)
		return
	}
	l.boxDepth++
	ctx := context{
		part: b.ctx.part, parent: b.ctx.parent, depth: b.ctx.depth + 1, mark: b.ctx.mark,
		width: max(Point, f.width-s.inset[sideLeft]-s.inset[sideRight]),
	}
	s.flow = l.aside(s.node.Children, ctx)
	l.boxDepth--
	need := stack(s.flow.items) + s.inset[sideTop] + s.inset[sideBottom]
	if len(s.flow.items) > 0 {
		need += s.flow.items[0].before
	}
	if need <= f.height {
		return
	}
	if !s.grows {
		l.notice(noticeBoxFull)
	}
	f.height = need
}

// emitShape writes a box with its text, or a line.
func (l *layouter) emitShape(f *float, x, y Length) {
	s := f.shape
	b := s.outline
	if s.path != pathNone {
		l.emitPath(s, x, y, f.width, f.height)
		return
	}
	if s.filled {
		defer func(ground Color) { l.ground = ground }(l.ground)
		l.ground = s.fill
		if s.inked {
			defer func(pen Color, penned bool) { l.pen, l.penned = pen, penned }(l.pen, l.penned)
			l.pen, l.penned = s.ink, true
		}
		l.addFill(Rect{X: x, Y: y, Width: f.width, Height: f.height, Color: s.fill})
	}
	if half := b.thickness() / 2; b.drawn() {
		l.rules = b.appendRule(l.rules, x-half, y-half, f.width+2*half, false)
		l.rules = b.appendRule(l.rules, x-half, y+f.height-half, f.width+2*half, false)
		l.rules = b.appendRule(l.rules, x-half, y-half, f.height+2*half, true)
		l.rules = b.appendRule(l.rules, x+f.width-half, y-half, f.height+2*half, true)
	}
	if len(s.flow.items) == 0 {
		return
	}
	room := f.height - s.inset[sideTop] - s.inset[sideBottom] - stack(s.flow.items) - s.flow.items[0].before
	y += s.inset[sideTop]
	switch {
	case room <= 0:
	case s.align == alignMiddle:
		y += room / 2
	case s.align == alignBottom:
		y += room
	}
	l.emitItems(s.flow.items, x+s.inset[sideLeft], y)
}

// vmlStyle reads the style of a VML shape: properties by name.
func vmlStyle(style string) map[string]string {
	m := map[string]string{}
	for pair := range strings.SplitSeq(style, ";") {
		if name, value, ok := strings.Cut(pair, ":"); ok {
			m[strings.TrimSpace(name)] = strings.TrimSpace(value)
		}
	}
	return m
}
