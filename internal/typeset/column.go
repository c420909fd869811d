package typeset

import (
	"slices"

	"jobdoc/internal/wordml"
)

// column is a column of a section (17.6.4).
type column struct {
	width Length
	space Length // between it and the next
}

// maxTextColumns is the most columns Word gives a section.
const maxTextColumns = 45

// parseColumns reads a w:cols; without one the text is one column.
func (s *section) parseColumns(n *wordml.Node) {
	s.columns = []column{{width: s.textWidth()}}
	num, ok := count(n, "w:num")
	if n == nil {
		return
	}
	space := Length(720 * Twip)
	setLength(&space, n, "w:space", 0)
	s.separated = says(n, "w:sep")
	if equal, given := n.LookupAttr("w:equalWidth"); given && !isOnValue(equal, given) {
		if columns := s.givenColumns(n); len(columns) > 1 {
			s.columns = columns
		}
		return
	}
	if !ok || num < 2 {
		return
	}
	num = min(num, maxTextColumns)
	const least = 36 * Point // nothing would fit in less
	for num > 1 && (s.textWidth()-Length(num-1)*space)/Length(num) < least {
		num--
	}
	width := (s.textWidth() - Length(num-1)*space) / Length(num)
	s.columns = slices.Repeat([]column{{width, space}}, num)
}

// givenColumns reads the columns of a section that says how wide each is.
func (s *section) givenColumns(n *wordml.Node) (columns []column) {
	for _, c := range n.Children {
		if c.Name != "w:col" || len(columns) == maxTextColumns {
			continue
		}
		col := column{width: minPage / 2}
		setLength(&col.width, c, "w:w", minPage/2)
		setLength(&col.space, c, "w:space", 0)
		columns = append(columns, col)
	}
	return columns
}

// uneven reports whether the columns of a section differ in width.
func (s *section) uneven() bool {
	for _, c := range s.columns {
		if c.width != s.columns[0].width {
			return true
		}
	}
	return false
}

// band is a part of a page with the columns of one section: the whole page, or
// what continuous sections leave each other.
type band struct {
	top    Length // from that of the page's text
	fresh  bool   // nothing stands above it
	number int    // counted from 0
	after  Length // space asked for below what does
	areas  int    // where its columns begin on the layouter's stack
	y      Length // how far down its columns go
}

// fillBand fills the columns of a band up to a height.
func (g *pager) fillBand(most Length) {
	l, s := g.l, g.l.section
	x := s.margin[sideLeft]
	if l.sheet.settings.mirror && g.page.number%2 == 0 {
		x = s.margin[sideRight]
	}
	g.band.areas, g.band.y = len(l.areas), 0
	for c := range s.columns {
		g.openArea(x, s.columns[c].width, most)
		if !g.notes.full() {
			g.fill()
		} else {
			g.close(g.next)
		}
		if g.failed {
			return
		}
		if g.y >= g.band.y {
			g.band.y, g.band.after = g.y, g.after
		}
		if g.done() || g.rest == nil && g.next < len(g.items) && g.items[g.next].breaks {
			break
		}
		x += s.columns[c].width + s.columns[c].space
	}
}

// done reports whether all of the section is on pages.
func (g *pager) done() bool { return g.next >= len(g.items) && !g.notes.full() }

// openArea begins a column.
func (g *pager) openArea(x, width, most Length) {
	l := g.l
	g.open, g.y, g.after = len(l.parts), 0, 0
	g.height = max(0, g.page.height-g.band.top-g.notes.below)
	g.most, g.width = most, width
	g.bent = l.floating || l.section.uneven()
	l.areaCount++
	g.area = area{section: l.section, number: l.areaCount, x: x, top: g.page.top + g.band.top}
	g.notes.open(g, width)
}

// balance gives the columns of the band just filled the least height that
// holds them all, as Word does where a section goes on on the same page.
func (g *pager) balance(begin pagerState) {
	least, most := Length(0), g.band.y
	noticed, warnings := g.l.noticed, len(g.l.warnings)
	g.trial = true
	for most-least > Twip {
		h := (least + most) / 2
		g.restore(begin)
		if g.fillBand(h); g.failed || !g.done() {
			least = h
		} else {
			most = h
		}
		g.failed = false
	}
	g.trial = false
	g.l.noticed, g.l.warnings = noticed, g.l.warnings[:warnings]
	g.restore(begin)
	g.fillBand(most)
}

// pagerState is where a pager stood.
type pagerState struct {
	next              int
	rest              []int32
	begun             Length
	parts, areas      int
	areaCount         int
	band              band
	notes             noter
	placed, obstacles int
	merged            []*merged
	mergedStates      []merged
}

// save notes where the pager stands. What it does to merged cells is noted too.
func (g *pager) save() pagerState {
	l := g.l
	st := pagerState{
		next: g.next, rest: g.rest, begun: g.begun, parts: len(l.parts), areas: len(l.areas), areaCount: l.areaCount,
		band: g.band, notes: g.notes.copy(), placed: len(g.placed), obstacles: len(g.obstacles),
	}
	reach := Length(len(l.section.columns)+1) * g.page.height // no band holds more
	for i := g.next; i < len(g.items) && reach > 0; i++ {
		reach -= g.items[i].height
		t := g.items[i].table
		if t == nil {
			continue
		}
		for c := range t.rows[g.items[i].at].cells {
			if m := t.rows[g.items[i].at].cells[c].merged; m != nil {
				st.merged, st.mergedStates = append(st.merged, m), append(st.mergedStates, *m)
			}
		}
	}
	return st
}

// restore goes back to where the pager stood.
func (g *pager) restore(st pagerState) {
	l := g.l
	g.next, g.rest, g.begun = st.next, st.rest, st.begun
	l.parts, l.areas, l.areaCount = l.parts[:st.parts], l.areas[:st.areas], st.areaCount
	g.band, g.notes = st.band, st.notes.copy()
	for _, f := range g.placed[st.placed:] {
		f.page = 0
	}
	g.placed, g.obstacles = g.placed[:st.placed], g.obstacles[:st.obstacles]
	for i, m := range st.merged {
		*m = st.mergedStates[i]
	}
}
