package typeset

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCharactersChooseTheirSlot(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name          string
		r             rune
		hint, chinese bool
		want          slot
	}{
		{"a Latin letter", 'A', false, true, slotASCII},
		{"a Latin letter, hint or not", 'A', true, true, slotASCII},
		{"a Han character", '职', false, true, slotEastAsia},
		{"a character above the BMP", '𬭎', false, true, slotEastAsia},
		{"a full-width mark", '，', false, true, slotEastAsia},
		{"a quotation mark", '“', false, true, slotHighANSI},
		{"a quotation mark with the hint", '“', true, true, slotEastAsia},
		{"a dash with the hint", '—', true, true, slotEastAsia},
		{"an accented letter", 'ü', true, false, slotHighANSI},
		{"a letter of Pinyin in Chinese text with the hint", 'ü', true, true, slotEastAsia},
		{"an accented letter that is not of Pinyin", 'ö', true, true, slotHighANSI},
		{"a circled number", '①', false, true, slotHighANSI},
		{"a circled number with the hint", '①', true, true, slotEastAsia},
		{"a Greek letter with the hint", 'α', true, true, slotEastAsia},
		{"a degree sign with the hint", '°', true, true, slotEastAsia},
		{"a Hebrew letter", 'א', true, true, slotComplex},
		{"an Arabic presentation form", 'ﷲ', false, true, slotComplex},
		{"a Hangul syllable", '한', false, false, slotEastAsia},
	}
	for _, tt := range tests {
		f := runFormat{eastAsiaHint: tt.hint, chinese: tt.chinese}
		if got := f.slot(tt.r); got != tt.want {
			t.Errorf("%s: slot of %q = %d, want %d", tt.name, tt.r, got, tt.want)
		}
	}
}

// TestLinesAreAsHighAsWordsAre holds line heights against figures others
// measured in Word's own PDFs, in points rounded to hundredths.
func TestLinesAreAsHighAsWordsAre(t *testing.T) {
	t.Parallel()
	set := testFonts()
	line := func(name string, size Length) (natural, ascent Length) {
		f := set.Typeface(name, false, false)
		return Length(f.Ascent+f.Descent) * size / 1000, Length(f.Ascent) * size / 1000
	}
	tests := []struct {
		name         string
		font         string
		size         Length
		rule         lineRule
		pitch, grid  Length
		height, base Length // base 0: not asked
	}{
		{"a single line of SimSun", "SimSun", 10500, lineAuto, 240, 0, 13650, 0},
		{"a single line of Times New Roman", "Times New Roman", 12000, lineAuto, 240, 0, 13800, 0},
		{"an exact line has its baseline at four fifths", "SimSun", 10500, lineExact, 15000, 0, 15000, 12000},
		{"one and a half lines stand on top", "SimSun", 10500, lineAuto, 360, 0, 20475, 10594},
		{"atLeast fills above", "SimSun", 10500, lineAtLeast, 20000, 0, 20000, 16944},
		{"a line on the grid takes one cell", "SimSun", 10500, lineAuto, 240, 18000, 18000, 0},
		{"a line higher than a cell takes two", "SimSun", 16000, lineAuto, 240, 18000, 36000, 0},
		{"atLeast on the grid below the pitch", "SimSun", 10500, lineAtLeast, 12000, 18000, 18000, 0},
		{"atLeast on the grid above the pitch is not rounded up", "SimSun", 10500, lineAtLeast, 24000, 18000, 24000, 0},
		{"a Latin line on the grid takes one cell at least", "Times New Roman", 10500, lineAuto, 240, 18000, 18000, 0},
		{"and no whole cells when it is higher", "Times New Roman", 18000, lineAuto, 240, 18000, 20700, 0},
		{"one and a half lines on the grid", "SimSun", 10500, lineAuto, 360, 18000, 27000, 0},
	}
	for _, tt := range tests {
		f := paraFormat{rule: tt.rule, pitch: tt.pitch}
		natural, ascent := line(tt.font, tt.size)
		height, base := f.pitch, f.pitch*4/5
		if tt.rule != lineExact {
			height, base = f.spaced(natural, ascent, natural, tt.grid, tt.font == "SimSun")
		}
		near := func(a, b Length) bool { return a-b <= 60 && b-a <= 60 } // a quarter of Word's lattice
		if !near(height, tt.height) || tt.base != 0 && !near(base, tt.base) {
			t.Errorf("%s: %d high, baseline at %d, want %d and %d", tt.name, height, base, tt.height, tt.base)
		}
	}
}

