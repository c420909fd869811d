package typeset

// page is a page of a section and what stands on it.
type page struct {
	section *section
	number  int // as printed
	kind    int // of its header and footer
	top     Length
	height  Length // of the text area
	parts   []part

	header, footer Furniture // what of it is written
}

// part is an item of the section's flow, or a piece of a row, placed on a page.
type part struct {
	item      int32
	y, height Length  // y from the top of the text area
	header    bool    // a heading row once more
	continued bool    // the row began on an earlier page
	parted    bool    // the row goes on on the next page
	from, to  []int32 // of a row in pieces: by cell, which items of it
}

// maxPages bounds a document.
const maxPages = 5000

// pager cuts a flow into pages.
type pager struct {
	l     *layouter
	items []item
	next  int     // the item the page begins with
	rest  []int32 // where its cells go on, when it is a row in pieces
	begun Length  // height of the pieces that are on earlier pages
	open  int     // where the page's parts begin on the layouter's stack
	y     Length
	after Length // space below the last item
	page  page
}

// paginate adds the pages of a section.
func (l *layouter) paginate(f *flow) {
	g := pager{l: l, items: f.items}
	first := true
	for first || g.next < len(g.items) {
		if len(l.pages) >= maxPages {
			l.notice(noticePages)
			return
		}
		g.page = l.newPage(first)
		first = false
		g.fill()
	}
}

// newPage opens a page of the section in work.
func (l *layouter) newPage(first bool) page {
	s := l.section
	p := page{section: s, number: 1}
	if k := len(l.pages); k > 0 {
		p.number = l.pages[k-1].number + 1
	}
	if first && s.start >= 0 {
		p.number = s.start
	}
	switch {
	case first && s.titlePage:
		p.kind = furnitureFirst
	case l.sheet.settings.evenOdd && p.number%2 == 0:
		p.kind = furnitureEven
	}
	p.top = s.tops[p.kind]
	p.height = max(minPage/2, s.height-p.top-s.bottoms[p.kind])
	return p
}

// fill sets one page.
func (g *pager) fill() {
	l := g.l
	g.open, g.y, g.after = len(l.parts), 0, 0
	first := g.next
	if first < len(g.items) {
		g.repeatHeaders(&g.items[first])
	}
	i := first
	for i < len(g.items) {
		it := &g.items[i]
		if it.breaks && i > first {
			break
		}
		gap := g.gap(i, first)
		height, closing := g.height(i)
		if g.y+gap+height+closing <= g.page.height {
			g.put(part{item: int32(i), y: g.y + gap, height: height}, it)
			i++
			continue
		}
		if it.table != nil && (g.splitMerged(i, gap, i == first) || g.split(i, gap, false)) {
			g.close(i)
			return
		}
		if i == first { // nothing else on the page
			if it.table == nil || !g.split(i, gap, true) {
				l.notice(noticeTall)
				g.put(part{item: int32(i), y: g.y + gap, height: height}, it)
				g.close(i + 1)
				return
			}
			g.close(i)
			return
		}
		i = g.breakAt(first, i)
		g.takeBack(i)
		break
	}
	g.close(i)
}

// gap is the space above an item. At the top of a page that nobody asked for there is none.
func (g *pager) gap(i, first int) Length {
	it := &g.items[i]
	if i > first {
		return g.after + it.before
	}
	if it.breaks || i == 0 {
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
		if b > first {
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
	}
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
	if height > g.page.height/2 {
		return // Word repeats none that leave no room
	}
	at := g.next - int(it.at) // the table's first item
	for r := range t.headers {
		h := t.rows[r].height
		g.l.parts = append(g.l.parts, part{item: int32(at + r), y: g.y, height: h, header: true})
		g.y += h
	}
}

// height returns the height item i has on this page, and that of the rule that
// closes the table below it when the page ends there.
func (g *pager) height(i int) (height, closing Length) {
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

// close ends the page before item next, or within it when it is a row in pieces.
func (g *pager) close(next int) {
	l := g.l
	g.next = next
	parts := l.parts[g.open:]
	at := len(l.pages)
	for k := range parts {
		p := &parts[k]
		it := &g.items[p.item]
		if it.table == nil || p.header {
			continue
		}
		if w := &it.table.rows[it.at]; w.ends && !p.parted {
			w.endMerged(int(it.at), at)
		}
	}
	if k := len(parts) - 1; k >= 0 {
		if it := &g.items[parts[k].item]; it.table != nil && !parts[k].header {
			g.cutMerged(it.table, int(it.at), &parts[k], at)
		}
	}
	switch g.page.section.align {
	case alignMiddle:
		g.page.top += max(0, g.page.height-g.y) / 2
	case alignBottom:
		g.page.top += max(0, g.page.height-g.y)
	}
	g.page.parts = l.partSlab.copyOf(parts)
	l.parts = l.parts[:g.open]
	l.pages = append(l.pages, g.page)
}

// endMerged gives the merged cells that end in row r what is left of their content.
func (w *row) endMerged(r, page int) {
	for c := range w.cells {
		m := w.cells[c].merged
		if m == nil || m.last != r || m.done < 0 {
			continue
		}
		if n := len(m.cell.flow.items); m.done < n || len(m.pieces) == 0 {
			m.pieces = append(m.pieces, piece{page, m.done, n})
			m.done = n
		}
	}
}

// cutMerged decides what of the merged cells that go on behind row r stands on the page that ends there.
func (g *pager) cutMerged(t *table, r int, p *part, page int) {
	for c := range t.rows[r].cells {
		m := t.rows[r].cells[c].merged
		if m == nil || m.last == r && !p.parted {
			continue
		}
		room := p.y + p.height - g.topOf(t, m.from) - t.rows[m.from].top - m.cell.margins[sideTop] - m.cell.margins[sideBottom]
		next := r + 1
		if p.parted {
			next = r
		}
		n := m.fits
		if n == 0 || m.last != r {
			n = m.portion(room, t.restOf(m, next))
		}
		if n > m.done {
			m.pieces = append(m.pieces, piece{page, m.done, n})
			m.done = n
		}
		m.from, m.fits = next, 0
	}
}

// restOf is the room a merged cell has from row r on, as far as can be said before pages are made.
func (t *table) restOf(m *merged, r int) (room Length) {
	for ; r <= m.last; r++ {
		room += t.rows[r].base
	}
	return room - m.cell.margins[sideTop] - m.cell.margins[sideBottom]
}

// portion returns up to which item a merged cell's content stands on a page
// that has room for it: all, if it fits; none, if it fits whole on the next; else what fits.
func (m *merged) portion(room, rest Length) int {
	items := m.cell.flow.items
	if m.cell.props.direction != directionAcross {
		if need := m.cell.length(); need <= room || room >= rest {
			return len(items)
		}
		return m.done
	}
	left := stack(items[m.done:])
	if left <= room {
		return len(items)
	}
	if m.done == 0 && left <= rest {
		return 0
	}
	return fitItems(items, m.done, room, false)
}

// length is the length of a vertical cell's longest paragraph.
func (c *cell) length() (most Length) {
	for i := range c.flow.items {
		sum := Length(0)
		if p := c.flow.items[i].para; p != nil {
			for k := range p.chars {
				sum += p.chars[k].width
			}
		}
		most = max(most, sum)
	}
	return most
}
