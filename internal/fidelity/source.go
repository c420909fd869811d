package fidelity

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"testing/fstest"

	"jobdoc/internal/wordml"
)

// The documents of our own. Each file of testdata/doc is one: an element docx
// whose children are the contents of the parts, in WordprocessingML, with four
// shorthands (see [expander]). testdata/text holds the words, a paragraph a line.
//
//go:embed testdata/doc testdata/text
var sources embed.FS

const namespaces = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"` +
	` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
	` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"` +
	` xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"` +
	` xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"` +
	` xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"` +
	` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"` +
	` xmlns:v="urn:schemas-microsoft-com:vml"`

// partKind is a part that a source may hold beside the body.
type partKind struct {
	element, root string // in the source, in the part
	relation      string // type of its relationship and end of its content type
}

var partKinds = []partKind{
	{"w:styles", "w:styles", "styles"},
	{"w:settings", "w:settings", "settings"},
	{"w:numbering", "w:numbering", "numbering"},
	{"w:hdr", "w:hdr", "header"},
	{"w:ftr", "w:ftr", "footer"},
	{"w:footnotes", "w:footnotes", "footnotes"},
	{"w:endnotes", "w:endnotes", "endnotes"},
	{"a:theme", "a:theme", "theme"},
}

// baseStyles stand before the styles of every source, so that a source says
// only what it is about: the Noto faces, 10.5 pt, the usual built-in styles. No mark
// hangs past the margin, since LibreOffice 7.4 leaves out of its PDF what does.
const baseStyles = `<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Noto Serif SC" w:hAnsi="Noto Serif SC" w:eastAsia="Noto Serif SC" w:cs="Noto Serif SC"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>` +
	`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:widowControl w:val="0"/><w:overflowPunct w:val="0"/><w:jc w:val="both"/></w:pPr><w:rPr><w:sz w:val="21"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="120" w:after="240"/><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:ascii="Noto Sans SC" w:hAnsi="Noto Sans SC" w:eastAsia="Noto Sans SC"/><w:b/><w:sz w:val="36"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120"/><w:jc w:val="left"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:rFonts w:ascii="Noto Sans SC" w:hAnsi="Noto Sans SC" w:eastAsia="Noto Sans SC"/><w:b/><w:sz w:val="28"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="160" w:after="80"/><w:jc w:val="left"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:rFonts w:ascii="Noto Sans SC" w:hAnsi="Noto Sans SC" w:eastAsia="Noto Sans SC"/><w:b/><w:sz w:val="24"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Body"><w:name w:val="Body Text"/><w:basedOn w:val="Normal"/><w:pPr><w:ind w:firstLineChars="200" w:firstLine="420"/></w:pPr></w:style>` +
	`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>` +
	`<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:left w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:right w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tblBorders></w:tblPr></w:style>`

// baseSettings stand for the settings of a source without any. LibreOffice 7.4
// knows no characterSpacingControl, so no marks are compressed.
const baseSettings = `<w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>`

// baseSection stands for the last section of a source that ends without one.
const baseSection = `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>`

// ownDocuments returns the documents of testdata/doc, by name.
func ownDocuments() ([]Document, error) {
	names, err := fs.Glob(sources, "testdata/doc/*.xml")
	if err != nil {
		return nil, err
	}
	var all []Document
	for _, name := range names {
		data, err := fs.ReadFile(sources, name)
		if err != nil {
			return nil, err
		}
		archive, err := buildSource(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, Document{Name: strings.TrimSuffix(path.Base(name), ".xml"), Data: archive, Own: true})
	}
	return all, nil
}

const (
	officeTypes = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	wordTypes   = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	relations   = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
)

// buildSource makes a .docx of a source.
func buildSource(data []byte) ([]byte, error) {
	root, err := wordml.Parse([]byte(strings.Replace(string(data), "<docx>", "<docx"+namespaces+">", 1)))
	if err != nil {
		return nil, err
	}
	b := packer{files: fstest.MapFS{}, contents: map[string]string{"w:styles": "", "w:settings": baseSettings}}
	b.types = `<Override PartName="/word/document.xml" ContentType="` + wordTypes + `document.main+xml"/>`
	for i, c := range root.Children {
		if err := b.add(c, i+1); err != nil {
			return nil, err
		}
	}
	return b.archive()
}

