package compare_test

import (
	"fmt"

	"jobdoc/internal/compare"
	"jobdoc/internal/position"
)

func ExamplePositions() {
	before, _ := position.Decode([]byte(`{"position": {"title": "出纳"}, "duties": [
		{"description": "登记现金日记账", "tasks": ["逐笔登记", "保管印章"]},
		{"description": "办理日常收付", "timePercent": 30}]}`))
	after, _ := position.Decode([]byte(`{"position": {"title": "出纳"}, "duties": [
		{"description": "登记现金日记账", "tasks": ["逐笔登记"]},
		{"description": "办理日常收付", "timePercent": 40, "tasks": ["保管印章"]}]}`))
	for _, c := range compare.Positions(before, after).Changes {
		fmt.Printf("%s: %s %q, %s %q\n", c.Kind, c.Old.Label, c.Old.Text, c.New.Label, c.New.Text)
	}
	// Output:
	// changed: 职责二 工作时间百分比 "30%", 职责二 工作时间百分比 "40%"
	// moved: 职责一 任务2 "保管印章", 职责二 任务1 "保管印章"
}
