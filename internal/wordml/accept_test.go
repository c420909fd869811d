package wordml_test

import (
	"bytes"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"jobdoc/internal/wordml"
)

const (
	strictMain          = "http://purl.oclc.org/ooxml/wordprocessingml/main"
	strictRelationships = "http://purl.oclc.org/ooxml/officeDocument/relationships"
)

// strict turns a .docx into one of the strict edition.
func strict(all map[string]string) {
	for name, text := range all {
		text = strings.ReplaceAll(text, mainNS, strictMain)
		all[name] = strings.ReplaceAll(text, relationshipsNS, strictRelationships)
	}
}

// renamed moves the main part, which is found by its relationship alone.
func renamed(all map[string]string) {
	all["word/document2.xml"], all["word/_rels/document2.xml.rels"] = all[doc], all["word/_rels/document.xml.rels"]
	delete(all, doc)
	delete(all, "word/_rels/document.xml.rels")
	for _, name := range []string{"[Content_Types].xml", "_rels/.rels"} {
		all[name] = strings.ReplaceAll(all[name], "word/document.xml", "word/document2.xml")
	}
}

// otherPrefixes writes the text with prefixes that nobody expects.
func otherPrefixes(all map[string]string) {
	all[doc] = `<ns0:document xmlns:ns0="` + mainNS + `"><ns0:body><ns0:p/></ns0:body></ns0:document>`
	for _, name := range []string{"_rels/.rels", "word/_rels/document.xml.rels"} {
		all[name] = strings.NewReplacer("<Relationship", "<p:Relationship", "</Relationship", "</p:Relationship", " xmlns=", " xmlns:p=").Replace(all[name])
	}
	const types = "[Content_Types].xml"
	all[types] = strings.NewReplacer("<Types", "<t:Types", "</Types", "</t:Types", "<Override", "<t:Override", "<Default", "<t:Default", " xmlns=", " xmlns:t=").Replace(all[types])
}

func TestOpenTakesWhatWordAndOthersWrite(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		edits []edit
		main  string
	}{
		"as it is":                           {nil, doc},
		"strict namespaces":                  {[]edit{strict}, doc},
		"a main part of another name":        {[]edit{renamed}, "word/document2.xml"},
		"strict, and of another name":        {[]edit{strict, renamed}, "word/document2.xml"},
		"other prefixes":                     {[]edit{otherPrefixes}, doc},
		"a template, .dotx":                  {[]edit{mainType("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml")}, doc},
		"parts in UTF-16":                    {[]edit{part("customXml/item1.xml", wide(`<?xml version="1.0" encoding="UTF-16"?><x>字</x>`))}, doc},
		"a text in UTF-16":                   {[]edit{func(all map[string]string) { all[doc] = wide(all[doc]) }}, doc},
		"ASCII, as lxml writes":              {[]edit{part("customXml/item1.xml", `<?xml version='1.0' encoding='ASCII' standalone="yes" ?><x>&#26446;</x>`)}, doc},
		"a hyperlink to a page":              {[]edit{related("hyperlink", "HTTPS://example.com/?a=b#c", "External")}, doc},
		"a hyperlink to mail":                {[]edit{related("hyperlink", "mailto:hr@example.com", "External")}, doc},
		"a hyperlink inside, by LibreOffice": {[]edit{related("hyperlink", "#_Toc1", "External")}, doc},
		"a target from the root":             {[]edit{related("image", "/media/a.png", "Internal")}, doc},
		"a relationship to nothing":          {[]edit{related("image", "media/gone.png", "")}, doc},
		"a font, scrambled":                  {[]edit{part("word/fonts/font1.odttf", "<\x80\xff\x00"), typed("word/fonts/font1.odttf", "application/vnd.openxmlformats-officedocument.obfuscatedFont")}, doc},
		"a photo":                            {[]edit{part("word/media/image1.jpeg", "\xff\xd8\xff\xe0 and so on")}, doc},
		"a drawing":                          {[]edit{part("word/media/a.svg", `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="data:image/png;base64,AA=="/><use href="#a"/></svg>`), typed("word/media/a.svg", "image/svg+xml")}, doc},
		"a paragraph in a frame":             {[]edit{body(`<w:p><w:pPr><w:framePr w:dropCap="drop"/></w:pPr></w:p>`)}, doc},
		"a chart without its workbook":       {[]edit{part("word/charts/chart1.xml", "<c:chart xmlns:c='urn:c'/>"), related("chart", "charts/chart1.xml", "")}, doc},
		"VML with a picture inside":          {[]edit{body(`<w:p><w:r><w:pict><v:shape href="https://example.com/"><v:imagedata r:id="rId2" o:title=""/></v:shape></w:pict></w:r></w:p>`)}, doc},
		"a form field without macros":        {[]edit{body(`<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:entryMacro w:val=""/></w:ffData></w:fldChar></w:r></w:p>`)}, doc},
		"a merge that names no source":       {[]edit{part("word/settings.xml", `<w:settings`+namespaces+`><w:mailMerge><w:query w:val="x"/></w:mailMerge></w:settings>`)}, doc},
		"a type that nothing has":            {[]edit{typed("word/vbaProject.bin", "application/vnd.ms-office.vbaProject")}, doc},
	}
	for name, tt := range tests {
		p, err := wordml.Open(pack(t, edited(tt.edits...)))
		if err != nil {
			t.Errorf("%s: %v", name, wordml.Faults(err))
			continue
		}
		if p.Main() != tt.main {
			t.Errorf("%s: main part %q, want %q", name, p.Main(), tt.main)
		}
		root, err := p.Part(p.Main())
		if err != nil || root.Name != "w:document" || root.Child("w:body").Child("w:p") == nil {
			t.Errorf("%s: text %v, %v", name, root, err)
		}
		if got := p.RelatedByType(p.Main(), "header"); len(got) != 1 || got[0] != "word/kopf.xml" {
			t.Errorf("%s: headers %q", name, got)
		}
	}
}

