package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"jobdoc/internal/pdf"
	"jobdoc/internal/typeset"
)

// strict is pdfcpu's configuration. It must not write one to the home folder.
var strict = sync.OnceValue(func() *model.Configuration {
	api.DisableConfigDir()
	c := model.NewDefaultConfiguration()
	c.ValidationMode = model.ValidationStrict
	return c
})

// validate holds a file against pdfcpu and qpdf.
func validate(t *testing.T, data []byte) {
	t.Helper()
	c := *strict()
	if err := api.Validate(bytes.NewReader(data), &c); err != nil {
		t.Errorf("pdfcpu: %v", err)
	}
	if out := tool(t, data, "qpdf", "--check", "FILE"); strings.Contains(out, "WARNING") {
		t.Errorf("qpdf: %s", out)
	}
}

func TestFilesAreValid(t *testing.T) {
	t.Parallel()
	flat := form(t, 1)
	flat.Elements, flat.Outline = nil, nil
	for i := range flat.Pages[0].Texts {
		flat.Pages[0].Texts[i].Element = 0
	}
	for _, c := range []struct {
		name   string
		layout *typeset.Layout
	}{
		{"a page without content", &typeset.Layout{Pages: []typeset.Page{a4()}}},
		{"a form", form(t, 3)},
		{"a form without structure", flat},
		{"one of each thing", everything(t)},
		{"three hundred pages", form(t, 300)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			validate(t, encode(t, c.layout))
		})
	}
}

func TestOptionsMayBeEmpty(t *testing.T) {
	t.Parallel()
	data, err := pdf.Encode(form(t, 1), pdf.Options{})
	if err != nil {
		t.Fatal(err)
	}
	validate(t, data)
	if info := tool(t, data, "pdfinfo", "-isodates", "FILE"); !strings.Contains(info, "2000-01-01T00:00:00Z") {
		t.Errorf("pdfinfo prints no date of 2000-01-01:\n%s", info)
	}
}

func TestInformationStandsInTheFile(t *testing.T) {
	t.Parallel()
	data := encode(t, form(t, 1))
	info := tool(t, data, "pdfinfo", "-isodates", "FILE")
	for _, want := range []string{
		"Title:           " + options.Title, "Author:          " + options.Author, "Tagged:          yes",
		"CreationDate:    2024-05-06T00:00:00Z", "ModDate:         2024-05-06T00:00:00Z", "PDF version:     1.7",
	} {
		if !strings.Contains(info, want+"\n") {
			t.Errorf("pdfinfo does not print %q:\n%s", want, info)
		}
	}
	meta := tool(t, data, "pdfinfo", "-meta", "FILE")
	for _, want := range []string{
		">高级𠮷工程师 (R&amp;D) &lt;一&gt;\\<", ">李𬭎有限公司<", "<xmp:CreateDate>2024-05-06T00:00:00Z<", "<rdf:li>zh-CN<",
	} {
		if !strings.Contains(meta, want) {
			t.Errorf("metadata do not hold %q:\n%s", want, meta)
		}
	}
	for _, want := range []string{"/Lang<FEFF007A0068002D0043004E>", "/MarkInfo<</Marked true>>", "/ViewerPreferences<</Direction/L2R/PrintScaling/None/DisplayDocTitle true>>"} {
		if !bytes.Contains(data, []byte(want)) {
			t.Errorf("catalog without %s", want)
		}
	}
}

func TestOptionsHoldNoControls(t *testing.T) {
	t.Parallel()
	data, err := pdf.Encode(form(t, 1), pdf.Options{
		Title: "一\n二\x00\xff", Author: "\uFFFE三\t", Language: "zh", Date: time.Date(2024, 1, 1, 1, 0, 0, 5, time.FixedZone("", 3600)),
	})
	if err != nil {
		t.Fatal(err)
	}
	validate(t, data)
	meta := tool(t, data, "pdfinfo", "-meta", "FILE")
	for _, want := range []string{">一 二 \uFFFD<", ">三<", ">2024-01-01T00:00:00Z<"} {
		if !strings.Contains(meta, want) {
			t.Errorf("metadata do not hold %q:\n%s", want, meta)
		}
	}
}

func TestFontsAreEmbeddedAndCut(t *testing.T) {
	t.Parallel()
	data := encode(t, everything(t))
	fonts := strings.Split(strings.TrimSpace(tool(t, data, "pdffonts", "FILE")), "\n")[2:]
	if len(fonts) != 4 {
		t.Errorf("pdffonts lists %d fonts, want 4", len(fonts))
	}
	line := regexp.MustCompile(`^[A-Z]{6}\+Noto\S+ +CID TrueType +Identity-H +yes yes yes `)
	for _, f := range fonts {
		if !line.MatchString(f) {
			t.Errorf("font is not embedded, cut and mapped: %s", f)
		}
	}
	if len(data) > 100_000 {
		t.Errorf("file has %d bytes, want at most 100000 of fonts with some hundred glyphs", len(data))
	}
}