// packer collects the parts of a .docx.
type packer struct {
	files    fstest.MapFS
	contents map[string]string // of the parts there is one of, by element
	types    string            // of [Content_Types].xml
	related  string            // of the main part's relationships
}

// add takes up what a source holds of one part; n makes its name its own.
func (b *packer) add(c *wordml.Node, n int) error {
	var e expander
	content := string(e.children(c))
	switch {
	case e.err != nil:
		return e.err
	case c.Name == "w:body":
		if !strings.HasSuffix(content, "</w:sectPr>") {
			content += baseSection
		}
		b.file("word/document.xml", "<w:document"+namespaces+"><w:body>"+content+"</w:body></w:document>")
		return nil
	case c.Name == "link":
		b.relate(c.Attr("id"), "hyperlink", c.Attr("to"), ` TargetMode="External"`)
		return nil
	case c.Name == "picture":
		name := "media/" + c.Attr("id") + ".png"
		b.file("word/"+name, string(picture(e.number(c, "width"), e.number(c, "height"))))
		b.relate(c.Attr("id"), "image", name, "")
		return e.err
	}
	kind, err := kindOf(c.Name)
	if err != nil {
		return err
	}
	if id := c.Attr("id"); id != "" { // a header or footer, by the id that w:headerReference names
		b.part(kind, n, id, content)
		return nil
	}
	b.contents[c.Name] = content
	return nil
}

func (b *packer) file(name, content string) {
	b.files[name] = &fstest.MapFile{Data: []byte(content)}
}

func (b *packer) relate(id, kind, target, mode string) {
	b.related += fmt.Sprintf(`<Relationship Id="%s" Type="%s%s" Target="%s"%s/>`, id, officeTypes, kind, target, mode)
}

// part writes a part and relates the main one to it.
func (b *packer) part(kind partKind, n int, id, content string) {
	name := kind.relation + strconv.Itoa(n) + ".xml"
	attrs, contentType := "", wordTypes+kind.relation+"+xml"
	if kind.relation == "theme" {
		attrs, contentType = ` name="Office"`, "application/vnd.openxmlformats-officedocument.theme+xml"
	}
	b.file("word/"+name, "<"+kind.root+namespaces+attrs+">"+content+"</"+kind.root+">")
	b.types += fmt.Sprintf(`<Override PartName="/word/%s" ContentType="%s"/>`, name, contentType)
	b.relate(id, kind.relation, name, "")
}

// archive packs what was collected.
func (b *packer) archive() ([]byte, error) {
	b.contents["w:styles"] = mergeStyles(b.contents["w:styles"])
	for _, kind := range partKinds {
		if content, ok := b.contents[kind.element]; ok {
			b.part(kind, 0, "rId-"+kind.relation, content)
		}
	}
	b.file("word/_rels/document.xml.rels", relations+b.related+"</Relationships>")
	b.file("_rels/.rels", relations+`<Relationship Id="r1" Type="`+officeTypes+`officeDocument" Target="word/document.xml"/></Relationships>`)
	b.file("[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`+
		`<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>`+b.types+`</Types>`)
	return wordml.Zip(b.files)
}

// mergeStyles puts the base styles before those of the source. Document
// defaults of the source replace those of the base.
func mergeStyles(own string) string {
	base := baseStyles
	if strings.HasPrefix(own, "<w:docDefaults>") {
		base = base[strings.Index(base, "</w:docDefaults>")+len("</w:docDefaults>"):]
		end := strings.Index(own, "</w:docDefaults>") + len("</w:docDefaults>")
		return own[:end] + base + own[end:]
	}
	return base + own
}

func kindOf(element string) (partKind, error) {
	for _, k := range partKinds {
		if k.element == element {
			return k, nil
		}
	}
	return partKind{}, fmt.Errorf("<%s> is no part of a document", element)
}
