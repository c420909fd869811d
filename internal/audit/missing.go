package audit

import "jobdoc/internal/position"

// fields are what the checks that end in -missing look at.
var fields = map[string]struct {
	pointer string
	paths   [][]string // it is missing when all of them are blank
	message
}{
	"code-missing": {"/position/code", [][]string{{"position", "code"}},
		message{"没有岗位编号；请编一个单位内不重复的编号", "there is no code; give the position one that is unique in the organization"}},
	"department-missing": {"/position/department", [][]string{{"position", "department"}},
		message{"没有写所在部门；请填写", "the department is not given; fill it in"}},
	"headcount-missing": {"/position/headcount", [][]string{{"position", "headcount"}},
		message{"没有岗位定员；请填写编制人数", "the headcount is not given; fill it in"}},
	"job-family-missing": {"/position/jobFamily", [][]string{{"position", "jobFamily"}},
		message{"没有写职系；请填写", "the job family is not given; fill it in"}},
	"subordinate-count-missing": {"/position/subordinateCount", [][]string{{"position", "subordinateCount"}},
		message{"没有写所辖人员数目；请填写人数，没有下属写“无”", "the number of subordinates is not given; fill it in, 无 for none"}},
	"pay-grade-missing": {"/position/payGradeRange", [][]string{{"position", "payGradeRange"}, {"position", "payGrade"}},
		message{"没有工资级别；请填写工资级别范围或工资等级", "the pay grade is not given; fill in the range, or the grade"}},
	"analysis-date-missing": {"/position/analysisDate", [][]string{{"position", "analysisDate"}},
		message{"没有岗位分析日期；请填写，否则看不出说明书是否过时", "the date of analysis is not given; without it nobody sees whether this is out of date"}},
	"summary-missing": {"/summary", [][]string{{"summary"}},
		message{"没有本职概述；请用一两句话写明本岗位做什么", "there is no summary; say in a sentence or two what the position is for"}},
	"education-missing": {"/qualifications/education", [][]string{{"qualifications", "education"}},
		message{"没有最低学历要求；请填写，没有要求写“不限”", "the education required is not given; fill it in, 不限 for none"}},
	"experience-missing": {"/qualifications/experience", [][]string{{"qualifications", "experience"}},
		message{"没有所需工作经验；请填写，没有要求写“不限”", "the experience required is not given; fill it in, 不限 for none"}},
	"superior-missing": {"/position/reportsTo", [][]string{{"position", "reportsTo"}},
		message{"没有直接上级；请填写，最高的岗位写“无”", "the superior is not given; fill it in, 无 at the very top"}},
}

// missing looks for a field that is absent, null or blank, also when the object
// around it is.
func missing(x *examination) {
	field := fields[x.check.ID]
	for _, path := range field.paths {
		if !position.Blank(at(x.pos, path...)) {
			return
		}
	}
	x.report(field.pointer, "", field.message)
}
