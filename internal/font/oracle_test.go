package font_test

import (
	"testing"

	"github.com/golang/freetype/truetype"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

func TestGlyphAndAdvanceAgreeWithFreetypeOnTheBasicPlane(t *testing.T) {
	t.Parallel()
	for _, name := range append([]string{fallbackFile}, notoFiles...) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := parseFont(t, name)
			oracle, err := truetype.Parse(readFont(t, name))
			if err != nil {
				t.Fatal(err)
			}
			em := fixed.Int26_6(f.UnitsPerEm())
			for r := rune(0); r <= 0xFFFF; r++ {
				g := f.Glyph(r)
				if want := oracle.Index(r); int(g) != int(want) {
					t.Fatalf("Glyph(%U) = %d, freetype says %d", r, g, want)
				}
				if got, want := f.Advance(g), int(oracle.HMetric(em, truetype.Index(g)).AdvanceWidth); got != want {
					t.Fatalf("Advance(%d) of %U = %d, freetype says %d", g, r, got, want)
				}
			}
		})
	}
}

// The basic plane is freetype's above, and only sampled here.
func TestGlyphAndAdvanceAgreeWithSFNTOnAllPlanes(t *testing.T) {
	t.Parallel()
	for _, name := range append([]string{fallbackFile}, notoFiles...) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := parseFont(t, name)
			oracle, err := sfnt.Parse(readFont(t, name))
			if err != nil {
				t.Fatal(err)
			}
			if got, want := f.NumGlyphs(), oracle.NumGlyphs(); got != want {
				t.Errorf("NumGlyphs() = %d, sfnt says %d", got, want)
			}
			var buf sfnt.Buffer
			em := fixed.I(f.UnitsPerEm())
			for r := rune(0); r <= 0x323AF; r++ {
				if r < 0xFFFF {
					r += 36
				}
				g := f.Glyph(r)
				want, err := oracle.GlyphIndex(&buf, r)
				if err != nil || int(g) != int(want) {
					t.Fatalf("Glyph(%U) = %d, sfnt says %d, %v", r, g, want, err)
				}
				if g == 0 {
					continue
				}
				advance, err := oracle.GlyphAdvance(&buf, want, em, font.HintingNone)
				if err != nil || f.Advance(g) != advance.Round() {
					t.Fatalf("Advance(%d) of %U = %d, sfnt says %v, %v", g, r, f.Advance(g), advance, err)
				}
			}
		})
	}
}
