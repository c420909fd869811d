package position

import "iter"

// Leaf is a string or number of a position and where it stands.
type Leaf struct {
	Pointer string // JSON Pointer, such as "/duties/0/tasks/2"
	Field   *Field // for a bare string where an object may stand, the field of the object
	Value   any    // string or json.Number
}

// Leaves yields every string and number of the position in the order of the form.
// Nulls and empty lists hold none.
func (p Position) Leaves() iter.Seq[Leaf] {
	return func(yield func(Leaf) bool) {
		leaves(Fields(), p.data, nil, yield)
	}
}

func leaves(f *Field, v any, path []step, yield func(Leaf) bool) bool {
	switch v := v.(type) {
	case nil:
		return true
	case map[string]any:
		for _, c := range f.Fields {
			if !leaves(c, v[c.Key], append(path, step{field: c, key: c.Key}), yield) {
				return false
			}
		}
		return true
	case []any:
		for i, item := range v {
			if !leaves(f.Item, item, append(path, step{field: f.Item, item: true, index: i}), yield) {
				return false
			}
		}
		return true
	}
	return yield(Leaf{Pointer: pointer(path), Field: f, Value: v})
}
