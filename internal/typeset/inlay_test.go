package typeset

import (
	"fmt"
	"strings"
	"testing"
)

// textsOf are the texts of a layout, in reading order.
func textsOf(l *Layout) (all []string) {
	for i := range l.Pages {
		for _, t := range l.Pages[i].Texts {
			var b strings.Builder
			for _, g := range t.Glyphs {
				b.WriteRune(g.Rune)
			}
			all = append(all, b.String())
		}
	}
	return all
}

// widthOf is the sum of a text's advances.
func widthOf(t *Text) (width Length) {
	for _, g := range t.Glyphs {
		width += g.Advance
	}
	return width
}

const rubyRun = `<w:r><w:ruby><w:rubyPr><w:rubyAlign w:val="%s"/><w:hps w:val="10"/><w:hpsRaise w:val="18"/></w:rubyPr>` +
	`<w:rt><w:r><w:rPr><w:sz w:val="10"/></w:rPr><w:t>%s</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>%s</w:t></w:r></w:rubyBase></w:ruby></w:r>`

func TestRubyStandsAboveItsBase(t *testing.T) {
	t.Parallel()
	l := runLayout(t, fmt.Sprintf(rubyRun, "center", "pīn", "拼")+`<w:r><w:t>。</w:t></w:r>`)
	if got := strings.Join(textsOf(l), "|"); got != "拼|pīn|。" {
		t.Fatalf("texts %q", got)
	}
	base, ruby, point := &l.Pages[0].Texts[0], &l.Pages[0].Texts[1], &l.Pages[0].Texts[2]
	if ruby.Size != 5*Point || base.Y-ruby.Y < 9*Point {
		t.Errorf("ruby of %d stands %d above its base", ruby.Size, base.Y-ruby.Y)
	}
	if mid, want := ruby.X+widthOf(ruby)/2, base.X+base.Size/2; max(mid-want, want-mid) > 10 {
		t.Errorf("middle of the ruby is at %d, of the base at %d", mid, want)
	}
	if point.X != base.X+base.Size {
		t.Errorf("what follows stands at %d, want %d", point.X, base.X+base.Size)
	}
	if len(l.Warnings) > 0 {
		t.Errorf("warnings %v", l.Warnings)
	}
}

func TestLinesWithRubyAreHigher(t *testing.T) {
	t.Parallel()
	second := func(first string) Length {
		l := runLayout(t, first+`<w:r><w:br/><w:t>下</w:t></w:r>`)
		return l.Pages[0].Texts[len(l.Pages[0].Texts)-1].Y
	}
	plain, ruby := second(`<w:r><w:t>拼</w:t></w:r>`), second(fmt.Sprintf(rubyRun, "center", "pīn", "拼"))
	if d := ruby - plain; d < 2*Point || d > 5*Point {
		t.Errorf("ruby makes its line %d higher", d)
	}
}

func TestWhicheverIsNarrowerIsSpreadOverTheOther(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		align, ruby, base string
		narrow            int // index of the narrower text
		start             Length
	}{
		{"left", "a", "职责", 1, 0},
		{"center", "aaaaaaaaaaaaaaaaaaaa", "职", 0, -1},
		{"distributeLetter", "ab", "职位说明", 1, 0},
		{"distributeSpace", "ab", "职位说明", 1, -1},
	} {
		l := runLayout(t, fmt.Sprintf(rubyRun, tt.align, tt.ruby, tt.base))
		narrow, wide := &l.Pages[0].Texts[tt.narrow], &l.Pages[0].Texts[1-tt.narrow]
		if inset := narrow.X - wide.X; tt.start == 0 && inset != 0 || tt.start < 0 && inset <= 0 {
			t.Errorf("%s: the narrower stands %d from the start", tt.align, inset)
		}
		spread := tt.align == "distributeLetter"
		if got := widthOf(narrow) == widthOf(wide); got != spread {
			t.Errorf("%s: widths %d and %d", tt.align, widthOf(narrow), widthOf(wide))
		}
	}
}

