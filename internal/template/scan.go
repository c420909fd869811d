package template

import (
	"strconv"
	"strings"

	"jobdoc/internal/wordml"
)

// loc is the place of an element in its part: a node and the way up from it.
type loc struct {
	parent *loc
	node   *wordml.Node
	index  int // among the parent's children
	depth  int
	first  int // of the story's paragraphs: the first below, and the one after the last
	end    int
	number int // of a paragraph, table, row or cell: counted from 1 as people do
}

// common is the innermost place that holds both.
func common(a, b *loc) *loc {
	for a.depth > b.depth {
		a = a.parent
	}
	for b.depth > a.depth {
		b = b.parent
	}
	for a != b {
		a, b = a.parent, b.parent
	}
	return a
}

// under is the child of at through which l is reached, or nil.
func (l *loc) under(at *loc) *loc {
	for l != nil && l.parent != at {
		l = l.parent
	}
	return l
}

// inside is the innermost place around l with the name, l included, or nil.
func (l *loc) inside(name string) *loc {
	for l != nil && l.node.Name != name {
		l = l.parent
	}
	return l
}

// story is a run of text that is read on its own: the body, a header, a text
// box, a note. Blocks open and close within one story.
type story struct {
	c     *compiler
	part  string
	label sentence     // what people call it; empty for the body and text boxes
	file  *wordml.Node // the part as it is in the file, where root has changes accepted
	root  *loc
	host  *tag // the object around a text box, or what refers to a note; nil for a whole part
	paras map[*wordml.Node]*para
	order []*para
	top   *block // holds the outermost blocks

	properties bool          // the part has no paragraphs but properties
	merged     map[*loc]bool // cells with a {合并:…}
	fallback   bool          // the second copy of a text box
	torn       bool          // a field begins in one paragraph and ends in another
}

// para is a paragraph with its text as one string, whatever runs it is torn
// over, or a property of the document.
type para struct {
	story    *story
	at       *loc
	items    []item
	text     string
	tags     []*tag // in order
	property string // the name of a property; "" for a paragraph

	net, low int // how many more fields begin than end in it, and the least that this comes to on the way
}

// itemKind says what an item of a paragraph is.
type itemKind int

const (
	textItem   itemKind = iota // characters of a w:t
	objectItem                 // another child of a run
	otherItem                  // a child of the paragraph without text: a bookmark, an empty run
	groupItem                  // a child that holds runs: a hyperlink, an insertion
)

// item is a piece of a paragraph. Those inside a group form a list of their own.
type item struct {
	kind       itemKind
	field      int          // the innermost field that the item stands in, 0 for none
	start, end int          // bytes of para.text; equal for what has no text
	run        *wordml.Node // of texts and objects
	node       *wordml.Node // of all but texts
	items      []item       // of a group
}

// scanner gathers the text of a paragraph.
type scanner struct {
	*story
	text   strings.Builder
	fields []int // complex fields that are open (17.16.18), innermost last
	begun  int   // how many there were
	net    int   // how many more began than ended, and the least that this came to
	low    int
}

// field is the number of the innermost open field, 0 for none.
func (sc *scanner) field() int {
	if len(sc.fields) == 0 {
		return 0
	}
	return sc.fields[len(sc.fields)-1]
}

// fieldChar takes up the marks of a complex field. One that ends here without
// having begun, as in the last paragraph of a table of contents, makes what
// follows stand in another field than what came before.
func (sc *scanner) fieldChar(n *wordml.Node) {
	switch n.Attr("w:fldCharType") {
	case "begin":
		sc.net++
		sc.begun++
		sc.fields = append(sc.fields, sc.begun)
	case "end":
		sc.net--
		sc.low = min(sc.low, sc.net)
		if len(sc.fields) == 0 {
			sc.begun++
			sc.fields = append(sc.fields, -sc.begun)
			return
		}
		sc.fields = sc.fields[:len(sc.fields)-1]
	}
}

// counts number what people see: tables and paragraphs outside tables, and the
// rows of a table or the cells of a row, whatever content controls are around them.
type counts struct{ paras, tables, parts int }

// inner scans a table or a row, whose rows or cells are counted from 1.
func (s *story) inner(at *loc, n *counts) {
	outer := n.parts
	n.parts = 0
	s.scan(at, n)
	n.parts = outer
}

