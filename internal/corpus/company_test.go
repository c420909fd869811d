package corpus

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pdfcpu/pdfcpu/pkg/api"

	"jobdoc/internal/position"
	"jobdoc/internal/preflight"
	"jobdoc/internal/render"
	"jobdoc/internal/wordml"
	"jobdoc/samples"
)

// The company's template has what filling changes beside text: lists that begin
// anew, rows and cells that repeat and merge, notes, pictures in body and header,
// content controls, links, bookmarks, fields, a tracked change, two sections.

const spaces = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"` +
	` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

func para(props string, runs ...string) string {
	if props != "" {
		props = "<w:pPr>" + props + "</w:pPr>"
	}
	return "<w:p>" + props + strings.Join(runs, "") + "</w:p>"
}

func text(s string) string { return `<w:r><w:t xml:space="preserve">` + s + `</w:t></w:r>` }

func cell(props string, content ...string) string {
	return `<w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/>` + props + `</w:tcPr>` + strings.Join(content, "") + `</w:tc>`
}

const listed = `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:spacing w:line="320" w:lineRule="exact"/><w:jc w:val="both"/>`

// companyBody is the template's body.
var companyBody = para(`<w:pStyle w:val="1"/><w:outlineLvl w:val="0"/>`, `<w:bookmarkStart w:id="0" w:name="top"/>`, text("{表名}"), `<w:bookmarkEnd w:id="0"/>`) +
	para("", text("{岗位名称}"), `<w:r><w:footnoteReference w:id="2"/></w:r>`, `<w:hyperlink w:anchor="top">`+text("回到顶部")+`</w:hyperlink>`,
		`<w:hyperlink r:id="rId9" w:tooltip="官网">`+text("example.com")+`</w:hyperlink>`) +
	para("", text("{%照片:25mm}{本职概述}")) +
	`<w:sdt><w:sdtPr><w:alias w:val="职责"/><w:tag w:val="duties"/><w:id w:val="77"/></w:sdtPr><w:sdtContent>` +
	para("", text("{#职责}")) + para("<w:outlineLvl w:val=\"1\"/>", text("{职责描述}"), `<w:r><w:footnoteReference w:id="3"/></w:r>`) +
	para(listed, text("{#任务}{.}{/任务}")) + para("", text("{/职责}")) + `</w:sdtContent></w:sdt>` +
	`<w:tbl><w:tblPr><w:tblW w:w="8000" w:type="dxa"/><w:tblBorders><w:top w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/>` +
	`<w:insideH w:val="single" w:sz="4"/></w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="4000"/></w:tblGrid>` +
	`<w:tr><w:trPr><w:tblHeader/></w:trPr>` + cell("", para("", text("职责"))) + cell("", para("", text("任务"))) + `</w:tr>` +
	`<w:tr>` + cell(`<w:vAlign w:val="center"/>`, para("", text("{#职责}{职责描述}{合并:职责}"))) + cell("", para("", text("{工作时间百分比}"))) + `</w:tr>` +
	`<w:tr>` + cell("", para("")) + cell("", para("", text("{#任务}{.}{/任务}{/职责}"))) + `</w:tr></w:tbl>` +
	para("<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr>", text("{?备注}{分页}")) +
	para("", `<w:ins w:id="5" w:author="人力资源部">`+text("{使用工具设备}")+`</w:ins>`, `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>`+
		`<w:r><w:fldChar w:fldCharType="separate"/></w:r>`+text("1")+`<w:r><w:fldChar w:fldCharType="end"/></w:r>`) +
	para("", text("{#工具:段}")+text("{.}")+text("{/工具}")) +
	`<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgNumType w:fmt="lowerRoman" w:start="1"/></w:sectPr>`

// companyTemplate is the whole file.
func companyTemplate(t *testing.T) []byte {
	t.Helper()
	const types, rels = "application/vnd.openxmlformats-officedocument.wordprocessingml.", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	part := func(root, content string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "<w:" + root + spaces + ">" + content + "</w:" + root + ">")}
	}
	note := func(id, kind, content string) string {
		return `<w:footnote w:id="` + id + `"` + kind + `>` + content + `</w:footnote>`
	}
	var overrides, related strings.Builder
	for i, name := range []string{"styles", "header", "numbering", "footnotes"} {
		overrides.WriteString(`<Override PartName="/word/` + name + `.xml" ContentType="` + types + name + `+xml"/>`)
		related.WriteString(`<Relationship Id="rId` + string(rune('1'+i)) + `" Type="` + rels + name + `" Target="` + name + `.xml"/>`)
	}
	related.WriteString(`<Relationship Id="rId9" Type="` + rels + `hyperlink" Target="https://example.com/" TargetMode="External"/>`)
	relationships := func(list string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + list + `</Relationships>`)}
	}
	data, err := wordml.Zip(fstest.MapFS{
		"[Content_Types].xml": {Data: []byte(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/word/document.xml" ContentType="` + types + `document.main+xml"/>` + overrides.String() + `</Types>`)},
		"_rels/.rels":                  relationships(`<Relationship Id="rId1" Type="` + rels + `officeDocument" Target="word/document.xml"/>`),
		"word/_rels/document.xml.rels": relationships(related.String()),
		"word/document.xml":            part("document", "<w:body>"+companyBody+"</w:body>"),
		"word/header.xml":              part("hdr", para("", text("{单位名称}{%照片:×8mm}"))),
		"word/styles.xml": part("styles", `<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="宋体"/><w:sz w:val="21"/>`+
			`<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>`),
		"word/numbering.xml": part("numbering", `<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>`+
			`<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`),
		"word/footnotes.xml": part("footnotes", note("0", ` w:type="separator"`, para("", "<w:r><w:separator/></w:r>"))+
			note("1", ` w:type="continuationSeparator"`, para("", "<w:r><w:continuationSeparator/></w:r>"))+
			note("2", "", para("", "<w:r><w:footnoteRef/></w:r>", text("{岗位编号|默认:无编号}")))+note("3", "", para("", text("占{工作时间百分比}")))),
	})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// photo is a picture as a position holds it, half of it transparent.
