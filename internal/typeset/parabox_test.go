package typeset

import (
	"fmt"
	"strings"
	"testing"
)

const box4 = `<w:pBdr><w:top w:val="single" w:sz="4" w:space="1"/><w:left w:val="single" w:sz="4" w:space="1"/>` +
	`<w:bottom w:val="single" w:sz="4" w:space="1"/><w:right w:val="single" w:sz="4" w:space="1"/></w:pBdr>`

// paragraphs sets paragraphs given as pPr and text, in 宋体 of 10.5 pt.
func paragraphs(t *testing.T, pairs ...string) *Layout {
	t.Helper()
	var body strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		fmt.Fprintf(&body, `<w:p><w:pPr>%s</w:pPr><w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>`, pairs[i], pairs[i+1])
	}
	return docx{
		styles: `<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>`,
		body:   body.String(),
	}.layout(t)
}

func TestABoxHoldsAHangingFirstLine(t *testing.T) {
	t.Parallel()
	p := &paragraphs(t, box4+`<w:ind w:left="840" w:hanging="420"/>`, "条").Pages[0]
	left := p.Rules[0].X
	for _, r := range p.Rules {
		left = min(left, r.X)
	}
	if text := p.Texts[0].X; left >= text || left < text-3*Point {
		t.Errorf("the box begins at %d, its text at %d", left, text)
	}
}

func TestTheSpaceBetweenJoinedParagraphsIsInTheirBox(t *testing.T) {
	t.Parallel()
	const gap = `<w:spacing w:after="200"/>`
	p := &paragraphs(t, box4+gap, "甲", box4+gap, "乙").Pages[0]
	var sides, across int
	for _, r := range p.Rules {
		if r.Height <= r.Width {
			across++
			continue
		}
		sides++
	}
	if across != 2 || sides != 4 {
		t.Fatalf("%d rules across and %d sides, want 2 and 4", across, sides)
	}
	upper, lower := p.Rules[1], p.Rules[len(p.Rules)-2]
	if upper.Y+upper.Height != lower.Y || lower.X != upper.X {
		t.Errorf("the left side has a gap: it ends at %d and goes on at %d", upper.Y+upper.Height, lower.Y)
	}
	shade := func(color string) string {
		return gap + `<w:shd w:val="clear" w:color="auto" w:fill="` + color + `"/>`
	}
	for color, whole := range map[string]bool{"DDDDDD": true, "EEEEEE": false} {
		fills := paragraphs(t, shade("DDDDDD"), "甲", shade(color), "乙").Pages[0].Fills
		last := fills[len(fills)-1]
		if got := len(fills) == 1 || fills[0].Y+fills[0].Height == last.Y; got != whole {
			t.Errorf("DDDDDD above %s: shading goes on is %v", color, got)
		}
	}
}

func TestABoxIsClosedAtTheEndOfAPage(t *testing.T) {
	t.Parallel()
	l := paragraphs(t, box4, strings.Repeat("职位说明书", 600))
	if len(l.Pages) < 2 {
		t.Fatalf("%d pages", len(l.Pages))
	}
	for i := range l.Pages {
		across := 0
		for _, r := range l.Pages[i].Rules {
			if r.Width > r.Height {
				across++
			}
		}
		if across != 2 {
			t.Errorf("page %d has %d rules across, want 2", i+1, across)
		}
	}
}

func TestABarTabIsALineAndNoStop(t *testing.T) {
	t.Parallel()
	p := &paragraphs(t, `<w:tabs><w:tab w:val="bar" w:pos="1000"/><w:tab w:val="left" w:pos="2000"/></w:tabs>`, "左").Pages[0]
	if len(p.Rules) != 1 || p.Rules[0].X != p.Texts[0].X+50*Point || p.Rules[0].Height < 12*Point {
		t.Errorf("rules %v", p.Rules)
	}
	f := lineFormat{tabs: []tabStop{{pos: 50 * Point, align: tabBar}, {pos: 100 * Point}}}
	if stop := f.stopAfter(0); stop.pos != 100*Point {
		t.Errorf("the first stop is at %d", stop.pos)
	}
}

