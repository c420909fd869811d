package typeset

import (
	"strconv"
	"strings"

	"jobdoc/internal/font"
	"jobdoc/internal/wordml"
)

// fromCode prints a field that has no result in the file: what Word makes of its code each time.
func (b *builder) fromCode(d field) {
	const longest = 1000 // bytes; more is no formula
	code := strings.TrimSpace(d.code[:min(len(d.code), longest)])
	name, rest, _ := strings.Cut(code, " ")
	switch strings.ToUpper(name) {
	case "EQ":
		b.equation(rest, d.format)
	case "SYMBOL":
		b.symbolField(rest, d.format)
	case "LISTNUM", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "BIDIOUTLINE":
		b.l.notice(noticeFieldNumber)
	}
}

// symbolField adds a SYMBOL field (17.16.5.59): a character's number and its font.
func (b *builder) symbolField(code string, f *runFormat) {
	words := strings.Fields(code)
	if len(words) == 0 {
		return
	}
	n, err := strconv.ParseInt(words[0], 0, 32)
	if err != nil || n < 0x20 || n > 0x10FFFF {
		return
	}
	r := rune(n)
	_, name, ok := strings.Cut(code, `\f`)
	if name = strings.TrimSpace(name); ok && strings.HasPrefix(name, `"`) {
		name, _, _ = strings.Cut(name[1:], `"`)
	} else {
		name, _, _ = strings.Cut(name, " ")
	}
	b.char(font.SymbolRune(name, r), f)
}

// chosen returns the entry of a drop-down list of a form (17.16.9) that is chosen.
func chosen(list *wordml.Node) string {
	at := 0
	if n, ok := number(val(list.Child("w:result"))); ok {
		at = n
	} else if n, ok := number(val(list.Child("w:default"))); ok {
		at = n
	}
	if list == nil {
		return ""
	}
	for _, c := range list.Children {
		if c.Name != "w:listEntry" {
			continue
		}
		if at == 0 {
			return val(c)
		}
		at--
	}
	return ""
}
