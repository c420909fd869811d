package template

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// index looks names up in the tree of fields.
type index struct {
	root  *Field
	known map[*Field]map[string][]*Field // way to each name reachable in an object
}

func newIndex(root *Field) *index {
	if root == nil {
		root = &Field{}
	}
	return &index{root: root, known: map[*Field]map[string][]*Field{}}
}

// resolution is what looking a name up came to.
type resolution struct {
	expr   *expr
	inList *Field // where it was not found: a list whose items have the name
}

// resolve looks a name up in the scopes, innermost first, then in the root.
func (x *index) resolve(scopes []*block, name string) resolution {
	if name == "." {
		if len(scopes) == 0 || scopes[0].scope == nil {
			return resolution{}
		}
		return resolution{expr: &expr{field: scopes[0].scope}}
	}
	var r resolution
	for up := 0; up <= len(scopes); up++ {
		f := x.root
		if up < len(scopes) {
			if f = scopes[up].scope; f == nil {
				continue
			}
		}
		way, list := x.path(f, name)
		if way != nil {
			return resolution{expr: newExpr(up, f, way)}
		}
		if r.inList == nil {
			r.inList = list
		}
	}
	if r.inList == nil {
		r.inList = listWith(x.root, name)
	}
	return r
}

// newExpr makes the steps of a way that begins in the object f.
func newExpr(up int, f *Field, way []*Field) *expr {
	e := &expr{up: up}
	for _, c := range way {
		e.steps = append(e.steps, step{c.Key, f.Text != "" && f.Text == c.Key})
		f = c
	}
	e.field, e.start = f, f.Start
	return e
}

// path finds a name in an object: whole, or as a path parted by dots. list is
// the list that the path would have to pass through.
func (x *index) path(f *Field, name string) (way []*Field, list *Field) {
	if way := x.find(f, name); way != nil {
		return way, nil
	}
	first, rest, dotted := strings.Cut(name, ".")
	if !dotted {
		return nil, nil
	}
	way = x.find(f, first)
	for way != nil {
		at := way[len(way)-1]
		if at.Item != nil {
			return nil, at
		}
		if first, rest, dotted = strings.Cut(rest, "."); first == "" {
			return nil, nil
		}
		next := at.child(first)
		if next == nil {
			return nil, nil
		}
		if way = append(way[:len(way):len(way)], next); !dotted {
			return way, nil
		}
	}
	return nil, nil
}

// find looks one name up in an object: its own fields by key or name, then,
// level by level, by name only, the fields of the objects inside it.
func (x *index) find(f *Field, name string) []*Field {
	known, ok := x.known[f]
	if !ok {
		known = reachable(f)
		x.known[f] = known
	}
	return known[name]
}

func reachable(f *Field) map[string][]*Field {
	known := map[string][]*Field{}
	add := func(name string, way []*Field) {
		if name = normalise(name); name != "" && known[name] == nil {
			known[name] = way
		}
	}
	type branch struct {
		at  *Field
		way []*Field
	}
	for level := []branch{{f, nil}}; len(level) > 0; {
		var next []branch
		for _, b := range level {
			for _, c := range b.at.Fields {
				way := append(b.way[:len(b.way):len(b.way)], c)
				if b.at == f {
					add(c.Key, way)
				}
				for _, n := range c.Names {
					add(n, way)
				}
				if c.Item == nil && c.Text == "" && len(c.Fields) > 0 {
					next = append(next, branch{c, way})
				}
			}
		}
		level = next
	}
	return known
}

// listWith finds the list whose items have the name.
func listWith(f *Field, name string) *Field {
	for _, c := range f.Fields {
		inner := c
		if c.Item != nil {
			inner = c.Item
			for _, i := range inner.Fields {
				if i.called(name) {
					return c
				}
			}
		}
		if l := listWith(inner, name); l != nil {
			return l
		}
	}
	return nil
}

// hints are the names that were probably meant by one that nobody has.
func (x *index) hints(scopes []*block, name string) []string {
	var vague, known []string
	parts := map[string]string{} // names that need that of their object before them
	seen := map[*Field]bool{}
	var walk func(f *Field)
	walk = func(f *Field) {
		if f == nil || seen[f] {
			return
		}
		seen[f] = true
		for _, c := range f.Fields {
			switch {
			case f.Text != "" && len(f.Names) > 0 && len(c.Names) > 0:
				parts[c.name()] = f.name() + "." + c.name()
			case len(c.Names) == 0 || len(scopes) == 0 && f == x.root:
				known = append(known, c.Key)
				fallthrough
			default:
				known = append(known, c.Names...)
			}
			for _, v := range c.Vague {
				if normalise(v) == name {
					vague = append(vague, c.name())
				}
			}
			walk(c)
			walk(c.Item)
		}
	}
	for _, b := range scopes {
		walk(b.scope)
	}
	walk(x.root)
	if vague != nil {
		return vague
	}
	known = append(known, "序号", "首个", "末个", "分页", "续号", "否则")
	if n := nearest(name, known); n != "" {
		return []string{n}
	}
	found := x.longer(scopes, name)
	if n := nearest(name, slices.Sorted(maps.Keys(parts))); n != "" {
		found = append([]string{parts[n]}, found...)
	}
	return found
}

// mostLonger bounds how many longer names are offered.
const mostLonger = 3

// longer are the names within reach of which one that nobody has is a part: who
// types {学历} means 最低学历要求.
func (x *index) longer(scopes []*block, name string) []string {
	if utf8.RuneCountInString(name) < 2 {
		return nil
	}
	var found []string
	var walk func(f *Field)
	walk = func(f *Field) {
		if f == nil {
			return
		}
		for _, c := range f.Fields {
			at := slices.IndexFunc(c.Names, func(n string) bool { return strings.Contains(normalise(n), name) })
			if at >= 0 && len(found) < mostLonger && !slices.Contains(found, c.Names[at]) {
				found = append(found, c.Names[at])
			}
			if c.Item == nil && c.Text == "" {
				walk(c)
			}
		}
	}
	for _, b := range scopes {
		walk(b.scope)
	}
	walk(x.root)
	return found
}
