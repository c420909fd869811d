package typeset

import (
	"fmt"
	"testing"
)

// runLayout sets one paragraph of the given content in 宋体 of 10.5 pt.
func runLayout(t *testing.T, content string) *Layout {
	t.Helper()
	return docx{
		styles: `<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>`,
		body:   `<w:p>` + content + `</w:p>`,
	}.layout(t)
}

func TestEveryKindOfUnderlineLooksLikeNoOther(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for name, kind := range underlineNames {
		l := runLayout(t, `<w:r><w:rPr><w:u w:val="`+name+`"/></w:rPr><w:t xml:space="preserve">一 二三四五六七八九十</w:t></w:r>`)
		if drawn := len(l.Pages[0].Rules) > 0; drawn != (kind != underNone) {
			t.Errorf("%s: drawn is %v", name, drawn)
		}
		look := fmt.Sprint(l.Pages[0].Rules)
		if other := seen[look]; other != "" {
			t.Errorf("%s looks like %s", name, other)
		}
		seen[look] = name
	}
}

func TestEmphasisMarksStandAtCharactersOnly(t *testing.T) {
	t.Parallel()
	const run = `<w:r><w:rPr><w:em w:val="dot"/>%s</w:rPr><w:t xml:space="preserve">%s</w:t></w:r>`
	one := runLayout(t, fmt.Sprintf(run, "", "职"))
	marks := len(one.Pages[0].Rules)
	if marks == 0 {
		t.Fatal("no mark")
	}
	for text, want := range map[string]int{"职责": 2, "职，责。": 2, "（ ）　“”": 0, "a1": 2} {
		if got := len(runLayout(t, fmt.Sprintf(run, "", text)).Pages[0].Rules); got != want*marks {
			t.Errorf("%q has %d rectangles, want %d marks of %d", text, got, want, marks)
		}
	}
	base := one.Pages[0].Texts[0].Y
	if y := one.Pages[0].Rules[0].Y; y < base {
		t.Errorf("the mark of Chinese text stands at %d, above the baseline %d", y, base)
	}
	japanese := runLayout(t, fmt.Sprintf(run, `<w:lang w:eastAsia="ja-JP"/>`, "職"))
	if y := japanese.Pages[0].Rules[0].Y; y > japanese.Pages[0].Texts[0].Y-8*Point {
		t.Errorf("the mark of Japanese text stands at %d, not above the text", y)
	}
}

func TestNeighbouringRunsShareTheirBorder(t *testing.T) {
	t.Parallel()
	const run = `<w:r><w:rPr>%s<w:bdr w:val="single" w:sz="%d" w:space="0" w:color="auto"/></w:rPr><w:t>职责</w:t></w:r>`
	same := runLayout(t, fmt.Sprintf(run, "", 4)+fmt.Sprintf(run, "<w:b/>", 4))
	if n := len(same.Pages[0].Rules); n != 4 {
		t.Errorf("two runs of the same border have %d sides, want 4", n)
	}
	other := runLayout(t, fmt.Sprintf(run, "", 4)+fmt.Sprintf(run, "", 8))
	if n := len(other.Pages[0].Rules); n != 8 {
		t.Errorf("two runs of two borders have %d sides, want 8", n)
	}
	if len(same.Warnings) > 0 {
		t.Errorf("warnings %v", same.Warnings)
	}
}
