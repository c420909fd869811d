package typeset

import "testing"

// TestARowOfDashesIsOneLine holds that —— takes two ems in an East Asian font,
// and that its ink is one glyph's, from side to side, whatever the size.
func TestARowOfDashesIsOneLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, props, text string
		cell              Length // of each dash
	}{
		{"two", `<w:rFonts w:hint="eastAsia"/>`, "文——字", 10500},
		{"three in bold", `<w:rFonts w:hint="eastAsia"/><w:b/>`, "文———字", 10500},
		{"two horizontal bars", `<w:rFonts w:hint="eastAsia"/>`, "文――字", 10500},
		{"narrowed", `<w:rFonts w:hint="eastAsia"/><w:w w:val="50"/>`, "文——字", 5250},
		{"two in a Latin font", ``, "文——字", 10500 * 890 / 1000},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := docx{body: `<w:p><w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/><w:sz w:val="21"/>` +
				c.props + `</w:rPr><w:t>` + c.text + `</w:t></w:r></w:p>`}.layout(t)
			texts := l.Pages[0].Texts
			if len(texts) != 4 {
				t.Fatalf("%d texts, want one and one of blanks between two", len(texts))
			}
			before, row, behind := &texts[0], &texts[1], &texts[3]
			from := before.X + before.Glyphs[0].Advance
			n := Length(len([]rune(c.text)) - 2)
			if got := behind.X - from; got < n*c.cell-5 || got > n*c.cell+5 {
				t.Errorf("row of dashes is %d wide, want %d", got, n*c.cell)
			}
			left, _, right, _, _ := row.Face.Bounds(row.Glyphs[0].ID)
			scale := row.Size * Length(row.Stretch) / 100
			first, last := row.X+Length(left)*scale/1000, row.X+Length(right)*scale/1000
			side := row.Size / 9
			if first < from || first > from+side || last > behind.X || last < behind.X-side {
				t.Errorf("ink from %d to %d, want it to fill %d to %d but for the sides", first, last, from, behind.X)
			}
			end := row.X
			for i, g := range append(row.Glyphs, texts[2].Glyphs...) {
				if want := []rune(c.text)[i+1]; g.Rune != want {
					t.Errorf("dash %d stands for %q, want %q", i+1, g.Rune, want)
				}
				if _, _, _, _, ink := row.Face.Bounds(g.ID); ink != (i == 0) {
					t.Errorf("dash %d has ink: %v, want it of the first alone", i+1, ink)
				}
				end += g.Advance
			}
			if end != behind.X {
				t.Errorf("advances lead to %d, want %d", end, behind.X)
			}
		})
	}
}
