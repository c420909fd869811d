package audit

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// small is a set with something of everything.
var small = []string{
	reports("总部", "总经理", "无", `["财务经理", "技术主管"], "headcount": 1, "subordinateCount": 9`),
	reports("财务部", "财务经理", "总经理", `["会计"], "headcount": 1`),
	who("财务部", "会计", "财务经理", `"headcount": 2`), who("财务部", "会计", "财务经理", `"code": "K-1"`),
	who("行政部", "甲", "乙"), who("行政部", "乙", "甲"), who("行政处", "丙", ""), who("行政部", "丁", "不存在"), who("行政部", "戊", "会计"),
	pos(`"title": "己"`, `"authorities": ["部门费用预算的拟定权"]`), pos(`"title": "庚"`, `"authorities": ["部门费用预算的拟订权"]`),
}

func TestTheOrderOfPositionsDoesNotMatter(t *testing.T) {
	t.Parallel()
	want := lines(audited(t, Options{}, small...))
	random := rand.New(rand.NewPCG(1, 2))
	mixed := slices.Clone(small)
	for range 20 {
		random.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		if diff := cmp.Diff(want, lines(audited(t, Options{}, mixed...))); diff != "" {
			t.Fatalf("another order (-first +other)\n%s", diff)
		}
	}
}

func TestDepartmentsAreSummedUp(t *testing.T) {
	t.Parallel()
	r := audited(t, Options{Only: []string{"code-missing", "reporting-cycle", "authority-near-duplicate"}}, small...)
	want := []Department{
		{Name: "", Positions: 2, Unstaffed: 2, Findings: [3]int{0, 2, 0}},
		{Name: "总部", Positions: 1, Headcount: 1, Findings: [3]int{0, 1, 0}},
		{Name: "行政处", Positions: 1, Unstaffed: 1, Findings: [3]int{0, 1, 0}},
		{Name: "行政部", Positions: 4, Unstaffed: 4, Findings: [3]int{2, 4, 0}},
		{Name: "财务部", Positions: 3, Headcount: 3, Unstaffed: 1, Findings: [3]int{0, 2, 0}},
	}
	if diff := cmp.Diff(want, r.Departments); diff != "" {
		t.Errorf("departments (-want +got)\n%s", diff)
	}
	if want := (Department{Positions: 11, Headcount: 4, Unstaffed: 8, Findings: [3]int{2, 10, 1}}); r.Total != want {
		t.Errorf("total %+v, want %+v", r.Total, want)
	}
	r.Keep(Error)
	if want := [3]int{2, 0, 0}; r.Total.Findings != want || len(r.Findings) != 2 {
		t.Errorf("kept %v and %d findings, want %v", r.Total.Findings, len(r.Findings), want)
	}
}

func TestTheChartMarksBreaksAndCircles(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	r := audited(t, Options{}, small...)
	names := [...]string{"linked", "top", "orphan", "ambiguous", "cyclic"}
	for _, n := range r.Chart {
		superior := "-"
		if n.Superior >= 0 {
			superior = r.Chart[n.Superior].Title
		}
		got[n.Title] = superior + " " + names[n.Mark]
	}
	want := map[string]string{
		"总经理": "- linked", "财务经理": "总经理 linked", "会计": "财务经理 linked", "甲": "乙 cyclic", "乙": "甲 cyclic",
		"丙": "- orphan", "丁": "- top", "戊": "- ambiguous", "己": "- orphan", "庚": "- orphan",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("chart (-want +got)\n%s", diff)
	}
}

