package typeset

import (
	"bytes"
	"image"
	"image/jpeg"
	"slices"
	"testing"
)

func TestOnlyWholePicturesArePrintable(t *testing.T) {
	t.Parallel()
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	flipped := slices.Clone(onePixel)
	flipped[len(flipped)-18] ^= 4 // in the data
	wide := slices.Clone(onePixel)
	wide[16] = 0x7F // of the width
	for name, c := range map[string]struct {
		data []byte
		want bool
	}{
		"a PNG":                        {onePixel, true},
		"a JPEG":                       {photo.Bytes(), true},
		"a PNG with a changed byte":    {flipped, false},
		"a PNG that is cut short":      {onePixel[:len(onePixel)-6], false},
		"a PNG without its last chunk": {onePixel[:len(onePixel)-12], false},
		"a PNG of another width":       {wide, false},
		"a JPEG of nothing but a head": {photo.Bytes()[:20], false},
		"a GIF":                        {[]byte("GIF89a"), false},
		"nothing":                      {nil, false},
	} {
		if got := printable(c.data); got != c.want {
			t.Errorf("%s is printable: %v, want %v", name, got, c.want)
		}
	}
}

func TestADamagedPictureLeavesItsRoomAndIsNamed(t *testing.T) {
	t.Parallel()
	picture := `<w:p><w:r><w:drawing><wp:inline><wp:extent cx="254000" cy="127000"/><a:graphic><a:graphicData><pic:pic><pic:blipFill>` +
		`<a:blip r:embed="dot"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`
	below := func(data []byte) (*Layout, Length) {
		l := docx{body: picture + `<w:p><w:r><w:t>尾</w:t></w:r></w:p>`, media: map[string][]byte{"dot.png": data}}.layout(t)
		return l, l.Pages[0].Texts[0].Y
	}
	whole, at := below(onePixel)
	if len(whole.Pages[0].Images) != 1 || len(whole.Warnings) != 0 {
		t.Fatalf("%d images, warnings %v; want one, and none", len(whole.Pages[0].Images), whole.Warnings)
	}
	damaged, y := below(onePixel[:40])
	if len(damaged.Pages[0].Images) != 0 || y != at {
		t.Errorf("%d images, and what follows stands at %d; want none, at %d", len(damaged.Pages[0].Images), y, at)
	}
	if len(damaged.Warnings) != 1 || damaged.Warnings[0].Code != "picture" {
		t.Errorf("warnings = %v, want that a picture cannot be shown", damaged.Warnings)
	}
}
