package position

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold makes spellings of one name equal: width, case and white space do not count.
func Fold(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		c := s[i]
		plain = c > ' ' && (c < 'A' || c > 'Z')
	}
	if plain && norm.NFKC.IsNormalString(s) && !strings.ContainsFunc(s, unicode.IsSpace) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}

// Identity returns what no two positions may share: the code or, without one,
// department and title, folded. Identities of the two kinds are never equal.
func (p Position) Identity() string {
	if code := Fold(p.Code()); code != "" {
		return "code " + code
	}
	return "title " + Fold(p.Department()) + " " + Fold(p.Title())
}
