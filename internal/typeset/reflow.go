package typeset

import "slices"

// strip is the room a line has, from the left edge of its column.
type strip struct{ left, width Length }

// strip returns the room of a paragraph's line: all of it has the same, unless
// something floats beside it or its column is not as wide as the first.
func (p *para) strip(at int) strip {
	if p.strips != nil {
		return p.strips[at]
	}
	return strip{p.left, p.width}
}

// obstacle is what text goes round: a page's floating object with its distances.
type obstacle struct {
	left, right Length // on the page
	top, bottom Length
	whole       bool // text stands above and below, not beside
	item        int  // the anchor's, -1 where it holds for the whole page
}

// meets reports whether a line from y on would stand beside or behind it.
func (o *obstacle) meets(y, height Length) bool { return y < o.bottom && y+height > o.top }

// leastBeside is the least room beside an object that Word sets text in.
const leastBeside = Inch

// roomAt finds the room for a line of a paragraph at or below y, both on the page.
func (g *pager) roomAt(p *para, y, height Length) (strip, Length) {
	own := strip{p.left, max(Point, p.width+g.width-g.l.section.columns[0].width)}
	if len(g.obstacles) == 0 {
		return own, y
	}
	for range 2*len(g.obstacles) + 1 {
		left, right := g.area.x+own.left, g.area.x+own.left+own.width
		best, below := g.widest(left, right, y, height)
		if best.width >= min(leastBeside, own.width) {
			best.left -= g.area.x
			return best, y
		}
		y = below
	}
	return own, y
}

// widest finds the widest room between two edges beside what floats there, and
// where the first of that ends.
func (g *pager) widest(left, right, y, height Length) (best strip, below Length) {
	edges := append(g.edges[:0], left, right) // pairs: free from, to
	for i := range g.obstacles {
		o := &g.obstacles[i]
		if !o.meets(y, height) || o.right <= left || o.left >= right {
			continue
		}
		if below == 0 || o.bottom < below {
			below = o.bottom
		}
		if o.whole {
			edges = edges[:0]
			break
		}
		for k := 0; k < len(edges); k += 2 {
			from, to := edges[k], edges[k+1]
			if o.right <= from || o.left >= to {
				continue
			}
			if edges[k+1] = o.left; o.left <= from {
				edges[k], edges[k+1] = min(o.right, to), to
			} else if o.right < to {
				edges = append(edges, o.right, to)
			}
		}
	}
	g.edges = edges
	for k := 0; k < len(edges); k += 2 {
		if w := edges[k+1] - edges[k]; w > best.width {
			best = strip{edges[k], w}
		}
	}
	return best, max(below, y+1)
}

// fit moves item i down where something floats, and sets its paragraph anew
// from there on where the room is another. It returns the space above.
func (g *pager) fit(i int, gap Length) Length {
	it := &g.items[i]
	top := g.area.top + g.y + gap
	if it.table != nil {
		y := g.clear(it, top)
		return gap + y - top
	}
	p := it.para
	if it.at == 0 && len(p.floats) > 0 {
		if g.placeFloats(i, top) {
			return g.fit(i, gap) // a table that would not float stands before it now
		}
	}
	room, y := g.roomAt(p, top, it.height)
	if room != p.strip(int(it.at)) {
		g.reflow(i, room, y)
	}
	return gap + y - top
}

// clear finds where a table row that must not stand beside anything begins.
func (g *pager) clear(it *item, y Length) Length {
	t := it.table
	left, right := g.area.x+t.x, g.area.x+t.x+t.edges[len(t.edges)-1]
	for range g.obstacles {
		moved := false
		for i := range g.obstacles {
			if o := &g.obstacles[i]; o.meets(y, it.height) && o.left < right && o.right > left {
				y, moved = o.bottom, true
			}
		}
		if !moved {
			break
		}
	}
	return y
}

// maxReflow bounds how many items are moved to make room for new lines, so that
// no document takes for ever.
const maxReflow = 20_000_000

