package png

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"

	"jobdoc/internal/typeset"
)

// ErrPicture says that an image of the document cannot be read.
var ErrPicture = errors.New("picture cannot be read")

// maxSource bounds the pixels of an image in a document.
const maxSource = 64 << 20

// scaledImage is an image in the pixels of the page.
type scaledImage struct {
	at     image.Point // of its top left corner
	pixels *image.RGBA // from 0, 0
}

// scaleImages decodes the images of a page and scales them to its pixels.
func (g grid) scaleImages(images []typeset.Image) ([]scaledImage, error) {
	var scaled []scaledImage
	for i := range images {
		m := &images[i]
		decoded, err := decode(m.Data)
		if err != nil {
			return nil, fmt.Errorf("image %q: %w", m.Name, err)
		}
		area := g.area(typeset.Rect{X: m.X, Y: m.Y, Width: m.Width, Height: m.Height})
		if m.Width <= 0 || m.Height <= 0 || area.Empty() {
			continue
		}
		if area.Dx() > maxPixels/area.Dy() {
			return nil, fmt.Errorf("image %q: %w: %d × %d pixels", m.Name, ErrSize, area.Dx(), area.Dy())
		}
		s := scaledImage{at: area.Min, pixels: image.NewRGBA(image.Rect(0, 0, area.Dx(), area.Dy()))}
		shown := cropped(decoded.Bounds(), m.Crop)
		scaler(shown).Scale(s.pixels, s.pixels.Rect, decoded, shown, draw.Src, nil)
		scaled = append(scaled, s)
	}
	return scaled, nil
}

// cropped is what a crop leaves of an image, at least a pixel.
func cropped(all image.Rectangle, c typeset.Crop) image.Rectangle {
	r := image.Rect(
		all.Min.X+all.Dx()*c.Left/typeset.CropUnit, all.Min.Y+all.Dy()*c.Top/typeset.CropUnit,
		all.Max.X-all.Dx()*c.Right/typeset.CropUnit, all.Max.Y-all.Dy()*c.Bottom/typeset.CropUnit,
	)
	if r.Empty() {
		r.Max = r.Min.Add(image.Pt(1, 1))
	}
	return r.Intersect(all)
}

// scaler chooses how an image is scaled: well, unless that takes long.
func scaler(source image.Rectangle) draw.Scaler {
	const large = 4 << 20 // pixels; scaling them well takes about 100 ms
	if source.Dx()*source.Dy() > large {
		return draw.ApproxBiLinear
	}
	return draw.CatmullRom
}

// decode reads an image as it stands in a document: PNG or JPEG.
func decode(data []byte) (image.Image, error) {
	config, read := png.DecodeConfig, png.Decode
	switch {
	case bytes.HasPrefix(data, []byte("\x89PNG")):
	case bytes.HasPrefix(data, []byte("\xFF\xD8")):
		config, read = jpeg.DecodeConfig, jpeg.Decode
	default:
		return nil, fmt.Errorf("%w: neither PNG nor JPEG", ErrPicture)
	}
	c, err := config(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	if c.Width < 1 || c.Height < 1 || c.Width > maxSource/c.Height {
		return nil, fmt.Errorf("%w: %d × %d pixels", ErrPicture, c.Width, c.Height)
	}
	m, err := read(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	return m, nil
}

// colored reports whether a page has anything that is not grey.
func colored(p *typeset.Page, images []scaledImage) bool {
	for _, rects := range [][]typeset.Rect{p.Fills, p.Rules} {
		for _, r := range rects {
			if !gray(r.Color) {
				return true
			}
		}
	}
	for _, s := range p.Strokes {
		if !gray(s.Color) {
			return true
		}
	}
	for i := range p.Texts {
		if !gray(p.Texts[i].Color) {
			return true
		}
	}
	for _, m := range images {
		for p := m.pixels.Pix; len(p) >= 4; p = p[4:] {
			if p[0] != p[1] || p[1] != p[2] {
				return true
			}
		}
	}
	return false
}

func gray(c typeset.Color) bool {
	red, green, blue := split(c)
	return red == green && green == blue
}