// scan finds the paragraphs below l.
func (s *story) scan(l *loc, n *counts) {
	before := *n
	for i, c := range l.node.Children {
		if c.Name == "" {
			continue
		}
		at := &loc{parent: l, node: c, index: i, depth: l.depth + 1, first: len(s.order)}
		switch c.Name {
		case "w:p":
			n.paras++
			at.number = n.paras
			s.scanPara(at)
		case "w:tbl":
			n.tables++
			at.number = n.tables
			s.inner(at, n)
		case "w:tr":
			n.parts++
			at.number = n.parts
			s.inner(at, n)
		case "w:tc":
			n.parts++
			at.number = n.parts
			s.scan(at, &counts{})
		case "mc:Fallback": // the same content once more, for programs that cannot show the other
			s.scan(at, &before)
		default:
			if len(c.Children) > 0 && !isProperties(c.Name) {
				s.scan(at, n)
			}
		}
		at.end = len(s.order)
	}
}

// isProperties reports whether an element only describes the one around it.
func isProperties(name string) bool {
	return strings.HasSuffix(name, "Pr") || name == "w:tblGrid"
}

// scanPara gathers the text of a paragraph and cuts it into tags.
func (s *story) scanPara(at *loc) {
	p := &para{story: s, at: at}
	sc := &scanner{story: s}
	p.items = sc.group(at.node)
	p.text = sc.text.String()
	p.net, p.low = sc.net, sc.low
	s.torn = s.torn || p.net != 0 || p.low != 0
	s.paras[at.node] = p
	s.order = append(s.order, p)
	p.readTags()
	p.refuseElsewhere(p.items)
}

// group reads the children of a paragraph, or of what stands in one and holds runs.
func (sc *scanner) group(n *wordml.Node) []item {
	items := make([]item, 0, len(n.Children))
	for _, c := range n.Children {
		start := sc.text.Len()
		switch {
		case c.Name == "w:pPr", c.Name == "w:proofErr":
			continue // the one is kept apart, the other marks what a spell checker saw
		case c.Name == "w:r":
			items = sc.run(items, c)
		case holdsRuns(c):
			inner := sc.group(c)
			if c.Name == "mc:Choice" || c.Name == "mc:Fallback" {
				sc.text.WriteRune(object) // the text of one branch does not go on in the next
			}
			items = append(items, item{kind: groupItem, field: sc.field(), start: start, end: sc.text.Len(), node: c, items: inner})
		default:
			if strings.HasPrefix(c.Name, "m:") {
				sc.text.WriteRune(object)
			}
			items = append(items, item{kind: otherItem, field: sc.field(), start: start, end: sc.text.Len(), node: c})
		}
	}
	return items
}

// holdsRuns reports whether an element among runs is one that has runs of its own.
func holdsRuns(n *wordml.Node) bool {
	switch n.Name {
	case "w:hyperlink", "w:smartTag", "w:customXml", "w:fldSimple", "w:sdt", "w:sdtContent", "w:dir", "w:bdo",
		"mc:AlternateContent", "mc:Choice", "mc:Fallback":
		return true
	}
	return false
}

// run reads the children of a run.
func (sc *scanner) run(items []item, run *wordml.Node) []item {
	first := len(items)
	for _, c := range run.Children {
		it := item{kind: objectItem, field: sc.field(), start: sc.text.Len(), run: run, node: c}
		switch c.Name {
		case "w:rPr", "w:lastRenderedPageBreak":
			continue
		case "w:t":
			text := shown(c)
			if text == "" {
				continue
			}
			it.kind = textItem
			sc.text.WriteString(text)
		case "w:tab":
			sc.text.WriteByte('\t')
		case "w:cr":
			sc.text.WriteByte('\n')
		case "w:br":
			if t := c.Attr("w:type"); t == "" || t == "textWrapping" {
				sc.text.WriteByte('\n')
			} else {
				sc.text.WriteRune(breakMark)
			}
		case "w:noBreakHyphen":
			sc.text.WriteRune('\u2011')
		case "w:softHyphen":
			sc.text.WriteRune('\u00ad')
		case "w:sym":
			sc.text.WriteRune(symbol)
		case "w:commentReference", "w:annotationRef": // print nothing: text on both sides belongs together
		case "w:fldChar":
			sc.fieldChar(c)
			sc.text.WriteRune(object)
		default:
			sc.text.WriteRune(object)
		}
		it.end = sc.text.Len()
		items = append(items, it)
	}
	if len(items) == first {
		items = append(items, item{kind: otherItem, field: sc.field(), start: sc.text.Len(), end: sc.text.Len(), node: run})
	}
	return items
}

