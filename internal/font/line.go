package font

// lineFigures are what the height of a line comes from, in font units.
type lineFigures struct {
	ascender, descender, lineGap int // of hhea; the descender without its sign
	unitsPerEm                   int
	eastAsian                    bool
}

// single returns the parts of a single line (w:spacing w:line="240"
// w:lineRule="auto", 17.3.1.33) above and below the baseline, in thousandths of
// an em, as Word sets them. The standard leaves them to the application; this
// was measured:
//
//   - East Asian faces: ascender and descender, without the line gap, and 15 % of
//     their sum, rounded to a font unit, on either side. SimSun, SimHei, KaiTi and
//     FangSong get 332/256 em so, Microsoft YaHei 3513/2048, Source Han Serif
//     1869/1000 (manual of zhlineskip, table "Microsoft Word 中的单倍行距";
//     office2pdf pull request 522 and issue 1638, betteroffice pull request 610).
//   - Other faces: ascender, descender and line gap, the gap above the ascender
//     (office2pdf issue 1640, betteroffice pull request 609): Times New Roman and
//     Arial 2355/2048 em.
func (l lineFigures) single() (ascent, descent int) {
	above, below := l.lineGap, 0
	if l.eastAsian {
		half := ((l.ascender+l.descender)*15 + 50) / 100
		above, below = half, half
	}
	perMille := func(v int) int { return (v*1000 + l.unitsPerEm/2) / l.unitsPerEm }
	return perMille(l.ascender + above), perMille(l.descender + below)
}

// lineOf returns the figures of a face that is there.
func lineOf(f *Face) lineFigures {
	m := &f.metrics
	return lineFigures{m.Ascender, -m.Descender, m.LineGap, f.upem, m.EastAsian}
}
