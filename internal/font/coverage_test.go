package font_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"jobdoc/internal/font"
)

// charset returns the characters of the GBK rows and cells in ranges.
func charset(t *testing.T, firstRow, lastRow, firstCell, lastCell byte) []rune {
	t.Helper()
	var all []rune
	decoder := simplifiedchinese.GBK.NewDecoder()
	for row := int(firstRow); row <= int(lastRow); row++ {
		for cell := int(firstCell); cell <= int(lastCell); cell++ {
			if cell == 0x7F {
				continue
			}
			s, err := decoder.Bytes([]byte{byte(row), byte(cell)})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range string(s) {
				if r != 0xFFFD && (r < 0xE000 || r > 0xF8FF) {
					all = append(all, r)
				}
			}
		}
	}
	return all
}

func TestEveryFaceCoversTheCommonCharacterSets(t *testing.T) {
	t.Parallel()
	// A row of GB 2312 has 94 cells; level 1 ends with five free ones.
	sets := []struct {
		name  string
		runes []rune
		least int
	}{
		{"GB 2312 level 1", charset(t, 0xB0, 0xD7, 0xA1, 0xFE), 3755},
		{"GB 2312 level 2", charset(t, 0xD8, 0xF7, 0xA1, 0xFE), 3008},
		{"GB 2312 marks", charset(t, 0xA1, 0xA3, 0xA1, 0xFE), 250},
		{"GBK/3 Han characters", charset(t, 0x81, 0xA0, 0x40, 0xFE), 6080},
		{"GBK/4 Han characters", charset(t, 0xAA, 0xFE, 0x40, 0xA0), 8146},
		{"Unihan 1.1", between(0x4E00, 0x9FA5), 20902},
		{"Extension A of GB 18030", between(0x3400, 0x4DB5), 6582},
		{"ASCII", between(' ', '~'), 95},
		{"full-width forms", between(0xFF01, 0xFF5E), 94},
		{"numbers in circles", between('①', '⑳'), 20},
		{"names in the list of 8105", []rune("𬭎𬬭𬸚𬴂𬇕𬭳𬭶𠅤𫄧𫖯"), 10},
	}
	for _, name := range append([]string{kaiFile}, notoFiles...) {
		f := parseFont(t, name)
		for _, set := range sets {
			if name == kaiFile && set.name == "Extension A of GB 18030" {
				continue // LXGW WenKai has few of them; those fall back to Noto Serif
			}
			if len(set.runes) < set.least {
				t.Errorf("%s: %d characters to try, want %d", set.name, len(set.runes), set.least)
			}
			missing := 0
			for _, r := range set.runes {
				if f.Glyph(r) == 0 && !(name == kaiFile && strings.ContainsRune("“”‘’—…·", r)) { // too narrow in LXGW WenKai, left out
					missing++
					if missing < 5 {
						t.Logf("%s: %s lacks %c %U", name, set.name, r, r)
					}
				}
			}
			if missing != 0 {
				t.Errorf("%s lacks %d of %d characters of %s", name, missing, len(set.runes), set.name)
			}
		}
	}
}

func between(from, to rune) []rune {
	var all []rune
	for r := from; r <= to; r++ {
		all = append(all, r)
	}
	return all
}

func TestRareNamesAndFormMarksHaveAGlyphInEveryTypeface(t *testing.T) {
	t.Parallel()
	s, _ := newSet(t)
	for _, name := range []string{"宋体", "黑体", "楷体", "Times New Roman"} {
		for _, bold := range []bool{false, true} {
			typeface := s.Typeface(name, bold, false)
			for _, r := range "𠮷𪨊𬭎𰻝☐☑☒✓✔✗✘□■○●◎△▲◆◇★☆→←↑↓⇒√×÷±≤≥≠∞①⑳⑴⒈Ⅰⅻ℃㎡‰№™©®•·…—–‘’“”※€£¥〇ǚé한" {
				if _, g := typeface.Lookup(r); g == 0 {
					t.Errorf("%s, bold %v: no glyph for %c %U", name, bold, r, r)
				}
			}
		}
	}
}

func TestWhatCharactersOfSymbolFontsStandForHasAGlyph(t *testing.T) {
	t.Parallel()
	s, _ := newSet(t)
	typeface := s.Typeface("宋体", false, false)
	for _, b := range []struct {
		font string
		none string // codes that the font itself leaves free, or that Unicode has no sign for
	}{
		{"Symbol", "\x7F\xF0\xFF"},
		{"Wingdings", "\x7F\xFF"},
		{"Wingdings 2", "\x7F"},
		{"Wingdings 3", "\x7F"},
		{"Webdings", "\x7F"},
	} {
		for code := rune(0xF020); code <= 0xF0FF; code++ {
			r := font.SymbolRune(b.font, code)
			if r == code {
				free := strings.IndexByte(b.none, byte(code)) >= 0 || b.font == "Symbol" && code >= 0xF07F && code < 0xF0A0 ||
					b.font == "Wingdings 2" && code >= 0xF0FA || b.font == "Wingdings 3" && code >= 0xF0F1
				if !free {
					t.Errorf("SymbolRune(%s, %U) has no counterpart", b.font, code)
				}
				continue
			}
			if _, g := typeface.Lookup(r); g == 0 && r != 'ॐ' { // the one letter among them
				t.Errorf("SymbolRune(%s, %U) = %c %U, which no face has", b.font, code, r, r)
			}
		}
	}
}
