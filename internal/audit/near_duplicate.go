package audit

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// competencyNearDuplicate looks for competencies that say the same in other words.
func competencyNearDuplicate(s *set) {
	s.nearDuplicates(func(r *record) []string { return r.competencies }, s.auditor.options.Competencies)
}

// authorityNearDuplicate looks for authorities that say the same in other words.
func authorityNearDuplicate(s *set) {
	s.nearDuplicates(func(r *record) []string { return r.authorities }, nil)
}

// phrase is one way to say something, and who says it so.
type phrase struct {
	wording
	text      string
	official  string // the entry of the dictionary it is, or stands for; "" for none
	positions int
	first     []*Subject // some of them
	prefix    []uint64   // its rarest pairs
}

// nearDuplicates reports groups of texts that are alike, one finding a group. The
// same text in many positions is as it should be.
func (s *set) nearDuplicates(texts func(*record) []string, official []Entry) {
	all := s.phrases(texts, official)
	count := countPairs(all)
	setPrefixes(all, count, s.auditor.options.Similarity)
	slices.SortFunc(all, func(a, b *phrase) int {
		return cmp.Or(boolOrder(a.isOfficial(), b.isOfficial()), cmp.Compare(b.positions, a.positions), strings.Compare(a.text, b.text))
	})
	alike := func(a, b *phrase) bool {
		if a.official != "" && b.official != "" {
			return a.official == b.official
		}
		return a.like(&b.wording, s.auditor.options.Similarity) && (a.key == b.key || !twoWords(a.pairs, b.pairs, count))
	}
	for _, group := range cluster(all, (*phrase).buckets, alike) {
		s.reportPhrases(group)
	}
}

func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func (p *phrase) isOfficial() bool { return p.official != "" && p.official == p.text }

// phrases collects the different texts of all positions and of the dictionary.
func (s *set) phrases(texts func(*record) []string, official []Entry) []*phrase {
	byText := map[string]*phrase{}
	var all []*phrase
	get := func(text string) *phrase {
		p := byText[text]
		if p == nil {
			p = &phrase{wording: newWording(text), text: text}
			byText[text] = p
			all = append(all, p)
		}
		return p
	}
	for _, e := range official {
		for _, name := range append([]string{e.Name}, e.Aliases...) {
			p := get(strings.TrimSpace(name))
			p.official = strings.TrimSpace(e.Name)
			p.wording = newWording(p.official) // what is like the name is like its aliases
		}
	}
	for _, r := range s.records {
		for _, text := range texts(r) {
			p := get(text)
			if n := len(p.first); n > 0 && p.first[n-1] == r.subject {
				continue
			}
			p.positions++
			if len(p.first) < 3 {
				p.first = append(p.first, r.subject)
			}
		}
	}
	return all
}

// setPrefixes gives every phrase its rarest pairs, as many as it takes that two alike
// phrases share one (prefix filtering: Chaudhuri, Ganti, Kaushik, A Primitive Operator
// for Similarity Joins in Data Cleaning, ICDE 2006).
func setPrefixes(all []*phrase, count map[uint64]int, least float64) {
	for _, p := range all {
		p.prefix = slices.Clone(p.pairs)
		slices.SortFunc(p.prefix, func(a, b uint64) int { return cmp.Or(cmp.Compare(count[a], count[b]), cmp.Compare(a, b)) })
		overlap := int(math.Ceil(least / (2 - least) * float64(len(p.prefix))))
		p.prefix = p.prefix[:min(len(p.prefix), len(p.prefix)-overlap+1)]
	}
}

// countPairs counts in how many phrases a pair of characters comes.
func countPairs(all []*phrase) map[uint64]int {
	count := map[uint64]int{}
	for _, p := range all {
		for _, pair := range p.pairs {
			count[pair]++
		}
	}
	return count
}

// twoWords says that what two texts differ in are common words on either side: 质量
// and 产量, and not a word and a slip. A word is common when so many texts have it.
func twoWords(a, b []uint64, count map[uint64]int) bool {
	const common = 4
	most := func(x, y []uint64) int {
		n := 0
		for _, pair := range x {
			if _, ok := slices.BinarySearch(y, pair); !ok {
				n = max(n, count[pair])
			}
		}
		return n
	}
	return most(a, b) >= common && most(b, a) >= common
}

// bucket is what two alike phrases share: what they must agree in, and a pair or
// all their characters.
type bucket struct {
	telling string
	verbs   uint64
	pair    uint64
	bag     string
}

func (p *phrase) buckets() []bucket {
	keys := []bucket{{p.telling, p.verbs, 0, p.bag}}
	if p.official != "" {
		keys = append(keys, bucket{bag: "=" + p.official})
	}
	for _, pair := range p.prefix {
		keys = append(keys, bucket{p.telling, p.verbs, pair, ""})
	}
	return keys
}

func (s *set) reportPhrases(group []*phrase) {
	best := group[0].text
	if group[0].official != "" {
		best = group[0].official
	}
	var texts, where []string
	for _, p := range group {
		if p.positions == 0 {
			continue // of the dictionary only
		}
		texts = append(texts, p.text)
		if p.text != best {
			for _, sub := range p.first {
				where = append(where, strings.TrimSpace(sub.Department+" "+sub.Title))
			}
		}
	}
	if len(texts) == 0 || len(texts) == 1 && texts[0] == best {
		return
	}
	where = slices.Compact(where)
	if len(where) > 4 {
		where = append(where[:4], "…")
	}
	s.reportSet(strings.Join(texts, " ｜ "), message{
		fmt.Sprintf("%d 种写法意思相近；如果没有区别，请统一写作“%s”（要改的见%s）", len(texts), best, strings.Join(where, "、")),
		fmt.Sprintf("%d wordings say much the same; unless they differ, write “%s” everywhere (to change: %s)", len(texts), best, strings.Join(where, ", ")),
	})
}
