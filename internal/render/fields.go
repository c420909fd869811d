package render

import (
	"jobdoc/internal/position"
	"jobdoc/internal/template"
)

// templateFields copies the field table of positions into the names that
// templates use. It is the only place where the two packages meet.
func templateFields(f *position.Field) *template.Field {
	t := &template.Field{
		Key: f.Key, Names: f.Names, Vague: f.Vague, Type: f.Type.Chinese(), Start: f.Start,
		Text: f.Text, Print: f.Print,
		Label: f.Label, Value: f.Value, Alternate: f.Alternate,
	}
	if f.Item != nil {
		t.Item = templateFields(f.Item)
	}
	for _, c := range f.Fields {
		t.Fields = append(t.Fields, templateFields(c))
	}
	return t
}

// Tags lists every name that a template may use, in the order of the form.
func Tags() []template.Tag { return template.Tags(templateFields(position.Fields())) }
