package typeset

import (
	"slices"
	"strings"

	"jobdoc/internal/wordml"
)

// table is a table, set.
type table struct {
	format  *tableProps
	x       Length   // of its left edge, from that of its column
	edges   []Length // of its columns, from x; one more than columns
	rows    []row
	headers int      // leading rows that repeat on each page
	across  []uint16 // borders between rows: of boundary r, column c at r*columns+c; numbers of layouter.borders
	down    []uint16 // borders between cells: of row r, edge c at r*(columns+1)+c
	element int
	spacing Length // around each cell, half of what is between two
}

func (t *table) columns() int { return len(t.edges) - 1 }

// row is a table row.
type row struct {
	props  *rowProps
	cells  []cell
	height Length // with the border above, and below too of the last row
	base   Length // the same without what merged cells that end here need
	top    Length // thickness of the border above
	bottom Length // thickness of the border below, which is in the height of the last row only
	keep   bool   // with the next row
	ends   bool   // some merged cell ends here
	grown  bool   // an exact height did not hold the content
}

// exact reports whether the height of a row is fixed.
func (w *row) exact() bool { return w.props.rule == lineExact && !w.grown }

// cell is a cell of one row; a merged one has a cell in each of its rows.
type cell struct {
	props    *cellProps
	format   *tableProps // the table's, with what its row makes an exception of
	style    *style      // of the table, as it is in this cell
	conds    condSet     // that hold of it
	node     *wordml.Node
	from, to int // columns
	margins  [4]Length
	flow     flow // empty in the continued cells of a merged one
	merged   *merged
	element  int
}

// merged is a cell that spans rows.
type merged struct {
	cell        *cell // the first
	first, last int
	// How far it has been set, when pages part it.
	done int // items
	from int // first row on the current page
	fits int // up to which item there is room on a page that ends within the last row, 0 where not said
	// What stands where, found while pages are made.
	pieces []piece
}

// piece is the part of a merged cell's content that stands in one column of a page.
type piece struct {
	area     int
	from, to int
}

// height is that of the content with its margins.
func (c *cell) height() Length {
	if c.props.direction != directionAcross {
		return 0 // vertical text takes the height there is
	}
	if c.props.hideMark && c.isBlank() {
		return c.margins[sideTop] + c.margins[sideBottom]
	}
	return c.flow.height + c.margins[sideTop] + c.margins[sideBottom]
}

// isBlank reports whether nothing but the mark of its end is in a cell.
func (c *cell) isBlank() bool {
	return len(c.flow.items) == 1 && c.flow.items[0].para != nil && len(c.flow.items[0].para.chars) == 0
}

// shading is the colour of a cell's ground: its own, else its table's.
func (c *cell) shading() (Color, bool) {
	if c.props.has&hasCellShade != 0 {
		return c.props.shade, c.props.shaded
	}
	return c.format.shade, c.format.shaded
}

// ink is how much of the height is needed for nothing to print over the border
// below: blank lines at the end, the room below the last line's text and the
// margin do not count.
func (c *cell) ink() Length {
	if c.props.direction != directionAcross {
		return 0
	}
	height := c.margins[sideTop]
	y := height
	for i := range c.flow.items {
		it := &c.flow.items[i]
		y += it.before
		switch {
		case it.table != nil:
			height = y + it.height
		case len(it.para.chars) > 0:
			const feet = 15 // percent of an em below the baseline
			ln := &it.para.lines[it.at]
			size := Length(0)
			for k := ln.from; k < ln.to; k++ {
				size = max(size, it.para.chars[k].size)
			}
			height = y + min(it.height, it.base+size*feet/100)
		}
		y += it.height + it.after
	}
	return height
}

// tableBlock sets a w:tbl.
func (b *builder) tableBlock(n *wordml.Node) {
	l := b.l
	b.lists.close()
	if b.ctx.depth >= maxDepth {
		l.notice(noticeDeep)
		return
	}
	format := l.tableFormat(n)
	if format.floating && !b.afloat {
		if b.ctx.body && n.Find("w:tblPr", "w:tblpPr") != nil {
			b.floatTable(n)
			return
		}
		l.notice(noticeFloatingTable)
	}
	t := b.openTable(n, format)
	if t == nil {
		return
	}
	b.columnsOf(t, n)
	if format.bidi {
		t.mirror()
	}
	t.mergeCells(l)
	t.headers = t.headingRows()
	b.fillCells(t)
	l.settleBorders(t)
	l.settleHeights(t)
	b.rowItems(t)
}

