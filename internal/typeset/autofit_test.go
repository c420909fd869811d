package typeset

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// fitTable writes a table with all borders; a row is its cells, joined by |,
// each with properties before a colon: 800 is a tcW, 30% one in percent, x2 a
// span, - no wrapping.
func fitTable(tblPr, grid string, rows ...string) string {
	var b strings.Builder
	b.WriteString(`<w:tbl><w:tblPr>` + tblPr + `<w:tblBorders>`)
	for _, side := range [...]string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		b.WriteString(`<w:` + side + ` w:val="single" w:sz="4"/>`)
	}
	b.WriteString(`</w:tblBorders></w:tblPr><w:tblGrid>`)
	for w := range strings.FieldsSeq(grid) {
		b.WriteString(`<w:gridCol w:w="` + w + `"/>`)
	}
	b.WriteString(`</w:tblGrid>`)
	for _, row := range rows {
		b.WriteString(`<w:tr>`)
		for cell := range strings.SplitSeq(row, "|") {
			props, text, ok := strings.Cut(cell, ":")
			if !ok {
				props, text = "", cell
			}
			b.WriteString(`<w:tc><w:tcPr>`)
			for p := range strings.FieldsSeq(props) {
				switch {
				case p == "-":
					b.WriteString(`<w:noWrap/>`)
				case p[0] == 'x':
					b.WriteString(`<w:gridSpan w:val="` + p[1:] + `"/>`)
				case strings.HasSuffix(p, "%"):
					b.WriteString(`<w:tcW w:type="pct" w:w="` + p + `"/>`)
				default:
					b.WriteString(`<w:tcW w:type="dxa" w:w="` + p + `"/>`)
				}
			}
			b.WriteString(`</w:tcPr>` + par("", text) + `</w:tc>`)
		}
		b.WriteString(`</w:tr>`)
	}
	return b.String() + `</w:tbl>`
}

// columnWidths returns the widths between the vertical rules of the first page, in twips.
func columnWidths(l *Layout) string {
	seen := map[Length]bool{}
	var at []Length
	for _, r := range l.Pages[0].Rules {
		if r.Height > r.Width && !seen[r.X] {
			seen[r.X] = true
			i := len(at)
			for ; i > 0 && at[i-1] > r.X; i-- {
			}
			at = append(at[:i], append([]Length{r.X}, at[i:]...)...)
		}
	}
	var widths []string
	for i := 1; i < len(at); i++ {
		widths = append(widths, fmt.Sprint(int((at[i]-at[i-1]+Twip/2)/Twip)))
	}
	return strings.Join(widths, " ")
}

// widePage has room for 6000 twips, so that 30 characters of 10 points are a line.
const widePage = `<w:sectPr><w:pgSz w:w="6800" w:h="5600"/><w:pgMar w:top="800" w:right="400" w:bottom="800" w:left="400" w:header="0" w:footer="0"/></w:sectPr>`

func TestColumnsAreAsWideAsWordMakesThem(t *testing.T) {
	t.Parallel()
	const (
		fixed  = `<w:tblLayout w:type="fixed"/>`
		noGaps = `<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>`
		half   = `<w:tblW w:w="2500" w:type="pct"/>`
	)
	long := strings.Repeat("字", 60) // 12,000 twips
	tests := []struct {
		name, tblPr, grid string
		rows              []string
		want              string
	}{
		{"a grid that no cell contradicts holds", noGaps, "1000 3000", []string{"一|二"}, "1000 3000"},
		{"a grid that cells agree with holds, even columns too", noGaps, "2000 2000", []string{"2000:一|2010:二"}, "2000 2000"},
		{"without a grid columns are as wide as their text", noGaps, "", []string{"一二|三四五六", "七|八"}, "401 801"},
		{"even columns that no cell asks for are placeholders", noGaps, "2000 2000", []string{"一二|三四五六"}, "401 801"},
		{"so are columns without room", noGaps, "10 20", []string{"一二|三四五六"}, "401 801"},
		{"the longest word is the least", noGaps, "", []string{long + "|mmmmmmmm"}, "4517 1483"},
		{"short texts come before a long one", noGaps, "", []string{"一二|三四|" + long}, "401 401 5198"},
		{"a long text leaves room to one not so long", noGaps, "", []string{strings.Repeat("字", 25) + "|" + strings.Repeat(long, 10)}, "1390 4610"},
		{"what cells ask for holds", noGaps, "2000 2000", []string{"1000:一|2500:二"}, "1000 2500"},
		{"the widest cell of a column is asked", noGaps, "2000 2000", []string{"1000:一|2500:二", "1500:三|100:四"}, "1500 2500"},
		{"a word makes one of even columns wider", noGaps, "1000 1000", []string{"1000:一|1000:mmmmmmmm"}, "1000 1482"},
		{"a word makes its column wider than asked", noGaps, "2000 2000", []string{"300:mmmmmmmm|2500:二"}, "1482 2500"},
		{"columns that ask too much give up the same part", noGaps, "1000 1000", []string{"4200:一|8200:二"}, "2067 3933"},
		{"a part of the table", noGaps + `<w:tblW w:w="4000" w:type="dxa"/>`, "100 100", []string{"25%:一|75%:二"}, "1000 3000"},
		{"a part of a part of the page", noGaps + half, "1000 2000", []string{"25%:一|75%:二"}, "750 2250"},
		{"percent of the page", noGaps + half, "100 100", []string{"一|二"}, "1500 1500"},
		{"a cell over two columns needs both", noGaps, "", []string{"一|二", "x2:三四五六七八九十"}, "801 801"},
		{"a cell over two columns tells of the one that says nothing", noGaps, "10 10 10", []string{"x2 3000:一|500:二", "1000:三|四|五"}, "1000 2000 500"},
		{"no wrapping", noGaps, "", []string{"-:" + strings.Repeat("字", 10) + "|" + long}, "2001 3999"},
		{"words break where there is no room for them", noGaps, "", []string{strings.Repeat("m", 30) + "|" + strings.Repeat("m", 10)}, "4500 1500"},
		{"the table wants more than its columns", noGaps + `<w:tblW w:w="4005" w:type="dxa"/>`, "", []string{"一二|三四"}, "2003 2003"},
		{"a fixed table takes its cells", fixed, "2000 2000", []string{"1000:一|2500:二"}, "1000 2500"},
		{"each row in its own places", fixed, "2000 2000 2000", []string{"x2 4000:一|2000:二", "3000:三|x2 3000:四"}, "3000 1000 2000"},
		{"an edge beyond the next one is not heard", fixed, "2000 2000 2000", []string{"x2 2500:一|3500:二", "3000:三|x2 3000:四"}, "1250 1250 3500"},
		{"edges that nothing tells of divide as the grid has it", fixed, "1000 3000", []string{"x2 2000:一"}, "2000"},
		{"a fixed table without anything is even", fixed, "", []string{"一|二"}, "3108 3108"},
	}
	for _, tt := range tests {
		l := docx{body: fitTable(tt.tblPr, tt.grid, tt.rows...) + widePage, styles: smallStyles}.layout(t)
		checkLayout(t, l)
		if got := columnWidths(l); got != tt.want {
			t.Errorf("%s: widths %s, want %s", tt.name, got, tt.want)
		}
		if len(l.Warnings) > 0 {
			t.Errorf("%s: warnings %v", tt.name, l.Warnings)
		}
	}
}

