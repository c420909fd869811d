package typeset

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// textPlaces returns where the texts of the first page begin, in their order.
func textPlaces(l *Layout) (got []string) {
	for _, x := range l.Pages[0].Texts {
		var s strings.Builder
		for _, g := range x.Glyphs {
			s.WriteRune(g.Rune)
		}
		got = append(got, fmt.Sprintf("%s %s,%s", s.String(), mm(x.X), mm(x.Y)))
	}
	return got
}

func TestSpaceStandsBetweenCellsAndAroundThem(t *testing.T) {
	t.Parallel()
	const props = `<w:tblCellSpacing w:w="100" w:type="dxa"/><w:tblLayout w:type="fixed"/>`
	l := docx{body: fitTable(props, "2000 2000", "a|b", "c|d") + widePage, styles: smallStyles}.layout(t)
	checkLayout(t, l)
	var boxes []string
	for _, r := range l.Pages[0].Rules {
		if r.Width > r.Height {
			boxes = append(boxes, fmt.Sprintf("%d+%d at %d", (r.X+Twip/2)/Twip, (r.Width+Twip/2)/Twip, (r.Y+Twip/2)/Twip))
		}
	}
	// 200 twips from frame to frame and to the border of the table; lines of 10 twips.
	want := []string{
		"492+1700 at 1010", "492+1700 at 1420", "2392+1700 at 1010", "2392+1700 at 1420",
		"492+1700 at 1630", "492+1700 at 2040", "2392+1700 at 1630", "2392+1700 at 2040",
		"287+4010 at 800", "287+4010 at 2250",
	}
	if diff := cmp.Diff(want, boxes); diff != "" {
		t.Errorf("frames (-want +got):\n%s", diff)
	}
	if len(l.Warnings) > 0 {
		t.Errorf("warnings %v", l.Warnings)
	}
}

func TestATableFromRightToLeftIsReadInItsOrder(t *testing.T) {
	t.Parallel()
	table := fitTable(`<w:bidiVisual/><w:tblLayout w:type="fixed"/>`, "1000 1000 2000", "a|b|c", "x2:d|e")
	l := docx{body: table + widePage, styles: smallStyles}.layout(t)
	checkLayout(t, l)
	want := []string{"a 99.06,19.93", "b 81.42,19.93", "c 46.14,19.93", "d 81.42,27.16", "e 46.14,27.16"}
	if diff := cmp.Diff(want, textPlaces(l)); diff != "" {
		t.Errorf("texts (-want +got):\n%s", diff)
	}
	if got := columnWidths(l); got != "2000 1000 1000" {
		t.Errorf("widths %s, want 2000 1000 1000", got)
	}
}

func TestSidesOfATableFromRightToLeftAreMirrored(t *testing.T) {
	t.Parallel()
	table := `<w:tbl><w:tblPr><w:bidiVisual/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid><w:tr><w:tc><w:tcPr>` +
		`<w:tcBorders><w:left w:val="single" w:sz="8"/></w:tcBorders><w:tcMar><w:end w:w="500" w:type="dxa"/></w:tcMar></w:tcPr>` + par("", "a") + `</w:tc></w:tr></w:tbl>`
	l := docx{body: table + widePage, styles: smallStyles}.layout(t)
	p := &l.Pages[0]
	const right = 6508 * Twip // of the table, whose text ends at the margin
	if len(p.Rules) != 1 || p.Rules[0].X != right-Point/2 || p.Texts[0].X != right-1500*Twip {
		t.Errorf("rule %v and text at %d, want them at %d and %d", p.Rules, p.Texts[0].X, right-Point/2, right-1500*Twip)
	}
}

func TestMarksOfCellsTakeNoRoomWhereTheyAreHidden(t *testing.T) {
	t.Parallel()
	hidden := tableRow(`<w:trHeight w:val="100"/>`, `<w:hideMark/>`, `<w:p/>`, `<w:p/>`)
	hidden = strings.Replace(hidden, `<w:tc><w:p/>`, `<w:tc><w:tcPr><w:hideMark/></w:tcPr><w:p/>`, 1)
	shown := tableRow(`<w:trHeight w:val="100"/>`, ``, `<w:p/>`, `<w:p/>`)
	for name, tt := range map[string]struct {
		row  string
		want Length
	}{"hidden": {hidden, 100 * Twip}, "shown": {shown, 400 * Twip}} {
		l := smallLayout(t, twoColumns(tt.row)+par("", "after"))
		first := smallLayout(t, par("", "after"))
		if got := l.Pages[0].Texts[0].Y - first.Pages[0].Texts[0].Y; got != tt.want {
			t.Errorf("%s: the row is %d high, want %d", name, got, tt.want)
		}
	}
}

func TestFittedTextFillsItsCell(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"姓名", "统一社会信用代码证号", "Name of the employee"} {
		l := smallLayout(t, twoColumns(tableRow("", `<w:tcFitText/>`, par("", text), `<w:p/>`)))
		if len(l.Pages[0].Texts) == 0 {
			t.Fatal("no text")
		}
		y, from, to := l.Pages[0].Texts[0].Y, l.Pages[0].Texts[0].X, Length(0)
		for _, x := range l.Pages[0].Texts {
			if x.Y != y {
				t.Errorf("%s: more than one line", text)
			}
			to = x.X
			for _, g := range x.Glyphs {
				to += g.Advance
			}
		}
		const width = (1000 - 216) * Twip
		if got := to - from; got < width-Point/2 || got > width+Point/10 {
			t.Errorf("%s is %d wide, want %d", text, got, width)
		}
	}
}

