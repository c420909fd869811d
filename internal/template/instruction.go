package template

import "jobdoc/internal/wordml"

// instruction is one step of filling: it puts nodes on the filler's stack.
// Instructions do not change once a template is compiled.
type instruction interface {
	emit(f *filler, s *frame)
}

// static is a subtree that no value changes. It stands in every filled document as it is.
type static struct {
	node *wordml.Node
	cost int
}

func (i static) emit(f *filler, _ *frame) { f.share(i.node, i.cost) }

// element is an element with something to fill in below it.
type element struct {
	name     string
	attrs    []wordml.Attr
	children []instruction
}

func (i *element) emit(f *filler, s *frame) {
	base := len(f.out)
	for _, c := range i.children {
		c.emit(f, s)
	}
	f.close(i.name, i.attrs, base)
}

// container is an element that holds paragraphs and must not be left without
// one: a cell, the body, a header.
type container struct {
	element
	first    int           // children before the text: the properties of a cell
	tail     []instruction // children after the text: the last section's properties
	fallback static        // the paragraph that fills an empty one
	lenient  bool          // may end in a table: a content control
}

func (i *container) emit(f *filler, s *frame) {
	base := len(f.out)
	for _, c := range i.children[:i.first] {
		c.emit(f, s)
	}
	i.fill(f, s)
	f.close(i.name, i.attrs, base)
}

// fill emits the text, its last paragraph made sure of.
func (i *container) fill(f *filler, s *frame) {
	base := len(f.out)
	for _, c := range i.children[i.first:] {
		c.emit(f, s)
	}
	if last := lastText(f.out[base:]); last == "" || last == "w:tbl" && !i.lenient {
		i.fallback.emit(f, s)
	}
	for _, c := range i.tail {
		c.emit(f, s)
	}
}

// lastText names the last node that is text and not a mark between texts.
func lastText(nodes []*wordml.Node) string {
	for k := len(nodes) - 1; k >= 0; k-- {
		switch name := nodes[k].Name; name {
		case "w:p", "w:tbl", "w:sdt", "w:customXml", "mc:AlternateContent", "w:ins", "w:altChunk":
			return name
		}
	}
	return ""
}

// paragraph is a w:p with something to fill in.
type paragraph struct {
	attrs   []wordml.Attr
	props   static // w:pPr or nothing
	content []instruction
	section int  // of one that ends a section inside a block: its slot, counted from 1
	keep    bool // stays though an optional value is blank: it ends a section
	list    *listUse
}

func (i *paragraph) emit(f *filler, s *frame) {
	base, outer, outerPicture := len(f.out), f.drop, f.pictured
	var notes noteCounts
	if f.hasNotes {
		notes = f.countNotes()
	}
	f.drop, f.pictured = false, false
	if i.props.node != nil {
		i.props.emit(f, s)
		if i.list != nil {
			f.out[base] = f.listed(i.list, i.props.node, s)
		}
	}
	first := len(f.out)
	for _, c := range i.content {
		c.emit(f, s)
	}
	drop, pictured := f.drop, f.pictured
	f.drop, f.pictured = outer, outerPicture
	if pictured {
		f.out[base] = freeLines(f.out[base])
	}
	if drop {
		f.out = f.out[:first]
		f.dropNotes(notes)
		if !i.keep {
			f.out = f.out[:base]
			return
		}
	}
	n := f.close("w:p", i.attrs, base)
	if i.section > 0 {
		f.sections[i.section-1].copy = n
	}
}

// run is a w:r with something to fill in. It goes when it comes out empty.
type run struct {
	attrs []wordml.Attr
	props static // w:rPr or nothing
	parts []part
}

// part is a piece of a run: a text, a value, or another child.
type part struct {
	text     string
	cost     int // of the text
	value    *expr
	optional bool // the paragraph goes when the value is blank
	other    instruction
}

func (i *run) emit(f *filler, s *frame) {
	if f.spent() {
		return
	}
	base := len(f.out)
	if i.props.node != nil {
		i.props.emit(f, s)
	}
	first := len(f.out)
	for k := range i.parts {
		p := &i.parts[k]
		switch {
		case p.other != nil:
			f.flushText()
			p.other.emit(f, s)
		case p.value != nil:
			f.cost += valueCost * (1 + len(p.value.filters))
			r := p.value.result(s)
			text := r.print()
			if len(p.value.filters) > 0 {
				f.chargeList(r.raw)
			}
			if p.optional && (r.blank() || text == "") {
				f.drop = true
			}
			f.value(text)
		default:
			f.cost += p.cost
			f.pieces = append(f.pieces, p.text)
		}
	}
	f.flushText()
	if len(f.out) == first {
		f.out = f.out[:base]
		return
	}
	f.close("w:r", i.attrs, base)
}

// once is a node that may stand only once in a document, such as a bookmark:
// the copies of a repeated block go without it.
type once struct {
	static
	slot int
}

func (i once) emit(f *filler, s *frame) {
	if !f.seen[i.slot] {
		f.seen[i.slot] = true
		i.static.emit(f, s)
	}
}

// identified is an element whose id must differ in every copy (wp:docPr).
type identified struct {
	element
	slot int
}

func (i *identified) emit(f *filler, s *frame) {
	base := len(f.out)
	for _, c := range i.children {
		c.emit(f, s)
	}
	attrs := i.attrs
	if f.seen[i.slot] {
		f.lastID++
		attrs = withID(attrs, f.lastID)
	}
	f.seen[i.slot] = true
	f.close(i.name, attrs, base)
}

// repeated is a block: its body for each item, or once, or its second branch.
type repeated struct {
	*source
	body, els []instruction

	inBody, inElse []section // sections that end in each branch
	settles        []section // all of them, of an outermost block
}

func (i *repeated) emit(f *filler, s *frame) {
	if !f.afford(i.source, 0) {
		return
	}
	base := len(f.out)
	items, which := i.choose(s)
	if which == secondBranch || which == bodyForItems && len(items) == 0 {
		f.leaveHoles(i.inBody)
	}
	switch which {
	case bodyForItems:
		inner := frame{f: f, parent: s, source: i.source, count: len(items), start: i.firstNumber(s)}
		for k, v := range items {
			if !f.afford(i.source, itemCost) {
				break
			}
			f.items++
			inner.value, inner.index, inner.item = v, k, f.items
			emitAll(i.body, f, &inner)
		}
	case bodyForValue:
		inner := frame{f: f, parent: s, source: i.source, count: 1, start: 1, value: i.exprs[0].value(s)}
		emitAll(i.body, f, &inner)
	case bodyOnce:
		emitAll(i.body, f, s)
	case secondBranch:
		emitAll(i.els, f, s)
	}
	if which != secondBranch {
		f.leaveHoles(i.inElse)
	}
	if len(i.settles) > 0 {
		f.endSections(i.settles, base)
	}
}

func emitAll(list []instruction, f *filler, s *frame) {
	for _, i := range list {
		i.emit(f, s)
	}
}
