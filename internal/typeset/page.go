package typeset

// page is a page and what stands on it.
type page struct {
	section *section // the first on it, whose size, header and footer it has
	number  int      // as printed
	kind    int      // of its header and footer
	opens   bool     // it is the first of its section
	blank   bool     // put in so that a section begins on an odd or even page
	top     Length
	height  Length // of the text area
	areas   []area
	rules   []Rect // between columns
	floats  []*float

	header, footer Furniture // what of it is written
}

// area is what of a section stands in one column of a page.
type area struct {
	section   *section
	number    int // counted through the document
	items     []item
	parts     []part
	x, top    Length
	notes     []notePart
	foot      Length // top of its notes
	band      int    // of the page, counted from 0
	room      Length // that its notes take
	separator *flow  // above its notes
}

// part is an item of the section's flow, or a piece of a row, placed in a column.
type part struct {
	item      int32
	y, height Length  // y from the top of its area
	header    bool    // a heading row once more
	continued bool    // the row began on an earlier page
	nested    bool    // the row is one of a table that stands in a cell
	parted    bool    // the row goes on on the next page
	from, to  []int32 // of a row in pieces: by cell, which items of it
}

// maxPages bounds a document.
const maxPages = 5000

// pager cuts the flows of the sections into columns and pages.
type pager struct {
	l     *layouter
	items []item
	next  int     // the item the column begins with
	rest  []int32 // where its cells go on, when it is a row in pieces
	begun Length  // height of the pieces that are on earlier pages
	page  page
	band  band

	// The column being filled.
	open      int // where its parts begin on the layouter's stack
	area      area
	height    Length // of the room for text and notes
	most      Length // what the text may take of it: less where columns are balanced
	y         Length
	after     Length        // space below the last item
	trial     bool          // columns are being balanced
	failed    bool          // something is too tall for them
	width     Length        // of the column
	bent      bool          // lines may be shorter than their paragraphs
	obstacles []obstacle    // of the page
	placed    []placedFloat // on the page
	pinned    []*float      // to stand above what they are anchored in
	pins      int
	again     bool     // the band is to be set anew round those
	edges     []Length // scratch

	notes noter
}

// limit is how far down the text of the column may go.
func (g *pager) limit() Length { return min(g.most, g.height-g.notes.room) }

// fill sets one column.
func (g *pager) fill() {
	first := g.next
	if first < len(g.items) {
		g.repeatHeaders(&g.items[first])
	}
	i := first
	for i < len(g.items) {
		it := &g.items[i]
		if (it.breaks || it.column) && i > first {
			break
		}
		gap := g.gap(i, first)
		if g.bent {
			gap = g.fit(i, gap)
			it = &g.items[i]
		}
		height, closing := g.heightOf(i)
		if g.admits(i, gap+height-it.loose+closing) {
			g.put(part{item: int32(i), y: g.y + gap, height: height}, it)
			i++
			continue
		}
		if it.table != nil && g.splitRow(i, gap, i == first && g.band.fresh) {
			return
		}
		if i == first {
			i = g.force(i, gap, height)
			break
		}
		i = g.breakAt(first, i)
		g.takeBack(i)
		break
	}
	g.close(i)
}

// force puts an item that has a column to itself and does not fit all the same.
// In a column that begins below another section it goes over to the next.
func (g *pager) force(i int, gap, height Length) (next int) {
	if !g.band.fresh {
		g.takeBack(i)
		return i
	}
	if g.trial {
		g.failed = true
		return i + 1
	}
	if g.y+gap+height > g.limit() {
		g.l.notice(noticeTall)
	}
	g.notes.force(g, i)
	g.put(part{item: int32(i), y: g.y + gap, height: height}, &g.items[i])
	return i + 1
}

// gap is the space above an item. At the top of a column that nobody asked for there is none.
func (g *pager) gap(i, first int) Length {
	it := &g.items[i]
	switch {
	case i > first:
		return g.after + it.before
	case i == 0 && !g.band.fresh: // below another section
		return max(0, it.before-g.band.after)
	case it.breaks || it.column || i == 0:
		return it.before
	}
	return 0
}

// put places a part at the foot of what is there.
func (g *pager) put(p part, it *item) {
	if g.rest != nil {
		p.continued, p.from = true, g.rest
		g.rest, g.begun = nil, 0
	}
	g.l.parts = append(g.l.parts, p)
	g.y = p.y + p.height
	g.after = it.after
}

// breakAt finds the last place before item i where the page may end, first
// given that every wish is followed, then without those of keepNext.
func (g *pager) breakAt(first, i int) int {
	for _, level := range [...]keep{keepWish, keepLine} {
		b := i
		for b > first && g.items[b-1].keep >= level {
			b--
		}
		if b > first || !g.band.fresh && level == keepWish {
			return b
		}
	}
	return i
}

