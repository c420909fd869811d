package audit

import "testing"

func TestTheReportingSectionNamesTheSuperior(t *testing.T) {
	t.Parallel()
	const check = "reporting-text-vs-superior"
	for reporting, want := range map[string][]string{
		`["向执行 总经理汇报工作"]`:        nil,
		`["接受下属汇报", "向执行总经理汇报"]`: nil,
		`null`: nil,
		`["向总经理汇报", "接受主管汇报"]`: {"warning 甲 /reporting 向总经理汇报；接受主管汇报"},
		`[]`: {"warning 甲 /reporting 无"},
	} {
		expect(t, check, one(`"reportsTo": "执行总经理"`, `"reporting": `+reporting), want...)
	}
	expect(t, check, one(`"reportsTo": null`, `"reporting": ["向总经理汇报"]`))
	expect(t, check, one(`"reportsTo": {"title": "总经理", "department": "总部"}`, `"reporting": ["向总经理汇报"]`))
	expect(t, check, one(`"reportsTo": {"code": "A-1"}`, `"reporting": ["向总经理汇报"]`))
	expect(t, check, one(`"reportsTo": "总经理、副总经理"`, `"reporting": ["向副总经理汇报"]`))
}

func TestTextsThatDirectOthersImplySubordinates(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"直接下属的考核权":             "直接下属的考核权",
		"编制计划，指导下属开展工作；汇总数据":   "指导下属开展工作",
		"带领团队完成任务":             "带领团队完成任务",
		"安排本组人员的工作":            "安排本组人员的工作",
		"部门员工的考核权":             "部门员工的考核权",
		"对下级进行业务指导":            "对下级进行业务指导",
		"对下属单位进行检查":            "",
		"本岗位无下属":               "",
		"协助经理管理团队成员":           "",
		"组织全公司员工的绩效考核":         "",
		"向上级汇报工作":              "",
		"参与项目实施的组织与协调，使方案顺利落地": "",
		"为客户的管理员和操作员授课":        "",
		"提高团队协作水平":             "",
	} {
		if got := directs(s); got != want {
			t.Errorf("%s: directs %q, want %q", s, got, want)
		}
	}
}

func TestSubordinatesAreImpliedOnlyWhereNoneAreNamed(t *testing.T) {
	t.Parallel()
	const check, authority = "text-implies-subordinates", `"authorities": [{"category": "人事权", "items": ["下属的考核权"]}]`
	const finding = "warning 甲 /authorities/0/items/0 下属的考核权"
	for head, want := range map[string][]string{
		`"directReports": null`:   {finding},
		`"directReports": []`:     {finding},
		`"directReports": ["无"]`:  {finding},
		`"directReports": ["文员"]`: nil,
		`"code": "A"`:             nil, // no such field on the form
	} {
		expect(t, check, one(head, authority), want...)
	}
	expect(t, check, one(`"directReports": []`, `"duties": [{"description": "做事", "tasks": ["做事", {"text": "做事", "subtasks": ["指导下属"]}]}]`),
		"warning 甲 /duties/0/tasks/1/subtasks/0 指导下属")
	expect(t, check, one(`"directReports": []`, `"summary": "管理下属"`))
}