func TestSameBytesFromManyGoroutines(t *testing.T) {
	t.Parallel()
	l := everything(t)
	p := &l.Pages[2]
	for i := range 8 { // pictures of one width, which fpdf puts in random order
		data := pngOf(t, image.NewNRGBA(image.Rect(0, 0, 40, 10)), color.NRGBA{R: uint8(i), A: 0xFF - uint8(i%2)})
		p.Images = append(p.Images, typeset.Image{X: 500000, Y: typeset.Length(i) * 20000, Width: 40000, Height: 10000, Data: data, Name: fmt.Sprint(i)})
	}
	validate(t, encode(t, l))
	for _, c := range pdf.Conformances() {
		o := options
		o.Conformance = c
		if c.Attaches() {
			o.Attachments = []pdf.Attachment{source}
		}
		want := as(t, l, c)
		got := make([][]byte, 8)
		var wg sync.WaitGroup
		for i := range got {
			wg.Go(func() { got[i], _ = pdf.Encode(l, o) })
		}
		wg.Wait()
		for i := range got {
			if !bytes.Equal(got[i], want) {
				t.Errorf("%v: goroutine %d wrote other bytes", c, i)
			}
		}
	}
}

func TestOutlineLeadsToItsPlace(t *testing.T) {
	t.Parallel()
	l := form(t, 2)
	l.Pages[1].Height = 400000
	l.Outline = []typeset.Heading{
		{Level: 2, Text: "一(\\", Page: 0, Y: 10000}, {Level: 5, Text: "二", Page: 0, Y: 20000}, {Level: 1, Text: "三𠮷", Page: 1, Y: 30500},
		{Level: 0, Text: "四", Page: 1, Y: 0},
	}
	data := encode(t, l)
	validate(t, data)
	out := tool(t, data, "mutool", "show", "FILE", "outline")
	var got []string
	for _, line := range strings.Split(strings.TrimSpace(out), "\n") {
		got = append(got, strings.Join(strings.Fields(line), " "))
	}
	want := []string{
		`- "一(\\" #page=1&zoom=nan,0,10`, `| "二" #page=1&zoom=nan,0,20`, `| "三𠮷" #page=2&zoom=nan,0,30.5`, `| "四" #page=2&zoom=nan,0,0`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("outline (-want +got):\n%s", diff)
	}
}

func TestBadLayoutsAreErrors(t *testing.T) {
	t.Parallel()
	text := func(change func(*typeset.Layout)) *typeset.Layout {
		l := lines(t, style{}, "文")
		change(l)
		return l
	}
	for _, c := range []struct {
		name   string
		layout *typeset.Layout
		want   string
	}{
		{"none", nil, "no pages"},
		{"without pages", &typeset.Layout{}, "no pages"},
		{"a page without size", &typeset.Layout{Pages: []typeset.Page{{}}}, "page 1 measures 0 × 0"},
		{"an outline beyond the end", text(func(l *typeset.Layout) { l.Outline = []typeset.Heading{{Page: 1}} }), "outline names page 2 of 1"},
		{"an unknown element", text(func(l *typeset.Layout) { l.Pages[0].Texts[0].Element = 7 }), "element 7 of 3"},
		{"a child before its parent", text(func(l *typeset.Layout) { l.Elements[1].Parent = 2 }), "element 1 names 2"},
		{"an element without type", text(func(l *typeset.Layout) { l.Elements[2].Type = "" }), `element 2 has type ""`},
		{"a scope that is no name", text(func(l *typeset.Layout) { l.Elements[2].Scope = "a b" }), `element 2 has scope "a b"`},
		{"text without face", text(func(l *typeset.Layout) { l.Pages[0].Texts[0].Face = nil }), "without face"},
		{"a glyph that its face has not", text(func(l *typeset.Layout) { l.Pages[0].Texts[0].Glyphs[0].ID = 65535 }), "65535"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			data, err := pdf.Encode(c.layout, options)
			if err == nil || !strings.Contains(err.Error(), c.want) || data != nil {
				t.Errorf("Encode() = %d bytes, error %v, want one with %q", len(data), err, c.want)
			}
		})
	}
}

// withImage is a page with a picture over all of it.
func withImage(data []byte) *typeset.Layout {
	p := a4()
	p.Images = []typeset.Image{{X: 0, Y: 0, Width: p.Width, Height: p.Height, Data: data, Name: "word/media/image7.png"}}
	return &typeset.Layout{Pages: []typeset.Page{p}}
}

func TestBadPicturesAreNamed(t *testing.T) {
	t.Parallel()
	good := pngOf(t, image.NewNRGBA(image.Rect(0, 0, 40, 20)), color.NRGBA{R: 0x20, A: 0xFF})
	broken := bytes.Clone(good)
	broken[len(broken)-20] ^= 1
	var jpg bytes.Buffer
	if err := jpeg.Encode(&jpg, image.NewGray(image.Rect(0, 0, 64, 64)), nil); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		data []byte
	}{
		{"empty", nil},
		{"no picture", []byte("GIF89a")},
		{"a signature alone", good[:8]},
		{"a PNG cut short", good[:len(good)-13]},
		{"a PNG with a flipped bit", broken},
		{"a JPEG header alone", jpg.Bytes()[:20]},
		{"a JPEG cut short", jpg.Bytes()[:jpg.Len()-10]},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := pdf.Encode(withImage(c.data), options)
			if !errors.Is(err, pdf.ErrPicture) || !strings.Contains(err.Error(), "word/media/image7.png") {
				t.Errorf("Encode() error = %v, want ErrPicture and the part's name", err)
			}
		})
	}
}