func TestATableInACellWantsItsColumns(t *testing.T) {
	t.Parallel()
	inner := fitTable("", "", "一二三四|五六七八")
	outer := `<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>` + par("", "一") + `</w:tc><w:tc>` + inner + `<w:p/></w:tc></w:tr></w:tbl>`
	l := docx{body: outer + widePage, styles: smallStyles}.layout(t)
	if got := columnWidths(l); got != "1017 1017" {
		t.Errorf("widths of the inner table %s, want 1017 1017", got)
	}
}

func TestMeasuringLeavesNoTrace(t *testing.T) {
	t.Parallel()
	body := `<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType="end"/></w:r></w:p>`
	link := `<w:p><w:bookmarkStart w:id="1" w:name="here"/><w:hyperlink w:anchor="here"><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p>`
	item := `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>item</w:t></w:r></w:p>`
	note := referring("noted", 1)
	table := func(layout string) string {
		return `<w:tbl><w:tblPr>` + layout + `</w:tblPr><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid><w:tr><w:tc>` +
			body + link + note + item + `</w:tc><w:tc>` + item + `</w:tc></w:tr></w:tbl>`
	}
	set := func(layout string) *Layout {
		l := docx{
			body: counted("a", 9) + par("<w:pageBreakBefore/>", "x") + table(layout) + item + smallPage, styles: smallStyles,
			notes: footnotes(1),
			numbering: `<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>` +
				`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`,
		}.layout(t)
		checkLayout(t, l)
		return l
	}
	fitted, fixed := set(``), set(`<w:tblLayout w:type="fixed"/>`)
	words := func(l *Layout) []string {
		return strings.FieldsFunc(strings.Join(pagesOf(l), " "), func(r rune) bool { return r == ' ' || r == '|' })
	}
	if diff := cmp.Diff(words(fixed), words(fitted)); diff != "" {
		t.Errorf("text (-fixed +fitted):\n%s", diff)
	}
	if diff := cmp.Diff(fixed.Elements, fitted.Elements); diff != "" {
		t.Errorf("elements (-fixed +fitted):\n%s", diff)
	}
	if len(fitted.Warnings) > 0 {
		t.Errorf("warnings %v", fitted.Warnings)
	}
	if a, b := len(fixed.Pages[1].Links), len(fitted.Pages[1].Links); a != 1 || b != 1 {
		t.Errorf("%d links in the fixed table, %d in the fitted one, want 1", a, b)
	}
}

// TestDeeplyNestedTablesAreMeasuredOnce would take 2^20 measurements otherwise.
func TestDeeplyNestedTablesAreMeasuredOnce(t *testing.T) {
	t.Parallel()
	inner := par("", "x")
	for range maxDepth {
		inner = `<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>` + inner + `</w:tc><w:tc>` + par("", "y") + `</w:tc></w:tr></w:tbl><w:p/>`
	}
	begin := time.Now()
	l := docx{body: inner + widePage, styles: smallStyles}.layout(t)
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
	checkLayout(t, l)
}
