package position

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// length counts characters (code points).
func length(s string) int {
	if len(s) <= MaxText {
		return len(s) // an upper bound, which is all the caller needs then
	}
	return utf8.RuneCountInString(s)
}

// PicturePrefix begins a string that is a picture (RFC 2397).
const PicturePrefix = "data:image/"

func isPicture(s string) bool { return strings.HasPrefix(s, PicturePrefix) }

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

// guessDate returns the date that was probably meant by 2005年2月, 2005/2/3, 2005.2
// or 20050203, "" when that is not plain.
func guessDate(s string) string {
	if len(s) > maxQuote {
		return ""
	}
	parts := strings.FieldsFunc(norm.NFKC.String(s), func(r rune) bool { return r < '0' || r > '9' })
	if len(parts) == 1 && len(parts[0]) == len("20060102") {
		p := parts[0]
		parts = []string{p[:4], p[4:6], p[6:]}
	}
	if len(parts) == 0 || len(parts) > 3 {
		return ""
	}
	for i := range parts[1:] {
		if len(parts[i+1]) == 1 {
			parts[i+1] = "0" + parts[i+1]
		}
	}
	if guess := strings.Join(parts, "-"); validDate(guess) {
		return guess
	}
	return ""
}

// maxDigits bounds the text of a number in plain decimals. A binary fraction
// written out in full, as spreadsheets do, has at most 20 or so.
const maxDigits = 40

// normalNumber writes a JSON number in plain decimals without needless zeros: 10.0 and 1e1
// give 10. It is exact; numbers that would need more than maxDigits are not ok. One
// that is too large to write out becomes another that is as far out of every range.
func normalNumber(text string) (n string, ok bool) {
	mantissa, exponent := text, 0
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		mantissa = text[:i]
		// Atoi gives the nearest int for one out of range. A text has at most MaxBytes
		// digits, so an exponent beyond twice that settles the matter: bounding it keeps the sums below from overflowing.
		e, _ := strconv.Atoi(text[i+1:])
		exponent = max(-2*MaxBytes, min(e, 2*MaxBytes))
	}
	mantissa, negative := strings.CutPrefix(mantissa, "-")
	whole, frac, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+frac, "0")
	point := len(digits) - len(frac) + exponent // digits before the decimal point; may be negative
	digits = strings.TrimRight(digits, "0")
	if digits == "" {
		return "0", true
	}
	switch {
	case point > maxDigits:
		n = "1" + strings.Repeat("0", maxDigits)
	case len(digits) > maxDigits || point < -maxDigits:
		return "", false
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
