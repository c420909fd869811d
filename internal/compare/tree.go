package compare

import (
	"encoding/json"
	"strconv"
	"strings"

	"jobdoc/internal/position"
)

// value is a value of a position and where it stands. The zero value is an absent one.
type value struct {
	ok      bool
	v       any    // in the one way of writing that canon gives
	raw     any    // as in the position
	pointer string // "" for an absent one
}

// child is the entry of an object; of an absent or blank object, an absent one.
func (a value) child(f *position.Field) value {
	m, _ := a.v.(map[string]any)
	v, ok := m[f.Key]
	if !ok {
		return value{}
	}
	raw, isObject := a.raw.(map[string]any)
	if !isObject { // a text that stands for an object
		return value{true, v, a.raw, a.pointer}
	}
	return value{true, v, raw[f.Key], a.pointer + "/" + f.Key}
}

// item is the item of a list.
func (a value) item(i int) value {
	v := a.v.([]any)[i]
	raw, isList := a.raw.([]any)
	if !isList { // a text that stands for a list
		return value{true, v, a.raw, a.pointer}
	}
	return value{true, v, raw[i], a.pointer + "/" + strconv.Itoa(i)}
}

func (a value) state() string {
	switch v := a.v.(type) {
	case nil:
		if a.ok {
			return Blank
		}
		return Absent
	case []any:
		if len(v) == 0 {
			return None
		}
	case map[string]any:
		if position.Blank(v) {
			return Blank
		}
	}
	return Filled
}

// canon writes a value in one way: what prints the same in every form becomes the
// same. Blank texts and blank objects are nil, but not those objects whose entries
// are fields of the form by themselves, since their labels print.
func canon(f *position.Field, v any) any {
	switch v := v.(type) {
	case string:
		return canonText(f, v)
	case json.Number:
		if f.Type == position.StringOrNumber || f.Type == position.StringOrInteger {
			return v.String()
		}
		return v
	case []any:
		items := make([]any, len(v))
		for i := range v {
			items[i] = canon(f.Item, v[i])
		}
		return items
	case map[string]any:
		if !f.Flat && position.Blank(v) {
			return nil
		}
		m := make(map[string]any, len(v))
		for _, c := range f.Fields {
			if entry, ok := v[c.Key]; ok && !c.Counted {
				m[c.Key] = canon(c, entry)
			}
		}
		if len(m) == 0 {
			return nil
		}
		return m
	}
	return nil
}

func canonText(f *position.Field, s string) any {
	switch {
	case strings.TrimSpace(s) == "":
		return nil
	case f.Type == position.StringOrObject:
		return map[string]any{f.Text: s}
	case f.Type == position.StringOrList:
		return []any{canon(f.Item, s)}
	}
	return s
}

// appendKey appends a text that is the same for equal values alone.
func appendKey(b []byte, f *position.Field, v any) []byte {
	switch v := v.(type) {
	case string:
		return strconv.AppendQuote(b, v)
	case json.Number:
		return append(b, v...)
	case []any:
		b = append(b, '[')
		for _, item := range v {
			b = append(appendKey(b, f.Item, item), ',')
		}
		return append(b, ']')
	case map[string]any:
		b = append(b, '{')
		for _, c := range f.Fields {
			if entry, ok := v[c.Key]; ok {
				b = append(append(b, c.Key...), ':')
				b = append(appendKey(b, c, entry), ',')
			}
		}
		return append(b, '}')
	}
	return append(b, '-')
}

// same says that two values are one and the same.
func same(f *position.Field, a, b value) bool {
	return a.ok == b.ok && string(appendKey(nil, f, a.v)) == string(appendKey(nil, f, b.v))
}

// node is an item of a list, or the root of a position.
type node struct {
	field *position.Field // of the item
	val   value
	in    *list // nil for the root
	index int   // in its list
	seq   int   // among all items of such lists
	lists map[*position.Field]*list

	key   string   // of the whole of it
	own   *profile // of what it says itself; nil until it is asked for
	whole *profile // of that and all that it holds
	match *node    // the item of the other position that it was or became, nil for none
	stays bool     // matched in the same list, and not moved
}

// list is a list that is there and not blank; it may be empty.
type list struct {
	field *position.Field
	owner *node
	items []*node
}

// tree is a position as lists of items.
type tree struct {
	root  *node
	items map[*position.Field][]*node // by list field, in the order of the form
}

func newTree(p position.Position) *tree {
	f := position.Fields()
	t := &tree{items: map[*position.Field][]*node{}}
	v := canon(f, p.Data())
	t.root = &node{field: f, val: value{ok: true, v: v, raw: p.Data()}}
	t.collect(f, t.root.val, t.root)
	return t
}

// collect makes the lists that stand in an object, also in objects whose entries are
// fields of the form by themselves.
func (t *tree) collect(f *position.Field, v value, owner *node) {
	for _, c := range f.Fields {
		switch entry := v.child(c); {
		case c.Item != nil:
			if items, ok := entry.v.([]any); ok {
				t.addList(c, entry, len(items), owner)
			}
		case c.Flat:
			t.collect(c, entry, owner)
		}
	}
}

func (t *tree) addList(f *position.Field, v value, n int, owner *node) {
	l := &list{field: f, owner: owner, items: make([]*node, n)}
	if owner.lists == nil {
		owner.lists = map[*position.Field]*list{}
	}
	owner.lists[f] = l
	for i := range n {
		item := &node{field: f.Item, val: v.item(i), in: l, index: i, seq: len(t.items[f])}
		item.key = string(appendKey(nil, f.Item, item.val.v))
		l.items[i] = item
		t.items[f] = append(t.items[f], item)
		t.collect(f.Item, item.val, item)
	}
}

// hasLists says that items of the field hold lists.
func hasLists(f *position.Field) bool {
	for _, c := range f.Fields {
		if c.Item != nil {
			return true
		}
	}
	return false
}

// apart says that an item is a section of the form, with a cell for each of its fields
// and each item of its lists, as a duty is. Other items print as one text.
func apart(f *position.Field) bool {
	for _, c := range f.Fields {
		if c.Item != nil && c.Item.Fields != nil {
			return true
		}
	}
	return false
}
