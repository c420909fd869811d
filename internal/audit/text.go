package audit

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode"

	"jobdoc/internal/position"
)

// fold makes spellings of one name equal.
func fold(s string) string { return position.Fold(s) }

// squash is fold without punctuation: 大客户部-销售代表 and 大客户部销售代表 are one.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPunct(r) || unicode.IsSymbol(r) {
			return -1
		}
		return r
	}, fold(s))
}

// text returns a string or number of a position as text, without white space around it.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	}
	return ""
}

func items(v any) []any {
	list, _ := v.([]any)
	return list
}

func object(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

// member returns the text of a key of an object, or of the string that stands for it.
func member(v any, key string) string {
	if s, ok := v.(string); ok {
		return strings.TrimSpace(s)
	}
	return text(object(v)[key])
}

// number returns a number of a position.
func number(v any) (n float64, ok bool) {
	j, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseFloat(j.String(), 64)
	return n, err == nil
}

// figure writes a number as people do: 41.7, 30.
func figure(n float64) string {
	s := strconv.FormatFloat(n, 'f', 1, 64)
	return strings.TrimSuffix(s, ".0")
}

// at returns the value at a path of keys.
func at(p position.Position, path ...string) any {
	v, _ := p.Get(path...)
	return v
}

// none says that a text states that there is nothing: 无, —, ／.
func none(s string) bool {
	switch fold(s) {
	case "无", "没有", "-", "--", "—", "——", "/", "不适用", "n/a", "none":
		return true
	}
	return false
}

// index writes /list/3 or /list/3/key.
func index(list string, i int, key string) string {
	s := list + "/" + strconv.Itoa(i)
	if key != "" {
		s += "/" + key
	}
	return s
}
