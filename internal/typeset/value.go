package typeset

import (
	"strconv"
	"strings"

	"jobdoc/internal/wordml"
)

// maxLength bounds every distance a document gives: Word's own limit of 22
// inches, so that sums of a few thousand of them cannot overflow.
const maxLength = 22 * Inch

// clamp brings a distance into what Word accepts.
func clamp(v Length) Length { return max(-maxLength, min(maxLength, v)) }

// number reads a whole number. Word writes a fraction here and there; it is cut off.
func number(s string) (int, bool) {
	if i := strings.IndexByte(s, '.'); i >= 0 {
		s = s[:i]
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, false
	}
	return max(-1<<30, min(1<<30, n)), true
}

// measure reads a distance: a number of the unit (w:sz and most others), or
// one with a unit of its own, as strict files have it (22.9.2.15).
func measure(s string, unit Length) (Length, bool) {
	if s == "" {
		return 0, false
	}
	if last := s[len(s)-1]; last >= '0' && last <= '9' {
		n, ok := number(s)
		if !ok {
			return 0, false
		}
		return clamp(Length(n) * unit), true
	}
	if len(s) < 3 {
		return 0, false
	}
	var per Length // thousandths of a point, times 100
	switch s[len(s)-2:] {
	case "mm":
		per = 283465
	case "cm":
		per = 2834646
	case "in":
		per = 7200000
	case "pt":
		per = 100000
	case "pc", "pi":
		per = 1200000
	default:
		return 0, false
	}
	value, ok := thousandths(s[:len(s)-2])
	if !ok {
		return 0, false
	}
	return clamp(value * per / (1000 * 100)), true
}

// thousandths reads a decimal number as a count of thousandths.
func thousandths(s string) (Length, bool) {
	whole, frac, _ := strings.Cut(s, ".")
	negative := strings.HasPrefix(whole, "-")
	n, err := strconv.Atoi(whole)
	if err != nil {
		return 0, false
	}
	v := Length(max(-1<<20, min(1<<20, n))) * 1000
	scale := Length(100)
	for i := 0; i < len(frac) && i < 3; i++ {
		if frac[i] < '0' || frac[i] > '9' {
			return 0, false
		}
		d := Length(frac[i]-'0') * scale
		if negative {
			d = -d
		}
		v += d
		scale /= 10
	}
	return v, true
}

// twips reads an attribute that counts twentieths of a point.
func twips(n *wordml.Node, attr string) (Length, bool) {
	s, ok := n.LookupAttr(attr)
	if !ok {
		return 0, false
	}
	return measure(s, Twip)
}

// count reads an attribute that is a whole number.
func count(n *wordml.Node, attr string) (int, bool) {
	s, ok := n.LookupAttr(attr)
	if !ok {
		return 0, false
	}
	return number(s)
}

// val returns the w:val of an element.
func val(n *wordml.Node) string { return n.Attr("w:val") }

// isOn reads an on/off element (17.17.4): there without a value means on.
func isOn(n *wordml.Node) bool { return n != nil && isOnValue(n.LookupAttr("w:val")) }

func isOnValue(s string, given bool) bool {
	if !given {
		return true
	}
	return s != "0" && s != "false" && s != "off"
}

// parseColor reads RRGGBB. "auto", and what is no colour, is not ok.
func parseColor(s string) (Color, bool) {
	if len(s) != 6 {
		return 0, false
	}
	v, err := strconv.ParseUint(s, 16, 32)
	return Color(v), err == nil
}

// blend mixes percent of the first colour into the second: a w:shd pattern such as pct20.
func blend(fore, back Color, percent Color) Color {
	var out Color
	for shift := 0; shift <= 16; shift += 8 {
		f, b := fore>>shift&0xFF, back>>shift&0xFF
		out |= (f*percent + b*(100-percent)) / 100 << shift
	}
	return out
}
