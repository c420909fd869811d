package main

import (
	"encoding/binary"
	"math"
)

// point is a point of an outline in thousandths of an em, y upwards from the
// baseline. Points that are off the curve control a quadratic curve.
type point struct {
	x, y float64
	off  bool
}

// glyph is an outline being drawn. Outer contours run clockwise, holes the other
// way, and contours do not overlap: so they fill alike by either winding rule.
type glyph struct {
	advance  int
	contours [][]point
}

func (g *glyph) points() int {
	n := 0
	for _, c := range g.contours {
		n += len(c)
	}
	return n
}

// polygon adds a contour of straight lines through x, y, x, y, …
func (g *glyph) polygon(xy ...float64) *glyph {
	var c []point
	for i := 0; i < len(xy); i += 2 {
		c = append(c, point{x: xy[i], y: xy[i+1]})
	}
	if area(c) > 0 {
		c = reversed(c)
	}
	g.contours = append(g.contours, c)
	return g
}

// rectangle adds a filled rectangle.
func (g *glyph) rectangle(left, bottom, right, top float64) *glyph {
	return g.polygon(left, bottom, left, top, right, top, right, bottom)
}

// frame adds a rectangle with a rectangular hole.
func (g *glyph) frame(left, bottom, right, top, width float64) *glyph {
	g.rectangle(left, bottom, right, top)
	return g.rectangle(left+width, bottom+width, right-width, top-width).hole()
}

// disc adds a filled circle, of eight quadratic curves.
func (g *glyph) disc(x, y, radius float64) *glyph {
	var c []point
	reach := radius / math.Cos(math.Pi/8)
	for i := range 8 {
		on, off := -float64(i)*math.Pi/4, -(float64(i)+0.5)*math.Pi/4
		c = append(c,
			point{x + radius*math.Cos(on), y + radius*math.Sin(on), false},
			point{x + reach*math.Cos(off), y + reach*math.Sin(off), true})
	}
	g.contours = append(g.contours, c)
	return g
}

// ring adds a circle with a circular hole.
func (g *glyph) ring(x, y, radius, width float64) *glyph {
	return g.disc(x, y, radius).disc(x, y, radius-width).hole()
}

// hole turns the last contour into a hole.
func (g *glyph) hole() *glyph {
	last := len(g.contours) - 1
	g.contours[last] = reversed(g.contours[last])
	return g
}

// stroke adds a line of a width through x, y, x, y, … with mitred corners.
func (g *glyph) stroke(width float64, xy ...float64) *glyph {
	n := len(xy) / 2
	left, right := make([]float64, 0, 4*n), []float64(nil)
	for i := range n {
		dx, dy := offset(xy, i, width/2)
		left = append(left, xy[2*i]+dx, xy[2*i+1]+dy)
		right = append([]float64{xy[2*i] - dx, xy[2*i+1] - dy}, right...)
	}
	return g.polygon(append(left, right...)...)
}

// offset returns the way from point i of a line to its left border.
func offset(xy []float64, i int, half float64) (dx, dy float64) {
	normal := func(i int) (x, y float64) {
		x, y = xy[2*i]-xy[2*i+2], xy[2*i+3]-xy[2*i+1]
		d := math.Hypot(x, y)
		return y / d, x / d
	}
	last := len(xy)/2 - 1
	switch i {
	case 0:
		x, y := normal(0)
		return -x * half, -y * half
	case last:
		x, y := normal(last - 1)
		return -x * half, -y * half
	}
	ax, ay := normal(i - 1)
	bx, by := normal(i)
	scale := half / (1 + ax*bx + ay*by)
	return -(ax + bx) * scale, -(ay + by) * scale
}

// area is positive for a contour that runs counter-clockwise.
func area(c []point) float64 {
	sum := 0.0
	for i, p := range c {
		q := c[(i+1)%len(c)]
		sum += p.x*q.y - q.x*p.y
	}
	return sum / 2
}

func reversed(c []point) []point {
	r := make([]point, len(c))
	for i, p := range c {
		// The first point stays: it is on the curve.
		r[(len(c)-i)%len(c)] = p
	}
	return r
}

// encode writes the glyph as an entry of table glyf (OpenType 1.9, "glyf", simple
// glyph description), with 16-bit deltas throughout.
func (g *glyph) encode() []byte {
	var ends, flags, xs, ys []byte
	xMin, yMin, xMax, yMax := 1<<15-1, 1<<15-1, -1<<15, -1<<15
	n, px, py := 0, 0, 0
	for _, c := range g.contours {
		for _, p := range c {
			x, y := int(math.Round(p.x)), int(math.Round(p.y))
			xMin, xMax = min(xMin, x), max(xMax, x)
			yMin, yMax = min(yMin, y), max(yMax, y)
			flag := byte(1)
			if p.off {
				flag = 0
			}
			flags = append(flags, flag)
			xs = binary.BigEndian.AppendUint16(xs, uint16(x-px))
			ys = binary.BigEndian.AppendUint16(ys, uint16(y-py))
			px, py = x, y
		}
		n += len(c)
		ends = binary.BigEndian.AppendUint16(ends, uint16(n-1))
	}
	var b []byte
	for _, v := range []int{len(g.contours), xMin, yMin, xMax, yMax} {
		b = binary.BigEndian.AppendUint16(b, uint16(v))
	}
	b = append(b, ends...)
	b = append(b, 0, 0) // no instructions
	b = append(b, flags...)
	b = append(b, xs...)
	b = append(b, ys...)
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}
