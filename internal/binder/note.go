package binder

import (
	"strconv"

	"jobdoc/internal/wordml"
)

// noteKinds are the two kinds of notes, as relationships call them without their s.
var noteKinds = []string{"footnote", "endnote"}

// notes are those of one kind of all documents.
type notes struct {
	kind string
	root *wordml.Node // attributes and separators, as the first document has them
	list []*wordml.Node
	last int // id of the last separator
}

// note takes a note of the document in and returns its id in the joined one.
func (j *join) note(kind, id string) string {
	names := j.doc.RelatedByType(j.doc.Main(), kind+"s")
	if len(names) == 0 {
		return id
	}
	root, err := j.doc.Part(names[0])
	if err != nil || root == nil {
		return id
	}
	all := j.b.notes[kind]
	if all == nil {
		all = &notes{kind: kind, root: wordml.Element(root.Name, root.Attrs)}
		j.b.notes[kind] = all
		for _, c := range root.Children {
			if t := c.Attr("w:type"); t != "" && t != "normal" {
				all.root.Children = append(all.root.Children, c)
				all.last = max(all.last, number(c, "w:id"))
			}
		}
		all.reserve(j.b)
	}
	for _, c := range root.Children {
		if c.Attr("w:id") != id || c.Name != "w:"+kind {
			continue
		}
		n := j.inside(names[0], all.part(j.b)).node(c)
		to := strconv.Itoa(all.last + len(all.list) + 1)
		all.list = append(all.list, wordml.Element(n.Name, []wordml.Attr{{Name: "w:id", Value: to}}, n.Children...))
		return to
	}
	return id
}

// part is the name of the part that holds the notes.
func (n *notes) part(b *Binder) string {
	if names := b.doc.RelatedByType(b.main, n.kind+"s"); len(names) > 0 {
		return names[0]
	}
	return "word/" + n.kind + "s-b.xml"
}

// reserve makes sure that there is a part for the notes.
func (n *notes) reserve(b *Binder) {
	name := n.part(b)
	if b.doc.Has(name) {
		return
	}
	b.doc.AddPart(name, "application/vnd.openxmlformats-officedocument.wordprocessingml."+n.kind+"s+xml", n.root, nil)
	b.doc.AddRelationship(b.main, n.kind+"s", name)
}

// end writes the notes of all documents.
func (n *notes) end(b *Binder) {
	b.doc.Rewrite(n.part(b), wordml.Element(n.root.Name, n.root.Attrs, append(n.root.Children[:len(n.root.Children):len(n.root.Children)], n.list...)...))
}
