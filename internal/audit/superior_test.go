package audit

import "testing"

func TestSuperiorsAreInTheSet(t *testing.T) {
	t.Parallel()
	expect(t, "superior-not-in-set", []string{
		who("总部", "总经理", "无"),
		who("总部", "副总经理", "董事会"),                                                 // the top of a set is named too
		who("财务部", "会计", "总部总经理"),                                                // department and title in one text
		who("财务部", "出纳", "总经理、副总经理"),                                             // two superiors
		who("财务部", "司机", "总经理/车队长"),                                              // one of two
		who("财务部", "审计", "财务总监"),                                                 //
		pos(`"title": "税务", "reportsTo": {"title": "总经理", "department": "财务部"}`), // another department's
		pos(`"title": "文员", "reportsTo": {"code": "X-1", "title": "总经理"}`),       // the code decides
		pos(`"title": "保洁"`),
	},
		"warning 文员 /position/reportsTo 总经理（X-1）",
		"warning 税务 /position/reportsTo 财务部总经理",
		"warning 总部 副总经理 /position/reportsTo 董事会",
		"warning 财务部 司机 /position/reportsTo 车队长",
		"warning 财务部 审计 /position/reportsTo 财务总监")
}

func TestASuperiorByTitleAloneCanBeAmbiguous(t *testing.T) {
	t.Parallel()
	expect(t, "superior-ambiguous", []string{
		who("一部", "主管", "无"), who("二部", "主管", "无"), who("三部", "经理", "无", `"code": "C"`), who("四部", "经理", "无"),
		who("一部", "专员", "主管"), // not guessed from the department
		who("二部", "助理", "二部主管"),
		pos(`"title": "文员", "reportsTo": {"title": "主管", "department": "一部"}`),
		pos(`"title": "司机", "reportsTo": {"code": "C"}`),
	}, "error 一部 专员 /position/reportsTo 主管")
}

func TestNobodyIsTheirOwnSuperior(t *testing.T) {
	t.Parallel()
	set := []string{who("一部", "主管", "主管"), who("二部", "经理", "二部经理"), who("三部", "专员", "主管")}
	expect(t, "reports-to-self", set, "error 一部 主管 /position/reportsTo 主管", "error 二部 经理 /position/reportsTo 二部经理")
	expect(t, "reporting-cycle", set)
}

func TestReportingDoesNotGoRoundInACircle(t *testing.T) {
	t.Parallel()
	expect(t, "reporting-cycle", []string{
		who("部", "甲", "乙"), who("部", "乙", "丙"), who("部", "丙", "甲"),
		who("部", "丁", "甲"), // leads into the circle, and is not part of it
		who("部", "戊", "己"), who("部", "己", "无"),
	},
		"error 部 丙 /position/reportsTo 丙→甲→乙→丙",
		"error 部 乙 /position/reportsTo 乙→丙→甲→乙",
		"error 部 甲 /position/reportsTo 甲→乙→丙→甲")
}
