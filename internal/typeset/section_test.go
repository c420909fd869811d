package typeset

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// smallSection writes the w:sectPr of a section of small pages; what is given
// comes after its page size.
func smallSection(kind, more string) string {
	s := strings.Replace(smallPage, "<w:sectPr>", `<w:sectPr>`+furnitureRefs(more)+`<w:type w:val="`+kind+`"/>`, 1)
	return strings.Replace(s, "</w:sectPr>", withoutRefs(more)+"</w:sectPr>", 1)
}

// References to headers come first in a w:sectPr.
func furnitureRefs(more string) string {
	refs, _, ok := strings.Cut(more, "|")
	if !ok {
		return ""
	}
	return refs
}

func withoutRefs(more string) string {
	_, rest, ok := strings.Cut(more, "|")
	if !ok {
		return more
	}
	return rest
}

// ends is a paragraph that ends a section.
func ends(text, section string) string { return par(section, text) }

func TestSectionsBeginWhereTheySay(t *testing.T) {
	t.Parallel()
	const columns = `<w:cols w:num="2" w:space="200"/>`
	tests := []struct {
		name, body string
		want       []string
	}{
		{"on the next page", ends("a", smallSection("nextPage", "")) + par("", "b") + smallPage, []string{"a", "b"}},
		{"on the same page", ends("a", smallSection("nextPage", "")) + par("", "b") + smallSection("continuous", ""), []string{"a|b"}},
		{
			"on an odd page, behind a blank one",
			ends("a", smallSection("nextPage", "")) + par("", "b") + smallSection("oddPage", ""), []string{"a", "", "b"},
		},
		{"on an even page, which is the next", ends("a", smallSection("nextPage", "")) + par("", "b") + smallSection("evenPage", ""), []string{"a", "b"}},
		{
			"on a page of another size, though it is to go on",
			ends("a", smallSection("nextPage", "")) + par("", "b") + strings.Replace(smallSection("continuous", ""), `w:h="5600"`, `w:h="5000"`, 1),
			[]string{"a", "b"},
		},
		{
			"columns balanced before what goes on",
			ends("a", smallSection("nextPage", "")) + counted("b", 4) + ends("b5", smallSection("continuous", columns)) + par("", "c") + smallSection("continuous", ""),
			[]string{"a|b1|b2|b3|b4|b5|c"},
		},
		{
			"columns filled one after the other at the end",
			counted("b", 12) + smallSection("nextPage", columns),
			[]string{"b1|b2|b3|b4|b5|b6|b7|b8|b9|b10|b11|b12"},
		},
		{
			"a page break in columns",
			par("", "a") + `<w:p><w:r><w:t>b</w:t><w:br w:type="page"/><w:t>c</w:t></w:r></w:p>` + smallSection("nextPage", columns),
			[]string{"a|b", "c"},
		},
		{
			"a heading at the foot of a column goes over",
			counted("a", 9) + par("<w:keepNext/>", "h") + par("", "b") + smallSection("nextPage", columns),
			[]string{"a1|a2|a3|a4|a5|a6|a7|a8|a9|h|b"},
		},
		{
			"nothing is put into a band too low for it",
			counted("a", 9) + ends("a10", smallSection("nextPage", "")) + par("", "b") + smallSection("continuous", columns),
			[]string{"a1|a2|a3|a4|a5|a6|a7|a8|a9|a10", "b"},
		},
	}
	for _, tt := range tests {
		l := docx{body: tt.body, styles: smallStyles}.layout(t)
		checkLayout(t, l)
		if diff := cmp.Diff(tt.want, pagesOf(l)); diff != "" {
			t.Errorf("%s: pages (-want +got):\n%s", tt.name, diff)
		}
	}
}

// placesOf returns where the first glyph of each text stands, by its text.
func placesOf(p *Page) map[string][2]Length {
	at := map[string][2]Length{}
	for _, x := range p.Texts {
		var s strings.Builder
		for _, g := range x.Glyphs {
			s.WriteRune(g.Rune)
		}
		at[s.String()] = [2]Length{x.X, x.Y}
	}
	return at
}