// takeBack takes the items from i on off the page.
func (g *pager) takeBack(i int) {
	parts := g.l.parts
	for k := len(parts); k > g.open && (int(parts[k-1].item) >= i && !parts[k-1].header); k-- {
		g.l.parts = parts[:k-1]
		g.y, g.after = parts[k-1].y, 0
	}
	g.notes.takeBack(g, i)
	g.dropFloats(i)
}

// repeatHeaders puts the heading rows of a table at the top of a page on which it goes on.
func (g *pager) repeatHeaders(it *item) {
	t := it.table
	if t == nil || t.headers == 0 || int(it.at) < t.headers {
		return
	}
	height := Length(0)
	for r := range t.headers {
		height += t.rows[r].height
	}
	if height > g.limit()/2 {
		return // Word repeats none that leave no room
	}
	at := g.next - int(it.at) // the table's first item
	for r := range t.headers {
		h := t.rows[r].height
		g.l.parts = append(g.l.parts, part{item: int32(at + r), y: g.y, height: h, header: true})
		g.y += h
	}
}

// heightOf returns the height item i has on this page, and that of the rule that
// closes the table below it when the page ends there.
func (g *pager) heightOf(i int) (height, closing Length) {
	it := &g.items[i]
	t := it.table
	if t == nil {
		return it.height, 0
	}
	w := &t.rows[it.at]
	height = w.height
	last := int(it.at) == len(t.rows)-1
	if !last {
		closing = w.bottom
	}
	if g.rest != nil {
		height = w.restHeight(g.rest, g.begun)
		if last {
			height += w.bottom
		}
	}
	if w.ends && (g.rest != nil || g.wasCut(w, int(it.at))) {
		height = g.stretched(t, int(it.at), height)
	}
	return height, closing
}

// wasCut reports whether a merged cell that ends in a row was cut by a page before.
func (g *pager) wasCut(w *row, r int) bool {
	for c := range w.cells {
		if m := w.cells[c].merged; m != nil && m.last == r && m.from > m.first {
			return true
		}
	}
	return false
}

// stretched is the height of a row with what is left of the merged cells that end in it.
func (g *pager) stretched(t *table, r int, height Length) Length {
	w := &t.rows[r]
	if w.exact() {
		return height
	}
	if g.rest == nil {
		height = w.base
	}
	for c := range w.cells {
		m := w.cells[c].merged
		if m == nil || m.last != r || m.cell.props.direction != directionAcross {
			continue
		}
		need := t.rows[m.from].top + m.cell.margins[sideTop] + m.cell.margins[sideBottom] +
			stack(m.cell.flow.items[m.done:])
		if r == len(t.rows)-1 {
			need += w.bottom
		}
		have := height
		if m.from < r {
			have += g.y - g.topOf(t, m.from)
		}
		height += max(0, need-have)
	}
	return height
}

// topOf returns where row r of a table stands on the page.
func (g *pager) topOf(t *table, r int) Length {
	parts := g.l.parts
	for k := len(parts) - 1; k >= g.open; k-- {
		if it := &g.items[parts[k].item]; it.table == t && int(it.at) == r && !parts[k].header {
			return parts[k].y
		}
	}
	return g.y
}

// splitRow splits a row over this column and the next. It reports whether it did.
func (g *pager) splitRow(i int, gap Length, first bool) bool {
	room := g.notes.room
	g.notes.room += g.notes.rowRoom(g, i)
	done := g.splitMerged(i, gap, first) || g.split(i, gap, false) || first && !g.trial && g.split(i, gap, true)
	g.notes.room = room
	if done {
		g.notes.force(g, i)
		g.close(i)
	}
	return done
}

// close ends the column before item next, or within it when it is a row in pieces.
func (g *pager) close(next int) {
	l := g.l
	g.next = next
	parts := l.parts[g.open:]
	for k := range parts {
		p := &parts[k]
		it := &g.items[p.item]
		if it.table == nil || p.header {
			continue
		}
		if w := &it.table.rows[it.at]; w.ends && !p.parted {
			w.endMerged(int(it.at), g.area.number)
		}
	}
	if k := len(parts) - 1; k >= 0 {
		if it := &g.items[parts[k].item]; it.table != nil && !parts[k].header {
			g.cutMerged(it.table, int(it.at), &parts[k], g.area.number)
		}
	}
	g.area.items, g.area.parts = g.items, l.partSlab.copyOf(parts)
	l.parts = l.parts[:g.open]
	g.notes.close(g)
	l.areas = append(l.areas, g.area)
}
