package typeset

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"jobdoc/internal/font"
)

// visibleWidths writes each line as its text with the advances that are not natural
// behind their characters, in hundredths of an em, and its place when it does
// not start at the left edge.
func visibleWidths(chars []char, lines []line) string {
	var out []string
	for _, l := range lines {
		var b strings.Builder
		if l.x != 0 {
			fmt.Fprintf(&b, "@%d ", l.x*100/em)
		}
		for i, c := range chars[l.from:l.text] {
			b.WriteRune(c.r)
			if l.shift != nil && l.shift[i] != 0 {
				fmt.Fprintf(&b, "<%d", l.shift[i]*100/em)
			}
			if l.advance[i] != c.width {
				fmt.Fprintf(&b, "%d", l.advance[i]*100/em)
			}
		}
		out = append(out, b.String())
	}
	return strings.Join(out, "|")
}

func TestMarksGiveUpBlank(t *testing.T) {
	topLine := func(f *lineFormat) { f.topLinePunct = true }
	for name, test := range map[string]struct {
		text   string
		format *lineFormat
		want   string
	}{
		"a closing mark before a mark":                  {"甲。”乙", form(9), "甲。50”乙"},
		"a closing mark before an opening one":          {"甲，“乙", form(9), "甲，50“乙"},
		"an opening mark before an opening one":         {"甲（“乙", form(9), "甲（50“乙"},
		"nothing between an opening and a closing mark": {"甲（）乙", form(9), "甲（）乙"},
		"each of three":                                    {"甲」）（乙", form(9), "甲」50）50（乙"},
		"the last of a row keeps its width":                {"甲！！！乙", form(9), "甲！50！50！乙"},
		"none where the document does not compress":        {"甲。”乙", form(9, noCompress), "甲。”乙"},
		"none for a mark of a Latin slot":                  {"甲。\"乙", form(9), "甲。\"乙"},
		"none across a line break":                         {"甲乙。\n（丙", form(9), "甲乙。|（丙"},
		"the mark at the end gives up what is missing":     {"一二三四，五六七", form(4.5), "一二三四，50|五六七"},
		"and not more":                                     {"一二三四，五六七", form(4.8), "一二三四，80|五六七"},
		"and nothing when it fits":                         {"一二三四，五六七", form(5.2), "一二三四，|五六七"},
		"then the marks within":                            {"一，三四五，六七", form(5.25), "一，75三四五，50|六七"},
		"marks within give up evenly":                      {"一，（三）五，六七八", form(5.5), "一，50（三）50五，50|六七八"},
		"the left half of an opening mark is before it":    {"一（三四五，六七八", form(5), "一50（三四五，50|六七八"},
		"a mark that still does not fit drags a character": {"一二三四五，六七", form(5), "一二三四|五，六七"},
		"several marks come in together":                   {"一二三四。”五六", form(5), "一二三四。50”50|五六"},
		"marks before a blank come in, the blank hangs":    {"一二三四， 五六", form(4.5), "一二三四，50|五六"},
		"a mark before a Latin word comes in":              {"一二三四，ab五", form(4.5), "一二三四，50|ab75五"},
		"a mark before a no-break space does not":          {"一二三四，\u00A0五六", form(4.5), "一二三|四，\u00A0五六"},
		"marks come in at the end of the paragraph":        {"一二三四。", form(4.5), "一二三四。50"},
		"and before a line break":                          {"一二三四。\n五", form(4.5), "一二三四。50|五"},
		"a Latin point never gives up":                     {"一二三四.五六", form(4.25, plain), "一二三|四.五六"},
		"a point hangs":                                    {"一二三四，五六七", form(4, noCompress, hang), "一二三四，|五六七"},
		"but gives up its half first":                      {"一二三四，五六七", form(4.5, hang), "一二三四，50|五六七"},
		"a closing bracket does not hang":                  {"一二三四）五六七", form(4, noCompress, hang), "一二三|四）五|六七"},
		"a Latin point does not hang":                      {"一二三四.五六七", form(4, plain, hang), "一二三|四.五|六七"},
		"only one point hangs":                             {"一二三四。，五六", form(4, noCompress, hang), "一二三|四。，|五六"},
		"a point behind a bracket hangs":                   {"一二三）。五六七", form(4, noCompress, hang), "一二三）。|五六七"},
		"an opening mark at the start keeps its blank":     {"（一二）三四", form(4), "（一二）|三四"},
		"but with topLinePunct":                            {"（一二）三四五", form(3.5, topLine), "（<5050一二）|三四五"},
		"on every line":                                    {"一二三四“五六", form(4, topLine), "一二三四|“<5050五六"},
	} {
		t.Run(name, func(t *testing.T) {
			chars := measured(test.text)
			if got := visibleWidths(chars, setLines(nil, chars, test.format)); got != test.want {
				t.Errorf("setLines(%q)\n got %s\nwant %s", test.text, got, test.want)
			}
		})
	}
}

