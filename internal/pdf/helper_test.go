package pdf_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"jobdoc/fonts"
	"jobdoc/internal/font"
	"jobdoc/internal/pdf"
	"jobdoc/internal/typeset"
)

var openSet = sync.OnceValues(func() (*font.Set, error) {
	s, _, err := font.NewSet(font.Options{FS: fonts.Files()})
	return s, err
})

func fontSet(tb testing.TB) *font.Set {
	tb.Helper()
	s, err := openSet()
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// style says how a test sets a string.
type style struct {
	font         string // as a document names it; "" for 宋体
	bold, italic bool
	size         typeset.Length // 0 for 10.5 pt
	spacing      typeset.Length // after each glyph
	color        typeset.Color
	turn         typeset.Turn
	stretch      int // percent, 0 for 100
	element      int
}

// set turns a string into texts that begin at x, y: one for each stretch of one
// face. extra is added to the advance of the glyph with that index.
func set(tb testing.TB, s style, x, y typeset.Length, text string, extra map[int]typeset.Length) []typeset.Text {
	tb.Helper()
	if s.font == "" {
		s.font = "宋体"
	}
	if s.size == 0 {
		s.size = 10500
	}
	face := fontSet(tb).Typeface(s.font, s.bold, s.italic)
	var texts []typeset.Text
	i := 0
	for _, r := range text {
		f, id := face.Lookup(r)
		if n := len(texts); n == 0 || texts[n-1].Face != f {
			texts = append(texts, typeset.Text{
				X: x, Y: y, Size: s.size, Face: f, Color: s.color, Turn: s.turn, Element: s.element,
				Bold: s.bold && face.Bold, Italic: s.italic && face.Italic, Stretch: s.stretch,
			})
		}
		advance := typeset.Length((f.Advance(id)*int(s.size) + f.UnitsPerEm()/2) / f.UnitsPerEm())
		if id == 0 {
			advance = s.size
		}
		if s.stretch != 0 {
			advance = advance * typeset.Length(s.stretch) / 100
		}
		advance += s.spacing + extra[i]
		last := &texts[len(texts)-1]
		last.Glyphs = append(last.Glyphs, typeset.Glyph{ID: id, Rune: r, Advance: advance})
		switch s.turn {
		case typeset.Down:
			y += advance
		case typeset.Up:
			y -= advance
		default:
			x += advance
		}
		i++
	}
	return texts
}

// a4 is an empty page.
func a4() typeset.Page { return typeset.Page{Width: 595300, Height: 841900} }

// elements is a document of n paragraphs; paragraph i is element i+2.
func elements(n int) []typeset.Element {
	e := []typeset.Element{{Type: typeset.Artifact}, {Type: typeset.Document}}
	for range n {
		e = append(e, typeset.Element{Type: typeset.Paragraph, Parent: 1})
	}
	return e
}

// lines is a layout of one page with a paragraph for each string.
func lines(tb testing.TB, s style, texts ...string) *typeset.Layout {
	tb.Helper()
	p := a4()
	for i, text := range texts {
		s.element = i + 2
		p.Texts = append(p.Texts, set(tb, s, 72000, typeset.Length(72000+20000*i), text, nil)...)
	}
	return &typeset.Layout{Pages: []typeset.Page{p}, Elements: elements(len(texts))}
}

var options = pdf.Options{
	Title: "高级𠮷工程师 (R&D) <一>\\", Author: "李𬭎有限公司", Language: "zh-CN",
	Date: time.Date(2024, 5, 6, 0, 0, 0, 0, time.UTC),
}

func encode(tb testing.TB, l *typeset.Layout) []byte {
	tb.Helper()
	data, err := pdf.Encode(l, options)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// tool runs a program over a PDF file, whose name takes the place of FILE, and
// returns what it prints. Without the program the test is skipped.
func tool(tb testing.TB, data []byte, name string, args ...string) string {
	tb.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("JOBDOC_REQUIRE_TOOLS") == "1" {
			tb.Fatalf("%s is not installed, and JOBDOC_REQUIRE_TOOLS is set", name)
		}
		tb.Skipf("%s is not installed", name)
	}
	file := filepath.Join(tb.TempDir(), "x.pdf")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		tb.Fatal(err)
	}
	args = append([]string(nil), args...)
	for i, a := range args {
		args[i] = strings.ReplaceAll(a, "FILE", file)
	}
	var out, errs bytes.Buffer
	cmd := exec.Command(path, args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		tb.Fatalf("%s: %v\n%s%s", name, err, out.String(), errs.String())
	}
	if errs.Len() > 0 && !strings.Contains(errs.String(), "ICC support is not available") { // of Debian's mutool
		tb.Errorf("%s complains: %s", name, errs.String())
	}
	return out.String()
}

// readers returns the text that poppler and MuPDF copy out, by line, blank lines
// and the blanks at line ends left out.
func readers(tb testing.TB, data []byte) map[string][]string {
	tb.Helper()
	return map[string][]string{
		"pdftotext": textLines(tool(tb, data, "pdftotext", "-raw", "-enc", "UTF-8", "FILE", "-")),
		"mutool":    textLines(tool(tb, data, "mutool", "draw", "-q", "-F", "txt", "FILE")),
	}
}

func textLines(s string) []string {
	var out []string
	for _, l := range strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\f' }) {
		if l = strings.TrimRight(l, " \r"); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// pngOf encodes a picture of one colour.
func pngOf(tb testing.TB, m interface {
	image.Image
	Set(x, y int, c color.Color)
}, c color.Color) []byte {
	tb.Helper()
	b := m.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			m.Set(x, y, c)
		}
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, m); err != nil {
		tb.Fatal(err)
	}
	return buf.Bytes()
}
