package corpus

import (
	"slices"
	"strings"
	"testing"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
	"jobdoc/internal/typeset"
	"jobdoc/internal/wordml"
)

// TestNoFormPutsAMarkAfterAFullStop fills the forms with tasks that are whole
// sentences, as many employers write them: a form that joins tasks by marks of
// its own prints 。； and 。。 then.
func TestNoFormPutsAMarkAfterAFullStop(t *testing.T) {
	const source = `{"position": {"title": "会计"}, "duties": [
		{"description": "核算", "timePercent": 60, "tasks": ["登记账簿。", "核对账目。", "Close the books."]},
		{"description": "其他", "timePercent": 40, "tasks": ["编制报表。"]}]}`
	eachForm(t, source, func(t *testing.T, l *typeset.Layout) {
		text := squeeze(layoutText(l))
		if !strings.Contains(text, "核对账目。") {
			t.Fatal("no task was printed as it is written")
		}
		for _, bad := range []string{"。；", "。。", "。;", ".；", ".。", ".;"} {
			if at := strings.Index(text, bad); at >= 0 {
				t.Errorf("%q stands in %q", bad, text[max(0, at-30):at+len(bad)])
			}
		}
	})
}

// TestARatingWithoutALevelKeepsItsColon wants room for the level after every
// ability that is still to be rated.
func TestARatingWithoutALevelKeepsItsColon(t *testing.T) {
	const source = `{"position": {"title": "会计"}, "duties": [{"description": "核算"}],
		"qualifications": {"abilityRatings": [{"name": "沟通", "level": null}, {"name": "英语", "level": "好"}]}}`
	eachForm(t, source, func(t *testing.T, l *typeset.Layout) {
		if text := squeeze(layoutText(l)); !strings.Contains(text, "沟通：") && !strings.Contains(text, "沟通:") {
			t.Errorf("no blank after 沟通 in %q", text)
		}
	})
}

// TestADateStandsBesideALongRole gives the one who signs a role of two lines in
// every form: the date stands beside it and not below.
func TestADateStandsBesideALongRole(t *testing.T) {
	const source = `{"position": {"title": "会计"}, "duties": [{"description": "核算"}],
		"signatures": [{"role": "集团总部人力资源与行政管理中心及薪酬绩效委员会负责人", "name": null, "date": "2026-03-02"}]}`
	eachForm(t, source, func(t *testing.T, l *typeset.Layout) {
		texts := l.Pages[len(l.Pages)-1].Texts
		from := slices.IndexFunc(texts, func(x typeset.Text) bool { return strings.Contains(sayText(x), "集团") })
		date := slices.IndexFunc(texts, func(x typeset.Text) bool { return strings.Contains(sayText(x), "2026") })
		if from < 0 || date < 0 {
			t.Fatal("the last page has no signature")
		}
		last := from // the line with the end of the role, which the writer cuts where it likes
		for i := from; i < date; i++ {
			if strings.ContainsAny(sayText(texts[i]), "负责人") {
				last = i
			}
		}
		if y := texts[date].Y; y < texts[from].Y || y > max(texts[last].Y, texts[from].Y) {
			t.Errorf("the date is at %d, the role at %d to %d", y, texts[from].Y, texts[last].Y)
		}
	})
}

// TestBlanksAreNotBroken looks for blanks of ideographic spaces: a line may
// break inside one, and LibreOffice drops what hangs over the edge.
func TestBlanksAreNotBroken(t *testing.T) {
	seen := 0
	eachSpecimen(t, func(t *testing.T, s specimen) {
		root, err := openDocx(t, s).Part("word/document.xml")
		if err != nil {
			t.Fatal(err)
		}
		walkNodes(root, func(n *wordml.Node) {
			if n.Name != "w:r" {
				return
			}
			if style := n.Find("w:rPr", "w:rStyle"); style == nil || style.Attr("w:val") != "Blank" {
				return
			}
			seen++
			if strings.ContainsRune(n.Content(), '　') {
				t.Errorf("a blank of ideographic spaces: %q", n.Content())
			}
		})
	})
	if seen == 0 {
		t.Error("no blanks at all")
	}
}

// eachForm lays a position out in every built-in form.
func eachForm(t *testing.T, source string, test func(t *testing.T, l *typeset.Layout)) {
	t.Helper()
	r, err := render.New(render.Config{})
	if err != nil {
		t.Fatal(err)
	}
	pos, faults := position.Decode([]byte(source))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for _, name := range r.TemplateNames() {
		t.Run(name, func(t *testing.T) { test(t, layoutIn(t, name, pos)) })
	}
}