// tableFormat returns the format of a w:tbl.
func (l *layouter) tableFormat(n *wordml.Node) *tableProps {
	pr := n.Child("w:tblPr")
	if format := l.sheet.tables[pr]; format != nil && pr != nil {
		return format
	}
	return l.sheet.tableFormat(pr)
}

// openTable finds the rows and cells of a w:tbl and what holds of them; it
// returns nil where there are none.
func (b *builder) openTable(n *wordml.Node, format *tableProps) *table {
	l := b.l
	t := l.tableSlab.one()
	t.format = format
	if t.element = l.element(Table, b.ctx.parent); t.element != 0 {
		l.elements[t.element].Alt = format.alt
	}
	from := len(l.rows)
	b.gatherRows(n.Children, format)
	t.rows = l.rowSlab.copyOf(l.rows[from:])
	l.rows = l.rows[:from]
	if len(t.rows) == 0 {
		return nil
	}
	l.dress(t)
	for r := range t.rows {
		t.rows[r].settleMargins()
	}
	t.settleSpacing()
	t.layAcross(l)
	return t
}

// layAcross turns cells whose text runs down or up and that hold a table: lines
// of the table would have no length there.
func (t *table) layAcross(l *layouter) {
	for r := range t.rows {
		for c := range t.rows[r].cells {
			cl := &t.rows[r].cells[c]
			if cl.props.direction == directionAcross || !holdsTable(cl.node.Children) {
				continue
			}
			l.notice(noticeVerticalContent)
			props := l.propsSlab.one()
			*props = *cl.props
			props.direction = directionAcross
			cl.props = props
		}
	}
}

// holdsTable reports whether there is a table among blocks.
func holdsTable(nodes []*wordml.Node) bool {
	for _, n := range nodes {
		if n.Name == "w:tbl" {
			return true
		}
		if inner, ok := wrapped(n); ok && holdsTable(inner) {
			return true
		}
	}
	return false
}

// headingRows counts the leading rows that are marked to repeat.
func (t *table) headingRows() (n int) {
	for n < len(t.rows) && t.rows[n].props.header {
		n++
	}
	return n
}

// gatherRows puts the rows of a table on the stack, their cells with them.
func (b *builder) gatherRows(nodes []*wordml.Node, format *tableProps) {
	l := b.l
	for _, n := range nodes {
		if n.Name != "w:tr" {
			if inner, ok := wrapped(n); ok {
				b.gatherRows(inner, format)
			}
			continue
		}
		pr := n.Child("w:trPr")
		props := l.sheet.rows[pr]
		if props == nil || pr == nil {
			props = parseRow(pr)
		}
		if props.hidden || isDeleted(pr) {
			continue
		}
		from := len(l.cells)
		own := format
		if ex := parseTable(&l.sheet.theme, n.Child("w:tblPrEx")); ex != nil { // 17.4.61
			merged := *format
			merged.put(ex)
			own = &merged
		}
		b.gatherCells(n.Children, props.gridBefore, own)
		if len(l.cells) == from {
			continue
		}
		l.rows = append(l.rows, row{props: props, cells: l.cellSlab.copyOf(l.cells[from:])})
		l.cells = l.cells[:from]
	}
}

// isDeleted reports whether a row is one of a tracked deletion.
func isDeleted(pr *wordml.Node) bool { return pr.Child("w:del") != nil }

