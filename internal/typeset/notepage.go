package typeset

import "slices"

// notePart is what of a footnote stands at the foot of one column.
type notePart struct {
	note     int32
	from, to int // items of its flow
	item     int // of the text that refers to it, -1 for what goes on from the column before
}

// noter puts footnotes at the foot of columns.
type noter struct {
	room  Length // that they take of the column, with their separator
	below Length // that those of sections above take at the foot of the page
	parts []notePart
	carry []notePart // what goes on in the next column
	width Length
}

// full reports whether there are notes left that go on in the next column, so
// that no text may stand in this one.
func (n *noter) full() bool { return len(n.carry) > 0 }

func (n *noter) copy() noter {
	c := *n
	c.parts, c.carry = slices.Clone(n.parts), slices.Clone(n.carry)
	return c
}

// height is that of a part of a note.
func (p *notePart) height(l *layouter) Length { return stack(l.notes[p.note].flow.items[p.from:p.to]) }

// open begins a column with what goes on from the one before.
func (n *noter) open(g *pager, width Length) {
	n.parts, n.room, n.width = n.parts[:0:0], 0, width
	if len(n.carry) == 0 {
		return
	}
	carry := n.carry
	n.carry = nil
	n.room = g.l.separator("continuationSeparator", width).height
	for _, p := range carry {
		p.item = -1
		n.put(g, p, g.height-n.room, len(n.parts) == 0)
	}
}

// put puts as much of a note on the column as there is room for, one line at
// least where that must be. The rest goes on in the next one.
func (n *noter) put(g *pager, p notePart, room Length, must bool) {
	items := g.l.notes[p.note].flow.items
	end := len(items)
	if len(n.carry) > 0 && !must {
		n.carry = append(n.carry, p)
		return
	}
	p.to = end
	for p.to > p.from && p.height(g.l) > room {
		p.to--
	}
	if p.to == p.from && must && end > p.from {
		p.to++
	}
	if p.to > p.from {
		n.parts = append(n.parts, p)
		n.room += p.height(g.l)
	}
	if p.to < end {
		n.carry = append(n.carry, notePart{note: p.note, from: p.to, to: end, item: p.item})
	}
}

// admits reports whether an item fits in the column with the notes it refers
// to, and puts those there. The last of them may go on in the next column.
func (g *pager) admits(i int, need Length) bool {
	if g.y+need > g.limit() {
		return false
	}
	if !g.l.noted {
		return true
	}
	refs := g.l.refsOf(nil, &g.items[i], g.rest, nil)
	if len(refs) == 0 {
		return true
	}
	n := &g.notes
	if n.full() {
		return false
	}
	free := g.height - g.y - need - n.total(g, refs)
	if free < 0 {
		last := g.l.notes[refs[len(refs)-1]].flow.items
		if g.items[i].table != nil || len(last) == 0 {
			return false
		}
		if free+stack(last)-stack(last[:min(2, len(last))]) < 0 { // two lines of it at least
			return false
		}
	}
	n.add(g, i, refs, g.height-g.y-need)
	return true
}

// total is the room a column's notes take together with further ones.
func (n *noter) total(g *pager, refs []int32) (room Length) {
	if room = n.room; room == 0 && len(refs) > 0 {
		room = g.l.separator("separator", n.width).height
	}
	for _, r := range refs {
		room += stack(g.l.notes[r].flow.items)
	}
	return room
}

// add puts the notes that item i refers to in the column, which may take up to a height.
func (n *noter) add(g *pager, i int, refs []int32, most Length) {
	if n.room == 0 {
		n.room = g.l.separator("separator", n.width).height
	}
	for _, r := range refs {
		n.put(g, notePart{note: r, item: i}, most-n.room, false)
	}
}

// force puts the notes of an item that stands in the column whether they fit or
// not: of a row in pieces those of the piece just put.
func (n *noter) force(g *pager, i int) {
	if !g.l.noted {
		return
	}
	from, to := g.rest, []int32(nil)
	if k := len(g.l.parts); k > g.open && int(g.l.parts[k-1].item) == i && g.l.parts[k-1].parted {
		from, to = g.l.parts[k-1].from, g.l.parts[k-1].to
	}
	if refs := g.l.refsOf(nil, &g.items[i], from, to); len(refs) > 0 {
		n.add(g, i, refs, g.height-g.y)
	}
}

// rowRoom is the room that the notes of what is left of row i would take.
func (n *noter) rowRoom(g *pager, i int) Length {
	if !g.l.noted {
		return 0
	}
	return n.total(g, g.l.refsOf(nil, &g.items[i], g.rest, nil)) - n.room
}

