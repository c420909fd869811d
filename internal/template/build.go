package template

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"jobdoc/internal/wordml"
)

// builder makes instructions of stories whose tags are settled and bound. It
// finds no faults.
type builder struct {
	*story
	boxes    map[*wordml.Node]*story
	refs     map[*wordml.Node]noteRef
	template *Template
	once     int
	lastID   int
	sections int
	inBlock  bool
	ends     []section // sections that end in the branch that is being built
	sources  map[*block]*source
	tagged   map[*wordml.Node]bool // nodes below which something may have to be done
	rows     map[*wordml.Node]*row
	takes    map[*wordml.Node]*block     // cells with a {合并:x}
	drops    map[*wordml.Node][]dropTest // rows with {?x:行}
	kids     map[kidsOf][]*block
	repeat   map[*wordml.Node][]*block // the blocks that repeat children of a node

	numbering    *numbering
	sectionProps []sectionProp
	sectionSlots map[*wordml.Node]int // by paragraph

	lists     map[*wordml.Node]*listUse // paragraphs in lists that start anew
	listSlots int
	listUses  int
}

func newBuilder(t *Template) *builder {
	return &builder{
		template: t,
		boxes:    map[*wordml.Node]*story{},
		refs:     map[*wordml.Node]noteRef{},
		sources:  map[*block]*source{},
		tagged:   map[*wordml.Node]bool{},
		rows:     map[*wordml.Node]*row{},
		takes:    map[*wordml.Node]*block{},
		drops:    map[*wordml.Node][]dropTest{},
		kids:     map[kidsOf][]*block{},
		repeat:   map[*wordml.Node][]*block{},
		lists:    map[*wordml.Node]*listUse{},

		numbering: t.numbering, sectionSlots: map[*wordml.Node]int{},
	}
}

// findIDs notes the highest drawing id below n.
func (b *builder) findIDs(n *wordml.Node) {
	if n.Name == "wp:docPr" {
		if id, err := strconv.Atoi(n.Attr("id")); err == nil && id < 1<<30 {
			b.lastID = max(b.lastID, id)
		}
	}
	for _, c := range n.Children {
		b.findIDs(c)
	}
}

// build makes the instruction of a story's root.
func (b *builder) build(s *story) instruction {
	outer := b.story
	b.story = s
	defer func() { b.story = outer }()
	for _, p := range s.order {
		if len(p.tags) > 0 || p.endsSection() {
			for l := p.at; l != nil && !b.tagged[l.node]; l = l.parent {
				b.tagged[l.node] = true
			}
		}
		for _, t := range p.tags {
			b.note(t)
		}
	}
	b.placeKids(s.top)
	b.findLists(s)
	return b.inside(s.root.node, s.top)
}

// note keeps what a tag means for a whole cell, row or drawing.
func (b *builder) note(t *tag) {
	switch {
	case t.note != nil:
		b.refs[t.refers] = noteRef{t.note, t.inner}
	case t.inner != nil:
		b.boxes[t.inner.root.node] = t.inner
	case t.kind == mergeTag:
		b.takes[t.para.at.inside("w:tc").node] = t.merges
	case t.kind == optional && t.level == rowLevel:
		row := t.para.at.inside("w:tr")
		d := dropTest{value: t.value}
		for k := t.owner; k.open != nil && (k.level == inlineLevel || k.at.depth > row.depth); k = k.parent {
			d.path = append(d.path, dropStep{b.source(k), k.inElse(t)})
		}
		slices.Reverse(d.path)
		b.drops[row.node] = append(b.drops[row.node], d)
	}
}

// kidsOf are the blocks directly inside blk that repeat children of n.
type kidsOf struct {
	blk *block
	n   *wordml.Node
}

// placeKids sorts the blocks below blk by whose children they repeat. They
// stay in the order of the text, and so of what they repeat, since no two
// overlap.
func (b *builder) placeKids(blk *block) {
	for _, k := range blk.kids {
		if k.at != nil && k.from <= k.to {
			at := kidsOf{blk, k.at.node}
			b.kids[at] = append(b.kids[at], k)
			b.repeat[k.at.node] = append(b.repeat[k.at.node], k)
		}
		b.placeKids(k)
	}
}

// copied reports whether what stands directly in the block may be there several times.
func (b *builder) copied(blk *block) bool {
	for ; blk != nil; blk = blk.parent {
		if blk.list {
			return true
		}
	}
	return false
}

// node makes the instruction of an element that stands in blk.
func (b *builder) node(n *wordml.Node, blk *block) instruction {
	r, refers := b.refs[n]
	box := b.boxes[n]
	switch {
	case refers:
		return b.noteMark(n, r, blk)
	case box != nil:
		return b.build(box)
	case !b.tagged[n] && !b.copied(blk) && !b.hasBox(n):
		return still(n)
	}
	return b.inside(n, blk)
}

