package template

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"jobdoc/internal/wordml"
)

// Fill makes a document of one set of values: string, json.Number, bool, nil,
// []any and map[string]any, as encoding/json gives them with UseNumber. It may
// be called by any number of goroutines at once. What the values do not change
// is shared with the template and with every other document filled from it;
// the result must not be changed.
//
// The error is a [*FillError]: the values do not fit the template, or would make
// a document of more than [MaxOutput].
func (t *Template) Fill(data map[string]any) (*wordml.Document, error) {
	f := &filler{template: t, seen: make([]bool, t.once), sections: make([]sectionState, t.sections), lastID: t.lastID}
	for kind, part := range t.notes {
		if part != nil {
			f.lastNote[kind], f.hasNotes = part.last, true
		}
	}
	top := &frame{f: f, value: data}
	doc := t.pkg.Document()
	f.doc = doc
	for _, p := range t.parts {
		p.root.emit(f, top)
		doc.Replace(p.name, f.out[0])
		f.out = f.out[:0]
	}
	for kind, part := range t.notes {
		if part != nil {
			part.finish(doc, f.notes[kind])
		}
	}
	if len(f.instances) > 0 {
		doc.Rewrite(t.numbering.part, t.numbering.with(f.instances))
	}
	if f.spent() {
		f.faults = append(f.faults, f.tooMuch.tooLarge())
	}
	if len(f.faults) > 0 {
		return nil, &FillError{Faults: f.faults}
	}
	return doc, nil
}

// filler is the state of one Fill.
type filler struct {
	template *Template
	out      []*wordml.Node // finished nodes whose parents are not finished yet
	nodes    []wordml.Node  // slabs: a form has thousands of nodes
	kids     []*wordml.Node
	slab     int
	pieces   []string // of the text that is being put together

	drop     bool           // an optional value of the paragraph is blank
	seen     []bool         // by slot: the node has been used
	lastID   int            // of a drawing
	sections []sectionState // by slot
	holes    []*wordml.Node
	table    tableScratch

	notes    [noteKinds][]*wordml.Node // that were referred to
	lastNote [noteKinds]int            // highest id
	hasNotes bool

	doc      *wordml.Document
	pictures map[string]*media // by value
	pictured bool              // the paragraph holds one

	items     int            // that were gone through
	lists     []listState    // by slot
	listProps []listProps    // by paragraph
	instances []*wordml.Node // of numberings, that were made

	cost    int     // of what has been made, see MaxOutput
	tooMuch *source // the block that made it too much
	faults  []Fault
}

func (f *filler) push(n *wordml.Node) { f.out = append(f.out, n) }

// share pushes a node of the template, which costs what it takes when written.
func (f *filler) share(n *wordml.Node, cost int) {
	f.cost += cost
	f.push(n)
}

// close makes an element of the nodes on the stack from base on.
func (f *filler) close(name string, attrs []wordml.Attr, base int) *wordml.Node {
	n := f.node()
	n.Name, n.Attrs = name, attrs
	f.cost += nodeCost
	if len(attrs) > 0 {
		f.cost += weighAttrs(attrs)
	}
	if kids := f.out[base:]; len(kids) > 0 {
		n.Children = f.children(len(kids))
		copy(n.Children, kids)
	}
	f.out = append(f.out[:base], n)
	return n
}

// slabSize bounds how many nodes are taken at once; small documents take less.
const slabSize = 1024

func (f *filler) node() *wordml.Node {
	if len(f.nodes) == 0 {
		f.slab = min(max(64, f.slab*2), slabSize)
		f.nodes = make([]wordml.Node, f.slab)
	}
	n := &f.nodes[0]
	f.nodes = f.nodes[1:]
	return n
}

func (f *filler) children(n int) []*wordml.Node {
	if len(f.kids) < n {
		f.kids = make([]*wordml.Node, max(n, 2*f.slab, 128))
	}
	kids := f.kids[:n:n]
	f.kids = f.kids[n:]
	return kids
}

// Nodes and attributes that every filled document shares.
var (
	preserve  = []wordml.Attr{{Name: "xml:space", Value: "preserve"}}
	lineBreak = wordml.Element("w:br", nil)
	tabMark   = wordml.Element("w:tab", nil)
	pageBreak = wordml.Element("w:br", []wordml.Attr{{Name: "w:type", Value: "page"}})
)

// flushText makes a w:t of the pieces gathered so far.
func (f *filler) flushText() {
	var text string
	switch len(f.pieces) {
	case 0:
		return
	case 1:
		text = f.pieces[0]
	default:
		text = strings.Join(f.pieces, "")
	}
	f.pieces = f.pieces[:0]
	if text == "" {
		return
	}
	leaf, n := f.node(), f.node()
	leaf.Text = text
	n.Name, n.Attrs, n.Children = "w:t", preserve, f.children(1)
	n.Children[0] = leaf
	f.share(n, textCost)
}

// value adds the text of a value: a newline becomes a line break, a tab a
// w:tab, and characters that XML 1.0 forbids go.
func (f *filler) value(s string) {
	if f.cost += len(s); f.spent() {
		return
	}
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c < utf8.RuneSelf {
			if c == '&' || c == '<' || c == '>' {
				f.cost += 4 // what it takes more in XML
			}
			i++
			continue
		}
		n := 1
		if c >= utf8.RuneSelf {
			var r rune
			if r, n = utf8.DecodeRuneInString(s[i:]); n > 1 && wordml.IsChar(r) {
				i += n
				continue
			}
		}
		if i > from {
			f.pieces = append(f.pieces, s[from:i])
		}
		f.cost += nodeCost // of a break or a tab
		switch c {
		case '\r':
			if i+1 < len(s) && s[i+1] == '\n' {
				n = 2
			}
			fallthrough
		case '\n':
			f.flushText()
			f.push(lineBreak)
		case '\t':
			f.flushText()
			f.push(tabMark)
		}
		i += n
		from = i
	}
	if from < len(s) {
		f.pieces = append(f.pieces, s[from:])
	}
}

// withID copies attributes with another id.
func withID(attrs []wordml.Attr, id int) []wordml.Attr {
	out := append([]wordml.Attr(nil), attrs...)
	for i := range out {
		if out[i].Name == "id" {
			out[i].Value = strconv.Itoa(id)
		}
	}
	return out
}
