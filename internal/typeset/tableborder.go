package typeset

// maxBorders bounds the kinds of border one document has.
const maxBorders = 1000

// borderNumber returns the number an edge carries for a border, 0 for none.
func (l *layouter) borderNumber(b border) uint16 {
	if !b.drawn() {
		return 0
	}
	for i := len(l.borders) - 1; i > 0; i-- {
		if l.borders[i] == b {
			return uint16(i)
		}
	}
	if len(l.borders) >= maxBorders {
		return uint16(len(l.borders) - 1)
	}
	l.borders = append(l.borders, b)
	return uint16(len(l.borders) - 1)
}

// settleBorders finds the border on every edge of a table's grid.
func (l *layouter) settleBorders(t *table) {
	n := t.columns()
	t.across = l.edgeSlab.take((len(t.rows) + 1) * n)
	t.down = l.edgeSlab.take(len(t.rows) * (n + 1))
	for r := 0; r <= len(t.rows); r++ {
		l.settleAcross(t, r, t.across[r*n:(r+1)*n])
	}
	for r := range t.rows {
		l.settleDown(t, r, t.down[r*(n+1):(r+1)*(n+1)])
	}
}

// cellAt returns the cell of a row that covers a column, or nil; hint is where to look first.
func (t *table) cellAt(r, column int, hint *int) *cell {
	if r < 0 || r >= len(t.rows) {
		return nil
	}
	cells := t.rows[r].cells
	for *hint < len(cells) && cells[*hint].to <= column {
		*hint++
	}
	if *hint < len(cells) && cells[*hint].from <= column {
		return &cells[*hint]
	}
	return nil
}

// settleAcross settles the edges above row r.
func (l *layouter) settleAcross(t *table, r int, edges []uint16) {
	var hintAbove, hintBelow int
	var lastAbove, lastBelow *cell
	var number uint16
	for c := range edges {
		above, below := t.cellAt(r-1, c, &hintAbove), t.cellAt(r, c, &hintBelow)
		if c == 0 || above != lastAbove || below != lastBelow {
			number = l.borderNumber(t.between(above, below, sideBottom, sideTop, sideInsideH))
			lastAbove, lastBelow = above, below
		}
		edges[c] = number
	}
}

// settleDown settles the edges between the cells of a row.
func (l *layouter) settleDown(t *table, r int, edges []uint16) {
	var hintLeft, hintRight int
	for c := range edges {
		var left *cell
		if c > 0 {
			left = t.cellAt(r, c-1, &hintLeft)
		}
		right := t.cellAt(r, c, &hintRight)
		if left == right {
			continue // within a cell, or beside the row
		}
		edges[c] = l.borderNumber(t.between(left, right, sideRight, sideLeft, sideInsideV))
	}
}

// between settles the border between two neighbours. Where there is space between
// cells no two share one, and the table alone has its own around it.
func (t *table) between(a, b *cell, sideA, sideB, inside int) border {
	if t.spacing == 0 {
		return between(a, b, sideA, sideB, inside)
	}
	switch {
	case a == nil && b != nil:
		return b.tableBorder(sideB)
	case b == nil && a != nil:
		return a.tableBorder(sideA)
	}
	return border{}
}

// between settles the border between two neighbours, either of which may be
// missing: a cell's own border goes before the table's, and of two the stronger
// holds (17.4.66). A cell that says nil takes its own side away, not the other's:
// that is the table's where the other cell says nothing.
func between(a, b *cell, sideA, sideB, inside int) border {
	switch {
	case a == nil && b == nil:
		return border{}
	case a == nil:
		return b.border(sideB).over(b.tableBorder(sideB))
	case b == nil:
		return a.border(sideA).over(a.tableBorder(sideA))
	case a.merged != nil && a.merged == b.merged:
		return border{}
	case !a.hasBorders() && !b.hasBorders():
		return b.format.borders[inside]
	}
	ba, bb := a.border(sideA), b.border(sideB)
	switch {
	case ba.given && bb.given:
		return stronger(ba, bb)
	case ba.drawn():
		return ba
	case bb.drawn():
		return bb
	case ba.given:
		return b.format.borders[inside]
	case bb.given:
		return a.format.borders[inside]
	}
	return b.format.borders[inside]
}

// hasBorders reports whether a cell may have borders of its own.
func (c *cell) hasBorders() bool {
	return c.props.has&hasBorders != 0 || c.merged != nil && c.merged.cell.props.has&hasBorders != 0
}

// border returns a cell's own border. What the first cell of a merged one says
// of its foot holds where the last one says nothing.
func (c *cell) border(side int) border {
	b := c.props.borders[c.side(side)]
	if !b.given && side == sideBottom && c.merged != nil {
		return c.merged.cell.props.borders[side]
	}
	return b
}

