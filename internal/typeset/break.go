package typeset

import "strings"

// pairs tells for two neighbouring classes whether a line may break between
// them; what depends on more than the pair is in [setter.mayBreak].
var pairs = pairTable()

func pairTable() (table [classCount][classCount]bool) {
	for a := range classCount {
		for b := range classCount {
			table[a][b] = breaksBetween(a, b)
		}
	}
	return table
}

// narrow reports whether the class belongs to Latin text, which Word breaks at
// blanks, hyphens and dashes only. UAX #14 breaks it behind / and ! too.
func (c class) narrow() bool {
	return classLatin <= c && c <= classCloseNarrow
}

func breaksBetween(a, b class) bool {
	switch {
	case a == classBreak:
		return true
	case b == classSpace || b == classWideBlank || b == classZero || b == classBreak || b == classMark:
		return false
	case a == classSpace || a == classZero || a == classTab || b == classTab:
		return true
	case a == classGlue || b == classGlue || a == classQuote || b == classQuote:
		return false
	case b == classHyphen || b == classAfter || b == classEllipsis || b == classSlash,
		b == classPoint || b == classCloseNarrow || b == classPostfix:
		return false
	case a == classOpenNarrow || a == classPrefix:
		return false
	case a == classDash && b == classDash, a == classWideDigit && b == classWideDigit:
		return false
	case a == classHyphen:
		return b == classHan || b == classWideDigit || b == classLatin || b == classDash
	}
	return !a.narrow() || !b.narrow()
}

// kinsokuSet is a pair of sets of characters that replaces the default ones.
type kinsokuSet struct {
	noStart, noEnd string
	traits         map[rune]trait
}

func (k *kinsokuSet) use(noStart, noEnd string) {
	if k.traits != nil && k.noStart == noStart && k.noEnd == noEnd {
		return
	}
	*k = kinsokuSet{noStart, noEnd, map[rune]trait{}}
	if noStart == "" {
		noStart = defaultNoStart
	}
	if noEnd == "" {
		noEnd = defaultNoEnd
	}
	for _, r := range noStart {
		k.traits[r] |= traitNoStart
	}
	for _, r := range noEnd {
		k.traits[r] |= traitNoEnd
	}
}

// prepare fills the scratch slices: kinds, widths, break opportunities and what
// joins each character to the one before.
func (s *setter) prepare(chars []char, f *lineFormat) {
	s.chars, s.format, s.hasTabs = chars, f, false
	s.kinds = grow(s.kinds, len(chars))
	s.widths = grow(s.widths, len(chars))
	s.joints = grow(s.joints, len(chars))
	s.breaks = grow(s.breaks, len(chars))
	custom := f.noStart != "" || f.noEnd != ""
	if custom {
		s.kinsoku.use(f.noStart, f.noEnd)
	}
	mask := ^trait(0)
	if !f.kinsoku {
		mask = ^(traitNoStart | traitNoEnd)
	}
	ground := kind{class: classLatin} // the last character that is no blank
	for i := range chars {
		c := &chars[i]
		k := kindOf(c.r, c.full)
		if custom {
			k.traits = k.traits&^(traitNoStart|traitNoEnd) | s.kinsoku.traits[c.r]
		}
		k.traits &= mask
		if c.mark {
			k.traits = k.traits&^(traitLetter|traitDigit) | traitNoStart
		}
		s.widths[i] = c.width
		s.joints[i] = 0
		s.breaks[i] = false
		switch k.class {
		case classHan:
			if c.r == 0x3000 && s.loneBlank(i) {
				k.class = classWideBlank
			}
		case classTab:
			s.hasTabs = true
		case classBreak, classZero:
			s.widths[i] = 0
		case classAfter:
			if c.r == softHyphen {
				s.widths[i] = 0
			}
		case classMark:
			if i > 0 && s.kinds[i-1].carriesMarks() {
				s.kinds[i] = s.kinds[i-1]
				s.kinds[i].traits &^= traitOpens | traitCloses | traitHangs
				continue
			}
			k.class = classLatin // as UAX #14 has it (LB10)
		}
		s.kinds[i] = k
		if i > 0 {
			s.breaks[i] = s.mayBreak(i, ground)
			s.joints[i] = s.joint(i)
		}
		if !k.hangs() {
			ground = k
		}
	}
}

