package typeset

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// anchored writes a run with an anchored picture of 60 by 40 points; positions
// are in points.
func anchored(fromH, fromV string, x, y int, wrap string) string {
	const emu = 12700
	return fmt.Sprintf(`<w:r><w:drawing><wp:anchor distL="0" distR="0"><wp:positionH relativeFrom="%s"><wp:posOffset>%d</wp:posOffset></wp:positionH>`+
		`<wp:positionV relativeFrom="%s"><wp:posOffset>%d</wp:posOffset></wp:positionV><wp:extent cx="%d" cy="%d"/><wp:%s/><wp:docPr id="1" name="p"/>`+
		`<a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="dot"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>`,
		fromH, x*emu, fromV, y*emu, 60*emu, 40*emu, wrap)
}

// han is a paragraph of so many Han characters, ten points wide each.
func han(anchor string, n int) string {
	return `<w:p>` + anchor + `<w:r><w:t>` + strings.Repeat("字", n) + `</w:t></w:r></w:p>`
}

// TestTextGoesRoundWhatFloats looks at pages 220 points wide whose text is 180
// wide and begins at 20, 40, in lines of 20 points.
func TestTextGoesRoundWhatFloats(t *testing.T) {
	t.Parallel()
	type row struct{ X, Y, N int } // of a line, in points: left, top, characters
	tests := []struct {
		name, body string
		want       []row
		image      [2]int // left, top
	}{
		{
			"beside a picture on the left", han(anchored("column", "paragraph", 0, 0, "wrapSquare"), 50),
			[]row{{80, 40, 12}, {80, 60, 12}, {20, 80, 18}, {20, 100, 8}}, [2]int{20, 40},
		},
		{
			"and on the right", han(anchored("column", "paragraph", 120, 0, "wrapSquare"), 30),
			[]row{{20, 40, 12}, {20, 60, 12}, {20, 80, 6}}, [2]int{140, 40},
		},
		{
			"on the wider side", han(anchored("column", "paragraph", 20, 0, "wrapSquare"), 30),
			[]row{{100, 40, 10}, {100, 60, 10}, {20, 80, 10}}, [2]int{40, 40},
		},
		{
			"below where there is less than an inch", han(anchored("column", "paragraph", 60, 0, "wrapSquare"), 20),
			[]row{{20, 80, 18}, {20, 100, 2}}, [2]int{80, 40},
		},
		{
			"above and below", han(anchored("column", "paragraph", 0, 20, "wrapTopAndBottom"), 20),
			[]row{{20, 40, 18}, {20, 100, 2}}, [2]int{20, 60},
		},
		{
			"the paragraphs that follow too", han(anchored("column", "paragraph", 0, 0, "wrapSquare"), 5) + han("", 20),
			[]row{{80, 40, 5}, {80, 60, 12}, {20, 80, 8}}, [2]int{20, 40},
		},
		{
			"those before too, where it stands above its anchor",
			han("", 20) + han(anchored("page", "page", 20, 40, "wrapSquare"), 10),
			[]row{{80, 40, 12}, {80, 60, 8}, {20, 80, 10}}, [2]int{20, 40},
		},
		{
			"those before too, where it is moved up from the foot of the page",
			counted("a", 8) + han(anchored("column", "paragraph", 0, 0, "wrapSquare"), 10),
			[]row{{20, 40, 2}, {20, 60, 2}, {20, 80, 2}, {20, 100, 2}, {20, 120, 2}, {20, 140, 2}, {20, 160, 2}, {20, 180, 2}, {80, 200, 10}}, [2]int{20, 200},
		},
		{
			"one line of them",
			counted("a", 9) + han(anchored("column", "paragraph", 0, 0, "wrapSquare"), 10),
			[]row{{20, 40, 2}, {20, 60, 2}, {20, 80, 2}, {20, 100, 2}, {20, 120, 2}, {20, 140, 2}, {20, 160, 2}, {20, 180, 2}, {80, 200, 2}, {80, 220, 10}}, [2]int{20, 200},
		},
		{
			"not where it stands behind the text", han(anchored("column", "paragraph", 0, 0, "wrapNone"), 20),
			[]row{{20, 40, 18}, {20, 60, 2}}, [2]int{20, 40},
		},
		{
			"nor where that is on the next page",
			counted("a", 10) + han(anchored("margin", "margin", 0, 0, "wrapSquare"), 14),
			[]row{{20, 40, 2}, {20, 60, 2}, {20, 80, 2}, {20, 100, 2}, {20, 120, 2}, {20, 140, 2}, {20, 160, 2}, {20, 180, 2}, {20, 200, 2}, {20, 220, 3}, {80, 40, 12}, {80, 60, 2}}, [2]int{20, 40},
		},
	}
	for _, tt := range tests {
		l := docx{body: tt.body + smallPage, styles: smallStyles, media: map[string][]byte{"dot.png": onePixel}}.layout(t)
		checkLayout(t, l)
		var got []row
		var image [2]int
		for i := range l.Pages {
			for _, x := range l.Pages[i].Texts {
				got = append(got, row{int(x.X / Point), int((x.Y - 16*Point) / Point), len(x.Glyphs)})
			}
			for _, im := range l.Pages[i].Images {
				image = [2]int{int(im.X / Point), int(im.Y / Point)}
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: lines (-want +got):\n%s", tt.name, diff)
		}
		if image != tt.image {
			t.Errorf("%s: the picture stands at %v, want %v", tt.name, image, tt.image)
		}
		for _, w := range l.Warnings {
			t.Errorf("%s: warning %s", tt.name, w.Code)
		}
	}
}

func TestWhatPositionsCountFrom(t *testing.T) {
	t.Parallel()
	s := site{
		width: 600, height: 800, left: 100, right: 450, top: 120, bottom: 700,
		columnLeft: 300, columnWide: 150, paragraph: 222,
	}
	even := s
	even.even = true
	tests := []struct {
		name string
		h, v axis
		site site
		x, y Length
	}{
		{"offsets from the page", axis{from: fromPage, offset: 7}, axis{from: fromPage, offset: 9}, s, 7, 9},
		{"offsets from the text", axis{offset: 7}, axis{offset: 9}, s, 307, 231},
		{"the middle of the page", axis{from: fromPage, align: floatCenter}, axis{from: fromPage, align: floatCenter}, s, 280, 390},
		{"the end of the margins", axis{from: fromMargin, align: floatFar}, axis{from: fromMargin, align: floatFar}, s, 410, 680},
		{"within the right and bottom margins", axis{from: fromFar, offset: 5}, axis{from: fromFar, offset: 6}, s, 455, 706},
		{"within the left and top margins", axis{from: fromNear, align: floatFar}, axis{from: fromNear, align: floatNear}, s, 60, 0},
		{"inside, on an odd page", axis{from: fromMargin, align: floatInside}, axis{}, s, 100, 222},
		{"inside, on an even page", axis{from: fromMargin, align: floatInside}, axis{}, even, 410, 222},
		{"in the outer margin, on an even page", axis{from: fromOutside, offset: 3}, axis{}, even, 3, 222},
		{"never over the foot of the page", axis{}, axis{offset: 900}, s, 300, 780},
	}
	for _, tt := range tests {
		f := float{h: tt.h, v: tt.v, width: 40, height: 20}
		if x, y := f.place(&tt.site); x != tt.x || y != tt.y {
			t.Errorf("%s: %d, %d, want %d, %d", tt.name, x, y, tt.x, tt.y)
		}
	}
}

func TestATextBoxStandsInItsFrame(t *testing.T) {
	t.Parallel()
	body := `<w:p><w:r><w:pict><v:rect style="position:absolute;margin-left:100pt;margin-top:30pt;width:70pt;height:40pt" fillcolor="#ff0000">` +
		`<v:textbox inset="5pt,5pt,5pt,5pt"><w:txbxContent>` + par("", "in") + `</w:txbxContent></v:textbox></v:rect></w:pict></w:r><w:r><w:t>out</w:t></w:r></w:p>`
	l := smallLayout(t, body)
	p := &l.Pages[0]
	at := placesOf(p)
	if want := [2]Length{125 * Point, 91 * Point}; at["in"] != want {
		t.Errorf("the text of the box stands at %v, want %v", at["in"], want)
	}
	if want := (Rect{X: 120 * Point, Y: 70 * Point, Width: 70 * Point, Height: 40 * Point, Color: 0xFF0000}); len(p.Fills) != 1 || p.Fills[0] != want {
		t.Errorf("fills = %+v, want %+v", p.Fills, want)
	}
	if len(p.Rules) != 4 {
		t.Errorf("%d rules, want the four sides of its frame", len(p.Rules))
	}
}

func TestFramesAndFloatingTablesStandBesideTheText(t *testing.T) {
	t.Parallel()
	frame := func(s string) string {
		return par(`<w:framePr w:w="1000" w:wrap="around" w:vAnchor="text" w:hAnchor="text"/>`, s)
	}
	table := strings.Replace(twoColumns(tableRow("", "", par("", "t1"), par("", "t2"))), "<w:tblPr>",
		`<w:tblPr><w:tblpPr w:vertAnchor="text" w:horzAnchor="text" w:tblpY="400"/>`, 1)
	tests := []struct {
		name, body string
		want       []string
	}{
		{"a frame of two paragraphs", frame("f1") + frame("f2") + par("", "a") + par("", "b") + par("", "c"), []string{"a f1|f2 b|c"}},
		{"a table below the line it follows", table + par("", "a") + par("", "b"), []string{"a|t1 t2|b"}},
		{"one that does not fit", counted("a", 9) + table + par("", "b"), []string{"a1|a2|a3|a4|a5|a6|a7|a8|a9|t1 t2", "b"}},
	}
	for _, tt := range tests {
		l := smallLayout(t, tt.body)
		got := pagesOf(l)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: pages (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestWhereTheEndsOfATurnedLineStand(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		e        extent
		from, to corner
	}{
		{"as it is", extent{}, corner{}, corner{true, true}},
		{"flipped across", extent{flipH: true}, corner{right: true}, corner{low: true}},
		{"an elbow down to the left", extent{turn: 1}, corner{right: true}, corner{low: true}},
		{"an elbow down to the right", extent{turn: 3, flipH: true}, corner{}, corner{true, true}},
		{"upside down", extent{turn: 2}, corner{true, true}, corner{}},
	}
	for _, tt := range tests {
		if from, to := tt.e.corner(corner{}), tt.e.corner(corner{true, true}); from != tt.from || to != tt.to {
			t.Errorf("%s: from %+v to %+v, want %+v, %+v", tt.name, from, to, tt.from, tt.to)
		}
	}
}

func TestAFloatingTableMayReferToFootnotes(t *testing.T) {
	t.Parallel()
	table := strings.Replace(twoColumns(tableRow("", "", referring("t", 1), par("", "u"))), "<w:tblPr>",
		`<w:tblPr><w:tblpPr w:vertAnchor="text" w:horzAnchor="text" w:tblpY="400"/>`, 1)
	l := docx{body: table + par("", "a") + smallPage, styles: smallStyles, notes: footnotes(1)}.layout(t)
	if got, want := pagesOf(l), "a|t 1 u|1n1.1"; got[0] != want {
		t.Errorf("page = %q, want %q", got[0], want)
	}
}

func TestAPageThatIsSetAnewHoldsWhatItHeld(t *testing.T) {
	t.Parallel()
	l := docx{
		body:   counted("a", 19) + han(anchored("column", "paragraph", 0, 0, "wrapSquare"), 3) + smallPage,
		styles: smallStyles, media: map[string][]byte{"dot.png": onePixel},
	}.layout(t)
	want := []string{"a1|a2|a3|a4|a5|a6|a7|a8|a9|a10", "a11|a12|a13|a14|a15|a16|a17|a18|a19|字字字"}
	if diff := cmp.Diff(want, pagesOf(l)); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
}