func TestMeasuresAreRead(t *testing.T) {
	t.Parallel()
	tests := []struct {
		s    string
		want Length
		ok   bool
	}{
		{"240", 240 * Twip, true},
		{"-240", -240 * Twip, true},
		{"12.7", 12 * Twip, true},
		{"12.5pt", 12500, true},
		{"1in", Inch, true},
		{"2.54cm", Inch, true},
		{"10mm", 28346, true},
		{"99999999", maxLength, true},
		{"-99999999999999999999", 0, false},
		{"", 0, false},
		{"auto", 0, false},
		{"pt", 0, false},
		{"x5pt", 0, false},
	}
	for _, tt := range tests {
		if got, ok := measure(tt.s, Twip); got != tt.want || ok != tt.ok {
			t.Errorf("measure(%q) = %d, %v, want %d, %v", tt.s, got, ok, tt.want, tt.ok)
		}
	}
}

func TestOfTwoBordersTheHeavierHolds(t *testing.T) {
	t.Parallel()
	thin := border{given: true, style: styleSingle, width: Point / 2}
	thick := border{given: true, style: styleSingle, width: 2 * Point}
	double := border{given: true, style: styleDouble, width: Point / 2}
	dashed := border{given: true, style: styleDashed, width: Point / 2}
	grey := thin
	grey.color = 0x808080
	none := border{given: true}
	tests := []struct {
		name       string
		a, b, want border
	}{
		{"the wider", thin, thick, thick},
		{"either way round", thick, thin, thick},
		{"the double of the same width", thin, double, double},
		{"the double before a wider single one", double, thick, double},
		{"the dashed before the solid, whose number is less", dashed, thick, dashed},
		{"the one with more lines", border{given: true, style: styleTriple, width: Point / 4}, border{given: true, style: styleThinThickSmall, width: Point}, border{given: true, style: styleTriple, width: Point / 4}},
		{"the first in the order of two of equal weight", border{given: true, style: styleDoubleWave, width: Point}, border{given: true, style: styleWave, width: Point}, border{given: true, style: styleDoubleWave, width: Point}},
		{"the darker", grey, thin, thin},
		{"the one that is drawn", none, thin, thin},
		{"the first of equals", thin, thin, thin},
	}
	for _, tt := range tests {
		if got := stronger(tt.a, tt.b); got != tt.want {
			t.Errorf("%s: stronger = %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

// TestOfficialDocumentsHold28Characters sets a page of GB/T 9704-2012: 28
// characters of 16 points on a line of 156 mm, in Word's own figures.
func TestOfficialDocumentsHold28Characters(t *testing.T) {
	t.Parallel()
	l := docx{
		body: par("", strings.Repeat("公", 60)) + `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>` +
			`<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"/>` +
			`<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/></w:sectPr>`,
		styles: `<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:eastAsia="仿宋"/><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>`,
	}.layout(t)
	for i, want := range []int{28, 28, 4} {
		if got := len(l.Pages[0].Texts[i].Glyphs); got != want {
			t.Errorf("line %d has %d characters, want %d", i+1, got, want)
		}
	}
	if got := l.Pages[0].Texts[1].Y - l.Pages[0].Texts[0].Y; got != 579*Twip {
		t.Errorf("lines are %d apart, want %d", got, 579*Twip)
	}
}

func TestTextWithoutColourShowsOnItsGround(t *testing.T) {
	t.Parallel()
	cell := func(props, runProps, text string) string {
		return `<w:tc><w:tcPr>` + props + `</w:tcPr><w:p><w:r><w:rPr>` + runProps + `</w:rPr><w:t>` + text + `</w:t></w:r></w:p></w:tc>`
	}
	const dark, light = `<w:shd w:val="clear" w:fill="262626"/>`, `<w:shd w:val="clear" w:fill="D9D9D9"/>`
	l := docx{body: `<w:tbl><w:tblGrid><w:gridCol w:w="1000"/></w:tblGrid><w:tr>` +
		cell(dark, ``, "a") + cell(light, ``, "b") + cell(dark, `<w:color w:val="auto"/>`, "c") + cell(dark, `<w:color w:val="000000"/>`, "d") +
		cell(dark, light, "e") + cell(light, `<w:highlight w:val="black"/>`, "f") + cell(``, ``, "g") + `</w:tr></w:tbl>` +
		`<w:p><w:pPr>` + dark + `</w:pPr><w:r><w:t>h</w:t></w:r></w:p><w:p><w:r><w:t>i</w:t></w:r></w:p>`}.layout(t)
	got := map[rune]Color{}
	for _, x := range l.Pages[0].Texts {
		for _, g := range x.Glyphs {
			got[g.Rune] = x.Color
		}
	}
	want := map[rune]Color{'a': white, 'b': 0, 'c': white, 'd': 0, 'e': 0, 'f': white, 'g': 0, 'h': white, 'i': 0}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("colours (-want +got):\n%s", diff)
	}
}

func TestApostrophesStayInTheirWord(t *testing.T) {
	t.Parallel()
	l := docx{
		body:   `<w:p><w:r><w:rPr><w:rFonts w:hint="eastAsia" w:eastAsia="宋体"/><w:sz w:val="20"/></w:rPr><w:t>don’t’职’s’</w:t></w:r></w:p>`,
		styles: `<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/></w:rPr></w:rPrDefault></w:docDefaults>`,
	}.layout(t)
	var got []bool // full width
	for _, x := range l.Pages[0].Texts {
		for _, g := range x.Glyphs {
			if g.Rune == '’' {
				got = append(got, g.Advance > 5*Point)
			}
		}
	}
	if diff := cmp.Diff([]bool{false, true, true, true}, got); diff != "" {
		t.Errorf("full-width marks (-want +got):\n%s", diff)
	}
}

// TestRowsOfOneHeightAreEquallyFarApart measures from rule to rule: the one that
// closes the table must not be taken out of the last row.
func TestRowsOfOneHeightAreEquallyFarApart(t *testing.T) {
	t.Parallel()
	for _, rule := range []string{"atLeast", "exact"} {
		row := `<w:tr><w:trPr><w:trHeight w:val="600" w:hRule="` + rule + `"/></w:trPr><w:tc><w:p/></w:tc></w:tr>`
		l := smallLayout(t, `<w:tbl><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="16"/><w:bottom w:val="single" w:sz="16"/><w:insideH w:val="single" w:sz="16"/></w:tblBorders></w:tblPr>`+
			`<w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid>`+strings.Repeat(row, 3)+`</w:tbl><w:p/>`)
		var at []Length
		for _, r := range l.Pages[0].Rules {
			at = append(at, r.Y-l.Pages[0].Rules[0].Y)
		}
		if want := []Length{0, 30 * Point, 60 * Point, 90 * Point}; !slices.Equal(at, want) {
			t.Errorf("%s: rules at %v, want %v", rule, at, want)
		}
	}
}

// TestLinesAreAsHighAsTheNamedFace sets two lines in faces that are not there: the
// distance is that of the face the document names, not of the one that stands in.
func TestLinesAreAsHighAsTheNamedFace(t *testing.T) {
	t.Parallel()
	for name, perMille := range map[string]Length{
		"SimSun": 1297, "SimHei": 1297, "KaiTi": 1297, "FangSong": 1297, // 332/256: 1.3 times a square
		"Microsoft YaHei": 1715, "DengXian": 1354, // 3513/2048; 21.667 px at 12 pt
		"Times New Roman": 1150, "Arial": 1150, "Calibri": 1221,
	} {
		for _, halfPoints := range []Length{21, 24, 32} {
			run := fmt.Sprintf(`<w:r><w:rPr><w:rFonts w:ascii="%[1]s" w:hAnsi="%[1]s" w:eastAsia="%[1]s"/><w:sz w:val="%[2]d"/></w:rPr>`, name, halfPoints)
			text := `<w:t>职位</w:t><w:br/><w:t>说明</w:t>`
			if name == "Times New Roman" || name == "Arial" || name == "Calibri" {
				text = `<w:t>one</w:t><w:br/><w:t>two</w:t>`
			}
			l := docx{body: `<w:p>` + run + text + `</w:r></w:p>`}.layout(t)
			got := l.Pages[0].Texts[1].Y - l.Pages[0].Texts[0].Y
			want := perMille * halfPoints * HalfPoint / 1000
			if got < want-want/500 || got > want+want/500 {
				t.Errorf("%s at %d half-points: lines are %d apart, want %d", name, halfPoints, got, want)
			}
		}
	}
}

func TestALatinQuotationMarkIsNarrowThoughItsFaceHoldsChineseToo(t *testing.T) {
	t.Parallel()
	const styles = `<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Cambria" w:hAnsi="Cambria" w:eastAsia="Cambria"/></w:rPr></w:rPrDefault></w:docDefaults>`
	alone := docx{styles: styles, body: par("", "“Quoted”")}.layout(t).Pages[0].Texts[0]
	mixed := docx{styles: styles, body: par("", "“Quoted” 引文")}.layout(t).Pages[0].Texts[0]
	if alone.X != mixed.X {
		t.Errorf("the mark's glyph begins at %d before Chinese text, at %d alone", mixed.X, alone.X)
	}
}
