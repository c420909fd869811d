package position

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Nearest returns the one of known that name was most likely meant to be, as
// it stands in known, or "" when none is near. Width, blanks, letter case, hyphens and underscores
// do not count; a swap of neighbours counts once.
func Nearest(name string, known []string) string {
	word := folded(name)
	best, bestCost := "", 0
	for _, k := range known {
		cost, near := nearness(word, folded(k))
		if near && (best == "" || cost < bestCost) {
			best, bestCost = k, cost
		}
	}
	return best
}

// folded is the form in which names are compared.
func folded(name string) []rune {
	if len(name) > 4*maxQuote {
		return nil // no name is that long
	}
	var out []rune
	for _, r := range norm.NFKC.String(name) {
		if unicode.IsSpace(r) || r == '_' || r == '-' {
			continue
		}
		out = append(out, unicode.ToLower(r))
	}
	return out
}

// nearness returns how far b is from what was typed, in hundredths of the longer
// one, and whether that is still near. A name that holds the other one whole is near when
// it is at most four times as long: 部门 for 所在部门.
func nearness(a, b []rune) (cost int, near bool) {
	if len(a) == 0 || len(b) == 0 {
		return 0, false
	}
	shorter, longer := min(len(a), len(b)), max(len(a), len(b))
	changes := distance(a, b)
	cost = 100 * changes / longer
	if strings.Contains(string(b), string(a)) || strings.Contains(string(a), string(b)) {
		return cost, shorter >= 2 && 4*shorter >= longer
	}
	return cost, changes < longer && changes <= max(1, longer*2/5)
}

// distance is the number of insertions, deletions, substitutions and swaps of
// neighbours that lead from a to b (optimal string alignment).
func distance(a, b []rune) int {
	before, previous, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(previous[j]+1, row[j-1]+1, previous[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, previous, row = previous, row, before
	}
	return previous[len(b)]
}

// Offers returns the usual names of the fields that a vague word on paper may
// mean, in the order of the form: 岗位定员 and 编制人 for 编制. Empty for any other word.
func Offers(word string) []string {
	var offers []string
	var walk func(f *Field)
	walk = func(f *Field) {
		for _, v := range f.Vague {
			if v == word {
				offers = append(offers, f.Names[0])
			}
		}
		for _, c := range f.Fields {
			walk(c)
		}
		if f.Item != nil {
			walk(f.Item)
		}
	}
	walk(Fields())
	return offers
}
