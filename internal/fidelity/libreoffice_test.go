package fidelity

import (
	"io/fs"
	"strings"
	"testing"

	"jobdoc/fonts"
	"jobdoc/internal/font"
	"jobdoc/internal/wordml"
)

func TestLibreOfficeIsToldWhatItMisreads(t *testing.T) {
	t.Parallel()
	const head, tail = `<docx><w:body><w:p><w:pPr>`, `</w:p></w:body></docx>`
	for name, c := range map[string]struct{ source, want string }{
		"marks that may not hang":  {head + `<w:overflowPunct w:val="0"/></w:pPr>甲` + tail, `<w:overflowPunct w:val="1"/>`},
		"marks that may hang":      {head + `<w:overflowPunct/></w:pPr>甲` + tail, `<w:overflowPunct w:val="0"/>`},
		"blanks of one point":      {head + `</w:pPr><w:r><w:rPr><w:rStyle w:val="Glue"/></w:rPr><w:t>` + "\u00A0" + `</w:t></w:r>` + tail, "\u2060"},
		"other blanks, let alone,": {head + `</w:pPr>甲` + "\u00A0" + `乙` + tail, "甲\u00A0乙"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			docx, err := buildSource([]byte(c.source))
			if err != nil {
				t.Fatal(err)
			}
			if docx, err = forOffice(docx); err != nil {
				t.Fatal(err)
			}
			if got := documentXML(t, docx); !strings.Contains(got, c.want) {
				t.Errorf("the document does not hold %q:\n%s", c.want, got)
			}
		})
	}
}

func TestAnUncompressedDocumentSaysSo(t *testing.T) {
	t.Parallel()
	docx, err := buildSource([]byte(`<docx><w:settings><w:characterSpacingControl w:val="compressPunctuation"/></w:settings><w:body><w:p>甲</w:p></w:body></docx>`))
	if err != nil {
		t.Fatal(err)
	}
	if docx, err = uncompressed(docx); err != nil {
		t.Fatal(err)
	}
	p, err := wordml.Open(docx)
	if err != nil {
		t.Fatal(err)
	}
	data, _ := p.Bytes("word/settings0.xml")
	if !strings.Contains(string(data), `<w:characterSpacingControl w:val="doNotCompress"/>`) {
		t.Errorf("settings are %s", data)
	}
}

// TestLibreOfficesFacesHaveWordsLine reads the faces back: what LibreOffice takes
// for a single line, ascender and descender, is what Word makes of the face.
func TestLibreOfficesFacesHaveWordsLine(t *testing.T) {
	t.Parallel()
	set, _, err := font.NewSet(font.Options{FS: fonts.Files()})
	if err != nil {
		t.Fatal(err)
	}
	data, err := fs.ReadFile(fonts.Files(), "NotoSerifSC-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	typeface := set.Typeface("Noto Serif SC", false, false)
	made, err := wordFace(data, typeface)
	if err != nil {
		t.Fatal(err)
	}
	face, err := font.Parse(made, 0)
	if err != nil {
		t.Fatal(err)
	}
	m := face.Metrics()
	if m.Ascender != typeface.Ascent || -m.Descender != typeface.Descent || m.LineGap != 0 { // of 1000 units
		t.Errorf("ascender %d, descender %d, gap %d; want %d, %d, 0", m.Ascender, m.Descender, m.LineGap, typeface.Ascent, -typeface.Descent)
	}
	for _, tag := range []string{"GSUB", "GPOS"} {
		if tableEntry(made, tag) != nil {
			t.Errorf("the face still has %s", tag)
		}
	}
	if was := tableEntry(data, "GSUB"); was == nil {
		t.Error("the face it was made of has lost its GSUB")
	}
}

func TestReadingsAreKept(t *testing.T) {
	t.Parallel()
	c := cache{dir: t.TempDir(), base: []byte("LibreOffice 7.4")}
	if _, ok := c.get([]byte("a")); ok {
		t.Error("an empty cache has a reading")
	}
	c.put([]byte("a"), reading{[]Line{{0, 1, 2, "职位"}}, 3})
	r, ok := c.get([]byte("a"))
	if !ok || r.Pages != 3 || len(r.Lines) != 1 || r.Lines[0].Text != "职位" {
		t.Errorf("reading = %v, %v", r, ok)
	}
	other := cache{dir: c.dir, base: []byte("LibreOffice 24.2")}
	if _, ok := other.get([]byte("a")); ok {
		t.Error("another program has the same reading")
	}
}

func TestExceptionsAreFoundByName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"kinsoku": "kinsoku", "nokinsoku": "", "classic-08-stress": "*-08-stress", "classic-01-key-account-manager": "",
	} {
		got := ""
		if e := exceptionFor(name); e != nil {
			got = e.Document
		}
		if got != want {
			t.Errorf("exceptionFor(%q) is of %q, want %q", name, got, want)
		}
	}
}

func documentXML(t *testing.T, docx []byte) string {
	t.Helper()
	p, err := wordml.Open(docx)
	if err != nil {
		t.Fatal(err)
	}
	data, _ := p.Bytes(p.Main())
	return string(data)
}
