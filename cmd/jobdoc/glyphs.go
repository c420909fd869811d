package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"jobdoc/internal/render"
)

// missing gathers the characters that no font has, over all inputs of a run:
// a name with a rare character stands in many positions, and is said once.
type missing struct {
	chars  []rune
	inputs []string
}

// missingCode is what the typesetter calls its warning of one such character.
const missingCode = "missing-glyph"

var codePoint = regexp.MustCompile(`U\+([0-9A-F]{4,6})`)

// add takes over what the warnings of an input say of characters, and returns
// the other warnings.
func (m *missing) add(input string, warnings []render.Warning) (others []render.Warning) {
	for _, w := range warnings {
		code := codePoint.FindStringSubmatch(w.English)
		if w.Code != missingCode || code == nil {
			others = append(others, w)
			continue
		}
		n, err := strconv.ParseInt(code[1], 16, 32)
		if err == nil && !slices.Contains(m.chars, rune(n)) {
			m.chars = append(m.chars, rune(n))
		}
		if len(m.inputs) == 0 || m.inputs[len(m.inputs)-1] != input {
			m.inputs = append(m.inputs, input)
		}
	}
	return others
}

// Of the characters and the inputs that have them, so many are named.
const (
	mostChars  = 20
	mostInputs = 3
)

// line says which characters are missing and where, "" when none is.
func (m *missing) line(a *app) string {
	if len(m.chars) == 0 {
		return ""
	}
	var chars []string
	for _, r := range m.chars[:min(len(m.chars), mostChars)] {
		shown := fmt.Sprintf("U+%04X", r)
		if unicode.IsGraphic(r) && !unicode.Is(unicode.M, r) {
			shown = a.ofn("%c（%s）", "%c (%s)", r, shown)
		}
		chars = append(chars, shown)
	}
	list := strings.Join(chars, a.of("、", ", "))
	if len(m.chars) > mostChars {
		list += a.ofn(" 等 %d 个字", " and others, %d in all", len(m.chars))
	}
	where := strings.Join(m.inputs[:min(len(m.inputs), mostInputs)], a.of("、", ", "))
	if len(m.inputs) > mostInputs {
		where += a.ofn(" 等 %d 个文件", " and others, %d in all", len(m.inputs))
	}
	return a.ofn("%s：提示：没有字体含有 %s，印为带框的编码；可用 --font-dir 提供字体",
		"%s: warning: no font has %s, printed as code points in boxes; give a font with --font-dir", where, list)
}
