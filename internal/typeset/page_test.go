package typeset

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// small is a page that holds ten lines of 20 points, and Normal of that pitch.
const (
	smallPage   = `<w:sectPr><w:pgSz w:w="4400" w:h="5600"/><w:pgMar w:top="800" w:right="400" w:bottom="800" w:left="400" w:header="0" w:footer="0"/></w:sectPr>`
	smallStyles = `<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:eastAsia="SimSun"/><w:sz w:val="20"/></w:rPr></w:rPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:pPr><w:spacing w:line="400" w:lineRule="exact"/></w:pPr></w:style>`
)

// smallLayout sets blocks on small pages.
func smallLayout(t *testing.T, blocks string) *Layout {
	t.Helper()
	l := docx{body: blocks + smallPage, styles: smallStyles}.layout(t)
	checkLayout(t, l)
	return l
}

// pagesOf returns the lines of each page, those on one baseline joined by blanks.
func pagesOf(l *Layout) []string {
	var pages []string
	for i := range l.Pages {
		var lines []string
		at := Length(-1)
		for _, x := range l.Pages[i].Texts {
			var s strings.Builder
			for _, g := range x.Glyphs {
				s.WriteRune(g.Rune)
			}
			if x.Y == at {
				lines[len(lines)-1] += " " + s.String()
			} else {
				lines = append(lines, s.String())
			}
			at = x.Y
		}
		pages = append(pages, strings.Join(lines, "|"))
	}
	return pages
}

// par writes a paragraph; properties first.
func par(props, text string) string {
	return fmt.Sprintf(`<w:p><w:pPr>%s</w:pPr><w:r><w:t>%s</w:t></w:r></w:p>`, props, text)
}

// counted writes paragraphs of one line: a1, a2, ...
func counted(name string, n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(par("", fmt.Sprintf("%s%d", name, i+1)))
	}
	return b.String()
}

// broken is a paragraph of n lines, each ended by a break.
func broken(props, name string, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(`<w:br/>`)
		}
		fmt.Fprintf(&b, `<w:t>%s%d</w:t>`, name, i+1)
	}
	return fmt.Sprintf(`<w:p><w:pPr>%s</w:pPr><w:r>%s</w:r></w:p>`, props, b.String())
}

// tableRow writes a row of two cells.
func tableRow(props, cellProps, left, right string) string {
	return fmt.Sprintf(`<w:tr><w:trPr>%s</w:trPr><w:tc><w:tcPr>%s</w:tcPr>%s</w:tc><w:tc>%s</w:tc></w:tr>`, props, cellProps, left, right)
}

// twoColumns writes a table.
func twoColumns(rows ...string) string {
	return `<w:tbl><w:tblPr><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="1000"/><w:gridCol w:w="2600"/></w:tblGrid>` +
		strings.Join(rows, "") + `</w:tbl>`
}

