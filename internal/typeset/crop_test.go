package typeset

import (
	"strings"
	"testing"
)

func TestPicturesAreCropped(t *testing.T) {
	t.Parallel()
	const (
		drawing = `<w:drawing><wp:inline><wp:extent cx="1270000" cy="635000"/><a:graphic><a:graphicData><pic:pic><pic:blipFill>` +
			`<a:blip r:embed="dot"/><a:srcRect %/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>`
		vml = `<w:pict><v:shape style="width:100pt;height:50pt"><v:imagedata r:id="dot" %/></v:shape></w:pict>`
	)
	for _, tt := range []struct {
		name, kind, crop string
		want             Crop
		warned           bool
	}{
		{"not at all", drawing, ``, Crop{}, false},
		{"by nothing", drawing, `l="0" t="0" r="0" b="0"`, Crop{}, false},
		{"on four sides", drawing, `l="25000" t="1000" r="12500" b="3"`, Crop{25000, 1000, 12500, 3}, false},
		{"in percent", drawing, `b="12.5%"`, Crop{0, 0, 0, 12500}, false},
		{"by a hair less than nothing", drawing, `t="-19" l="24981"`, Crop{Left: 24981}, false},
		{"beyond the picture", drawing, `t="-20000"`, Crop{}, true},
		{"to nothing", drawing, `l="60000" r="40000"`, Crop{}, true},
		{"by no number", drawing, `l="NaN" r="1e300"`, Crop{}, false},
		{"in VML, in parts", vml, `cropleft="16384f"`, Crop{Left: 25000}, false},
		{"in VML, as a fraction", vml, `cropbottom=".5"`, Crop{Bottom: 50000}, false},
	} {
		l := docx{body: "<w:p><w:r>" + strings.Replace(tt.kind, "%", tt.crop, 1) + "</w:r></w:p>", media: map[string][]byte{"dot.png": onePixel}}.layout(t)
		if images := l.Pages[0].Images; len(images) != 1 || images[0].Crop != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, images, tt.want)
		}
		if warned := len(l.Warnings) > 0; warned != tt.warned {
			t.Errorf("%s: warnings %+v", tt.name, l.Warnings)
		}
	}
}

func TestTheWholeOfACroppedPictureReachesBeyondItsRectangle(t *testing.T) {
	t.Parallel()
	m := Image{X: 1000, Y: 2000, Width: 500, Height: 900, Crop: Crop{Left: 25000, Right: 25000, Bottom: 10000}}
	if x, y, w, h := m.Whole(); x != 750 || y != 2000 || w != 1000 || h != 1000 {
		t.Errorf("Whole = %d, %d, %d, %d", x, y, w, h)
	}
}
