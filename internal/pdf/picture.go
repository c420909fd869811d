package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
)

// ErrPicture says that an image of the document cannot be read.
var ErrPicture = errors.New("picture cannot be read")

// digest names a picture by its data.
func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// maxPixels bounds what a picture may unpack to.
const maxPixels = 64 << 20

// picture is an image in a form that fpdf embeds as it is.
type picture struct {
	kind string // as fpdf calls it
	data []byte
}

// readPicture checks an image as it stands in a document, PNG or JPEG, and turns
// it into one fpdf can be trusted with: fpdf panics on broken files, reads no
// interlaced ones, drops most transparency of palettes and takes every CMYK
// picture for an inverted one. One that must be opaque is laid on white.
func readPicture(data []byte, opaque bool) (picture, error) {
	switch {
	case bytes.HasPrefix(data, []byte(pngSignature)):
		return readPNG(data, opaque)
	case bytes.HasPrefix(data, []byte("\xFF\xD8\xFF")):
		return readJPEG(data)
	}
	return picture{}, fmt.Errorf("%w: neither PNG nor JPEG", ErrPicture)
}

// readJPEG passes grey and YCbCr pictures on and repaints the rest.
func readJPEG(data []byte) (picture, error) {
	c, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return picture{}, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	if c.Width == 0 || c.Height == 0 || c.Width > maxPixels/c.Height {
		return picture{}, fmt.Errorf("%w: %d × %d pixels", ErrPicture, c.Width, c.Height)
	}
	if c.ColorModel == color.GrayModel || c.ColorModel == color.YCbCrModel {
		if !bytes.Contains(data[max(0, len(data)-4096):], []byte("\xFF\xD9")) {
			return picture{}, fmt.Errorf("%w: JPEG is cut short", ErrPicture)
		}
		return picture{"JPG", data}, nil
	}
	m, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return picture{}, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	return repaint(m, false) // JPEG knows no transparency
}

const pngSignature = "\x89PNG\r\n\x1a\n"

// readPNG passes simple pictures on, stripped to what fpdf needs, and repaints
// those with transparency, 16 bits or interlacing.
func readPNG(data []byte, opaque bool) (picture, error) {
	p, err := scanPNG(data)
	if err != nil {
		return picture{}, fmt.Errorf("%w: PNG %w", ErrPicture, err)
	}
	if p.plain() {
		if err := p.inflates(); err != nil {
			return picture{}, fmt.Errorf("%w: PNG data: %w", ErrPicture, err)
		}
		return picture{"PNG", p.stripped()}, nil
	}
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return picture{}, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	return repaint(m, opaque)
}

// repaint writes a picture as PNG of 8 bits without interlacing, on white where
// it must be opaque.
func repaint(m image.Image, opaque bool) (picture, error) {
	flat := image.NewNRGBA(m.Bounds())
	op := draw.Src
	if opaque {
		draw.Draw(flat, flat.Rect, image.White, image.Point{}, draw.Src)
		op = draw.Over
	}
	draw.Draw(flat, flat.Rect, m, m.Bounds().Min, op)
	e := png.Encoder{CompressionLevel: png.BestSpeed}
	if !flat.Opaque() {
		e.CompressionLevel = png.NoCompression // fpdf packs anew what it parts from its mask
	}
	var out image.Image = flat
	if m.ColorModel() == color.GrayModel || m.ColorModel() == color.Gray16Model {
		gray := image.NewGray(m.Bounds())
		draw.Draw(gray, gray.Rect, m, m.Bounds().Min, draw.Src)
		out = gray
	}
	var b bytes.Buffer
	if err := e.Encode(&b, out); err != nil {
		return picture{}, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	return picture{"PNG", b.Bytes()}, nil
}