func TestTwoLinesInOneAreHalfAsHigh(t *testing.T) {
	t.Parallel()
	const run = `<w:r><w:rPr>%s<w:eastAsianLayout w:id="3" w:combine="1" w:combineBrackets="square"/></w:rPr><w:t>%s</w:t></w:r>`
	l := runLayout(t, fmt.Sprintf(run, "", "北京")+fmt.Sprintf(run, "<w:b/>", "大学"))
	if got := strings.Join(textsOf(l), "|"); got != "[|北京|大学|]" {
		t.Fatalf("texts %q", got)
	}
	upper, lower := &l.Pages[0].Texts[1], &l.Pages[0].Texts[2]
	if upper.Size != 5250 || upper.X != lower.X || lower.Y-upper.Y != 5250 {
		t.Errorf("rows at %d,%d and %d,%d of %d", upper.X, upper.Y, lower.X, lower.Y, upper.Size)
	}
}

func TestTextFillsTheWidthItIsGiven(t *testing.T) {
	t.Parallel()
	const run = `<w:r><w:rPr>%s<w:fitText w:val="1260" w:id="1"/></w:rPr><w:t>%s</w:t></w:r>`
	for name, content := range map[string]string{
		"wider":       fmt.Sprintf(run, "", "姓名"),
		"two runs":    fmt.Sprintf(run, "", "出生") + fmt.Sprintf(run, "<w:b/>", "年月"),
		"narrower":    fmt.Sprintf(run, "", "所需记录文档和工具设备"),
		"one of text": fmt.Sprintf(run, "", "Supervisor of the department"),
	} {
		l := runLayout(t, content+`<w:r><w:t>：</w:t></w:r>`)
		texts := l.Pages[0].Texts
		last := &texts[len(texts)-1]
		end := last.X + widthOf(last) - 10500 // of the colon
		if got := end - texts[0].X; got != 63*Point {
			t.Errorf("%s: %d wide, want 63 pt", name, got)
		}
	}
}

func TestFieldsThatWordMakesOfTheirCodeArePrinted(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		`EQ \o\ac(○,1)`:  "①",
		`eq \o\ac(○,35)`: "㉟",
		`EQ \o\ac(○,A)`:  "Ⓐ",
		`EQ \o\ac(○,三)`:  "㊂",
		`EQ \o\ac(○,密)`:  "○|密",
		`EQ \* jc2 \* "Font:宋体 x" \* hps10 \o\ad(\s\up 9(pin),拼)`: "拼|pin",
		`EQ \o(\s\up 5(北京),\s\do 2(大学))`:                          "北京|大学",
		`EQ \f(1,2)`:                                              "1/2",
		`EQ a\,b`:                                                 "a,b",
		`SYMBOL 254 \f "Wingdings" \s 10`:                         "☑",
		`SYMBOL 0xB7 \f Symbol`:                                   "•",
		`EQ \o(\s`:                                                "",
		`EQ \`:                                                    `\`,
		`LISTNUM`:                                                 "",
	} {
		l := runLayout(t, `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">`+
			code+`</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`)
		if got := strings.Join(textsOf(l), "|"); got != want {
			t.Errorf("%s prints %q, want %q", code, got, want)
		}
	}
	if got := strings.Join(textsOf(runLayout(t, `<w:fldSimple w:instr="EQ \o\ac(○,7)"/>`)), "|"); got != "⑦" {
		t.Errorf("a simple field prints %q, want ⑦", got)
	}
}

func TestTheChosenEntryOfADropDownListIsPrinted(t *testing.T) {
	t.Parallel()
	const field = `<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList>%s<w:listEntry w:val="本科"/><w:listEntry w:val="硕士"/></w:ddList></w:ffData></w:fldChar></w:r>` +
		`<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	for choice, want := range map[string]string{"": "本科", `<w:result w:val="1"/>`: "硕士", `<w:default w:val="1"/>`: "硕士", `<w:result w:val="7"/>`: ""} {
		if got := strings.Join(textsOf(runLayout(t, fmt.Sprintf(field, choice))), "|"); got != want {
			t.Errorf("%s prints %q, want %q", choice, got, want)
		}
	}
}
