package typeset

import "jobdoc/internal/wordml"

// lineStyle is how a border is drawn (17.18.2). The styles are in the order of
// 17.4.66, where each has the number it stands at; art borders (of pages only)
// are single lines.
type lineStyle uint8

const (
	styleNone lineStyle = iota
	styleSingle
	styleThick
	styleDouble
	styleDotted
	styleDashed
	styleDotDash
	styleDotDotDash
	styleTriple
	styleThinThickSmall
	styleThickThinSmall
	styleThinThickThinSmall
	styleThinThickMedium
	styleThickThinMedium
	styleThinThickThinMedium
	styleThinThickLarge
	styleThickThinLarge
	styleThinThickThinLarge
	styleWave
	styleDoubleWave
	styleDashSmallGap
	styleDashDotStroked
	styleEmboss
	styleEngrave
	styleOutset
	styleInset
)

// borderNames are the styles as files name them.
var borderNames = map[string]lineStyle{
	"nil": styleNone, "none": styleNone, "single": styleSingle, "thick": styleThick, "double": styleDouble,
	"dotted": styleDotted, "dashed": styleDashed, "dotDash": styleDotDash, "dotDotDash": styleDotDotDash, "triple": styleTriple,
	"thinThickSmallGap": styleThinThickSmall, "thickThinSmallGap": styleThickThinSmall, "thinThickThinSmallGap": styleThinThickThinSmall,
	"thinThickMediumGap": styleThinThickMedium, "thickThinMediumGap": styleThickThinMedium,
	"thinThickThinMediumGap": styleThinThickThinMedium, "thinThickLargeGap": styleThinThickLarge,
	"thickThinLargeGap": styleThickThinLarge, "thinThickThinLargeGap": styleThinThickThinLarge,
	"wave": styleWave, "doubleWave": styleDoubleWave, "dashSmallGap": styleDashSmallGap, "dashDotStroked": styleDashDotStroked,
	"threeDEmboss": styleEmboss, "threeDEngrave": styleEngrave, "outset": styleOutset, "inset": styleInset,
}

// border is one side of a box (17.3.4). The zero value is not given; a given
// border of styleNone takes an inherited one away.
type border struct {
	given bool
	style lineStyle
	color Color
	width Length // of the line, of each of several
	space Length // from the text, paragraph borders only
}

// drawn reports whether there is anything to see.
func (b border) drawn() bool { return b.style != styleNone && b.width > 0 }

// Lines of a border that do not follow its width: those of Word's small and large gaps.
const (
	hairLine  = 3 * Point / 4
	heavyLine = 3 * Point / 2
)

// bands returns the widths of a border's lines and of the gaps between them, line first.
func (b border) bands() (widths [5]Length, n int) {
	w, half := b.width, b.width/2
	switch b.style {
	case styleNone:
		return widths, 0
	case styleDouble, styleDoubleWave:
		return [5]Length{w, w, w}, 3
	case styleTriple:
		return [5]Length{w, w, w, w, w}, 5
	case styleThinThickSmall:
		return [5]Length{hairLine, hairLine, w}, 3
	case styleThickThinSmall:
		return [5]Length{w, hairLine, hairLine}, 3
	case styleThinThickThinSmall:
		return [5]Length{hairLine, hairLine, w, hairLine, hairLine}, 5
	case styleThinThickMedium:
		return [5]Length{half, half, w}, 3
	case styleThickThinMedium:
		return [5]Length{w, half, half}, 3
	case styleThinThickThinMedium:
		return [5]Length{half, half, w, half, half}, 5
	case styleThinThickLarge:
		return [5]Length{hairLine, w, heavyLine}, 3
	case styleThickThinLarge:
		return [5]Length{heavyLine, w, hairLine}, 3
	case styleThinThickThinLarge:
		return [5]Length{hairLine, w, heavyLine, w, hairLine}, 5
	}
	return [5]Length{w}, 1
}

// lines is the number of lines of a border.
func (b border) lines() int {
	_, n := b.bands()
	return (n + 1) / 2
}

// thickness is the room the border takes.
func (b border) thickness() (t Length) {
	if b.style == styleSingle || b.style == styleThick { // almost all
		return b.width
	}
	if !b.drawn() {
		return 0
	}
	widths, n := b.bands()
	for _, w := range widths[:n] {
		t += w
	}
	return t
}

