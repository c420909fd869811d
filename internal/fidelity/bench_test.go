package fidelity

import (
	"runtime"
	"runtime/metrics"
	"slices"
	"testing"

	"jobdoc/internal/render"
)

// benchmarkConvert measures what jobdoc convert does once it is warm: a Word
// file to a PDF, on one core, with the memory that the program has of the
// system in the end.
func benchmarkConvert(b *testing.B, name string) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	docs, err := Corpus()
	if err != nil {
		b.Fatal(err)
	}
	i := slices.IndexFunc(docs, func(d Document) bool { return d.Name == name })
	if i < 0 {
		b.Fatalf("no document %s", name)
	}
	data := docs[i].Data
	docs = nil
	r, err := render.New(render.Config{})
	if err != nil {
		b.Fatal(err)
	}
	pdf, err := render.LookupFormat("pdf")
	if err != nil {
		b.Fatal(err)
	}
	convert := func() render.Result {
		form, err := r.Open(data)
		if err != nil {
			b.Fatal(err)
		}
		result, err := form.Encode(pdf, render.Options{})
		if err != nil {
			b.Fatal(err)
		}
		return result
	}
	pages := convert().Pages
	b.ReportAllocs()
	for b.Loop() {
		convert()
	}
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}}
	metrics.Read(sample)
	b.ReportMetric(float64(sample[0].Value.Uint64())/(1<<20), "MiB-system")
	b.ReportMetric(float64(pages), "pages")
}

func BenchmarkConvertHundredPages(b *testing.B) { benchmarkConvert(b, "hundred") }
func BenchmarkConvertForm(b *testing.B)         { benchmarkConvert(b, "classic-04-presales-engineer") }
