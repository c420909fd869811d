package typeset

import "unicode"

// runFormat is how the characters of a run look, settled. It is shared and does not change.
type runFormat struct {
	faces                 [slots]int32 // indexes into Sheet.faces
	size                  Length       // of the glyphs
	full                  Length       // of the em that lines are measured by: size before super- and subscript
	raise                 Length       // above the baseline
	spacing               Length
	scale                 int // percent
	color                 Color
	shade                 Color
	underColor            Color
	shaded                bool
	underGiven            bool // underColor holds, else the text's
	under                 underline
	emphasis              emphasis
	border                border // around the text
	asian                 asianLayout
	fit                   fitText
	strikes               uint8 // lines through the text
	caps, smallCaps       bool
	hidden                bool
	eastAsiaHint, chinese bool
	complex               bool
	noGrid                bool
	symbols               bool // the high ANSI font is one of symbols
	auto                  bool // the colour is black or, on a dark ground, white
	language              language
	odd                   noticeSet
}

// defaultFont is what Word sets where no font is named anywhere (17.3.2.26).
const defaultFont = "Times New Roman"

// format settles run properties.
func (s *Sheet) format(p *runProps) *runFormat {
	f := &runFormat{
		size: p.size, scale: p.scale, spacing: p.spacing, raise: p.raise, color: p.color,
		under: p.under, underColor: p.underColor, underGiven: p.colored,
		caps: p.flags&flagCaps != 0, smallCaps: p.flags&flagSmallCaps != 0,
		hidden: p.flags&flagVanish != 0, eastAsiaHint: p.eastAsiaHint, chinese: p.chinese,
		complex: p.flags&flagComplex != 0, noGrid: p.flags&flagNoGrid != 0,
		shade: p.shade, shaded: p.shaded, auto: !p.painted, border: p.border, language: p.language,
	}
	if p.has&hasSize == 0 {
		f.size = 10 * Point
	}
	if p.has&hasScale == 0 {
		f.scale = 100
	}
	if p.lit {
		f.shade, f.shaded = p.highlight, true
	}
	if p.flags&flagStrike != 0 {
		f.strikes = 1
	}
	if p.flags&flagDoubleStrike != 0 {
		f.strikes = 2
	}
	if p.asian != nil {
		f.asian = *p.asian
	}
	if p.fit != nil {
		f.fit = *p.fit
	}
	f.full = f.size
	switch p.vert {
	case vertSuper:
		f.raise += f.size * 33 / 100
		f.size = f.size * 65 / 100
	case vertSub:
		f.raise -= f.size * 14 / 100
		f.size = f.size * 65 / 100
	}
	if p.flags&flagOutlined != 0 {
		f.odd |= noticeTextEffect.set()
	}
	if f.emphasis = p.emphasis; f.emphasis == emphasisDot && p.has&hasChinese != 0 && !p.chinese {
		f.emphasis = emphasisDotAbove
	}
	f.symbols = isSymbolFont(p.fonts[slotHighANSI])
	bold, italic := p.flags&flagBold != 0, p.flags&flagItalic != 0
	for i, name := range p.fonts {
		if name == "" {
			name = defaultFont
		}
		f.faces[i] = s.faceIndex(faceKey{name, bold, italic})
	}
	return f
}

// slot chooses the font of a character: the table of 17.3.2.26, in which the
// hint moves the characters that Latin and East Asian fonts both have.
func (f *runFormat) slot(r rune) slot {
	if f.complex {
		return slotComplex
	}
	if r < 0x80 {
		return slotASCII
	}
	if f.symbols && r >= 0xF020 && r <= 0xF0FF {
		return slotHighANSI // a sign of that font, whatever the hint
	}
	switch sharedRange(r) {
	case rangeEastAsian:
		return slotEastAsia
	case rangeComplex:
		return slotComplex
	case rangeHinted:
		if f.eastAsiaHint {
			return slotEastAsia
		}
	case rangeChinese:
		if f.eastAsiaHint && f.chinese {
			return slotEastAsia
		}
	}
	return slotHighANSI
}

// scriptRange says which slot the characters of a range go to.
type scriptRange uint8

const (
	rangeLatin     scriptRange = iota
	rangeHinted                // East Asian with the hint
	rangeChinese               // East Asian with the hint, in Chinese text
	rangeEastAsian             // always
	rangeComplex
)

// sharedRange sorts a character above U+007F into the table of 17.3.2.26.
func sharedRange(r rune) scriptRange {
	switch {
	case r < 0x100:
		return latin1Range(r)
	case r < 0x250: // Latin Extended-A and -B
		return rangeChinese
	case r < 0x2B0: // IPA
		return rangeChinese
	case r < 0x530: // modifiers, combining marks, Greek, Cyrillic
		return rangeHinted
	case r >= 0x590 && r < 0x7C0: // Hebrew, Arabic, Syriac, Thaana
		return rangeComplex
	case r >= 0x1100 && r < 0x1200: // Hangul Jamo
		return rangeEastAsian
	case r >= 0x1E00 && r < 0x1F00: // Latin Extended Additional
		return rangeChinese
	case r < 0x2000:
		return rangeLatin
	case r < 0x2E80: // punctuation, arrows, signs, shapes, dingbats
		return rangeHinted
	case r < 0xD800 || r >= 0x10000:
		return rangeEastAsian
	case r < 0xF900: // private use
		return rangeHinted
	case r < 0xFB00:
		return rangeEastAsian
	case r < 0xFB1D: // Latin ligatures
		return rangeHinted
	case r < 0xFE00 || r >= 0xFE70 && r < 0xFEFF: // Hebrew and Arabic forms
		return rangeComplex
	}
	return rangeEastAsian
}

// latin1Range sorts U+0080 to U+00FF: the signs and the vowels with tone marks
// of Pinyin that East Asian fonts have.
func latin1Range(r rune) scriptRange {
	switch r {
	case 0xA1, 0xA4, 0xA7, 0xA8, 0xAA, 0xAD, 0xAF, 0xB0, 0xB1, 0xB2, 0xB3, 0xB4,
		0xB6, 0xB7, 0xB8, 0xB9, 0xBA, 0xBC, 0xBD, 0xBE, 0xBF, 0xD7, 0xF7:
		return rangeHinted
	case 0xE0, 0xE1, 0xE8, 0xE9, 0xEA, 0xEC, 0xED, 0xF2, 0xF3, 0xF9, 0xFA, 0xFC:
		return rangeChinese
	}
	return rangeLatin
}

// cased returns a character as the run's capitals show it, and its size.
func (f *runFormat) cased(r rune) (rune, Length) {
	if f.caps {
		return unicode.ToUpper(r), f.size
	}
	if f.smallCaps {
		if u := unicode.ToUpper(r); u != r {
			return u, f.size * 4 / 5
		}
	}
	return r, f.size
}
