package typeset

// cut says which part of a row an item is: by cell, from which item of its
// content on, and up to which. A row of a table that stands in a cell is
// several items, so that pages can part it with the cell it stands in. What goes
// over to the next page has no room of its own above it: the height of the cell
// was settled before.
type cut struct{ from, to []int32 }

// pieces puts row r of a nested table on the stack, in as many items as it can be parted in.
func (l *layouter) pieces(t *table, r int, it item) {
	w := &t.rows[r]
	ends := l.cutsOf(w)
	if len(ends) == 0 {
		l.items = append(l.items, it)
		return
	}
	keepLast, height := it.keep, it.height
	top := w.top + w.cells[0].margins[sideTop]
	from := l.intSlab.take(len(w.cells))
	cursors := make([]cursor, len(w.cells))
	last := Length(0)
	for k := 0; k <= len(ends); k++ {
		to := l.intSlab.take(len(w.cells))
		end := height - top
		if k < len(ends) {
			end = ends[k]
		}
		for c := range w.cells {
			cl := &w.cells[c]
			if to[c] = int32(len(cl.flow.items)); k < len(ends) && cl.props.direction == directionAcross {
				cursors[c].advance(cl.flow.items, end)
				to[c] = int32(cursors[c].i)
			}
		}
		piece := it
		piece.height = end - last
		if k == 0 {
			piece.height += top
		}
		piece.cut = &cut{from, to}
		switch {
		case k == len(ends):
			piece.keep = keepLast
		case w.props.cantSplit, k == 0, k == len(ends)-1: // two lines on either side
			piece.keep = keepLine
		default:
			piece.keep = keepFree
		}
		l.items = append(l.items, piece)
		from, last = to, end
	}
}

// holdsMerged reports whether a page that ended below row r would have no room
// for the content of a merged cell, which in a nested table is not parted.
func (t *table) holdsMerged(r int) bool {
	w := &t.rows[r]
	for c := range w.cells {
		m := w.cells[c].merged
		if m == nil || m.last == r {
			continue
		}
		room := -t.rows[m.first].top
		for i := m.first; i <= r; i++ {
			room += t.rows[i].height
		}
		if m.cell.height() > room {
			return true
		}
	}
	return false
}

// addPart adds item i of a cell to the parts of its table that stand on one
// page, which begin at from, or to the part of the same row before it.
func (l *layouter) addPart(items []item, i, from int, y Length) {
	it := &items[i]
	p := part{item: int32(i), y: y, height: it.height, nested: true}
	if c := it.cut; c != nil {
		for k, n := range c.to {
			p.continued = p.continued || c.from[k] > 0
			p.parted = p.parted || int(n) < len(it.table.rows[it.at].cells[k].flow.items)
		}
		p.from, p.to = c.from, c.to
		if k := len(l.parts) - 1; k >= from && items[l.parts[k].item].at == it.at {
			above := &l.parts[k]
			above.height += p.height
			above.to, above.parted = p.to, p.parted
			return
		}
	}
	l.parts = append(l.parts, p)
}

// cursor goes down the items of a cell.
type cursor struct {
	i int
	y Length // where item i begins, without the space above it
}

// advance goes on behind the items that end above y, and reports whether y
// stands within the next one.
func (k *cursor) advance(items []item, y Length) (within bool) {
	for ; k.i < len(items); k.i++ {
		it := &items[k.i]
		end := k.y + it.before + it.height
		if end > y {
			return k.y+it.before < y
		}
		k.y = end + it.after
	}
	return false
}

// cutsOf returns where a row can be parted, from the top of its cells' content:
// where lines of its highest cell end and no line of another is cut, or, if
// there is no such place, where lines of the highest one end.
func (l *layouter) cutsOf(w *row) []Length {
	if w.exact() {
		return nil
	}
	var tall *cell
	for c := range w.cells {
		cl := &w.cells[c]
		if cl.merged != nil {
			return nil
		}
		if cl.props.direction == directionAcross && (tall == nil || cl.flow.height > tall.flow.height) {
			tall = cl
		}
	}
	if tall == nil || len(tall.flow.items) < 2 {
		return nil
	}
	all := l.lenSlab.take(len(tall.flow.items))[:0]
	clean := l.lenSlab.take(len(tall.flow.items))[:0]
	cursors := make([]cursor, len(w.cells))
	y := Length(0)
	for i := range tall.flow.items[:len(tall.flow.items)-1] {
		it := &tall.flow.items[i]
		y += it.before + it.height
		all = append(all, y)
		within := false
		for c := range w.cells {
			if cl := &w.cells[c]; cl.props.direction == directionAcross {
				within = cursors[c].advance(cl.flow.items, y) || within
			}
		}
		if !within {
			clean = append(clean, y)
		}
		y += it.after
	}
	if len(clean) > 0 {
		return clean
	}
	return all
}
