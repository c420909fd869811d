package pdf

import (
	"fmt"

	"jobdoc/internal/typeset"
)

// tags gathers what the pages show of each structure element (ISO 32000-2,
// 14.7) and writes the structure tree.
type tags struct {
	elements []typeset.Element
	artifact []bool     // by element: it, or an element above it, is an artifact
	content  [][]marked // by element: what shows it, in reading order
	pages    [][]int    // by page, by MCID: the element
	alts     map[int]string
	order    int
}

// marked is one marked-content sequence.
type marked struct {
	page, mcid int
	order      int // over the whole document
}

// newTags checks the element list: parents come before their children.
func newTags(l *typeset.Layout) (*tags, error) {
	t := &tags{
		elements: l.Elements,
		artifact: make([]bool, max(1, len(l.Elements))),
		content:  make([][]marked, len(l.Elements)),
		pages:    make([][]int, len(l.Pages)),
		alts:     map[int]string{},
	}
	t.artifact[0] = true
	for i, e := range l.Elements {
		if i == 0 {
			continue
		}
		if e.Parent < 0 || e.Parent >= i {
			return nil, fmt.Errorf("element %d names %d as its parent", i, e.Parent)
		}
		if !plainName(string(e.Type)) {
			return nil, fmt.Errorf("element %d has type %q", i, e.Type)
		}
		if e.Scope != typeset.ScopeNone && !plainName(string(e.Scope)) {
			return nil, fmt.Errorf("element %d has scope %q", i, e.Scope)
		}
		t.artifact[i] = e.Type == typeset.Artifact || e.Parent > 0 && t.artifact[e.Parent]
	}
	return t, nil
}

// plainName reports whether s can stand as a PDF name without escapes.
func plainName(s string) bool {
	for _, r := range s {
		if (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			return false
		}
	}
	return s != ""
}

// open appends the operator that begins content of an element on a page
// (14.6); EMC ends it.
func (t *tags) open(b []byte, page, element int) ([]byte, error) {
	if element < 0 || element >= len(t.artifact) {
		return b, fmt.Errorf("page %d shows element %d of %d", page+1, element, len(t.elements))
	}
	if t.artifact[element] {
		return append(b, "/Artifact BMC\n"...), nil
	}
	mcid := len(t.pages[page])
	t.pages[page] = append(t.pages[page], element)
	t.content[element] = append(t.content[element], marked{page, mcid, t.order})
	t.order++
	return fmt.Appendf(b, "/%s<</MCID %d>>BDC\n", t.elements[element].Type, mcid), nil
}

// kid is an entry of an element's /K: marked content, or an element below.
type kid struct {
	marked
	element int // 0 for marked content
}

// survey finds what is worth writing: live says which elements show something,
// or are cells, which keep their table's shape; first is the place in reading
// order of an element's first content, t.order where it has none.
func (t *tags) survey() (live []bool, first []int) {
	live = make([]bool, len(t.elements))
	first = make([]int, len(t.elements))
	for i := range first {
		first[i] = t.order
	}
	for i := len(t.elements) - 1; i > 0; i-- { // children come after their parents
		if t.artifact[i] {
			continue
		}
		e := &t.elements[i]
		if len(t.content[i]) > 0 {
			first[i] = min(first[i], t.content[i][0].order)
		}
		if live[i] || len(t.content[i]) > 0 || e.Type == typeset.TableCell || e.Type == typeset.TableHeader {
			live[i], live[e.Parent] = true, true
			first[e.Parent] = min(first[e.Parent], first[i])
		}
	}
	return live, first
}

// kids returns what stands in each element's /K, in reading order; kids[0] are
// the outermost elements.
func (t *tags) kids(live []bool, first []int) [][]kid {
	kids := make([][]kid, len(t.elements))
	for i := 1; i < len(t.elements); i++ {
		if live[i] {
			p := t.elements[i].Parent
			kids[p] = append(kids[p], kid{marked: marked{order: first[i]}, element: i})
		}
	}
	for i, content := range t.content {
		if len(content) > 0 {
			kids[i] = merge(content, kids[i])
		}
	}
	return kids
}

