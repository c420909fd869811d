package audit

import (
	"fmt"
	"testing"
)

// beside is a position of a department that works with others.
func beside(department, title, others string) string {
	return pos(fmt.Sprintf(`"title": %q, "department": %q`, title, department), `"collaboration": {"internal": [`+others+`]}`)
}

func TestDepartmentsAreInTheDictionary(t *testing.T) {
	t.Parallel()
	set := []string{who("财务部", "会计", ""), who("人事部", "专员", ""), who("人力资源 部", "经理", ""), who("车队", "司机", ""), pos(`"title": "甲"`)}
	expect(t, "department-not-in-dictionary", set)
	expectWith(t, Config{Departments: []Entry{{Name: "财务部"}, {Name: "人力资源部", Aliases: []string{"人事部"}}}}, "department-not-in-dictionary", set,
		"warning 人事部 专员 /position/department 人事部",
		"warning 人力资源 部 经理 /position/department 人力资源 部",
		"warning 车队 司机 /position/department 车队")
}

func TestVariantsOfADepartmentAreFoundTogether(t *testing.T) {
	t.Parallel()
	expect(t, "department-name-variants", []string{
		beside("技术支持部", "甲", `"财务部", "人力资源部"`),
		beside("技术支持部", "乙", `"财务处、人力资源部门"`),
		beside("技术支援部", "丙", `"财务部"`),
		beside("研发一部", "丁", `"研发二部", "华东大区", "华南大区"`),
	},
		"warning * 人力资源部、人力资源部门",
		"warning * 技术支持部、技术支援部",
		"warning * 财务部、财务处")
}

func TestADictionaryDecidesWhichDepartmentsAreOne(t *testing.T) {
	t.Parallel()
	expectWith(t, Config{Departments: []Entry{{Name: "技术支持部"}, {Name: "技术支援部"}, {Name: "人力资源部", Aliases: []string{"人事部"}}}}, "department-name-variants",
		[]string{beside("技术支持部", "甲", `"人事部"`), beside("技术支援部", "乙", `"人力资源部"`)}, "warning * 人事部、人力资源部")
}

func TestPositionsAreNoDepartments(t *testing.T) {
	t.Parallel()
	expect(t, "position-in-department-field", []string{
		beside("财务经理", "会计", `"总经理办公室", "行政部", "审计"`),
		beside("审计部", "审计", `"财务部、销售总监"`),
	},
		"warning 审计部 审计 /collaboration/internal/0 销售总监",
		"warning 财务经理 会计 /collaboration/internal/2 审计",
		"warning 财务经理 会计 /position/department 财务经理")
}

func TestASlipIsOneOfTheNearestName(t *testing.T) {
	t.Parallel()
	expect(t, "department-name-variants", []string{
		beside("广州办事处", "甲", `"杭州办事处", "财务核算部", "法务核算部"`),                                  // words of their own
		beside("设备管理部", "乙", `"设备管理部", "设备管理部"`), beside("设施管理部", "丙", `"设施管理部", "设施管理部"`), // side by side
		beside("设备管理部", "丁", `"设备管理处"`), // of 设备管理部, not of 设施管理部
	}, "warning * 设备管理部、设备管理处")
}