func TestWhereColumnsStand(t *testing.T) {
	t.Parallel()
	const (
		first  = 40*Point + 16*Point // baseline of the first line
		left   = 20 * Point
		second = left + 85*Point + 10*Point // of columns of 1700 twips, 200 apart
	)
	tests := []struct {
		name, body string
		want       map[string][2]Length
	}{
		{
			"of the same width, balanced", counted("b", 3) + ends("b4", smallSection("nextPage", `<w:cols w:num="2" w:space="200"/>`)) + par("", "c") + smallSection("continuous", ""),
			map[string][2]Length{"b1": {left, first}, "b2": {left, first + 20*Point}, "b3": {second, first}, "b4": {second, first + 20*Point}, "c": {left, first + 40*Point}},
		},
		{
			"a break into the next", `<w:p><w:r><w:t>a</w:t><w:br w:type="column"/><w:t>b</w:t></w:r></w:p>` + smallSection("nextPage", `<w:cols w:num="2" w:space="200"/>`),
			map[string][2]Length{"a": {left, first}, "b": {second, first}},
		},
		{
			"a section that begins in the next", ends("a", smallSection("nextPage", `<w:cols w:num="2" w:space="200"/>`)) + par("", "b") + smallSection("nextColumn", `<w:cols w:num="2" w:space="200"/>`),
			map[string][2]Length{"a": {left, first}, "b": {second, first}},
		},
		{
			"of different widths", `<w:p><w:r><w:t>a</w:t><w:br w:type="column"/><w:t>b</w:t></w:r></w:p>` +
				smallSection("nextPage", `<w:cols w:num="2" w:equalWidth="0"><w:col w:w="1000" w:space="400"/><w:col w:w="2000"/></w:cols>`),
			map[string][2]Length{"a": {left, first}, "b": {left + 70*Point, first}},
		},
	}
	for _, tt := range tests {
		l := docx{body: tt.body, styles: smallStyles}.layout(t)
		if diff := cmp.Diff(tt.want, placesOf(&l.Pages[0])); diff != "" {
			t.Errorf("%s: places (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestHeadersOfSections(t *testing.T) {
	t.Parallel()
	page := func(text string) string {
		return `<w:p><w:r><w:t>` + text + `</w:t></w:r><w:fldSimple w:instr="PAGE"/><w:r><w:t>/</w:t></w:r><w:fldSimple w:instr="SECTIONPAGES"/></w:p>`
	}
	furniture := []furniturePart{{"hdr", "first", page("f")}, {"hdr", "even", page("e")}, {"hdr", "odd", page("o")}, {"hdr", "other", page("x")}}
	ref := func(kind, name string) string {
		return `<w:headerReference w:type="` + kind + `" r:id="rId` + name + `"/>`
	}
	all := ref("first", "first") + ref("even", "even") + ref("default", "odd")
	pages := par("", "a") + par("<w:pageBreakBefore/>", "b") + par("<w:pageBreakBefore/>", "c")
	tests := []struct {
		name, body, settings string
		want                 []string
	}{
		{"one for all without the settings", pages + smallSection("nextPage", all+"|"), "", []string{"o1/3|a", "o2/3|b", "o3/3|c"}},
		{"first and even ones", pages + smallSection("nextPage", all+"|<w:titlePg/>"), "<w:evenAndOddHeaders/>", []string{"f1/3|a", "e2/3|b", "o3/3|c"}},
		{
			"inherited by the next section, which counts anew in Chinese",
			pages + ends("d", smallSection("nextPage", all+"|<w:titlePg/>")) + pages + smallSection("nextPage", `|<w:pgNumType w:start="10" w:fmt="chineseCounting"/>`),
			"<w:evenAndOddHeaders/>", []string{"f1/3|a", "e2/3|b", "o3/3|c|d", "e十/3|a", "o十一/3|b", "e十二/3|c"},
		},
		{
			"one replaced, the others inherited",
			ends("a", smallSection("nextPage", all+"|")) + pages + smallSection("nextPage", ref("default", "other")+"|"),
			"<w:evenAndOddHeaders/>", []string{"o1/1|a", "e2/3|a", "x3/3|b", "e4/3|c"},
		},
	}
	for _, tt := range tests {
		l := docx{body: tt.body, styles: smallStyles, settings: tt.settings, furniture: furniture}.layout(t)
		checkLayout(t, l)
		got := pagesOf(l)
		for i := range got {
			head, rest, _ := strings.Cut(got[i], "|")
			got[i] = strings.ReplaceAll(head, " ", "") + "|" + rest
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: pages (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestMirroredMarginsAndGutter(t *testing.T) {
	t.Parallel()
	body := par("", "a") + par("<w:pageBreakBefore/>", "b") + strings.Replace(smallPage, `w:header="0"`, `w:gutter="200" w:header="0"`, 1)
	l := docx{body: body, styles: smallStyles, settings: "<w:mirrorMargins/>"}.layout(t)
	if a, b := l.Pages[0].Texts[0].X, l.Pages[1].Texts[0].X; a != 30*Point || b != 20*Point {
		t.Errorf("text at %d and %d, want the gutter on the inner side: 30000, 20000", a, b)
	}
}

// TestTextThatGoesBackIntoANarrowColumnIsNarrowAgain has a paragraph that was
// set for a wide column and found no room there.
func TestTextThatGoesBackIntoANarrowColumnIsNarrowAgain(t *testing.T) {
	t.Parallel()
	columns := `<w:cols w:num="2" w:equalWidth="0"><w:col w:w="1000" w:space="200"/><w:col w:w="2400"/></w:cols>`
	body := counted("a", 19) + par("<w:keepLines/>", strings.Repeat("字", 24)) + smallSection("nextPage", columns)
	l := docx{body: body, styles: smallStyles}.layout(t)
	if len(l.Pages) != 2 {
		t.Fatalf("%d pages, want 2", len(l.Pages))
	}
	for _, x := range l.Pages[1].Texts {
		if n := len(x.Glyphs); n > 5 {
			t.Errorf("a line of %d characters in a column five wide", n)
		}
	}
}

// TestColumnsAreBalancedBelowAnotherSectionsPicture has a picture in a section
// that goes before one whose columns do not fill their page: what is tried there
// and taken back must leave the picture where it is.
func TestColumnsAreBalancedBelowAnotherSectionsPicture(t *testing.T) {
	t.Parallel()
	const columns = `<w:cols w:num="2" w:space="200"/>`
	l := docx{
		body: counted("a", 3) + `<w:p><w:pPr>` + smallSection("continuous", "") + `</w:pPr>` +
			anchored("column", "paragraph", 120, 0, "wrapSquare") + `</w:p>` +
			counted("b", 3) + ends("b4", smallSection("continuous", columns)) + par("", "c") + smallSection("continuous", ""),
		styles: smallStyles, media: map[string][]byte{"dot.png": onePixel},
	}.layout(t)
	if n := len(l.Pages[0].Images); n != 1 {
		t.Errorf("%d pictures on the first page", n)
	}
}
