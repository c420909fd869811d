package fidelity

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"

	"jobdoc/internal/pdf"
)

// Pictured are the documents that docs/fidelity.md shows side by side.
var Pictured = []string{"official", "contract", "tablestyle", "anchored", "classic-01-key-account-manager"}

// pictureDPI is the resolution of the pages: small files that can still be read.
const pictureDPI = 72

// WritePictures writes a PNG for each document into a folder: what LibreOffice
// makes of the first page on the left, what we make of it, as we ship, on the
// right. It needs pdftoppm besides.
func WritePictures(office *Office, docs []Document, dir string) error {
	s, err := NewSetter(false)
	if err != nil {
		return err
	}
	if err := office.Convert(docs); err != nil {
		return err
	}
	for _, d := range docs {
		l, err := s.Layout(d)
		if err != nil {
			return err
		}
		data, err := pdf.Encode(l, pdf.Options{})
		if err != nil {
			return err
		}
		ours := filepath.Join(office.dir, "out", d.Name+"-ours.pdf")
		if err := os.WriteFile(ours, data, 0o644); err != nil {
			return err
		}
		var sides [2]image.Image
		for k, file := range []string{office.PDF(d), ours} {
			if sides[k], err = rasterize(file); err != nil {
				return err
			}
		}
		if err := writePNG(filepath.Join(dir, d.Name+".png"), sideBySide(sides[0], sides[1])); err != nil {
			return err
		}
	}
	return nil
}

// rasterize draws the first page of a PDF.
func rasterize(file string) (image.Image, error) {
	base := file + "-1"
	cmd := exec.Command("pdftoppm", "-r", fmt.Sprint(pictureDPI), "-singlefile", "-png", file, base)
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("pdftoppm %s: %w\n%s", file, err, out)
	}
	f, err := os.Open(base + ".png")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return png.Decode(f)
}

// sideBySide puts two pages on a grey ground. Sixteen greys and a few colours
// are enough, and keep the file small.
func sideBySide(a, b image.Image) image.Image {
	const margin = 12
	var palette color.Palette
	for i := range 16 {
		palette = append(palette, color.Gray{Y: uint8(i * 17)})
	}
	for _, c := range []uint32{0xFF0000, 0xC00000, 0xFF8080, 0x1F4E79, 0x9CC2E5, 0xDEEAF6, 0x4472C4, 0x0563C1} {
		palette = append(palette, color.RGBA{uint8(c >> 16), uint8(c >> 8), uint8(c), 0xFF})
	}
	w, h := a.Bounds().Dx(), max(a.Bounds().Dy(), b.Bounds().Dy())
	m := image.NewPaletted(image.Rect(0, 0, w+b.Bounds().Dx()+3*margin, h+2*margin), palette)
	draw.Draw(m, m.Bounds(), image.NewUniform(color.Gray{Y: 0xBB}), image.Point{}, draw.Src)
	draw.Draw(m, a.Bounds().Add(image.Pt(margin, margin)), a, a.Bounds().Min, draw.Src)
	draw.Draw(m, b.Bounds().Add(image.Pt(w+2*margin, margin)), b, b.Bounds().Min, draw.Src)
	return m
}

func writePNG(name string, m image.Image) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	e := png.Encoder{CompressionLevel: png.BestCompression}
	if err := e.Encode(f, m); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
