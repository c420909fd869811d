package typeset

import "slices"

// placedFloat is a float on the page being filled.
type placedFloat struct {
	*float
	item int // its anchor's, -1 for one that holds for the whole page
}

// placeFloats puts what is anchored in the paragraph of item i, whose top is
// given, on the page. It reports whether it gave a table that does not fit its
// place in order instead, before the paragraph.
func (g *pager) placeFloats(i int, top Length) (inserted bool) {
	p := g.items[i].para
	s := g.page.site(g.l.sheet.settings.mirror)
	s.columnLeft, s.columnWide, s.paragraph = g.area.x, g.width, top
	for k, f := range p.floats {
		if f.page > 0 {
			continue
		}
		f.x, f.y = f.place(&s)
		if f.table && f.y+f.height > s.bottom && (f.v.from == fromText || f.height > s.bottom-s.top) {
			g.l.notice(noticeFloatingTable)
			p.floats = append(p.floats[:k:k], p.floats[k+1:]...)
			g.insert(i, f.items)
			return true
		}
		if f.wrap == wrapBeside && f.v.from == fromText && f.v.align == floatOffset && f.y+f.height > s.bottom {
			f.y = max(min(f.y, s.top), s.bottom-f.height)
		}
		above := f.wrap != wrapNone && f.y-f.dist[sideTop] < top && top > g.area.top
		if above && !f.late && !g.trial && g.pins < maxPins {
			g.pins++
			f.page = len(g.l.pages) + 1
			g.pinned = append(g.pinned, f)
			g.again = true
			continue
		}
		g.settle(f, i)
	}
	return false
}

// maxPins is how often a page is set anew because something is to stand above its anchor.
const maxPins = 12

// settle lets text go round a float from now on.
func (g *pager) settle(f *float, item int) {
	f.page = len(g.l.pages) + 1
	g.placed = append(g.placed, placedFloat{f, item})
	if f.wrap == wrapNone {
		return
	}
	o := obstacle{
		left: f.x - f.dist[sideLeft], right: f.x + f.width + f.dist[sideRight],
		top: f.y - f.dist[sideTop], bottom: f.y + f.height + f.dist[sideBottom],
		whole: f.wrap == wrapAround, item: item,
	}
	switch f.side {
	case sideOnlyLeft:
		o.right = g.page.section.width
	case sideOnlyRight:
		o.left = 0
	}
	if o.whole {
		o.left, o.right = 0, g.page.section.width
	}
	g.obstacles = append(g.obstacles, o)
}

// insert puts items before item i.
func (g *pager) insert(i int, items []item) {
	out := make([]item, 0, len(g.items)+len(items))
	out = append(out, g.items[:i]...)
	out = append(out, items...)
	out[i].breaks, out[i].column = g.items[i].breaks, g.items[i].column
	g.items = append(out, g.items[i:]...)
	g.items[i+len(items)].breaks, g.items[i+len(items)].column = false, false
}

// dropFloats takes what is anchored in items from i on off the page.
func (g *pager) dropFloats(i int) {
	placed := g.placed[:0]
	for _, f := range g.placed {
		if f.item >= i {
			f.page = 0
			continue
		}
		placed = append(placed, f)
	}
	g.placed = placed
	obstacles := g.obstacles[:0]
	for _, o := range g.obstacles {
		if o.item < i {
			obstacles = append(obstacles, o)
		}
	}
	g.obstacles = obstacles
}

// fillAround fills a band, again where something is to stand above what it is
// anchored in: the text before it goes round it too.
func (g *pager) fillAround(begin pagerState) {
	for {
		g.again = false
		for _, f := range g.pinned {
			g.settle(f, -1)
		}
		g.fillBand(g.page.height - g.band.top)
		if !g.again && !g.strayed() {
			g.pinned, g.pins = g.pinned[:0], 0
			return
		}
		g.restore(begin)
	}
}

// strayed looks for a pinned float whose anchor went over to the next page, as
// the text made room for it. Such a one goes there too, and stays below the text
// before its anchor.
func (g *pager) strayed() bool {
	for k, f := range g.pinned {
		if !g.holds(f.anchor) {
			f.page, f.late = 0, true
			g.pinned = slices.Delete(g.pinned, k, k+1)
			return true
		}
	}
	return false
}

// holds reports whether a paragraph begins on the page being filled.
func (g *pager) holds(p *para) bool {
	for _, a := range g.l.areas {
		for _, part := range a.parts {
			if it := &a.items[part.item]; it.para == p && it.at == 0 {
				return true
			}
		}
	}
	return false
}
