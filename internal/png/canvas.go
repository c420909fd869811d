package png

import (
	"image"

	"jobdoc/internal/typeset"
)

// canvas is a picture being painted: grey, or red, green and blue. Its rows lie
// as PNG has them, each behind a byte that names its filter: none.
type canvas struct {
	width, height int
	depth         int // bytes of a pixel: 1 grey, 3 colours
	stride        int // bytes of a row
	rows          []byte
	colors        colorSet // where it has at most 256, see encode
	index         []byte   // rows of palette indices
}

// reset makes the canvas white.
func (c *canvas) reset(width, height int, colored bool) {
	c.width, c.height, c.depth = width, height, 1
	if colored {
		c.depth = 3
	}
	c.stride = 1 + width*c.depth
	c.rows = resize(c.rows, c.stride*height)
	row := c.rows[:c.stride]
	row[0] = 0
	for i := 1; i < len(row); i++ {
		row[i] = 0xFF
	}
	for n := len(row); n < len(c.rows); n *= 2 {
		copy(c.rows[n:], c.rows[:n])
	}
}

// resize returns a slice of n bytes, b itself where that is large enough.
func resize(b []byte, n int) []byte {
	if cap(b) < n {
		return make([]byte, n)
	}
	return b[:n]
}

// row returns the pixels of row y.
func (c *canvas) row(y int) []byte { return c.rows[y*c.stride+1 : (y+1)*c.stride] }

func (c *canvas) bounds() image.Rectangle { return image.Rect(0, 0, c.width, c.height) }

// fill paints a rectangle.
func (c *canvas) fill(r image.Rectangle, color typeset.Color) {
	r = r.Intersect(c.bounds())
	if r.Empty() {
		return
	}
	red, green, blue := split(color)
	first := c.row(r.Min.Y)[r.Min.X*c.depth : r.Max.X*c.depth]
	if c.depth == 1 {
		for i := range first {
			first[i] = red
		}
	} else {
		for i := 0; i < len(first); i += 3 {
			first[i], first[i+1], first[i+2] = red, green, blue
		}
	}
	for y := r.Min.Y + 1; y < r.Max.Y; y++ {
		copy(c.row(y)[r.Min.X*c.depth:], first)
	}
}

func split(c typeset.Color) (red, green, blue uint8) {
	return uint8(c >> 16), uint8(c >> 8), uint8(c)
}

// blend paints a colour through a mask whose top left corner is at x, y.
func (c *canvas) blend(m *mask, x, y int, color typeset.Color) {
	r := image.Rect(x, y, x+m.width, y+m.height).Intersect(c.bounds())
	red, green, blue := split(color)
	for py := r.Min.Y; py < r.Max.Y; py++ {
		cover := m.cover[(py-y)*m.width+r.Min.X-x:][:r.Dx()]
		row := c.row(py)[r.Min.X*c.depth : r.Max.X*c.depth]
		if c.depth == 1 {
			for i, a := range cover {
				if a != 0 {
					row[i] = mix(row[i], red, a)
				}
			}
			continue
		}
		for i, a := range cover {
			if a != 0 {
				p := row[3*i : 3*i+3 : 3*i+3]
				p[0], p[1], p[2] = mix(p[0], red, a), mix(p[1], green, a), mix(p[2], blue, a)
			}
		}
	}
}

// mix returns what is seen of under through a cover of over, a of 255.
func mix(under, over, a uint8) uint8 {
	v := uint(under)*(255-uint(a)) + uint(over)*uint(a) + 127
	return uint8(v / 255)
}

// draw paints an image that is scaled already.
func (c *canvas) draw(m scaledImage) {
	r := m.pixels.Rect.Add(m.at).Intersect(c.bounds())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		from := m.pixels.Pix[m.pixels.PixOffset(r.Min.X-m.at.X, y-m.at.Y):]
		row := c.row(y)[r.Min.X*c.depth : r.Max.X*c.depth]
		for i := range r.Dx() {
			p := from[4*i : 4*i+4 : 4*i+4] // red, green and blue times alpha
			rest := 255 - uint(p[3])
			for k := range c.depth {
				under := &row[i*c.depth+k]
				*under = uint8(min(255, uint(p[k])+(uint(*under)*rest+127)/255))
			}
		}
	}
}