// parseBorder reads a border element; nil is a border that is not given.
func parseBorder(n *wordml.Node) border {
	if n == nil {
		return border{}
	}
	b := border{given: true}
	kind := val(n)
	style, known := borderNames[kind]
	if !known && kind != "" {
		style = styleSingle
	}
	if b.style = style; style == styleNone {
		return b
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
// (17.4.66): the one of the greater weight, of equal weights the one whose style
// comes first, of one style the wider, of equals the darker one, else the
// first. The standard does not speak of the width, which cannot be without effect.
func stronger(a, b border) border {
	switch {
	case !b.drawn():
		return a
	case !a.drawn():
		return b
	}
	if wa, wb := a.weight(), b.weight(); wa != wb {
		if wb > wa {
			return b
		}
		return a
	}
	switch {
	case a.style != b.style:
		if b.style < a.style {
			return b
		}
	case a.width != b.width:
		if b.width > a.width {
			return b
		}
	case darker(b.color, a.color):
		return b
	}
	return a
}

// weight is the number of lines times the number of the style.
func (b border) weight() int { return b.lines() * int(b.style) }

// darker compares two colours by three measures of brightness.
func darker(a, b Color) bool {
	for _, of := range [...]func(c Color) Color{
		func(c Color) Color { return c>>16&0xFF + c&0xFF + c>>8&0xFF*2 },
		func(c Color) Color { return c&0xFF + c>>8&0xFF*2 },
		func(c Color) Color { return c >> 8 & 0xFF },
	} {
		if x, y := of(a), of(b); x != y {
			return x < y
		}
	}
	return false
}

// pattern is how long the marks and gaps of a broken line are, mark first; nil
// for a whole line.
func (b border) pattern() []Length {
	w := b.width
	switch b.style {
	case styleDotted:
		return []Length{w, w}
	case styleDashed:
		return []Length{3*w + 2*Point, 2*w + Point}
	case styleDashSmallGap:
		return []Length{3*w + 2*Point, w + Point/2}
	case styleDotDash, styleDashDotStroked:
		return []Length{3*w + 2*Point, w + Point, w, w + Point}
	case styleDotDotDash:
		return []Length{3*w + 2*Point, w + Point, w, w + Point, w, w + Point}
	}
	return nil
}

// tones are the colours of the first and the second half of a line that looks
// raised or sunk.
func (b border) tones() (first, second Color, two bool) {
	light, dark := lighten(b.color, 128), darken(b.color, 128)
	switch b.style {
	case styleEmboss, styleOutset:
		return light, dark, true
	case styleEngrave, styleInset:
		return dark, light, true
	}
	return b.color, b.color, false
}

// appendRule appends a border from (x, y), length long and across or downwards;
// x, y is the top left corner of the room it takes.
func (b border) appendRule(dst []Rect, x, y, length Length, down bool) []Rect {
	if !b.drawn() || length <= 0 {
		return dst
	}
	if b.style == styleSingle || b.style == styleThick {
		if down {
			return append(dst, Rect{X: x, Y: y, Width: b.width, Height: length, Color: b.color})
		}
		return append(dst, Rect{X: x, Y: y, Width: length, Height: b.width, Color: b.color})
	}
	g := ruler{dst: dst, x: x, y: y, length: length, down: down, color: b.color}
	widths, n := b.bands()
	switch first, second, two := b.tones(); {
	case two:
		g.color = first
		g.line(0, b.width/2, nil)
		g.color = second
		g.line(b.width/2, b.width-b.width/2, nil)
	case b.style == styleWave || b.style == styleDoubleWave:
		for off, i := Length(0), 0; i < n; i += 2 {
			g.wave(off, widths[i])
			off += widths[i] + widths[i+1]
		}
	default:
		pattern := b.pattern()
		for off, i := Length(0), 0; i < n; i += 2 {
			g.line(off, widths[i], pattern)
			if i+1 < n {
				off += widths[i] + widths[i+1]
			}
		}
	}
	return g.dst
}

// ruler draws lines of one border.
type ruler struct {
	dst          []Rect
	x, y, length Length
	down         bool
	color        Color
}

// add appends a rectangle that begins at along the border and off across it.
func (g *ruler) add(along, off, length, width Length) {
	r := Rect{X: g.x + along, Y: g.y + off, Width: length, Height: width, Color: g.color}
	if g.down {
		r = Rect{X: g.x + off, Y: g.y + along, Width: width, Height: length, Color: g.color}
	}
	g.dst = append(g.dst, r)
}

// maxDashes bounds the rectangles one broken line is made of.
const maxDashes = 4000

// line draws a line, whole or in marks and gaps.
func (g *ruler) line(off, width Length, pattern []Length) {
	period := Length(0)
	for _, n := range pattern {
		period += n
	}
	if period == 0 || g.length/period > maxDashes/Length(len(pattern)) {
		g.add(0, off, g.length, width)
		return
	}
	for at := Length(0); at < g.length; {
		for i, n := range pattern {
			if i%2 == 0 && at < g.length {
				g.add(at, off, min(n, g.length-at), width)
			}
			at += n
		}
	}
}

// wave draws a line that sways by half its width, in steps that are finer than
// a printer's dot.
func (g *ruler) wave(off, width Length) {
	step := max(Point/5, width/3)
	if g.length/step > maxDashes {
		g.add(0, off, g.length, width)
		return
	}
	for at := Length(0); at < g.length; at += step {
		sway := waveHeights[uint(at/step)%uint(len(waveHeights))] * width / 2000
		g.add(at, off+sway, min(step, g.length-at), width)
	}
}