// merge puts an element's own content between its children: what of a paragraph
// stands on the next page is read after the picture on this one.
func merge(content []marked, children []kid) []kid {
	all := make([]kid, 0, len(content)+len(children))
	for _, c := range children {
		for len(content) > 0 && content[0].order < c.order {
			all = append(all, kid{marked: content[0]})
			content = content[1:]
		}
		all = append(all, c)
	}
	for _, m := range content {
		all = append(all, kid{marked: m})
	}
	return all
}

// empty reports that nothing on the pages belongs to an element, so that there
// is no tree to write.
func (t *tags) empty() bool { return t.order == 0 }

// write writes the structure tree and its parent tree and returns the number of
// the root. pageObject gives the object number of a page.
func (t *tags) write(o *objects, pageObject func(page int) int) int {
	live, first := t.survey()
	kids := t.kids(live, first)
	root := o.reserve(2)
	number := make([]int, len(t.elements))
	number[0] = root
	for i := range number {
		if i > 0 && live[i] {
			number[i] = o.reserve(1)
		}
	}
	o.begin(root)
	o.printf("<</Type/StructTreeRoot/ParentTree %d 0 R/ParentTreeNextKey %d", root+1, len(t.pages))
	t.writeKids(o, kids[0], number, 0, pageObject)
	o.buf = append(o.buf, ">>"...)
	o.end()
	t.writeParents(o, root+1, number)
	for i := range t.elements {
		if i > 0 && live[i] {
			t.writeElement(o, i, kids[i], number, pageObject)
		}
	}
	return root
}

// writeParents writes the parent tree (14.7.5.4): for each page, the element of
// each of its marked contents.
func (t *tags) writeParents(o *objects, n int, number []int) {
	o.begin(n)
	o.buf = append(o.buf, "<</Nums["...)
	for page, elements := range t.pages {
		o.printf("%d[", page)
		for _, e := range elements {
			o.buf = appendReference(o.buf, number[e])
		}
		o.buf = append(o.buf, "]\n"...)
	}
	o.buf = append(o.buf, "]>>"...)
	o.end()
}

func (t *tags) writeElement(o *objects, i int, kids []kid, number []int, pageObject func(int) int) {
	e := &t.elements[i]
	o.begin(number[i])
	o.buf = append(append(o.buf, "<</S/"...), e.Type...)
	o.buf = appendReference(append(o.buf, "/P "...), number[e.Parent])
	page := 0
	if len(t.content[i]) > 0 {
		page = pageObject(t.content[i][0].page)
		o.buf = appendReference(append(o.buf, "/Pg "...), page)
	}
	t.writeKids(o, kids, number, page, pageObject)
	scoped := e.Type == typeset.TableHeader && e.Scope != typeset.ScopeNone
	if e.ColSpan > 1 || e.RowSpan > 1 || scoped {
		o.buf = append(o.buf, "/A<</O/Table"...)
		if e.ColSpan > 1 {
			o.printf("/ColSpan %d", e.ColSpan)
		}
		if e.RowSpan > 1 {
			o.printf("/RowSpan %d", e.RowSpan)
		}
		if scoped {
			o.buf = append(append(o.buf, "/Scope/"...), e.Scope...)
		}
		o.buf = append(o.buf, ">>"...)
	}
	alt := e.Alt
	if alt == "" {
		alt = t.alts[i]
	}
	if alt != "" {
		o.buf = appendTextString(append(o.buf, "/Alt"...), alt)
	}
	o.buf = append(o.buf, ">>"...)
	o.end()
}

// writeKids writes an element's /K. Content on the page the element names needs
// only its number.
func (t *tags) writeKids(o *objects, kids []kid, number []int, page int, pageObject func(int) int) {
	if len(kids) == 0 {
		return
	}
	o.buf = append(o.buf, "/K["...)
	for _, k := range kids {
		if k.element > 0 {
			o.buf = appendReference(o.buf, number[k.element])
			continue
		}
		if n := pageObject(k.page); n != page {
			o.printf("<</Type/MCR/Pg %d 0 R/MCID %d>> ", n, k.mcid)
			continue
		}
		o.printf("%d ", k.mcid)
	}
	o.buf = append(o.buf, ']')
}
