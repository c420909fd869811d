package typeset

import (
	"slices"
	"strings"
	"testing"
)

// em is the size of all test characters: full-width ones are one em wide,
// blanks a quarter and all others half an em, whatever a face would say.
const em = 10 * Point

// measured makes the characters of a test text. ambiguous marks are set full
// width, as in a run with an East Asian hint.
func measured(text string) []char {
	var chars []char
	for _, r := range text {
		full := r >= 0x2E80 && r != 0xFFFC || strings.ContainsRune("“”‘’…—·□→①×≥±", r)
		width := Length(em / 2)
		if full || r == 0xFFFC {
			width = em
		}
		if r == ' ' || r == 0xA0 {
			width = em / 4
		}
		switch findKind(r).class {
		case classMark, classBreak, classTab, classZero:
			width = 0
		}
		chars = append(chars, char{r: r, width: width, size: em, full: full})
	}
	return chars
}

// form returns a format of the given width in em, with what Word has by default
// but the hanging of marks.
func form(width float64, change ...func(*lineFormat)) *lineFormat {
	f := &lineFormat{
		width: Length(width * float64(em)), kinsoku: true, wordWrap: true, compress: true,
		autoSpaceDE: true, autoSpaceDN: true, autoSpace: 250, defaultTab: 2 * em,
	}
	for _, c := range change {
		c(f)
	}
	return f
}

func plain(f *lineFormat)      { f.compress, f.autoSpaceDE, f.autoSpaceDN = false, false, false }
func noCompress(f *lineFormat) { f.compress = false }
func hang(f *lineFormat)       { f.overflowPunct = true }
func noKinsoku(f *lineFormat)  { f.kinsoku = false }
func noWordWrap(f *lineFormat) { f.wordWrap = false }
func centred(f *lineFormat)    { f.align = alignCenter }
func justified(f *lineFormat)  { f.align = alignBoth }

// visible returns the text of each line without what trails.
func visible(chars []char, lines []line) []string {
	var texts []string
	for _, l := range lines {
		var b strings.Builder
		for _, c := range chars[l.from:l.text] {
			b.WriteRune(c.r)
		}
		texts = append(texts, b.String())
	}
	return texts
}

