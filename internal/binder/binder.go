// Package binder joins filled Word documents into one, each beginning on a page
// of its own: what a bookbinder does with loose forms.
//
// Styles, settings and fonts are those of one of the documents; styles of
// documents made from other templates are taken in under names of their own. Lists
// begin anew in every document, pages count on through all of them.
//
// The files, each of which knows one thing:
//
//	binder.go   Binder: documents in, one out
//	join.go     what changes in the text of a document that joins
//	part.go     headers, pictures and other parts that go along
//	style.go    styles of other templates
//	list.go     lists that begin anew
//	note.go     footnotes and endnotes
//
// The package must not know what the documents say, nor how pages are set.
package binder

import (
	"slices"
	"strconv"

	"jobdoc/internal/wordml"
)

// Options say how a document joins.
type Options struct {
	Bookmark string // name of a bookmark at its beginning, "" for none
	Level    int    // its headings are so many levels deeper than in the document itself
}

// Binder joins documents. It is not for several goroutines.
type Binder struct {
	doc     *wordml.Document
	main    string
	root    *wordml.Node // of the main part, for its namespaces
	body    []*wordml.Node
	section *wordml.Node // of the last document, which ends the body or goes into its last paragraph

	styles  styles
	lists   lists
	notes   map[string]*notes
	parts   map[string]string // parts taken in, by what they hold → relationship from the main part
	names   int               // of parts made here
	numbers int               // of bookmarks, drawings: each has one of its own
	marks   map[string]bool   // names of bookmarks
}

// New returns a binder for documents, of which base gives styles, settings and
// fonts. base itself joins by [Binder.Add] like the others.
func New(base *wordml.Document) (*Binder, error) {
	main := base.Main()
	root, err := base.Part(main)
	if err != nil {
		return nil, err
	}
	b := &Binder{
		doc: base.Package.Document(), main: main, root: wordml.Element(root.Name, slices.Clone(root.Attrs)),
		notes: map[string]*notes{}, parts: map[string]string{}, marks: map[string]bool{},
	}
	if err := b.styles.begin(base); err != nil {
		return nil, err
	}
	return b, b.lists.begin(base)
}

// Add lets a document join. It is not changed; trees of it are shared.
func (b *Binder) Add(doc *wordml.Document, o Options) error {
	root, err := doc.Part(doc.Main())
	if err != nil {
		return err
	}
	b.declare(root)
	j := &join{b: b, doc: doc, part: doc.Main(), options: o, relations: map[string]string{}, bookmarks: map[string]string{}, ids: map[string]string{}}
	if j.style, err = b.styles.of(doc); err != nil {
		return err
	}
	if j.list, err = b.lists.of(doc, j.style); err != nil {
		return err
	}
	b.styles.takeIn(j.style, j.list)
	children := root.Child("w:body").Children
	var section *wordml.Node
	if k := len(children) - 1; k >= 0 && children[k].Name == "w:sectPr" {
		section, children = children[k], children[:k]
	}
	if section == nil {
		section = wordml.Element("w:sectPr", nil)
	}
	b.endSection()
	from := len(b.body)
	for _, n := range children {
		if n = j.node(n); n != nil {
			b.body = append(b.body, n)
		}
	}
	b.section = j.section(section)
	if o.Bookmark != "" {
		b.mark(from, o.Bookmark)
	}
	return j.err
}

// declare takes up the namespaces of a main part, and those that old programs may ignore.
func (b *Binder) declare(root *wordml.Node) {
	for _, a := range root.Attrs {
		if a.Name == "mc:Ignorable" {
			continue // what that says holds only where the prefix is declared: see below
		}
		if _, there := b.root.LookupAttr(a.Name); !there {
			b.root.Attrs = append(b.root.Attrs, a)
		}
	}
	other := root.Attr("mc:Ignorable")
	if other == "" {
		return
	}
	for i := range b.root.Attrs {
		if a := &b.root.Attrs[i]; a.Name == "mc:Ignorable" {
			a.Value = union(a.Value, other)
			return
		}
	}
	b.root.Attrs = append(b.root.Attrs, wordml.Attr{Name: "mc:Ignorable", Value: other})
}

