package font

// Metrics are the measures of a face, in font units unless said otherwise, y upwards.
type Metrics struct {
	Ascender  int // hhea; above the baseline
	Descender int // hhea; negative
	LineGap   int // hhea

	CapHeight int // of flat capitals; from OS/2, else from the glyph of H
	XHeight   int // of flat small letters; from OS/2, else from the glyph of x

	UnderlinePosition  int // upper edge of the underline, negative below the baseline (OpenType 1.9, "post")
	UnderlineThickness int
	StrikeoutPosition  int // OS/2; upper edge
	StrikeoutThickness int

	ItalicAngle float64 // degrees counter-clockwise from the vertical: negative for a face that leans to the right
	XMin, YMin  int     // box around all glyphs
	XMax, YMax  int

	Weight     int  // OS/2 usWeightClass: 400 regular, 700 bold
	StemV      int  // estimated width of upright stems, in thousandths of an em: TrueType does not tell it, PDF wants it
	FixedPitch bool // every glyph has one advance
	Italic     bool
	Serif      bool // by OS/2 family class or PANOSE
	Symbolic   bool // characters outside the Latin set, by a symbol character map
	EastAsian  bool // OS/2 claims a Chinese, Japanese or Korean code page
}

// Flags returns the face's flags as a PDF font descriptor has them
// (ISO 32000-2, table 121).
func (m *Metrics) Flags() uint32 {
	const fixedPitch, serif, symbolic, italic = 1 << 0, 1 << 1, 1 << 2, 1 << 6
	flags := uint32(symbolic) // a face addressed by glyph numbers always is
	if m.FixedPitch {
		flags |= fixedPitch
	}
	if m.Serif {
		flags |= serif
	}
	if m.Italic {
		flags |= italic
	}
	return flags
}

// readMetrics reads head, hhea, post and OS/2.
func (f *Face) readMetrics() Metrics {
	t := &f.t
	m := Metrics{
		Ascender: i16(t.hhea, 4), Descender: i16(t.hhea, 6), LineGap: i16(t.hhea, 8),
		XMin: i16(t.head, 36), YMin: i16(t.head, 38), XMax: i16(t.head, 40), YMax: i16(t.head, 42),
		ItalicAngle:        float64(int32(u32(t.post, 4))) / 65536,
		UnderlinePosition:  i16(t.post, 8),
		UnderlineThickness: i16(t.post, 10),
		FixedPitch:         u32(t.post, 12) != 0,
		StrikeoutThickness: i16(t.os2, 26),
		StrikeoutPosition:  i16(t.os2, 28),
		Symbolic:           f.chars.symbol,
		EastAsian:          hasEastAsianCodePage(t.os2),
		Serif:              isSerif(t.os2),
	}
	m.Weight, m.Italic = readStyle(t)
	// The usual estimate of renderers that have no better: 50 + (weight/65)².
	m.StemV = 50 + m.Weight*m.Weight/(65*65)
	if u16(t.os2, 0) >= 2 && len(t.os2) >= 90 {
		m.XHeight, m.CapHeight = i16(t.os2, 86), i16(t.os2, 88)
	}
	f.fillMissing(&m)
	return m
}

// readStyle reads weight and slant from OS/2, else from head's macStyle (1 bold, 2 italic).
func readStyle(t *tables) (weight int, italic bool) {
	style := u16(t.head, 44)
	weight = u16(t.os2, 4)
	if weight < 100 || weight > 1000 {
		weight = 400
		if style&1 != 0 {
			weight = 700
		}
	}
	return weight, style&2 != 0 || u16(t.os2, 62)&1 != 0
}

// fillMissing replaces measures that the face does not state.
func (f *Face) fillMissing(m *Metrics) {
	if m.CapHeight <= 0 {
		m.CapHeight = f.height('H', f.upem*7/10)
	}
	if m.XHeight <= 0 {
		m.XHeight = f.height('x', f.upem/2)
	}
	if m.UnderlineThickness <= 0 {
		m.UnderlineThickness = f.upem / 20
	}
	if m.UnderlinePosition == 0 {
		m.UnderlinePosition = -f.upem / 10
	}
	if m.StrikeoutThickness <= 0 {
		m.StrikeoutThickness = m.UnderlineThickness
	}
	if m.StrikeoutPosition <= 0 {
		m.StrikeoutPosition = m.XHeight/2 + m.StrikeoutThickness/2
	}
	if m.Ascender == 0 && m.Descender == 0 {
		m.Ascender, m.Descender = i16(f.t.os2, 68), i16(f.t.os2, 70)
	}
	if m.Ascender == 0 && m.Descender == 0 {
		m.Ascender, m.Descender = f.upem*88/100, -f.upem*12/100
	}
	if m.Descender > 0 { // some old faces state it without its sign
		m.Descender = -m.Descender
	}
}

// height returns the top of a character's glyph, or def without one.
func (f *Face) height(r rune, def int) int {
	if g := f.Glyph(r); g != 0 {
		if _, _, _, top, ok := f.Bounds(g); ok && top > 0 {
			return top
		}
	}
	return def
}

// hasEastAsianCodePage reads ulCodePageRange1 (OS/2 version 1 and later): bits
// 17 to 20 are Japanese, simplified Chinese, Korean, traditional Chinese. Word
// takes a face with any of them as East Asian (betteroffice pull request 610).
func hasEastAsianCodePage(os2 []byte) bool {
	const eastAsian = 1<<17 | 1<<18 | 1<<19 | 1<<20
	return u16(os2, 0) >= 1 && u32(os2, 78)&eastAsian != 0
}

// isSerif reads sFamilyClass (classes 1 to 5 and 7 have serifs, 8 has not), else PANOSE
// bSerifStyle (2 to 10 have serifs, 11 to 15 have not; only for Latin text faces).
func isSerif(os2 []byte) bool {
	switch class := i16(os2, 30) >> 8; {
	case class >= 1 && class <= 5, class == 7:
		return true
	case class == 8:
		return false
	}
	if len(os2) < 34 || os2[32] != 2 {
		return false
	}
	return os2[33] >= 2 && os2[33] <= 10
}
