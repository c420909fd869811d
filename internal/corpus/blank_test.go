package corpus

import (
	"strings"
	"testing"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
	"jobdoc/internal/typeset"
)

const hardlyAnything = `{"position": {"title": "仓库管理员"}, "duties": [{"description": "负责仓库物资的收发与保管"}]}`

// TestTheHandwrittenFormKeepsItsRows fills the form to write on with nothing,
// and with hardly anything: it must keep its rows and its two pages.
func TestTheHandwrittenFormKeepsItsRows(t *testing.T) {
	little, faults := position.Decode([]byte(hardlyAnything))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for name, pos := range map[string]position.Position{"nothing": position.Unfilled(), "hardly anything": little} {
		t.Run(name, func(t *testing.T) {
			l := layoutIn(t, "handwritten", pos)
			if len(l.Pages) != 2 {
				t.Errorf("%d pages, want 2", len(l.Pages))
			}
			text := squeeze(layoutText(l))
			for what, want := range map[string]int{"□全责": 5, "任务(1)": 5, "□本科": 1, "（签字）": 3, "无": 2} {
				if got := strings.Count(text, what); got != want {
					t.Errorf("%q stands %d times, want %d", what, got, want)
				}
			}
		})
	}
}

// TestEveryFormCanBeHadEmpty sets each form with a position of which nothing is
// known: short enough to be printed and filled in, with its bands, and no word
// that states anything.
func TestEveryFormCanBeHadEmpty(t *testing.T) {
	r, err := render.New(render.Config{})
	if err != nil {
		t.Fatal(err)
	}
	most := map[string]int{"institution": 1, "handwritten": 2, "weighted": 2}
	for _, name := range r.TemplateNames() {
		t.Run(name, func(t *testing.T) {
			l := layoutIn(t, name, position.Unfilled())
			limit := most[name]
			if limit == 0 {
				limit = 3
			}
			if len(l.Pages) > limit {
				t.Errorf("%d pages, want at most %d", len(l.Pages), limit)
			}
			for _, w := range l.Warnings {
				t.Errorf("warning: %+v", w)
			}
			text := squeeze(layoutText(l))
			if got := strings.Count(text, "无") - strings.Count(text, "□无") + strings.Count(text, "None"); got > 0 {
				t.Errorf("%d times it says that there is none", got)
			}
			labels := []string{"岗位名称", "本职概述", "相关权限", "汇报关系", "内部协作部门", "工作环境", "任职", "学历", "备注", "签字"}
			if strings.HasSuffix(name, ".en") {
				labels = []string{"JobTitle", "JobSummary", "Authority", "ReportingLines", "Internal", "WorkingConditions", "Qualifications", "Remarks", "Signatures"}
			}
			for _, label := range labels {
				if !strings.Contains(text, label) {
					t.Errorf("%s is missing", label)
				}
			}
		})
	}
}

// layoutIn sets a position in a built-in form.
func layoutIn(t *testing.T, name string, pos position.Position) *typeset.Layout {
	t.Helper()
	r, err := render.New(render.Config{})
	if err != nil {
		t.Fatal(err)
	}
	form, err := r.Template(name)
	if err != nil {
		t.Fatal(err)
	}
	l, err := r.Fill(pos, form).Layout()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// layoutText is all that stands on the pages, in the order of writing.
func layoutText(l *typeset.Layout) string {
	var b strings.Builder
	for p := range l.Pages {
		for _, text := range l.Pages[p].Texts {
			for _, g := range text.Glyphs {
				b.WriteRune(g.Rune)
			}
		}
	}
	return b.String()
}
