package position

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func decoded(t testing.TB, text string) Position {
	t.Helper()
	p, faults := Decode([]byte(text))
	if faults != nil {
		t.Fatalf("Decode() faults = %+v, want none", faults)
	}
	return p
}

func TestPositionTellsWhatFilesAreNamedAfter(t *testing.T) {
	t.Parallel()
	p := decoded(t, with(`"organization": " 某公司 ", "formTitle": "岗位说明书", "locale": "en"`, `"code": "A-1", "department": "大客户部"`, ""))
	got := []string{p.Title(), p.Code(), p.Department(), p.Organization(), p.FormTitle(), p.Locale()}
	if want := []string{"经理", "A-1", "大客户部", "某公司", "岗位说明书", "en"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	p = decoded(t, with(`"organization": null, "formTitle": " "`, `"code": ""`, ""))
	got = []string{p.Title(), p.Code(), p.Department(), p.Organization(), p.FormTitle(), p.Locale()}
	if want := []string{"经理", "", "", "", "职位说明书", "zh-CN"}; !slices.Equal(got, want) {
		t.Errorf("of blanks got %q, want %q", got, want)
	}
}

func TestDateOfAPosition(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"the date it takes effect", with(`"document": {"effectiveDate": "2006-03-04"}`, `"analysisDate": "2005-02"`, ""), "2006-03-04"},
		{"the month of its analysis", with(`"document": {"effectiveDate": null}`, `"analysisDate": "2005-02"`, ""), "2005-02-01"},
		{"the year of its analysis", with("", `"analysisDate": "2005"`, ""), "2005-01-01"},
		{"blank dates", with(`"document": {"effectiveDate": " "}`, `"analysisDate": ""`, ""), "2000-01-01"},
		{"no dates", with("", "", ""), "2000-01-01"},
	} {
		got := decoded(t, tt.text).Date()
		if got.Format(time.DateOnly) != tt.want || got.Location() != time.UTC {
			t.Errorf("%s: Date() = %v, want %s in UTC", tt.name, got, tt.want)
		}
	}
}

func TestStateTellsTheBlanksApart(t *testing.T) {
	t.Parallel()
	p := decoded(t, with(`"summary": " ", "purpose": null, "tools": [], "remarks": "x"`,
		`"payGradeRange": {"from": {"grade": null}, "to": {}}, "headcount": 0, "reportsTo": "x"`, ""))
	for _, tt := range []struct {
		path []string
		want State
	}{
		{[]string{"records"}, Absent},
		{[]string{"careerPath", "promotion"}, Absent},
		{[]string{"position", "reportsTo", "title"}, Absent},
		{[]string{"purpose"}, Null},
		{[]string{"purpose", "x"}, Absent},
		{[]string{"summary"}, Empty},
		{[]string{"position", "payGradeRange"}, Empty},
		{[]string{"tools"}, Filled},
		{[]string{"remarks"}, Filled},
		{[]string{"position", "headcount"}, Filled},
		{nil, Filled},
	} {
		if got := p.State(tt.path...); got != tt.want {
			t.Errorf("State(%v) = %v, want %v", tt.path, got, tt.want)
		}
	}
	if got := (Position{}).State("position"); got != Absent {
		t.Errorf("State() of nothing = %v, want Absent", got)
	}
}

func TestLeavesYieldEveryStringAndNumberInOrder(t *testing.T) {
	t.Parallel()
	p := decoded(t, `{"tools":["钳","锤"],"remarks":null,"duties":[{"tasks":["甲",{"subtasks":["乙"],"text":"丙"}],"timePercent":10,"description":"丁"}],
		"position":{"reportsTo":"戊","title":"己"}}`)
	var got []string
	for l := range p.Leaves() {
		got = append(got, l.Pointer+" "+printText(l.Value)+" "+l.Field.Key)
	}
	want := []string{
		"/position/title 己 title", "/position/reportsTo 戊 reportsTo",
		"/duties/0/description 丁 description", "/duties/0/timePercent 10 timePercent",
		"/duties/0/tasks/0 甲 ", "/duties/0/tasks/1/text 丙 text", "/duties/0/tasks/1/subtasks/0 乙 ",
		"/tools/0 钳 ", "/tools/1 锤 ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Leaves() (-want +got)\n%s", diff)
	}
	for range p.Leaves() {
		break // stopping early must not panic
	}
}
