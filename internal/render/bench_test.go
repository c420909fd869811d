package render

import (
	"bytes"
	"fmt"
	"runtime"
	"sync"
	"testing"

	"jobdoc/internal/position"
)

// benchmarkFormat measures the whole path from JSON bytes to file bytes, warm,
// on one core: a three-page sample.
func benchmarkFormat(b *testing.B, format string) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	r := newRenderer(b)
	tmpl, f, data := builtin(b, r), lookup(b, format), sample(b, presales)
	once := func() Result {
		pos, faults := position.Decode(data)
		if len(faults) > 0 {
			b.Fatal(faults)
		}
		result, err := r.Render(pos, tmpl, f, Options{})
		if err != nil {
			b.Fatal(err)
		}
		return result
	}
	result := once()
	b.ReportAllocs()
	for b.Loop() {
		result = once()
	}
	b.ReportMetric(float64(len(result.Data)), "B/file")
	if result.Pages > 0 {
		b.ReportMetric(float64(result.Pages), "pages")
	}
}

func BenchmarkDOCX(b *testing.B) { benchmarkFormat(b, "docx") }
func BenchmarkPDF(b *testing.B)  { benchmarkFormat(b, "pdf") }
func BenchmarkPNG(b *testing.B)  { benchmarkFormat(b, "png") }

// BenchmarkThousand renders 1,000 positions as DOCX and PDF on all cores, as
// one jobdoc render does, and reports the heap it peaks at.
func BenchmarkThousand(b *testing.B) {
	r := newRenderer(b)
	tmpl, docx, pdf := builtin(b, r), lookup(b, "docx"), lookup(b, "pdf")
	data := sample(b, presales)
	var inputs [1000][]byte
	for i := range inputs {
		inputs[i] = bytes.Replace(data, []byte(`"title":`), fmt.Appendf(nil, `"group": "第 %d 组", "title":`, i), 1)
	}
	var peak uint64
	for b.Loop() {
		jobs := make(chan []byte)
		var workers sync.WaitGroup
		for range runtime.GOMAXPROCS(0) {
			workers.Go(func() {
				for input := range jobs {
					pos, faults := position.Decode(input)
					if len(faults) > 0 {
						b.Error(faults)
						continue
					}
					form := r.Fill(pos, tmpl)
					for _, f := range []Format{docx, pdf} {
						if _, err := form.Encode(f, Options{}); err != nil {
							b.Error(err)
						}
					}
				}
			})
		}
		for i, input := range inputs {
			jobs <- input
			if i%50 == 0 {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapInuse)
			}
		}
		close(jobs)
		workers.Wait()
	}
	b.ReportMetric(float64(peak)/(1<<20), "MiB-peak")
}
