package corpus

import (
	"strings"
	"testing"

	"jobdoc/internal/typeset"
)

// TestEverySheetSaysWhatItBelongsTo looks on each page for what identifies a
// loose sheet: in classic the first row of the form, in the others the position
// in the header or the first row; narrative, which follows official documents,
// counts its pages only.
func TestEverySheetSaysWhatItBelongsTo(t *testing.T) {
	eachSpecimen(t, func(t *testing.T, s specimen) {
		want := squeeze(s.pos.Title())
		switch form, _, _ := strings.Cut(s.name, "-"); form {
		case "narrative":
			t.Skip("narrative does not promise it")
		case "classic":
			want = squeeze("岗位名称" + s.pos.Title() + "岗位编号" + s.pos.Code())
		case "classic.en":
			want = squeeze("Job Title" + s.pos.Title() + "Job Code" + s.pos.Code())
		}
		l := layoutOf(t, s)
		for p := range l.Pages {
			if text := squeeze(layoutText(&typeset.Layout{Pages: l.Pages[p : p+1]})); !strings.Contains(text, want) {
				t.Errorf("page %d lacks %q", p+1, want)
			}
		}
	})
}

// TestSplitRowsKeepTwoLinesOnEitherSide counts the lines that each row of a
// table has on each of its pages.
func TestSplitRowsKeepTwoLinesOnEitherSide(t *testing.T) {
	type place struct{ row, page int }
	split := 0
	eachSpecimen(t, func(t *testing.T, s specimen) {
		l := layoutOf(t, s)
		lines := map[place]map[typeset.Length]bool{}
		pages := map[int]int{}
		for p := range l.Pages {
			for _, text := range l.Pages[p].Texts {
				row := rowOf(l, text.Element)
				if row == 0 || text.Turn != typeset.Upright {
					continue
				}
				at := place{row, p}
				if lines[at] == nil {
					lines[at] = map[typeset.Length]bool{}
					pages[row]++
				}
				lines[at][text.Y] = true
			}
		}
		for at, on := range lines {
			if pages[at.row] < 2 {
				continue
			}
			split++
			if len(on) < 2 {
				t.Errorf("page %d holds one line of a row of %d pages", at.page+1, pages[at.row])
			}
		}
	})
	if split == 0 {
		t.Error("no row was split at all")
	}
}

// rowOf returns the innermost row around an element, 0 for none.
func rowOf(l *typeset.Layout, element int) int {
	for element > 0 && l.Elements[element].Type != typeset.TableRow {
		element = l.Elements[element].Parent
	}
	return element
}
