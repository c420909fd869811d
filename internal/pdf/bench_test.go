package pdf_test

import (
	"bytes"
	"io/fs"
	"testing"

	"codeberg.org/go-pdf/fpdf"

	"jobdoc/fonts"
	"jobdoc/internal/pdf"
)

// BenchmarkEncode writes a form of three pages, about 1,600 characters and 300 rules.
func BenchmarkEncode(b *testing.B) {
	l := form(b, 3)
	b.ReportAllocs()
	size := 0
	for b.Loop() {
		size = len(encode(b, l))
	}
	b.ReportMetric(float64(size), "file-bytes")
}

// BenchmarkPlain writes the same as a plain PDF without structure: what tags and
// PDF/A cost is the difference.
func BenchmarkPlain(b *testing.B) {
	l := form(b, 3)
	l.Elements = nil
	for i := range l.Pages {
		for j := range l.Pages[i].Texts {
			l.Pages[i].Texts[j].Element = 0
		}
	}
	o := options
	o.Conformance = pdf.NoPDFA
	b.ReportAllocs()
	size := 0
	for b.Loop() {
		data, err := pdf.Encode(l, o)
		if err != nil {
			b.Fatal(err)
		}
		size = len(data)
	}
	b.ReportMetric(float64(size), "file-bytes")
}

// BenchmarkWholeFonts writes the same with fpdf alone: its own text and fonts.
func BenchmarkWholeFonts(b *testing.B) {
	l := form(b, 3)
	read := func(name string) []byte {
		data, err := fs.ReadFile(fonts.Files(), name)
		if err != nil {
			b.Fatal(err)
		}
		return data
	}
	serif, sans := read("NotoSerifSC-Regular.ttf"), read("NotoSansSC-Regular.ttf")
	b.ReportAllocs()
	size := 0
	for b.Loop() {
		f := fpdf.New("P", "pt", "A4", "")
		f.SetAutoPageBreak(false, 0)
		f.AddUTF8FontFromBytes("serif", "", bytes.Clone(serif)) // it writes into what it is given
		f.AddUTF8FontFromBytes("sans", "", bytes.Clone(sans))
		for _, p := range l.Pages {
			f.AddPage()
			for _, t := range p.Texts {
				name := "serif"
				if t.Face.Family() == "Noto Sans SC" {
					name = "sans"
				}
				f.SetFont(name, "", float64(t.Size)/1000)
				s := make([]rune, len(t.Glyphs))
				for i, g := range t.Glyphs {
					s[i] = g.Rune
				}
				f.Text(float64(t.X)/1000, float64(t.Y)/1000, string(s))
			}
			for _, r := range p.Rules {
				f.Rect(float64(r.X)/1000, float64(r.Y)/1000, float64(r.Width)/1000, float64(r.Height)/1000, "F")
			}
		}
		var out bytes.Buffer
		if err := f.Output(&out); err != nil {
			b.Fatal(err)
		}
		size = out.Len()
	}
	b.ReportMetric(float64(size), "file-bytes")
}
