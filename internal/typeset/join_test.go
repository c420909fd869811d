package typeset

import (
	"strings"
	"testing"
)

func TestAHiddenMarkJoinsParagraphs(t *testing.T) {
	t.Parallel()
	const hidden = `<w:rPr><w:vanish/><w:specVanish/></w:rPr>`
	for name, tt := range map[string]struct {
		pairs []string
		lines int
		want  string
	}{
		"a style separator":            {[]string{hidden, "标题。", "", "正文", "", "下一段"}, 2, "标题。正文|下一段"},
		"three parts":                  {[]string{hidden, "甲", hidden, "乙", "", "丙"}, 1, "甲乙丙"},
		"nothing follows":              {[]string{hidden, "甲"}, 1, "甲"},
		"a hidden mark without a text": {[]string{hidden, "", "", "乙"}, 1, "乙"},
	} {
		l := paragraphs(t, tt.pairs...)
		at := map[Length]bool{}
		for _, text := range l.Pages[0].Texts {
			at[text.Y] = true
		}
		if got := strings.Join(textsOf(l), "|"); got != tt.want || len(at) != tt.lines {
			t.Errorf("%s: %q on %d lines, want %q on %d", name, got, len(at), tt.want, tt.lines)
		}
	}
}
