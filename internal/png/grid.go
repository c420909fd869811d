package png

import (
	"image"

	"jobdoc/internal/typeset"
)

// grid turns lengths into pixels.
type grid struct{ dpi int }

// sub returns a length in 64ths of a pixel, rounded.
func (g grid) sub(l typeset.Length) int { return divide(int(l)*g.dpi*64, int(typeset.Inch)) }

// pixels returns a length in whole pixels, rounded.
func (g grid) pixels(l typeset.Length) int { return divide(int(l)*g.dpi, int(typeset.Inch)) }

// whole returns 64ths of a pixel as whole pixels, rounded.
func whole(v int) int { return (v + 32) >> 6 }

// quarters returns 64ths of a pixel as whole pixels and quarters, rounded.
func quarters(v int) (pixel, quarter int) {
	v = (v + 8) >> 4
	return v >> 2, v & 3
}

// divide rounds a/b to the nearest integer, halves up; b is positive.
func divide(a, b int) int {
	a += b / 2
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// area returns the pixels of a shading. Its edges are rounded each by itself,
// so that the areas of neighbouring cells neither overlap nor leave a gap.
func (g grid) area(r typeset.Rect) image.Rectangle {
	return image.Rect(g.pixels(r.X), g.pixels(r.Y), g.pixels(r.X+r.Width), g.pixels(r.Y+r.Height))
}

// rule returns the pixels of a rule, at least one thick. Unlike those of areas
// its edges are not rounded each by itself: borders of one width would come out
// with two.
func (g grid) rule(r typeset.Rect) image.Rectangle {
	if r.Width <= 0 || r.Height <= 0 {
		return image.Rectangle{}
	}
	thickness := min(r.Width, r.Height)
	x, right := g.stretch(r.X, r.X+r.Width, thickness)
	y, bottom := g.stretch(r.Y, r.Y+r.Height, thickness)
	return image.Rect(x, y, right, bottom)
}

// stretch returns the pixels from one edge of a rule to the other. Either end is
// put where a rule of the same thickness that crosses there ends, so that
// corners close without sticking out.
func (g grid) stretch(from, to, thickness typeset.Length) (first, end int) {
	dots := max(1, g.pixels(thickness))
	first = g.crossing(from+thickness/2, dots)
	return first, max(first+dots, g.crossing(to-thickness/2, dots)+dots)
}

// trimmed is rule with the ends cut to the thicker rules that it runs into:
// their middle lies elsewhere, and at some places a thin rule would come out a
// pixel beyond a thick frame.
func (g grid) trimmed(r typeset.Rect, all []typeset.Rect) image.Rectangle {
	area := g.rule(r)
	if area.Empty() {
		return area
	}
	thickness, upright := min(r.Width, r.Height), r.Height > r.Width
	for _, o := range all {
		if (o.Height > o.Width) == upright || min(o.Width, o.Height) <= thickness || !touch(o, r) {
			continue
		}
		stop := g.rule(o)
		switch {
		case upright && o.Y <= r.Y:
			area.Min.Y = max(area.Min.Y, stop.Min.Y)
		case upright && o.Y+o.Height >= r.Y+r.Height:
			area.Max.Y = min(area.Max.Y, stop.Max.Y)
		case !upright && o.X <= r.X:
			area.Min.X = max(area.Min.X, stop.Min.X)
		case !upright && o.X+o.Width >= r.X+r.Width:
			area.Max.X = min(area.Max.X, stop.Max.X)
		}
	}
	return area
}

// touch says whether two rectangles overlap or share an edge.
func touch(a, b typeset.Rect) bool {
	return a.X <= b.X+b.Width && b.X <= a.X+a.Width && a.Y <= b.Y+b.Height && b.Y <= a.Y+a.Height
}

// crossing returns the first pixel of a rule some dots thick whose middle lies at the given place.
func (g grid) crossing(middle typeset.Length, dots int) int {
	return (g.sub(middle) - 32*dots + 32) >> 6
}
