package font_test

import (
	"bytes"
	"testing"

	"github.com/golang/freetype/truetype"

	"jobdoc/internal/font"
)

// FuzzParse asks of whatever parses that nothing panics, that cutting it gives
// the same bytes twice, and that what is cut parses again with the same advances.
func FuzzParse(f *testing.F) {
	small := namedFont(f, "职位ABC", style{family: "Small", chinese: "小", weight: 700})
	f.Add(small, uint8(0))
	f.Add(small[:len(small)*2/3], uint8(0))
	f.Add(compositeFont(f), uint8(0))
	f.Add(wideFont(f, 0x2A6D6, style{family: "Wide", wide: true, fvar: true}), uint8(0))
	f.Add(collection(small, small), uint8(1))
	f.Add([]byte("OTTO\x00\x00\x00\x00\x00\x00\x00\x00"), uint8(0))
	f.Fuzz(func(t *testing.T, data []byte, index uint8) {
		face, err := font.Parse(data, int(index))
		if err != nil {
			return
		}
		var glyphs []font.GlyphID
		for _, r := range "A职\U0002A6D6\uF020\x00" {
			glyphs = append(glyphs, face.Glyph(r))
		}
		for g := range min(face.NumGlyphs(), 64) {
			face.Bounds(font.GlyphID(g))
			glyphs = append(glyphs, font.GlyphID(g))
		}
		m := face.Metrics()
		if m.Flags() == 0 || face.PostScriptName() == "" || m.Weight < 1 || m.Descender > 0 {
			t.Errorf("Metrics() = %+v of %q", m, face.PostScriptName())
		}
		cut, err := face.Subset(glyphs)
		if err != nil {
			return
		}
		if again, err := face.Subset(glyphs); err != nil || !bytes.Equal(again, cut) {
			t.Errorf("Subset() gives other bytes the second time, error %v", err)
		}
		small, err := font.Parse(cut, 0)
		if err != nil {
			t.Fatalf("Parse(Subset()): %v", err)
		}
		for i, g := range glyphs {
			if got, want := small.Advance(font.GlyphID(i+1)), face.Advance(g); got != want {
				t.Errorf("advance of glyph %d as %d = %d, want %d", g, i+1, got, want)
			}
		}
		if whole, err := font.Parse(face.Data(), 0); err != nil || whole.NumGlyphs() != face.NumGlyphs() {
			t.Errorf("Parse(Data()): %v", err)
		}
		if _, err := truetype.Parse(cut); err != nil {
			t.Errorf("truetype.Parse(Subset()): %v", err)
		}
	})
}
