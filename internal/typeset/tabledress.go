package typeset

// dress lays what the table's style says of the rows and cells below what they
// say themselves. w:cnfStyle is not looked at: it repeats what follows from
// tblLook and the place of a cell, and Word works that out anew.
func (l *layouter) dress(t *table) {
	st := t.format.style
	if st == nil || st.conditions == 0 && st.whole.row == nil && st.whole.cell == nil {
		return
	}
	d := dresser{l: l, t: t, style: st, heads: 1}
	if !l.sheet.settings.oneHeaderRow {
		d.heads = max(1, t.headingRows())
	}
	for r := range t.rows {
		d.row(r)
	}
}

// dresser dresses one table.
type dresser struct {
	l     *layouter
	t     *table
	style *style
	heads int // rows that count as the first
}

// row dresses a row.
func (d *dresser) row(r int) {
	w := &d.t.rows[r]
	look := w.cells[0].format.look
	in, bodyFrom, bodyTo := d.rowConditions(r, look)
	d.rowProps(w, in)
	for c := range w.cells {
		cl := &w.cells[c]
		p := cellPlace{
			row: r, rows: len(d.t.rows), cell: c, cells: len(w.cells), heads: d.heads, bodyFrom: bodyFrom, bodyTo: bodyTo,
			rowBand: d.t.format.rowBand, colBand: d.t.format.colBand, from: cl.from, to: cl.to,
		}
		cl.conds = d.cellConditions(in, &p, look) & d.style.conditions
		cl.style = d.l.sheet.variant(d.style, cl.conds)
		if cl.conds != 0 || d.style.whole.cell != nil {
			cl.props = d.cellProps(cl, &p)
		}
	}
}

// rowConditions returns the conditions that hold of a row, and which rows the bands are counted in.
func (d *dresser) rowConditions(r int, look tableLook) (in condSet, from, to int) {
	rows := len(d.t.rows)
	to = rows
	if look.firstRow && d.style.says(condFirstRow) {
		from = min(d.heads, rows)
	}
	if look.lastRow && d.style.says(condLastRow) && rows > from {
		to--
	}
	if look.firstRow && r < d.heads {
		in |= condFirstRow.set()
	}
	if look.lastRow && r == rows-1 {
		in |= condLastRow.set()
	}
	if !look.noRowBands && r >= from && r < to {
		if (r-from)/d.t.format.rowBand%2 == 0 {
			in |= condBand1Horz.set()
		} else {
			in |= condBand2Horz.set()
		}
	}
	return in, from, to
}

// cellConditions adds the conditions that hold of a cell by its column to those of its row.
func (d *dresser) cellConditions(in condSet, p *cellPlace, look tableLook) condSet {
	first, last := look.firstCol && p.cell == 0, look.lastCol && p.cell == p.cells-1
	if look.firstCol && d.style.says(condFirstCol) {
		p.bodyColumn = 1
	}
	if first {
		in |= condFirstCol.set()
	}
	if last {
		in |= condLastCol.set()
	}
	if !look.noColBands && p.from >= p.bodyColumn && !(last && d.style.says(condLastCol)) {
		if (p.from-p.bodyColumn)/p.colBand%2 == 0 {
			in |= condBand1Vert.set()
		} else {
			in |= condBand2Vert.set()
		}
	}
	for _, corner := range [...]struct {
		row, column condition
		at          bool
		corner      condition
	}{
		{condFirstRow, condFirstCol, p.row == 0, condNorthWest},
		{condFirstRow, condLastCol, p.row == 0, condNorthEast},
		{condLastRow, condFirstCol, true, condSouthWest},
		{condLastRow, condLastCol, true, condSouthEast},
	} {
		if corner.at && in&corner.row.set() != 0 && in&corner.column.set() != 0 {
			in |= corner.corner.set()
		}
	}
	return in
}

// rowProps lays what the style says of a row below its own properties.
func (d *dresser) rowProps(w *row, in condSet) {
	var under *rowProps
	lay := func(p *tablePart) {
		if p == nil || p.row == nil {
			return
		}
		if under == nil {
			under = d.l.trSlab.one()
		}
		under.put(p.row)
	}
	lay(&d.style.whole)
	for c := condition(0); c < conditions; c++ {
		if in&c.set() != 0 {
			lay(d.style.parts[c])
		}
	}
	if under != nil {
		under.put(w.props)
		w.props = under
	}
}

// cellProps lays what the style says of a cell below its own properties.
func (d *dresser) cellProps(cl *cell, p *cellPlace) *cellProps {
	under := d.l.propsSlab.one()
	if whole := d.style.whole.cell; whole != nil {
		// Borders, margins and shading of the whole are in the table's format.
		under.has = whole.has &^ hasCellShade
		under.direction, under.align, under.noWrap, under.fit, under.hideMark = whole.direction, whole.align, whole.noWrap, whole.fit, whole.hideMark
		under.rare = whole.rare
	}
	for c := condition(0); c < conditions; c++ {
		part := d.style.parts[c]
		if cl.conds&c.set() == 0 || part == nil {
			continue
		}
		if part.table != nil {
			under.putRegion(part.table.borders, p.sides(c))
			for i := range part.table.margins {
				if part.table.has&(hasMarginTop<<i) != 0 {
					under.margins[i], under.marginSet[i] = part.table.margins[i], true
				}
			}
		}
		if part.cell != nil {
			q := *part.cell
			q.borders = [4]border{}
			under.put(&q)
			under.putRegion(part.cell.box(), p.sides(c))
		}
	}
	under.put(cl.props)
	return under
}

// putRegion lays the borders of a region over those of a cell that reaches the
// region's given sides; on the others it has those inside.
func (p *cellProps) putRegion(b [tableSides]border, outer [4]bool) {
	for side, out := range outer {
		from := side
		if !out {
			from = sideInsideH
			if side == sideLeft || side == sideRight {
				from = sideInsideV
			}
		}
		if b[from].given {
			p.borders[side] = b[from]
			p.has |= hasBorders
		}
	}
}

// cellPlace is where a cell stands in its table.
type cellPlace struct {
	row, rows, cell, cells int
	heads                  int // rows that count as the first
	bodyFrom, bodyTo       int // rows that bands are counted in
	bodyColumn             int // the first column that bands are counted in
	from, to               int // columns
	rowBand, colBand       int
}

// sides says which sides of a region of the table the cell reaches.
func (p *cellPlace) sides(c condition) (s [4]bool) {
	s[sideLeft], s[sideRight] = p.cell == 0, p.cell == p.cells-1
	switch c {
	case condBand1Horz, condBand2Horz:
		at := (p.row - p.bodyFrom) % p.rowBand
		s[sideTop], s[sideBottom] = at == 0, at == p.rowBand-1 || p.row == p.bodyTo-1
	case condBand1Vert, condBand2Vert:
		s[sideTop], s[sideBottom] = p.row == p.bodyFrom, p.row == p.bodyTo-1
		s[sideLeft] = (p.from-p.bodyColumn)%p.colBand == 0
		s[sideRight] = s[sideRight] || (p.to-p.bodyColumn)%p.colBand == 0
	case condFirstRow:
		s[sideTop], s[sideBottom] = p.row == 0, p.row == min(p.heads, p.rows)-1
	case condLastRow:
		s[sideTop], s[sideBottom] = true, true
	case condFirstCol, condLastCol:
		s = [4]bool{p.row == 0, true, p.row == p.rows-1, true}
	default:
		s = [4]bool{true, true, true, true}
	}
	return s
}
