package typeset

import (
	"slices"

	"jobdoc/internal/wordml"
)

// How wide the columns of a table are that is laid out by its content
// (17.18.87). Word writes what came of it into the grid, but does not believe
// it when it opens the file again. Here the grid holds, since it was made with
// the true fonts, unless
//
//   - a column is missing or has no width,
//   - a cell asks for another width than the grid gives it (programs set w:tcW
//     and leave the grid alone),
//   - all columns are equal and a word of one is too long for it,
//   - all columns are equal, or next to nothing, and no cell asks for a width:
//     that is what programs write that have not measured anything.
//
// Then every column gets at least what its longest word needs; beyond that a
// table that is too wide takes from all columns the same part of what they ask
// for above that least, as Word was measured to do (office2pdf 624 and PR 726:
// all columns within 0.1 pt). A column that no cell asks a width for wants its
// longest paragraph on one line, and short ones get that first.

// likeness is how far a cell's width may be from that of its columns, in
// thousandths, before it counts as another one.
const likeness = 50

// holdsGrid reports whether the grid is to be believed.
func (t *table) holdsGrid(grid []Length, room Length) bool {
	total, equal := sum(grid), isEven(grid)
	if slices.Contains(grid, 0) {
		return false
	}
	var single [maxColumns]Length
	asked, like := false, true
	t.asks(max(room, total), func(from, to int, width Length) bool {
		asked = true
		if to-from == 1 {
			single[from] = max(single[from], width)
			return true
		}
		if has := sum(grid[from:to]); width > has {
			like = alike(width, has)
		}
		return like
	})
	for i, w := range single[:len(grid)] {
		like = like && (w == 0 || alike(w, grid[i]))
	}
	if asked || !like {
		return like
	}
	const tenth = 10
	return (!equal || len(grid) == 1) && total >= room/tenth
}

// isEven reports whether all columns are equally wide.
func isEven(grid []Length) bool {
	return !slices.ContainsFunc(grid, func(w Length) bool { return max(w-grid[0], grid[0]-w) > Twip })
}

// holds reports whether every column has room for its longest word.
func (f *columnFit) holds(grid []Length) bool {
	for i, w := range grid {
		if f.least[i] > w+Twip {
			return false
		}
	}
	return true
}

func alike(a, b Length) bool {
	return max(a-b, b-a) <= b*likeness/1000+Point
}

func sum(lengths []Length) (total Length) {
	for _, v := range lengths {
		total += v
	}
	return total
}

// columnFit is what the columns of a table need and want.
type columnFit struct {
	least []Length // so that no word breaks
	most  []Length // so that no line breaks
	asked []Length // by a cell, 0 for none
}

// fitOf measures the columns of a table, once.
func (b *builder) fitOf(t *table, n *wordml.Node) *columnFit {
	l := b.l
	if f := l.fits[n]; f != nil {
		return f
	}
	grid := t.grid(l, n.Child("w:tblGrid"))
	f := &columnFit{least: make([]Length, len(grid)), most: make([]Length, len(grid)), asked: make([]Length, len(grid))}
	l.fits[n] = f
	state := l.suspend()
	room := b.tableRoom(t)
	t.asks(room, func(from, to int, width Length) bool {
		if to-from == 1 {
			f.asked[from] = max(f.asked[from], width)
		}
		return true
	})
	var spans []spanning
	for r := range t.rows {
		for c := range t.rows[r].cells {
			cl := &t.rows[r].cells[c]
			s := spanning{from: cl.from, to: cl.to, asked: t.width(cl.props.width, room)}
			s.least, s.most = b.measureCell(cl)
			if s.to-s.from == 1 {
				f.least[s.from], f.most[s.from] = max(f.least[s.from], s.least), max(f.most[s.from], s.most)
			} else if s.to > s.from {
				spans = append(spans, s)
			}
		}
	}
	l.resume(state)
	slices.SortStableFunc(spans, func(a, b spanning) int { return (a.to - a.from) - (b.to - b.from) })
	for _, s := range spans {
		f.span(s)
	}
	return f
}

