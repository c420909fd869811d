package typeset_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"jobdoc/fonts"
	"jobdoc/internal/font"
	"jobdoc/internal/position"
	"jobdoc/internal/template"
	"jobdoc/internal/typeset"
	"jobdoc/internal/wordml"
	"jobdoc/samples"
	"jobdoc/templates"
)

// form is the built-in form, ready to be filled and set.
type form struct {
	template *template.Template
	sheet    *typeset.Sheet
	fonts    *font.Set
}

// newForm compiles the classic form.
func newForm(t testing.TB) *form {
	t.Helper()
	dir, err := fs.Sub(templates.FS, "classic")
	if err != nil {
		t.Fatal(err)
	}
	data, err := wordml.Zip(dir)
	if err != nil {
		t.Fatal(err)
	}
	p, err := wordml.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	compiled, faults := template.Compile(p, fieldNames(position.Fields()))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	sheet, err := typeset.NewSheet(compiled.Package())
	if err != nil {
		t.Fatal(err)
	}
	set, _, err := font.NewSet(font.Options{FS: fonts.Files()})
	if err != nil {
		t.Fatal(err)
	}
	return &form{compiled, sheet, set}
}

// fieldNames copies the field table for the template.
func fieldNames(f *position.Field) *template.Field {
	t := &template.Field{
		Key: f.Key, Names: f.Names, Text: f.Text, Print: f.Print,
		Label: f.Label, Value: f.Value, Alternate: f.Alternate,
	}
	if f.Item != nil {
		t.Item = fieldNames(f.Item)
	}
	for _, c := range f.Fields {
		child := fieldNames(c)
		key := strings.TrimSuffix(c.Key, "s") + "NumberStart"
		if slices.ContainsFunc(f.Fields, func(f *position.Field) bool { return f.Key == key }) {
			child.Start = key
		}
		t.Fields = append(t.Fields, child)
	}
	return t
}

// fill fills the form with a sample.
func (f *form) fill(t testing.TB, name string) *wordml.Document {
	t.Helper()
	data, err := samples.FS.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	pos, faults := position.Decode(data)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return f.template.Fill(pos.Data())
}

func BenchmarkLayoutForm(b *testing.B) {
	f := newForm(b)
	doc := f.fill(b, "03-key-account-sales-representative.json")
	l, err := f.sheet.Layout(doc, f.fonts)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if l, err = f.sheet.Layout(doc, f.fonts); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(l.Pages)), "pages")
}
