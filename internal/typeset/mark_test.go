package typeset

import (
	"strings"
	"testing"
)

func TestALetterAndItsAccentAreOneGlyphAndCopyAsTyped(t *testing.T) {
	t.Parallel()
	for typed, whole := range map[string]string{"e\u0301": "é", "u\u0308\u030C": "ǚ", "E\u0302\u0301": "Ế", "か\u3099": "が"} {
		content := func(s string) string {
			return `<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t>` + s + `x</w:t></w:r>`
		}
		apart, one := runLayout(t, content(typed)), runLayout(t, content(whole))
		if got := strings.Join(textsOf(apart), ""); got != typed+"x" {
			t.Errorf("%q copies out as %q", typed, got)
		}
		a, b := &apart.Pages[0].Texts[0], &one.Pages[0].Texts[0]
		if a.Glyphs[0].ID != b.Glyphs[0].ID || a.Face != b.Face {
			t.Errorf("%q has glyph %d, %q has %d", typed, a.Glyphs[0].ID, whole, b.Glyphs[0].ID)
		}
		if len(apart.Warnings) > 0 {
			t.Errorf("%q: warnings %v", typed, apart.Warnings)
		}
	}
}

func TestAMarkStandsOverTheMiddleOfItsLetter(t *testing.T) {
	t.Parallel()
	for _, mark := range []rune{0x301, 0x302, 0x304, 0x30C} {
		l := runLayout(t, `<w:r><w:t>q`+string(mark)+`q</w:t></w:r>`) // no q has an accent of its own
		var middle [2]Length                                          // of the letter and of the mark
		var seen []rune
		for _, text := range l.Pages[0].Texts {
			x := text.X
			for _, g := range text.Glyphs {
				if left, _, right, _, ok := text.Face.Bounds(g.ID); ok && len(seen) < 2 {
					middle[len(seen)] = x + Length(left+right)*text.Size/2/Length(text.Face.UnitsPerEm())
					seen = append(seen, g.Rune)
				}
				x += g.Advance
			}
		}
		if d := middle[0] - middle[1]; len(seen) != 2 || seen[1] != mark || max(d, -d) > 20 {
			t.Errorf("%U: middles of %q at %v", mark, string(seen), middle)
		}
	}
}

func TestCharactersThatShowNothingArePrintedAsNothing(t *testing.T) {
	t.Parallel()
	for _, r := range []rune{0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFE00, 0xFE0F, 0xE0100, 0x034F, 0x061C, 0x206A, 0xFFF9, 0xE0041} {
		l := runLayout(t, `<w:r><w:t>职`+string(r)+`责</w:t></w:r>`)
		var width Length
		for i := range l.Pages[0].Texts {
			width += widthOf(&l.Pages[0].Texts[i])
		}
		if width != 21*Point || len(l.Warnings) > 0 {
			t.Errorf("%U: two characters are %d wide, warnings %v", r, width, l.Warnings)
		}
	}
	l := runLayout(t, `<w:r><w:t>葛`+"\U000E0100"+`城</w:t></w:r>`)
	if got := strings.Join(textsOf(l), ""); got != "葛\U000E0100城" {
		t.Errorf("a variation selector copies out as %q", got)
	}
}
