package typeset

import "testing"

// Word's own palette, from the hexadecimal values it writes beside theme
// colours; it rounds in steps of its own, so one step off is right.
func TestThemeColorsAreLightenedAndDarkenedAsInWord(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name      string
		base      Color
		tint      bool
		part      int
		want      Color
		tolerance int
	}{
		{"accent 1, darker 25 %", 0x4472C4, false, 0xBF, 0x2F5496, 1},
		{"accent 1, darker 50 %", 0x4472C4, false, 0x80, 0x1F3864, 1},
		{"accent 1, lighter 40 %", 0x4472C4, true, 0x99, 0x8EAADB, 1},
		{"accent 1, lighter 80 %", 0x4472C4, true, 0x33, 0xD9E2F3, 1},
		{"accent 2, lighter 80 %", 0xED7D31, true, 0x33, 0xFBE4D5, 1},
		{"white, darker 15 %", 0xFFFFFF, false, 0xD9, 0xD9D9D9, 0},
		{"black, lighter 50 %", 0x000000, true, 0x80, 0x7F7F7F, 0},
		{"as it is", 0x4472C4, true, 0xFF, 0x4472C4, 0},
	} {
		got := darken(tt.base, tt.part)
		if tt.tint {
			got = lighten(tt.base, tt.part)
		}
		for shift := 0; shift <= 16; shift += 8 {
			d := int(got>>shift&0xFF) - int(tt.want>>shift&0xFF)
			if max(d, -d) > tt.tolerance {
				t.Errorf("%s: %06X, want %06X", tt.name, got, tt.want)
				break
			}
		}
	}
}
