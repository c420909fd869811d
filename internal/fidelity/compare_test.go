package fidelity

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// row sets text at a place, each character as wide as it is high.
func row(page int, x, y float64, text string) (all []char) {
	for _, r := range text {
		all = append(all, char{page: page, x: x, y: y, dx: 1, width: 10, size: 10, r: r})
		x += 10
	}
	return all
}

func texts(all []Line) (t []string) {
	for _, l := range all {
		t = append(t, l.Text)
	}
	return t
}

func TestCharactersJoinToLines(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		chars [][]char
		want  []string
	}{
		"what follows on the baseline is one line":    {[][]char{row(0, 0, 0, "职位"), row(0, 20, 0, "说明")}, []string{"职位说明"}},
		"blanks do not count":                         {[][]char{row(0, 0, 0, "职 位 ")}, []string{"职位"}},
		"what is raised belongs to its line":          {[][]char{row(0, 0, 0, "面积"), row(0, 20, -4, "2")}, []string{"面积2"}},
		"capitals are as good as small letters":       {[][]char{row(0, 0, 0, "ISO认证")}, []string{"iso认证"}},
		"the next baseline is another line":           {[][]char{row(0, 0, 0, "职位"), row(0, 0, 13, "说明")}, []string{"职位", "说明"}},
		"a wide gap parts a line, as a column does":   {[][]char{row(0, 0, 0, "职位"), row(0, 60, 0, "说明")}, []string{"职位", "说明"}},
		"what is drawn later stands where it belongs": {[][]char{row(0, 0, 0, "王"), row(0, 20, 0, "工"), row(0, 10, 0, "𪨊")}, []string{"王𪨊工"}},
		"the same place on another page is no line":   {[][]char{row(0, 0, 0, "职位"), row(1, 20, 0, "说明")}, []string{"职位", "说明"}},
		"leaders of tabs are left out":                {[][]char{row(0, 0, 0, "总则........3")}, []string{"总则", "3"}},
		"three points are none":                       {[][]char{row(0, 0, 0, "等等...")}, []string{"等等..."}},
		"text that runs down goes on further down":    {[][]char{{{dy: 1, width: 10, size: 10, r: 'A'}, {y: 10, dy: 1, width: 10, size: 10, r: 'B'}}}, []string{"ab"}},
		"what turns is another line":                  {[][]char{{{dy: 1, width: 10, size: 10, r: 'A'}, {y: 10, dx: 1, width: 10, size: 10, r: 'B'}}}, []string{"a", "b"}},
		"nothing but blanks and leaders is no line":   {[][]char{row(0, 0, 0, " ____ ")}, nil},
		"a soft hyphen inside a word is not compared": {[][]char{row(0, 0, 0, "co\u00ADop")}, []string{"coop"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var chars []char
			for _, r := range c.chars {
				chars = append(chars, r...)
			}
			if diff := cmp.Diff(c.want, texts(lines(chars))); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLinesOfTheSameTextPairByNearness(t *testing.T) {
	t.Parallel()
	ours := []Line{{0, 10, 10, "小计"}, {0, 10, 50, "小计"}, {0, 10, 60, "合计金额"}}
	theirs := []Line{{0, 10, 51, "小计"}, {0, 10.3, 10.5, "小计"}, {0, 10, 60, "合计金"}, {0, 10, 65, "额"}}
	f, apart := compare(ours, theirs, 1, 2)
	if f.Same != 2 || f.Lines != 4 || f.Share() != 0.5 {
		t.Errorf("%d of %d lines are the same, want 2 of 4", f.Same, f.Lines)
	}
	if got := f.Percentile(50); got != 1 {
		t.Errorf("median = %.3f mm, want that of the larger distance, 1", got)
	}
	if f.Ours != 1 || f.Theirs != 2 {
		t.Errorf("pages %d and %d, want 1 and 2", f.Ours, f.Theirs)
	}
	if len(apart) != 5 { // both pairs, and three lines without a twin
		t.Errorf("%d differences, want 5: %v", len(apart), apart)
	}
}

func TestALineOnAnotherPageIsFarAway(t *testing.T) {
	t.Parallel()
	f, _ := compare([]Line{{0, 20, 20, "备注"}}, []Line{{1, 20, 20, "备注"}}, 2, 2)
	if got := f.Percentile(50); got != pageHeight {
		t.Errorf("distance = %.1f mm, want a page, %d", got, pageHeight)
	}
}

func TestMuPDFsTextIsRead(t *testing.T) {
	t.Parallel()
	const stext = `<?xml version="1.0"?><document name="x.pdf"><page id="page1" width="595" height="842"><block bbox="0 0 1 1">` +
		`<line bbox="0 0 1 1" wmode="0" dir="1 0"><font name="A" size="9"><char quad="56.7 36.9 65.7 36.9 56.7 49.8 65.7 49.8" x="56.7" y="47.25" color="#000000" c="&#x8fdc;"/></font></line></block></page>` +
		`<page id="page2" width="595" height="842"></page></document>`
	all, pages, err := readChars([]byte(stext))
	if err != nil {
		t.Fatal(err)
	}
	if pages != 2 || len(all) != 1 {
		t.Fatalf("%d pages and %d characters, want 2 and 1", pages, len(all))
	}
	if c := all[0]; c.r != '远' || c.x != 56.7 || c.y != 47.25 || c.width < 8.99 || c.width > 9.01 || c.size != 9 {
		t.Errorf("character = %+v", c)
	}
}
