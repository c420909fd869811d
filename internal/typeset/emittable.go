package typeset

// emitTable writes rows of one table that stand on one page, one below the other.
func (l *layouter) emitTable(t *table, items []item, parts []part, x, top Length) {
	x += t.x
	body := 0 // parts[:body] are heading rows once more
	for body < len(parts) && parts[body].header {
		body++
	}
	for k := range parts {
		p := &parts[k]
		r := int(items[p.item].at)
		l.again = p.header
		w := &t.rows[r]
		for k2 := range w.cells {
			c := t.inOrder(w, k2)
			cl := &w.cells[c]
			height := p.height
			if r == len(t.rows)-1 && !p.parted {
				height -= w.bottom
			}
			if cl.merged != nil {
				if r != cl.merged.first && k != body || p.header && r != cl.merged.first {
					continue
				}
				height = t.mergedHeight(cl.merged, items, parts[k:], p.header)
			}
			l.emitCell(t, cl, p, r, c, x, top+p.y, height)
		}
		l.again = false
	}
	l.emitBorders(t, items, parts, x, top)
}

// emitDiagonals draws the lines across a cell (17.4.74, 17.4.80).
func (l *layouter) emitDiagonals(cl *cell, x, y, width, height Length) {
	if cl.props.rare == nil {
		return
	}
	for i, b := range cl.props.rare.diagonals {
		if !b.drawn() {
			continue
		}
		s := Stroke{X1: x, Y1: y, X2: x + width, Y2: y + height, Width: b.width, Color: b.color}
		if i == 1 {
			s.X1, s.X2 = s.X2, s.X1
		}
		l.strokes = append(l.strokes, s)
	}
}

// mergedHeight is the height a merged cell has on a page, from its first part there.
func (t *table) mergedHeight(m *merged, items []item, parts []part, header bool) (height Length) {
	for k := range parts {
		p := &parts[k]
		r := int(items[p.item].at)
		if p.header != header || r > m.last {
			break
		}
		height += p.height
		if r == len(t.rows)-1 && !p.parted {
			height -= t.rows[r].bottom
		}
	}
	return height
}

// emitCell writes the shading and the content of a cell on a page; height is
// that of the cell with the border above it.
func (l *layouter) emitCell(t *table, cl *cell, p *part, r, c int, x, y, height Length) {
	first := cl
	if cl.merged != nil {
		first = cl.merged.cell
	}
	left, right := x+t.edges[cl.from], x+t.edges[cl.to]
	box := Rect{X: left, Y: y, Width: right - left, Height: height}
	if t.spacing > 0 {
		box = t.boxOf(cl, r, c, box)
		l.emitFrame(first, box)
	}
	if shade, shaded := first.shading(); shaded {
		defer func(ground Color) { l.ground = ground }(l.ground)
		l.ground, box.Color = shade, shade
		l.addFill(box)
	}
	l.emitDiagonals(first, box.X, box.Y, box.Width, box.Height)
	items := l.cellItems(cl, p, r, c)
	if len(items) == 0 {
		return
	}
	above := t.rows[r].top
	y += above
	height -= above
	if first.props.direction != directionAcross {
		l.emitVertical(first, items, left, y, right-left, height)
		return
	}
	y += first.margins[sideTop]
	if p.nested && p.continued {
		y -= above + first.margins[sideTop]
		height += above + first.margins[sideTop]
	}
	room := height - first.margins[sideTop] - first.margins[sideBottom] - stack(items)
	if &items[0] == &first.flow.items[0] {
		room -= items[0].before
	}
	switch {
	case room < -Point && first.merged != nil && p.nested && !t.rows[r].exact():
		l.notice(noticeTall)
	case room <= 0:
	case first.props.align == alignMiddle:
		y += room / 2
	case first.props.align == alignBottom:
		y += room
	}
	if &items[0] != &first.flow.items[0] {
		y -= items[0].before // none at the top of a page
	}
	l.emitItems(items, left+first.margins[sideLeft], y)
}

// cellItems returns what of a cell's content stands on the page.
func (l *layouter) cellItems(cl *cell, p *part, r, c int) []item {
	m := cl.merged
	if m == nil {
		items := cl.flow.items
		if p.to != nil {
			items = items[:p.to[c]]
		}
		if p.from != nil {
			items = items[p.from[c]:]
		}
		return items
	}
	if p.header || len(m.pieces) == 0 { // heading rows, and tables in cells: all of it beside the first row
		if r != m.first {
			return nil
		}
		return m.cell.flow.items
	}
	for _, piece := range m.pieces {
		if piece.area == l.area {
			return m.cell.flow.items[piece.from:piece.to]
		}
	}
	return nil
}

// emitBorders writes the rules of rows that stand on one page. Every edge is
// drawn once; where a page parts the table both halves are closed.
func (l *layouter) emitBorders(t *table, items []item, parts []part, x, top Length) {
	n := t.columns()
	last := &parts[len(parts)-1]
	lastRow := int(items[last.item].at)
	foot := top + last.y + last.height
	if lastRow == len(t.rows)-1 && !last.parted {
		foot -= t.rows[lastRow].bottom
	}
	for k := range parts {
		r := int(items[parts[k].item].at)
		edges := t.across[r*n : (r+1)*n]
		cut := k == 0 || parts[k].continued || int(items[parts[k-1].item].at) != r-1
		l.emitAcross(t, x, top+parts[k].y, r, func(c int) uint16 {
			if !cut {
				return edges[c]
			}
			return t.cutAbove(r, c)
		})
	}
	l.emitAcross(t, x, foot, lastRow+1, func(c int) uint16 { return t.cutBelow(lastRow, c) })
	for c := 0; c <= n; c++ {
		end := foot // with the rule that closes the table beside the edge
		for _, column := range [2]int{c - 1, c} {
			if column >= 0 && column < n {
				end = max(end, foot+l.borders[t.cutBelow(lastRow, column)].thickness())
			}
		}
		l.emitDown(t, items, parts, c, x, top, end)
	}
}

// emitAcross writes the rules along the boundary above row r, or below the last one.
func (l *layouter) emitAcross(t *table, x, y Length, r int, number func(c int) uint16) {
	n := t.columns()
	for c := 0; c < n; {
		e := number(c)
		end := c + 1
		for end < n && number(end) == e {
			end++
		}
		if e != 0 {
			left, right := t.edges[c]-l.half(t, r, c), t.edges[end]+l.half(t, r, end)
			l.rules = l.borders[e].appendRule(l.rules, x+left, y, right-left, false)
		}
		c = end
	}
}

// half is half the thickness of the thicker of the borders that meet at an edge
// of the boundary above row r.
func (l *layouter) half(t *table, r, c int) (half Length) {
	n := t.columns() + 1
	for _, row := range [2]int{r - 1, r} {
		if row >= 0 && row < len(t.rows) {
			half = max(half, l.borders[t.down[row*n+c]].thickness()/2)
		}
	}
	return half
}

// emitDown writes the rules along one edge between columns down to end, those of
// rows below each other as one.
func (l *layouter) emitDown(t *table, items []item, parts []part, c int, x, top, end Length) {
	n := t.columns() + 1
	var open uint16
	var from Length
	flush := func(to Length) {
		if open != 0 {
			b := l.borders[open]
			l.rules = b.appendRule(l.rules, x+t.edges[c]-b.thickness()/2, from, to-from, true)
		}
	}
	for k := range parts {
		r := int(items[parts[k].item].at)
		if e := t.down[r*n+c]; e != open {
			flush(top + parts[k].y)
			open, from = e, top+parts[k].y
		}
	}
	flush(end)
}
