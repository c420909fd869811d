package template

import (
	"slices"
	"sort"

	"jobdoc/internal/wordml"
)

// span is a stretch of a paragraph's text, in bytes.
type span struct{ start, end int }

// paragraph makes the instruction of a w:p without what is hidden.
func (b *builder) paragraph(n *wordml.Node, blk *block, hidden []span) instruction {
	p := b.paras[n]
	props := n.Child("w:pPr")
	if props == nil && slices.ContainsFunc(p.tags, func(t *tag) bool { return t.kind == pictureTag }) {
		props = wordml.Element("w:pPr", nil)
	}
	ends := p.endsSection()
	i := &paragraph{attrs: b.attrs(n, blk), props: still(props), keep: ends, list: b.lists[n]}
	if ends && b.inBlock {
		i.props = still(without(props, "w:sectPr"))
		slot, again := b.sectionSlots[n] // the second branch of a block over one paragraph
		if !again {
			slot = b.sections
			b.sectionSlots[n] = slot
			b.sections++
		}
		b.ends = append(b.ends, section{slot, props})
		i.section = slot + 1
	}
	if len(p.tags) == 0 && len(hidden) == 0 {
		for _, c := range n.Children {
			if c.Name != "w:pPr" {
				i.content = append(i.content, b.node(c, blk))
			}
		}
	} else {
		pb := &paraBuilder{builder: b, para: p, hidden: hidden}
		i.content = pb.list(p.items, piece{0, 0}, piece{len(p.items), len(p.text)}, blk)
	}
	if i.section > 0 || i.list != nil {
		return i
	}
	nodes, cost, ok := statics(i.content)
	if !ok {
		return i
	}
	cost += tagCost("w:p", 1) + weighAttrs(i.attrs) + i.props.cost
	if props != nil {
		nodes = append([]*wordml.Node{props}, nodes...)
	}
	if len(i.attrs) == len(n.Attrs) && slices.Equal(nodes, n.Children) {
		return static{n, cost}
	}
	return static{wordml.Element("w:p", i.attrs, nodes...), cost}
}

// paraBuilder makes the instructions of what stands in a paragraph.
type paraBuilder struct {
	*builder
	*para
	hidden []span
}

// piece is a place in a paragraph: in which item of a list, and at which byte.
type piece struct{ item, at int }

// mark is a stretch of text that is not printed as it is.
type mark struct {
	span
	tag *tag // nil for what is hidden
}

// next is the first mark that ends behind at.
func (b *paraBuilder) next(at int) (m mark, ok bool) {
	for _, h := range b.hidden {
		if h.end > at && (!ok || h.start < m.start) {
			m, ok = mark{h, nil}, true
		}
	}
	from := sort.Search(len(b.tags), func(i int) bool { return b.tags[i].end > at })
	for _, t := range b.tags[from:] {
		if t.kind != objectMark {
			if !ok || t.start < m.start {
				m, ok = mark{span{t.start, t.end}, t}, true
			}
			break
		}
	}
	return m, ok
}

// touches reports whether a mark lies in the stretch.
func (b *paraBuilder) touches(start, end int) bool {
	m, ok := b.next(start)
	return ok && m.start < end
}

// swallowed reports whether a mark covers what stands at the byte.
func (b *paraBuilder) swallowed(it *item) bool {
	m, ok := b.next(it.start)
	if !ok {
		return false
	}
	if it.start == it.end { // without text: only what is hidden takes it along
		return m.tag == nil && m.start < it.start
	}
	return m.start <= it.start
}

// lister gathers the instructions of one list of items.
type lister struct {
	*paraBuilder
	blk *block
	out []instruction
	run *run         // being gathered
	of  *wordml.Node // its w:r
}

// list makes the instructions of the items between two places.
func (b *paraBuilder) list(items []item, from, to piece, blk *block) []instruction {
	l := &lister{paraBuilder: b, blk: blk}
	at := from.at
	for i := from.item; i < len(items) && i <= to.item; i++ {
		it := &items[i]
		if end := l.wholeRun(items, i, at, to); end > i {
			i = end - 1
			continue
		}
		switch it.kind {
		case textItem:
			i, at = l.text(items, i, max(at, it.start), to)
		case objectItem:
			if it.end <= to.at && it.start >= from.at && !b.swallowed(it) {
				l.part(it.run, part{other: b.node(it.node, blk)})
			}
		case otherItem, groupItem:
			if it.end <= to.at && it.start >= from.at && !(it.kind == otherItem && b.swallowed(it)) {
				l.end()
				l.add(l.child(it))
			}
		}
	}
	l.end()
	return l.out
}

