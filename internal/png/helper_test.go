package png_test

import (
	"bytes"
	"image"
	"image/color"
	stdpng "image/png"
	"sync"
	"testing"

	"jobdoc/fonts"
	"jobdoc/internal/font"
	"jobdoc/internal/png"
	"jobdoc/internal/typeset"
)

var openSet = sync.OnceValues(func() (*font.Set, error) {
	s, _, err := font.NewSet(font.Options{FS: fonts.Files()})
	return s, err
})

// set turns a string into texts of 宋体 or another font, like first in all but
// place, face and glyphs.
func set(tb testing.TB, name string, first typeset.Text, text string) []typeset.Text {
	tb.Helper()
	s, err := openSet()
	if err != nil {
		tb.Fatal(err)
	}
	face := s.Typeface(name, false, false)
	x, y := first.X, first.Y
	var texts []typeset.Text
	for _, r := range text {
		f, id := face.Lookup(r)
		if n := len(texts); n == 0 || texts[n-1].Face != f {
			t := first
			t.X, t.Y, t.Face = x, y, f
			texts = append(texts, t)
		}
		advance := first.Size
		if id != 0 {
			advance = typeset.Length(f.Advance(id) * int(first.Size) / f.UnitsPerEm())
		}
		last := &texts[len(texts)-1]
		last.Glyphs = append(last.Glyphs, typeset.Glyph{ID: id, Rune: r, Advance: advance})
		switch first.Turn {
		case typeset.Down:
			y += advance
		case typeset.Up:
			y -= advance
		default:
			x += advance
		}
	}
	return texts
}

// a4 is an empty page.
func a4() *typeset.Page { return &typeset.Page{Width: 595300, Height: 841900} }

// small is an empty page of 100 × 60 points.
func small() *typeset.Page { return &typeset.Page{Width: 100000, Height: 60000} }

// paint returns a page as a picture.
func paint(tb testing.TB, p *typeset.Page, dpi int) image.Image {
	tb.Helper()
	m, err := stdpng.Decode(bytes.NewReader(encode(tb, p, dpi)))
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

func encode(tb testing.TB, p *typeset.Page, dpi int) []byte {
	tb.Helper()
	data, err := png.NewRenderer().Encode(p, dpi)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// at returns the red, green and blue of a pixel.
func at(m image.Image, x, y int) [3]uint8 {
	c := color.NRGBAModel.Convert(m.At(x, y)).(color.NRGBA)
	return [3]uint8{c.R, c.G, c.B}
}

// inked returns the box around all pixels darker than half.
func inked(m image.Image) image.Rectangle {
	var box image.Rectangle
	b := m.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if c := at(m, x, y); int(c[0])+int(c[1])+int(c[2]) < 3*128 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

// dense is an A4 page full of text in table cells: about 1,800 characters.
func dense(tb testing.TB, fill typeset.Color) *typeset.Page {
	tb.Helper()
	p := a4()
	line := []rune("负责公司核心业务系统的需求分析、架构设计与开发实施，组织技术评审并指导初级工程师；" +
		"与产品、测试、运维团队协作，保证每个版本按期交付。熟悉Go、SQL和Linux。")
	for i := range 44 {
		y := typeset.Length(60000 + i*17000)
		from := i * 7 % (len(line) - 42)
		p.Texts = append(p.Texts, set(tb, "宋体", typeset.Text{X: 74000, Y: y, Size: 10500}, string(line[from:from+41]))...)
		if i%2 == 0 {
			p.Fills = append(p.Fills, typeset.Rect{X: 72000, Y: y - 13000, Width: 450000, Height: 17000, Color: fill})
		}
		p.Rules = append(p.Rules, typeset.Rect{X: 72000, Y: y - 13000, Width: 450500, Height: 500},
			typeset.Rect{X: 72000, Y: y - 13000, Width: 500, Height: 17500}, typeset.Rect{X: 522000, Y: y - 13000, Width: 500, Height: 17500})
	}
	return p
}