// hasBox reports whether a text box, or what refers to a note, stands below n.
func (b *builder) hasBox(n *wordml.Node) bool {
	if len(b.boxes)+len(b.refs) == 0 {
		return false
	}
	for _, c := range n.Children {
		if _, refers := b.refs[c]; refers || b.boxes[c] != nil || b.hasBox(c) {
			return true
		}
	}
	return false
}

// inside makes the instruction of an element from those of its children.
func (b *builder) inside(n *wordml.Node, blk *block) instruction {
	if p := b.paras[n]; p != nil && p.property != "" {
		return b.property(p, blk)
	}
	switch n.Name {
	case "":
		return still(n)
	case "w:p":
		return b.paragraph(n, blk, nil)
	case "w:tbl":
		return b.table(n, blk)
	case "w:body", "w:hdr", "w:ftr", "w:txbxContent", "w:tc", "w:footnote", "w:endnote", "w:comment":
		return b.container(n, blk)
	case "v:shapetype", "w:bookmarkStart", "w:bookmarkEnd", "w:commentRangeStart", "w:commentRangeEnd", "w:commentReference", "w:permStart", "w:permEnd":
		if b.copied(blk) {
			b.once++
			return once{still(n), b.once - 1}
		}
		return still(n)
	case "w:sdtContent":
		if n.Child("w:p") != nil || n.Child("w:tbl") != nil {
			return b.container(n, blk)
		}
	}
	e := element{name: n.Name, attrs: b.attrs(n, blk), children: b.children(n, 0, len(n.Children)-1, blk)}
	if n.Name == "w:sdt" {
		return b.control(e, n)
	}
	if n.Name == "wp:docPr" && b.copied(blk) {
		b.once++
		return &identified{element: e, slot: b.once - 1}
	}
	return e.collapse(n)
}

// copiedIDs are the ids of elements that must differ in a document, and that
// nothing needs: copies go without them.
var copiedIDs = map[string][]string{
	"w:p": {"w14:paraId", "w14:textId"}, "w:tr": {"w14:paraId", "w14:textId"},
	"wp:inline": {"wp14:anchorId", "wp14:editId"}, "wp:anchor": {"wp14:anchorId", "wp14:editId"},
	"v:shape": shapeIDs, "v:rect": shapeIDs, "v:roundrect": shapeIDs, "v:oval": shapeIDs, "v:line": shapeIDs, "v:polyline": shapeIDs,
	"v:curve": shapeIDs, "v:arc": shapeIDs, "v:image": shapeIDs, "v:group": shapeIDs,
}

// shapeIDs are those of a shape of VML (part 4, 19.1.2.19).
var shapeIDs = []string{"id", "o:spid"}

// attrs leaves out the ids of elements that may be copied.
func (b *builder) attrs(n *wordml.Node, blk *block) []wordml.Attr {
	names := copiedIDs[n.Name]
	if names == nil || !b.copied(blk) {
		return n.Attrs
	}
	isID := func(a wordml.Attr) bool { return slices.Contains(names, a.Name) }
	if !slices.ContainsFunc(n.Attrs, isID) {
		return n.Attrs
	}
	return slices.DeleteFunc(slices.Clone(n.Attrs), isID)
}

// collapse makes a static subtree of an element all of whose children are
// static: n itself if nothing differs.
func (i *element) collapse(n *wordml.Node) instruction {
	nodes, cost, ok := statics(i.children)
	if !ok {
		return i
	}
	cost += tagCost(i.name, len(nodes)) + weighAttrs(i.attrs)
	if len(i.attrs) == len(n.Attrs) && slices.Equal(nodes, n.Children) {
		return static{n, cost}
	}
	return static{wordml.Element(i.name, i.attrs, nodes...), cost}
}

// statics returns the nodes of instructions that are all static, and what they cost.
func statics(list []instruction) (nodes []*wordml.Node, cost int, ok bool) {
	nodes = make([]*wordml.Node, len(list))
	for k, i := range list {
		s, ok := i.(static)
		if !ok {
			return nil, 0, false
		}
		nodes[k] = s.node
		cost += s.cost
	}
	return nodes, cost, true
}

// children makes the instructions of the children from lo to hi of n, both
// included: the blocks that repeat some of them, and the rest.
func (b *builder) children(n *wordml.Node, lo, hi int, blk *block) []instruction {
	kids := b.kids[kidsOf{blk, n}]
	kids = kids[sort.Search(len(kids), func(i int) bool { return kids[i].from >= lo }):]
	var out []instruction
	for i := lo; i <= hi; i++ {
		for len(kids) > 0 && kids[0].from < i {
			kids = kids[1:]
		}
		if len(kids) > 0 && kids[0].from == i {
			out = append(out, b.block(n, kids[0]))
			i = kids[0].to
			continue
		}
		c := n.Children[i]
		if p := b.paras[c]; p != nil && p.goes() {
			continue
		}
		if c.Name == "w:sdtPr" && n.Name == "w:sdt" {
			out = append(out, b.controlProperties(c, b.tagged[n], blk))
			continue
		}
		if c.Name == "w:tr" {
			out = append(out, b.row(c, blk))
			continue
		}
		if holds(c, "w:tr") {
			out = append(out, &holder{element{c.Name, c.Attrs, b.children(c, 0, len(c.Children)-1, blk)}, c})
			continue
		}
		out = append(out, b.node(c, blk))
	}
	return out
}

