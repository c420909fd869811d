package template

import "jobdoc/internal/wordml"

// Content controls (17.5.2) may stand around text, paragraphs, rows or cells.
// Tags in them are filled like any other text; what would make Word put
// something else in their place goes.

// controlProperties makes the instruction of a w:sdtPr. A control that is
// filled loses its binding to a piece of data, which Word would show instead of
// the value (17.5.2.6), and the mark that what it shows is a placeholder, which
// the first click would clear (17.5.2.39). One that is copied loses its id: it
// needs none, and two may not be equal.
func (b *builder) controlProperties(props *wordml.Node, filled bool, blk *block) instruction {
	if filled {
		props = without(props, "w:dataBinding", "w15:dataBinding", "w:showingPlcHdr")
	}
	if b.copied(blk) {
		props = without(props, "w:id")
	}
	return still(props)
}

// control is a content control that may be left without content, and then goes.
type control struct{ element }

// control makes the instruction of a w:sdt around paragraphs, rows or cells.
func (b *builder) control(e element, n *wordml.Node) instruction {
	i := e.collapse(n)
	if c := n.Child("w:sdtContent"); i != instruction(&e) || c == nil || len(c.Children) == 0 {
		return i
	}
	return &control{e}
}

func (i *control) emit(f *filler, s *frame) {
	base := len(f.out)
	i.element.emit(f, s)
	if n := f.out[base]; len(n.Child("w:sdtContent").Children) == 0 {
		f.out = f.out[:base]
	}
}
