package template_test

import (
	"testing"
)

// dutyTable is the duty block of design.md §3, on grid columns A|B|C|D.
func dutyTable() string {
	return tbl(
		tr(tc("{#职责}职责{序号|中文}{合并:职责}"), tcw(wide(2), "职责描述：{职责描述}"), tc("工作时间百分比：{工作时间百分比}")),
		tr(tc(""), tc("{#任务}工作任务{合并:职责}"), tcw(wide(2), "{序号}．{.}{/任务}{/职责}")),
	)
}

func TestThin(t *testing.T) {
	tm := compile(t, form(), body(p("姓名：{岗位", "名称}。"), dutyTable(), p("{#相关权限}"), p("• {.}"), p("{/}"), p("完")))
	doc := tm.Fill(values(t, `{"position":{"title":"经理"},"duties":[
		{"description":"甲","timePercent":10,"tasks":["一","二","三"]},{"description":"乙","tasks":["四"],"taskNumberStart":4},{"description":"丙","timePercent":5,"tasks":[]}],"authorities":["a","b"]}`))
	t.Log("\n" + outline(written(t, doc)))
}
