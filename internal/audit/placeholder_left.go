package audit

import (
	"strings"
	"unicode"
)

// placeholderLeft looks for texts that somebody meant to fill in later.
func placeholderLeft(x *examination) {
	for _, l := range x.leaves() {
		s, ok := l.Value.(string)
		if !ok {
			continue
		}
		if mark := placeholder(s); mark != "" {
			x.report(l.Pointer, s, say("“%s”是占位文字；请填上实际内容", "“%s” is a placeholder; write what belongs there", mark))
		}
	}
}

// words that are a placeholder when they are the whole text, or stand in brackets.
var unfinished = map[string]bool{
	"略": true, "从略": true, "暂略": true, "下略": true, "以下略": true, "内容略": true, "待定": true, "待补": true, "待补充": true,
	"待填": true, "待填写": true, "待完善": true, "tbd": true, "todo": true, "xxx": true, "某某": true,
}

// placeholder returns the placeholder in a text, "" where there is none.
func placeholder(s string) string {
	if len(s) <= 40 {
		if bare := strings.TrimFunc(fold(s), func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) && r != '×' }); unfinished[bare] {
			return strings.TrimSpace(s)
		}
	}
	if strings.ContainsAny(s, "略待") {
		for _, brackets := range []string{"（略）", "(略)", "【略】", "［略］", "[略]", "（待定）", "(待定)", "（待补充）", "(待补充)", "【待定】", "【待补充】"} {
			if strings.Contains(s, brackets) {
				return brackets
			}
		}
	}
	return crossed(s)
}

// crossed finds runs that stand for something else: XX, ××, ***. Letters around
// them make another word of them (XXL, MAXX), and so do digits (4xx), but for a
// century: 20XX年.
func crossed(s string) string {
	if !strings.ContainsAny(s, "XxＸｘ×*＊〇○") {
		return ""
	}
	runes := []rune(s)
	for i := 0; i < len(runes); {
		kind := crossKind(runes[i])
		if kind == 0 {
			i++
			continue
		}
		end := i
		for end < len(runes) && crossKind(runes[end]) == kind {
			end++
		}
		least := 2
		if kind == '*' {
			least = 3 // ** sets words in bold elsewhere
		}
		if end-i >= least && (kind == '*' || kind == 'o' || lone(runes, i, end)) {
			return string(runes[i:end])
		}
		i = end
	}
	return ""
}

func crossKind(r rune) rune {
	switch r {
	case 'X', 'x', 'Ｘ', 'ｘ', '×':
		return 'x'
	case '*', '＊':
		return '*'
	case '○', '〇':
		return 'o'
	}
	return 0
}

// lone says that a run of crosses is part of no word or number.
func lone(runes []rune, from, to int) bool {
	word := func(r rune) bool { return r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
	if to < len(runes) && word(runes[to]) {
		return false
	}
	if from == 0 || !word(runes[from-1]) {
		return true
	}
	return from >= 2 && (string(runes[from-2:from]) == "20" || string(runes[from-2:from]) == "19") && (from == 2 || !word(runes[from-3]))
}
