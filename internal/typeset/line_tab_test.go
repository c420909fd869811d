package typeset

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTabs(t *testing.T) {
	stops := func(stops ...tabStop) func(*lineFormat) {
		return func(f *lineFormat) { f.tabs = stops }
	}
	at := func(pos float64, a tabAlign) tabStop { return tabStop{pos: Length(pos * float64(em)), align: a} }
	indented := func(f *lineFormat) { f.indent = 3 * em }
	hanging := func(f *lineFormat) { f.indent, f.firstIndent = 3*em, -3*em }

	for name, test := range map[string]struct {
		text   string
		format *lineFormat
		want   string // a tab with its width in hundredths of an em
	}{
		"the default stops":                              {"一\t二\t三", form(9), "一\t100二\t100三"},
		"a stop just reached is passed":                  {"一二\t三", form(9), "一二\t200三"},
		"stops count from the text margin":               {"一\t二", form(9, indented), "一\t200二"},
		"a custom stop replaces the default ones before": {"一\t二", form(9, stops(at(5, tabLeft))), "一\t400二"},
		"behind the last custom one are default ones":    {"一二三\t四", form(9, stops(at(1, tabLeft))), "一二三\t100四"},
		"a cleared stop does not count":                  {"一\t二", form(9, stops(at(5, tabLeft), at(5, tabClear))), "一\t100二"},
		"the hanging indent is a stop":                   {"一\t二三四", form(4, hanging), "@-300 一\t200二三四"},
		"it comes before a later custom stop":            {"一\t二", form(9, hanging, stops(at(5, tabLeft))), "@-300 一\t200二"},
		"and the lines after it start there":             {"1.\t二三四五六", form(4, hanging), "@-300 1.\t200二三四五|六"},
		"no single character is left of a numbered item": {"1.\t二三四五六七八九十甲乙丙丁", form(12, hanging), "@-300 1.\t200二三四五六七八九十甲乙|丙丁"},
		"right":                            {"一\t二三", form(9, stops(at(8, tabRight))), "一\t500二三"},
		"centre":                           {"一\t二三", form(9, stops(at(8, tabCenter))), "一\t600二三"},
		"decimal":                          {"一\t12.5", form(9, stops(at(8, tabDecimal))), "一\t60012.5"},
		"decimal without a point is right": {"一\t125", form(9, stops(at(8, tabDecimal))), "一\t550125"},
		"a right stop past the edge is one at the edge": {"一\t二三", form(9, stops(at(20, tabRight))), "一\t600二三"},
		"text too long for its stop leaves no room":     {"一二三四\t二三四五", form(9, stops(at(6, tabRight))), "一二三四\t二三四五"},
		"centre and right in one line":                  {"一\t二\t三", form(9, stops(at(4, tabCenter), at(9, tabRight))), "一\t250二\t350三"},
		"a tab that finds no stop moves down":           {"一二三四五六七\t八九", form(7.5), "一二三四五六七|\t200八九"},
		"a tab alone fills the line":                    {"\t一", form(1.5), "\t150|一"},
		"a tab at the end keeps its width":              {"签字：\t", form(9, stops(at(8, tabLeft))), "签字：\t500"},
		"text behind a tab may break":                   {"一\t二三四五", form(5), "一\t100二三四|五"},
	} {
		t.Run(name, func(t *testing.T) {
			chars := measured(test.text)
			if got := visibleWidths(chars, setLines(nil, chars, test.format)); got != test.want {
				t.Errorf("setLines(%q)\n got %s\nwant %s", test.text, got, test.want)
			}
		})
	}
}

func TestTabsToBeFilledAreNamed(t *testing.T) {
	f := form(9, func(f *lineFormat) {
		f.tabs = []tabStop{{pos: 4 * em, align: tabCenter}, {pos: 8 * em, align: tabRight, leader: leaderDot}}
	})
	lines := setLines(nil, measured("目录\t二\t12\n三\t\t4"), f)
	want := [][]lineLeader{{{4, leaderDot}}, {{2, leaderDot}}}
	for i, l := range lines {
		if diff := cmp.Diff(want[i], l.leaders, cmp.AllowUnexported(lineLeader{})); diff != "" {
			t.Errorf("leaders of line %d (-want +got)\n%s", i, diff)
		}
	}
	if got, want := lines[0].advance[4], 8*em-(4*em+em/2)-em; got != want {
		t.Errorf("the dots take %d, want %d", got, want)
	}
}

func TestNaturalWidths(t *testing.T) {
	for name, test := range map[string]struct {
		text        string
		format      *lineFormat
		least, most float64 // em
	}{
		"nothing":                             {"", form(0), 0, 0},
		"Han breaks anywhere":                 {"一二三", form(0), 1, 3},
		"a mark clings":                       {"一二，三", form(0), 2, 4},
		"two marks are one and a half":        {"一。”", form(0), 2.5, 2.5},
		"a word stays whole":                  {"一二Oracle", form(0), 3, 5.25},
		"the longest line counts":             {"一\n二三四\n五", form(0), 1, 3},
		"blanks count only within":            {"ab cd  ", form(0), 1, 2.25},
		"an indent belongs to the first unit": {"一二", form(0, func(f *lineFormat) { f.firstIndent = 2 * em }), 3, 4},
		"a hanging one takes from it":         {"一二三", form(0, func(f *lineFormat) { f.firstIndent = -em }), 1, 2},
		"a tab runs to its stop":              {"一\t二", form(0), 1, 3},
		"a hyphen to be drawn counts":         {"ab\u00ADc", form(0), 1.5, 1.5},
	} {
		t.Run(name, func(t *testing.T) {
			least, most := naturalWidths(measured(test.text), test.format)
			if least != Length(test.least*float64(em)) || most != Length(test.most*float64(em)) {
				t.Errorf("naturalWidths(%q) = %d, %d, want %g, %g em of %d", test.text, least, most, test.least, test.most, em)
			}
		})
	}
}