func TestPagesBreakWhereWordBreaks(t *testing.T) {
	t.Parallel()
	row := func(s string) string { return tableRow("", "", par("", s), par("", s)) }
	tests := []struct {
		name, body string
		want       []string
	}{
		{"ten lines fit", counted("a", 11), []string{"a1|a2|a3|a4|a5|a6|a7|a8|a9|a10", "a11"}},
		{"no widow: two lines go over", counted("a", 8) + broken("", "b", 3), []string{"a1|a2|a3|a4|a5|a6|a7|a8", "b1|b2|b3"}},
		{"no orphan", counted("a", 9) + broken("", "b", 4), []string{"a1|a2|a3|a4|a5|a6|a7|a8|a9", "b1|b2|b3|b4"}},
		{"two lines on either side", counted("a", 8) + broken("", "b", 4), []string{"a1|a2|a3|a4|a5|a6|a7|a8|b1|b2", "b3|b4"}},
		{
			"without widow control a line alone", counted("a", 9) + broken(`<w:widowControl w:val="0"/>`, "b", 4),
			[]string{"a1|a2|a3|a4|a5|a6|a7|a8|a9|b1", "b2|b3|b4"},
		},
		{"lines kept together", counted("a", 5) + broken(`<w:keepLines/>`, "b", 6), []string{"a1|a2|a3|a4|a5", "b1|b2|b3|b4|b5|b6"}},
		{"kept lines that fill more than a page", broken(`<w:keepLines/>`, "b", 12), []string{"b1|b2|b3|b4|b5|b6|b7|b8|b9|b10", "b11|b12"}},
		{
			"a heading goes with what follows", counted("a", 9) + par(`<w:keepNext/>`, "h") + broken("", "b", 2),
			[]string{"a1|a2|a3|a4|a5|a6|a7|a8|a9", "h|b1|b2"},
		},
		{
			"a chain of headings", counted("a", 8) + par(`<w:keepNext/>`, "h1") + par(`<w:keepNext/>`, "h2") + par("", "b"),
			[]string{"a1|a2|a3|a4|a5|a6|a7|a8", "h1|h2|b"},
		},
		{
			"a chain longer than a page is given up",
			strings.Repeat(par(`<w:keepNext/>`, "h"), 12), []string{"h|h|h|h|h|h|h|h|h|h", "h|h"},
		},
		{"a page break before", par("", "a") + par(`<w:pageBreakBefore/>`, "b"), []string{"a", "b"}},
		{"a page break in a paragraph", `<w:p><w:r><w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t></w:r></w:p>`, []string{"a", "b"}},
		{"a break alone leaves no empty line", `<w:p><w:r><w:t>a</w:t><w:br w:type="page"/></w:r></w:p>` + par("", "b"), []string{"a", "b"}},
		{
			"one break of two", `<w:p><w:r><w:t>a</w:t><w:br w:type="page"/></w:r></w:p>` + par(`<w:pageBreakBefore/>`, "b"),
			[]string{"a", "b"},
		},
		{"a row at the foot goes over whole", counted("a", 10) + twoColumns(row("r")), []string{"a1|a2|a3|a4|a5|a6|a7|a8|a9|a10", "r r"}},
		{
			"a row splits with two lines on either side",
			counted("a", 7) + twoColumns(tableRow("", "", par("", "l"), broken(`<w:widowControl w:val="0"/>`, "b", 6))),
			[]string{"a1|a2|a3|a4|a5|a6|a7|l b1|b2|b3", "b4|b5|b6"},
		},
		{
			"not so that one line is left",
			counted("a", 7) + twoColumns(tableRow("", "", par("", "l"), broken(`<w:widowControl w:val="0"/>`, "b", 4))),
			[]string{"a1|a2|a3|a4|a5|a6|a7|l b1|b2", "b3|b4"},
		},
		{
			"not so that one line stays", counted("a", 9) + twoColumns(tableRow("", "", par("", "l"), broken("", "b", 4))),
			[]string{"a1|a2|a3|a4|a5|a6|a7|a8|a9", "l b1|b2|b3|b4"},
		},
		{
			"a row that must not split", counted("a", 6) + twoColumns(tableRow("<w:cantSplit/>", "", par("", "l"), broken("", "b", 6))),
			[]string{"a1|a2|a3|a4|a5|a6", "l b1|b2|b3|b4|b5|b6"},
		},
		{
			"unless it is taller than a page", twoColumns(tableRow("<w:cantSplit/>", "", par("", "l"), broken("", "b", 12))),
			[]string{"l b1|b2|b3|b4|b5|b6|b7|b8|b9|b10", "b11|b12"},
		},
		{
			"heading rows once more", twoColumns(append([]string{tableRow("<w:tblHeader/>", "", par("", "H"), par("", "K"))}, strings.Split(strings.Repeat(row("r")+"\n", 11), "\n")...)...),
			[]string{"H K|r r|r r|r r|r r|r r|r r|r r|r r|r r", "H K|r r|r r"},
		},
		{
			"a row kept with the next", counted("a", 9) + twoColumns(tableRow("", "", par("<w:keepNext/>", "k"), par("<w:keepNext/>", "k")), row("r")),
			[]string{"a1|a2|a3|a4|a5|a6|a7|a8|a9", "k k|r r"},
		},
		{
			"a short merged cell goes whole where it fits",
			counted("a", 9) + twoColumns(tableRow("", `<w:vMerge w:val="restart"/>`, broken("", "m", 2), par("", "r1")),
				tableRow("", `<w:vMerge/>`, "<w:p/>", par("", "r2")), tableRow("", `<w:vMerge/>`, "<w:p/>", par("", "r3"))),
			[]string{"a1|a2|a3|a4|a5|a6|a7|a8|a9|r1", "m1|m2|r2|r3"},
		},
		{
			"a long merged cell is parted",
			counted("a", 6) + twoColumns(tableRow("", `<w:vMerge w:val="restart"/>`, broken(`<w:widowControl w:val="0"/>`, "m", 9), par("", "r1")),
				tableRow("", `<w:vMerge/>`, "<w:p/>", par("", "r2"))),
			[]string{"a1|a2|a3|a4|a5|a6|m1|m2|m3|m4|r1|r2", "m5|m6|m7|m8|m9"},
		},
	}
	inner := twoColumns(tableRow("", `<w:vMerge w:val="restart"/>`, par("", "m"), par("", "i1")), strings.Repeat(tableRow("", `<w:vMerge/>`, "<w:p/>", par("", "i")), 11))
	tests = append(tests, struct {
		name, body string
		want       []string
	}{"a table in a cell parts between its rows", twoColumns(tableRow("", "", par("", "o"), inner+"<w:p/>")), []string{
		"o m i1|i|i|i|i|i|i|i|i|i", "i|i",
	}})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := pagesOf(smallLayout(t, tt.body))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("pages (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSpaceBetweenParagraphs(t *testing.T) {
	t.Parallel()
	space := func(before, after int) string {
		return fmt.Sprintf(`<w:spacing w:before="%d" w:after="%d"/>`, before*20, after*20)
	}
	tests := []struct {
		name, body, settings string
		want                 Length // from the first line to the second
	}{
		{"the larger of the two holds", par(space(0, 10), "a") + par(space(24, 0), "b"), "", 44 * Point},
		{"either way", par(space(0, 24), "a") + par(space(10, 0), "b"), "", 44 * Point},
		{
			"or their sum, where asked for", par(space(0, 10), "a") + par(space(24, 0), "b"),
			`<w:compat><w:doNotUseHTMLParagraphAutoSpacing/></w:compat>`, 54 * Point,
		},
		{
			"none between paragraphs of one style",
			par(space(10, 10)+`<w:contextualSpacing/>`, "a") + par(space(10, 10)+`<w:contextualSpacing/>`, "b"), "", 20 * Point,
		},
		{"automatic space", par(`<w:spacing w:after="100" w:afterAutospacing="1"/>`, "a") + par("", "b"), "", 34 * Point},
	}
	for _, tt := range tests {
		l := docx{body: tt.body + smallPage, styles: smallStyles, settings: tt.settings}.layout(t)
		if got := l.Pages[0].Texts[1].Y - l.Pages[0].Texts[0].Y; got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}

// TestSpaceAtTheTopOfAPage follows what was measured in Word: none after an
// automatic break, what the paragraph above leaves of it after one asked for.
func TestSpaceAtTheTopOfAPage(t *testing.T) {
	t.Parallel()
	const top = 40*Point + 16*Point // margin, and the baseline of a line of 20 points
	tests := []struct {
		name, body string
		page       int
		want       Length
	}{
		{"kept at the top of the document", par(`<w:spacing w:before="480"/>`, "a"), 0, top + 24*Point},
		{"none after an automatic break", counted("a", 10) + par(`<w:spacing w:before="480"/>`, "b"), 1, top},
		{"kept after pageBreakBefore", par("", "a") + par(`<w:pageBreakBefore/><w:spacing w:before="480"/>`, "b"), 1, top + 24*Point},
		{
			"less the space below the paragraph above",
			par(`<w:spacing w:after="240"/>`, "a") + par(`<w:pageBreakBefore/><w:spacing w:before="480"/>`, "b"), 1, top + 12*Point,
		},
		{
			"none after a paragraph that ends in a break",
			`<w:p><w:r><w:t>a</w:t><w:br w:type="page"/></w:r></w:p>` + par(`<w:spacing w:before="480"/>`, "b"), 1, top,
		},
	}
	for _, tt := range tests {
		l := smallLayout(t, tt.body)
		if got := l.Pages[tt.page].Texts[0].Y; got != tt.want {
			t.Errorf("%s: baseline at %d, want %d", tt.name, got, tt.want)
		}
	}
}

func TestALineStaysWhereAllButTheLeadingBelowItFits(t *testing.T) {
	t.Parallel()
	double := `<w:spacing w:line="480" w:lineRule="auto"/>` // 23 points, of which half is leading
	l := smallLayout(t, counted("a", 9)+par(double, "b1")+par("", "c1"))
	want := []string{"a1|a2|a3|a4|a5|a6|a7|a8|a9|b1", "c1"}
	if diff := cmp.Diff(want, pagesOf(l)); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
}

func TestALineBeforeAPageBreakIsNotStretched(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"page", "column"} {
		l := smallLayout(t, `<w:p><w:pPr><w:jc w:val="both"/></w:pPr><w:r><w:t>职位</w:t><w:br w:type="`+kind+`"/><w:t>说明</w:t></w:r></w:p>`)
		if len(l.Pages) != 2 {
			t.Fatalf("%d pages, want 2", len(l.Pages))
		}
		for _, text := range l.Pages[0].Texts {
			for _, g := range text.Glyphs {
				if g.Advance != 10*Point {
					t.Errorf("%s: %c is %d wide, want the 10000 of its size", kind, g.Rune, g.Advance)
				}
			}
		}
	}
}