func TestLinesBreakWhereTheyShould(t *testing.T) {
	for name, test := range map[string]struct {
		text   string
		format *lineFormat
		want   string // lines, joined by |
	}{
		"an empty paragraph is one empty line":               {"", form(5), ""},
		"Han breaks anywhere":                                {"一二三四五六七八", form(3), "一二三|四五六|七八"},
		"a line that just fits does not break":               {"一二三", form(3), "一二三"},
		"supplementary characters are one unit each":         {"𠮷野家李𬭎", form(2), "𠮷野|家李|𬭎"},
		"a point may not start a line":                       {"一二三四，五六", form(4, noCompress), "一二三|四，五六"},
		"a closing quote drags its character along":          {"一二三四。”五六", form(4, noCompress), "一二三|四。”|五六"},
		"an opening mark may not end a line":                 {"一二三（四五）六七", form(4, noCompress), "一二三|（四五）|六七"},
		"without kinsoku marks stand anywhere":               {"一二三四，五六", form(4, noCompress, noKinsoku), "一二三四|，五六"},
		"a Latin word stays whole":                           {"使用Oracle数据", form(4, plain), "使用|Oracle|数据"},
		"words break at blanks, which vanish":                {"one two three", form(3), "one|two|three"},
		"blanks at the margin hang":                          {"ab    cd", form(1), "ab|cd"},
		"a number keeps its per cent sign":                   {"比例占80.5%以上", form(4, plain), "比例占|80.5%|以上"},
		"a number keeps its unit":                            {"重量约25kg的", form(4, plain), "重量约|25kg的"},
		"a number keeps its currency sign":                   {"共计￥1,200元", form(4, plain), "共计|￥1,200|元"},
		"a number keeps its sign of comparison":              {"达成率≥85%时", form(4, plain), "达成率|≥85%时"},
		"two signs before a number stay with it":             {"误差≥±10%内", form(4.5, plain), "误差|≥±10%内"},
		"a number keeps its degrees":                         {"水温达25℃时", form(4, plain), "水温达|25℃时"},
		"a number and a Han unit part":                       {"二零零2005年", form(5, plain), "二零零2005|年"},
		"full-width digits are one number":                   {"一二１２３％四", form(4, plain), "一二|１２３％|四"},
		"a date with hyphens stays whole":                    {"日期2005-02-03", form(5, plain), "日期|2005-02-03"},
		"a compound breaks behind its hyphen":                {"state-of-the-art", form(4.5), "state-of-|the-art"},
		"an option does not":                                 {"ab -long", form(2), "ab|-lon|g"},
		"a dash of two em is one unit":                       {"一二三——四", form(4), "一二三|——四"},
		"an ellipsis of two em is one unit":                  {"一二三四……五", form(5, noCompress), "一二三|四……五"},
		"a slash does not part words":                        {"一二TCP/IP", form(4, plain), "一二|TCP/IP"},
		"signs within words do not either":                   {"一二R&D@x.com", form(5, plain), "一二|R&D@x.com"},
		"an overlong word breaks at the margin":              {"一abcdefghij", form(2, plain), "一|abcd|efgh|ij"},
		"an address breaks behind a slash":                   {"http://ab.cd/efgh", form(7), "http://ab.cd/|efgh"},
		"without wordWrap Latin breaks anywhere":             {"一二abcdef", form(4, plain, noWordWrap), "一二abcd|ef"},
		"but not before a per cent sign":                     {"一二34%", form(3, plain, noWordWrap), "一二3|4%"},
		"a no-break space does not break":                    {"一二三\u00A0四", form(3.5, plain), "一二|三\u00A0四"},
		"a no-break hyphen does not break":                   {"ab\u2011cd ef", form(2), "ab\u2011c|d ef"},
		"a zero-width space breaks a word":                   {"ab\u200Bcd", form(1.5), "ab|cd"},
		"a soft hyphen breaks a word":                        {"ab\u00ADcdef", form(2), "ab\u00AD|cdef"},
		"a soft hyphen needs room to be drawn":               {"abcd\u00ADef", form(2), "abcd\u00AD|ef"},
		"a line break ends a line":                           {"一\n二", form(5), "一|二"},
		"a line break at the end opens a line":               {"一\n", form(5), "一|"},
		"a line break behind a full line opens no empty one": {"一二\n三", form(2), "一二|三"},
		"a page break ends a line":                           {"一\f二", form(5), "一|二"},
		"an object breaks like a character":                  {"一\uFFFC\uFFFC二", form(2), "一\uFFFC|\uFFFC二"},
		"a point clings to an object":                        {"一二\uFFFC，三", form(3, noCompress), "一二|\uFFFC，三"},
		"a combining mark clings to its letter":              {"e\u0301e\u0301e\u0301", form(1), "e\u0301e\u0301|e\u0301"},
		"a lone ideographic space hangs":                     {"一二三　四五", form(3), "一二三|四五"},
		"a row of ideographic spaces wraps":                  {"一二　　　　三", form(4), "一二　　|　　三"},
		"quotes of a Latin slot part Han":                    {"一二三\"四五\"", form(4, plain), "一二|三\"四五\""},
		"no rule reaches over a blank but kinsoku's":         {"一二 ，三", form(2), "一|二 ，|三"},
		"a mark wider than the line stands alone":            {"（一）", form(1), "（|一|）"},
		"a first-line indent narrows the first line":         {"一二三四五六", form(4, func(f *lineFormat) { f.firstIndent = 2 * em }), "一二|三四五六"},
		"a hanging indent widens it":                         {"一二三四五六", form(3, func(f *lineFormat) { f.firstIndent = -em }), "一二三四|五六"},
		"a line holds one character at the least":            {"一二", form(0), "一|二"},
	} {
		t.Run(name, func(t *testing.T) {
			chars := measured(test.text)
			got := strings.Join(visible(chars, setLines(nil, chars, test.format)), "|")
			if got != test.want {
				t.Errorf("setLines(%q) = %s, want %s", test.text, got, test.want)
			}
		})
	}
}

func TestSetsOfTheDocumentReplaceTheDefaultOnes(t *testing.T) {
	own := func(f *lineFormat) { f.noStart, f.noEnd = "人", "三" }
	for text, want := range map[string]string{
		"一二，三四五六人七": "一二，|三四五|六人七", // 三 does not end a line, 人 does not start one
		"一二三四，五六":   "一二三四|，五六",    // ， does
	} {
		chars := measured(text)
		got := strings.Join(visible(chars, setLines(nil, chars, form(4, noCompress, own))), "|")
		if got != want {
			t.Errorf("setLines(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestTheMarkOfANoteClingsWithoutAGap(t *testing.T) {
	t.Parallel()
	chars := measured("一二三12四")
	for i := 3; i < 5; i++ {
		chars[i].mark = true
	}
	lines := setLines(nil, chars, form(3.5))
	if got, want := visible(chars, lines), []string{"一二", "三12四"}; !slices.Equal(got, want) {
		t.Errorf("lines = %q, want %q", got, want)
	}
	if w := lines[1].width; w != 3*em {
		t.Errorf("三12四 is %d wide, want %d without gaps", w, 3*em)
	}
}
