package position_test

import (
	"strings"
	"testing"

	"jobdoc/internal/position"
)

// TestUnfilledHoldsEveryUsualField compares it with the field table: what must
// be there or is asked for by the audit has a blank, and nothing else than
// fields of the table, all of them null.
func TestUnfilledHoldsEveryUsualField(t *testing.T) {
	t.Parallel()
	var walk func(f *position.Field, v any, path string)
	walk = func(f *position.Field, v any, path string) {
		if list, ok := v.([]any); ok {
			if len(list) != position.UnfilledDuties {
				t.Errorf("%s has %d items, want %d", path, len(list), position.UnfilledDuties)
			}
			walk(f.Item, list[0], path+"[]")
			return
		}
		object, ok := v.(map[string]any)
		if !ok {
			if v != nil {
				t.Errorf("%s = %v, want null", path, v)
			}
			return
		}
		known := map[string]bool{}
		for _, c := range f.Fields {
			known[c.Key] = true
			child, there := object[c.Key]
			if !there && (c.Required || c.Audit) {
				t.Errorf("%s.%s has no blank", path, c.Key)
			}
			if there {
				walk(c, child, strings.TrimPrefix(path+"."+c.Key, "."))
			}
		}
		for key := range object {
			if !known[key] {
				t.Errorf("%s.%s is no field", path, key)
			}
		}
	}
	walk(position.Fields(), position.Unfilled().Data(), "")
}