// tableBorder returns the border a cell's table has on a side.
func (c *cell) tableBorder(side int) border { return c.format.borders[c.side(side)] }

// cutBelow returns the border that closes a page at column c below row r.
func (t *table) cutBelow(r, c int) uint16 {
	hint := 0
	if cl := t.cellAt(r, c, &hint); cl != nil && cl.merged != nil {
		r = cl.merged.last
	}
	if t.spacing > 0 {
		r = len(t.rows) - 1
	}
	return t.across[(r+1)*t.columns()+c]
}

// cutAbove returns the border that opens a page at column c above row r.
func (t *table) cutAbove(r, c int) uint16 {
	hint := 0
	if cl := t.cellAt(r, c, &hint); cl != nil && cl.merged != nil {
		r = cl.merged.first
	}
	if t.spacing > 0 {
		r = 0
	}
	return t.across[r*t.columns()+c]
}

// settleHeights settles the heights of the rows (17.4.80).
func (l *layouter) settleHeights(t *table) {
	n := t.columns()
	thickness := func(r int) (most Length) {
		for c := range n {
			if number := t.across[r*n+c]; number != 0 {
				most = max(most, l.borders[number].thickness())
			}
		}
		return most
	}
	top := thickness(0)
	for r := range t.rows {
		w := &t.rows[r]
		w.top, w.bottom = top, thickness(r+1)
		top = w.bottom
		var content, ink Length
		for c := range w.cells {
			if cl := &w.cells[c]; cl.merged == nil {
				content = max(content, cl.height())
				if w.props.rule == lineExact {
					ink = max(ink, cl.ink())
				}
			} else if cl.merged.last == r {
				w.ends = true
			}
		}
		// The height a row asks for is that from one rule to the next. So it counts
		// the upper one in, and the rule that closes the table comes on top.
		w.height = max(content+w.top, w.props.height)
		switch {
		case w.props.rule != lineExact:
		case ink+w.top > w.props.height: // Word cuts the content off; nothing is to be lost
			w.grown = true
			l.notice(noticeRowGrown)
		default:
			w.height = max(w.top, w.props.height)
		}
		if r == len(t.rows)-1 {
			w.height += w.bottom
		}
	}
	for r := range t.rows {
		t.rows[r].base = t.rows[r].height
		if t.rows[r].ends {
			l.stretch(t, r)
		}
	}
}

// stretch makes row r high enough for the merged cells that end in it.
func (l *layouter) stretch(t *table, r int) {
	w := &t.rows[r]
	for c := range w.cells {
		m := w.cells[c].merged
		if m == nil || m.last != r {
			continue
		}
		have := -t.rows[m.first].top
		if r == len(t.rows)-1 {
			have -= w.bottom
		}
		for i := m.first; i <= r; i++ {
			have += t.rows[i].height
		}
		if w.exact() {
			if m.cell.ink() <= have {
				continue
			}
			w.grown = true
			l.notice(noticeRowGrown)
		}
		w.height += max(0, m.cell.height()-have)
	}
}

// rowItems puts the rows of a table on the stack.
func (b *builder) rowItems(t *table) {
	l := b.l
	b.raise()
	from := len(l.items)
	for r := range t.rows {
		w := &t.rows[r]
		w.keep = l.keepsNext(t, w, r)
		it := item{table: t, at: int32(r), height: w.height}
		switch {
		case r < t.headers && r < len(t.rows)-1:
			it.keep = keepLine
		case w.keep:
			it.keep = keepWish
		}
		if b.ctx.body || l.furniture {
			l.items = append(l.items, it)
			continue
		}
		if t.holdsMerged(r) {
			it.keep = keepLine
		}
		l.pieces(t, r, it)
	}
	page, column := b.brokeBefore()
	l.items[from].breaks, l.items[from].column = page || l.startsPage(t), column
	b.prev, b.prevItem, b.table = nil, 0, true
}

// keepsNext reports whether a row stays with the next: Word looks at the first
// paragraph of the first cell that is not the rest of one above.
func (l *layouter) keepsNext(t *table, w *row, r int) bool {
	for k := range w.cells {
		cl := &w.cells[t.inOrder(w, k)]
		if cl.continued(r) {
			continue
		}
		if len(cl.flow.items) == 0 || cl.flow.items[0].para == nil {
			return false
		}
		return cl.flow.items[0].para.format.flags&flagKeepNext != 0
	}
	return false
}

// startsPage reports whether the first paragraph of a table has pageBreakBefore.
func (l *layouter) startsPage(t *table) bool {
	items := t.rows[0].cells[t.inOrder(&t.rows[0], 0)].flow.items
	return len(items) > 0 && items[0].para != nil && items[0].para.format.flags&flagPageBreak != 0
}
