package wordml_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/wordml"
)

const mainNS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

func parse(t *testing.T, xml string) *wordml.Node {
	t.Helper()
	n, err := wordml.Parse([]byte(xml))
	if err != nil {
		t.Fatalf("Parse(%.80q): %v", xml, err)
	}
	return n
}

func TestParseGivesNamesTheirUsualPrefix(t *testing.T) {
	want := `<w:document xmlns:w="` + mainNS + `"><w:body><w:p w:rsidR="1"/></w:body></w:document>`
	tests := map[string]string{
		"as Word writes it":         want,
		"another prefix":            `<ns0:document xmlns:ns0="` + mainNS + `"><ns0:body><ns0:p ns0:rsidR="1"/></ns0:body></ns0:document>`,
		"the default namespace":     `<document xmlns="` + mainNS + `" xmlns:w="` + mainNS + `"><body><p w:rsidR="1"/></body></document>`,
		"two prefixes for one":      `<a1:document xmlns:a1="` + mainNS + `" xmlns:a2="` + mainNS + `"><a2:body><a1:p a2:rsidR="1"/></a2:body></a1:document>`,
		"white space and comments":  "\ufeff<?xml version=\"1.0\"?><!-- x -->\n" + strings.ReplaceAll(want, "><", ">\n  <!-- y --><?z?><") + "\n",
		"declared further inwards ": `<x:document xmlns:x="` + mainNS + `"><y:body xmlns:y="` + mainNS + `"><y:p y:rsidR="1"/></y:body></x:document>`,
	}
	for name, in := range tests {
		got := string(parse(t, in).Append(nil))
		got = strings.ReplaceAll(got, `<w:body xmlns:w="`+mainNS+`">`, "<w:body>")
		if got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
	}
}

