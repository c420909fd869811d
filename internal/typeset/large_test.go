package typeset

import (
	"fmt"
	"strings"
	"testing"

	"jobdoc/internal/wordml"
)

// longBody is a body of about so many pages: paragraphs, headings and a table in turn.
func longBody(pages int) string {
	var b strings.Builder
	text := strings.Repeat("职位说明书规定一个岗位的职责、权限与任职资格 (ORACLE, R&amp;D)，", 4)
	for i := range pages {
		fmt.Fprintf(&b, `<w:p><w:pPr><w:keepNext/><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>第%d章</w:t></w:r></w:p>`, i+1)
		for range 7 {
			fmt.Fprintf(&b, `<w:p><w:pPr><w:jc w:val="both"/></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>`, text)
		}
		b.WriteString(`<w:tbl><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="6000"/></w:tblGrid>`)
		for r := range 8 {
			merge := `<w:vMerge/>`
			if r%4 == 0 {
				merge = `<w:vMerge w:val="restart"/>`
			}
			fmt.Fprintf(&b, `<w:tr><w:tc><w:tcPr>%s</w:tcPr><w:p><w:r><w:t>%d</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:tc></w:tr>`, merge, r, text)
		}
		b.WriteString(`</w:tbl>`)
	}
	return b.String()
}

func BenchmarkLayoutHundredPages(b *testing.B) {
	p, err := wordml.Open(docx{body: longBody(100)}.archive())
	if err != nil {
		b.Fatal(err)
	}
	pages := 0
	b.ReportAllocs()
	for b.Loop() {
		pages = len(layoutPackage(b, p).Pages)
	}
	b.ReportMetric(float64(pages), "pages")
}

// TestPagesAreBounded lays out more than a document may have.
func TestPagesAreBounded(t *testing.T) {
	t.Parallel()
	d := docx{body: strings.Repeat(`<w:p><w:pPr><w:pageBreakBefore/></w:pPr></w:p>`, maxPages+10)}
	l := d.layout(t)
	if len(l.Pages) != maxPages {
		t.Errorf("%d pages, want %d", len(l.Pages), maxPages)
	}
	if len(l.Warnings) != 1 || l.Warnings[0].Code != "too-many-pages" {
		t.Errorf("warnings = %v, want one of too many pages", l.Warnings)
	}
}

// TestDeepTablesAreBounded nests tables deeper than they are set.
func TestDeepTablesAreBounded(t *testing.T) {
	t.Parallel()
	const depth = 40
	d := docx{body: strings.Repeat(`<w:tbl><w:tr><w:tc>`, depth) + `<w:p/>` + strings.Repeat(`</w:tc></w:tr></w:tbl>`, depth)}
	l := d.layout(t)
	found := false
	for _, w := range l.Warnings {
		found = found || w.Code == "too-deep"
	}
	if !found {
		t.Errorf("warnings = %v, want too-deep", l.Warnings)
	}
	checkLayout(t, l)
}
