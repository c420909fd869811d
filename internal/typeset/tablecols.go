package typeset

import "jobdoc/internal/wordml"

// columnsOf settles the columns of a table, and where it stands.
func (b *builder) columnsOf(t *table, n *wordml.Node) {
	room := b.tableRoom(t)
	grid := t.grid(b.l, n.Child("w:tblGrid"))
	widths := grid
	switch {
	case t.format.fixed:
		widths = t.fixedWidths(b.l, grid, room)
	case !t.holdsGrid(grid, room), len(grid) > 1 && isEven(grid) && !b.fitOf(t, n).holds(grid):
		widths = b.fitOf(t, n).widths(b.l, t, room)
	}
	total := Length(0)
	for _, w := range widths {
		total += w
	}
	if want := t.wanted(room, total); want != total && total > 0 {
		scaled := b.l.lenSlab.take(len(widths))
		for i, w := range widths {
			scaled[i] = w * want / total
		}
		widths = scaled
	}
	t.edges = b.l.lenSlab.take(len(widths) + 1)
	for i, w := range widths {
		t.edges[i+1] = t.edges[i] + w
	}
	t.place(b)
}

// tableRoom is the width a table has at most if it does not ask for more.
// Until Word 2010 the text of its outer cells stands at the margins, and it is
// wider by their margins.
func (b *builder) tableRoom(t *table) Length {
	room := b.ctx.width
	if t.align() == alignStart && t.format.has&hasTableIndent != 0 {
		room -= max(0, min(t.format.indent, room/2))
	}
	if b.l.sheet.settings.compatibilityMode < 15 {
		room += t.format.margins[sideLeft] + t.format.margins[sideRight]
	}
	return room
}

// align is how a table stands: as it says itself, else as its first row does (17.4.28).
func (t *table) align() align {
	if p := t.rows[0].props; t.format.has&hasTableAlign == 0 && p.has&hasRowAlign != 0 {
		return p.align
	}
	return t.format.align
}

// place settles where a table stands.
func (t *table) place(b *builder) {
	total := t.edges[t.columns()]
	switch rest := b.ctx.width - total; t.align() {
	case alignCenter:
		t.x = rest / 2
	case alignEnd:
		t.x = rest
	default:
		t.x = t.format.indent
		if b.l.sheet.settings.compatibilityMode < 15 {
			t.x -= t.format.margins[sideLeft]
		}
	}
	if t.format.bidi { // begins at the right
		t.x = b.ctx.width - total - t.x
	}
}

// grid reads the widths of a table's columns, 0 where they are not known; the
// rows say how many there are.
func (t *table) grid(l *layouter, node *wordml.Node) []Length {
	n := 1
	for r := range t.rows {
		cells := t.rows[r].cells
		for c := range cells {
			cells[c].from, cells[c].to = min(cells[c].from, maxColumns-1), min(cells[c].to, maxColumns)
		}
		n = max(n, min(cells[len(cells)-1].to+t.rows[r].props.gridAfter, maxColumns))
	}
	widths := l.lenSlab.take(n)
	i := 0
	for _, c := range children(node) {
		if c.Name == "w:gridCol" && i < n {
			if v, ok := twips(c, "w:w"); ok {
				widths[i] = max(0, v)
			}
			i++
		}
	}
	return widths
}

// wanted is the width a table asks for, of columns that take total in room: that
// of an automatic one holds where its columns were made for less.
func (t *table) wanted(room, total Length) Length {
	f := t.format
	switch {
	case f.has&hasTableWidth == 0:
	case f.percent:
		return room * f.width / 5000
	case !f.fixed && f.width > total:
		return f.width
	}
	return total
}

// width returns the distance a cell asks for, of a table as wide as room where
// nothing else is said; 0 for none.
func (t *table) width(w cellWidth, room Length) Length {
	if !w.percent {
		return w.width
	}
	if f := t.format; f.has&hasTableWidth != 0 && f.width > 0 {
		if room = room * f.width / 5000; !f.percent {
			room = f.width
		}
	}
	return room * w.width / 5000
}

// asks calls yield for each cell that asks for a width, and for what rows leave
// out before and after their cells, until it returns false.
func (t *table) asks(room Length, yield func(from, to int, width Length) bool) {
	for r := range t.rows {
		w := &t.rows[r]
		first := w.cells[0].from
		if v := t.width(w.props.before, room); v > 0 && first > 0 && !yield(0, first, v) {
			return
		}
		for c := range w.cells {
			cl := &w.cells[c]
			if v := t.width(cl.props.width, room); v > 0 && cl.to > cl.from && !yield(cl.from, cl.to, v) {
				return
			}
		}
	}
}

// fixedWidths are the widths of the columns of a fixed table: Word takes each
// row's cells as wide as they ask to be, whatever the grid says, so the first
// row that says where an edge stands is right. Edges of which none says anything
// divide what is between their neighbours as the grid does. A cell whose edge
// would stand beyond the next one, as hand-made files have it, is not heard.
func (t *table) fixedWidths(l *layouter, grid []Length, room Length) []Length {
	n := len(grid)
	edges, known := l.lenSlab.take(n+1), [maxColumns + 1]bool{0: true}
	last, count := 0, 1 // the last known edge, and how many are
	for again := true; again && count <= n; {
		again = false
		t.asks(room, func(from, to int, width Length) bool {
			if known[from] && !known[to] && (to > last || edges[from]+width <= nextEdge(edges, known[:n+1], to)) {
				edges[to], known[to], again = edges[from]+width, true, true
				last, count = max(last, to), count+1
			}
			return count <= n
		})
		if !again && last < n && grid[last] > 0 { // cells may hang on an edge that only the grid knows
			edges[last+1], known[last+1], again = edges[last]+grid[last], true, true
			last, count = last+1, count+1
		}
	}
	return t.divide(l, edges, known[:n+1], grid, room)
}

// nextEdge is where the next known edge behind one stands.
func nextEdge(edges []Length, known []bool, i int) Length {
	for i++; !known[i]; i++ {
	}
	return edges[i]
}

// divide makes widths of edges: what lies between two known ones is divided as
// the grid has it, and what is known of neither by the room.
func (t *table) divide(l *layouter, edges []Length, known []bool, grid []Length, room Length) []Length {
	n := len(grid)
	widths := l.lenSlab.take(n)
	for from := 0; from < n; {
		to := from + 1
		for to < n && !known[to] {
			to++
		}
		if known[to] {
			shareOut(widths[from:to], grid[from:to], edges[to]-edges[from])
		} else {
			copy(widths[from:to], grid[from:to])
		}
		from = to
	}
	t.fillBlanks(widths, room)
	return widths
}

// shareOut divides a width among columns in the proportions of their grid, evenly
// where that is not known.
func shareOut(widths, grid []Length, width Length) {
	total := Length(0)
	for _, w := range grid {
		total += w
	}
	left := width
	for i, w := range grid {
		if total > 0 {
			widths[i] = width * w / total
		} else {
			widths[i] = width / Length(len(grid))
		}
		left -= widths[i]
	}
	widths[len(widths)-1] += left
}

// fillBlanks gives columns of which nothing is known what is left of the room.
func (t *table) fillBlanks(widths []Length, room Length) {
	total, blank := Length(0), Length(0)
	for _, w := range widths {
		total += w
		if w == 0 {
			blank++
		}
	}
	if blank == 0 {
		return
	}
	if t.format.has&hasTableWidth != 0 && !t.format.percent && t.format.width > 0 {
		room = t.format.width
	}
	each := max(18*Point, (room-total)/blank)
	for i, w := range widths {
		if w == 0 {
			widths[i] = each
		}
	}
}
