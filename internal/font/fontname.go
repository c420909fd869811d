package font

import (
	"strings"
	"unicode"
)

// foldName makes font names comparable: lower case, without blanks, hyphens,
// underscores, and the @ of faces for vertical text; full-width letters as plain ones.
func foldName(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '-' || r == '_' || r == '@' || unicode.IsSpace(r):
			return -1
		case r >= 0xFF01 && r <= 0xFF5E:
			r -= 0xFEE0
		}
		return unicode.ToLower(r)
	}, s)
}

// splitWeight takes the weight off the end of a folded font name, and says
// whether it is a bold one.
func splitWeight(folded string) (name string, bold bool) {
	for _, end := range []struct {
		text string
		bold bool
	}{
		{"semibold", true}, {"demibold", true}, {"extrabold", true}, {"bold", true}, {"heavy", true}, {"black", true},
		{"粗体", true}, {"粗黑", true}, {"extralight", false}, {"light", false}, {"thin", false},
		{"regular", false}, {"medium", false}, {"normal", false}, {"常规", false}, {"细体", false},
	} {
		if name, found := strings.CutSuffix(folded, end.text); found && name != "" {
			return name, end.bold
		}
	}
	return folded, false
}

// soundsSans guesses from a folded font name.
func soundsSans(s string) bool {
	return containsAny(s, "sans", "gothic", "hei", "黑", "雅", "圆", "等线", "幼圆", "mono", "grotesk",
		"segoe", "menlo", "monaco", "roboto", "lato", "inter", "franklin", "gill", "ゴシック", "고딕")
}

// soundsKai guesses from a folded font name.
func soundsKai(s string) bool { return containsAny(s, "楷", "kaiti", "wenkai", "kaishu") }

// soundsEastAsian guesses from a folded font name.
func soundsEastAsian(s string) bool {
	for _, r := range s {
		if r >= 0x2E80 {
			return true
		}
	}
	return containsAny(s, "song", "kaiti", "heiti", "gb2312", "gbk", "gb18030", "mincho", "mingliu", "cjk", "sourcehan", "wenkai")
}

func containsAny(s string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}
