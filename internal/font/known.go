package font

import (
	"strings"
	"unicode"
)

// lineFigures are what the height of a line comes from, in font units.
type lineFigures struct {
	ascender, descender, lineGap, unitsPerEm int // hhea; descender positive here
	eastAsian                                bool
}

// single returns the parts of a single line above and below the baseline, in
// thousandths of an em, as Word sets them. East Asian faces: 1.3 times ascender and
// descender without the line gap, the additional 0.3 half above, half below.
// Other faces: all three, the gap above the ascender.
func (l lineFigures) single() (ascent, descent int) {
	per := func(v int) int { return (v*1000 + l.unitsPerEm/2) / l.unitsPerEm }
	if l.eastAsian {
		extra := (l.ascender + l.descender) * 3 // tenths of units
		half := (extra*1000/20 + l.unitsPerEm/2) / l.unitsPerEm
		return per(l.ascender) + half, per(l.descender) + half
	}
	return per(l.ascender + l.lineGap), per(l.descender)
}

// lineOf returns the figures of a face that is there.
func lineOf(f *Face) lineFigures {
	m := &f.metrics
	return lineFigures{m.Ascender, -m.Descender, m.LineGap, f.upem, m.EastAsian}
}

// known is a face that documents name.
type known struct {
	names   []string // as documents write it
	sans    bool     // which built-in face stands in
	builtIn bool     // is itself built in: its own figures hold
	line    lineFigures
}

// knownFaces is the table of faces that documents name.
func knownFaces() []known {
	box := lineFigures{220, 36, 36, 256, true}
	return []known{
		{[]string{"Noto Serif SC", "Noto Serif CJK SC", "思源宋体", "Source Han Serif SC", "Source Han Serif CN"}, false, true, box},
		{[]string{"Noto Sans SC", "Noto Sans CJK SC", "思源黑体", "Source Han Sans SC", "Source Han Sans CN"}, true, true, box},
		{[]string{"SimSun", "宋体", "NSimSun", "新宋体"}, false, false, box},
		{[]string{"FangSong", "仿宋", "FangSong_GB2312", "仿宋_GB2312"}, false, false, box},
		{[]string{"KaiTi", "楷体", "KaiTi_GB2312", "楷体_GB2312"}, false, false, box},
		{[]string{"SimHei", "黑体"}, true, false, box},
		{[]string{"Microsoft YaHei", "微软雅黑", "Microsoft YaHei UI"}, true, false, lineFigures{2167, 536, 0, 2048, true}},
		{[]string{"DengXian", "等线", "DengXian Light", "等线 Light"}, true, false, box},
		{[]string{"Times New Roman", "Times"}, false, false, lineFigures{1825, 443, 87, 2048, false}},
		{[]string{"Arial", "Helvetica"}, true, false, lineFigures{1854, 434, 67, 2048, false}},
		{[]string{"Calibri"}, true, false, lineFigures{1536, 512, 452, 2048, false}},
		{[]string{"Cambria"}, false, false, lineFigures{1946, 455, 0, 2048, false}},
		{[]string{"Courier New"}, true, false, lineFigures{1705, 615, 0, 2048, false}},
		{[]string{"Georgia"}, false, false, lineFigures{1878, 449, 0, 2048, false}},
		{[]string{"Verdana"}, true, false, lineFigures{2059, 430, 0, 2048, false}},
		{[]string{"Tahoma"}, true, false, lineFigures{2049, 423, 0, 2048, false}},
		{[]string{"Consolas"}, true, false, lineFigures{1521, 527, 350, 2048, false}},
		{[]string{"Symbol"}, false, false, lineFigures{2059, 450, 0, 2048, false}},
		{[]string{"Wingdings"}, true, false, lineFigures{1841, 432, 0, 2048, false}},
	}
}

// fontName is a font name of a document, taken apart.
type fontName struct {
	whole  string // folded
	folded string // without a weight at its end
	bold   bool   // that weight is bold
}

// foldName makes names comparable: lower case, without blanks, hyphens,
// underscores, and the @ of faces for vertical text.
func foldName(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '-' || r == '_' || r == '@' || unicode.IsSpace(r):
			return -1
		case r >= 0xFF01 && r <= 0xFF5E: // full-width letters
			r -= 0xFEE0
		}
		return unicode.ToLower(r)
	}, s)
}

// parseName takes a font name apart.
func parseName(s string) fontName {
	n := fontName{whole: foldName(s)}
	n.folded = n.whole
	for _, end := range []struct {
		text string
		bold bool
	}{
		{"semibold", true}, {"extrabold", true}, {"bold", true}, {"heavy", true}, {"black", true}, {"粗体", true},
		{"regular", false}, {"medium", false}, {"normal", false}, {"light", false},
	} {
		if rest, ok := strings.CutSuffix(n.whole, end.text); ok && rest != "" {
			n.folded, n.bold = rest, end.bold
			break
		}
	}
	return n
}

// lookupKnown returns the table's row for a name, or one made up for it.
func lookupKnown(n fontName) *known {
	for _, k := range knownFaces() {
		for _, name := range k.names {
			if f := foldName(name); f == n.folded || f == n.whole {
				return &k
			}
		}
	}
	k := &known{sans: soundsSans(n.folded)}
	k.line = lineFigures{1825, 443, 87, 2048, false}
	if soundsEastAsian(n.folded) {
		k.line = lineFigures{220, 36, 36, 256, true}
	}
	return k
}

// soundsSans guesses from a folded name.
func soundsSans(s string) bool {
	for _, part := range []string{"sans", "gothic", "hei", "黑", "雅", "圆", "等线", "mono", "grotesk", "segoe", "consol", "menlo"} {
		if strings.Contains(s, part) {
			return true
		}
	}
	return false
}

// soundsEastAsian guesses from a folded name.
func soundsEastAsian(s string) bool {
	for _, r := range s {
		if r >= 0x2E80 {
			return true
		}
	}
	for _, part := range []string{"song", "kaiti", "heiti", "gb2312", "gbk", "mincho", "mingliu", "cjk", "sourcehan"} {
		if strings.Contains(s, part) {
			return true
		}
	}
	return false
}
