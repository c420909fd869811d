package audit

import "testing"

func reports(department, title, superior, list string) string {
	return who(department, title, superior, `"directReports": `+list)
}

func TestDirectReportsAreInTheSet(t *testing.T) {
	t.Parallel()
	expect(t, "direct-report-not-in-set", []string{
		reports("总部", "总经理", "无", `["财务部", "设计组", "会计", "技术主管", {"code": "K-9"}, "无", {"title": "会计", "department": "行政部"}]`),
		who("财务部", "会计", "总经理", `"group": "设计组"`),
	},
		"warning 总部 总经理 /position/directReports/3 技术主管",
		"warning 总部 总经理 /position/directReports/4 （K-9）",
		"warning 总部 总经理 /position/directReports/6 行政部会计")
}

func TestHowManyPeopleThereAreIsNoPartOfATitle(t *testing.T) {
	t.Parallel()
	set := []string{
		reports("总部", "总经理", "无", `["会计（2人）", "出纳 1名", "司机×3", "3人小组"]`),
		who("财务部", "会计", "总经理"), who("财务部", "出纳", "总经理"), who("行政部", "司机", "总经理"), who("行政部", "3人小组", "总经理"),
	}
	expect(t, "direct-report-not-in-set", set)
	expect(t, "report-not-listed-by-superior", set)
	expect(t, "superior-differs", set)
}

func TestReportsAreListedByTheirSuperior(t *testing.T) {
	t.Parallel()
	expect(t, "report-not-listed-by-superior", []string{
		reports("总部", "总经理", "无", `["财务部", "行政经理"]`),
		who("财务部", "会计", "总经理"), // by its department
		who("行政部", "行政经理", "总经理"),
		who("行政部", "司机", "总经理"),
		who("行政部", "文员", "行政经理"), // which lists nobody
		who("行政部", "保洁", "保洁"),
	},
		"warning 行政部 司机 /position/reportsTo 总经理",
		"warning 行政部 文员 /position/reportsTo 行政经理")
}

func TestSuperiorAndReportAgree(t *testing.T) {
	t.Parallel()
	expect(t, "superior-differs", []string{
		reports("总部", "总经理", "无", `["会计", "出纳", "文员", "专员"]`),
		reports("财务部", "财务经理", "总经理", `["会计"]`),
		who("财务部", "会计", "财务经理"),
		who("财务部", "出纳", "财务总监"),                         // who is not in the set
		pos(`"title": "文员", "department": "行政部"`),        // says nothing
		who("一部", "专员", "财务经理"), who("二部", "专员", "财务经理"), // neither of them agrees
	},
		"error 总部 总经理 /position/directReports/0 会计",
		"error 总部 总经理 /position/directReports/1 出纳",
		"error 总部 总经理 /position/directReports/3 专员",
		"error 财务部 会计 /position/reportsTo 财务经理",
		"error 财务部 出纳 /position/reportsTo 财务总监")
}

func TestOneOfSeveralReportsOfATitleIsEnough(t *testing.T) {
	t.Parallel()
	expect(t, "superior-differs", []string{
		reports("大客户部", "销售主管", "无", `["销售代表"]`), who("大客户部", "销售代表", "销售主管"),
		reports("业务拓展部", "经理", "无", `["销售代表"]`), who("业务拓展部", "销售代表", "经理"),
	})
}
