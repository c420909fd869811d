package template_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/template"
)

// typed is a small field table that says what its fields hold.
func typed() *template.Field {
	field := func(name string, holds template.Values) *template.Field {
		return &template.Field{Key: name, Names: []string{name}, Holds: holds}
	}
	const (
		text, number, date, list, object = template.TextValue, template.NumberValue, template.DateValue, template.ListValue, template.ObjectValue
	)
	tools, duties, extra, superior := field("工具", list), field("职责", list), field("其他信息", list), field("上级", text|object)
	tools.Item = &template.Field{Holds: text}
	duties.Item = &template.Field{Holds: object, Fields: []*template.Field{field("描述", text), field("权重", number), field("日期", date), field("级别", text|number)}}
	extra.Item = &template.Field{Holds: object, Fields: []*template.Field{field("标签", text), field("值", 0)}}
	extra.Label, extra.Value = "标签", "值"
	superior.Text, superior.Fields = "名称", []*template.Field{field("名称", text)}
	return &template.Field{Fields: []*template.Field{
		field("名称", text), field("定员", number), field("生效", date), field("人数", text|number), field("专业", text|list), tools, duties, extra, superior, field("任意", 0),
	}}
}

func TestFiltersThatCannotApplyAreFaults(t *testing.T) {
	t.Parallel()
	tests := []struct{ tag, detail, english, nearest string }{
		{"{名称|百分比}", "过滤器“百分比”只用于数字，而这里的值是文本，用不上，是不是“{名称}”？",
			"the filter “百分比” is for a number and cannot be used here, where the value is a text; did you mean {名称}?", "{名称}"},
		{"{名称|日期:YYYY}", "过滤器“日期”只用于日期，而这里的值是文本，用不上，是不是“{名称}”？",
			"the filter “日期” is for a date and cannot be used here, where the value is a text; did you mean {名称}?", "{名称}"},
		{"{定员|日期:YYYY年}", "过滤器“日期”只用于日期，而这里的值是数字，用不上，是不是“{定员}”？",
			"the filter “日期” is for a date and cannot be used here, where the value is a number; did you mean {定员}?", "{定员}"},
		{"{职责|百分比}", "过滤器“百分比”只用于数字，而这里的值是列表，用不上，是不是“{#职责}{权重|百分比}{/}”？",
			"the filter “百分比” is for a number and cannot be used here, where the value is a list; did you mean {#职责}{权重|百分比}{/}?", "{#职责}{权重|百分比}{/}"},
		{"{上级|圈}", "过滤器“圈”只用于数字，而这里的值是文本或一组内容，用不上，是不是“{上级}”？",
			"the filter “圈” is for a number and cannot be used here, where the value is a text or a group of values; did you mean {上级}?", "{上级}"},
		{"{?生效|连接:、}", "过滤器“连接”只用于列表，而这里的值是日期，用不上，是不是“{?生效}”？",
			"the filter “连接” is for a list and cannot be used here, where the value is a date; did you mean {?生效}?", "{?生效}"},
		{"{名称|默认:无|除:x|中文}", "过滤器“中文”只用于数字，而这里的值是文本，用不上，是不是“{名称}”？",
			"the filter “中文” is for a number and cannot be used here, where the value is a text; did you mean {名称}?", "{名称}"},
		{"{#职责}{序号|日期}{/}", "过滤器“日期”只用于日期，而这里的值是数字，用不上，是不是“{序号}”？",
			"the filter “日期” is for a date and cannot be used here, where the value is a number; did you mean {序号}?", "{序号}"},
		{"{#职责}{首个|圈}{/}", "过滤器“圈”只用于数字，而这里的值是文本，用不上，是不是“{首个}”？",
			"the filter “圈” is for a number and cannot be used here, where the value is a text; did you mean {首个}?", "{首个}"},
		{"{#工具}{.|百分比}{/}", "过滤器“百分比”只用于数字，而这里的值是文本，用不上，是不是“{.}”？",
			"the filter “百分比” is for a number and cannot be used here, where the value is a text; did you mean {.}?", "{.}"},
		{"{#职责}{.|连接}{/}", "过滤器“连接”只用于列表，而这里的值是一组内容，用不上，是不是“{.}”？",
			"the filter “连接” is for a list and cannot be used here, where the value is a group of values; did you mean {.}?", "{.}"},
		{"{{名称｜圈｜默认：x}}", "过滤器“圈”只用于数字，而这里的值是文本，用不上，是不是“{名称}”？",
			"the filter “圈” is for a number and cannot be used here, where the value is a text; did you mean {名称}?", "{名称}"},
	}
	for _, tt := range tests {
		tm, faults := template.Compile(open(t, docx(t, body(p("x"+tt.tag)))), typed())
		if tm != nil || len(faults) != 1 {
			t.Errorf("Compile(%s) faults = %v, want one", tt.tag, faults)
			continue
		}
		f := faults[0]
		if diff := cmp.Diff([]string{"filter-type", tt.detail, tt.english, tt.nearest}, []string{f.Code, f.Detail, f.English, f.Nearest}); diff != "" {
			t.Errorf("Compile(%s) (-want +got)\n%s", tt.tag, diff)
		}
	}
}

// TestFiltersThatMayApplyAreNone takes what a chain makes of a value, and values
// of which nothing is known.
func TestFiltersThatMayApplyAreNone(t *testing.T) {
	t.Parallel()
	for _, tag := range []string{
		"{名称|默认:无}", "{名称|除:x|默认:无}", "{定员|百分比}{定员|中文}{定员|圈}", "{定员|默认:0|百分比}", "{生效|日期:D|中文}", "{生效|默认:／}", "{工具|连接:；|默认:无|百分比}",
		"{人数|中文}{人数|百分比}", "{专业|连接:、}", "{其他信息:生日|日期:YYYY年}{其他信息:人数|圈}", "{#其他信息}{值|日期}{标签|默认:x}{/}", "{任意|日期}{任意|连接}{任意|百分比}",
		"{#职责}{序号|中文}{级别|圈}{日期|日期}{权重|百分比}{/}", "{?职责|默认:无}", "{#工具|出现}x{/}{#定员|留空}x{/}", "{上级|默认:无}{上级.名称|除:x}",
	} {
		if _, faults := template.Compile(open(t, docx(t, body(p("x"+tag)))), typed()); len(faults) > 0 {
			t.Errorf("Compile(%s) faults = %v, want none", tag, faults)
		}
	}
}
