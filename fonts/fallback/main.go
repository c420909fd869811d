// Command fallback makes JobdocFallback-Regular.ttf: the characters of LXGW
// WenKai that the Noto faces beside it lack, and marks of forms drawn in code,
// in marks.go.
//
// It must not know how a face is chosen.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"unicode"

	"jobdoc/fonts"
	"jobdoc/internal/font"
)

func main() {
	from := flag.String("from", "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", "LXGW WenKai Regular, as `FILE`")
	to := flag.String("o", "JobdocFallback-Regular.ttf", "output `FILE`")
	flag.Parse()
	if err := run(*from, *to); err != nil {
		fmt.Fprintln(os.Stderr, "fallback:", err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	source, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(source)
	fmt.Printf("source %s\n", hex.EncodeToString(sum[:]))
	made, err := build(source)
	if err != nil {
		return err
	}
	return os.WriteFile(to, made, 0o644)
}

// build makes the face from the file of LXGW WenKai.
func build(source []byte) ([]byte, error) {
	face, err := font.Parse(source, 0)
	if err != nil {
		return nil, fmt.Errorf("read LXGW WenKai: %w", err)
	}
	have, err := notoFaces()
	if err != nil {
		return nil, err
	}
	drawn := marks()
	var runes []rune
	var glyphs []font.GlyphID
	for r := rune(' '); r <= unicode.MaxRune; r++ {
		g := face.Glyph(r)
		if g == 0 || drawn[r] != nil || !worthHaving(r) || covered(have, r) {
			continue
		}
		runes = append(runes, r)
		glyphs = append(glyphs, g)
	}
	cut, err := face.Subset(glyphs)
	if err != nil {
		return nil, err
	}
	return assemble(source, cut, runes, drawn)
}

// worthHaving leaves out private-use characters, which mean something else in
// every face, and characters that show nothing.
func worthHaving(r rune) bool {
	return !unicode.Is(unicode.Co, r) && !unicode.Is(unicode.Cf, r) && !unicode.IsControl(r)
}

// notoFaces reads the faces that come first.
func notoFaces() ([]*font.Face, error) {
	var faces []*font.Face
	for _, name := range []string{
		"NotoSerifSC-Regular.ttf", "NotoSerifSC-Bold.ttf", "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf",
	} {
		data, err := fs.ReadFile(fonts.Files(), name)
		if err != nil {
			return nil, err
		}
		f, err := font.Parse(data, 0)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		faces = append(faces, f)
	}
	return faces, nil
}

// covered reports whether any of the faces has a character: a chain of fallback
// tries both styles before this one.
func covered(faces []*font.Face, r rune) bool {
	for _, f := range faces {
		if f.Glyph(r) != 0 {
			return true
		}
	}
	return false
}
