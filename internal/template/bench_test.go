package template_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"jobdoc/internal/template"
	"jobdoc/internal/wordml"
)

// formBody is a form as the default template has it: formatted cells, five
// rows of head, the duty block, and sections with bulleted items.
func formBody() string {
	const props = `<w:tcW w:w="2265" w:type="dxa"/><w:tcBorders><w:top w:val="single" w:sz="4"/></w:tcBorders><w:vAlign w:val="center"/>`
	para := func(text string) string {
		return `<w:p><w:pPr><w:spacing w:line="280" w:lineRule="exact"/><w:jc w:val="left"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="宋体" w:hint="eastAsia"/><w:sz w:val="21"/></w:rPr><w:t>` + text + `</w:t></w:r></w:p>`
	}
	cell := func(span int, text string) string {
		span1 := ""
		if span > 1 {
			span1 = wide(span)
		}
		return tcw(strings.Replace(props, "<w:tcBorders>", span1+"<w:tcBorders>", 1), para(text))
	}
	var rows []string
	for _, pair := range [][2]string{{"岗位名称", "岗位编号"}, {"岗位定员", "直接上级"}, {"文件编号", "版本"}, {"生效日期", "编制人"}, {"单位名称", "表名"}} {
		rows = append(rows, tr(cell(1, pair[0]), cell(1, "{"+pair[0]+"}"), cell(1, pair[1]), cell(1, "{"+pair[1]+"}")))
	}
	rows = append(rows,
		tr(cell(4, "本职概述")), tr(cell(4, "{本职概述}")), tr(cell(4, "职责与工作任务")),
		tr(cell(1, "{#职责}职责{序号|中文}{合并:职责}"), cell(2, "职责描述：{职责描述}"), cell(1, "工作时间百分比：{工作时间百分比}")),
		tr(cell(1, ""), cell(1, "{#任务}工作任务{合并:职责}"), cell(2, "{序号}．{.}{/任务}{/职责}")))
	for _, name := range []string{"相关权限", "内部协作部门", "外部协作单位", "工作环境", "工具"} {
		rows = append(rows, tr(cell(4, "{#"+name+"|出现}"+name+"{/}")), tr(cell(4, "• {#"+name+"}{.}{否则}无{/}")))
	}
	return body(para("{表名}"), tbl(rows...), para("备注：{?备注}"))
}

// duties makes values with duties of five tasks each, in all the given number of task rows.
func duties(rows int) map[string]any {
	var list []any
	for d := 0; d*5 < rows; d++ {
		var tasks []any
		for k := range min(5, rows-d*5) {
			tasks = append(tasks, fmt.Sprintf("组织编制部门年度与季度销售计划，跟踪计划的执行情况并提出改进意见（%d）", k))
		}
		list = append(list, map[string]any{"description": "根据公司战略制订并执行部门的销售策略与年度计划", "tasks": tasks})
	}
	items := []any{"部门预算的拟定权", "下属人员的考核权与奖惩建议权", "权限内的费用审批权", "重大客户合同的审核权"}
	return map[string]any{
		"formTitle": "职位说明书", "organization": "北京某某软件有限公司", "summary": "全面负责大客户部的销售、技术与团队管理工作",
		"position":    map[string]any{"title": "大客户部经理", "code": "BCM-001", "reportsTo": "执行总经理"},
		"duties":      list,
		"authorities": items, "workEnvironment": []any{"办公室"}, "tools": items,
		"collaboration": map[string]any{"internal": items, "external": items},
	}
}

// BenchmarkFill fills a form of 56 rows, a printed position of three pages.
func BenchmarkFill(b *testing.B) {
	tm := compile(b, form(), formBody())
	data := duties(32)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := tm.Fill(data); err != nil {
			b.Fatal(err)
		}
	}
	doc := fill(b, tm, data)
	root, _ := doc.Part(doc.Main())
	b.ReportMetric(float64(len(all(root, "w:tr"))), "rows")
}

// BenchmarkFillAndWrite adds what it takes to make a file of it.
func BenchmarkFillAndWrite(b *testing.B) {
	tm := compile(b, form(), formBody())
	data := duties(32)
	var file bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		file.Reset()
		if _, err := fill(b, tm, data).WriteTo(&file); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRows shows how filling grows with the rows: the aim is at
// most 120 times the time of 50 rows for 5,000.
func BenchmarkRows(b *testing.B) {
	tm := compile(b, form(), formBody())
	for _, rows := range []int{50, 500, 5000} {
		data := duties(rows)
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			for b.Loop() {
				fill(b, tm, data)
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	file := docx(b, formBody())
	root := form()
	for b.Loop() {
		pkg, err := wordml.Open(file)
		if err != nil {
			b.Fatal(err)
		}
		if tm, _ := template.Compile(pkg, root); tm == nil {
			b.Fatal("faults")
		}
	}
}
