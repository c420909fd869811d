package typeset

import "strings"

// headingNames are the ends of names that people give the paragraph styles of
// heading cells, without blanks and in lower case. It is all that a form says of
// its labels: WordprocessingML marks the headings of columns only, and those for
// being repeated.
var headingNames = [...]struct {
	end   string
	scope Scope
}{
	{"标签", ScopeRow}, {"行标题", ScopeRow}, {"label", ScopeRow}, {"rowheading", ScopeRow}, {"rowheader", ScopeRow},
	{"列标题", ScopeColumn}, {"表头", ScopeColumn}, {"tableheading", ScopeColumn}, {"tableheader", ScopeColumn},
	{"columnheading", ScopeColumn}, {"columnheader", ScopeColumn},
}

// headsBy says what cells in a paragraph style of a name head.
func headsBy(name string) Scope {
	name = strings.ToLower(strings.ReplaceAll(name, " ", ""))
	for _, h := range headingNames {
		if strings.HasSuffix(name, h.end) {
			return h.scope
		}
	}
	return ScopeNone
}

// headings makes the cells of row r that head others header cells: those whose
// text is of a style made for that (a row of labels alone heads columns); those
// of rows that repeat, unless they are labels with what they label, as in the
// first row of a form; and those of a first row or column that the table's style
// sets off.
func (l *layouter) headings(t *table, r int) {
	w := &t.rows[r]
	cells, labels := 0, 0
	for c := range w.cells {
		if cl := &w.cells[c]; !cl.continued(r) {
			cells++
			if cl.heads() == ScopeRow {
				labels++
			}
		}
	}
	for c := range w.cells {
		cl := &w.cells[c]
		if cl.continued(r) {
			continue
		}
		scope := cl.heads()
		switch style := cl.format.style; {
		case scope == ScopeRow && labels > 1 && labels == cells:
			scope = ScopeColumn
		case scope != ScopeNone:
		case r < t.headers && labels == 0, cl.conds&condFirstRow.set() != 0 && style.says(condFirstRow):
			scope = ScopeColumn
		case cl.conds&condFirstCol.set() != 0 && style.says(condFirstCol):
			scope = ScopeRow
		}
		if scope != ScopeNone {
			e := &l.elements[cl.element]
			e.Type, e.Scope = TableHeader, scope
		}
	}
}

// heads says what a cell is the heading of by the style of its paragraphs, which
// must agree. One without text is none.
func (c *cell) heads() (scope Scope) {
	text := false
	for i := range c.flow.items {
		p := c.flow.items[i].para
		if p == nil || p.format.style == nil || i > 0 && p.format.style.heads != scope {
			return ScopeNone
		}
		scope = p.format.style.heads
		text = text || len(p.chars) > 0
	}
	if !text {
		return ScopeNone
	}
	return scope
}
