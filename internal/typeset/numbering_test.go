package typeset

import (
	"fmt"
	"strings"
	"testing"
)

// listLayout sets paragraphs of the list numId 1, one for each level given.
func listLayout(t *testing.T, numbering string, levels ...int) *Layout {
	t.Helper()
	var body strings.Builder
	for _, level := range levels {
		fmt.Fprintf(&body, `<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>#</w:t></w:r></w:p>`, level)
	}
	return docx{body: body.String(), numbering: numbering, media: map[string][]byte{"dot.png": onePixel}}.layout(t)
}

// numbersOf are the numbers of a list, one for each paragraph.
func numbersOf(l *Layout) (all []string) {
	all = strings.Split(strings.Join(textsOf(l), ""), "#")
	return all[:len(all)-1]
}

func TestListsCountAsWordDoes(t *testing.T) {
	t.Parallel()
	const num = `<w:num w:numId="1"><w:abstractNumId w:val="0"/>%s</w:num>`
	level := func(i int, format, text, more string) string {
		return fmt.Sprintf(`<w:lvl w:ilvl="%d"><w:start w:val="1"/>%s%s<w:suff w:val="nothing"/><w:lvlText w:val="%s"/></w:lvl>`, i, format, more, text)
	}
	format := func(name string) string { return `<w:numFmt w:val="` + name + `"/>` }
	for _, tt := range []struct {
		name   string
		levels string
		num    string
		of     []int
		want   string
	}{
		{"three levels", level(0, format("chineseCountingThousand"), "第%1章 ", "") + level(1, format("decimal"), "%1.%2 ", "<w:isLgl/>") + level(2, format("lowerLetter"), "%1.%2.%3) ", ""), "",
			[]int{0, 1, 1, 2, 0, 1}, "第一章 |1.1 |1.2 |一.2.a) |第二章 |2.1 "},
		{"a level that never starts anew", level(0, format("decimal"), "%1.", "") + level(1, format("decimal"), "(%2)", `<w:lvlRestart w:val="0"/>`), "",
			[]int{0, 1, 0, 1}, "1.|(1)|2.|(2)"},
		{"a start of its own", level(0, format("decimal"), "%1.", ""), `<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>`,
			[]int{0, 0}, "7.|8."},
		{"a level of its own", level(0, format("decimal"), "%1.", ""), `<w:lvlOverride w:ilvl="0">` + level(0, format("upperRoman"), "%1)", "") + `</w:lvlOverride>`,
			[]int{0, 0}, "I)|II)"},
		{"zeros in front", level(0, `<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>`, "%1-", ""), "",
			[]int{0, 0}, "001-|002-"},
		{"no number", level(0, format("none"), "附：", ""), "", []int{0, 0}, "附：|附："},
		{"a first level that is skipped", level(0, format("decimal"), "%1.", "") + level(1, format("decimal"), "%1.%2.", ""), "", []int{1, 1}, "1.1.|1.2."},
	} {
		l := listLayout(t, `<w:abstractNum w:abstractNumId="0">`+tt.levels+`</w:abstractNum>`+fmt.Sprintf(num, tt.num), tt.of...)
		if got := strings.Join(numbersOf(l), "|"); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		if len(l.Warnings) > 0 {
			t.Errorf("%s: warnings %v", tt.name, l.Warnings)
		}
	}
}

func TestAWayToCountThatIsNotKnownIsSaid(t *testing.T) {
	t.Parallel()
	l := listLayout(t, `<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="aiueo"/><w:suff w:val="nothing"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>`+
		`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`, 0)
	if got := numbersOf(l); got[0] != "3." || len(l.Warnings) != 1 || l.Warnings[0].Code != "number-format" {
		t.Errorf("numbers %q, warnings %v", got, l.Warnings)
	}
}

func TestABulletIsItsPicture(t *testing.T) {
	t.Parallel()
	bullet := func(part string) *Layout {
		p := `<w:numPicBullet w:numPicBulletId="4"><w:pict><v:shape style="width:12pt;height:6pt"><v:imagedata r:id="` + part + `"/></v:shape></w:pict></w:numPicBullet>`
		return listLayout(t, p+`<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlPicBulletId w:val="4"/><w:rPr><w:sz w:val="24"/></w:rPr></w:lvl></w:abstractNum>`+
			`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`, 0)
	}
	l := bullet("dot")
	if im := l.Pages[0].Images; len(im) != 1 || im[0].Height != 12*Point || im[0].Width != 24*Point {
		t.Errorf("pictures %v, want one as high as its font", im)
	}
	if len(l.Warnings) > 0 || strings.Contains(textsOf(l)[0], "•") {
		t.Errorf("warnings %v, text %q", l.Warnings, textsOf(l))
	}
	l = bullet("gone")
	if len(l.Pages[0].Images) != 0 || !strings.HasPrefix(strings.Join(textsOf(l), ""), "•") || len(l.Warnings) != 1 {
		t.Errorf("without its picture: %q, warnings %v", textsOf(l), l.Warnings)
	}
}

func TestNumbersOfOldListsKeepTheirDistance(t *testing.T) {
	t.Parallel()
	l := listLayout(t, `<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:legacy w:legacy="1" w:legacySpace="120" w:legacyIndent="720"/></w:lvl></w:abstractNum>`+
		`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`, 0)
	at := l.Pages[0].Texts[0].X
	for _, g := range l.Pages[0].Texts[0].Glyphs {
		if g.Rune == '#' {
			break
		}
		at += g.Advance
	}
	if d := at - l.Pages[0].Texts[0].X; d != 36*Point {
		t.Errorf("text stands %d from its number's beginning, want 36 pt", d)
	}
}
