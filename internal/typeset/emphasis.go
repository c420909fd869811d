package typeset

import "unicode"

// emphasis is a mark set to each character of a text (17.18.24).
type emphasis uint8

const (
	emphasisNone     emphasis = iota
	emphasisDot               // below Chinese text
	emphasisDotAbove          // the same of other East Asian text
	emphasisComma
	emphasisCircle
	emphasisUnderDot
)

func parseEmphasis(s string) emphasis {
	switch s {
	case "dot":
		return emphasisDot
	case "comma":
		return emphasisComma
	case "circle":
		return emphasisCircle
	case "underDot":
		return emphasisUnderDot
	}
	return emphasisNone
}

// below reports whether the marks stand below the text.
func (e emphasis) below() bool { return e == emphasisDot || e == emphasisUnderDot }

// Where the middle of a mark stands and how large it is, in thousandths of an em.
const (
	emphasisBelow      = 215 // below the baseline
	emphasisUnderlined = 290 // the same, where there is an underline
	emphasisAbove      = 960 // above the baseline
	emphasisRadius     = 75
)

// takesEmphasis reports whether a character gets a mark: points, brackets and blanks get none.
func takesEmphasis(r rune) bool {
	return r >= 0x20 && r != objectRune && !unicode.In(r, unicode.P, unicode.Z, unicode.C, unicode.M)
}

// emphasize draws the marks of a stretch. They are shapes and not characters:
// nobody wants them in copied text.
func (l *layouter) emphasize(s *stretch) {
	f := s.u.format
	color := l.ink(f)
	y := s.base - f.raise
	switch {
	case !f.emphasis.below():
		y -= f.size * emphasisAbove / 1000
	case f.under != underNone:
		y += f.size * emphasisUnderlined / 1000
	default:
		y += f.size * emphasisBelow / 1000
	}
	x, radius := s.x, f.size*emphasisRadius/1000
	for k := s.from; k < min(s.to, s.ln.text); k++ {
		c := &s.p.chars[k]
		if takesEmphasis(c.r) {
			mid := x + min(c.width, s.ln.advance[k-s.ln.from])/2
			switch f.emphasis {
			case emphasisCircle:
				l.addRing(mid, y, radius*5/4, color)
			case emphasisComma:
				l.addComma(mid, y, radius, color)
			default:
				l.addDisc(mid, y, radius, color)
			}
		}
		x += s.ln.advance[k-s.ln.from]
	}
}

// quarter holds the cosines of eleven angles from 0 to 90 degrees, in
// thousandths; read backwards they are the sines.
var quarter = [...]Length{1000, 988, 951, 891, 809, 707, 588, 454, 309, 156}

// addDisc draws a filled circle of nested rectangles. They overlap, so that no
// viewer shows a seam.
func (l *layouter) addDisc(x, y, radius Length, color Color) {
	for i := 1; i < len(quarter); i++ {
		w, h := radius*quarter[i]/1000, radius*quarter[len(quarter)-i]/1000
		l.rules = append(l.rules, Rect{X: x - w, Y: y - h, Width: 2 * w, Height: 2 * h, Color: color})
	}
}

// addRing draws a circle of overlapping squares.
func (l *layouter) addRing(x, y, radius Length, color Color) {
	pen := max(Point/4, radius/4)
	for i := range len(quarter) {
		w, h := (radius-pen/2)*quarter[i]/1000, Length(0)
		if i > 0 {
			h = (radius - pen/2) * quarter[len(quarter)-i] / 1000
		}
		for _, at := range [...][2]Length{{w, h}, {-h, w}, {-w, -h}, {h, -w}} {
			l.rules = append(l.rules, Rect{X: x + at[0] - pen/2, Y: y + at[1] - pen/2, Width: pen, Height: pen, Color: color})
		}
	}
}

// addComma draws the drop of a 、, thin at its upper left end.
func (l *layouter) addComma(x, y, radius Length, color Color) {
	const steps = 10
	for i := range Length(steps) {
		off := radius * (2*i - steps) / steps
		size := radius * (3 + 5*i/4) / 10
		l.rules = append(l.rules, Rect{X: x + off - size/2, Y: y + off - size/2, Width: size, Height: size, Color: color})
	}
}
