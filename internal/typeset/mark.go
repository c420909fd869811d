package typeset

import "golang.org/x/text/unicode/norm"

// isCombining reports whether a character is a mark of the character before it:
// an accent, an enclosing sign, a voicing mark of kana.
func isCombining(r rune) bool {
	return r >= 0x300 && r < 0x370 || r >= 0x1AB0 && r < 0x1B00 || r >= 0x1DC0 && r < 0x1E00 ||
		r >= 0x20D0 && r < 0x2100 || r == 0x3099 || r == 0x309A
}

// accent gives a mark to the character before it. Where a face has the two as
// one glyph, that is drawn and the mark shows nothing; so the text copies out as
// typed. It reports whether that is so.
func (b *builder) accent(c *char, u *run, f *runFormat) bool {
	l := b.l
	n := len(l.chars)
	if n == 0 || l.chars[n-1].run != c.run {
		return false
	}
	base := &l.chars[n-1]
	whole := base.r
	for k := n - 1; isCombining(base.r); { // a second mark of one character
		if k--; k < 0 || l.chars[k].run != c.run || n-k > 4 {
			return false
		}
		base = &l.chars[k]
		whole = base.r
		for _, m := range l.chars[k+1 : n] {
			if whole = composed(whole, m.r); whole == 0 {
				return false
			}
		}
	}
	if whole = composed(whole, c.r); whole == 0 {
		return false
	}
	if f.caps || f.smallCaps {
		whole, _ = f.cased(whole)
	}
	e := l.glyph(u.number, u.typeface, whole)
	if e.id == 0 {
		return false
	}
	base.id, base.face = e.id, e.face
	b.blank(c, u)
	return true
}

// blank gives a character that shows nothing a glyph without ink and without
// width, so that it copies out; where no face has one, nothing is written of it.
func (b *builder) blank(c *char, u *run) {
	const wordJoiner = '\u2060'
	e := b.l.glyph(u.number, u.typeface, wordJoiner)
	c.id, c.face = e.id, e.face
}

// composed returns the one character that a letter and a mark make, 0 where there is none.
func composed(letter, mark rune) rune {
	rs := []rune(norm.NFC.String(string([]rune{letter, mark})))
	if len(rs) != 1 {
		return 0
	}
	return rs[0]
}

// shiftOf is how far the mark at character i of a line moves left.
func (p *para) shiftOf(ln *line, i int) Length {
	k := i - 1
	for k > ln.from && isCombining(p.chars[k].r) {
		k--
	}
	if k < ln.from {
		return 0
	}
	return markShift(&p.chars[k], &p.chars[i], ln.advance[k-ln.from])
}

// markShift is how far a mark moves left, so that it stands over the middle of
// the character before it: faces have them on either side of their origin.
func markShift(base, c *char, advance Length) Length {
	left, _, right, _, ok := c.face.Bounds(c.id)
	if !ok || c.id == 0 {
		return 0
	}
	mid := Length(left+right) * c.size / 2 / Length(max(1, c.face.UnitsPerEm()))
	over := base.width / 2
	if left, _, right, _, ok := base.face.Bounds(base.id); ok && base.id != 0 {
		over = Length(left+right) * base.size / 2 / Length(max(1, base.face.UnitsPerEm()))
	}
	return advance + mid - over
}