func TestALineOfOneCharacterIsAvoided(t *testing.T) {
	for name, test := range map[string]struct {
		text   string
		format *lineFormat
		want   string
	}{
		"a character comes down":                         {"一二三四五", form(4), "一二三|四五"},
		"with a point behind it":                         {"一二三四五。", form(4, noCompress), "一二三|四五。"},
		"in justified text too":                          {"一二三四五", form(4, justified), "一150二150三|四五"},
		"a bracket comes down whole":                     {"一二（三四五六（七）八", form(5), "一二（三四|五六|（七）八"},
		"the line before keeps two":                      {"一二三", form(2), "一二|三"},
		"and when justified three quarters":              {"一二三四", form(3, justified), "一二三|四"},
		"a Latin word does not come down":                {"一二ab三", form(3.25, noCompress), "一二125ab|三"},
		"then marks give up blank":                       {"一，二，ab三", form(5.25), "一，50二，50ab75三"},
		"in centred text too":                            {"一二三四五", form(4, centred), "@50 一二三|@100 四五"},
		"not behind a forced break":                      {"一二三四\n五", form(4), "一二三四|五"},
		"nor where it ends in a tab":                     {"\t一二三四五", form(6), "\t200一二三四|五"},
		"a last line of one word may stand":              {"一二三四ab", form(4, plain), "一二三四|ab"},
		"a last line of two characters is left as it is": {"一二三四五六", form(4), "一二三四|五六"},
	} {
		t.Run(name, func(t *testing.T) {
			chars := measured(test.text)
			if got := visibleWidths(chars, setLines(nil, chars, test.format)); got != test.want {
				t.Errorf("setLines(%q)\n got %s\nwant %s", test.text, got, test.want)
			}
		})
	}
}

func TestGapsBetweenHanAndLatin(t *testing.T) {
	noDE := func(f *lineFormat) { f.autoSpaceDE = false }
	noDN := func(f *lineFormat) { f.autoSpaceDN = false }
	for name, test := range map[string]struct {
		text   string
		format *lineFormat
		want   string
	}{
		"letters on both sides":               {"甲ab乙", form(9), "甲125ab75乙"},
		"digits on both sides":                {"甲12乙", form(9), "甲12512" + "75乙"},
		"letters alone":                       {"甲a1乙", form(9, noDN), "甲125a1乙"},
		"digits alone":                        {"甲a1乙", form(9, noDE), "甲a175乙"},
		"none beside a blank":                 {"甲 a 乙", form(9), "甲 a 乙"},
		"none beside a mark":                  {"，a。（a）", form(9), "，a。50（a）"},
		"none beside a sign":                  {"甲%乙(丙)丁-戊", form(9), "甲%乙(丙)丁-戊"},
		"none beside full-width letters":      {"甲Ａ１乙", form(9), "甲Ａ１乙"},
		"other alphabets count":               {"甲α乙ж丙", form(9), "甲125α75乙125ж75丙"},
		"kana and Hangul count":               {"かa가1", form(9), "か125a75가1251"},
		"supplementary characters count":      {"𠮷a𬭎", form(9), "𠮷125a75𬭎"},
		"none at the end of a line":           {"甲乙ab", form(2), "甲乙|ab"},
		"none at its start":                   {"ab甲乙", form(1.5), "ab|甲|乙"},
		"a gap takes room":                    {"甲ab", form(2.2), "甲|ab"},
		"LibreOffice's width where asked for": {"甲a", form(9, func(f *lineFormat) { f.autoSpace = 200 }), "甲120a"},
	} {
		t.Run(name, func(t *testing.T) {
			chars := measured(test.text)
			if got := visibleWidths(chars, setLines(nil, chars, test.format)); got != test.want {
				t.Errorf("setLines(%q)\n got %s\nwant %s", test.text, got, test.want)
			}
		})
	}
}

