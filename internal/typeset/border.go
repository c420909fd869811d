package typeset

import "jobdoc/internal/wordml"

// lineStyle is how a border or an underline is drawn. What is not told apart
// here is drawn as the nearest of these.
type lineStyle uint8

const (
	styleNone lineStyle = iota
	styleSingle
	styleDouble
	styleDotted
	styleDashed
)

// border is one side of a box (17.3.4). The zero value is not given; a given
// border of styleNone takes an inherited one away.
type border struct {
	given bool
	style lineStyle
	width Length // of the line, of each of the two when double
	space Length // from the text, paragraph borders only
	color Color
}

// drawn reports whether there is anything to see.
func (b border) drawn() bool { return b.style != styleNone && b.width > 0 }

// thickness is the room the border takes.
func (b border) thickness() Length {
	switch {
	case !b.drawn():
		return 0
	case b.style == styleDouble:
		return 3 * b.width
	}
	return b.width
}

// parseBorder reads a border element; nil is a border that is not given.
func parseBorder(n *wordml.Node) border {
	if n == nil {
		return border{}
	}
	b := border{given: true}
	switch val(n) {
	case "", "nil", "none":
		return b
	case "double", "triple", "thinThickSmallGap", "thickThinSmallGap", "thinThickThinSmallGap",
		"thinThickMediumGap", "thickThinMediumGap", "thinThickLargeGap", "thickThinLargeGap", "doubleWave":
		b.style = styleDouble
	case "dotted":
		b.style = styleDotted
	case "dashed", "dashSmallGap", "dotDash", "dotDotDash", "dashDotStroked":
		b.style = styleDashed
	default:
		b.style = styleSingle
	}
	size, ok := count(n, "w:sz") // eighths of a point
	if !ok {
		size = 4
	}
	b.width = Length(max(2, min(96, size))) * Point / 8
	if space, ok := count(n, "w:space"); ok {
		b.space = Length(max(0, min(31, space))) * Point
	}
	b.color, _ = parseColor(n.Attr("w:color"))
	return b
}

// over returns the border that holds where b stands on top of under.
func (b border) over(under border) border {
	if b.given {
		return b
	}
	return under
}

// stronger returns the one of two borders of neighbouring cells that is drawn
// (17.4.66): the heavier one, and of equals the darker one, else the first.
func stronger(a, b border) border {
	switch {
	case !b.drawn():
		return a
	case !a.drawn():
		return b
	}
	if wa, wb := weight(a), weight(b); wa != wb {
		if wb > wa {
			return b
		}
		return a
	}
	if brightness(b.color) < brightness(a.color) {
		return b
	}
	return a
}

// weight is the number of lines times a rank of the style, with the width in
// eighths of a point first: Word prefers the wider line.
func weight(b border) Length {
	rank := Length(1)
	switch b.style {
	case styleSingle:
		rank = 3
	case styleDouble:
		rank = 4
	case styleDashed:
		rank = 2
	}
	return b.thickness()*8 + rank
}

func brightness(c Color) Color { return c>>16&0xFF + c>>8&0xFF*2 + c&0xFF }

// appendRule appends a border from (x, y), length long and across or downwards;
// x, y is the top left corner of the room it takes.
func (b border) appendRule(dst []Rect, x, y, length Length, down bool) []Rect {
	if !b.drawn() || length <= 0 {
		return dst
	}
	rect := func(along, off, l Length) Rect {
		if down {
			return Rect{X: x + off, Y: y + along, Width: b.width, Height: l, Color: b.color}
		}
		return Rect{X: x + along, Y: y + off, Width: l, Height: b.width, Color: b.color}
	}
	switch b.style {
	case styleDouble:
		return append(dst, rect(0, 0, length), rect(0, 2*b.width, length))
	case styleDotted:
		return appendDashes(dst, rect, length, b.width, b.width)
	case styleDashed:
		return appendDashes(dst, rect, length, 3*b.width+2*Point, 2*b.width+Point)
	}
	return append(dst, rect(0, 0, length))
}

// maxDashes bounds the rectangles one broken line is made of.
const maxDashes = 4000

func appendDashes(dst []Rect, rect func(along, off, l Length) Rect, length, dash, gap Length) []Rect {
	if length/(dash+gap) > maxDashes {
		return append(dst, rect(0, 0, length))
	}
	for at := Length(0); at < length; at += dash + gap {
		dst = append(dst, rect(at, 0, min(dash, length-at)))
	}
	return dst
}