// shown is the text of a w:t as it is seen: white space at its ends counts only
// where it says so (17.3.3.31, and XML 1.0, 2.10).
func shown(t *wordml.Node) string {
	if t.Attr("xml:space") == "preserve" {
		return t.Content()
	}
	return strings.Trim(t.Content(), " \t\r\n")
}

// readTags cuts the text into tags, each with its faults.
func (p *para) readTags() {
	c := p.story.c
	raws, escapes, broken := cutTags(p.text)
	if !p.admit(len(raws) + len(escapes) + len(broken)) {
		return
	}
	for _, b := range broken {
		t := &tag{text: p.text[b.start:b.end], para: p, start: b.start, end: b.end}
		c.number(t)
		c.fault(t, "unclosed-brace", "")
	}
	for _, raw := range raws {
		t, complaints := readTag(p.text, raw)
		t.para = p
		c.number(t)
		for _, x := range complaints {
			c.fault(t, x.code, x.word, x.nearest...)
			t.broken = t.broken || x.code == "name-missing"
		}
		p.tags = append(p.tags, t)
	}
	for _, at := range escapes {
		_, n := decode(p.text[at:])
		p.tags = append(p.tags, &tag{kind: escapeMark, para: p, start: at, end: at + n})
	}
	p.markObjects(p.items)
	sortTags(p.tags)
}

// Limits of what a template may hold: far more than people write, and little
// enough to be read in a moment.
const (
	maxParaTags = 1000
	maxTags     = 100_000
	maxNesting  = 64
)

// admit counts the tags of a paragraph and reports whether they may be read.
func (p *para) admit(n int) bool {
	c := p.story.c
	here := &tag{para: p}
	if n > maxParaTags {
		c.number(here)
		c.fault(here, "too-many-tags", strconv.Itoa(maxParaTags))
		return false
	}
	before := c.tags
	c.tags += n
	if c.tags > maxTags && before <= maxTags {
		c.number(here)
		c.fault(here, "too-many", strconv.Itoa(maxTags))
	}
	return c.tags <= maxTags
}

// markObjects makes a story of every text box in the paragraph.
func (p *para) markObjects(items []item) {
	for i := range items {
		it := &items[i]
		switch it.kind {
		case groupItem:
			p.markObjects(it.items)
		case objectItem:
			c := p.story.c
			mark := func(text string) *tag {
				t := &tag{kind: objectMark, para: p, start: it.start, end: it.end, text: text}
				c.number(t)
				p.tags = append(p.tags, t)
				return t
			}
			if x := c.noteOf(it.node); x != nil {
				t := mark(noteWords[x.part.kind].label.chinese)
				t.refers, t.note = it.node, x
				t.inner = c.readNote(x, t)
				continue
			}
			if it.node.Name == "w:ruby" {
				p.refuseRuby(it.node)
			}
			for _, box := range textBoxes(nil, it.node, p.inFallback()) {
				t := mark("文本框")
				t.around = it.node
				t.inner = &story{c: c, part: p.story.part, host: t, root: &loc{node: box.content}, fallback: box.fallback}
				t.inner.readAll()
			}
		}
	}
}

// refuseRuby reports tags in a phonetic guide (17.3.3.25): they would be printed
// as they stand, since a guide cannot be as long as a value.
func (p *para) refuseRuby(ruby *wordml.Node) {
	text := ruby.Content()
	raws, _, _ := cutTags(text)
	for _, raw := range raws {
		t := &tag{text: text[raw.start:raw.end], para: p}
		p.story.c.number(t)
		p.story.c.fault(t, "in-ruby", "")
	}
}

// textBox is the content of a text box.
type textBox struct {
	content  *wordml.Node
	fallback bool // in the copy for older programs
}

// textBoxes finds the w:txbxContent below n, but not those inside another.
func textBoxes(boxes []textBox, n *wordml.Node, fallback bool) []textBox {
	fallback = fallback || n.Name == "mc:Fallback"
	for _, c := range n.Children {
		if c.Name == "w:txbxContent" {
			boxes = append(boxes, textBox{c, fallback})
		} else {
			boxes = textBoxes(boxes, c, fallback)
		}
	}
	return boxes
}

// inFallback reports whether a paragraph stands in the second copy of something
// that the file holds twice.
func (p *para) inFallback() bool {
	return p.story.fallback || p.at.inside("mc:Fallback") != nil
}
