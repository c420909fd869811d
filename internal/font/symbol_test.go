package font_test

import (
	"testing"

	"jobdoc/internal/font"
)

func TestSymbolRune(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, font string
		in, want   rune
	}{
		{"Word's bullet", "Symbol", 0xF0B7, '•'},
		{"a Greek letter", "Symbol", 'a', 'α'},
		{"the last of Symbol", "Symbol", 0xF0FE, '⎭'},
		{"a code Symbol does not have", "Symbol", 0xF081, 0xF081},
		{"a small square", "Wingdings", 0xF0A7, '▪'},
		{"an arrowhead", "wingdings", 0xF0D8, '➢'},
		{"a lozenge of four", "Wingdings", 0xF076, '❖'},
		{"a tick", "Wingdings", 0xF0FC, '✔'},
		{"a ticked box", "Wingdings", 0xFE, '☑'},
		{"a crossed box", "Wingdings", 0xF0FD, '☒'},
		{"an empty box", "Wingdings", 0xF06F, '□'},
		{"an arrow", "Wingdings", 0xF0E0, '→'},
		{"one o'clock", "Wingdings", 0xF0B7, '🕐'},
		{"a number in a disc", "Wingdings", 0xF08C, '❶'},
		{"a ticked box of the second set", "Wingdings 2", 0xF052, '☑'},
		{"a triangle of the third set", "Wingdings 3", 0xF07D, '▶'},
		{"a Han character among symbols", "Wingdings", '职', '职'},
		{"another font", "宋体", 0xF0B7, 0xF0B7},
		{"a letter of another font", "SimSun", 'a', 'a'},
	} {
		if got := font.SymbolRune(c.font, c.in); got != c.want {
			t.Errorf("%s: SymbolRune(%s, %U) = %c %U, want %c", c.name, c.font, c.in, got, got, c.want)
		}
	}
}

func TestCodepointBoxStaysInsideTheEm(t *testing.T) {
	t.Parallel()
	for _, r := range []rune{0, 'A', 0xFFFF, 0x10000, 0x10FFFF} {
		box := font.CodepointBox(r)
		if len(box) < 5 {
			t.Errorf("CodepointBox(%U) has %d rectangles", r, len(box))
		}
		for i, a := range box {
			if a.X < 0 || a.X+a.Width > font.BoxAdvance || a.Y < -120 || a.Y+a.Height > 880 || a.Width <= 0 || a.Height <= 0 {
				t.Errorf("CodepointBox(%U): rectangle %v lies outside the em box", r, a)
			}
			for _, b := range box[:i] {
				if a.X < b.X+b.Width && b.X < a.X+a.Width && a.Y < b.Y+b.Height && b.Y < a.Y+a.Height {
					t.Errorf("CodepointBox(%U): rectangles %v and %v overlap", r, a, b)
				}
			}
		}
	}
}

// picture prints a box as text, a column for each 20 and a row for each 60 units.
func picture(box []font.Rect) string {
	var s []byte
	for y := 850; y > -120; y -= 60 {
		for x := 70; x < 1000; x += 30 {
			mark := byte(' ')
			for _, r := range box {
				if x >= r.X && x < r.X+r.Width && y >= r.Y && y < r.Y+r.Height {
					mark = '#'
				}
			}
			s = append(s, mark)
		}
		s = append(s, '\n')
	}
	return string(s)
}

func TestCodepointBoxesDiffer(t *testing.T) {
	t.Parallel()
	seen := map[string]rune{}
	for r := rune(0x1F600); r < 0x1F680; r++ {
		p := picture(font.CodepointBox(r))
		if other, ok := seen[p]; ok {
			t.Fatalf("the boxes of %U and %U look the same:\n%s", other, r, p)
		}
		seen[p] = r
	}
}

func BenchmarkSymbolRune(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		font.SymbolRune("Times New Roman", 'a')
	}
}