func photo(t *testing.T) string {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, 40, 60))
	for y := range 60 {
		for x := range 40 {
			m.Set(x, y, color.NRGBA{R: 0x20, G: 0x60, B: 0xC0, A: uint8(255 * (x % 2))})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes())
}

// company fills the company's template with a sample that has a photo and text
// of several lines.
func company(t *testing.T) specimen {
	t.Helper()
	data, err := fs.ReadFile(samples.FS, "04-presales-engineer.json")
	if err != nil {
		t.Fatal(err)
	}
	data = bytes.Replace(data, []byte(`"position": {`), []byte(`"position": {"extra": [{"label": "照片", "value": "`+photo(t)+`"}],`), 1)
	data = bytes.Replace(data, []byte(`"remarks": ""`), []byte(`"remarks": "一\n二\t三"`), 1)
	pos, faults := position.Decode(data)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	r, err := render.New(render.Config{})
	if err != nil {
		t.Fatal(err)
	}
	template, err := r.OpenTemplate(companyTemplate(t))
	if err != nil {
		t.Fatal(err)
	}
	s := specimen{name: "company", pos: pos, form: r.Fill(pos, template)}
	for name, into := range map[string]*[]byte{"docx": &s.docx, "pdf": &s.pdf} {
		format, err := render.LookupFormat(name)
		if err != nil {
			t.Fatal(err)
		}
		result, err := s.form.Encode(format, render.Options{})
		if err != nil {
			t.Fatal(err)
		}
		*into = result.Data
	}
	return s
}

func TestACompanysTemplateKeepsTheStandardsOrder(t *testing.T) {
	judgeDocument(t, companyTemplate(t)) // or what follows says nothing of us
	s := company(t)
	judgeDocument(t, s.docx)
	p, err := wordml.Open(s.docx)
	if err != nil {
		t.Fatal(err)
	}
	for part, want := range map[string][]string{
		"word/document.xml":  {"<w:drawing", "<w:br w:type=\"page\"", "<w:br/>", "<w:tab/>", "<w:vMerge", "<w:hyperlink"},
		"word/header.xml":    {"<w:drawing"},
		"word/numbering.xml": {"<w:startOverride"},
		"word/footnotes.xml": {"占5%", "占25%"},
	} {
		root, err := p.Part(part)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !bytes.Contains(root.Append(nil), []byte(w)) {
				t.Errorf("%s is filled without %s", part, w)
			}
		}
	}
}

// TestACompanysPDFIsArchivable holds what the forms do not have, pictures with
// transparency and links, lists and notes, to PDF/A and to the order of tags.
func TestACompanysPDFIsArchivable(t *testing.T) {
	s := company(t)
	if err := api.Validate(bytes.NewReader(s.pdf), strictly()); err != nil {
		t.Error(err)
	}
	if v := preflight.Verdicts(t, map[string][]byte{s.name: archived(t, s, "1b", nil)})[s.name]; v != "" {
		t.Error(v)
	}
	root, faults, err := readTags(s.pdf)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Error(f)
	}
	orderly(t, root)
	kinds := map[string]int{}
	links := 0
	root.each(func(e *tagged) {
		kinds[e.kind]++
		links += e.links
		if e.kind == "Figure" && e.alt != "照片" {
			t.Errorf("the figure is called %q", e.alt)
		}
	})
	for _, kind := range []string{"H1", "H2", "L", "LI", "Lbl", "LBody", "Link", "Figure", "TH", "TD"} {
		if kinds[kind] == 0 {
			t.Errorf("no %s among %v", kind, kinds)
		}
	}
	if links != 2 || !bytes.Contains(s.pdf, []byte("/PageLabels<</Nums[")) {
		t.Errorf("%d links stand in the tree, want 2; or pages go by no labels", links)
	}
}

func TestTemplatesKeepTheStandardsOrderWithComments(t *testing.T) {
	r, err := render.New(render.Config{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range r.TemplateNames() {
		tmpl, err := r.Template(name)
		if err != nil {
			t.Fatal(err)
		}
		judgeDocument(t, tmpl.Data())
		faulty := misspelt(t, tmpl.Data())
		marked, err := r.Annotate(faulty, false)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(marked, []byte("comments.xml")) {
			t.Errorf("%s has no comments", name)
		}
		judgeDocument(t, marked)
	}
}

// misspelt is a template with tags misspelt in its body and furniture.
func misspelt(t *testing.T, data []byte) []byte {
	t.Helper()
	p, err := wordml.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	doc := p.Document()
	for _, name := range p.Names() {
		if root, err := p.Part(name); err == nil && root != nil && strings.HasSuffix(name, ".xml") {
			doc.Replace(name, misspell(root))
		}
	}
	var b bytes.Buffer
	if _, err := doc.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func misspell(n *wordml.Node) *wordml.Node {
	c := *n
	c.Text = strings.NewReplacer("岗位", "岗卫", "职责描", "职责苗", "单位", "单卫").Replace(c.Text)
	c.Children = make([]*wordml.Node, len(n.Children))
	for i, k := range n.Children {
		c.Children[i] = misspell(k)
	}
	return &c
}