func TestTargetsAreFoundInAnySpelling(t *testing.T) {
	t.Parallel()
	p := open(t, edited(part("word/media/图 1.png", "\x89PNG"),
		related("image", "media/%E5%9B%BE%201.png", ""), related("styles", "Styles.XML", ""), part("word/styles.xml", "<w:styles"+namespaces+"/>"),
		func(all map[string]string) { // two relationships of one id are refused
			const rels = "word/_rels/document.xml.rels"
			all[rels] = strings.Replace(all[rels], `Id="rId9"`, `Id="rId8"`, 1)
		}))
	if got := p.RelatedByType(doc, "styles"); len(got) != 1 || got[0] != "word/styles.xml" {
		t.Errorf("styles = %q", got)
	}
	if got := p.RelatedByType(doc, "image"); len(got) != 2 || got[1] != "word/media/图 1.png" {
		t.Errorf("images = %q", got)
	}
}

func TestPartsThatAreNoXMLGiveNoTree(t *testing.T) {
	t.Parallel()
	p := open(t, edited(related("footer", "../media/a.png", "")))
	if root, err := p.Part("media/a.png"); root != nil || wordml.Faults(err) == nil {
		t.Errorf("Part() = %v, %v; want a FileError", root, err)
	}
	if root, err := p.Part("word/nowhere.xml"); root != nil || err != nil {
		t.Errorf("Part() of what is not there = %v, %v", root, err)
	}
}

func TestNonASCIINamesAreWrittenAsUTF8(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if _, err := open(t, edited(part("word/media/图.png", "\x89PNG"))).Document().WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	if raws(t, out.Bytes())["word/media/图.png"] == "" {
		t.Error("the part is lost")
	}
	if _, err := wordml.Open(out.Bytes()); err != nil {
		t.Error(err)
	}
}

// Nothing is fetched, run or read from a disk, since nothing here could.
func TestThePackageCannotReachAnything(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range f.Imports {
			switch path := strings.Trim(i.Path.Value, `"`); path {
			case "net", "net/http", "os", "os/exec", "plugin", "syscall", "unsafe":
				t.Errorf("%s imports %s", name, path)
			}
		}
	}
}
