package audit

// Check is one thing that an audit looks for.
type Check struct {
	ID       string
	Severity Severity // of most of its findings
	Title    string   // what it finds, in a few Chinese words
	English  string   // the same in English

	order    int
	position func(*examination) // looks at one position
	set      func(*set)         // looks at all of them
}

// newChecks returns every check, in the order in which reports list them.
func newChecks() []*Check {
	return []*Check{
		{ID: "percent-sum", Severity: Error, Title: "时间百分比合计不对", English: "percentages do not add up", position: percentSum},
		{ID: "time-percent-missing", Severity: Warning, Title: "缺工作时间百分比", English: "no time percentage", position: timePercentMissing},
		{ID: "frequency-against-percent", Severity: Warning, Title: "频率用时与百分比不符", English: "frequency contradicts percentage", position: frequencyAgainstPercent},

		{ID: "code-missing", Severity: Warning, Title: "缺岗位编号", English: "no code", position: missing},
		{ID: "code-duplicate", Severity: Error, Title: "岗位编号重复", English: "code used twice", set: codeDuplicate},
		{ID: "department-missing", Severity: Warning, Title: "缺所在部门", English: "no department", position: missing},
		{ID: "headcount-missing", Severity: Warning, Title: "缺岗位定员", English: "no headcount", position: missing},
		{ID: "job-family-missing", Severity: Warning, Title: "缺职系", English: "no job family", position: missing},
		{ID: "subordinate-count-missing", Severity: Warning, Title: "缺所辖人员数目", English: "no count of subordinates", position: missing},
		{ID: "subordinate-count-differs", Severity: Warning, Title: "所辖人员数目不符", English: "count of subordinates differs", set: subordinateCountDiffers},
		{ID: "pay-grade-missing", Severity: Warning, Title: "缺工资级别", English: "no pay grade", position: missing},
		{ID: "analysis-date-missing", Severity: Warning, Title: "缺岗位分析日期", English: "no date of analysis", position: missing},
		{ID: "summary-missing", Severity: Warning, Title: "缺本职概述", English: "no summary", position: missing},
		{ID: "education-missing", Severity: Warning, Title: "缺最低学历要求", English: "no education", position: missing},
		{ID: "experience-missing", Severity: Warning, Title: "缺所需工作经验", English: "no experience", position: missing},

		{ID: "duplicate-title", Severity: Error, Title: "岗位名称重复", English: "title used twice", set: duplicateTitle},
		{ID: "superior-missing", Severity: Warning, Title: "缺直接上级", English: "no superior", position: missing},
		{ID: "superior-not-in-set", Severity: Warning, Title: "直接上级没有说明书", English: "superior is not in the set", set: superiorNotInSet},
		{ID: "superior-ambiguous", Severity: Error, Title: "直接上级不明确", English: "superior is ambiguous", set: superiorAmbiguous},
		{ID: "direct-report-not-in-set", Severity: Warning, Title: "直接下属没有说明书", English: "direct report is not in the set", set: directReportNotInSet},
		{ID: "report-not-listed-by-superior", Severity: Warning, Title: "上级没有列出本岗位", English: "not listed by its superior", set: reportNotListed},
		{ID: "superior-differs", Severity: Error, Title: "上下级双方说法不一", English: "superior and report disagree", set: superiorDiffers},
		{ID: "reporting-cycle", Severity: Error, Title: "汇报关系成环", English: "reporting goes round in a circle", set: reportingCycle},
		{ID: "reports-to-self", Severity: Error, Title: "直接上级是自己", English: "reports to itself", set: reportsToSelf},
		{ID: "text-implies-subordinates", Severity: Warning, Title: "职责提到下属而无下属", English: "text implies subordinates", position: textImpliesSubordinates},
		{ID: "reporting-text-vs-superior", Severity: Warning, Title: "汇报关系与直接上级不符", English: "reporting text differs from superior", position: reportingText},

		{ID: "duty-without-tasks", Severity: Info, Title: "职责没有工作任务", English: "duty without tasks", position: dutyWithoutTasks},
		{ID: "duplicate-duty", Severity: Warning, Title: "职责重复", English: "duty given twice", position: duplicateDuty},
		{ID: "duplicate-section", Severity: Info, Title: "栏目标题重复", English: "heading used twice", position: duplicateSection},
		{ID: "task-numbering", Severity: Warning, Title: "任务编号不从 1 起", English: "tasks not numbered from 1", position: taskNumbering},
		{ID: "ordinal-differs", Severity: Warning, Title: "职责序号不符", English: "ordinal differs", position: ordinalDiffers},
		{ID: "placeholder-left", Severity: Warning, Title: "占位文字未填", English: "placeholder left", position: placeholderLeft},

		{ID: "department-not-in-dictionary", Severity: Warning, Title: "部门不在字典中", English: "department not in the dictionary", position: departmentNotInDictionary},
		{ID: "department-name-variants", Severity: Warning, Title: "部门名称写法不一", English: "department spelled differently", set: departmentNameVariants},
		{ID: "position-in-department-field", Severity: Warning, Title: "部门栏写了岗位", English: "position in a department field", set: positionInDepartmentField},
		{ID: "competency-near-duplicate", Severity: Info, Title: "胜任能力写法相近", English: "competencies worded alike", set: competencyNearDuplicate},
		{ID: "authority-near-duplicate", Severity: Info, Title: "权限写法相近", English: "authorities worded alike", set: authorityNearDuplicate},

		{ID: "stale", Severity: Warning, Title: "说明书已过时", English: "out of date", position: stale},
		{ID: "unsigned", Severity: Info, Title: "没有签字或批准", English: "not signed", position: unsigned},
	}
}

// checks is the table; checkByID finds in it.
var checks, checkByID = func() ([]*Check, map[string]*Check) {
	all, byID := newChecks(), map[string]*Check{}
	for i, c := range all {
		c.order = i
		byID[c.ID] = c
	}
	return all, byID
}()

// Checks returns every check, in the order in which reports list them. Nobody
// may change them.
func Checks() []*Check { return append([]*Check(nil), checks...) }

// LookupCheck returns the check with that id.
func LookupCheck(id string) (*Check, bool) {
	c, ok := checkByID[id]
	return c, ok
}

// Name returns the title in English or Chinese.
func (c *Check) Name(english bool) string {
	if english {
		return c.English
	}
	return c.Title
}