func TestVerticalCellsShowTablesAndPictures(t *testing.T) {
	t.Parallel()
	const down = `<w:textDirection w:val="tbRlV"/>`
	inner := `<w:tbl><w:tblGrid><w:gridCol w:w="500"/></w:tblGrid><w:tr><w:tc>` + par("", "in") + `</w:tc></w:tr></w:tbl><w:p/>`
	l := smallLayout(t, twoColumns(tableRow("", down, par("", "out")+inner, `<w:p/>`)))
	if got := pagesOf(l)[0]; got != "out|in" || l.Pages[0].Texts[0].Turn != Upright {
		t.Errorf("text %q, turned %d", got, l.Pages[0].Texts[0].Turn)
	}
	if len(l.Warnings) != 1 || l.Warnings[0].Code != "vertical-content" {
		t.Errorf("warnings %v", l.Warnings)
	}
	picture := `<w:r><w:drawing><wp:inline><wp:extent cx="254000" cy="127000"/><a:graphic><a:graphicData><pic:pic><pic:blipFill>` +
		`<a:blip r:embed="dot"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`
	for _, direction := range []string{"tbRlV", "btLr"} {
		body := twoColumns(tableRow(`<w:trHeight w:val="1500"/>`, `<w:textDirection w:val="`+direction+`"/>`,
			`<w:p>`+picture+`<w:r><w:t>字</w:t></w:r></w:p>`, `<w:p/>`))
		l := docx{body: body + smallPage, styles: smallStyles, media: map[string][]byte{"dot.png": onePixel}}.layout(t)
		checkLayout(t, l)
		p := &l.Pages[0]
		if len(p.Images) != 1 || p.Images[0].Width != 20*Point || p.Images[0].Height != 10*Point {
			t.Fatalf("%s: images %v", direction, p.Images)
		}
		if im, x := p.Images[0], p.Texts[0]; direction == "tbRlV" && x.Y < im.Y+im.Height || direction == "btLr" && x.Y > im.Y+Point {
			t.Errorf("%s: picture at %d, text at %d: they overlap", direction, im.Y, x.Y)
		}
	}
}

func TestATableStandsAsItsFirstRowSaysWhereItSaysNothing(t *testing.T) {
	t.Parallel()
	row := `<w:tr><w:trPr><w:jc w:val="right"/></w:trPr><w:tc>` + par("", "a") + `</w:tc></w:tr></w:tbl>`
	const grid = `<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="1000"/></w:tblGrid>`
	for name, tt := range map[string]struct {
		tblPr string
		want  Length // of the text's left edge
	}{
		"nothing": {``, (6400 - 1000 + 108) * Twip},
		"left":    {`<w:jc w:val="left"/>`, 400 * Twip},
	} {
		l := docx{body: `<w:tbl><w:tblPr>` + tt.tblPr + grid + row + widePage, styles: smallStyles}.layout(t)
		if got := l.Pages[0].Texts[0].X; got != tt.want {
			t.Errorf("%s: text at %d, want %d", name, got, tt.want)
		}
	}
}

func TestRowsBeginBehindWhatTheyLeaveOut(t *testing.T) {
	t.Parallel()
	row := func(props, cell string, width int) string {
		return fmt.Sprintf(`<w:tr><w:trPr>%s</w:trPr><w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>%s</w:tc></w:tr>`, props, width, par("", cell))
	}
	for name, props := range map[string]string{
		"a grid column":       `<w:gridBefore w:val="1"/>`,
		"one with its width":  `<w:gridBefore w:val="1"/><w:wBefore w:w="1500" w:type="dxa"/>`,
		"and one behind that": `<w:gridBefore w:val="1"/><w:wBefore w:w="1500" w:type="dxa"/><w:gridAfter w:val="1"/><w:wAfter w:w="700" w:type="dxa"/>`,
	} {
		l := docx{
			body: `<w:tbl><w:tblPr><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="1500"/><w:gridCol w:w="2000"/></w:tblGrid>` +
				row("", "a", 1500) + row(props, "b", 2000) + `</w:tbl>` + widePage, styles: smallStyles,
		}.layout(t)
		checkLayout(t, l)
		if x := l.Pages[0].Texts; x[1].X-x[0].X != 1500*Twip {
			t.Errorf("%s: the second row begins %d behind the first, want %d", name, x[1].X-x[0].X, 1500*Twip)
		}
	}
}

func TestTextOfCellsMergedAcrossIsKept(t *testing.T) {
	t.Parallel()
	const tc = `<w:tc><w:tcPr><w:tcW w:w="1800" w:type="dxa"/><w:hMerge w:val="%s"/></w:tcPr>%s</w:tc>`
	row := fmt.Sprintf(tc, "restart", par("", "左")) + fmt.Sprintf(tc, "continue", par("", "右"))
	l := smallLayout(t, `<w:tbl><w:tblGrid><w:gridCol w:w="1800"/><w:gridCol w:w="1800"/></w:tblGrid><w:tr>`+row+`</w:tr></w:tbl>`)
	if got := strings.Join(textsOf(l), " "); got != "左 右" {
		t.Errorf("the cell reads %q", got)
	}
}
