package typeset

import "slices"

// paginate cuts the flows of all sections into pages.
func (l *layouter) paginate() {
	g := pager{l: l}
	for i := range l.sections {
		l.section = &l.sections[i]
		if i == 0 || !g.continues(l.section) {
			if !g.turnTo(l.section, i == 0) {
				return
			}
		} else {
			g.nextBand()
		}
		g.items, g.next, g.rest, g.begun = l.section.flow.items, 0, nil, 0
		if !g.section(i) {
			return
		}
	}
	g.endPage()
}

// continues reports whether a section begins on the page of the one before. One
// with pages of another size cannot.
func (g *pager) continues(s *section) bool {
	if s.starts != startContinuous {
		return false
	}
	return s.width == g.page.section.width && s.height == g.page.section.height
}

// section fills bands and pages with a section. It reports false when there are too many.
func (g *pager) section(i int) bool {
	l := g.l
	balanced := len(l.section.columns) > 1 && i+1 < len(l.sections) && g.continues(&l.sections[i+1])
	for {
		var begin pagerState
		if balanced || l.floating {
			begin = g.save()
		}
		g.fillAround(begin)
		if g.done() {
			if balanced && len(l.areas) > g.band.areas {
				g.balance(begin)
			}
			g.separate()
			return true
		}
		g.separate()
		if !g.turn(l.section, false) {
			return false
		}
	}
}

// nextBand begins a band below what stands on the page.
func (g *pager) nextBand() {
	below := g.notes.below
	for _, a := range g.l.areas[g.band.areas:] {
		below = max(below, g.page.top+g.page.height-a.foot)
	}
	g.notes.below = below
	g.band = band{number: g.band.number + 1, top: g.band.top + g.band.y + g.band.after, after: g.band.after, areas: len(g.l.areas)}
	// What the band above holds stays, whatever is taken back in this one, whose
	// items are counted anew.
	for i := range g.placed {
		g.placed[i].item = -1
	}
	for i := range g.obstacles {
		g.obstacles[i].item = -1
	}
	if s := g.l.section; s.start >= 0 {
		g.l.pageNext = s.start + 1 // its own first page is this one
	}
}

// separate draws the lines between the columns of the band.
func (g *pager) separate() {
	s := g.l.section
	areas := g.l.areas[g.band.areas:]
	if !s.separated || g.band.y == 0 {
		return
	}
	for c := 1; c < len(areas); c++ {
		a := &areas[c]
		g.page.rules = append(g.page.rules, Rect{
			X: a.x - s.columns[c-1].space/2 - separatorThickness/2, Y: a.top, Width: separatorThickness, Height: g.band.y,
		})
	}
}

// orderNotes puts the footnotes of all bands at the foot of the page, those of
// the upper ones above those of the lower ones.
func (p *page) orderNotes(areas []area) {
	if len(areas) == 0 || areas[len(areas)-1].band == 0 {
		return
	}
	foot := p.top + p.height
	for end := len(areas); end > 0; {
		begin, most := end, Length(0)
		for ; begin > 0 && areas[begin-1].band == areas[end-1].band; begin-- {
			most = max(most, areas[begin-1].room)
		}
		for i := begin; i < end; i++ {
			if a := &areas[i]; !a.section.notes[footnote].beneath {
				a.foot = foot - a.room
			}
		}
		foot -= most
		end = begin
	}
}

// separatorThickness is that of the line between columns.
const separatorThickness = Point / 2

// turnTo begins the first page of a section. A blank one comes before it where
// it is to begin on an odd or even page and would not.
func (g *pager) turnTo(s *section, first bool) bool {
	if !first {
		g.endPage()
		number := g.l.pageNext
		odd := s.starts == startOdd && number%2 == 0
		even := s.starts == startEven && number%2 != 0
		if s.start < 0 && (odd || even) {
			if len(g.l.pages) >= maxPages {
				g.l.notice(noticePages)
				return false
			}
			g.page = g.l.newPage(g.page.section, false)
			g.page.blank = true
			g.endPage()
		}
	}
	g.page.section = nil
	return g.turn(s, true)
}

// turn ends the page and begins the next. It reports false when there are too many.
func (g *pager) turn(s *section, first bool) bool {
	if g.page.section != nil {
		g.endPage()
	}
	if len(g.l.pages) >= maxPages {
		g.l.notice(noticePages)
		return false
	}
	g.page = g.l.newPage(s, first)
	g.band = band{fresh: true}
	g.notes.below = 0
	g.obstacles, g.placed = g.obstacles[:0], g.placed[:0]
	return true
}

// newPage begins a page of a section.
func (l *layouter) newPage(s *section, first bool) page {
	p := page{section: s, number: l.pageNext, opens: first}
	if first && s.start >= 0 {
		p.number = s.start
	}
	l.pageNext = p.number + 1
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

// endPage hands the page over. Text that is to stand in its middle or at its
// foot goes there.
func (g *pager) endPage() {
	l := g.l
	g.page.orderNotes(l.areas)
	if s := g.page.section; s.align != alignTop {
		free := max(0, g.page.height-g.notes.below-g.band.top-g.band.y)
		for i := range l.areas {
			free = min(free, max(0, l.areas[i].foot-g.page.top-g.band.top-g.band.y))
		}
		if s.align == alignMiddle {
			free /= 2
		}
		for i := range l.areas {
			l.areas[i].top += free
		}
		for i := range g.page.rules {
			g.page.rules[i].Y += free
		}
	}
	for _, f := range g.placed {
		g.page.floats = append(g.page.floats, f.float)
	}
	g.page.areas = l.areaSlab.copyOf(l.areas)
	l.areas = l.areas[:0]
	l.pages = append(l.pages, g.page)
}

// sectionTotal is how many pages the section in work has, as far as is known.
func (l *layouter) sectionTotal() int {
	if i := l.section.index; i < len(l.sectionPages) {
		return l.sectionPages[i]
	}
	return 1
}

// countSections counts the pages of each section, for SECTIONPAGES (17.16.5.53).
func (l *layouter) countSections() {
	counted := make([]int, len(l.sections))
	for i := range l.pages {
		if !l.pages[i].blank {
			counted[l.pages[i].section.index]++
		}
	}
	l.sectionsMoved = !slices.Equal(counted, l.sectionPages)
	l.sectionPages = counted
}