// wholeRun takes a run that no mark touches as it is, and returns the item after it.
func (l *lister) wholeRun(items []item, i, at int, to piece) int {
	it := &items[i]
	if it.run == nil || it.run == l.of || at > it.start || i > 0 && items[i-1].run == it.run {
		return i
	}
	end := i
	for end < len(items) && items[end].run == it.run {
		end++
	}
	last := &items[end-1]
	if end-1 > to.item || last.end > to.at || l.touches(it.start, last.end) {
		return i
	}
	if it.start == last.end && l.swallowed(it) {
		return end
	}
	l.end()
	l.add(l.node(it.run, l.blk))
	return end
}

func (l *lister) add(i instruction) {
	if i != nil {
		l.out = append(l.out, i)
	}
}

// child makes the instruction of an item that is no run.
func (l *lister) child(it *item) instruction {
	if it.kind == otherItem {
		return l.node(it.node, l.blk)
	}
	if !l.touches(it.start, it.end) && !l.tagged[it.node] && !l.copied(l.blk) && !l.hasBox(it.node) {
		return still(it.node)
	}
	e := &element{name: it.node.Name, attrs: it.node.Attrs}
	e.children = l.list(it.items, piece{0, it.start}, piece{len(it.items), it.end}, l.blk)
	if len(e.children) == 0 {
		return nil
	}
	if it.node.Name == "w:sdt" {
		for k, c := range e.children {
			if s, ok := c.(static); ok && s.node.Name == "w:sdtPr" {
				e.children[k] = l.controlProperties(s.node, l.touches(it.start, it.end), l.blk)
			}
		}
	}
	return e.collapse(it.node)
}

func fixed(s string) part { return part{text: s, cost: escapedLen(s)} }

// part adds to the run that is being gathered, which is a copy of r.
func (l *lister) part(r *wordml.Node, p part) {
	if l.of != r {
		l.end()
		l.of, l.run = r, &run{attrs: r.Attrs, props: still(r.Child("w:rPr"))}
	}
	l.run.parts = append(l.run.parts, p)
}

// end finishes the run that is being gathered.
func (l *lister) end() {
	r := l.run
	l.run, l.of = nil, nil
	if r == nil {
		return
	}
	var nodes []*wordml.Node
	if r.props.node != nil {
		nodes = append(nodes, r.props.node)
	}
	for _, p := range r.parts {
		s, isStatic := p.other.(static)
		switch {
		case p.value != nil, p.other != nil && !isStatic:
			l.add(r)
			return
		case isStatic:
			nodes = append(nodes, s.node)
		default:
			nodes = append(nodes, wordml.Element("w:t", preserve, wordml.Text(p.text)))
		}
	}
	l.add(still(wordml.Element("w:r", r.attrs, nodes...)))
}

// text takes the text of item i from at on, and what the tags in it stand for.
// It returns the item and the byte at which it stopped: a block may have taken
// it further than the item's end.
func (l *lister) text(items []item, i, at int, to piece) (int, int) {
	for {
		it := &items[i]
		end := min(it.end, to.at)
		if at >= end || it.kind != textItem {
			return i, at
		}
		m, ok := l.next(at)
		if !ok || m.start >= end {
			l.part(it.run, fixed(l.para.text[at:end]))
			return i, end
		}
		if m.start > at {
			l.part(it.run, fixed(l.para.text[at:m.start]))
			at = m.start
		}
		switch t := m.tag; {
		case t == nil, m.start < at: // the rest of a tag torn over several items
		case t.kind == opener && t.block.level == inlineLevel:
			l.end()
			l.block(items, i, t.block)
			i, at = itemAt(items, t.block.close.start), t.block.close.end
			continue
		default:
			l.tag(it.run, t)
		}
		at = min(m.end, end)
	}
}

// tag adds what a tag prints to the run in which it begins.
func (l *lister) tag(r *wordml.Node, t *tag) {
	switch t.kind {
	case valueTag:
		l.part(r, part{value: t.value})
	case optional:
		l.part(r, part{value: t.value, optional: t.level == freeLevel || t.level == paragraphLevel})
	case pictureTag:
		l.part(r, part{other: l.picture(t)})
	case breakTag:
		l.part(r, part{other: still(pageBreak)})
	}
}

// block adds an inline block whose opener stands in item i.
func (l *lister) block(items []item, i int, k *block) {
	bodyEnd := k.close.start
	r := &repeated{source: l.source(k)}
	if k.els != nil {
		bodyEnd = k.els.start
		r.els = l.list(items, piece{itemAt(items, k.els.start), k.els.end}, piece{itemAt(items, k.close.start), k.close.start}, k)
	}
	r.body = l.list(items, piece{i, k.open.end}, piece{itemAt(items, bodyEnd), bodyEnd}, k)
	l.add(r)
}

// itemAt returns the item whose text holds the byte.
func itemAt(items []item, at int) int {
	return sort.Search(len(items), func(i int) bool { return items[i].end > at })
}
