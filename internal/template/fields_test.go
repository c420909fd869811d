package template_test

import (
	"encoding/json"
	"strings"
	"testing"

	"jobdoc/internal/template"
)

// form is a small field table of the shape that the real one has.
func form() *template.Field {
	text := func(key string, names ...string) *template.Field {
		return &template.Field{Key: key, Names: names}
	}
	percent := func(key string, names ...string) *template.Field {
		f := text(key, names...)
		f.Print = func(v any) string {
			if n, ok := v.(json.Number); ok {
				return n.String() + "%"
			}
			return ""
		}
		return f
	}
	date := func(key string, names ...string) *template.Field {
		f := text(key, names...)
		f.Print = func(v any) string {
			s, _ := v.(string)
			if s == "" {
				return "　年　月"
			}
			return strings.Replace(s, "-", "年", 1) + "月"
		}
		return f
	}
	list := func(f *template.Field, item *template.Field) *template.Field {
		f.Item = item
		f.Print = func(v any) string {
			items, ok := v.([]any)
			if !ok {
				s, _ := v.(string)
				return s
			}
			if len(items) == 0 {
				return "无"
			}
			var out []string
			for _, i := range items {
				if s, ok := i.(string); ok {
					out = append(out, s)
				}
			}
			return strings.Join(out, "、")
		}
		return f
	}
	strs := func(key string, names ...string) *template.Field {
		return list(text(key, names...), &template.Field{})
	}
	reference := []*template.Field{text("code", "编号"), text("title", "名称"), text("department", "部门")}
	task := &template.Field{Text: "text", Fields: []*template.Field{
		text("text", "内容"), text("frequency", "频率"), percent("timePercent", "时间百分比"), strs("subtasks", "子任务"),
	}, Print: func(v any) string {
		switch v := v.(type) {
		case string:
			return v
		case map[string]any:
			s, _ := v["text"].(string)
			if f, ok := v["frequency"].(string); ok {
				s += "（频率：" + f + "）"
			}
			return s
		}
		return ""
	}}
	tasks := list(text("tasks", "任务", "工作任务"), task)
	tasks.Start = "taskNumberStart"
	extra := list(text("extra", "其他信息"), &template.Field{Fields: []*template.Field{text("label", "标签"), text("value", "值"), strs("items", "条目")}})
	extra.Label, extra.Value, extra.Alternate = "label", "value", "items"
	headcount, prepared := text("headcount", "岗位定员"), text("preparedBy", "编制人")
	headcount.Vague, prepared.Vague = []string{"编制"}, []string{"编制"}
	return &template.Field{Fields: []*template.Field{
		text("formTitle", "表名"), text("organization", "单位名称"),
		{Key: "document", Names: []string{"文件"}, Fields: []*template.Field{
			text("number", "文件编号"), text("version", "版本"), date("effectiveDate", "生效日期"), prepared,
		}},
		{Key: "position", Fields: []*template.Field{
			text("title", "岗位名称"), text("code", "岗位编号"), headcount,
			{Key: "reportsTo", Names: []string{"直接上级"}, Text: "title", Fields: reference, Print: func(v any) string {
				if s, ok := v.(string); ok {
					return s
				}
				m, _ := v.(map[string]any)
				s, _ := m["title"].(string)
				return s
			}},
			extra,
		}},
		text("summary", "本职概述"),
		list(text("duties", "职责"), &template.Field{Fields: []*template.Field{
			text("description", "职责描述"), percent("timePercent", "工作时间百分比", "权重"), tasks, text("accountability", "负责程度"),
			strs("performanceStandards", "业绩衡量标准"), text("taskNumberStart"),
		}}),
		strs("authorities", "相关权限"),
		{Key: "collaboration", Names: []string{"协作关系"}, Fields: []*template.Field{strs("internal", "内部协作部门"), strs("external", "外部协作单位")}},
		strs("workEnvironment", "工作环境"), text("workTime", "工作时间"), text("travel", "出差"),
		strs("tools", "工具"), text("remarks", "备注"),
		list(text("competencies", "所需胜任能力"), &template.Field{Fields: []*template.Field{text("heading", "标题"), strs("items", "条目")}}),
	}}
}

// values reads JSON as position does.
func values(t testing.TB, text string) map[string]any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var data map[string]any
	if err := d.Decode(&data); err != nil {
		t.Fatal(err)
	}
	return data
}
