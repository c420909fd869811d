package typeset

import (
	"bytes"

	"jobdoc/internal/wordml"
)

// emu is the unit of DrawingML: 12,700 to a point.
const emusPerPoint = 12700

// drawing adds a w:drawing (20.4.2): an inline picture stands in the line like a
// character; a floating one is put in the same place, with a warning.
func (b *builder) drawing(n *wordml.Node, f *runFormat) {
	l := b.l
	holder := n.Child("wp:inline")
	if holder == nil {
		if holder = n.Child("wp:anchor"); holder == nil {
			l.notice(noticeDrawing)
			return
		}
		if text := findAll(nil, holder, "w:txbxContent", 0); len(text) > 0 {
			l.notice(noticeTextBox)
			l.boxes = append(l.boxes, text...)
			return
		}
		l.notice(noticeAnchored)
	}
	blip := findAll(nil, holder, "a:blip", 0)
	if len(blip) == 0 {
		l.notice(noticeDrawing)
		return
	}
	for _, crop := range findAll(nil, holder, "a:srcRect", 0) {
		if len(crop.Attrs) > 0 {
			l.notice(noticeCrop)
		}
	}
	o := &object{alt: holder.Child("wp:docPr").Attr("descr")}
	extent := holder.Child("wp:extent")
	o.width, o.height = emus(extent.Attr("cx")), emus(extent.Attr("cy"))
	b.picture(o, l.related(b.ctx.part, blip[0].Attr("r:embed")), f)
}

// vml adds a w:pict or w:object, the older form of drawings: its picture, or the text of its box.
func (b *builder) vml(n *wordml.Node, f *runFormat) {
	l := b.l
	if text := findAll(nil, n, "w:txbxContent", 0); len(text) > 0 {
		l.notice(noticeTextBox)
		l.boxes = append(l.boxes, text...)
		return
	}
	data := findAll(nil, n, "v:imagedata", 0)
	shape := findAll(nil, n, "v:shape", 0)
	if len(data) == 0 || len(shape) == 0 {
		if n.Name == "w:object" {
			l.notice(noticeObject)
		} else {
			l.notice(noticeDrawing)
		}
		return
	}
	o := &object{alt: shape[0].Attr("alt")}
	o.width, o.height = shapeSize(shape[0].Attr("style"))
	b.picture(o, l.related(b.ctx.part, data[0].Attr("r:id")), f)
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
	b.p.pictures = true
	b.newRun(f, slotASCII)
	k := len(l.runs) - 1
	l.runs[k].object = o
	l.chars = append(l.chars, char{
		r: objectRune, run: int32(k), width: o.width, size: f.size, face: l.runs[k].typeface.Faces[0],
	})
}

// printable reports whether the outputs can show a picture.
func printable(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")) || bytes.HasPrefix(data, []byte("\xff\xd8\xff"))
}

// emus reads a distance in EMU.
func emus(s string) Length {
	v, ok := number(s)
	if !ok {
		return 0
	}
	return clamp(Length(v) * Point / emusPerPoint)
}

// shapeSize reads width and height of a VML style.
func shapeSize(style string) (width, height Length) {
	for _, pair := range bytes.Split([]byte(style), []byte(";")) {
		name, value, _ := bytes.Cut(pair, []byte(":"))
		v, ok := measure(string(bytes.TrimSpace(value)), Point)
		if !ok {
			continue
		}
		switch string(bytes.TrimSpace(name)) {
		case "width":
			width = v
		case "height":
			height = v
		}
	}
	return width, height
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
