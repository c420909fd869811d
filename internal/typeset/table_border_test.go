package typeset

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBordersAreAsThickAsTheirLinesAndGaps(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]struct {
		thickness Length
		lines     int
	}{
		"single": {Point, 1}, "thick": {Point, 1}, "dotted": {Point, 1}, "wave": {Point, 1}, "inset": {Point, 1},
		"double": {3 * Point, 2}, "triple": {5 * Point, 3}, "thinThickSmallGap": {2500, 2}, "thickThinSmallGap": {2500, 2},
		"thinThickThinSmallGap": {4 * Point, 3}, "thinThickMediumGap": {2 * Point, 2}, "thinThickThinMediumGap": {3 * Point, 3},
		"thickThinLargeGap": {3250, 2}, "thinThickThinLargeGap": {5 * Point, 3}, "apples": {Point, 1}, "none": {0, 0}, "nil": {0, 0},
	} {
		b := border{given: true, width: Point, style: styleSingle}
		if style, ok := borderNames[kind]; ok {
			b.style = style
		}
		if got := b.thickness(); got != want.thickness || b.lines() != want.lines {
			t.Errorf("%s: %d thick of %d lines, want %d of %d", kind, got, b.lines(), want.thickness, want.lines)
		}
		var room Length
		for _, r := range b.appendRule(nil, 0, 0, 50*Point, false) {
			room = max(room, r.Y+r.Height)
		}
		if sway := want.thickness / 2; room > want.thickness+sway {
			t.Errorf("%s: drawn %d thick, has room of %d", kind, room, want.thickness)
		}
	}
}

// strokesOf returns the diagonals of a page, each from its first point to its second.
func strokesOf(p *Page) (got []string) {
	for _, s := range p.Strokes {
		got = append(got, fmt.Sprintf("%s,%s to %s,%s", mm(s.X1), mm(s.Y1), mm(s.X2), mm(s.Y2)))
	}
	return got
}

func TestDiagonalsCrossTheirCellOnEachPage(t *testing.T) {
	t.Parallel()
	const both = `<w:tcBorders><w:tl2br w:val="single" w:sz="8"/><w:tr2bl w:val="single" w:sz="8"/></w:tcBorders>`
	rows := []string{
		tableRow("", `<w:vMerge w:val="restart"/>`+both, par("", "m"), par("", "r1")),
		tableRow("", `<w:vMerge/>`, par("", ""), par("", "r2")),
	}
	one := smallLayout(t, twoColumns(rows...))
	want := []string{"5.15,14.11 to 22.79,28.22", "22.79,14.11 to 5.15,28.22"}
	if diff := cmp.Diff(want, strokesOf(&one.Pages[0])); diff != "" {
		t.Errorf("diagonals of a merged cell (-want +got):\n%s", diff)
	}
	two := smallLayout(t, counted("a", 9)+twoColumns(rows...))
	for i, want := range [][]string{
		{"5.15,77.61 to 22.79,84.67", "22.79,77.61 to 5.15,84.67"},
		{"5.15,14.11 to 22.79,21.17", "22.79,14.11 to 5.15,21.17"},
	} {
		if diff := cmp.Diff(want, strokesOf(&two.Pages[i])); diff != "" {
			t.Errorf("diagonals on page %d (-want +got):\n%s", i+1, diff)
		}
	}
}

func TestBordersOfTheThemeAreInItsColours(t *testing.T) {
	t.Parallel()
	const border = ` w:val="single" w:sz="8" w:color="000000" w:themeColor="accent1"/>`
	l := docx{
		theme: `<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:clrScheme name="x">` +
			`<a:accent1><a:srgbClr val="4F81BD"/></a:accent1></a:clrScheme></a:themeElements></a:theme>`,
		body: `<w:tbl><w:tblPr><w:tblBorders><w:top` + border + `</w:tblBorders></w:tblPr><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid><w:tr><w:tc><w:tcPr>` +
			`<w:tcBorders><w:bottom` + border + `</w:tcBorders><w:shd w:val="clear" w:fill="FFFFFF" w:themeFill="accent1"/></w:tcPr>` + par("", "a") + `</w:tc></w:tr></w:tbl>` + smallPage,
	}.layout(t)
	p := &l.Pages[0]
	if len(p.Rules) != 2 || p.Rules[0].Color != 0x4F81BD || p.Rules[1].Color != 0x4F81BD || p.Fills[0].Color != 0x4F81BD {
		t.Errorf("rules %v and fills %v are not all in the accent's colour", p.Rules, p.Fills)
	}
}

func TestBothHalvesOfATableAreClosed(t *testing.T) {
	t.Parallel()
	borders := `<w:tblBorders><w:top w:val="single" w:sz="8"/><w:bottom w:val="double" w:sz="8"/><w:insideH w:val="single" w:sz="4"/></w:tblBorders>`
	table := strings.Replace(twoColumns(
		tableRow("", "", par("", "a"), par("", "b")), tableRow("", "", par("", "c"), broken(`<w:widowControl w:val="0"/>`, "d", 6)),
	), `<w:tblPr>`, `<w:tblPr>`+borders, 1)
	l := smallLayout(t, counted("x", 5)+table)
	var got []string
	for i := range l.Pages {
		for _, r := range l.Pages[i].Rules {
			got = append(got, fmt.Sprintf("%d: %s at %s", i+1, mm(r.Height), mm(r.Y)))
		}
	}
	// What stands below the row closes either half, what stands above it opens it.
	want := []string{
		"1: 0.35 at 49.39", "1: 0.18 at 56.80", "1: 0.35 at 78.14", "1: 0.35 at 78.85",
		"2: 0.18 at 14.11", "2: 0.35 at 35.45", "2: 0.35 at 36.16",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
}
