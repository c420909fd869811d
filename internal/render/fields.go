package render

import (
	"slices"
	"strings"

	"jobdoc/internal/position"
	"jobdoc/internal/template"
)

// typeWords name the types of fields for people who write templates.
var typeWords = map[position.Type]string{
	position.String:          "文本",
	position.Date:            "日期",
	position.Integer:         "整数",
	position.Percent:         "百分比",
	position.StringOrNumber:  "文本或数字",
	position.StringOrInteger: "文本或整数",
	position.Object:          "对象",
	position.StringOrObject:  "文本或对象",
	position.List:            "列表",
	position.StringOrList:    "文本或列表",
}

// templateFields copies the field table of positions into the names that
// templates use. It is the only place where the two packages meet.
func templateFields(f *position.Field) *template.Field {
	t := &template.Field{
		Key: f.Key, Names: f.Names, Vague: f.Vague, Type: typeWords[f.Type],
		Text: f.Text, Print: f.Print,
		Label: f.Label, Value: f.Value, Alternate: f.Alternate,
	}
	if f.Item != nil {
		t.Item = templateFields(f.Item)
	}
	for _, c := range f.Fields {
		child := templateFields(c)
		if child.Item != nil {
			child.Start = startKey(f, c.Key)
		}
		t.Fields = append(t.Fields, child)
	}
	return t
}

// startKey returns the key beside a list that says where its numbers start, such as
// taskNumberStart beside tasks, or "".
func startKey(object *position.Field, list string) string {
	key := strings.TrimSuffix(list, "s") + "NumberStart"
	if slices.ContainsFunc(object.Fields, func(f *position.Field) bool { return f.Key == key }) {
		return key
	}
	return ""
}

// Tags lists every name that a template may use, in the order of the form.
func Tags() []template.Tag { return template.Tags(templateFields(position.Fields())) }
