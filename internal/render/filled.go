package render

import (
	"slices"

	"jobdoc/internal/typeset"
	"jobdoc/internal/wordml"
)

// sheetFor returns what sets a filled document: the sheet of the template, or
// one of its own where filling has begun lists anew, which the sheet of the
// template does not know.
func (t *Template) sheetFor(doc *wordml.Document) func() (*typeset.Sheet, error) {
	p := t.compiled.Package()
	if doc.Package == p {
		return t.sheet
	}
	for _, name := range p.RelatedByType(p.Main(), "numbering") {
		was, _ := p.Part(name)
		if is, _ := doc.Package.Part(name); is != was {
			return sheetOf(doc.Package, typeset.SheetOptions{})
		}
	}
	return t.sheet
}

// keepFilled puts the properties that the template fills, because its author
// has put tags there, over ours.
func keepFilled(doc *wordml.Document, part string, ours *wordml.Node) *wordml.Node {
	was, err := doc.Package.Part(part)
	is, _ := doc.Part(part)
	if err != nil || was == nil || is == was {
		return ours
	}
	for i, c := range is.Children {
		if i >= len(was.Children) || c == was.Children[i] {
			continue
		}
		at := slices.IndexFunc(ours.Children, func(o *wordml.Node) bool { return o.Name == c.Name })
		if at < 0 {
			ours.Children = append(ours.Children, c)
		} else {
			ours.Children[at] = c
		}
	}
	return ours
}
