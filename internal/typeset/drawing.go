package typeset

import "jobdoc/internal/wordml"

// emu is the unit of DrawingML: 12,700 to a point.
const emusPerPoint = 12700

// drawing adds a w:drawing (20.4.2): what is inline stands in the line like a
// character, what is anchored at its place, where that can be.
func (b *builder) drawing(n *wordml.Node, f *runFormat) {
	l := b.l
	holder, inline := n.Child("wp:inline"), true
	if holder == nil {
		if holder, inline = n.Child("wp:anchor"), false; holder == nil {
			l.notice(noticeDrawing)
			return
		}
	}
	link := l.link
	if id := holder.Find("wp:docPr", "a:hlinkClick").Attr("r:id"); id != "" {
		l.follow(linkTarget{uri: l.doc.Hyperlink(b.ctx.part, id)})
	}
	b.drawn(holder, f, inline)
	l.link = link
}

// drawn adds what a wp:inline or wp:anchor holds.
func (b *builder) drawn(holder *wordml.Node, f *runFormat, inline bool) {
	l := b.l
	if says(holder.Child("wp:docPr"), "hidden") {
		return
	}
	at := parseAnchor(holder)
	data := holder.Find("a:graphic", "a:graphicData")
	if s := data.Child("wps:wsp"); s != nil {
		e := readExtent(s.Find("wps:spPr", "a:xfrm"), "a:off", "a:ext")
		if at.shape = l.readShape(s); at.shape == nil {
			l.notice(noticeDrawing)
			return
		}
		if e.crooked || e.turn != 0 && at.shape.path == pathNone {
			l.notice(noticeTurned)
		}
		at.shape.orient(e)
		b.shapeBox(at, f, inline)
		return
	}
	if g := data.Child("wpg:wgp"); g != nil {
		whole := mapping{emuMapping.from, emuMapping.to}
		inner := g.Find("wpg:grpSpPr", "a:xfrm")
		from := readExtent(inner, "a:chOff", "a:chExt")
		if from.width > 0 && from.height > 0 {
			whole = mapping{from, extent{width: int(at.width), height: int(at.height)}}
		}
		b.shapes(at, g, whole, 0)
	} else if c := data.Child("wpc:wpc"); c != nil {
		b.shapes(at, c, emuMapping, 0)
	}
	if len(at.parts) > 0 {
		b.shapeBox(at, f, inline)
		return
	}
	if text := findAll(nil, holder, "w:txbxContent", 0); len(text) > 0 {
		l.notice(noticeTextBox)
		l.boxes = append(l.boxes, text...)
		return
	}
	blip := findAll(nil, holder, "a:blip", 0)
	if len(blip) == 0 {
		l.notice(noticeDrawing)
		return
	}
	for _, x := range findAll(nil, holder, "a:xfrm", 0) {
		if r := x.Attr("rot"); r != "" && r != "0" {
			l.notice(noticeTurned)
		}
	}
	o := &object{alt: described(holder.Child("wp:docPr")), width: at.width, height: at.height}
	for _, n := range findAll(nil, holder, "a:srcRect", 0) {
		o.crop = l.readCrop(n)
	}
	b.anchoredPicture(at, o, l.related(b.ctx.part, blip[0].Attr("r:embed")), f, !inline)
}

// anchoredPicture adds a picture, at its place or in the line.
func (b *builder) anchoredPicture(at *float, o *object, part string, f *runFormat, anchored bool) {
	l := b.l
	if !anchored {
		b.picture(o, part, f)
		return
	}
	if !b.mayFloat(at) {
		l.notice(noticeAnchored)
		b.picture(o, part, f)
		return
	}
	if data, ok := l.doc.Bytes(part); ok && printable(data) {
		o.part = part
	} else {
		l.notice(noticePicture)
	}
	if o.width > 0 && o.height > 0 {
		at.object = o
		b.addFloat(at)
	}
}

// shapeBox adds a text box or a drawn shape, at its place or in the line.
func (b *builder) shapeBox(at *float, f *runFormat, inline bool) {
	l := b.l
	switch {
	case inline && at.width > 0 && at.height > 0 && !b.ctx.vertical && b.ctx.depth < maxDepth:
		if !l.measuring {
			l.inlineBoxes = append(l.inlineBoxes, at)
		}
		b.inObject(&object{width: at.width, height: at.height, float: at}, f)
	case !inline && b.mayFloat(at) && at.width >= 0 && at.height >= 0:
		b.addFloat(at)
	case at.hasText():
		l.notice(noticeTextBox)
		l.boxes = append(l.boxes, at.texts()...)
	default:
		l.notice(noticeDrawing)
	}
}