func TestSmallTextStandsWhereTheParagraphSays(t *testing.T) {
	t.Parallel()
	y := func(how string) (large, small Length) {
		l := docx{body: `<w:p><w:pPr><w:textAlignment w:val="` + how + `"/></w:pPr><w:r><w:rPr><w:sz w:val="72"/></w:rPr><w:t>X</w:t></w:r><w:r><w:rPr><w:sz w:val="16"/></w:rPr><w:t>x</w:t></w:r></w:p>`}.layout(t)
		return l.Pages[0].Texts[0].Y, l.Pages[0].Texts[1].Y
	}
	base, same := y("baseline")
	if base != same {
		t.Errorf("on the baseline: %d and %d", base, same)
	}
	_, top := y("top")
	_, center := y("center")
	_, bottom := y("bottom")
	if !(top < center && center < base && base < bottom) {
		t.Errorf("top %d, centre %d, baseline %d, bottom %d", top, center, base, bottom)
	}
}

func TestIndentsAreMirroredOnEvenPages(t *testing.T) {
	t.Parallel()
	const mirrored = `<w:mirrorIndents/><w:ind w:left="200" w:right="1000"/>`
	l := paragraphs(t, mirrored, "奇", mirrored+`<w:pageBreakBefore/>`, "偶")
	odd, even := l.Pages[0].Texts[0].X, l.Pages[1].Texts[0].X
	if even-odd != 40*Point {
		t.Errorf("on odd pages at %d, on even ones at %d", odd, even)
	}
}

func TestDistributedTextHasTheSameRoomBehindEveryCharacter(t *testing.T) {
	t.Parallel()
	l := paragraphs(t, `<w:jc w:val="distribute"/>`, "职位 说明")
	text := &l.Pages[0].Texts[0]
	for i, g := range text.Glyphs[:len(text.Glyphs)-1] {
		room := g.Advance - 10500
		if g.Rune == ' ' {
			continue
		}
		if first := text.Glyphs[0].Advance - 10500; max(room-first, first-room) > 1 {
			t.Errorf("behind character %d there is %d, behind the first %d", i, room, first)
		}
	}
}

func TestTextTypedInASymbolFontPrintsItsSigns(t *testing.T) {
	t.Parallel()
	l := runLayout(t, `<w:r><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr><w:t>þ</w:t></w:r><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>`)
	texts := l.Pages[0].Texts
	first, last := texts[0].Glyphs[0], texts[len(texts)-1].Glyphs
	if first.ID != last[len(last)-1].ID || first.Rune != 'þ' {
		t.Errorf("glyph %d of %q, want that of ☑ and the character as typed", first.ID, first.Rune)
	}
}

func TestSignsOfASymbolFontKeepToItWithTheEastAsianHint(t *testing.T) {
	t.Parallel()
	l := runLayout(t, `<w:r><w:rPr><w:rFonts w:hint="eastAsia" w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr><w:t>`+"\uF0FE"+`</w:t></w:r>`)
	if g := l.Pages[0].Texts[0].Glyphs[0]; g.ID == 0 || len(l.Warnings) > 0 {
		t.Errorf("glyph %d, warnings %v", g.ID, l.Warnings)
	}
}

func TestAnAbsoluteTabGoesToTheMiddleOrTheEnd(t *testing.T) {
	t.Parallel()
	x := func(tab string) Length {
		l := docx{body: `<w:p><w:pPr><w:ind w:left="400" w:right="1000"/></w:pPr><w:r><w:t>a</w:t></w:r><w:r><w:ptab ` + tab + `/></w:r><w:r><w:t>b</w:t></w:r></w:p>`}.layout(t)
		texts := l.Pages[0].Texts
		return texts[len(texts)-1].X
	}
	margin, indent := x(`w:alignment="right" w:relativeTo="margin"`), x(`w:alignment="right" w:relativeTo="indent"`)
	if indent != margin {
		// A stop past the right indent counts as one at it.
		t.Errorf("to the margin at %d, to the indent at %d", margin, indent)
	}
	if d := x(`w:alignment="center" w:relativeTo="margin"`) - x(`w:alignment="center" w:relativeTo="indent"`); d != 15*Point {
		t.Errorf("the middles are %d apart, want 15 pt", d)
	}
}
