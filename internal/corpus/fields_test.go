package corpus

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
)

// TestEveryFormPrintsEveryField puts a marker into one field after another, of a
// position that holds little else, and looks for it in each built-in form. A
// field that a form never prints fails by name.
func TestEveryFormPrintsEveryField(t *testing.T) {
	r, err := render.New(render.Config{})
	if err != nil {
		t.Fatal(err)
	}
	docx, err := render.LookupFormat("docx")
	if err != nil {
		t.Fatal(err)
	}
	marked := markedFields()
	if len(marked) < 90 {
		t.Fatalf("only %d fields found", len(marked))
	}
	for _, name := range r.TemplateNames() {
		t.Run(name, func(t *testing.T) {
			form, err := r.Template(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range marked {
				result, err := r.Render(m.position(t), form, docx, render.Options{})
				if err != nil {
					t.Fatalf("%s: %v", m.path, err)
				}
				if text := docxText(t, result.Data); !m.standsIn(text) {
					t.Errorf("form %s does not print %s (%s): %q is missing", name, m.path, m.name, m.marker())
				}
			}
		})
	}
}

// marked is one field and a value of it that stands nowhere else.
type marked struct {
	path  string // such as duties[].tasks[].text
	name  string // what the field is called in Chinese
	field *position.Field
	value any
	steps []markedStep
}

// markedStep is a key of an object on the way to a field, or an item of a list.
type markedStep struct {
	key    string
	inList bool
}

// markedFields walks the field table to every string and number that prints. A
// string where an object or a list may stand counts as a field of its own.
func markedFields() []marked {
	var out []marked
	var walk func(f *position.Field, path, name string, steps []markedStep)
	add := func(f *position.Field, path, name string, steps []markedStep) {
		m := marked{path: path, name: name, field: f, steps: append([]markedStep(nil), steps...)}
		m.value = markerOf(f.Type, len(out))
		out = append(out, m)
	}
	walk = func(f *position.Field, path, name string, steps []markedStep) {
		if f.Unprinted {
			return
		}
		if f.Caption != "" {
			name = strings.TrimPrefix(name+" › "+f.Caption, " › ")
		}
		switch f.Type {
		case position.Object, position.List:
		default:
			add(f, path, name, steps)
		}
		if f.Item != nil {
			walk(f.Item, path+"[]", name, append(steps, markedStep{inList: true}))
		}
		for _, c := range f.Fields {
			walk(c, strings.TrimPrefix(path+"."+c.Key, "."), name, append(steps, markedStep{key: c.Key}))
		}
	}
	for _, c := range position.Fields().Fields {
		walk(c, c.Key, "", []markedStep{{key: c.Key}})
	}
	return out
}

// markerOf makes the value of field number n. Its digits stand in no form.
func markerOf(t position.Type, n int) any {
	switch t {
	case position.Date:
		return fmt.Sprintf("1%03d-11-19", 700+n%300)
	case position.Integer:
		return json.Number(fmt.Sprintf("98%03d", n))
	case position.Percent:
		return json.Number(fmt.Sprintf("61.%02d", 11+n%80))
	}
	return fmt.Sprintf("标记%03d号", n)
}

// marker is the printed form of the value.
func (m marked) marker() string { return squeeze(m.field.Print(m.value)) }

// standsIn looks for the marker. A form in another language may print a date as
// it is written in the position.
func (m marked) standsIn(text string) bool {
	raw, isText := m.value.(string)
	return strings.Contains(text, m.marker()) || isText && m.field.Type == position.Date && strings.Contains(text, raw)
}

// position makes the smallest position that holds the marker: what a position
// must have, and the objects and lists around the marker.
func (m marked) position(t *testing.T) position.Position {
	t.Helper()
	root := map[string]any{
		"position": map[string]any{"title": "仓库管理员"},
		"duties":   []any{map[string]any{"description": "负责仓库物资的收发与保管"}},
	}
	put(root, m.steps, m.value)
	data, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	pos, faults := position.Decode(data)
	if len(faults) > 0 {
		t.Fatalf("%s: the test's own position is at fault: %+v", m.path, faults)
	}
	return pos
}

// put sets the value at the steps below v, making what is not there, and
// returns v or what takes its place.
func put(v any, steps []markedStep, value any) any {
	if len(steps) == 0 {
		return value
	}
	if steps[0].inList {
		list, _ := v.([]any)
		if len(list) == 0 {
			list = []any{nil}
		}
		list[0] = put(list[0], steps[1:], value)
		return list
	}
	object, _ := v.(map[string]any)
	if object == nil {
		object = map[string]any{}
	}
	object[steps[0].key] = put(object[steps[0].key], steps[1:], value)
	return object
}
