package png_test

import (
	"image"
	"image/color"
	"testing"

	"jobdoc/internal/typeset"
)

func TestImagesAreCropped(t *testing.T) {
	t.Parallel()
	m := image.NewGray(image.Rect(0, 0, 40, 10))
	for i := range 400 {
		if i%40 >= 30 {
			m.SetGray(i%40, i/40, color.Gray{Y: 0xFF})
		}
	}
	for _, tt := range []struct {
		name string
		crop typeset.Crop
		want [2]uint8 // at both ends
	}{
		{"whole", typeset.Crop{}, [2]uint8{0, 0xFF}},
		{"its white end cut off", typeset.Crop{Right: 30000}, [2]uint8{0, 0}},
		{"its black part cut off", typeset.Crop{Left: 80000, Top: 50000}, [2]uint8{0xFF, 0xFF}},
		{"all but a thousandth cut off", typeset.Crop{Left: 99900, Bottom: 99900}, [2]uint8{0xFF, 0xFF}},
	} {
		p := small()
		p.Images = []typeset.Image{{X: 10000, Y: 10000, Width: 80000, Height: 40000, Crop: tt.crop, Data: stdEncode(t, m), Name: "m"}}
		page := paint(t, p, 72)
		if got := [2]uint8{at(page, 12, 30)[0], at(page, 87, 30)[0]}; got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
