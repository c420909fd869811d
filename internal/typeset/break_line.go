package typeset

import "slices"

// closingRun bounds how many marks in a row are tried to be brought in.
const closingRun = 8

// next returns the line that begins at from. First fit, as Word and
// LibreOffice do: a line takes what it can hold.
func (s *setter) next(from int) span {
	edge := s.format.width + s.overhang(from)
	x := s.start(len(s.spans))
	last := -1 // the last break passed
	for i := from; i < len(s.chars); i++ {
		if i > from {
			if s.breaks[i] && (s.chars[i-1].r != softHyphen || x+s.chars[i-1].width <= edge) {
				last = i
			}
			x += s.joints[i]
		}
		switch s.kinds[i].class {
		case classBreak:
			return span{from: from, to: i + 1}
		case classSpace, classWideBlank, classZero:
			x += s.widths[i]
			continue
		case classTab:
			width, fits := s.tab(i, x)
			if !fits {
				if i > from {
					return span{from: from, to: i}
				}
				width = max(0, edge-x)
			}
			s.widths[i] = width
		}
		x += s.widths[i]
		if x <= edge {
			continue
		}
		if to, fit := s.bringIn(from, i, x, edge); to > 0 {
			return span{from, to, fit}
		}
		if last < 0 {
			last = s.emergency(from, i)
		}
		return span{from: from, to: last}
	}
	return span{from: from, to: len(s.chars)}
}

// bringIn tries to keep the marks at i, the first that do not fit, on their
// line: they may not start the next one, so the character before them would
// have to go too. x is where the line ends with character i. First the mark at
// the end gives up its blank half, then it hangs, or else the others on the
// line give up theirs. It returns where the line ends then, or 0.
func (s *setter) bringIn(from, i int, x, edge Length) (to int, fit fit) {
	f := s.format
	if !f.compress && !f.overflowPunct || i == from || !s.kinds[i].is(traitCloses) {
		return 0, fitNatural
	}
	end := i + 1 // behind the marks
	for ; end < len(s.chars) && !s.breaks[end] && end-i < closingRun; end++ {
		if !s.kinds[end].is(traitCloses) {
			break
		}
		x += s.joints[end] + s.widths[end]
	}
	to = end
	for to < len(s.chars) && !s.breaks[to] {
		if !s.kinds[to].hangs() && s.kinds[to].class != classBreak {
			return 0, fitNatural // something else clings to the marks
		}
		if to++; s.kinds[to-1].class == classBreak {
			break
		}
	}
	over := x - edge
	fromLeft := f.align == alignStart || f.align == alignBoth
	if fromLeft && f.compress && over <= s.endYield(from, end) {
		return to, fitSqueezed
	}
	if f.overflowPunct && s.kinds[end-1].is(traitHangs) && over <= s.widths[end-1] {
		return to, fitHanging
	}
	if f.compress && !f.overflowPunct && over <= s.endYield(from, end)+s.yieldSum(s.stretchFrom(from, end), end) {
		return to, fitSqueezed
	}
	return 0, fitNatural
}

// stretchFrom returns from where the characters of a line may move: behind its last tab.
func (s *setter) stretchFrom(from, to int) int {
	if s.hasTabs {
		for i := to; i > from; i-- {
			if s.kinds[i-1].class == classTab {
				return i
			}
		}
	}
	return from
}

// relieve sees to it that no paragraph ends in a line of one character: it
// takes a character from the line before or, where marks can give up enough
// blank in text set from the left, brings the last one up. Not in text set from
// the right or spread out to its last line, and never against the rules for
// first and last characters.
func (s *setter) relieve() {
	f := s.format
	if f.singleEnds || len(s.spans) < 2 || f.align == alignDistribute || f.align == alignEnd {
		return
	}
	a, b := &s.spans[len(s.spans)-2], s.spans[len(s.spans)-1]
	if s.endsInBreak(*a) || !s.isSingle(b) {
		return
	}
	if s.hasTab(a.from, b.to) {
		s.relieveBehindTab(a, b)
		return
	}
	edge := f.width + s.overhang(a.from) - s.start(len(s.spans)-2)
	if p := s.pushFrom(*a, b, edge); p > 0 {
		*a = span{from: a.from, to: p}
		s.spans[len(s.spans)-1].from = p
		return
	}
	end := s.textEnd(a.from, b.to)
	over := s.naturalWidth(a.from, end) - edge
	fromLeft := f.align == alignStart || f.align == alignBoth
	if fromLeft && f.compress && over <= s.endYield(a.from, end)+s.yieldSum(a.from, end) {
		*a = span{a.from, b.to, fitSqueezed}
		s.spans = s.spans[:len(s.spans)-1]
	}
}

// relieveBehindTab is relieve for the usual numbered item, "1.", a tab and the
// text: what stands before the tab does not move, and behind it there is
// enough text that one character less is not seen.
func (s *setter) relieveBehindTab(a *span, b span) {
	const enough = 8
	tab := s.stretchFrom(a.from, b.to)
	aligned := slices.ContainsFunc(s.format.tabs, func(t tabStop) bool { return t.align != tabLeft && t.align != tabClear })
	if aligned || a.to-tab < enough {
		return
	}
	if p := s.pushFrom(span{from: tab, to: a.to}, b, 0); p > 0 {
		*a = span{from: a.from, to: p}
		s.spans[len(s.spans)-1].from = p
	}
}

// isSingle reports whether a line holds one East Asian character, and marks
// that may not start a line at the most.
func (s *setter) isSingle(sp span) bool {
	end := s.textEnd(sp.from, sp.to)
	if end == sp.from || end-sp.from > closingRun || s.kinds[sp.from].class != classHan {
		return false
	}
	for i := sp.from + 1; i < end; i++ {
		if !s.kinds[i].is(traitNoStart|traitCloses) && !s.isMark(i) {
			return false
		}
	}
	return true
}

func (s *setter) hasTab(from, to int) bool {
	return s.stretchFrom(from, to) > from
}

// pushFrom returns where the last line may begin instead, or 0. The line before
// keeps two characters, and when it is to be justified three quarters of its measure.
func (s *setter) pushFrom(a, b span, edge Length) int {
	p := a.to - 1
	for p > a.from && !s.breaks[p] {
		p--
	}
	if p < a.from+2 || a.to-p > 4 || s.kinds[p].class != classHan {
		return 0
	}
	end := s.textEnd(a.from, p)
	if end < a.from+2 || s.naturalWidth(p, s.textEnd(p, b.to)) > s.format.width {
		return 0
	}
	if s.format.align == alignBoth && 4*s.naturalWidth(a.from, end) < 3*edge {
		return 0
	}
	return p
}

// naturalWidth returns the width of chars[from:to] on one line.
func (s *setter) naturalWidth(from, to int) (sum Length) {
	for i := from; i < to; i++ {
		if sum += s.widths[i]; i > from {
			sum += s.joints[i]
		}
	}
	return sum
}
