package fidelity

import (
	"strings"
	"testing"

	"jobdoc/internal/wordml"
)

func TestEverySourceIsADocument(t *testing.T) {
	t.Parallel()
	docs, err := ownDocuments()
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewSetter(true)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		all, pages, err := s.Lines(d)
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		if pages == 0 || len(all) < 10 {
			t.Errorf("%s has %d lines on %d pages, too few to compare", d.Name, len(all), pages)
		}
	}
}

func TestShorthandsAreWrittenOut(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`<w:p>职位</w:p>`:                              `<w:p><w:r><w:t xml:space="preserve">职位</w:t></w:r></w:p>`,
		`<w:p><w:r><w:rPr/>职位</w:r></w:p>`:           `<w:p><w:r><w:rPr/><w:t xml:space="preserve">职位</w:t></w:r></w:p>`,
		`<w:tc>职位</w:tc>`:                            `<w:tc><w:p><w:r><w:t xml:space="preserve">职位</w:t></w:r></w:p></w:tc>`,
		`<repeat times="3"><w:p/></repeat>`:          `<w:p/><w:p/><w:p/>`,
		`<text of="items" lines="7"><w:pPr/></text>`: `<w:p><w:pPr/><w:r><w:t xml:space="preserve">完成上级交办的其他工作</w:t></w:r></w:p>`,
		`<cells of="staff" lines="7"/>`:              `<w:tr>` + strings.Repeat(`<w:tc><w:p><w:r><w:t xml:space="preserve">%</w:t></w:r></w:p></w:tc>`, 6) + `</w:tr>`,
	} {
		root, err := wordml.Parse([]byte(`<docx` + namespaces + `>` + source + `</docx>`))
		if err != nil {
			t.Fatal(err)
		}
		var e expander
		got := string(e.children(root))
		if strings.Contains(want, "%") { // cells: count them
			if n := strings.Count(got, "<w:tc><w:p>"); n != 6 || !strings.HasPrefix(got, "<w:tr>") {
				t.Errorf("%s has %d cells, want 6:\n%s", source, n, got)
			}
			continue
		}
		if e.err != nil || got != want {
			t.Errorf("%s is %s, %v; want %s", source, got, e.err, want)
		}
	}
}

func TestAFaultySourceSaysWhy(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`<docx><w:body><text of="nowhere"/></w:body></docx>`:           "nowhere.txt",
		`<docx><w:body><text of="rules" lines="0-3"/></w:body></docx>`: `no lines "0-3"`,
		`<docx><w:body/><w:foot/></docx>`:                              "<w:foot> is no part",
		`<docx><w:body><repeat times="x"/></w:body></docx>`:            "is no number",
	} {
		if _, err := buildSource([]byte(source)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", source, err, want)
		}
	}
}
