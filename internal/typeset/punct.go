package typeset

// half returns how much of its cell the full-width mark at i can give up: the
// blank half, but never ink. A face may set the mark in the middle of its cell.
func (s *setter) half(i int) Length {
	c := &s.chars[i]
	cell := min(c.size, s.widths[i])
	half := cell / 2
	if c.face == nil {
		return max(0, half)
	}
	left, _, right, _, ok := c.face.Bounds(c.id)
	if !ok {
		return max(0, half)
	}
	blank := left
	if s.kinds[i].is(traitCloses) {
		blank = c.face.Advance(c.id) - right
	}
	return max(0, min(half, Length(blank)*c.size/Length(c.face.UnitsPerEm())))
}

// collapse returns the blank that goes between the marks i-1 and i, one em that
// becomes a half or a half that goes (clreq, 标点符号的宽度调整): of 」，of ，「 and
// of 「「, but there is none within 「」.
func (s *setter) collapse(i int) Length {
	if s.kinds[i-1].is(traitCloses) {
		return s.half(i - 1)
	}
	if s.kinds[i].is(traitOpens) {
		return min(s.half(i), s.widths[i-1]/2)
	}
	return 0
}

// yield returns the blank that can still go between the characters i-1 and i:
// the right half of a closing mark, the left half of an opening one. Between
// two marks the blank was settled by [setter.collapse].
func (s *setter) yield(i int) Length {
	a, b := s.kinds[i-1], s.kinds[i]
	switch {
	case !a.is(traitCloses) && !b.is(traitOpens), s.joints[i] < 0, s.isMark(i):
		return 0
	case a.is(traitCloses) && b.is(traitCloses|traitOpens), a.is(traitOpens) && b.is(traitOpens):
		return 0
	case a.is(traitCloses):
		return s.half(i - 1)
	}
	return min(s.half(i), max(0, s.widths[i-1])/2)
}

// yieldSum returns how much chars[from:to], one line, can shrink between its
// characters, its last mark not counted.
func (s *setter) yieldSum(from, to int) (sum Length) {
	for i := from + 1; i < to; i++ {
		sum += s.yield(i)
	}
	return sum
}

// endYield returns the blank half of the mark that ends a line at to.
func (s *setter) endYield(from, to int) Length {
	if to > from && s.kinds[to-1].is(traitCloses) && !s.isMark(to-1) {
		return s.half(to - 1)
	}
	return 0
}

// squeeze takes over from the line's advances, of which the first stands for
// chars[from]: from the mark at its end first, which nobody sees, then from all
// others in proportion. It returns what it could not take.
func (s *setter) squeeze(advance []Length, from, to int, over Length) Length {
	if to <= from {
		return over
	}
	end := min(over, s.endYield(from, to))
	advance[to-1-from] -= end
	over -= end
	total := s.yieldSum(from, to)
	if over <= 0 || total <= 0 {
		return over
	}
	goal := min(over, total)
	var seen, taken Length
	for i := from + 1; i < to; i++ {
		if seen += s.yield(i); seen > 0 {
			part := goal*seen/total - taken
			advance[i-1-from] -= part
			taken += part
		}
	}
	return over - taken
}