// takeBack takes the notes of items from i on off the column.
func (n *noter) takeBack(g *pager, i int) {
	if len(n.parts) == 0 && len(n.carry) == 0 {
		return
	}
	late := func(p notePart) bool { return p.item >= i }
	n.parts, n.carry = slices.DeleteFunc(n.parts, late), slices.DeleteFunc(n.carry, late)
	n.room = 0
	for k := range n.parts {
		if k == 0 {
			n.room = g.l.separator(n.separatorName(), n.width).height
		}
		n.room += n.parts[k].height(g.l)
	}
}

// separatorName is the kind of separator above the notes.
func (n *noter) separatorName() string {
	if len(n.parts) > 0 && n.parts[0].from > 0 {
		return "continuationSeparator"
	}
	return "separator"
}

// close hands the column's notes over.
func (n *noter) close(g *pager) {
	g.area.foot = g.page.top + g.page.height - n.below - n.room
	g.area.notes, g.area.room, g.area.band = n.parts, n.room, g.band.number
	if len(n.parts) > 0 {
		g.area.separator = g.l.separator(n.separatorName(), n.width)
		if g.l.section.notes[footnote].beneath {
			g.area.foot = min(g.area.foot, g.area.top+g.y)
		}
	}
}

// refsOf appends the notes that an item refers to, of a row those of its cells'
// items from some up to others.
func (l *layouter) refsOf(dst []int32, it *item, from, to []int32) []int32 {
	if it.table == nil {
		p := it.para
		if it.at == 0 {
			for _, f := range p.floats { // a table or frame that refers to some
				for k := range f.items {
					dst = l.refsOf(dst, &f.items[k], nil, nil)
				}
			}
		}
		for _, r := range p.notes {
			ln := &p.lines[it.at]
			if r.char >= ln.from && r.char < ln.to || r.char >= ln.to && int(it.at) == len(p.lines)-1 {
				dst = append(dst, r.note)
			}
		}
		return dst
	}
	w := &it.table.rows[it.at]
	for c := range w.cells {
		cl := &w.cells[c]
		if cl.continued(int(it.at)) {
			continue
		}
		items := cl.flow.items
		if cl.merged == nil && c < len(to) {
			items = items[:to[c]]
		}
		if cl.merged == nil && c < len(from) {
			items = items[min(len(items), int(from[c])):]
		}
		for k := range items {
			if p := items[k].para; p != nil && len(p.lines) == 0 { // vertical text
				for _, r := range p.notes {
					dst = append(dst, r.note)
				}
				continue
			}
			if cut := items[k].cut; cut != nil {
				dst = l.refsOf(dst, &items[k], cut.from, cut.to)
				continue
			}
			dst = l.refsOf(dst, &items[k], nil, nil)
		}
	}
	return dst
}

// emitNotes writes the footnotes of a column.
func (l *layouter) emitNotes(a *area) {
	if len(a.notes) == 0 {
		return
	}
	y := a.foot
	l.furniture = true
	l.emitItems(a.separator.items, a.x, y)
	l.furniture = false
	y += a.separator.height
	for i := range a.notes {
		p := &a.notes[i]
		items := l.notes[p.note].flow.items[p.from:p.to]
		l.emitItems(items, a.x, y-items[0].before) // stack does not count that
		y += p.height(l)
	}
}

// countNotes finds the numbers of footnotes that begin anew on each page. It
// reports whether they are what was printed.
func (l *layouter) countNotes() bool {
	if !l.noted {
		return true
	}
	seen := grow(l.noteSeen, len(l.notes))
	clear(seen)
	for i := range l.pages {
		number := -1
		for _, a := range l.pages[i].areas {
			for _, p := range a.notes {
				t := &l.notes[p.note]
				if p.from > 0 {
					continue
				}
				if t.format.restart != restartPage {
					seen[p.note] = -1
					continue
				}
				if number < 0 {
					number = t.format.start
				}
				seen[p.note] = number
				number++
			}
		}
	}
	l.noteSeen = seen
	same := true
	for k := range l.notes {
		t := &l.notes[k]
		if t.kind == footnote && seen[k] == 0 && len(t.flow.items) > 0 {
			l.notice(noticeNote) // referred to where no page looks for it
		}
		if t.mark != "" && seen[k] > 0 && t.mark != string(t.format.format.append(nil, seen[k])) {
			same = false
		}
	}
	return same
}