// gatherCells puts the cells of a row on the stack. flow.items is not set yet.
func (b *builder) gatherCells(nodes []*wordml.Node, at int, format *tableProps) int {
	l := b.l
	for _, n := range nodes {
		if n.Name != "w:tc" {
			if inner, ok := wrapped(n); ok {
				at = b.gatherCells(inner, at, format)
			}
			continue
		}
		pr := n.Child("w:tcPr")
		props := l.sheet.cells[pr]
		if props == nil || pr == nil {
			props = l.propsSlab.one()
			props.parse(&l.sheet.theme, pr)
		}
		if props.hMerge == mergeContinue && at > 0 && len(l.cells) > 0 {
			first := &l.cells[len(l.cells)-1]
			first.to += props.span
			first.node = joined(first.node, n)
			at += props.span
			continue
		}
		l.cells = append(l.cells, cell{
			props: props, format: format, style: format.style, node: n, from: at, to: at + props.span,
		})
		at += props.span
	}
	return at
}

// joined is a cell with what stands in one merged into it (17.4.22), where that
// has any text.
func joined(cell, merged *wordml.Node) *wordml.Node {
	if strings.TrimSpace(merged.Content()) == "" {
		return cell
	}
	both := *cell
	both.Children = slices.Clone(cell.Children)
	for _, c := range merged.Children {
		if c.Name != "w:tcPr" {
			both.Children = append(both.Children, c)
		}
	}
	return &both
}

// fillCells sets the content of the cells, row by row.
func (b *builder) fillCells(t *table) {
	l := b.l
	for r := range t.rows {
		tr := l.element(TableRow, t.element)
		for k := range t.rows[r].cells {
			cl := &t.rows[r].cells[t.inOrder(&t.rows[r], k)]
			if cl.continued(r) {
				continue
			}
			cl.element = l.element(TableCell, tr)
			if !l.furniture {
				e := &l.elements[cl.element]
				e.ColSpan = cl.to - cl.from
				if cl.merged != nil {
					e.RowSpan = cl.merged.last - cl.merged.first + 1
				}
			}
			width := t.edges[cl.to] - t.edges[cl.from] - cl.margins[sideLeft] - cl.margins[sideRight]
			cl.flow = l.flow(cl.node.Children, context{
				part: b.ctx.part, table: cl.style, width: max(Point, width), beside: cl.margins[sideRight], parent: cl.element,
				depth: b.ctx.depth + 1, fit: cl.props.fit, vertical: cl.props.direction != directionAcross, down: cl.props.direction == directionDown,
			})
		}
		if !l.furniture {
			l.headings(t, r)
		}
	}
}

// settleMargins settles the margins of a row's cells. Above and below Word gives
// all of them the largest of the row.
func (w *row) settleMargins() {
	var top, bottom Length
	for c := range w.cells {
		cl := &w.cells[c]
		for side, m := range cl.format.margins {
			if cl.props.marginSet[side] {
				m = cl.props.margins[side]
			}
			cl.margins[cl.side(side)] = m
		}
		top, bottom = max(top, cl.margins[sideTop]), max(bottom, cl.margins[sideBottom])
	}
	for c := range w.cells {
		w.cells[c].margins[sideTop], w.cells[c].margins[sideBottom] = top, bottom
	}
}

// continued reports whether a cell of row r goes on with one above.
func (c *cell) continued(r int) bool { return c.merged != nil && c.merged.first != r }

// mergeCells finds the cells that go on with the one above (17.4.84): those
// with the same columns. A continuation of nothing is a cell of its own.
func (t *table) mergeCells(l *layouter) {
	for r := 1; r < len(t.rows); r++ {
		above := t.rows[r-1].cells
		for c := range t.rows[r].cells {
			cl := &t.rows[r].cells[c]
			if cl.props.merge != mergeContinue {
				continue
			}
			for len(above) > 0 && above[0].from < cl.from {
				above = above[1:]
			}
			if len(above) == 0 {
				break
			}
			up := &above[0]
			if up.from != cl.from || up.to != cl.to || up.props.merge == mergeNone {
				continue
			}
			if up.merged == nil {
				up.merged = l.mergeSlab.one()
				*up.merged = merged{cell: up, first: r - 1, from: r - 1}
			}
			cl.merged = up.merged
			cl.merged.last = r
		}
	}
}

// children returns the children of a node that may be nil.
func children(n *wordml.Node) []*wordml.Node {
	if n == nil {
		return nil
	}
	return n.Children
}