func TestParseKeepsForeignPrefixesApart(t *testing.T) {
	in := `<x:document xmlns:x="` + mainNS + `" xmlns:w="urn:other" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w"><x:body w:note="1"/></x:document>`
	got := string(parse(t, in).Append(nil))
	want := `<w:document xmlns:w="` + mainNS + `" xmlns:wx="urn:other" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="wx"><w:body wx:note="1"/></w:document>`
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestParseReadsText(t *testing.T) {
	w := func(inner string) string { return `<w:r xmlns:w="` + mainNS + `">` + inner + `</w:r>` }
	tests := map[string]struct{ in, want string }{
		"references":                {w(`<w:t>&lt;&amp;&gt;&quot;&apos;&#x20BB7;&#26446;</w:t>`), "<&>\"'𠮷李"},
		"CDATA":                     {w(`<w:t><![CDATA[a<b&c]]></w:t>`), "a<b&c"},
		"line ends":                 {w("<w:t>a\r\nb\rc</w:t>"), "a\nb\nc"},
		"blanks in w:t":             {w("<w:t>  </w:t>"), "  "},
		"indentation between runs":  {w("\n  <w:t>a</w:t>\n  <w:t>b</w:t>\n"), "ab"},
		"blanks that are preserved": {w(`<w:x xml:space="preserve"> </w:x>`), " "},
	}
	for name, tt := range tests {
		if got := parse(t, tt.in).Content(); got != tt.want {
			t.Errorf("%s: text = %q, want %q", name, got, tt.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	deep := strings.Repeat("<a>", wordml.MaxDepth+1) + strings.Repeat("</a>", wordml.MaxDepth+1)
	tests := map[string]struct{ in, msg string }{
		"nothing":                  {"", "no root"},
		"a document type":          {"<!DOCTYPE a><a/>", "document type"},
		"a document type inside":   {"<a><!DOCTYPE a></a>", "declaration"},
		"an unknown entity":        {"<a>&nbsp;</a>", "&nbsp;"},
		"a forbidden character":    {"<a>&#1;</a>", "&#1;"},
		"no end tag":               {"<a><b></b>", "not closed"},
		"a wrong end tag":          {"<a><b></a></b>", "closed by"},
		"two roots":                {"<a/><b/>", "after the root"},
		"an undeclared prefix":     {"<x:a/>", "not declared"},
		"an attribute twice":       {`<a b="1" b="2"/>`, "twice"},
		"an attribute twice by ns": {`<a xmlns:x="u" xmlns:w="` + mainNS + `" xmlns:q="` + mainNS + `" w:b="1" q:b="2"/>`, "twice"},
		"< in an attribute":        {`<a b="<"/>`, "in an attribute"},
		"an unquoted attribute":    {`<a b=1/>`, "quotes"},
		"a NUL":                    {"<a>\x00</a>", "U+0000"},
		"a character beyond XML":   {"<a>\uffff</a>", "U+FFFF"},
		"a control character late": {"<a>0123456789abcdef\x01</a>", "U+0001"},
		"half a character late":    {"<a>0123456789abcd\xe5\xad</a>", "UTF-8"},
		"a prefix declared twice":  {`<a xmlns:x="u" xmlns:x="v"/>`, "twice"},
		"a prefix out of scope":    {`<a><b xmlns:x="u"/><x:c/></a>`, "not declared"},
		"half a unit of UTF-16":    {wide("<a/>") + "x", "UTF-8"},
		"UTF-16 said to be UTF-8":  {wide(`<?xml version="1.0" encoding="UTF-8"?><a/>`), "encoding"},
		"UTF-8 said to be UTF-16":  {`<?xml version="1.0" encoding="UTF-16"?><a/>`, "encoding"},
		"GBK":                      {`<?xml version="1.0" encoding="GBK"?><a/>`, "encoding"},
		"Chinese said to be ASCII": {`<?xml version="1.0" encoding="ASCII"?><a>字</a>`, "encoding"},
		"a CDATA section of two":   {`<a><![CDATA[]></a>`, "]]>"},
		"a raw control character":  {"<a>\x0b</a>", "U+000B"},
		"bytes that are no UTF-8":  {"<a>\xc0\xee</a>", "UTF-8"},
		"elements too deep":        {deep, "deeper"},
	}
	for name, tt := range tests {
		_, err := wordml.Parse([]byte(tt.in))
		var syntax *wordml.SyntaxError
		if !errors.As(err, &syntax) || !strings.Contains(err.Error(), tt.msg) {
			t.Errorf("%s: error = %v, want a SyntaxError with %q", name, err, tt.msg)
		}
	}
}

func TestParseNamesTheLineOfAFault(t *testing.T) {
	_, err := wordml.Parse([]byte("<a>\n<b>\n&x;</b></a>"))
	var syntax *wordml.SyntaxError
	if !errors.As(err, &syntax) || syntax.Line != 2 && syntax.Line != 3 {
		t.Errorf("error = %v, want one at the text of <b>", err)
	}
}

func TestAppendEscapesWhatAReaderWouldChange(t *testing.T) {
	n := wordml.Element("a", []wordml.Attr{{Name: "b", Value: "1\t2\n3\r\"<&>"}}, wordml.Text("x\r<&>\"y"))
	back := parse(t, string(n.Append(nil)))
	if diff := cmp.Diff(n, back); diff != "" {
		t.Errorf("tree changed (-want +got):\n%s", diff)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`<w:p xmlns:w="` + mainNS + `"><w:r><w:t xml:space="preserve"> a&amp;b </w:t></w:r></w:p>`))
	f.Add([]byte(`<x:p xmlns:x="` + mainNS + `" xmlns:w="u"><w:a x:b="&#10;"/><![CDATA[ ]]></x:p>`))
	f.Add([]byte(`<p xmlns="` + mainNS + `"><q xmlns=""/></p>`))
	for _, r := range refusals {
		all := edited(r.edits...)
		f.Add([]byte(all[r.part]))
		f.Add([]byte(all["word/_rels/document.xml.rels"]))
	}
	f.Add([]byte(wide(`<?xml version="1.0" encoding="UTF-16"?><x>字</x>`)))
	f.Add([]byte(`<?xml version='1.0' encoding='ASCII' standalone="yes" ?><x>&#26446;<![CDATA[]]></x>`))
	f.Add([]byte(`<x:a xmlns:x="u" xmlns:y="u"><y:b xmlns:x="v" x:c="" y:c=""/><x:d/></x:a>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := wordml.Parse(data)
		if err != nil {
			return
		}
		out := n.AppendPart(nil)
		back, err := wordml.Parse(out)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, out)
		}
		if again := back.AppendPart(nil); string(again) != string(out) {
			t.Fatalf("written twice:\n%s\n%s", out, again)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	var doc strings.Builder
	doc.WriteString(`<w:document xmlns:w="` + mainNS + `"><w:body>`)
	for i := range 1000 {
		fmt.Fprintf(&doc, `<w:p><w:pPr><w:pStyle w:val="Item"/></w:pPr><w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t>负责第 %d 项工作的组织与落实</w:t></w:r></w:p>`, i)
	}
	doc.WriteString(`</w:body></w:document>`)
	data := []byte(doc.String())
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := wordml.Parse(data); err != nil {
			b.Fatal(err)
		}
	}
}
