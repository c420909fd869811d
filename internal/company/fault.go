package company

import (
	"fmt"
	"strings"
)

// fault spoils one position and says what an audit must find. It returns false
// where the position does not lend itself to it.
type fault func(m *maker, f *form) bool

// expect notes a finding at a position. Who the position is, is filled in at the
// end: a fault may change that, too.
func (f *form) expect(check, pointer string) bool {
	f.sites = append(f.sites, Fault{Check: check, Pointer: pointer})
	return true
}

// expectSet notes a finding on the whole set that has the wording in its quote.
func (f *form) expectSet(check, wording string) bool {
	f.sites = append(f.sites, Fault{Check: check, Wording: wording})
	return true
}

// blank returns the fault that makes a field blank.
func blank(check, pointer string, clear func(*form)) fault {
	return func(_ *maker, f *form) bool {
		clear(f)
		return f.expect(check, pointer)
	}
}

// leaf keeps a fault to positions without reports.
func leaf(spoil fault) fault {
	return func(m *maker, f *form) bool { return f.role.level == levelStaff && spoil(m, f) }
}

// own are the faults of one position, that change nothing for the others.
var own = []fault{
	blank("headcount-missing", "/position/headcount", func(f *form) { f.Position.Headcount = nil }),
	blank("job-family-missing", "/position/jobFamily", func(f *form) { f.Position.JobFamily = ptr(" ") }),
	blank("subordinate-count-missing", "/position/subordinateCount", func(f *form) { f.Position.SubordinateCount = nil }),
	blank("pay-grade-missing", "/position/payGradeRange", func(f *form) { f.Position.PayGradeRange = nil }),
	blank("analysis-date-missing", "/position/analysisDate", func(f *form) { f.Position.AnalysisDate = nil }),
	blank("summary-missing", "/summary", func(f *form) { f.Summary = ptr("") }),
	blank("education-missing", "/qualifications/education", func(f *form) { f.Qualifications.Education = nil }),
	blank("experience-missing", "/qualifications/experience", func(f *form) { f.Qualifications.Experience = nil }),
	blank("superior-missing", "/position/reportsTo", func(f *form) { f.Position.ReportsTo = nil }),
	blank("time-percent-missing", "/duties/0/timePercent", func(f *form) { f.Duties[0].TimePercent = nil }),
	blank("stale", "/position/analysisDate", func(f *form) { f.Position.AnalysisDate = ptr("2019-06") }),
	blank("unsigned", "/signatures", func(f *form) { f.Signatures[1].Date = nil }),
	blank("percent-sum", "/duties", func(f *form) { *f.Duties[1].TimePercent += 5 }),
	blank("duty-without-tasks", "/duties/1/tasks", func(f *form) { f.Duties[1].Tasks = []any{} }),
	blank("task-numbering", "/duties/2/taskNumberStart", func(f *form) { f.Duties[2].Start = 4 }),
	blank("ordinal-differs", "/duties/1/ordinal", func(f *form) { f.Duties[1].Ordinal = 5 }),
	blank("placeholder-left", "/tools/0", func(f *form) { f.Tools = []string{"XX型计算机"} }),
	blank("placeholder-left", "/duties/0/tasks/1", func(f *form) { f.Duties[0].Tasks[1] = "（略）" }),
	blank("reporting-text-vs-superior", "/reporting", func(f *form) { f.Reporting = []string{"向主管领导汇报工作"} }),
	blank("duplicate-section", "/qualifications/competencies/2/heading", func(f *form) {
		f.Qualifications.Competencies = append(f.Qualifications.Competencies, section{"所需胜任能力", []string{"身体健康"}})
	}),
	blank("position-in-department-field", "/collaboration/internal/0", func(f *form) { f.Collaboration.Internal = []string{"财务总监"} }),
	blank("frequency-against-percent", "/duties/0/tasks/0/timePercent", func(f *form) {
		f.Duties[0].Tasks[0] = &task{f.Duties[0].Tasks[0].(string), "每天", "12分钟", *f.Duties[0].TimePercent - 1}
	}),
	duplicateDuty, departmentVariant, competencyVariant, authorityVariant,
	leaf(blank("text-implies-subordinates", "", func(f *form) { f.Authorities = append(f.Authorities, "下属人员的考核权") })),
	leaf(codeMissing), leaf(departmentMissing), leaf(departmentUnknown),
}

func duplicateDuty(_ *maker, f *form) bool {
	copied := *f.Duties[0]
	copied.Description = strings.ReplaceAll(copied.Description, "，", "、") + "。"
	copied.TimePercent = ptr(5.0)
	*f.Duties[0].TimePercent -= 5
	f.Duties = append(f.Duties, &copied)
	return f.expect("duplicate-duty", fmt.Sprintf("/duties/%d/description", len(f.Duties)-1))
}

func departmentVariant(m *maker, f *form) bool {
	if len(f.Collaboration.Internal) == 0 || !strings.HasSuffix(f.Collaboration.Internal[0], "部") {
		return false
	}
	name := &f.Collaboration.Internal[0]
	if m.random.IntN(2) == 0 {
		*name += "门" // 财务部门
	} else {
		*name = strings.TrimSuffix(*name, "部") + "处"
	}
	return f.expectSet("department-name-variants", *name)
}

// reworded says the same in other words, "" where that cannot be done.
func reworded(m *maker, s string) string {
	for _, k := range m.random.Perm(5) {
		var t string
		switch k {
		case 0:
			t = strings.Replace(s, "与", "及", 1)
		case 1:
			t = strings.Replace(s, "的", "", 1)
		case 2:
			t = s + "。"
		case 3:
			t = strings.Replace(s, "，", "、", 1)
		default:
			t = strings.Replace(s, "商业机密", "商业秘密", 1)
		}
		if t != s {
			return t
		}
	}
	return ""
}

func competencyVariant(m *maker, f *form) bool {
	items := append([]string(nil), f.Qualifications.Competencies[1].Items...)
	f.Qualifications.Competencies[1].Items = items
	items[0] = reworded(m, items[0])
	return f.expectSet("competency-near-duplicate", items[0])
}

func authorityVariant(m *maker, f *form) bool {
	f.Authorities[0] = reworded(m, f.Authorities[0])
	return f.expectSet("authority-near-duplicate", f.Authorities[0])
}

func codeMissing(_ *maker, f *form) bool {
	if f.byCode {
		return false // its superior could no longer find it
	}
	f.Position.Code = nil
	return f.expect("code-missing", "/position/code")
}

func departmentMissing(_ *maker, f *form) bool {
	if !f.byCode {
		return false
	}
	f.Position.Department = nil
	return f.expect("department-missing", "/position/department")
}

func departmentUnknown(_ *maker, f *form) bool {
	if !f.byCode {
		return false
	}
	f.Position.Department = ptr("专项筹备小分队")
	return f.expect("department-not-in-dictionary", "/position/department")
}