// Blocks is how many paragraphs and tables the documents that have joined make
// in the body. The last one may yet take up the properties of its section.
func (b *Binder) Blocks() int { return len(b.body) }

// endSection closes the section of the document before: its properties go into
// its last paragraph (17.6.18).
func (b *Binder) endSection() {
	if b.section == nil {
		return
	}
	k := len(b.body) - 1
	if k >= 0 && b.body[k].Name == "w:p" && b.body[k].Find("w:pPr", "w:sectPr") == nil {
		b.body[k] = withSection(b.body[k], b.section)
	} else {
		b.body = append(b.body, withSection(wordml.Element("w:p", nil, wordml.Element("w:pPr", nil, flat)), b.section))
	}
	b.section = nil
}

// flat makes a paragraph that is there for its section alone as low as it can be.
var flat = wordml.Element("w:spacing", []wordml.Attr{
	{Name: "w:before", Value: "0"}, {Name: "w:after", Value: "0"}, {Name: "w:line", Value: "20"}, {Name: "w:lineRule", Value: "exact"},
})

// withSection returns a paragraph that ends a section. In w:pPr the section's
// properties come last but for a change that is tracked (CT_PPr).
func withSection(p, section *wordml.Node) *wordml.Node {
	kids := slices.Clone(p.Children)
	if len(kids) == 0 || kids[0].Name != "w:pPr" {
		kids = slices.Insert(kids, 0, wordml.Element("w:pPr", nil))
	}
	props := kids[0]
	at := len(props.Children)
	if at > 0 && props.Children[at-1].Name == "w:pPrChange" {
		at--
	}
	kids[0] = wordml.Element("w:pPr", props.Attrs, slices.Insert(slices.Clone(props.Children), at, section)...)
	return wordml.Element(p.Name, p.Attrs, kids...)
}

// mark puts a bookmark into the first paragraph of what was added last.
func (b *Binder) mark(from int, name string) {
	b.marks[name] = true
	id := b.number()
	for i := from; i < len(b.body); i++ {
		if n, ok := marked(b.body[i], name, id); ok {
			b.body[i] = n
			return
		}
	}
}

// marked returns a tree with a bookmark in its first paragraph, ok if it has one.
func marked(n *wordml.Node, name, id string) (*wordml.Node, bool) {
	if n.Name == "w:p" {
		at := 0
		if len(n.Children) > 0 && n.Children[0].Name == "w:pPr" {
			at = 1
		}
		attr := []wordml.Attr{{Name: "w:id", Value: id}}
		kids := slices.Insert(slices.Clone(n.Children), at,
			wordml.Element("w:bookmarkStart", append(slices.Clip(attr), wordml.Attr{Name: "w:name", Value: name})),
			wordml.Element("w:bookmarkEnd", attr))
		return wordml.Element(n.Name, n.Attrs, kids...), true
	}
	for i, c := range n.Children {
		if c.Name == "" || c.Name == "w:txbxContent" {
			continue
		}
		if m, ok := marked(c, name, id); ok {
			kids := slices.Clone(n.Children)
			kids[i] = m
			return wordml.Element(n.Name, n.Attrs, kids...), true
		}
	}
	return n, false
}

// number returns a number that nothing else in the document has.
func (b *Binder) number() string {
	b.numbers++
	return strconv.Itoa(b.numbers)
}

// Document returns the documents that have joined as one.
func (b *Binder) Document() (*wordml.Document, error) {
	if err := b.styles.end(b.doc); err != nil {
		return nil, err
	}
	if err := b.lists.end(b.doc); err != nil {
		return nil, err
	}
	for _, kind := range noteKinds {
		if n := b.notes[kind]; n != nil {
			n.end(b)
		}
	}
	section := b.section
	if section == nil {
		section = wordml.Element("w:sectPr", nil)
	}
	body := wordml.Element("w:body", nil, append(slices.Clip(b.body), section)...)
	b.doc.Rewrite(b.main, wordml.Element(b.root.Name, b.root.Attrs, body))
	return b.doc, nil
}