// picture adds an object to the line.
func (b *builder) picture(o *object, part string, f *runFormat) {
	l := b.l
	if data, ok := l.doc.Bytes(part); ok && printable(data) {
		o.part = part
	} else {
		l.notice(noticePicture)
	}
	if o.width <= 0 || o.height <= 0 {
		return
	}
	// A picture wider than its column is made to fit, as Word's own insertion does.
	if b.ctx.width > 0 && o.width > b.ctx.width {
		o.height = max(1, o.height*b.ctx.width/o.width)
		o.width = b.ctx.width
	}
	if most := l.section.height - l.section.margin[sideTop] - l.section.margin[sideBottom]; o.height > most {
		o.width = max(1, o.width*most/o.height)
		o.height = most
	}
	b.inObject(o, f)
}

// inObject adds what stands in the line like a character.
func (b *builder) inObject(o *object, f *runFormat) {
	l := b.l
	b.p.pictures = true
	b.newRun(f, slotASCII)
	k := len(l.runs) - 1
	l.runs[k].object = o
	l.chars = append(l.chars, char{
		r: objectRune, run: int32(k), width: o.width, size: f.size, face: l.runs[k].typeface.Faces[0],
	})
}

// emus reads a distance in EMU.
func emus(s string) Length {
	v, ok := number(s)
	if !ok {
		return 0
	}
	return clamp(Length(v) * Point / emusPerPoint)
}

// findAll appends the outermost descendants with a name, none of a text box
// within another's, and none of the fallback of what was found.
func findAll(dst []*wordml.Node, n *wordml.Node, name string, depth int) []*wordml.Node {
	if depth > 60 {
		return dst
	}
	for _, c := range n.Children {
		if c.Name == name {
			dst = append(dst, c)
			continue
		}
		if inner, ok := wrapped(c); ok && c.Name == "mc:AlternateContent" {
			for _, i := range inner {
				if i.Name == name {
					dst = append(dst, i)
				} else {
					dst = findAll(dst, i, name, depth+2)
				}
			}
			continue
		}
		dst = findAll(dst, c, name, depth+1)
	}
	return dst
}

// related returns the part a relationship leads to. The few that pictures use
// are kept, since finding one reads the whole list.
func (l *layouter) related(part, id string) string {
	if id == "" {
		return ""
	}
	for _, r := range l.relations {
		if r.part == part && r.id == id {
			return r.target
		}
	}
	if r, ok := l.sheet.relations[id]; ok && part == l.doc.Main() {
		return r
	}
	r := relation{part, id, l.doc.Related(part, id)}
	l.relations = append(l.relations, r)
	return r.target
}

// alternate adds an mc:AlternateContent: a drawing that can be drawn, else what
// stands there for programs that cannot.
func (b *builder) alternate(n *wordml.Node, f *runFormat) {
	if c := n.Child("mc:Choice"); c != nil && c.Child("w:drawing") != nil {
		data := c.Child("w:drawing").Children
		if len(data) > 0 {
			graphic := data[0].Find("a:graphic", "a:graphicData")
			if graphic.Child("wps:wsp") != nil || graphic.Child("wpg:wgp") != nil || graphic.Child("wpc:wpc") != nil || graphic.Child("pic:pic") != nil {
				b.runContent(c.Children, f)
				return
			}
		}
	}
	if inner, ok := wrapped(n); ok {
		b.runContent(inner, f)
	}
}

// described is what a drawing says of itself (20.4.2.5) for who cannot see it:
// its description, or its title. Its name is no use: Word counts pictures by it.
func described(docPr *wordml.Node) string {
	if s := docPr.Attr("descr"); s != "" {
		return s
	}
	return docPr.Attr("title")
}

// texts returns the text of a drawing's boxes.
func (f *float) texts() (nodes []*wordml.Node) {
	if f.shape != nil && f.shape.node != nil {
		nodes = append(nodes, f.shape.node)
	}
	for _, p := range f.parts {
		nodes = append(nodes, p.texts()...)
	}
	return nodes
}

func (f *float) hasText() bool { return len(f.texts()) > 0 }