// spanning is a cell over several columns.
type spanning struct {
	from, to           int
	least, most, asked Length
}

// span lets the columns of a spanning cell have room for it together.
func (f *columnFit) span(s spanning) {
	raise(f.least[s.from:s.to], f.most[s.from:s.to], s.least)
	raise(f.most[s.from:s.to], f.most[s.from:s.to], s.most)
	blank, known := 0, Length(0)
	for i := s.from; i < s.to; i++ {
		if known += f.asked[i]; f.asked[i] == 0 {
			blank++
		}
	}
	if rest := s.asked - known; blank > 0 && rest > 0 {
		for i := s.from; i < s.to; i++ {
			if f.asked[i] == 0 {
				f.asked[i] = rest / Length(blank)
			}
		}
	}
}

// raise makes widths add up to total at least, each by its part of the weights.
func raise(widths, weights []Length, total Length) {
	missing := total - sum(widths)
	if missing <= 0 {
		return
	}
	weight := sum(weights)
	rest := missing
	for i := range widths {
		part := missing / Length(len(widths))
		if weight > 0 {
			part = missing * weights[i] / weight
		}
		if i == len(widths)-1 {
			part = rest
		}
		widths[i] += part
		rest -= part
	}
}

// want is the width column i would have if there were room for all.
func (f *columnFit) want(i int) Length {
	if f.asked[i] > 0 {
		return max(f.asked[i], f.least[i])
	}
	return max(f.most[i], f.least[i])
}

// widths divides the width of a table.
func (f *columnFit) widths(l *layouter, t *table, room Length) []Length {
	n := len(f.least)
	least, want := l.lenSlab.take(n), l.lenSlab.take(n)
	for i := range want {
		least[i], want[i] = f.least[i], f.want(i)
	}
	width := f.tableWidth(t, sum(least), sum(want), room)
	f.favourShort(least, want, width)
	need, all := sum(least), sum(want)
	switch {
	case need >= width: // words must break
		shareOut(want, least, width)
	case width >= all:
		f.grow(want, width-all)
	default:
		for i, w := range want {
			want[i] = least[i] + (w-least[i])*(width-need)/(all-need)
		}
		want[n-1] += width - sum(want)
	}
	return want
}

// tableWidth settles how wide the table is: as it asks, but with room for its
// words while they fit on the page; else as its columns want, up to the page.
func (f *columnFit) tableWidth(t *table, need, all, room Length) Length {
	p := t.format
	switch {
	case p.has&hasTableWidth == 0 || p.width <= 0:
		return min(all, room)
	case p.percent:
		return room * p.width / 5000
	}
	return max(p.width, min(need, room))
}

// favourShort gives columns that no cell asks a width for, and that want no more
// than an even part of the table, what they want before the others take theirs.
// Of the others none wants more than a few times the table's width, so that a
// long text does not squeeze one that is not so long.
func (f *columnFit) favourShort(least, want []Length, width Length) {
	const times = 3
	for i := range want {
		if f.asked[i] == 0 {
			want[i] = max(least[i], min(want[i], times*width))
		}
	}
	spare := width - sum(least)
	for i := range want {
		if more := want[i] - least[i]; f.asked[i] == 0 && want[i] <= width/Length(len(want)) && more <= spare {
			least[i] += more
			spare -= more
		}
	}
}

// grow hands out width that no column wants: to those no cell asks a width for,
// if there are any, each by what it has.
func (f *columnFit) grow(widths []Length, extra Length) {
	if extra <= 0 {
		return
	}
	weights := make([]Length, len(widths))
	for i, w := range widths {
		if f.asked[i] == 0 {
			weights[i] = w
		}
	}
	if sum(weights) == 0 {
		copy(weights, widths)
	}
	raise(widths, weights, sum(widths)+extra)
}
