package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"testing"

	"jobdoc/fonts"
	"jobdoc/internal/font"
)

func committed(t *testing.T) []byte {
	t.Helper()
	data, err := fs.ReadFile(fonts.Files(), "JobdocFallback-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The source is not committed: it is 15 MB, of which 1.6 are used.
func TestTheCommittedFaceIsWhatTheProgramMakes(t *testing.T) {
	t.Parallel()
	const (
		path = "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"
		want = "bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8"
	)
	source, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("LXGW WenKai is not installed: %v", err)
	}
	if sum := sha256.Sum256(source); hex.EncodeToString(sum[:]) != want {
		t.Skip("another version of LXGW WenKai is installed")
	}
	made, err := build(source)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(made, committed(t)) {
		t.Error("build() makes another face than the committed one: run go generate ./fonts and look at the marks")
	}
}

func TestEveryMarkStandsInTheCommittedFaceAsDrawn(t *testing.T) {
	t.Parallel()
	f, err := font.Parse(committed(t), 0)
	if err != nil {
		t.Fatal(err)
	}
	for r, m := range marks() {
		g := f.Glyph(r)
		if g == 0 {
			t.Errorf("%c %U has no glyph", r, r)
			continue
		}
		b := m.encode()
		word := func(at int) int { return int(int16(uint16(b[at])<<8 | uint16(b[at+1]))) }
		want := [4]int{word(2), word(4), word(6), word(8)}
		xMin, yMin, xMax, yMax, _ := f.Bounds(g)
		if got := [4]int{xMin, yMin, xMax, yMax}; got != want {
			t.Errorf("%c %U has bounds %v, drawn as %v", r, r, got, want)
		}
		if f.Advance(g) != em {
			t.Errorf("%c %U has advance %d, want %d", r, r, f.Advance(g), em)
		}
	}
}

func TestOuterContoursRunClockwise(t *testing.T) {
	t.Parallel()
	for r, m := range marks() {
		if area(m.contours[0]) >= 0 {
			t.Errorf("first contour of %c runs counter-clockwise: it would be a hole", r)
		}
	}
}
