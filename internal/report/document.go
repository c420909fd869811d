package report

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"jobdoc/internal/audit"
	"jobdoc/internal/render"
	"jobdoc/internal/template"
	"jobdoc/templates"
)

// onPaper is what the Word document and the PDF show.
var onPaper = extent{limits{boxes: 40, charts: 20}, 300}

// Document fills the Word template of reports: [render.Form] writes it as DOCX and
// as PDF. Nothing in it but the report's own date tells when it was made.
func Document(r *render.Renderer, report *audit.Report, english bool) (*render.Form, error) {
	parts, err := templates.Paper("audit")
	if err != nil {
		return nil, err
	}
	t, err := r.Paper("audit", parts, names())
	if err != nil {
		return nil, err
	}
	v := newView(report, onPaper, english)
	pictures, err := v.pictures(r)
	if err != nil {
		return nil, err
	}
	data := v.values()
	data["charts"] = pictures
	return r.FillPaper(t, data, render.About{Title: v.title(), Author: report.Organization, Language: of(english, "zh-CN", "en"), Date: report.Today}), nil
}

func (v *view) title() string {
	return v.Say("职位说明书审计报告", "Audit of job descriptions")
}

// words are the fixed words of the template, one set a language, so that there is
// one layout.
var words = []struct{ name, zh, en string }{
	{"职位", "职位", "positions"}, {"部门", "部门", "departments"}, {"定员", "定员", "headcount"}, {"未写", "未写定员", "not given"},
	{"错误", "错误", "errors"}, {"警告", "警告", "warnings"}, {"提示", "提示", "hints"}, {"合计", "合计（含全局发现）", "in all"},
	{"汇总", "一、按部门汇总", "1 By department"}, {"关系图", "二、汇报关系图", "2 Reporting tree"}, {"发现", "三、发现与处理意见", "3 Findings and what to do"},
	{"没有", "没有发现问题。", "Nothing was found."}, {"无说明书", "没有说明书", "not in the set"}, {"缺上级", "缺上级，或上级不明", "no superior, or not clear which"},
	{"成环", "汇报成环", "in a circle"}, {"第", "第 ", "page "}, {"共", " 页／共 ", " of "}, {"页", " 页", ""},
}

// names are the names that the template may use.
func names() *template.Field {
	field := func(key string, name string) *template.Field { return &template.Field{Key: key, Names: []string{name}} }
	list := func(key, name string, fields ...*template.Field) *template.Field {
		return &template.Field{Key: key, Names: []string{name}, Item: &template.Field{Fields: fields}}
	}
	root := &template.Field{Fields: []*template.Field{
		field("title", "报告名称"), field("organization", "单位名称"), field("date", "日期"), field("unread", "未审计"), field("more", "图未画"),
		field("positions", "职位数"), field("departmentCount", "部门数"), field("headcount", "定员数"), field("unstaffed", "未写数"),
		field("errors", "错误数"), field("warnings", "警告数"), field("infos", "提示数"),
		list("departments", "部门", field("name", "部门名称"), field("positions", "部门职位"), field("headcount", "部门定员"), field("unstaffed", "部门未写"),
			field("errors", "部门错误"), field("warnings", "部门警告"), field("infos", "部门提示")),
		list("charts", "图", field("title", "图名"), field("picture", "图片")),
		list("groups", "组", field("error", "是错误"), field("warning", "是警告"), field("info", "是提示"), field("check", "检查"), field("id", "编号"),
			field("count", "条数"), field("remedy", "说明"), field("names", "名单"), field("left", "其余"),
			list("findings", "发现", field("where", "岗位"), field("message", "意见"), field("quote", "原文"), field("pointer", "位置"), field("source", "来源"))),
	}}
	for _, w := range words {
		root.Fields = append(root.Fields, field("word"+w.zh, "词"+w.name))
	}
	return root
}

// values are what the template is filled with, but for the pictures.
func (v *view) values() map[string]any {
	total := v.Total
	data := map[string]any{
		"title": v.title(), "organization": v.Organization, "date": v.Date,
		"positions": strconv.Itoa(total.Positions), "departmentCount": strconv.Itoa(len(v.Departments)), "headcount": strconv.Itoa(total.Headcount),
		"unstaffed": strconv.Itoa(total.Unstaffed), "errors": strconv.Itoa(total.Errors), "warnings": strconv.Itoa(total.Warnings), "infos": strconv.Itoa(total.Infos),
	}
	for _, w := range words {
		data["word"+w.zh] = v.Say(w.zh, w.en)
	}
	if n := v.Report.Unread; n > 0 {
		data["unread"] = fmt.Sprintf(v.Say("另有 %d 个输入有错或读不了，没有审计。", "%d inputs are at fault and were not audited."), n)
	}
	if v.More > 0 {
		data["more"] = fmt.Sprintf(v.Say("另有 %d 个部门有断点，没有画出，见 HTML 报告。", "%d more departments have breaks and are not drawn; see the HTML report."), v.More)
	}
	var departments, groups []any
	for _, d := range v.Departments {
		departments = append(departments, map[string]any{
			"name": d.Name, "positions": strconv.Itoa(d.Positions), "headcount": strconv.Itoa(d.Headcount), "unstaffed": strconv.Itoa(d.Unstaffed),
			"errors": strconv.Itoa(d.Errors), "warnings": strconv.Itoa(d.Warnings), "infos": strconv.Itoa(d.Infos),
		})
	}
	for i := range v.Groups {
		groups = append(groups, v.Groups[i].values(v))
	}
	data["departments"], data["groups"] = departments, groups
	return data
}

func (g *groupView) values(v *view) map[string]any {
	m := map[string]any{g.Severity: g.SeverityName, "check": g.Check, "id": g.ID, "count": strconv.Itoa(g.Count), "remedy": g.Remedy, "names": g.Names}
	if g.More > 0 {
		m["left"] = fmt.Sprintf(v.Say("另有 %d 条，见 XLSX 或 JSON 报告。", "%d more: see the XLSX or JSON report."), g.More)
	}
	var findings []any
	for _, f := range g.Findings {
		quote := f.Quote
		if quote != "" {
			quote = v.Say("“", "\"") + quote + v.Say("”", "\"")
		}
		findings = append(findings, map[string]any{"where": f.Where, "message": f.Message, "quote": quote, "pointer": f.Pointer, "source": f.Source})
	}
	m["findings"] = findings
	return m
}

// paperWidth is how broad a chart is at least: the template scales every picture
// to the width of the text, and small ones shall not be blown up.
const paperWidth = 640

// pictures paints the charts.
func (v *view) pictures(r *render.Renderer) ([]any, error) {
	set, err := r.Fonts()
	if err != nil {
		return nil, err
	}
	var all []any
	for i := range v.charts {
		c := v.charts[i]
		c.width = max(c.width, paperWidth)
		data, err := paintChart(r, &c, set)
		if err != nil {
			return nil, fmt.Errorf("paint the tree of %s: %w", c.title, err)
		}
		title := c.title
		if len(v.charts) == 1 {
			title = ""
		}
		all = append(all, map[string]any{"title": title, "picture": "data:image/png;base64," + strings.TrimSpace(base64.StdEncoding.EncodeToString(data))})
	}
	return all, nil
}
