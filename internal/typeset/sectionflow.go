package typeset

import (
	"slices"

	"jobdoc/internal/wordml"
)

// buildBody builds the flows of the sections.
func (l *layouter) buildBody(body *wordml.Node) {
	if body == nil {
		body = &wordml.Node{}
	}
	// What stands in a section is set by the sectPr at its end, so these are found first.
	ends := append(sectionEnds(nil, body.Children), body.Child("w:sectPr"))
	l.sectionOf = l.sectionOf[:0]
	for i, n := range ends {
		var before *section
		if i > 0 {
			before = &l.sections[len(l.sections)-1]
		}
		s := l.parseSection(n, before)
		taken := before != nil && before.takes(&s)
		if !taken {
			s.index = len(l.sections)
			l.sections = append(l.sections, s)
		}
		l.sectionOf = append(l.sectionOf, sectionRef{len(l.sections) - 1, taken && s.starts == startColumn})
	}
	l.section = &l.sections[0]
	f := l.flow(body.Children, context{part: l.doc.Main(), width: l.section.columns[0].width, parent: 1, body: true})
	l.section.flow = f // of the last section: those before it were finished at their ends
}

// sectionRef leads from a w:sectPr to its section.
type sectionRef struct {
	section int
	column  bool // what it is the end of begins in the next column
}

// takes reports whether a section that goes on on the same page, or in the next
// column, looks like the one before in everything, so that they are one flow.
func (s *section) takes(next *section) bool {
	goesOn := next.starts == startContinuous && len(s.columns) == 1 && len(next.columns) == 1 ||
		next.starts == startColumn && len(s.columns) > 1 && slices.Equal(s.columns, next.columns)
	return goesOn && next.start < 0 && next.notes == s.notes &&
		next.borders == nil && s.borders == nil && next.lineNumbers == nil && s.lineNumbers == nil &&
		next.width == s.width && next.height == s.height && next.margin == s.margin && next.grid == s.grid && next.align == s.align &&
		next.headers == s.headers && next.footers == s.footers && next.headerAt == s.headerAt && next.footerAt == s.footerAt &&
		next.format == s.format
}

// sectionEnds finds the w:sectPr of the paragraphs of the body, in order.
func sectionEnds(dst, blocks []*wordml.Node) []*wordml.Node {
	for _, n := range blocks {
		if n.Name == "w:p" {
			if end := n.Find("w:pPr", "w:sectPr"); end != nil {
				dst = append(dst, end)
			}
			continue
		}
		if inner, ok := wrapped(n); ok {
			dst = sectionEnds(dst, inner)
		}
	}
	return dst
}
