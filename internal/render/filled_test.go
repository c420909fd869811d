package render

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"image"
	"image/png"
	"strings"
	"testing"
	"testing/fstest"

	"jobdoc/internal/typeset"
	"jobdoc/internal/wordml"
)

// ownTemplate is a template as a company may have it: tags in its properties, a
// numbered list inside a block, a picture.
func ownTemplate(t *testing.T, r *Renderer) *Template {
	t.Helper()
	const word, types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/", "application/vnd.openxmlformats-officedocument.wordprocessingml."
	const w = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	para := func(props, text string) string {
		return `<w:p><w:pPr>` + props + `</w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
	}
	const numbered = `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>`
	data, err := wordml.Zip(fstest.MapFS{
		"[Content_Types].xml": {Data: []byte(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/word/document.xml" ContentType="` + types + `document.main+xml"/><Override PartName="/word/numbering.xml" ContentType="` + types + `numbering+xml"/></Types>`)},
		"_rels/.rels": {Data: []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="` + word + `officeDocument" Target="word/document.xml"/>` +
			`<Relationship Id="b" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="core.xml"/><Relationship Id="c" Type="` + word + `extended-properties" Target="app.xml"/></Relationships>`)},
		"core.xml":                     {Data: []byte(`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{岗位名称}任职说明</dc:title><dc:creator>某人</dc:creator><cp:category>{所在部门}</cp:category></cp:coreProperties>`)},
		"app.xml":                      {Data: []byte(`<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Company>某公司</Company><Manager>{直接上级}</Manager></Properties>`)},
		"word/_rels/document.xml.rels": {Data: []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="n" Type="` + word + `numbering" Target="numbering.xml"/></Relationships>`)},
		"word/numbering.xml":           {Data: []byte(`<w:numbering` + w + `><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/><w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`)},
		"word/document.xml": {Data: []byte(`<w:document` + w + `><w:body>` +
			para("", "{%照片:25mm}") + para("", "{#职责}") + para("", "{职责描述}") + para(numbered, "{#任务}{.}{/}") + para("", "{/职责}") + `<w:sectPr/></w:body></w:document>`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	tmpl, err := r.OpenTemplate(data)
	if err != nil {
		t.Fatal(err)
	}
	return tmpl
}

// withPhoto is a position with a photo, of a person who may be anybody.
func withPhoto(t *testing.T, photo string) []byte {
	t.Helper()
	data, err := json.Marshal(map[string]any{
		"position": map[string]any{"title": "经理", "department": "销售部", "reportsTo": "总经理", "extra": []any{map[string]any{"label": "照片", "value": photo}}},
		"duties": []any{
			map[string]any{"description": "甲", "tasks": []any{"一", "二"}},
			map[string]any{"description": "乙", "tasks": []any{"三"}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestPicturesAndListsOfOnesOwnTemplateArePrinted(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 50, 70))); err != nil {
		t.Fatal(err)
	}
	form := r.Fill(decode(t, withPhoto(t, "data:image/png;base64,"+base64.StdEncoding.EncodeToString(picture.Bytes()))), ownTemplate(t, r))
	layout, err := form.Layout()
	if err != nil {
		t.Fatal(err)
	}
	page := layout.Pages[0]
	if len(page.Images) != 1 || page.Images[0].Width != 25*typeset.Point*720/254 || !bytes.Equal(page.Images[0].Data, picture.Bytes()) {
		t.Errorf("images %+v, want the photo 25 mm wide", page.Images)
	}
	var text strings.Builder
	for i := range page.Texts {
		text.WriteString(textOf(page.Texts[i]))
	}
	if got, want := text.String(), "甲第1条一第2条二乙第1条三"; got != want {
		t.Errorf("the page reads %q, want %q", got, want)
	}
	for _, f := range Formats() {
		if _, err := form.Encode(f, Options{}); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

func textOf(t typeset.Text) string {
	var b strings.Builder
	for _, g := range t.Glyphs {
		b.WriteRune(g.Rune)
	}
	return b.String()
}

func TestPropertiesWithTagsAreKept(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	form := r.Fill(decode(t, withPhoto(t, "")), ownTemplate(t, r))
	core, _ := form.doc.Part("core.xml")
	app, _ := form.doc.Part("app.xml")
	for name, got := range map[string]string{
		"经理任职说明": core.Child("dc:title").Content(), "销售部": core.Child("cp:category").Content(), "": core.Child("dc:creator").Content(),
		"总经理": app.Child("Manager").Content(),
	} {
		if got != name {
			t.Errorf("a property is %q, want %q", got, name)
		}
	}
}

func TestAPositionThatDoesNotFitItsTemplateIsRefused(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	tmpl := ownTemplate(t, r)
	form := r.Fill(decode(t, withPhoto(t, "data:image/gif;base64,R0lGODlh")), tmpl)
	var refused *FillError
	for _, f := range Formats() {
		if _, err := form.Encode(f, Options{}); !errors.As(err, &refused) || refused.Faults[0].Code != "picture-format" {
			t.Errorf("%s: error %v, want a FillError about the picture", f.Name, err)
		}
	}
	if _, err := form.Layout(); !errors.As(err, &refused) {
		t.Errorf("Layout() error %v, want a FillError", err)
	}
}