const (
	softHyphen      = '\u00AD'
	zeroWidthJoiner = '\u200D'
)

// mayBreak reports whether a line may end before character i; ground is the
// last character before it that is no blank.
func (s *setter) mayBreak(i int, ground kind) bool {
	a, b := s.kinds[i-1], s.kinds[i]
	if !pairs[a.class][b.class] {
		return !s.format.wordWrap && a.class.narrow() && b.class.narrow() &&
			b.class != classPostfix && !a.is(traitNoEnd) && !b.is(traitNoStart)
	}
	if a.class == classBreak {
		return true
	}
	if a.is(traitNoEnd) || b.is(traitNoStart) {
		return false
	}
	if a.hangs() { // the rule reaches over blanks: they are gone at the end of a line
		return ground.class != classOpenNarrow && !ground.is(traitNoEnd)
	}
	if s.chars[i-1].r == zeroWidthJoiner {
		return false
	}
	if a.class == classHyphen && b.class == classLatin { // -x and --x are options and signs, not compounds
		return i > 1 && (s.kinds[i-2].class == classLatin || s.kinds[i-2].class == classDigit)
	}
	return true
}

// loneBlank reports whether the U+3000 at i hangs at the end of a line: Word
// lets one do so behind an East Asian character, while longer rows of them
// keep their width and wrap (yukiyokotani/office-open-xml-viewer 1226).
func (s *setter) loneBlank(i int) bool {
	return i > 0 && s.kinds[i-1].class == classHan && s.chars[i-1].r != 0x3000 &&
		(i+1 == len(s.chars) || s.chars[i+1].r != 0x3000)
}

// joint returns what is set between the characters i-1 and i of one line: the
// gap between East Asian and Latin text, or, negative, the blank that two
// full-width marks give up.
func (s *setter) joint(i int) Length {
	a, b := s.kinds[i-1], s.kinds[i]
	f := s.format
	latin := trait(0)
	if f.autoSpaceDE {
		latin = traitLetter
	}
	if f.autoSpaceDN {
		latin |= traitDigit
	}
	switch {
	case a.is(traitEast) && b.is(latin):
		return s.chars[i-1].size * f.autoSpace / 1000
	case a.is(latin) && b.is(traitEast):
		return s.chars[i].size * f.autoSpace / 1000
	case f.compress && a.is(traitOpens|traitCloses) && b.is(traitOpens|traitCloses):
		return -s.collapse(i)
	}
	return 0
}

// emergency returns where to break a unit that is wider than the line, so that
// chars[from:limit] is the most that fits: behind a sign of an address if there
// is one in the second half, else where no rule on first and last characters is
// broken, else at the limit. At least one character stays.
func (s *setter) emergency(from, limit int) int {
	if limit <= from {
		limit = from + 1
	}
	for limit < len(s.chars) && s.glued(limit) {
		if limit++; s.kinds[limit-1].class == classBreak {
			return limit
		}
	}
	for i := limit; i > from && i > (from+limit)/2; i-- {
		if s.kinds[i-1].class.narrow() && strings.ContainsRune(`/\?&=_`, s.chars[i-1].r) && s.fallback(i) {
			return i
		}
	}
	for i := limit; i > from; i-- {
		if s.fallback(i) {
			return i
		}
	}
	return limit
}

// glued reports whether character i belongs to the one before: a combining
// mark, a blank that hangs, a forced break.
func (s *setter) glued(i int) bool {
	return s.kinds[i].class == classBreak || s.kinds[i].hangs() || s.isMark(i)
}

// isMark reports whether character i combines with the one before.
func (s *setter) isMark(i int) bool {
	return i > 0 && s.chars[i].r >= 0x300 && kindOf(s.chars[i].r, false).class == classMark && s.kinds[i-1].carriesMarks()
}

// fallback reports whether a break before i, though inside a unit, leaves no
// forbidden character at an end of a line.
func (s *setter) fallback(i int) bool {
	if i == len(s.chars) {
		return true
	}
	a, b := s.kinds[i-1], s.kinds[i]
	return !a.is(traitNoEnd) && !b.is(traitNoStart) && !s.glued(i) &&
		!(a.class == classDash && b.class == classDash) && a.class != classGlue && b.class != classGlue
}
