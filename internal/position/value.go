package position

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// length counts characters (code points).
func length(s string) int {
	if len(s) <= MaxText {
		return len(s) // an upper bound, which is all the caller needs then
	}
	return utf8.RuneCountInString(s)
}

// forbidden finds the first character that XML 1.0 cannot hold (§2.2, production
// Char) and returns its place among the characters, from 1; 0 when there is none.
func forbidden(s string) (at int, r rune) {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != 0xEF || c == '\t' || c == '\n' || c == '\r' {
			continue
		}
		r, _ := utf8.DecodeRuneInString(s[i:])
		if r < ' ' || r == 0xFFFE || r == 0xFFFF {
			return utf8.RuneCountInString(s[:i]) + 1, r
		}
	}
	return 0, 0
}

// validDate says that s is YYYY, YYYY-MM or YYYY-MM-DD, a real one, from the year 1000 on.
func validDate(s string) bool {
	layout, ok := dateLayout(s)
	if !ok || s[0] == '0' {
		return false
	}
	_, err := time.Parse(layout, s)
	return err == nil
}

// dateLayout returns the layout that s has the shape of: digits, and hyphens in their places.
func dateLayout(s string) (layout string, ok bool) {
	switch len(s) {
	case len("2006"):
		layout = "2006"
	case len("2006-01"):
		layout = "2006-01"
	case len("2006-01-02"):
		layout = "2006-01-02"
	default:
		return "", false
	}
	for i := range len(s) {
		if digit := s[i] >= '0' && s[i] <= '9'; digit == (layout[i] == '-') || !digit && s[i] != '-' {
			return "", false
		}
	}
	return layout, true
}

// maxDigits bounds the text of a number in plain decimals. A binary fraction
// written out in full, as spreadsheets do, has at most 20 or so.
const maxDigits = 40

// normalNumber writes a JSON number in plain decimals without needless zeros: 10.0 and 1e1
// give 10. It is exact; numbers that would need more than maxDigits are not ok.
func normalNumber(text string) (n string, ok bool) {
	mantissa, exponent := text, 0
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		mantissa = text[:i]
		e, err := strconv.Atoi(text[i+1:])
		if err != nil || e < -10*MaxText || e > 10*MaxText {
			e = 10 * MaxText // zero stays zero, everything else is refused below
		}
		exponent = e
	}
	mantissa, negative := strings.CutPrefix(mantissa, "-")
	whole, frac, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+frac, "0")
	point := len(digits) - len(frac) + exponent // digits before the decimal point; may be negative
	digits = strings.TrimRight(digits, "0")
	if digits == "" {
		return "0", true
	}
	if len(digits) > maxDigits || point > maxDigits || point < -maxDigits {
		return "", false
	}
	switch {
	case point <= 0:
		n = "0." + strings.Repeat("0", -point) + digits
	case point >= len(digits):
		n = digits + strings.Repeat("0", point-len(digits))
	default:
		n = digits[:point] + "." + digits[point:]
	}
	if negative {
		n = "-" + n
	}
	return n, true
}

// inRange says that a normal number lies between the bounds of f.
func inRange(n string, f *Field) bool {
	value, err := strconv.ParseFloat(n, 64)
	if err != nil || value < float64(f.Min) || value > float64(f.Max) {
		return false
	}
	// The float of 100.000…01 is 100: what lies above a bound by less must still go.
	whole, frac, _ := strings.Cut(n, ".")
	return !(frac != "" && whole == strconv.Itoa(f.Max)) && !(strings.HasPrefix(n, "-") && f.Min >= 0)
}
