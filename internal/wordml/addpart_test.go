package wordml_test

import (
	"bytes"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/wordml"
)

// small opens a document with one part of text, whose relationships have the
// types of one form of the standard.
func small(t *testing.T, officeDocument string) *wordml.Package {
	t.Helper()
	const main = `application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml`
	data, err := wordml.Zip(fstest.MapFS{
		"[Content_Types].xml": {Data: []byte(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/>` +
			`<Override PartName="/text/main.xml" ContentType="` + main + `"/></Types>`)},
		"_rels/.rels":   {Data: []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + officeDocument + `" Target="text/main.xml"/></Relationships>`)},
		"text/main.xml": {Data: []byte(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p/></w:body></w:document>`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	p, err := wordml.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

const transitional = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

// reopen writes a document and reads it again.
func reopen(t *testing.T, d *wordml.Document) *wordml.Package {
	t.Helper()
	var file bytes.Buffer
	if _, err := d.WriteTo(&file); err != nil {
		t.Fatal(err)
	}
	p, err := wordml.Open(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAddedPartsAreWrittenAndKnown(t *testing.T) {
	t.Parallel()
	p := small(t, transitional+"officeDocument")
	d := p.Document()
	picture := []byte("\x89PNG\r\n\x1a\n…")
	d.AddPart("text/media/a.png", "image/png", nil, picture)
	comments := wordml.Element("w:comments", []wordml.Attr{{Name: "xmlns:w", Value: "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}})
	const commentsType = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
	d.AddPart("text/comments.xml", commentsType, comments, nil)
	first := d.AddRelationship(p.Main(), "image", "text/media/a.png")
	second := d.AddRelationship(p.Main(), "comments", "text/comments.xml")
	if first == second {
		t.Errorf("both relationships are %s", first)
	}
	for what, q := range map[string]*wordml.Package{"the document": d.Package, "the file": reopen(t, d)} {
		if got := q.Related(p.Main(), first); got != "text/media/a.png" {
			t.Errorf("%s: %s leads to %q", what, first, got)
		}
		if got := q.RelatedByType(p.Main(), "comments"); !slices.Equal(got, []string{"text/comments.xml"}) {
			t.Errorf("%s: comments are in %q", what, got)
		}
		if got, _ := q.Bytes("text/media/a.png"); !bytes.Equal(got, picture) {
			t.Errorf("%s: the picture is %q", what, got)
		}
		if root, err := q.Part("text/comments.xml"); err != nil || root == nil || root.Name != "w:comments" {
			t.Errorf("%s: the comments are %v, %v", what, root, err)
		}
		if got := [2]string{q.ContentType("text/media/a.png"), q.ContentType("text/comments.xml")}; got != [2]string{"image/png", commentsType} {
			t.Errorf("%s: types %q", what, got)
		}
	}
	if p.Has("text/comments.xml") || p.Has("text/_rels/main.xml.rels") || len(p.RelatedByType(p.Main(), "image")) > 0 {
		t.Error("the package that the document came from has changed")
	}
	types, err := reopen(t, d).Part("[Content_Types].xml")
	if err != nil {
		t.Fatal(err)
	}
	var overrides []string
	for _, c := range types.Children {
		if c.Name == "Override" {
			overrides = append(overrides, c.Attr("PartName"))
		}
	}
	// The extension png has its type already.
	if diff := cmp.Diff([]string{"/text/main.xml", "/text/comments.xml"}, overrides); diff != "" {
		t.Errorf("overrides (-want +got)\n%s", diff)
	}
}

func TestRelationshipsOfAStrictFileAreStrict(t *testing.T) {
	t.Parallel()
	const strict = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
	p := small(t, strict+"officeDocument")
	d := p.Document()
	d.AddPart("text/a.png", "image/png", nil, []byte("a"))
	d.AddRelationship(p.Main(), "image", "text/a.png")
	rels, err := reopen(t, d).Relationships(p.Main())
	if err != nil || len(rels) != 1 || rels[0].Type != strict+"image" {
		t.Errorf("relationships %+v, %v, want one of the type %simage", rels, err, strict)
	}
}

func TestRewrittenPartsAreInThePackage(t *testing.T) {
	t.Parallel()
	p := small(t, transitional+"officeDocument")
	d := p.Document()
	root := wordml.Element("w:document", []wordml.Attr{{Name: "xmlns:w", Value: "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}},
		wordml.Element("w:body", nil, wordml.Element("w:tbl", nil)))
	d.Rewrite(p.Main(), root)
	if got, _ := d.Package.Part(p.Main()); got != root {
		t.Error("the document's package does not hold the new part")
	}
	if got, _ := p.Part(p.Main()); got == root {
		t.Error("the package that the document came from has changed")
	}
	if got, _ := reopen(t, d).Part(p.Main()); got.Find("w:body", "w:tbl") == nil {
		t.Error("the new part is not written")
	}
}

func TestTwoDocumentsOfOnePackageDoNotMeet(t *testing.T) {
	t.Parallel()
	p := small(t, transitional+"officeDocument")
	a, b := p.Document(), p.Document()
	a.AddPart("text/a.png", "image/png", nil, []byte("a"))
	b.AddPart("text/a.png", "image/png", nil, []byte("b"))
	x, _ := a.Bytes("text/a.png")
	y, _ := b.Bytes("text/a.png")
	if string(x) != "a" || string(y) != "b" {
		t.Errorf("the documents hold %q and %q", x, y)
	}
}
