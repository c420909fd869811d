package corpus

import (
	"io/fs"
	"slices"
	"testing"

	"jobdoc/internal/book"
	"jobdoc/internal/position"
	"jobdoc/internal/preflight"
	"jobdoc/internal/render"
	"jobdoc/samples"
)

// TestABoundBookKeepsTheStandardsOrder binds all samples, in three forms, and
// holds the Word file to the standard and the PDF to PDF/A and the order of tags.
func TestABoundBookKeepsTheStandardsOrder(t *testing.T) {
	r, err := render.New(render.Config{})
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(samples.FS, "*.json")
	if err != nil {
		t.Fatal(err)
	}
	var items []book.Item
	for _, name := range names {
		data, err := fs.ReadFile(samples.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		pos, faults := position.Decode(data)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		items = append(items, book.Item{Where: name, Position: pos})
	}
	files := map[string][]byte{}
	for _, form := range []string{"classic", "narrative", "controlled"} {
		tmpl, err := r.Template(form)
		if err != nil {
			t.Fatal(err)
		}
		bound := &book.Bound{Renderer: r, Template: tmpl}
		f, _, err := bound.Bind(t.Context(), slices.Values(items))
		if err != nil {
			t.Fatal(err)
		}
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
