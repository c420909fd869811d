package template_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"jobdoc/internal/template"
	"jobdoc/internal/wordml"
)

// Documents are built from pieces of WordprocessingML as strings.

// p is a paragraph of one run for each text.
func p(texts ...string) string {
	var b strings.Builder
	for _, t := range texts {
		b.WriteString(r(t))
	}
	return "<w:p>" + b.String() + "</w:p>"
}

// r is a run.
func r(text string) string {
	return `<w:r><w:t xml:space="preserve">` + esc(text) + `</w:t></w:r>`
}

// rb is a bold run.
func rb(text string) string {
	return `<w:r><w:rPr><w:b/></w:rPr><w:t>` + esc(text) + `</w:t></w:r>`
}

func esc(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// tc is a cell of one grid column; what is no XML yet becomes a paragraph.
func tc(content ...string) string { return tcw("", content...) }

// tcw is a cell with properties.
func tcw(props string, content ...string) string {
	var b strings.Builder
	for _, c := range content {
		if !strings.HasPrefix(c, "<") {
			c = p(c)
		}
		b.WriteString(c)
	}
	return "<w:tc><w:tcPr>" + props + "</w:tcPr>" + b.String() + "</w:tc>"
}

func wide(columns int) string { return fmt.Sprintf(`<w:gridSpan w:val="%d"/>`, columns) }

const (
	vRestart  = `<w:vMerge w:val="restart"/>`
	vContinue = `<w:vMerge/>`
)

func tr(cells ...string) string   { return "<w:tr>" + strings.Join(cells, "") + "</w:tr>" }
func tbl(rows ...string) string   { return "<w:tbl><w:tblPr/>" + strings.Join(rows, "") + "</w:tbl>" }
func body(parts ...string) string { return strings.Join(parts, "") + "<w:sectPr/>" }

const namespaces = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"` +
	` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
	` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"` +
	` xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"` +
	` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"` +
	` xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"` +
	` xmlns:v="urn:schemas-microsoft-com:vml"` +
	` xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"`

const (
	relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	wordTypes     = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// roots are the root elements of the parts that a body may have beside it.
var roots = map[string]string{
	"header": "w:hdr", "footer": "w:ftr", "footnotes": "w:footnotes", "endnotes": "w:endnotes", "comments": "w:comments",
	"numbering": "w:numbering", "styles": "w:styles", "diagramData": "a:dataModel", "chart": "a:chartSpace",
}

// docx makes a file of a body and, where given, further parts: "header", XML,
// "footnotes", XML … They are word/furniture1.xml and so on, and rId1 and so on.
// Properties are "core", "app" and "custom".
func docx(t testing.TB, body string, furniture ...string) []byte {
	t.Helper()
	fsys := fstest.MapFS{}
	file := func(name, xml string) { fsys[name] = &fstest.MapFile{Data: []byte(xml)} }
	overrides := `<Override PartName="/word/document.xml" ContentType="` + wordTypes + `document.main+xml"/>`
	rels, packageRels := "", ""
	for i := 0; i+1 < len(furniture); i += 2 {
		kind := furniture[i]
		if p, ok := propertyParts[kind]; ok {
			file("docProps/"+kind+".xml", fmt.Sprintf(p.xml, furniture[i+1]))
			packageRels += fmt.Sprintf(`<Relationship Id="rIdP%d" Type="%s" Target="docProps/%s.xml"/>`, i, p.relationship, kind)
			continue
		}
		if kind == "link" { // the address of a hyperlink
			rels += fmt.Sprintf(`<Relationship Id="rId%d" Type="%shyperlink" Target="%s" TargetMode="External"/>`, i/2+1, relationships, furniture[i+1])
			continue
		}
		name := fmt.Sprintf("furniture%d.xml", i/2+1)
		file("word/"+name, "<"+roots[kind]+namespaces+">"+furniture[i+1]+"</"+roots[kind]+">")
		overrides += `<Override PartName="/word/` + name + `" ContentType="` + wordTypes + kind + `+xml"/>`
		rels += fmt.Sprintf(`<Relationship Id="rId%d" Type="%s%s" Target="%s"/>`, i/2+1, relationships, kind, name)
	}
	file("[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`+overrides+`</Types>`)
	file("_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="`+relationships+`officeDocument" Target="word/document.xml"/>`+packageRels+`</Relationships>`)
	file("word/document.xml", "<w:document"+namespaces+"><w:body>"+body+"</w:body></w:document>")
	file("word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+rels+`</Relationships>`)
	return zipped(t, fsys)
}

func zipped(t testing.TB, fsys fstest.MapFS) []byte {
	t.Helper()
	data, err := wordml.Zip(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// propertyParts are the parts of document properties.
var propertyParts = map[string]struct{ relationship, xml string }{
	"core": {"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
		`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">%s</cp:coreProperties>`},
	"app": {relationships + "extended-properties",
		`<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">%s</Properties>`},
	"custom": {relationships + "custom-properties",
		`<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">%s</Properties>`},
}

// open opens a file made by [docx].
func open(t testing.TB, data []byte) *wordml.Package {
	t.Helper()
	pkg, err := wordml.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	return pkg
}

// compile compiles a file that has no faults.
func compile(t testing.TB, root *template.Field, body string, furniture ...string) *template.Template {
	t.Helper()
	tm, faults := template.Compile(open(t, docx(t, body, furniture...)), root)
	for _, f := range faults {
		t.Error(f)
	}
	if tm == nil {
		t.FailNow()
	}
	return tm
}

// fill fills a template with values that fit it.
func fill(t testing.TB, tm *template.Template, data map[string]any) *wordml.Document {
	t.Helper()
	doc, err := tm.Fill(data)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// written is the main part of a filled document, checked for what must always hold.
func written(t testing.TB, doc *wordml.Document) *wordml.Node {
	t.Helper()
	var file bytes.Buffer
	if _, err := doc.WriteTo(&file); err != nil {
		t.Fatal(err)
	}
	pkg, err := wordml.Open(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range pkg.Names() {
		if strings.HasSuffix(name, ".xml") && !strings.HasPrefix(name, "[") {
			root, err := pkg.Part(name)
			if err != nil {
				t.Fatal(err)
			}
			checkInvariants(t, name, root)
		}
	}
	root, err := pkg.Part(pkg.Main())
	if err != nil {
		t.Fatal(err)
	}
	return root.Child("w:body")
}

// checkInvariants holds a filled part to what every one must satisfy.
func checkInvariants(t testing.TB, part string, root *wordml.Node) {
	t.Helper()
	ids := map[string]bool{}
	unique := func(kind, id string) {
		if id == "" {
			return
		}
		if ids[kind+id] {
			t.Errorf("%s: %s %q stands twice", part, kind, id)
		}
		ids[kind+id] = true
	}
	var walk func(n *wordml.Node)
	walk = func(n *wordml.Node) {
		switch n.Name {
		case "w:tc":
			if len(n.Children) == 0 || n.Children[len(n.Children)-1].Name != "w:p" {
				t.Errorf("%s: a cell does not end in a paragraph", part)
			}
		case "w:tbl":
			if len(named(n, "w:tr")) == 0 {
				t.Errorf("%s: a table without rows", part)
			}
		case "wp:docPr":
			unique("wp:docPr", n.Attr("id"))
		case "w:bookmarkStart":
			unique("bookmark", n.Attr("w:id"))
			unique("bookmark name", n.Attr("w:name"))
		case "w:footnote", "w:endnote", "w:comment", "w:footnoteReference", "w:endnoteReference", "w:commentReference", "w:commentRangeStart":
			unique(n.Name, n.Attr("w:id"))
		case "v:shapetype", "v:shape", "v:rect":
			unique("shape", n.Attr("id"))
		case "w:num":
			unique("numbering", n.Attr("w:numId"))
		case "w:del", "w:ins", "w:moveFrom", "w:moveTo", "w:rPrChange", "w:pPrChange":
			t.Errorf("%s: a tracked change is left: %s", part, n.Append(nil))
		case "w:p", "w:tr":
			unique("w14:paraId", n.Attr("w14:paraId"))
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(root)
}

// outline is a document's text for reading in tests: a line for each
// paragraph, a table as rows of cells parted by |, a cell's paragraphs by /,
// and ^ for a cell that continues the one above, v for one that begins a merge.
func outline(n *wordml.Node) string {
	var b strings.Builder
	for _, c := range n.Children {
		switch c.Name {
		case "w:p":
			b.WriteString(paragraphText(c) + "\n")
		case "w:tbl":
			outlineTable(&b, c)
		case "w:sdt":
			b.WriteString(outline(c.Child("w:sdtContent")))
		}
	}
	return b.String()
}

func outlineTable(b *strings.Builder, n *wordml.Node) {
	for _, row := range named(n, "w:tr") {
		sep := "| "
		for _, c := range named(row, "w:tc") {
			b.WriteString(sep)
			sep = " | "
			if m := c.Find("w:tcPr", "w:vMerge"); m != nil {
				if m.Attr("w:val") == "restart" {
					b.WriteString("v ")
				} else {
					b.WriteString("^ ")
				}
			}
			b.WriteString(strings.ReplaceAll(strings.TrimSuffix(outline(c), "\n"), "\n", " / "))
		}
		b.WriteString(" |\n")
	}
}

// named are the children with the name, also those inside content controls and custom XML.
func named(n *wordml.Node, name string) []*wordml.Node {
	var found []*wordml.Node
	for _, c := range n.Children {
		switch c.Name {
		case name:
			found = append(found, c)
		case "w:sdt", "w:sdtContent", "w:customXml":
			found = append(found, named(c, name)...)
		}
	}
	return found
}

func paragraphText(n *wordml.Node) string {
	var b strings.Builder
	var walk func(n *wordml.Node)
	walk = func(n *wordml.Node) {
		for _, c := range n.Children {
			switch c.Name {
			case "w:t":
				b.WriteString(c.Content())
			case "w:tab":
				b.WriteString("⇥")
			case "w:br":
				b.WriteString(map[bool]string{true: "⏎", false: "⤓"}[c.Attr("w:type") == ""])
			default:
				walk(c)
			}
		}
	}
	walk(n)
	return b.String()
}
