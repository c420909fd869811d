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

func committed(t *testing.T, name string) []byte {
	t.Helper()
	data, err := fs.ReadFile(fonts.Files(), name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The sources are not committed: they are 17 MB, of which the fallback uses two.
func TestTheCommittedFacesAreWhatTheProgramMakes(t *testing.T) {
	t.Parallel()
	s := sources{symbols: make([][]byte, 3)}
	for _, f := range []struct {
		into      *[]byte
		name, sum string
	}{
		{&s.wenkai, "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", "bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8"},
		{&s.symbols[0], "../node_modules/@expo-google-fonts/noto-sans-symbols-2/400Regular/NotoSansSymbols2_400Regular.ttf", "f67f40c65f929f029827ab37cfdc4897dfd9ae3c28d9e98ba46e0d52e39eb97e"},
		{&s.symbols[1], "../node_modules/@expo-google-fonts/noto-sans-symbols/400Regular/NotoSansSymbols_400Regular.ttf", "aedeec1cd0514930aeeafc4a88a6deff83cda1e6b58086f0b9bb9c7dd0157578"},
		{&s.symbols[2], "../node_modules/@expo-google-fonts/noto-sans-math/400Regular/NotoSansMath_400Regular.ttf", "b4a1dfdbfa13b4755e5eac20cb25c1d17ed5a745ceb89639595e8cf45a2b1e07"},
	} {
		data, err := os.ReadFile(f.name)
		if err != nil {
			t.Skipf("a source is not installed: %v", err)
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != f.sum {
			t.Skipf("%s is of another version", f.name)
		}
		*f.into = data
	}
	made, err := build(s)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(made, committed(t, "JobdocFallback-Regular.ttf")) {
		t.Error("build() makes another face than the committed one: run go generate ./fonts and look at the marks")
	}
	if made, err = buildKai(s.wenkai); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(made, committed(t, "JobdocKai-Regular.ttf")) {
		t.Error("buildKai() makes another face than the committed one: run go generate ./fonts")
	}
}

func TestEveryMarkStandsInTheCommittedFaceAsDrawn(t *testing.T) {
	t.Parallel()
	f, err := font.Parse(committed(t, "JobdocFallback-Regular.ttf"), 0)
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
