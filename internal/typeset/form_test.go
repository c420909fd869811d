package typeset_test

import (
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"sync"
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
	doc, err := f.template.Fill(pos.Data())
	if err != nil {
		t.Fatal(err)
	}
	return doc
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

// sampleNames lists the samples.
func sampleNames(t testing.TB) []string {
	t.Helper()
	names, err := fs.Glob(samples.FS, "*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	return names
}

// TestFormsLoseNothing holds the characters of every filled sample, in the
// body of the document, against those on its pages.
func TestFormsLoseNothing(t *testing.T) {
	t.Parallel()
	f := newForm(t)
	for _, name := range sampleNames(t) {
		t.Run(name, func(t *testing.T) {
			doc := f.fill(t, name)
			root, err := doc.Part(doc.Main())
			if err != nil {
				t.Fatal(err)
			}
			l, err := f.sheet.Layout(doc, f.fonts)
			if err != nil {
				t.Fatal(err)
			}
			balance := map[rune]int{}
			for _, r := range root.Content() {
				balance[r]++
			}
			for _, p := range l.Pages {
				for _, x := range p.Texts {
					for _, g := range x.Glyphs {
						if x.Element != 0 {
							balance[g.Rune]--
						}
					}
				}
			}
			for _, blank := range " \n\t•" { // what layout drops at line ends, and the bullets it adds
				delete(balance, blank)
			}
			for r, n := range balance {
				if n > 0 {
					t.Errorf("%q is missing %d times", r, n)
				}
			}
		})
	}
}

// TestFormsBreakWell looks for what the layout rules (clreq, GB/T 15834) forbid on the pages of every sample.
func TestFormsBreakWell(t *testing.T) {
	t.Parallel()
	const noStart, noEnd = "、，；：。！？”’）》〉】％‰", "“‘（《〈【"
	f := newForm(t)
	for _, name := range sampleNames(t) {
		l, err := f.sheet.Layout(f.fill(t, name), f.fonts)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range l.Pages {
			for k, x := range p.Texts {
				if x.Turn != typeset.Upright {
					continue
				}
				before, after := typeset.Text{}, typeset.Text{}
				if k > 0 {
					before = p.Texts[k-1]
				}
				if k+1 < len(p.Texts) {
					after = p.Texts[k+1]
				}
				first, last := x.Glyphs[0].Rune, x.Glyphs[len(x.Glyphs)-1].Rune
				sameAbove, sameBelow := before.Element == x.Element, after.Element == x.Element
				if sameAbove && before.Y < x.Y && strings.ContainsRune(noStart, first) {
					t.Errorf("%s page %d: a line starts with %q", name, i+1, first)
				}
				if sameBelow && after.Y > x.Y && strings.ContainsRune(noEnd, last) {
					t.Errorf("%s page %d: a line ends with %q", name, i+1, last)
				}
				if x.X < 0 || x.Y < 0 || x.Y > p.Height {
					t.Errorf("%s page %d: text off the page at %d, %d", name, i+1, x.X, x.Y)
				}
			}
		}
		for _, w := range l.Warnings {
			if w.Code != "missing-glyph" {
				t.Errorf("%s: warning %s: %s", name, w.Code, w.English)
			}
		}
	}
}

// TestConcurrentLayoutsAgree sets all samples from several goroutines on one sheet.
func TestConcurrentLayoutsAgree(t *testing.T) {
	t.Parallel()
	f := newForm(t)
	var docs []*wordml.Document
	var want []*typeset.Layout
	for _, name := range sampleNames(t) {
		doc := f.fill(t, name)
		l, err := f.sheet.Layout(doc, f.fonts)
		if err != nil {
			t.Fatal(err)
		}
		docs, want = append(docs, doc), append(want, l)
	}
	var workers sync.WaitGroup
	for w := range 8 {
		workers.Go(func() {
			for i := range docs {
				k := (i + w) % len(docs)
				l, err := f.sheet.Layout(docs[k], f.fonts)
				if err != nil || !reflect.DeepEqual(l, want[k]) {
					t.Errorf("goroutine %d, document %d: another layout, error %v", w, k, err)
				}
			}
		})
	}
	workers.Wait()
}

func BenchmarkNewSheet(b *testing.B) {
	f := newForm(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := typeset.NewSheet(f.template.Package()); err != nil {
			b.Fatal(err)
		}
	}
}
