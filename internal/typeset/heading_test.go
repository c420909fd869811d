package typeset

import (
	"strings"
	"testing"
)

// scopesOf returns the cells' types and scopes, row by row: T for TD, R and C for TH.
func scopesOf(l *Layout) string {
	var b strings.Builder
	for _, e := range l.Elements {
		switch e.Type {
		case TableRow:
			b.WriteByte(' ')
		case TableCell:
			b.WriteByte('T')
		case TableHeader:
			b.WriteString(string(e.Scope[:1]))
		}
	}
	return strings.TrimSpace(b.String())
}

func TestLabelsOfAFormHeadTheirRows(t *testing.T) {
	t.Parallel()
	style := func(id, name string) string {
		return `<w:style w:type="paragraph" w:styleId="` + id + `"><w:name w:val="` + name + `"/></w:style>`
	}
	styles := smallStyles + style("L", "表格标签") + style("E", "Form Label") + style("C", "Column Heading") + style("V", "表格正文")
	in := func(id, text string) string { return par(`<w:pStyle w:val="`+id+`"/>`, text) }
	row := func(props string, cells ...string) string {
		return `<w:tr><w:trPr>` + props + `</w:trPr><w:tc>` + strings.Join(cells, `</w:tc><w:tc>`) + `</w:tc></w:tr>`
	}
	tests := []struct {
		name string
		rows []string
		want string
	}{
		{"a label and its value", []string{row("", in("L", "a"), in("V", "b"), in("E", "c"), in("V", "d"))}, "RTRT"},
		{"labels in the row that repeats", []string{row("<w:tblHeader/>", in("L", "a"), in("V", "b")), row("", in("V", "a"), in("V", "b"))}, "RT TT"},
		{"a row that repeats without labels", []string{row("<w:tblHeader/>", in("V", "a"), in("V", "b")), row("", in("V", "a"), in("V", "b"))}, "CC TT"},
		{"a row of labels alone", []string{row("", in("L", "a"), in("L", "b")), row("", in("L", "a"), in("V", "b"))}, "CC RT"},
		{"headings of columns", []string{row("", in("C", "a"), in("V", "b"))}, "CT"},
		{"a label with text of another style", []string{row("", in("L", "a")+in("V", "b"), in("V", "c"))}, "TT"},
		{"a label without text", []string{row("", in("L", ""), in("V", "c"))}, "TT"},
	}
	for _, tt := range tests {
		l := docx{
			body:   `<w:tbl><w:tblPr><w:tblLayout w:type="fixed"/></w:tblPr>` + strings.Join(tt.rows, "") + `</w:tbl>` + smallPage,
			styles: styles,
		}.layout(t)
		checkLayout(t, l)
		if got := scopesOf(l); got != tt.want {
			t.Errorf("%s: cells %s, want %s", tt.name, got, tt.want)
		}
	}
}
