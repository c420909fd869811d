package pdf_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jobdoc/internal/pdf"
	"jobdoc/internal/typeset"
)

func grayPNG(tb testing.TB) []byte {
	tb.Helper()
	return pngOf(tb, image.NewGray(image.Rect(0, 0, 8, 8)), color.Gray{Y: 0x80})
}

// interlacedPNG is a red picture of 8 × 8 pixels, which image/png does not write.
func interlacedPNG(tb testing.TB) []byte {
	tb.Helper()
	data, err := base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAAE8ahlKAAAAFUlEQVR4nGM4oODAAMW4KFpwaCQBAJSTSAHYNnmWAAAAAElFTkSuQmCC")
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// at returns the colour in the middle of a page, as poppler paints it.
func at(t *testing.T, data []byte) color.RGBA {
	t.Helper()
	dir := t.TempDir()
	tool(t, data, "pdftoppm", "-r", "10", "-png", "-singlefile", "FILE", filepath.Join(dir, "p"))
	f, err := os.Open(filepath.Join(dir, "p.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	b := m.Bounds()
	return color.RGBAModel.Convert(m.At(b.Dx()/2, b.Dy()/2)).(color.RGBA)
}

// kindOfPicture is a picture and its colour on white paper.
type kindOfPicture struct {
	name string
	data []byte
	want color.RGBA
}

func kindsOfPictures(t *testing.T) []kindOfPicture {
	t.Helper()
	box := image.Rect(0, 0, 9, 7) // odd, so that rows end within a byte
	red := color.NRGBA{R: 0xC0, G: 0x20, B: 0x40, A: 0xFF}
	half := color.NRGBA{R: 0xC0, G: 0x20, B: 0x40, A: 0x80}
	jpg := func(m image.Image) []byte {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 100}); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	flat := image.NewRGBA(image.Rect(0, 0, 16, 16))
	for i := range flat.Pix {
		flat.Pix[i] = []byte{0xC0, 0x20, 0x40, 0xFF}[i%4]
	}
	palette := color.Palette{color.NRGBA{}, red, color.White}
	return []kindOfPicture{
		{"PNG in colours", pngOf(t, image.NewRGBA(box), red), color.RGBA{0xC0, 0x20, 0x40, 0xFF}},
		{"PNG half transparent", pngOf(t, image.NewNRGBA(box), half), color.RGBA{0xDF, 0x8F, 0x9F, 0xFF}},
		{"PNG of 16 bits", pngOf(t, image.NewRGBA64(box), red), color.RGBA{0xC0, 0x20, 0x40, 0xFF}},
		{"PNG of 16 bits, half transparent", pngOf(t, image.NewNRGBA64(box), half), color.RGBA{0xDF, 0x8F, 0x9F, 0xFF}},
		{"PNG grey", pngOf(t, image.NewGray(box), color.Gray{Y: 0x40}), color.RGBA{0x40, 0x40, 0x40, 0xFF}},
		{"PNG grey of 16 bits", pngOf(t, image.NewGray16(box), color.Gray{Y: 0x40}), color.RGBA{0x40, 0x40, 0x40, 0xFF}},
		{"PNG with palette", pngOf(t, image.NewPaletted(box, palette[1:]), red), color.RGBA{0xC0, 0x20, 0x40, 0xFF}},
		{"PNG with transparent palette", pngOf(t, image.NewPaletted(box, palette), color.NRGBA{}), color.RGBA{0xFF, 0xFF, 0xFF, 0xFF}},
		{"PNG interlaced", interlacedPNG(t), color.RGBA{0xC0, 0x20, 0x40, 0xFF}},
		{"JPEG in colours", jpg(flat), color.RGBA{0xC0, 0x20, 0x40, 0xFF}},
		{"JPEG grey", jpg(image.NewGray(box)), color.RGBA{0, 0, 0, 0xFF}},
	}
}

func TestPicturesOfAllKindsAreShown(t *testing.T) {
	t.Parallel()
	for _, c := range kindsOfPictures(t) {
		for _, conformance := range []pdf.Conformance{pdf.PDFA2B, pdf.PDFA1B} {
			t.Run(c.name+" in "+conformance.String(), func(t *testing.T) {
				t.Parallel()
				data := as(t, withImage(c.data), conformance)
				validate(t, data)
				got := at(t, data)
				for _, d := range []int{int(got.R) - int(c.want.R), int(got.G) - int(c.want.G), int(got.B) - int(c.want.B)} {
					if d > 3 || d < -3 {
						t.Errorf("colour = %v, want %v", got, c.want)
						break
					}
				}
			})
		}
	}
}

func TestPictureIsEmbeddedOnce(t *testing.T) {
	t.Parallel()
	data := pngOf(t, image.NewNRGBA(image.Rect(0, 0, 40, 20)), color.NRGBA{R: 0x20, G: 0x60, A: 0xFF})
	p := a4()
	for i, name := range []string{"a.png", "a.png", "b.png"} {
		p.Images = append(p.Images, typeset.Image{X: -5000, Y: typeset.Length(i) * 90000, Width: 80000, Height: 40000, Data: bytes.Clone(data), Name: name})
	}
	out := encode(t, &typeset.Layout{Pages: []typeset.Page{p, p}})
	validate(t, out)
	if n := strings.Count(string(out), "/Subtype /Image"); n != 1 {
		t.Errorf("file holds %d images, want 1", n)
	}
}

func FuzzPicture(f *testing.F) {
	f.Add(grayPNG(f))
	f.Add(pngOf(f, image.NewNRGBA64(image.Rect(0, 0, 3, 3)), color.NRGBA{R: 9, A: 9}))
	f.Add(pngOf(f, image.NewPaletted(image.Rect(0, 0, 3, 3), color.Palette{color.NRGBA{}, color.Black}), color.Black))
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 9, 9)), nil); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := pdf.Encode(withImage(data), options)
		if err != nil {
			return // named in TestBadPicturesAreNamed
		}
		if again := encode(t, withImage(data)); !bytes.Equal(out, again) {
			t.Error("the same picture gives other bytes")
		}
	})
}

