// Command fallback makes JobdocFallback-Regular.ttf, the characters of LXGW
// WenKai that the Noto faces beside it lack, signs of Noto Sans Symbols and marks
// of forms drawn in code, in marks.go; and JobdocKai-Regular.ttf, a cut of LXGW WenKai.
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
	"strings"
	"unicode"

	"jobdoc/fonts"
	"jobdoc/internal/font"
)

// sources are the files the faces are made from.
type sources struct {
	wenkai  []byte   // LXGW WenKai Regular
	symbols [][]byte // Noto Sans Symbols 2, Noto Sans Symbols and Noto Sans Math
}

func main() {
	const noto = "node_modules/@expo-google-fonts/noto-sans-"
	wenkai := flag.String("wenkai", "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", "LXGW WenKai Regular, as `FILE`")
	symbols2 := flag.String("symbols2", noto+"symbols-2/400Regular/NotoSansSymbols2_400Regular.ttf", "Noto Sans Symbols 2, as `FILE`")
	symbols := flag.String("symbols", noto+"symbols/400Regular/NotoSansSymbols_400Regular.ttf", "Noto Sans Symbols, as `FILE`")
	math := flag.String("math", noto+"math/400Regular/NotoSansMath_400Regular.ttf", "Noto Sans Math, as `FILE`")
	to := flag.String("o", "JobdocFallback-Regular.ttf", "fallback face, as `FILE`")
	kai := flag.String("kai", "JobdocKai-Regular.ttf", "face for 楷体, as `FILE`")
	flag.Parse()
	if err := run([]string{*wenkai, *symbols2, *symbols, *math}, *to, *kai); err != nil {
		fmt.Fprintln(os.Stderr, "fallback:", err)
		os.Exit(1)
	}
}

func run(from []string, to, kai string) error {
	s, err := readSources(from)
	if err != nil {
		return err
	}
	made, err := build(s)
	if err != nil {
		return err
	}
	if err := os.WriteFile(to, made, 0o644); err != nil {
		return err
	}
	if made, err = buildKai(s.wenkai); err != nil {
		return err
	}
	return os.WriteFile(kai, made, 0o644)
}

// readSources reads the files, LXGW WenKai first, and prints their sums.
func readSources(names []string) (s sources, err error) {
	var all [][]byte
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return s, err
		}
		sum := sha256.Sum256(data)
		fmt.Printf("%s %s\n", hex.EncodeToString(sum[:]), name)
		all = append(all, data)
	}
	return sources{all[0], all[1:]}, nil
}

// build makes the fallback face: what the Noto faces lack of LXGW WenKai, the
// signs that symbol fonts of Word stand for, and marks that are drawn.
func build(s sources) ([]byte, error) {
	have, err := notoFaces()
	if err != nil {
		return nil, err
	}
	drawn := marks()
	drawn[wordJoiner] = &glyph{}
	taken := map[rune]bool{}
	pick := func(data []byte, wanted func(r rune) bool) (part, error) {
		face, err := font.Parse(data, 0)
		if err != nil {
			return part{}, err
		}
		return cut(face, func(r rune) bool {
			if taken[r] || drawn[r] != nil || !worthHaving(r) || covered(have, r) || !wanted(r) || face.Glyph(r) == 0 {
				return false
			}
			taken[r] = true
			return true
		})
	}
	wenkai, err := pick(s.wenkai, func(rune) bool { return true })
	if err != nil {
		return nil, fmt.Errorf("cut LXGW WenKai: %w", err)
	}
	parts := []part{wenkai}
	signs := symbolRunes()
	for _, data := range s.symbols {
		p, err := pick(data, func(r rune) bool { return signs[r] })
		if err != nil {
			return nil, fmt.Errorf("cut Noto Sans Symbols: %w", err)
		}
		parts = append(parts, p)
	}
	return assemble(s.wenkai, parts, drawn, naming{"Jobdoc Fallback", "Signs from Noto Sans Symbols and Noto Sans Math, marks of forms drawn for jobdoc."})
}

// buildKai makes the face for 楷体: of LXGW WenKai all that Noto Serif SC has
// too, but for Hangul, of which LXGW WenKai holds a small part only. That is
// GBK, the 8105 characters of the standard list and all marks.
func buildKai(wenkai []byte) ([]byte, error) {
	source, err := font.Parse(wenkai, 0)
	if err != nil {
		return nil, fmt.Errorf("read LXGW WenKai: %w", err)
	}
	noto, err := notoFaces()
	if err != nil {
		return nil, err
	}
	p, err := cut(source, func(r rune) bool {
		hangul := 0xAC00 <= r && r <= 0xD7A3
		if g := source.Glyph(r); g == 0 || hangul || !worthHaving(r) || !covered(noto, r) {
			return false
		} else if strings.ContainsRune(chineseMarks, r) && source.Advance(g) != em {
			return false
		}
		return true
	})
	if err != nil {
		return nil, fmt.Errorf("cut LXGW WenKai: %w", err)
	}
	return assemble(wenkai, []part{p}, nil, naming{"Jobdoc Kai", "Cut for jobdoc."})
}

// chineseMarks are as wide as a character in Chinese text. LXGW WenKai sets some
// of them as narrow as Latin ones; those come from Noto Serif SC instead.
const chineseMarks = "“”‘’—…·‥"

// part is a cut face: glyph i+1 is that of runes[i].
type part struct {
	runes []rune
	data  []byte
}

// cut takes characters out of a face.
func cut(f *font.Face, wanted func(r rune) bool) (p part, err error) {
	var glyphs []font.GlyphID
	for r := rune(' '); r <= unicode.MaxRune; r++ {
		if wanted(r) {
			p.runes = append(p.runes, r)
			glyphs = append(glyphs, f.Glyph(r))
		}
	}
	p.data, err = f.Subset(glyphs)
	return p, err
}

// wordJoiner gets a blank glyph without a width, which the typesetter sets for
// characters that show nothing but should copy out. No other face has one.
const wordJoiner = '\u2060'

// symbolRunes are the characters that those of symbol fonts stand for.
func symbolRunes() map[rune]bool {
	all := map[rune]bool{}
	for _, name := range []string{"Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings"} {
		for code := rune(0xF020); code <= 0xF0FF; code++ {
			if r := font.SymbolRune(name, code); r != code {
				all[r] = true
			}
		}
	}
	return all
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
