package wordml_test

import (
	"slices"
	"strings"
	"testing"

	"jobdoc/internal/wordml"
)

// Pieces of fields.
const (
	begin    = `<w:r><w:fldChar w:fldCharType="begin"/></w:r>`
	separate = `<w:r><w:fldChar w:fldCharType="separate"/></w:r>`
	finish   = `<w:r><w:fldChar w:fldCharType="end"/></w:r>`
	ignored  = `<mc:AlternateContent><mc:Choice Requires="wps">`
)

// instr is a run of an instruction.
func instr(s string) string {
	return `<w:r><w:instrText xml:space="preserve">` + s + `</w:instrText></w:r>`
}

// whole is a field with its instruction in one run, and a result.
func whole(s string) string {
	return begin + instr(s) + separate + `<w:r><w:t>result</w:t></w:r>` + finish
}

func TestOpenJudgesFieldsByTheirInstruction(t *testing.T) {
	t.Parallel()
	p := func(runs ...string) string { return "<w:p>" + strings.Join(runs, "") + "</w:p>" }
	tests := map[string]struct{ body, code string }{
		"INCLUDETEXT":                   {p(whole(`INCLUDETEXT "C:\\x.docx"`)), "field-external"},
		"INCLUDEPICTURE":                {p(whole(` INCLUDEPICTURE "https://evil.example/a.png" \d`)), "field-external"},
		"INCLUDE":                       {p(whole(` INCLUDE x`)), "field-external"},
		"IMPORT":                        {p(whole(` IMPORT x`)), "field-external"},
		"DDE":                           {p(whole(`DDE excel x`)), "field-external"},
		"DDEAUTO":                       {p(whole(`DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc"`)), "field-external"},
		"LINK":                          {p(whole(` LINK Excel.Sheet.12 x`)), "field-external"},
		"EMBED":                         {p(whole(` EMBED Equation.3`)), "field-external"},
		"DATABASE":                      {p(whole(` DATABASE \d x`)), "field-external"},
		"RD":                            {p(whole(` RD x.docx`)), "field-external"},
		"MACROBUTTON":                   {p(whole(` MACROBUTTON Evil press`)), "field-macro"},
		"CONTROL":                       {p(whole(` CONTROL Forms.TextBox.1 \s`)), "field-macro"},
		"PRINT":                         {p(whole(` PRINT "showpage"`)), "field-macro"},
		"in lower case":                 {p(whole("  \t ddeAuto x")), "field-external"},
		"right before a quote":          {p(whole(`DDEAUTO"x"`)), "field-external"},
		"without a result":              {p(begin, instr("DDEAUTO x"), finish), "field-external"},
		"without an end":                {p(begin, instr("DDEAUTO x")), "field-external"},
		"without a beginning":           {p(instr("DDEAUTO x")), "field-external"},
		"the word alone":                {p(begin, instr("DDE"), finish), "field-external"},
		"torn over runs":                {p(begin, instr(" D"), instr("DE"), `<w:proofErr w:type="spellStart"/>`, instr("AU"), `<w:bookmarkStart w:id="0" w:name="x"/>`, instr("TO x"), separate, finish), "field-external"},
		"torn over paragraphs":          {p(begin, instr("INCLUDE")) + p(instr("TEXT x"), finish), "field-external"},
		"torn by a tab":                 {p(begin, instr("DDE"), `<w:r><w:tab/></w:r>`, instr("x"), finish), "field-external"},
		"torn by a soft hyphen":         {p(begin, instr("D\u00adDE x"), finish), "field-external"},
		"torn inside of one run":        {p(begin, `<w:r><w:instrText>IN</w:instrText><w:instrText>CLUDETEXT x</w:instrText></w:r>`, finish), "field-external"},
		"torn by CDATA":                 {p(begin, `<w:r><w:instrText>D<![CDATA[DE]]> x</w:instrText></w:r>`, finish), "field-external"},
		"torn by a comment":             {p(begin, `<w:r><w:instrText>D<!-- x -->DE x</w:instrText></w:r>`, finish), "field-external"},
		"by references":                 {p(begin, instr(`&#68;&#x44;E x`), finish), "field-external"},
		"with a piece that is deleted":  {p(begin, instr("D"), `<w:del><w:r><w:delInstrText>X</w:delInstrText></w:r></w:del>`, instr("DE x"), finish), "field-external"},
		"all of it inserted":            {p(begin, `<w:ins>`+instr("DDE x")+`</w:ins>`, finish), "field-external"},
		"all of it deleted":             {p(`<w:del><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:delInstrText>DDE x</w:delInstrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:del>`), "field-external"},
		"in w:fldSimple":                {p(`<w:fldSimple w:instr=" INCLUDETEXT x "/>`), "field-external"},
		"in w:fldSimple, by reference":  {p(`<w:fldSimple w:instr="&#10;DD&#69; x"><w:r><w:t>x</w:t></w:r></w:fldSimple>`), "field-external"},
		"in a table":                    {"<w:tbl><w:tr><w:tc>" + p(whole("DDE x")) + "</w:tc></w:tr></w:tbl>", "field-external"},
		"in a content control":          {"<w:sdt><w:sdtContent>" + p(whole("DDE x")) + "</w:sdtContent></w:sdt>", "field-external"},
		"in another field":              {p(begin, instr("IF 1 = 1 "), whole("DDE x"), instr(` "y"`), finish), "field-external"},
		"in the result of another":      {p(begin, instr("PAGE"), separate, whole("DDE x"), finish), "field-external"},
		"after one that never ends":     {p(begin, instr("PAGE"), separate, whole("DDE x")), "field-external"},
		"in a choice":                   {p(`<w:r>` + ignored + `<w:fldSimple w:instr="DDE x"/></mc:Choice></mc:AlternateContent></w:r>`), "field-external"},
		"in a text box within a field":  {p(begin, instr("PAGE "), `<w:r><w:pict><v:textbox><w:txbxContent>`+p(whole("DDE x"))+`</w:txbxContent></v:textbox></w:pict></w:r>`, finish), "field-external"},
		"a text box tears the word":     {p(begin, instr("D"), `<w:r><w:pict><v:textbox><w:txbxContent>`+p(instr("X"))+`</w:txbxContent></v:textbox></w:pict></w:r>`, instr("DE x"), finish), "field-external"},
		"made by another field":         {p(begin, whole("QUOTE 68 68 69"), instr(" x"), finish), "field-hidden"},
		"made by a simple field":        {p(begin, instr("D"), `<w:fldSimple w:instr="QUOTE 68"><w:r><w:t>D</w:t></w:r></w:fldSimple>`, instr("E x"), finish), "field-hidden"},
		"a choice makes the word":       {p(begin, instr("D"), `<w:r>`+ignored+`<w:instrText>X</w:instrText></mc:Choice><mc:Fallback><w:instrText>D</w:instrText></mc:Fallback></mc:AlternateContent></w:r>`, instr("E x"), finish), "field-hidden"},
		"unknown elements tear it":      {p(begin, instr("D"), `<z:x xmlns:z="urn:z">`+instr("X")+`</z:x>`, instr("DE x"), finish), "field-hidden"},
		"its end is hidden":             {p(begin, instr("D"), `<z:x xmlns:z="urn:z">`+finish+`</z:x>`, instr("DE x"), finish), "field-hidden"},
		"plain text in an instruction":  {p(begin, `<w:r><w:t>{岗位名称}</w:t></w:r>`, instr(" x"), finish), "field-hidden"},
		"deeper than Word goes":         {p(strings.Repeat(begin+instr("IF "), 40)), "field-hidden"},
		"a link to a file":              {p(whole(`HYPERLINK "file:///C:/x.exe"`)), "hyperlink-scheme"},
		"a link to a share":             {p(whole(`HYPERLINK \\\\evil\\x`)), "hyperlink-scheme"},
		"a link after its switches":     {p(whole(`HYPERLINK \o "https://x" \t _blank "javascript:x"`)), "hyperlink-scheme"},
		"a link torn over runs":         {p(begin, instr("HYPER"), instr(`LINK "ht`), instr(`p:x"`), separate, finish), "hyperlink-scheme"},
		"a link made of a result":       {p(begin, instr(`HYPERLINK "`), begin, instr("DOCPROPERTY x"), separate, `<w:r><w:t>file:x</w:t></w:r>`, finish, instr(`"`), finish), "hyperlink-scheme"},
		"a link to a page":              {p(whole(` HYPERLINK "https://example.com/a b" \o "tip: x" \t "_blank" `)), ""},
		"a link to mail":                {p(whole(`HYPERLINK mailto:hr@example.com`)), ""},
		"a link to a bookmark":          {p(whole(`HYPERLINK \l "_Toc1" \h`)), ""},
		"page numbers":                  {p(whole(` PAGE  \* MERGEFORMAT `), whole("NUMPAGES"), `<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>`), ""},
		"a table of contents":           {p(begin, instr(` TOC \o "1-3" \h \z \u `), separate, whole(`HYPERLINK \l "_Toc1"`), whole(` PAGEREF _Toc1 \h `), finish), ""},
		"a formula":                     {p(begin, instr("="), whole("PAGE"), instr("+1"), finish), ""},
		"a condition":                   {p(begin, instr(" IF "), whole("MERGEFIELD x"), instr(` = "DDE x" "INCLUDETEXT" ""`), separate, finish), ""},
		"words that only look like it":  {p(whole("REF DDE"), whole("DDEAUTOMATIC"), whole("LINKED"), whole("DOCPROPERTY LINK")), ""},
		"fields that are being deleted": {p(`<w:del><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:delInstrText>PAGE</w:delInstrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r></w:del>`, `<w:del><w:r><w:delText>1</w:delText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:del>`), ""},
		"a field wholly in a choice":    {p(`<w:r>` + ignored + `</mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>` + p(whole("PAGE")) + `</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>`), ""},
		"a field wholly in a ruby":      {p(`<w:r><w:ruby><w:rt>` + whole("PAGE") + `</w:rt></w:ruby></w:r>`), ""},
		"the words in the text":         {p(`<w:r><w:t>DDEAUTO INCLUDETEXT</w:t></w:r>`), ""},
	}
	for name, tt := range tests {
		for _, at := range []string{doc, "word/kopf.xml", "word/glossary/document.xml"} {
			edits := []edit{body(tt.body)}
			if at != doc {
				edits = []edit{part(at, `<w:hdr`+namespaces+`>`+tt.body+`</w:hdr>`)}
			}
			_, err := wordml.Open(pack(t, edited(edits...)))
			faults := wordml.Faults(err)
			if tt.code == "" && err == nil {
				continue
			}
			if !slices.ContainsFunc(faults, func(e *wordml.FileError) bool { return e.Code == tt.code && e.Part == at }) {
				t.Errorf("%s in %s: faults = %v, want %q", name, at, faults, tt.code)
			}
		}
	}
}

// A field may be torn in any way: what holds for the whole holds for every tear.
func TestNoTearHidesAField(t *testing.T) {
	t.Parallel()
	const word = "INCLUDEPICTURE"
	for i := range len(word) + 1 {
		for j := i; j <= len(word); j += 3 {
			for _, between := range []string{"", `<w:proofErr w:type="gramEnd"/>`, `<w:ins>` + instr("") + `</w:ins>`, `<w:sdt><w:sdtContent>` + instr("") + `</w:sdtContent></w:sdt>`} {
				runs := begin + instr(word[:i]) + between + instr(word[i:j]) + between + instr(word[j:]+" x") + separate + finish
				_, err := wordml.Open(pack(t, edited(body("<w:p>"+runs+"</w:p>"))))
				if f := wordml.Faults(err); len(f) != 1 || f[0].Code != "field-external" {
					t.Fatalf("torn at %d and %d by %q: %v", i, j, between, err)
				}
			}
		}
	}
}
