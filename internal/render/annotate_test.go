package render

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"
	"testing/fstest"

	"jobdoc/internal/wordml"
)

// textFile is a Word file of paragraphs.
func textFile(t *testing.T, paragraphs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, p := range paragraphs {
		b.WriteString("<w:p><w:r><w:t>")
		if err := xml.EscapeText(&b, []byte(p)); err != nil {
			t.Fatal(err)
		}
		b.WriteString("</w:t></w:r></w:p>")
	}
	data, err := wordml.Zip(fstest.MapFS{
		"[Content_Types].xml": {Data: []byte(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/d.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`)},
		"_rels/.rels": {Data: []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="d.xml"/></Relationships>`)},
		"d.xml":       {Data: []byte(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + b.String() + `</w:body></w:document>`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestExamplesOfTagsCanBeTyped puts every example of a tag into a template.
func TestExamplesOfTagsCanBeTyped(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	var examples []string
	for _, tag := range Tags() {
		examples = append(examples, "例："+tag.Example)
	}
	if _, err := r.OpenTemplate(textFile(t, examples...)); err != nil {
		t.Error(err)
	}
}

func TestAnnotatedTemplatesHoldComments(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	data, err := r.Annotate(textFile(t, "{岗位名秤}"), true)
	if err != nil {
		t.Fatal(err)
	}
	p, err := wordml.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	root, err := p.Part("comments.xml")
	if err != nil || root == nil || !strings.Contains(root.Content(), "did you mean 岗位名称") {
		t.Errorf("comments: %v, %v", root, err)
	}
	if _, err := r.Annotate([]byte("x"), false); err == nil {
		t.Error("what is no Word file is annotated")
	}
}
