package audit

import "testing"

func TestDutiesHaveTasks(t *testing.T) {
	t.Parallel()
	expect(t, "duty-without-tasks", duties(`{"description": "一", "tasks": []}`, `{"description": "二", "tasks": null}`, `{"description": "三"}`, `{"description": "四", "tasks": ["a"]}`),
		"info 甲 /duties/0/tasks 一", "info 甲 /duties/1/tasks 二", "info 甲 /duties/2/tasks 三")
}

func TestDutiesAreGivenOnce(t *testing.T) {
	t.Parallel()
	expect(t, "duplicate-duty", duties(
		`{"description": "协助项目的实施与验收"}`,
		`{"description": "负责东区客户的日常拜访"}`,
		`{"description": "协助项目实施、验收。"}`,
		`{"description": "负责西区客户的日常拜访"}`,
		`{"description": "组织项目的实施与验收"}`),
		"warning 甲 /duties/2/description 协助项目实施、验收。")
}

func TestTasksAreNumberedFromOne(t *testing.T) {
	t.Parallel()
	expect(t, "task-numbering", duties(
		`{"description": "一", "tasks": ["a"], "taskNumberStart": 4}`, `{"description": "二", "tasks": ["a"], "taskNumberStart": 1}`,
		`{"description": "三", "tasks": ["a"], "taskNumberStart": null}`, `{"description": "四", "taskNumberStart": 9}`, `{"description": "五", "tasks": ["a"], "taskNumberStart": 0}`),
		"warning 甲 /duties/0/taskNumberStart 4", "warning 甲 /duties/4/taskNumberStart 0")
}

func TestOrdinalsAreTheirPlaces(t *testing.T) {
	t.Parallel()
	expect(t, "ordinal-differs", duties(
		`{"description": "一", "ordinal": 1}`, `{"description": "二", "ordinal": 3}`, `{"description": "三"}`, `{"description": "四", "ordinal": null}`),
		"warning 甲 /duties/1/ordinal 3")
}

func TestHeadingsAreUsedOnce(t *testing.T) {
	t.Parallel()
	expect(t, "duplicate-section", one("",
		`"authorities": ["业务权", {"category": "业务权"}, {"category": "人事权"}, {"category": "业务 权"}]`,
		`"qualifications": {"competencies": [{"heading": "知识"}, {"heading": ""}, {"heading": ""}, {"heading": "知识"}]}`,
		`"remarks": null`,
		`"extraSections": [{"heading": "党群"}, {"heading": "备注"}, {"heading": "党群"}, {"heading": "知识"}]`),
		"info 甲 /authorities/3/category 业务 权",
		"info 甲 /extraSections/1/heading 备注",
		"info 甲 /extraSections/2/heading 党群",
		"info 甲 /qualifications/competencies/3/heading 知识")
}

func TestPlaceholdersAreFound(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"略": "略", "（略）": "（略）", "略。": "略。", "任务（略）": "（略）", "待补充": "待补充",
		"XX公司": "XX", "ＸＸ部": "ＸＸ", "××项目": "××", "20XX年": "XX", "编号 XX-01": "XX", "****": "****", "客户***": "***",
		"经营战略": "", "省略号": "", "XXL码": "", "4xx错误": "", "MAXX": "", "概率×影响": "", "1×控制机＋8×施压机": "", "*注": "", "**重点**": "",
		"№______": "", "□ 适用": "", "Linux": "", "待客有礼": "",
	} {
		if got := placeholder(s); got != want {
			t.Errorf("%s: placeholder %q, want %q", s, got, want)
		}
	}
	expect(t, "placeholder-left", one(`"code": "XX-01"`, `"duties": [{"description": "做事", "tasks": ["a", "略"]}]`),
		"warning 甲 /duties/0/tasks/1 略", "warning 甲 /position/code XX-01")
}