// reflow sets the lines of a paragraph anew from item i on, the first of them in
// a given room at y.
func (g *pager) reflow(i int, room strip, y Length) {
	l := g.l
	old := g.items[i]
	p, k := old.para, int(old.at)
	n := len(p.lines) - k
	if l.moved += len(g.items) - i; l.moved > maxReflow {
		l.notice(noticeWrap)
		return
	}
	b := builder{l: l, ctx: context{width: g.width, body: true}}
	over := b.extras(p, g.items[i:i+n])
	strips := make([]strip, k, len(p.lines)+4)
	for at := range strips {
		strips[at] = p.strip(at)
	}
	lines := slices.Clone(p.lines[:k])
	from := p.lines[k].from
	for first := true; ; first = false {
		if !first {
			if room, y = g.roomAt(p, y, old.height); y >= g.lowest() {
				lines = b.setFrom(lines, p, from, len(p.chars), room)
				break
			}
		}
		if y >= g.lowest() {
			lines = b.setFrom(lines, p, from, len(p.chars), room)
			break
		}
		end := min(len(p.chars), from+lookAhead)
		at := len(lines)
		if lines = b.setFrom(lines, p, from, end, room); lines[at].to == end && end < len(p.chars) {
			end = len(p.chars)
			lines = b.setFrom(lines[:at], p, from, end, room)
		}
		if end == len(p.chars) && len(lines) == at+1 {
			break
		}
		lines = lines[:at+1]
		from = lines[at].to
		strips = append(strips, room)
		y += old.height
	}
	for len(strips) < len(lines) {
		strips = append(strips, room)
	}
	if len(lines) > 1 && lines[len(lines)-2].breaks() && lines[len(lines)-1].from == lines[len(lines)-1].to {
		lines = lines[:len(lines)-1]
	}
	p.lines, p.strips = lines, strips
	items := make([]item, 0, len(lines)-k)
	for at := k; at < len(lines); at++ {
		items = append(items, b.lineItem(p, at))
	}
	over.apply(items)
	g.items = slices.Concat(g.items[:i], items, g.items[i+n:])
}

// lowest is where the last obstacle of the page ends.
func (g *pager) lowest() (y Length) {
	for i := range g.obstacles {
		y = max(y, g.obstacles[i].bottom)
	}
	return y
}

// lookAhead is how many characters are looked at to set one line.
const lookAhead = 600

// setFrom appends the lines of some characters of a paragraph, set in one room.
// Those of its beginning come first.
func (b *builder) setFrom(dst []line, p *para, from, to int, room strip) []line {
	l := b.l
	l.format = p.format.line
	if p.tabs != nil {
		l.format.tabs = p.tabs
	}
	l.format.width, l.format.indent = room.width, p.left
	l.format.firstIndent = 0
	if len(dst) == 0 {
		l.format.firstIndent = p.first
	}
	start := len(dst)
	dst = l.set.setLines(dst, p.chars[from:to], &l.format)
	for i := start; i < len(dst); i++ {
		ln := &dst[i]
		ln.from, ln.to, ln.text = ln.from+from, ln.to+from, ln.text+from
		ln.x += room.left - p.left
	}
	return dst
}

// extras is what the items of a paragraph have besides their lines: space,
// borders, breaks, what keeps it with the next.
type extras struct {
	before, after Length
	top, bottom   Length // of borders
	breaks        bool
	column        bool
}

// extras finds what a paragraph's items have besides its lines, from one on to the last.
func (b *builder) extras(p *para, items []item) (x extras) {
	first, last := &items[0], &items[len(items)-1]
	x.before, x.after = first.before, last.after
	x.breaks, x.column = first.breaks, first.column
	height, base := b.lineHeight(p, int(first.at))
	x.top = first.base - base
	if first == last {
		x.bottom = first.height - height - x.top
		return x
	}
	height, _ = b.lineHeight(p, int(last.at))
	x.bottom = last.height - height
	return x
}

// apply gives them to the items of the same paragraph, set anew.
func (x *extras) apply(items []item) {
	first, last := &items[0], &items[len(items)-1]
	first.before, last.after = x.before, x.after
	first.breaks, first.column = x.breaks, x.column
	first.height, first.base = first.height+x.top, first.base+x.top
	last.height += x.bottom
}