// TestPicturesAreCropped has a picture that is red but for its right third,
// most of which its crop takes away.
func TestPicturesAreCropped(t *testing.T) {
	t.Parallel()
	m := image.NewNRGBA(image.Rect(0, 0, 30, 10))
	for i := range 300 {
		if m.SetNRGBA(i%30, i/30, color.NRGBA{R: 0xFF, A: 0xFF}); i%30 >= 20 {
			m.SetNRGBA(i%30, i/30, color.NRGBA{B: 0xFF, A: 0xFF})
		}
	}
	var data bytes.Buffer
	if err := png.Encode(&data, m); err != nil {
		t.Fatal(err)
	}
	page := func(crop typeset.Crop, x typeset.Length) []byte {
		return encode(t, &typeset.Layout{
			Elements: []typeset.Element{{Type: typeset.Artifact}},
			Pages: []typeset.Page{{Width: 300000, Height: 100000, Images: []typeset.Image{
				{X: x, Width: 200000, Height: 100000, Crop: crop, Data: data.Bytes(), Name: "stripe.png"},
			}}},
		})
	}
	blue, red, paper := color.RGBA{B: 0xFF, A: 0xFF}, color.RGBA{R: 0xFF, A: 0xFF}, color.RGBA{0xFF, 0xFF, 0xFF, 0xFF}
	for _, tt := range []struct {
		name string
		crop typeset.Crop
		x    typeset.Length
		want color.RGBA
	}{
		{"whole", typeset.Crop{}, 50000, red},
		{"its left two thirds cut off", typeset.Crop{Left: 67000}, 50000, blue},
		{"and nothing painted left of it", typeset.Crop{Left: 67000}, 160000, paper},
		{"nor right of it", typeset.Crop{Right: 50000}, -60000, paper},
	} {
		if got := at(t, page(tt.crop, tt.x)); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
