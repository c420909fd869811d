package typeset

// wordTab is Word's distance of default tab stops (17.15.1.25).
const wordTab = 36 * Point

// stopAfter returns the first tab stop behind pos, which counts from the text
// margin. The left indent of a hanging paragraph is a stop too (17.3.1.37),
// and behind the last custom stop there is one at every multiple of the default.
func (f *lineFormat) stopAfter(pos Length) tabStop {
	found := false
	var best tabStop
	for _, t := range f.tabs {
		if t.align < tabClear && t.pos > pos && (!found || t.pos < best.pos) && !f.cleared(t.pos) {
			best, found = t, true
		}
	}
	if f.firstIndent < 0 && pos < f.indent && (!found || f.indent < best.pos) {
		return tabStop{pos: f.indent}
	}
	if found {
		return best
	}
	step := f.defaultTab
	if step <= 0 {
		step = wordTab
	}
	next := pos - pos%step
	if next <= pos {
		next += step
	}
	return tabStop{pos: next}
}

func (f *lineFormat) cleared(pos Length) bool {
	for _, t := range f.tabs {
		if t.align == tabClear && t.pos == pos {
			return true
		}
	}
	return false
}

// tab returns the width of the tab at i, which starts at x from the left edge
// of the available width, and whether its stop lies on this line. A centred,
// right or decimal stop past the right edge counts as one at the edge.
func (s *setter) tab(i int, x Length) (width Length, fits bool) {
	f := s.format
	pos, edge := f.indent+x, f.indent+f.width
	stop := f.stopAfter(pos)
	if stop.align == tabLeft {
		return stop.pos - pos, stop.pos <= edge
	}
	if pos >= edge {
		return 0, false
	}
	room := min(stop.pos, edge) - pos
	before, all := s.tabbed(i+1, 2*max(0, f.width))
	switch stop.align {
	case tabCenter:
		room -= all / 2
	case tabRight:
		room -= all
	case tabDecimal:
		room -= before
	}
	return max(0, room), true
}

// tabbed measures the text from character i to the next tab or the end of its
// line, and the part of it before its decimal point; text wider than limit is cut.
func (s *setter) tabbed(i int, limit Length) (before, all Length) {
	from, point := i, false
	for ; i < len(s.chars) && all <= limit; i++ {
		if c := s.kinds[i].class; c == classTab || c == classBreak {
			break
		}
		if s.chars[i].r == '.' && !point {
			before, point = all, true
		}
		if i > from {
			all += s.joints[i]
		}
		all += s.widths[i]
	}
	if !point {
		before = all
	}
	return before, all
}
