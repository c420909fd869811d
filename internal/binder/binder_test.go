package binder

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"jobdoc/internal/wordml"
)

const (
	mainSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	office    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	wordType  = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// source is a small Word file in the making.
type source struct {
	body   string
	parts  map[string]string // by name below word/, such as "header1.xml"
	links  []string          // further relationships of the main part, as XML
	styles string
}

// open makes a document of it.
func (s source) open(t *testing.T) *wordml.Document {
	t.Helper()
	files := map[string]string{
		"word/document.xml": `<w:document ` + mainSpace + `><w:body>` + s.body + `</w:body></w:document>`,
		"word/styles.xml":   `<w:styles ` + mainSpace + `>` + s.styles + `</w:styles>`,
		"_rels/.rels":       `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + office + `officeDocument" Target="word/document.xml"/></Relationships>`,
	}
	types := `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>` +
		`<Override PartName="/word/document.xml" ContentType="` + wordType + `document.main+xml"/><Override PartName="/word/styles.xml" ContentType="` + wordType + `styles+xml"/>`
	rels := `<Relationship Id="rId1" Type="` + office + `styles" Target="styles.xml"/>`
	for i, name := range slices.Sorted(maps.Keys(s.parts)) {
		files["word/"+name] = s.parts[name]
		kind := strings.TrimRight(strings.TrimSuffix(name, ".xml"), "0123456789")
		if kind == name {
			kind = "image"
		} else {
			types += `<Override PartName="/word/` + name + `" ContentType="` + wordType + kind + `+xml"/>`
		}
		rels += fmt.Sprintf(`<Relationship Id="rId%d" Type="%s%s" Target="%s"/>`, 10+i, office, kind, name)
	}
	files["[Content_Types].xml"] = types + `</Types>`
	files["word/_rels/document.xml.rels"] = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rels + strings.Join(s.links, "") + `</Relationships>`
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	p, err := wordml.Open(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return p.Document()
}

// bind joins documents, the first of which is the base, and opens the file that
// comes of it again.
func bind(t *testing.T, o Options, sources ...source) (*wordml.Document, string) {
	t.Helper()
	var b *Binder
	for i, s := range sources {
		doc := s.open(t)
		if i == 0 {
			var err error
			if b, err = New(doc); err != nil {
				t.Fatal(err)
			}
		}
		if err := b.Add(doc, o); err != nil {
			t.Fatal(err)
		}
	}
	doc, err := b.Document()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := doc.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	p, err := wordml.Open(out.Bytes())
	if err != nil {
		t.Fatalf("the bound document cannot be opened: %v", err)
	}
	return p.Document(), text(t, p.Document(), "word/document.xml")
}

func text(t *testing.T, doc *wordml.Document, name string) string {
	t.Helper()
	n, err := doc.Part(name)
	if err != nil || n == nil {
		t.Fatalf("part %s: %v", name, err)
	}
	return string(n.Append(nil))
}

func paragraph(props, content string) string {
	if props != "" {
		props = "<w:pPr>" + props + "</w:pPr>"
	}
	return "<w:p>" + props + content + "</w:p>"
}

func run(text string) string { return "<w:r><w:t>" + text + "</w:t></w:r>" }

func TestEachDocumentIsASectionThatBeginsAPage(t *testing.T) {
	t.Parallel()
	one := source{body: paragraph("", run("甲")) + `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgNumType w:start="7"/></w:sectPr>`}
	two := source{body: paragraph("", run("乙")) + `<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:sectPr><w:type w:val="continuous"/><w:pgSz w:w="16838" w:h="11906"/></w:sectPr>`}
	_, got := bind(t, Options{}, one, two, one)
	if n := strings.Count(got, `<w:type w:val="nextPage"/>`); n != 3 {
		t.Errorf("%d sections begin a page, want 3:\n%s", n, got)
	}
	for _, bad := range []string{"continuous", "w:start="} {
		if strings.Contains(got, bad) {
			t.Errorf("there still is %q:\n%s", bad, got)
		}
	}
	first, rest, _ := strings.Cut(got, "乙")
	if !strings.Contains(first, `w:w="11906"`) || strings.Contains(first, `w:w="16838"`) || !strings.Contains(rest, `w:w="16838"`) {
		t.Errorf("sections are mixed up:\n%s", got)
	}
}

func TestHeadersStayWithTheirDocumentAndEqualOnesAreOne(t *testing.T) {
	t.Parallel()
	header := func(text string) source {
		s := source{body: paragraph("", run(text)) + `<w:sectPr><w:headerReference w:type="default" r:id="rId10"/></w:sectPr>`}
		s.parts = map[string]string{"header1.xml": `<w:hdr ` + mainSpace + `>` + paragraph("", run("页眉"+text)) + `</w:hdr>`}
		return s
	}
	bare := source{body: paragraph("", run("没有页眉")) + `<w:sectPr/>`}
	doc, got := bind(t, Options{}, header("甲"), header("乙"), header("甲"), bare)
	seen := map[string]int{}
	var order []string
	for piece := range strings.SplitSeq(got, `<w:headerReference w:type="default" r:id="`) {
		id, _, ok := strings.Cut(piece, `"`)
		name := doc.Related("word/document.xml", id)
		if !ok || name == "" {
			continue
		}
		n, err := doc.Part(name)
		if err != nil {
			t.Fatal(err)
		}
		order = append(order, n.Content())
		seen[name]++
	}
	if want := []string{"页眉甲", "页眉乙", "页眉甲", ""}; !slices.Equal(order, want) {
		t.Errorf("headers %q, want %q", order, want)
	}
	if len(seen) != 3 {
		t.Errorf("headers are kept in %v, want three parts", seen)
	}
}

func TestPicturesNotesAndLinksGoAlong(t *testing.T) {
	t.Parallel()
	withNote := func(text string) source {
		return source{
			body: paragraph("", run(text)+`<w:r><w:footnoteReference w:id="2"/></w:r><w:hyperlink r:id="rIdX">`+run("链接")+`</w:hyperlink><w:r><w:pict r:id="rId11"/></w:r>`) + `<w:sectPr/>`,
			parts: map[string]string{
				"footnotes.xml": `<w:footnotes ` + mainSpace + `><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="2">` + paragraph("", run("注"+text)) + `</w:footnote></w:footnotes>`,
				"image1.png":    "\x89PNG" + text,
			},
			links: []string{`<Relationship Id="rIdX" Type="` + office + `hyperlink" Target="https://example.com/` + text + `" TargetMode="External"/>`},
		}
	}
	doc, got := bind(t, Options{}, withNote("a"), withNote("b"), withNote("a"))
	notes := text(t, doc, doc.RelatedByType("word/document.xml", "footnotes")[0])
	for i, want := range []string{"注a", "注b", "注a"} {
		id := fmt.Sprint(i + 1)
		if !strings.Contains(got, `<w:footnoteReference w:id="`+id+`"/>`) || !strings.Contains(notes, `<w:footnote w:id="`+id+`"><w:p><w:r><w:t>`+want) {
			t.Errorf("note %s is not %s:\n%s", id, want, notes)
		}
	}
	pictures, addresses := map[string]bool{}, map[string]bool{}
	for piece := range strings.SplitSeq(got, `r:id="`) {
		id, _, _ := strings.Cut(piece, `"`)
		if name := doc.Related("word/document.xml", id); strings.HasSuffix(name, ".png") {
			data, _ := doc.Bytes(name)
			pictures[string(data)] = true
		}
		if a := doc.Hyperlink("word/document.xml", id); a != "" {
			addresses[a] = true
		}
	}
	if len(pictures) != 2 || len(addresses) != 2 {
		t.Errorf("pictures %q, addresses %v; want two each", slices.Collect(maps.Keys(pictures)), addresses)
	}
}

func TestBookmarksKeepLeadingToTheirOwnDocument(t *testing.T) {
	t.Parallel()
	s := source{body: paragraph("", `<w:bookmarkStart w:id="0" w:name="here"/>`+run("甲")+`<w:bookmarkEnd w:id="0"/><w:hyperlink w:anchor="here">`+run("见上")+`</w:hyperlink>`+
		`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGEREF here \h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`) + `<w:sectPr/>`}
	_, got := bind(t, Options{}, s, s)
	for _, want := range []string{`w:name="here"`, `w:name="here_2"`, `w:anchor="here_2"`, `PAGEREF here_2 \h`} {
		if strings.Count(got, want) != 1 {
			t.Errorf("%s stands there %d times, want once:\n%s", want, strings.Count(got, want), got)
		}
	}
}

func TestListsBeginAnewAndStylesOfOthersKeepTheirNames(t *testing.T) {
	t.Parallel()
	numbering := `<w:numbering ` + mainSpace + `><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`
	styles := `<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="%s"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:rPr><w:b/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Listed"><w:name w:val="Listed"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:ind w:left="100"/></w:pPr></w:style>`
	s := func(size string) source {
		return source{
			body:   paragraph(`<w:pStyle w:val="Listed"/>`, run("项")) + paragraph("", run("文")) + `<w:sectPr/>`,
			parts:  map[string]string{"numbering.xml": numbering},
			styles: fmt.Sprintf(styles, size),
		}
	}
	doc, got := bind(t, Options{}, s("21"), s("24"))
	lists := text(t, doc, doc.RelatedByType("word/document.xml", "numbering")[0])
	if n := strings.Count(lists, `<w:startOverride w:val="3"/>`); n < 2 {
		t.Errorf("%d lists begin at 3, want one for each document:\n%s", n, lists)
	}
	for _, want := range []string{
		`<w:pStyle w:val="Listed"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr><w:ind w:left="100"/>`,
		`<w:pStyle w:val="t1_Listed"/>`, `<w:pStyle w:val="t1_a"/>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %s:\n%s", want, got)
		}
	}
	all := text(t, doc, "word/styles.xml")
	if !strings.Contains(all, `<w:style w:type="paragraph" w:styleId="t1_a"><w:name w:val="Normal t1"/><w:rPr><w:b/><w:sz w:val="24"/></w:rPr></w:style>`) {
		t.Errorf("the style of the second template does not keep its size:\n%s", all)
	}
}

func TestABookmarkMarksTheBeginningAndHeadingsGoDeeper(t *testing.T) {
	t.Parallel()
	s := source{body: `<w:tbl><w:tr><w:tc>` + paragraph(`<w:outlineLvl w:val="0"/>`, run("题")) + `</w:tc></w:tr></w:tbl>` + paragraph(`<w:outlineLvl w:val="8"/><w:rPr/>`, "") + `<w:sectPr/>`}
	_, got := bind(t, Options{Bookmark: "p1", Level: 2}, s)
	if !strings.Contains(got, `<w:outlineLvl w:val="2"/></w:pPr><w:bookmarkStart w:id="1" w:name="p1"/><w:bookmarkEnd w:id="1"/>`) {
		t.Errorf("the first paragraph has no bookmark, or not the level 2:\n%s", got)
	}
	if !strings.Contains(got, `<w:outlineLvl w:val="8"/><w:rPr/>`) {
		t.Errorf("the deepest level is not kept:\n%s", got)
	}
}
