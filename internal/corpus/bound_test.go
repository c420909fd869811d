package corpus

import (
	"testing"

	"jobdoc/internal/preflight"
	"jobdoc/internal/render"
)

// TestABoundBookKeepsTheStandardsOrder binds all samples, in three forms, and
// holds the Word file to the standard and the PDF to PDF/A and the order of tags.
func TestABoundBookKeepsTheStandardsOrder(t *testing.T) {
	files := map[string][]byte{}
	for _, form := range []string{"classic", "narrative", "controlled"} {
		f := boundBook(t, form)
		s := specimen{name: "book-" + form, form: f}
		docx, err := render.LookupFormat("docx")
		if err != nil {
			t.Fatal(err)
		}
		result, err := f.Encode(docx, render.Options{})
		if err != nil {
			t.Fatal(err)
		}
		judgeDocument(t, result.Data)
		s.pdf = archived(t, s, "1b", nil)
		files[s.name] = s.pdf
		orderly(t, tagsOf(t, s))
	}
	for _, v := range preflight.Verdicts(t, files) {
		if v != "" {
			t.Error(v)
		}
	}
}