func TestTheJSONReportHasItsKeys(t *testing.T) {
	t.Parallel()
	r := audited(t, Options{Only: []string{"code-missing", "authority-near-duplicate"}}, small[len(small)-2:]...)
	for english, want := range map[bool]string{false: "没有岗位编号", true: "there is no code"} {
		var b strings.Builder
		if err := r.WriteJSON(&b, english); err != nil {
			t.Fatal(err)
		}
		var report struct {
			Findings []map[string]any `json:"findings"`
		}
		if err := json.Unmarshal([]byte(b.String()), &report); err != nil {
			t.Fatalf("%v in\n%s", err, b.String())
		}
		for _, f := range report.Findings {
			delete(f, "message")
		}
		wanted := []map[string]any{
			{"check": "authority-near-duplicate", "severity": "info", "position": nil, "pointer": "", "quote": "部门费用预算的拟定权 ｜ 部门费用预算的拟订权"},
			{"check": "code-missing", "severity": "warning", "position": map[string]any{"code": "", "department": "", "title": "己"}, "pointer": "/position/code", "quote": ""},
			{"check": "code-missing", "severity": "warning", "position": map[string]any{"code": "", "department": "", "title": "庚"}, "pointer": "/position/code", "quote": ""},
		}
		if diff := cmp.Diff(wanted, report.Findings); diff != "" {
			t.Errorf("findings (-want +got)\n%s", diff)
		}
		if !strings.Contains(b.String(), want) {
			t.Errorf("english %v: no %q in\n%s", english, want, b.String())
		}
	}
	var b strings.Builder
	if err := (&Report{}).WriteJSON(&b, false); err != nil || b.String() != "{\"findings\":[]}\n" {
		t.Errorf("an empty report is %q, %v", b.String(), err)
	}
}

func TestConfigurationsAreCheckedStrictly(t *testing.T) {
	t.Parallel()
	good := `{"departments": ["财务部", {"name": "人力资源部", "aliases": ["人事部"]}], "off": ["unsigned"], "staleYears": 5}`
	c, err := ReadConfig(strings.NewReader(good))
	if want := (Config{Departments: []Entry{{Name: "财务部"}, {"人力资源部", []string{"人事部"}}}, Off: []string{"unsigned"}, StaleYears: 5}); err != nil || !cmp.Equal(c, want) {
		t.Errorf("ReadConfig() = %+v, %v, want %+v", c, err, want)
	}
	for name, text := range map[string]string{
		"an unknown key": `{"staleyear": 5}`, "an unknown check": `{"off": ["no-such"]}`, "a threshold out of range": `{"similarity": 75}`,
		"an entry without name": `{"departments": [{"aliases": []}]}`, "an unknown key of an entry": `{"departments": [{"nam": "x"}]}`,
		"a second value": `{} {}`, "no JSON": `staleYears: 5`,
	} {
		if _, err := ReadConfig(strings.NewReader(text)); err == nil {
			t.Errorf("%s is accepted: %s", name, text)
		}
	}
	if _, err := New(Options{Only: []string{"no-such"}}); err == nil {
		t.Error("New accepts an unknown check")
	}
	r := audited(t, Options{Config: Config{Off: []string{"unsigned"}}}, pos(``))
	for _, f := range r.Findings {
		if f.Check.ID == "unsigned" {
			t.Error("a check that is off was made")
		}
	}
}

func TestChecksHaveTheIDsOfTheForm(t *testing.T) {
	t.Parallel()
	var got []string
	for _, c := range Checks() {
		got = append(got, c.ID)
		if c.Title == "" || c.English == "" || (c.position == nil) == (c.set == nil) {
			t.Errorf("%s is incomplete", c.ID)
		}
	}
	want := strings.Fields(`percent-sum time-percent-missing frequency-against-percent code-missing code-duplicate department-missing
		headcount-missing job-family-missing subordinate-count-missing subordinate-count-differs pay-grade-missing analysis-date-missing
		summary-missing education-missing experience-missing duplicate-title superior-missing superior-not-in-set superior-ambiguous
		direct-report-not-in-set report-not-listed-by-superior superior-differs reporting-cycle reports-to-self text-implies-subordinates
		reporting-text-vs-superior duty-without-tasks duplicate-duty duplicate-section task-numbering ordinal-differs placeholder-left
		department-not-in-dictionary department-name-variants position-in-department-field competency-near-duplicate
		authority-near-duplicate stale unsigned`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ids (-want +got)\n%s", diff)
	}
}
