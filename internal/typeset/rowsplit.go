package typeset

// stack is the height of items one below the other, as at the top of a page.
func stack(items []item) (height Length) {
	after := Length(0)
	for i := range items {
		it := &items[i]
		if i > 0 {
			height += after + it.before
		}
		height += it.height
		after = it.after
	}
	return height + after
}

// rowLines is how many lines a row in pieces keeps in each of them.
const rowLines = 2

// fitItems returns up to which item of a cell, from one on, there is room: at least
// so many lines, and as many left over, and no widows or orphans. forced takes
// what there is room for, and one item at least.
func fitItems(items []item, from int, room Length, least int, forced bool) int {
	y, after := Length(0), Length(0)
	k := from
	for ; k < len(items); k++ {
		it := &items[k]
		gap := Length(0)
		switch {
		case k > from:
			gap = after + it.before
		case k == 0:
			gap = it.before
		}
		if y+gap+it.height > room {
			break
		}
		y += gap + it.height
		after = it.after
	}
	if k == len(items) {
		return k
	}
	if forced {
		return max(k, from+1)
	}
	if left := len(items) - k; left < least && items[len(items)-1].para != nil {
		k = len(items) - least
	}
	for k > from && items[k-1].keep != keepFree {
		k--
	}
	if k <= from || k-from < least && items[from].para != nil {
		return from
	}
	return k
}

// split puts the part of row i that fits on the page. It reports whether it
// did: Word leaves a row whole that must not be split, that is kept with the
// next, or of which nothing sensible would fit. A row taller than a page is
// split whatever it says (forced).
func (g *pager) split(i int, gap Length, forced bool) bool {
	it := &g.items[i]
	t := it.table
	w := &t.rows[it.at]
	if w.exact() || !forced && (w.props.cantSplit || w.props.rule == lineExact || w.keep || int(it.at) < t.headers) {
		return false
	}
	room := g.limit() - g.y - gap - w.top - w.bottom
	to := g.l.intSlab.take(len(w.cells))
	more := false
	var used Length
	for c := range w.cells {
		cl := &w.cells[c]
		from := 0
		if g.rest != nil {
			from = int(g.rest[c])
		}
		n := len(cl.flow.items)
		if cl.merged != nil || cl.props.direction != directionAcross {
			to[c] = int32(n)
			continue
		}
		margins := cl.margins[sideTop] + cl.margins[sideBottom]
		k := fitItems(cl.flow.items, from, room-margins, g.l.sheet.rowLines, forced)
		if k == from && n > from {
			return false
		}
		to[c] = int32(k)
		more = more || k < n
		part := margins + stack(cl.flow.items[from:k])
		if part > room+Point {
			g.l.notice(noticeTall) // forced, of what cannot be parted
		}
		used = max(used, part)
	}
	if !more {
		return false
	}
	g.part(i, g.y+gap, w.top+used, to)
	return true
}

// splitMerged puts a row on the page that only the merged cells ending in it
// make too high, and what fits of those; the rest of them follows on the next
// page. Nothing of the row's own is split, so it may be one that must not be.
func (g *pager) splitMerged(i int, gap Length, forced bool) bool {
	it := &g.items[i]
	t, r := it.table, int(it.at)
	w := &t.rows[r]
	if !w.ends || w.exact() {
		return false
	}
	own, top := w.base, g.y+gap
	if g.rest != nil {
		own = w.restHeight(g.rest, g.begun)
	}
	foot := g.limit() - w.bottom
	if top+own > foot {
		return false
	}
	more, height := false, own
	for c := range w.cells {
		m := w.cells[c].merged
		if m == nil || m.last != r || m.cell.props.direction != directionAcross {
			continue
		}
		y := top
		if m.from < r {
			y = g.topOf(t, m.from)
		}
		items := m.cell.flow.items
		y += t.rows[m.from].top + m.cell.margins[sideTop] + m.cell.margins[sideBottom]
		m.fits = fitItems(items, m.done, foot-y, g.l.sheet.rowLines, forced && g.rest != nil)
		height = max(height, y+stack(items[m.done:m.fits])-top)
		more = more || m.fits < len(items)
	}
	if !more {
		return false
	}
	g.part(i, top, height, nil)
	return true
}

// part puts a piece of row i on the page, up to the given items of its cells, nil for all of them.
func (g *pager) part(i int, y, height Length, to []int32) {
	it := &g.items[i]
	w := &it.table.rows[it.at]
	if to == nil {
		to = g.l.intSlab.take(len(w.cells))
		for c := range to {
			to[c] = int32(len(w.cells[c].flow.items))
		}
	}
	begun := g.begun + height
	g.put(part{item: int32(i), y: y, height: height, parted: true, to: to}, it)
	g.rest, g.begun = to, begun
}

// restHeight is the height of what is left of a row in pieces, its upper border
// included. What pieces on earlier pages took of its least height is taken off it.
func (w *row) restHeight(rest []int32, begun Length) Length {
	height := w.top
	if w.props.rule == lineAtLeast {
		height = max(height, w.props.height-begun)
	}
	for c := range w.cells {
		cl := &w.cells[c]
		if cl.merged != nil || cl.props.direction != directionAcross {
			continue
		}
		if items := cl.flow.items[rest[c]:]; len(items) > 0 {
			height = max(height, w.top+stack(items)+cl.margins[sideTop]+cl.margins[sideBottom])
		}
	}
	return height
}
