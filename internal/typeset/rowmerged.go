package typeset

// endMerged gives the merged cells that end in row r what is left of their content.
func (w *row) endMerged(r, area int) {
	for c := range w.cells {
		m := w.cells[c].merged
		if m == nil || m.last != r || m.done < 0 {
			continue
		}
		if n := len(m.cell.flow.items); m.done < n || len(m.pieces) == 0 {
			m.pieces = append(m.pieces, piece{area, m.done, n})
			m.done = n
		}
	}
}

// cutMerged decides what of the merged cells that go on behind row r stands in the column that ends there.
func (g *pager) cutMerged(t *table, r int, p *part, area int) {
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
			n = m.portion(room, t.restOf(m, next), g.l.sheet.rowLines)
		}
		if n > m.done {
			m.pieces = append(m.pieces, piece{area, m.done, n})
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
func (m *merged) portion(room, rest Length, least int) int {
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
	return fitItems(items, m.done, room, least, false)
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
