package typeset

import (
	"strings"
	"testing"
)

// emptyField writes a complex field without a result.
func emptyField(code string) string {
	return `<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve">` + code +
		`</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
}

func TestPageReferencesWithoutAResultAreFilledIn(t *testing.T) {
	t.Parallel()
	const mark = `<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:bookmarkStart w:id="1" w:name="here"/><w:r><w:t>x</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>`
	long := counted("a", 9) // with the reference the first page is full
	roman := strings.Replace(smallPage, "</w:sectPr>", `<w:pgNumType w:fmt="upperRoman"/></w:sectPr>`, 1)
	for _, tt := range []struct{ name, field, section, want, warning string }{
		{"to a page", emptyField(" PAGEREF here \\h "), smallPage, "2", ""},
		{"without a separator", strings.Replace(emptyField("PAGEREF here"), `<w:r><w:fldChar w:fldCharType="separate"/></w:r>`, "", 1), smallPage, "2", ""},
		{"in the numbers of that page", emptyField("PAGEREF here"), roman, "II", ""},
		{"in other numbers", emptyField(`PAGEREF here \* roman`), smallPage, "ii", ""},
		{"to no bookmark", emptyField("PAGEREF gone"), smallPage, "", "empty-field"},
		{"of another kind", emptyField(`TOC \o "1-3"`), smallPage, "", "empty-field"},
	} {
		l := docx{body: "<w:p>" + tt.field + "</w:p>" + long + mark + tt.section, styles: smallStyles}.layout(t)
		got, _, _ := strings.Cut(pagesOf(l)[0], "|")
		if got == "a1" {
			got = ""
		}
		if got != tt.want {
			t.Errorf("a reference %s shows %q, want %q", tt.name, got, tt.want)
		}
		warning := ""
		for _, w := range l.Warnings {
			warning += w.Code
		}
		if warning != tt.warning {
			t.Errorf("a reference %s: warnings %q, want %q", tt.name, warning, tt.warning)
		}
	}
}

func TestFieldsWithAResultShowIt(t *testing.T) {
	t.Parallel()
	field := strings.Replace(emptyField("PAGEREF gone"), `<w:r><w:fldChar w:fldCharType="end"/></w:r>`, `<w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`, 1)
	l := smallLayout(t, "<w:p>"+field+"</w:p>")
	if got := pagesOf(l)[0]; got != "7" || len(l.Warnings) > 0 {
		t.Errorf("the field shows %q, warnings %+v", got, l.Warnings)
	}
}
