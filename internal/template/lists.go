package template

import "jobdoc/internal/wordml"

// Lists says how the paragraphs of a document are numbered. It may be used by
// any number of goroutines.
type Lists struct{ numbering *numbering }

// ListsOf reads the lists of a package.
func ListsOf(p *wordml.Package) Lists { return Lists{readNumbering(p)} }

// Of returns the list and level of a paragraph with these properties (w:pPr), ok
// if it is in one that counts. Where its style puts it there, styled is true and indent
// is what the style says of indents, nil for nothing: with properties of its own the
// list's indents would take their place (17.3.1.19).
func (l Lists) Of(props *wordml.Node) (num string, level int, styled bool, indent *wordml.Node, ok bool) {
	x, ok := l.numbering.of(props)
	return x.num, x.level, x.styled, x.indent, ok
}
