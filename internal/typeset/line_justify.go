package typeset

import "math"

// gapSort is a set of sorts of gaps.
type gapSort uint8

const (
	wordGap gapSort = 1 << iota // a typed blank
	autoGap                     // between East Asian and Latin text
	charGap                     // any other that may open
)

// gap is a place where a justified line can be widened.
type gap struct {
	at    int // index into the advances of the line
	sort  gapSort
	level Length // present width
	half  Length // of the em
}

// justify widens the line's text before inside by room. Word was measured to
// let the word spaces grow to half an em first, then the gaps between East
// Asian and Latin text, then to bring all gaps to one common width, those
// between ideographs included (developer0hye/office2pdf 1193 and 1282).
func (s *setter) justify(l *line, inside int, room Length) {
	if room <= 0 {
		return
	}
	s.findGaps(l, inside)
	room = s.widen(l, wordGap, true, room)
	room = s.widen(l, autoGap, true, room)
	s.widen(l, wordGap|autoGap|charGap, false, room)
}

// findGaps collects the gaps of a line, from its last tab to inside.
func (s *setter) findGaps(l *line, inside int) {
	s.gaps = s.gaps[:0]
	first := s.stretchFrom(l.from, inside)
	for first < inside && s.kinds[first].hangs() { // leading blanks are an indent
		first++
	}
	for i := first + 1; i < inside; i++ {
		c := &s.chars[i]
		if s.format.align == alignDistribute { // as much room behind each character, blanks included
			if s.opens(i) {
				s.gaps = append(s.gaps, gap{i - 1 - l.from, charGap, 0, 0})
			}
			continue
		}
		if s.kinds[i].class == classSpace || c.r == 0xA0 {
			s.gaps = append(s.gaps, gap{i - l.from, wordGap, l.advance[i-l.from], c.size / 2})
			continue
		}
		switch {
		case s.kinds[i-1].class == classSpace || s.chars[i-1].r == 0xA0:
		case s.joints[i] > 0:
			s.gaps = append(s.gaps, gap{i - 1 - l.from, autoGap, s.joints[i], c.size / 2})
		case s.opens(i):
			s.gaps = append(s.gaps, gap{i - 1 - l.from, charGap, 0, 0})
		}
	}
}

// opens reports whether a gap may open before character i: beside any East
// Asian character, and in distributed text within Latin words too. Two dashes
// are one.
func (s *setter) opens(i int) bool {
	a, b := s.kinds[i-1].class, s.kinds[i].class
	if a == b && (a == classDash || a == classEllipsis) || a == classZero || s.isMark(i) {
		return false
	}
	return s.format.align == alignDistribute || a <= classWideDigit || b <= classWideDigit
}

// widen raises the gaps of the given sorts towards one common width, at most
// to half an em each when so limited, and returns the room left.
func (s *setter) widen(l *line, sorts gapSort, limited bool, room Length) Length {
	for room > 0 {
		// Water runs into the lowest gaps until they reach the next higher one.
		low, next, n := Length(math.MaxInt), Length(math.MaxInt), Length(0)
		for i := range s.gaps {
			g := &s.gaps[i]
			if g.sort&sorts == 0 || limited && g.level >= g.half {
				continue
			}
			if limited {
				next = min(next, g.half)
			}
			switch {
			case g.level < low:
				if n > 0 {
					next = min(next, low)
				}
				low, n = g.level, 1
			case g.level == low:
				n++
			default:
				next = min(next, g.level)
			}
		}
		if n == 0 {
			return room
		}
		rise, odd := room/n, room%n
		if rise >= next-low {
			rise, odd = next-low, 0
		}
		for i := range s.gaps {
			g := &s.gaps[i]
			if g.sort&sorts == 0 || limited && g.level >= g.half || g.level != low {
				continue
			}
			more := rise
			if odd > 0 {
				more++
				odd--
			}
			g.level += more
			l.advance[g.at] += more
			room -= more
		}
	}
	return 0
}
