package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"jobdoc/internal/position"
)

// searchText returns all text of a position, folded, a line for each value: a
// term that is searched for does not match across values.
func searchText(p position.Position) string {
	var b strings.Builder
	for leaf := range p.Leaves() {
		switch v := leaf.Value.(type) {
		case string:
			b.WriteString(position.Fold(v))
		case json.Number:
			b.WriteString(v.String())
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// terms splits what was typed into a search box: blanks part terms, all of
// which a position must contain.
func terms(query string) []string {
	var out []string
	for field := range strings.FieldsSeq(query) {
		if t := position.Fold(field); t != "" && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// grams returns the single characters and the overlapping pairs of characters
// of a folded text, each once, sorted. Chinese has no blanks between words, and
// most words are of two characters, so every word that stands in the text is
// among them (or, where it is longer, all its pairs are).
func grams(text string) []string {
	seen := map[string]bool{}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		before := 0
		for i, r := range line {
			end := i + utf8.RuneLen(r)
			seen[line[i:end]] = true
			if i > 0 {
				seen[line[before:end]] = true
			}
			before = i
		}
	}
	out := make([]string, 0, len(seen))
	for g := range seen {
		out = append(out, g)
	}
	slices.Sort(out)
	return out
}

// hexWords writes grams as words of hexadecimal digits, since the tokenizers of
// SQLite know the characters of an old Unicode only.
func hexWords(grams []string) string {
	var b strings.Builder
	for i, g := range grams {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteByte('g')
		for _, r := range g {
			fmt.Fprintf(&b, "x%x", r)
		}
	}
	return b.String()
}

// exact reports whether a position that has all grams of a term contains the
// term for certain.
func exact(term string) bool { return utf8.RuneCountInString(term) <= 2 }

// maxIndexed bounds what goes into an index, in bytes: pages of an index hold
// only so much, and no field of a position has a limit that low.
const maxIndexed = 400

// indexed folds a text and brings it to what an index takes: of a longer one the
// beginning, by which it is sorted, and a sum, by which it is known.
func indexed(s string) string {
	s = position.Fold(s)
	if len(s) <= maxIndexed {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	cut := maxIndexed
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + " " + hex.EncodeToString(sum[:])
}

// collators are by 拼音, as in a Chinese dictionary. One is not for two goroutines.
var collators = sync.Pool{New: func() any { return collate.New(language.Chinese) }}

// orderKey returns bytes that sort as the text does.
func orderKey(s string) []byte {
	c, _ := collators.Get().(*collate.Collator)
	defer collators.Put(c)
	var b collate.Buffer
	key := slices.Clone(c.KeyFromString(&b, position.Fold(s)))
	if key == nil {
		key = []byte{} // NULL would sort by itself
	}
	return key[:min(len(key), maxIndexed)]
}