// block makes the instruction of a block that repeats rows or paragraphs.
func (b *builder) block(n *wordml.Node, k *block) instruction {
	r := &repeated{source: b.source(k)}
	outermost, before := !b.inBlock, b.ends
	b.inBlock, b.ends = true, nil
	switch {
	case k.single:
		r.body = b.branch(n, k)
		r.inBody, b.ends = b.ends, nil
		r.els = b.elseBranch(n, k)
	case k.els == nil:
		r.body = b.children(n, k.from, k.to, k)
		r.inBody, b.ends = b.ends, nil
	default:
		r.body = b.children(n, k.from, k.elseAt-1, k)
		r.inBody, b.ends = b.ends, nil
		second := k.elseAt
		if k.level == paragraphLevel {
			second++ // {否则} stands alone in its paragraph
		}
		r.els = b.children(n, second, k.to, k)
	}
	r.inElse = b.ends
	b.ends = slices.Concat(before, r.inBody, r.inElse)
	if outermost {
		r.settles = b.ends
		b.inBlock, b.ends = false, nil
	}
	return r
}

// branch makes the body of a block that repeats one paragraph.
func (b *builder) branch(n *wordml.Node, k *block) []instruction {
	p := b.paras[n.Children[k.from]]
	for _, inner := range b.kids[kidsOf{k, n}] {
		return []instruction{b.block(n, inner)}
	}
	switch {
	case p.goes():
		return nil
	case k.els == nil:
		return []instruction{b.paragraph(p.at.node, k, nil)}
	case isBlank(p.text[k.open.end:k.els.start]) && !p.endsSection():
		return nil
	}
	return []instruction{b.paragraph(p.at.node, k, []span{{k.els.start, k.close.end}})}
}

// elseBranch makes the second branch of a block that repeats one paragraph.
func (b *builder) elseBranch(n *wordml.Node, k *block) []instruction {
	p := k.open.para
	if k.els == nil || isBlank(p.text[k.els.end:k.close.start]) {
		return nil
	}
	return []instruction{b.paragraph(p.at.node, k, []span{{k.open.start, k.els.end}})}
}

func isBlank(s string) bool { return strings.TrimSpace(s) == "" }

// source makes what a block looks at.
func (b *builder) source(k *block) *source {
	if s := b.sources[k]; s != nil {
		return s
	}
	s := &source{exprs: k.sources, tests: k.open.filters, negated: k.open.negated, scoped: k.scoped(), opener: k.open.here()}
	b.sources[k] = s
	return s
}

// container makes an element that must not be left without a paragraph.
func (b *builder) container(n *wordml.Node, blk *block) instruction {
	c := b.containerOf(n, blk)
	nodes, _, ok := statics(append(slices.Clone(c.children), c.tail...))
	if ok && lastText(nodes) == "w:p" {
		e := element{name: c.name, attrs: c.attrs, children: append(slices.Clone(c.children), c.tail...)}
		return e.collapse(n)
	}
	return c
}

func (b *builder) containerOf(n *wordml.Node, blk *block) *container {
	c := &container{element: element{name: n.Name, attrs: b.attrs(n, blk)}, fallback: still(fallback(n)), lenient: n.Name == "w:sdtContent"}
	last := len(n.Children) - 1
	for last >= 0 && n.Children[last].Name == "w:sectPr" {
		c.tail = append(c.tail, still(n.Children[last]))
		last--
	}
	first := 0
	for first <= last && strings.HasSuffix(n.Children[first].Name, "Pr") {
		c.children = append(c.children, still(n.Children[first]))
		first++
	}
	c.first = len(c.children)
	c.children = append(c.children, b.children(n, first, last, blk)...)
	return c
}

// fallback is the paragraph that fills a container when nothing is left in it:
// it looks like the last of the template, but has no number and ends no section.
func fallback(n *wordml.Node) *wordml.Node {
	p := wordml.Element("w:p", nil)
	for _, c := range n.Children {
		if props := c.Child("w:pPr"); c.Name == "w:p" && props != nil {
			p.Children = []*wordml.Node{without(props, "w:numPr", "w:sectPr")}
		}
	}
	return p
}

// without is a copy of n that lacks the named children; n itself if it has none.
func without(n *wordml.Node, names ...string) *wordml.Node {
	lacks := func(c *wordml.Node) bool { return slices.Contains(names, c.Name) }
	if !slices.ContainsFunc(n.Children, lacks) {
		return n
	}
	return wordml.Element(n.Name, n.Attrs, slices.DeleteFunc(slices.Clone(n.Children), lacks)...)
}
