package audit

import (
	"strings"
	"testing"
)

func TestWhatIsAbsentNullOrBlankIsMissing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		check, pointer string
		blank          []string // positions that lack it
		filled         []string // positions that have it
	}{
		{"code-missing", "/position/code", []string{pos(``), pos(`"code": null`), pos(`"code": "　 "`)}, []string{pos(`"code": "A-1"`)}},
		{"department-missing", "/position/department", []string{pos(``), pos(`"department": ""`)}, []string{pos(`"department": "财务部"`)}},
		{"headcount-missing", "/position/headcount", []string{pos(``), pos(`"headcount": null`)}, []string{pos(`"headcount": 0`), pos(`"headcount": 3`)}},
		{"job-family-missing", "/position/jobFamily", []string{pos(``), pos(`"jobFamily": " "`)}, []string{pos(`"jobFamily": "销售类"`)}},
		{"subordinate-count-missing", "/position/subordinateCount", []string{pos(``), pos(`"subordinateCount": ""`)}, []string{pos(`"subordinateCount": 0`), pos(`"subordinateCount": "无"`)}},
		{"pay-grade-missing", "/position/payGradeRange",
			[]string{pos(``), pos(`"payGradeRange": null`), pos(`"payGradeRange": {}`), pos(`"payGradeRange": {"from": {"grade": null, "step": ""}, "to": null}, "payGrade": " "`)},
			[]string{pos(`"payGradeRange": {"from": {"grade": "三"}}`), pos(`"payGrade": "五级"`), pos(`"payGradeRange": {"from": {}}, "payGrade": "五级"`)}},
		{"analysis-date-missing", "/position/analysisDate", []string{pos(``), pos(`"analysisDate": ""`)}, []string{pos(`"analysisDate": "2026"`)}},
		{"summary-missing", "/summary", []string{pos(``), pos(``, `"summary": null`), pos(``, `"summary": " "`)}, []string{pos(``, `"summary": "做事"`)}},
		{"education-missing", "/qualifications/education", []string{pos(``), pos(``, `"qualifications": null`), pos(``, `"qualifications": {"education": ""}`)}, []string{pos(``, `"qualifications": {"education": "不限"}`)}},
		{"experience-missing", "/qualifications/experience", []string{pos(``), pos(``, `"qualifications": {"education": "不限"}`)}, []string{pos(``, `"qualifications": {"experience": "不限"}`)}},
		{"superior-missing", "/position/reportsTo", []string{pos(``), pos(`"reportsTo": null`), pos(`"reportsTo": {"code": "", "title": null}`)},
			[]string{pos(`"reportsTo": "总经理"`), pos(`"reportsTo": {"code": "A"}`), pos(`"reportsTo": "无"`)}},
	} {
		t.Run(c.check, func(t *testing.T) {
			t.Parallel()
			for _, p := range c.blank {
				expect(t, c.check, []string{p}, "warning 甲 "+c.pointer)
			}
			for _, p := range c.filled {
				expect(t, c.check, []string{p})
			}
		})
	}
}

func TestEveryMissingCheckHasItsField(t *testing.T) {
	t.Parallel()
	for _, c := range Checks() {
		_, ok := fields[c.ID]
		if want := strings.HasSuffix(c.ID, "-missing") && c.ID != "time-percent-missing"; ok != want {
			t.Errorf("%s: has a field %v, want %v", c.ID, ok, want)
		}
	}
}
