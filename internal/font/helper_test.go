package font_test

import (
	"io/fs"
	"testing"

	"jobdoc/fonts"
	"jobdoc/internal/font"
)

// notoFiles are the four faces that stand in for everything.
var notoFiles = []string{
	"NotoSerifSC-Regular.ttf", "NotoSerifSC-Bold.ttf", "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf",
}

const (
	fallbackFile = "JobdocFallback-Regular.ttf"
	kaiFile      = "JobdocKai-Regular.ttf"
)

func readFont(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := fs.ReadFile(fonts.Files(), name)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func parseFont(tb testing.TB, name string) *font.Face {
	tb.Helper()
	f, err := font.Parse(readFont(tb, name), 0)
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

func newSet(tb testing.TB, dirs ...string) (*font.Set, []font.Warning) {
	tb.Helper()
	s, warnings, err := font.NewSet(font.Options{FS: fonts.Files(), Dirs: dirs})
	if err != nil {
		tb.Fatal(err)
	}
	return s, warnings
}

// glyphsOf returns the glyphs of the characters of s.
func glyphsOf(f *font.Face, s string) []font.GlyphID {
	var glyphs []font.GlyphID
	for _, r := range s {
		glyphs = append(glyphs, f.Glyph(r))
	}
	return glyphs
}
