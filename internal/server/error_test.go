package server

import (
	"context"
	"fmt"
	"testing"
	"testing/fstest"

	"jobdoc/internal/wordml"
)

// word is a Word file with a text.
func word(t *testing.T, body string) []byte {
	t.Helper()
	const types = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	data, err := wordml.Zip(fstest.MapFS{
		"[Content_Types].xml": {Data: []byte(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="` + types + `"/></Types>`)},
		"_rels/.rels":         {Data: []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`)},
		"word/document.xml":   {Data: []byte(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestFaultsOfAWordFileAreTheClients(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		data   []byte
		status int
		codes  []string
		detail string
	}{
		"no Word file":       {[]byte("%PDF-1.7"), 422, []string{"not-docx"}, "no .docx file; save it as .docx in Word"},
		"a field that links": {word(t, `<w:p><w:fldSimple w:instr="LINK x"/></w:p>`), 422, []string{"field-external"}, "word/document.xml: the field LINK takes content from outside; select it and press Ctrl+Shift+F9 to make it plain text"},
		"two such fields":    {word(t, `<w:p><w:fldSimple w:instr="LINK x"/><w:fldSimple w:instr="MACROBUTTON x"/></w:p>`), 422, []string{"field-external", "field-macro"}, "2 faults; see errors"},
		"a file too large":   {append([]byte("PK"), make([]byte, wordml.MaxArchive)...), 413, []string{"archive-too-large"}, "the file is larger than 10 MiB"},
	}
	for name, tt := range tests {
		_, err := wordml.Open(tt.data)
		p := problemOf(withTongue(context.Background(), english), fmt.Errorf("open the template: %w", err))
		var codes []string
		for _, e := range p.Errors {
			codes = append(codes, e.Code)
		}
		if p.Status != tt.status || fmt.Sprint(codes) != fmt.Sprint(tt.codes) || p.Detail != tt.detail {
			t.Errorf("%s: %d %v %q, want %d %v %q", name, p.Status, codes, p.Detail, tt.status, tt.codes, tt.detail)
		}
	}
	_, err := wordml.Open(word(t, `<w:p><w:fldSimple w:instr="LINK x"/></w:p>`))
	if p := problemOf(context.Background(), err); p.Detail != "word/document.xml：域 LINK 会从文件之外取内容；请选中它按 Ctrl+Shift+F9 改为普通文字" {
		t.Errorf("in Chinese: %q", p.Detail)
	}
}