func TestTheGapIsAQuarterOfTheHanCharacter(t *testing.T) {
	chars := measured("甲a乙")
	chars[1].size, chars[1].run = em/2, 1
	if got := setLines(nil, chars, form(9))[0].advance; got[0] != em+em/4 || got[1] != em/2+em/4 {
		t.Errorf("advances = %v, want a quarter of %d beside each Han character", got, em)
	}
}

// randomText returns Chinese text with more marks than any real one has.
func randomText(r *rand.Rand) string {
	alphabet := []rune("一二三四五六七八九十，。、；：？！（）《》“”‘’「」——……·%￥~")
	words := []string{"ORACLE", "25.5%", "￥100", " ", "ab", "——", "……", "3kg", "𠮷"}
	var b strings.Builder
	for range 1 + r.IntN(60) {
		if r.IntN(6) == 0 {
			b.WriteString(words[r.IntN(len(words))])
			continue
		}
		b.WriteRune(alphabet[r.IntN(len(alphabet))])
	}
	return b.String()
}

func TestNoLineStartsOrEndsWithAForbiddenMark(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 4000 {
		text := randomText(r)
		chars := measured(text)
		f := form(1+float64(r.IntN(60))/4, func(f *lineFormat) {
			f.align = align(r.IntN(5))
			f.compress, f.overflowPunct, f.topLinePunct = r.IntN(2) == 0, r.IntN(2) == 0, r.IntN(2) == 0
		})
		breaks := opportunities(text)
		lines := setLines(nil, chars, f)
		for i, l := range lines {
			if i == 0 || l.text == l.from || !breaks[l.from] { // the paragraph's start, blanks, a unit torn apart
				continue
			}
			last := lines[i-1].text - 1
			if strings.ContainsRune(defaultNoStart, chars[l.from].r) || last >= 0 && strings.ContainsRune(defaultNoEnd, chars[last].r) {
				t.Errorf("setLines(%q, %d) breaks %q | %q", text, f.width, string(chars[last].r), string(chars[l.from].r))
			}
		}
	}
}

func TestInkNeverTouchesInk(t *testing.T) {
	data, err := os.ReadFile("../../fonts/JobdocFallback-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	face, err := font.Parse(data, 0)
	if err != nil {
		t.Fatal(err)
	}
	chars := measured("甲。”乙")
	glyph := font.GlyphID(0) // .notdef: a box that nearly fills its cell
	_, _, right, _, ok := face.Bounds(glyph)
	if !ok {
		t.Fatal("the face draws nothing for .notdef")
	}
	blank := Length(face.Advance(glyph)-right) * em / Length(face.UnitsPerEm())
	if blank <= 0 || blank >= em/2 {
		t.Fatalf("the box leaves %d blank, no use to this test", blank)
	}
	chars[1].face, chars[1].id = face, glyph
	if got := setLines(nil, chars, form(9))[0].advance[1]; got != em-blank {
		t.Errorf("the mark advances by %d, want %d less its blank %d", got, em, blank)
	}
}
