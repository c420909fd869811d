package font_test

import (
	"testing"

	"jobdoc/fonts"
	"jobdoc/internal/font"
)

func newSet(t testing.TB, dirs ...string) *font.Set {
	t.Helper()
	s, warnings, err := font.NewSet(font.Options{FS: fonts.Files(), Dirs: dirs})
	if err != nil {
		t.Fatal(err)
	}
	if len(warnings) != 0 {
		t.Errorf("NewSet() warnings = %v, want none", warnings)
	}
	return s
}

func TestSmoke(t *testing.T) {
	s := newSet(t)
	for _, name := range []string{"宋体", "黑体", "Times New Roman", "Noto Serif SC", "Whatever"} {
		tf := s.Typeface(name, true, true)
		f, g := tf.Lookup('职')
		_ = f
		sub, err := f.Subset([]font.GlyphID{g, f.Glyph('A')})
		if err != nil {
			t.Fatal(err)
		}
		p, err := font.Parse(sub, 0)
		_, _ = p, err
	}
}
