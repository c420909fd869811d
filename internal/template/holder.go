package template

import (
	"slices"

	"jobdoc/internal/wordml"
)

// holder is an element around rows or cells: a content control (17.5.2.30,
// 17.5.2.32) or custom XML, and what lies between it and them. The table sees
// through it: its rows may go, and its cells take part in merges, like all others.
type holder struct {
	element
	node *wordml.Node
}

// holderEnd stands behind the rows that a holder holds.
type holderEnd struct{ *holder }

// holds reports whether an element stands around rows (w:tr) or cells (w:tc).
func holds(n *wordml.Node, name string) bool {
	switch n.Name {
	case "w:sdt", "w:sdtContent", "w:customXml":
		return slices.ContainsFunc(n.Children, func(c *wordml.Node) bool { return c.Name == name || holds(c, name) })
	}
	return false
}

// close makes the element of what has been emitted since base. It goes when no
// row is left in it.
func (h *holder) close(f *filler, base int) {
	if n := f.close(h.name, h.attrs, base); !hasRow(n.Children) {
		f.out = f.out[:base]
	}
}

// asStatic returns what an instruction emits if no value changes it.
func asStatic(i instruction) (static, bool) {
	switch i := i.(type) {
	case static:
		return i, true
	case *row:
		return i.static, i.static.node != nil
	case *cell:
		s := i.whole[i.drawn]
		return s, s.node != nil
	case *holder:
		e := element{name: i.name, attrs: i.attrs}
		for _, c := range i.children {
			s, ok := asStatic(c)
			if !ok {
				return static{}, false
			}
			e.children = append(e.children, s)
		}
		s, ok := e.collapse(i.node).(static)
		return s, ok
	}
	return static{}, false
}

// rowList are the rows of a table in order, whatever holds them.
type rowList struct {
	rows    []*wordml.Node
	holders []rowHolder
	blocks  map[*block][]rowBlock // once they have been asked for
}

// rowBlock is a block that repeats rows, with the first of them, the first of its
// second branch, and the one behind the last.
type rowBlock struct {
	block          *block
	from, els, end int
}

// rowHolder is the table or a holder in it.
type rowHolder struct {
	node   *wordml.Node
	starts []int // how many rows stand before each child, and before the end
}

func (l *rowList) add(n *wordml.Node) {
	at := len(l.holders)
	l.holders = append(l.holders, rowHolder{node: n})
	starts := make([]int, 0, len(n.Children)+1)
	for _, c := range n.Children {
		starts = append(starts, len(l.rows))
		switch {
		case c.Name == "w:tr":
			l.rows = append(l.rows, c)
		case holds(c, "w:tr"):
			l.add(c)
		}
	}
	l.holders[at].starts = append(starts, len(l.rows))
}
