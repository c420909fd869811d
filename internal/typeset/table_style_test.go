package typeset

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// stylePart writes a w:tblStylePr that prints its text in a colour.
func stylePart(kind, color, more string) string {
	return fmt.Sprintf(`<w:tblStylePr w:type="%s"><w:rPr><w:color w:val="%s"/></w:rPr>%s</w:tblStylePr>`, kind, color, more)
}

// gridTable writes a table of style T whose cells hold A, B, C, ... row by row.
func gridTable(tblPr string, rows, columns int) string {
	var b strings.Builder
	b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="T"/>` + tblPr + `<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>` +
		strings.Repeat(`<w:gridCol w:w="800"/>`, columns) + `</w:tblGrid>`)
	for r := range rows {
		b.WriteString(`<w:tr>`)
		for c := range columns {
			b.WriteString(`<w:tc>` + par("", string(rune('A'+r*columns+c))) + `</w:tc>`)
		}
		b.WriteString(`</w:tr>`)
	}
	return b.String() + `</w:tbl>`
}

// styledLayout sets a body with a table style T of the given content.
func styledLayout(t *testing.T, style, body, compat string) *Layout {
	t.Helper()
	l := docx{
		body: body + smallPage, settings: `<w:compat>` + compat + `</w:compat>`,
		styles: smallStyles + `<w:style w:type="table" w:styleId="T"><w:name w:val="T"/>` + style + `</w:style>`,
	}.layout(t)
	checkLayout(t, l)
	return l
}

// colorsOf returns the colours of the letters on the first page, as a row of digits: 0x000001 is 1.
func colorsOf(l *Layout) string {
	var b strings.Builder
	for _, x := range l.Pages[0].Texts {
		for range x.Glyphs {
			fmt.Fprintf(&b, "%X", x.Color)
		}
	}
	return b.String()
}

func TestTableStylesColourTheirParts(t *testing.T) {
	t.Parallel()
	rows := stylePart("band1Horz", "000001", "") + stylePart("band2Horz", "000002", "")
	all := rows + stylePart("firstRow", "000003", "") + stylePart("lastRow", "000004", "") +
		stylePart("firstCol", "000005", "") + stylePart("lastCol", "000006", "")
	corners := all + stylePart("nwCell", "000007", "") + stylePart("neCell", "000008", "") + stylePart("swCell", "000009", "") + stylePart("seCell", "00000A", "")
	columns := stylePart("band1Vert", "000001", "") + stylePart("band2Vert", "000002", "")
	tests := []struct {
		name, style, tblPr string
		rows, columns      int
		want               string
	}{
		{"bands, where nothing is asked for", rows, ``, 4, 2, "11221122"},
		{"no bands", rows, `<w:tblLook w:val="0200"/>`, 4, 2, "00000000"},
		{"no bands, by attribute", rows, `<w:tblLook w:val="0000" w:noHBand="1"/>`, 4, 2, "00000000"},
		{"the attribute goes before the bits", rows, `<w:tblLook w:val="0200" w:noHBand="0"/>`, 4, 2, "11221122"},
		{"bands begin below the first row", all, `<w:tblLook w:val="0020"/>`, 4, 2, "33112211"},
		{"and end above the last one", all, `<w:tblLook w:val="0060"/>`, 4, 2, "33112244"},
		{"an empty first row is in the bands", rows + `<w:tblStylePr w:type="firstRow"/>`, `<w:tblLook w:val="0020"/>`, 3, 2, "112211"},
		{"columns go over rows", all, `<w:tblLook w:val="01E0"/>`, 4, 3, "536516526546"},
		{"corners go over both", corners, `<w:tblLook w:val="01E0"/>`, 4, 3, "73851652694A"},
		{"corners need both", corners, `<w:tblLook w:val="0060"/>`, 2, 2, "3344"},
		{"a row that is first and last is the first", all, `<w:tblLook w:val="0060"/>`, 1, 2, "33"},
		{"columns in bands", columns, ``, 2, 4, "12121212"},
		{"rows go over columns in bands", columns + stylePart("band2Horz", "000003", ""), ``, 3, 2, "123312"},
		{"bands of columns begin behind the first", columns + stylePart("firstCol", "000005", ""), `<w:tblLook w:val="0080"/>`, 1, 4, "5121"},
		{"bands of two rows", `<w:tblPr><w:tblStyleRowBandSize w:val="2"/></w:tblPr>` + rows, ``, 5, 1, "11221"},
		{"bands of two columns", `<w:tblPr><w:tblStyleColBandSize w:val="2"/></w:tblPr>` + columns, ``, 1, 5, "11221"},
		{"the whole table lies below", stylePart("wholeTable", "000009", "") + stylePart("band2Horz", "000002", ""), ``, 2, 1, "92"},
	}
	for _, tt := range tests {
		l := styledLayout(t, tt.style, gridTable(tt.tblPr, tt.rows, tt.columns), "")
		if got := colorsOf(l); got != tt.want {
			t.Errorf("%s: colours %s, want %s", tt.name, got, tt.want)
		}
		if len(l.Warnings) > 0 {
			t.Errorf("%s: warnings %v", tt.name, l.Warnings)
		}
	}
}

func TestPartsOfATableStyleAreInherited(t *testing.T) {
	t.Parallel()
	l := docx{
		body: strings.Replace(gridTable(``, 2, 1), `"T"`, `"U"`, 1) + smallPage,
		styles: smallStyles + `<w:style w:type="table" w:styleId="T"><w:name w:val="T"/>` + stylePart("band1Horz", "000001", "") + stylePart("band2Horz", "000002", "") +
			`</w:style><w:style w:type="table" w:styleId="U"><w:name w:val="U"/><w:basedOn w:val="T"/>` + stylePart("band2Horz", "000003", "") + `</w:style>`,
	}.layout(t)
	if got := colorsOf(l); got != "13" {
		t.Errorf("colours %s, want 13", got)
	}
}

func TestAllHeadingRowsAreTheFirstRowUnlessTheDocumentTellsThemApart(t *testing.T) {
	t.Parallel()
	body := strings.Replace(gridTable(`<w:tblLook w:val="0020"/>`, 4, 1), `<w:tr>`, `<w:tr><w:trPr><w:tblHeader/></w:trPr>`, 2)
	style := stylePart("firstRow", "000003", "") + stylePart("band1Horz", "000001", "")
	for compat, want := range map[string]string{
		``: "3310",
		`<w:compatSetting w:name="differentiateMultirowTableHeaders" w:val="1"/>`: "3101",
	} {
		if got := colorsOf(styledLayout(t, style, body, compat)); got != want {
			t.Errorf("%s: colours %s, want %s", compat, got, want)
		}
	}
}

func TestPartsOfATableStyleDrawTheirOwnBorders(t *testing.T) {
	t.Parallel()
	row := `<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:top w:val="single" w:sz="24"/><w:bottom w:val="single" w:sz="16"/><w:insideV w:val="single" w:sz="8"/></w:tcBorders></w:tcPr></w:tblStylePr>`
	l := styledLayout(t, row, gridTable(`<w:tblLook w:val="0620"/>`, 3, 3), "")
	var got []string
	for _, r := range l.Pages[0].Rules {
		got = append(got, fmt.Sprintf("%s×%s", mm(r.Width), mm(r.Height)))
	}
	// Above and below the first row, and between its cells; nothing elsewhere.
	if diff := cmp.Diff([]string{"42.33×1.06", "42.33×0.71", "0.35×8.11", "0.35×8.11"}, got); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
}

func TestATableStyleMarksItsHeadings(t *testing.T) {
	t.Parallel()
	style := stylePart("firstRow", "000003", `<w:trPr><w:tblHeader/></w:trPr>`) + stylePart("firstCol", "000005", "")
	l := styledLayout(t, style, gridTable(`<w:tblCaption w:val="人数"/><w:tblDescription w:val="按部门"/><w:tblLook w:val="00A0"/>`, 14, 2), "")
	if got := len(l.Pages[1].Texts); got != 10 { // four rows and the heading row once more
		t.Errorf("%d texts on the second page, want 10", got)
	}
	var scopes strings.Builder
	for _, e := range l.Elements {
		if e.Type == Table && e.Alt != "人数。按部门" {
			t.Errorf("the table is described as %q", e.Alt)
		}
		if e.Type == TableHeader {
			scopes.WriteString(string(e.Scope[0]))
		}
	}
	if got, want := scopes.String(), "CC"+strings.Repeat("R", 13); got != want {
		t.Errorf("scopes of headings %s, want %s", got, want)
	}
}

func TestNormalTakesOnlyItsDefaultsFromATableStyle(t *testing.T) {
	t.Parallel()
	const off, on = ``, `<w:compatSetting w:name="overrideTableStyleFontSizeAndJustification" w:val="1"/>`
	table := `<w:tbl><w:tblPr><w:tblStyle w:val="T"/></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid><w:tr><w:tc>` + par("", "a") + `</w:tc></w:tr></w:tbl>`
	tests := []struct {
		name, normal, compat string
		size                 Length
		centred              bool
	}{
		{"of a style that says nothing the table's hold", ``, off, 8 * Point, true},
		{"12 points and left are no choice", `<w:pPr><w:jc w:val="left"/></w:pPr><w:rPr><w:sz w:val="24"/></w:rPr>`, off, 8 * Point, true},
		{"11 points are one", `<w:rPr><w:sz w:val="22"/></w:rPr>`, off, 11 * Point, true},
		{"unless the document asks for the rule", `<w:pPr><w:jc w:val="left"/></w:pPr><w:rPr><w:sz w:val="24"/></w:rPr>`, on, 12 * Point, false},
	}
	for _, tt := range tests {
		l := docx{
			body: table + smallPage, settings: `<w:compat>` + tt.compat + `</w:compat>`,
			styles: `<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/>` + tt.normal + `</w:style>` +
				`<w:style w:type="table" w:styleId="T"><w:name w:val="T"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:sz w:val="16"/></w:rPr></w:style>`,
		}.layout(t)
		x := l.Pages[0].Texts[0]
		if centred := x.X > 60*Point; x.Size != tt.size || centred != tt.centred {
			t.Errorf("%s: %v, centred %v, want %v, %v", tt.name, x.Size, centred, tt.size, tt.centred)
		}
	}
}

func TestTheStyleNormalTableSaysNothingOfText(t *testing.T) {
	t.Parallel()
	l := docx{
		body:   gridTable("", 1, 1) + smallPage,
		styles: smallStyles + `<w:style w:type="table" w:styleId="T"><w:name w:val="Normal Table"/><w:rPr><w:color w:val="000001"/></w:rPr></w:style>`,
	}.layout(t)
	if got := colorsOf(l); got != "0" {
		t.Errorf("colour %s, want 0", got)
	}
}
