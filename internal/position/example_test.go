package position_test

import (
	"fmt"

	"jobdoc/internal/position"
)

func ExampleDecode() {
	p, faults := position.Decode([]byte(`{
  "position": {"title": "大客户部经理", "department": "大客户部", "analysisDate": "2005-02"},
  "duties": [{"description": "制订并执行部门销售计划", "timePercent": 10}]
}`))
	fmt.Println(p.FileName(), p.Date().Format("2006-01"), len(faults))
	// Output: 大客户部-大客户部经理 2005-02 0
}

func ExampleDecode_faults() {
	_, faults := position.Decode([]byte(`{
  "position": {"titel": "大客户部经理"},
  "duties": [{"description": "制订并执行部门销售计划", "timePercent": 120}]
}`))
	for _, f := range faults {
		fmt.Printf("%d:%d %s %s\n", f.Line, f.Column, f.Pointer, f.Detail)
	}
	// Output:
	// 2:15 /position/title 缺少岗位名称，这是必填的：请加上 "title": "大客户部经理" 这样的内容。
	// 2:16 /position/titel 岗位基本信息里没有“titel”这个键：是不是要写“title”（岗位名称）？请改名。
	// 3:60 /duties/0/timePercent 职责第1项的工作时间百分比应在 0 到 100 之间：写百分数本身，10 就是 10%。
}

func ExampleNearest() {
	fmt.Println(position.Nearest("岗位名秤", []string{"岗位编号", "岗位名称", "所在部门"}))
	// Output: 岗位名称
}
