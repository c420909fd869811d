package audit

import "testing"

func TestCodesAreUnique(t *testing.T) {
	t.Parallel()
	expect(t, "code-duplicate", []string{pos(`"title": "甲", "code": "A-1"`), pos(`"title": "乙", "code": "Ａ-1 "`), pos(`"title": "丙", "code": "A-2"`), pos(`"title": "丁"`), pos(`"title": "戊", "code": ""`)},
		"error 乙 /position/code Ａ-1", "error 甲 /position/code A-1")
}

func TestTitlesAreUniqueInTheirDepartment(t *testing.T) {
	t.Parallel()
	expect(t, "duplicate-title", []string{
		who("大客户部", "销售代表", ""), who("大客户部", "销售 代表", ""), who("业务拓展部", "销售代表", ""), who("财务部", "会计", ""),
	},
		"info 业务拓展部 销售代表 /position/title 销售代表",
		"error 大客户部 销售 代表 /position/title 销售 代表",
		"error 大客户部 销售代表 /position/title 销售代表")
}
