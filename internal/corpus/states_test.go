package corpus

import (
	"strings"
	"testing"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
)

// TestEveryFormSaysWhereThereIsNone compares each list as [] with the same list
// as null: the one is stated to be none, the other a blank to fill in by hand.
func TestEveryFormSaysWhereThereIsNone(t *testing.T) {
	r, err := render.New(render.Config{})
	if err != nil {
		t.Fatal(err)
	}
	docx, err := render.LookupFormat("docx")
	if err != nil {
		t.Fatal(err)
	}
	lists := listFields()
	if len(lists) < 25 {
		t.Fatalf("only %d lists found", len(lists))
	}
	for _, name := range r.TemplateNames() {
		t.Run(name, func(t *testing.T) {
			form, err := r.Template(name)
			if err != nil {
				t.Fatal(err)
			}
			count := func(m marked, value any) int {
				m.value = value
				result, err := r.Render(m.position(t), form, docx, render.Options{})
				if err != nil {
					t.Fatalf("%s: %v", m.path, err)
				}
				text := docxText(t, result.Data)
				// A box to tick states nothing.
				return strings.Count(text, "无") - strings.Count(text, "□无") + strings.Count(text, "None")
			}
			for _, m := range lists {
				if none, blank := count(m, []any{}), count(m, nil); none <= blank {
					t.Errorf("form %s does not say that there is no %s (%s)", name, m.path, m.name)
				}
			}
		})
	}
}

// unstated are the lists of which paper does not say that there is none: those
// without a label of their own, the duties, of which there is one at least, and
// what belongs to a task.
var unstated = map[string]bool{
	"position.extra": true, "qualifications.extra": true, "extraSections": true,
	"duties": true, "duties[].tasks": true, "duties[].tasks[].subtasks": true,
}

// listFields walks the field table to every other list.
func listFields() []marked {
	var out []marked
	var walk func(f *position.Field, path, name string, steps []markedStep)
	walk = func(f *position.Field, path, name string, steps []markedStep) {
		if f.Caption != "" {
			name = strings.TrimPrefix(name+" › "+f.Caption, " › ")
		}
		if f.Type == position.List && !unstated[path] {
			out = append(out, marked{path: path, name: name, field: f, steps: append([]markedStep(nil), steps...)})
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
