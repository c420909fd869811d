package render

import (
	"jobdoc/internal/position"
	"jobdoc/internal/template"
)

// typeWords name the types of fields for people who write templates; the words
// of package position are for people who write JSON.
var typeWords = map[position.Type]string{
	position.String:          "文本",
	position.Date:            "日期",
	position.Integer:         "整数",
	position.Percent:         "百分比",
	position.StringOrNumber:  "文本或数字",
	position.StringOrInteger: "文本或整数",
	position.Object:          "一组",
	position.StringOrObject:  "文本或一组",
	position.List:            "列表",
	position.StringOrList:    "文本或列表",
}

// typeValues say what filters may be used on fields of a type.
var typeValues = map[position.Type]template.Values{
	position.String:          template.TextValue,
	position.Date:            template.DateValue,
	position.Integer:         template.NumberValue,
	position.Percent:         template.NumberValue,
	position.StringOrNumber:  template.TextValue | template.NumberValue,
	position.StringOrInteger: template.TextValue | template.NumberValue,
	position.Object:          template.ObjectValue,
	position.StringOrObject:  template.TextValue | template.ObjectValue,
	position.List:            template.ListValue,
	position.StringOrList:    template.TextValue | template.ListValue,
}

// templateFields copies the field table of positions into the names that
// templates use. It is the only place where the two packages meet.
func templateFields(f *position.Field) *template.Field {
	t := &template.Field{
		Key: f.Key, Names: f.Names, Vague: f.Vague, Type: typeWords[f.Type], Holds: typeValues[f.Type], Start: f.Start,
		Text: f.Text, Print: f.Print,
		Label: f.Label, Value: f.Value, Alternate: f.Alternate,
	}
	if f.Item != nil {
		t.Item = templateFields(f.Item)
	}
	for _, c := range f.Fields {
		t.Fields = append(t.Fields, templateFields(c))
	}
	if f.Label != "" {
		for _, c := range t.Item.Fields {
			if c.Key == f.Value {
				c.Holds = 0 // what stands behind a label may be a date or a number as well
			}
		}
	}
	return t
}

// Tags lists every name that a template may use, in the order of the form.
func Tags() []template.Tag { return template.Tags(templateFields(position.Fields())) }
