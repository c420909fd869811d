package pdf

import (
	"fmt"
	"strconv"

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
	boxes    map[int]box // of figures
	links    []int       // by link, in the order of the pages: the element, 0 for none
	linkBase int         // number of the first link's object
	language string      // of the document
	spoken   map[int]string
	order    int
}

// box is a rectangle in the coordinates of a page.
type box struct{ left, bottom, right, top typeset.Length }

// marked is one marked-content sequence.
type marked struct {
	page, mcid int
	link       int // instead: the link, counted from 1
	order      int // over the whole document
}

// newTags checks the element list: parents come before their children.
func newTags(l *typeset.Layout, language string) (*tags, error) {
	t := &tags{
		elements: l.Elements,
		artifact: make([]bool, max(1, len(l.Elements))),
		content:  make([][]marked, len(l.Elements)),
		pages:    make([][]int, len(l.Pages)),
		alts:     map[int]string{},
		language: language,
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
		if e.Numbering != typeset.NumberingNone && !plainName(string(e.Numbering)) {
			return nil, fmt.Errorf("element %d has numbering %q", i, e.Numbering)
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

// artifact is the operator that begins content of no element (14.8.2.2).
type artifact string

// The artifacts. What stands in the text and belongs to no element is a heading
// row once more, or an ornament: of no kind that the standard names.
const (
	layoutArtifact artifact = "/Artifact<</Type/Layout>>BDC\n"
	headerArtifact artifact = "/Artifact<</Type/Pagination/Subtype/Header>>BDC\n"
	footerArtifact artifact = "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n"
	otherArtifact  artifact = "/Artifact BMC\n"
)

// open appends the operator that begins content of an element on a page
// (14.6); EMC ends it. What belongs to none is the artifact given.
func (t *tags) open(b []byte, page, element int, a artifact) ([]byte, error) {
	if element < 0 || element >= len(t.artifact) {
		return b, fmt.Errorf("page %d shows element %d of %d", page+1, element, len(t.elements))
	}
	if t.artifact[element] {
		return append(b, a...), nil
	}
	mcid := len(t.pages[page])
	t.pages[page] = append(t.pages[page], element)
	t.content[element] = append(t.content[element], marked{page: page, mcid: mcid, order: t.order})
	t.order++
	b = append(append(append(b, '/'), t.elements[element].Type...), "<</MCID "...)
	return append(strconv.AppendInt(b, int64(mcid), 10), ">>BDC\n"...), nil
}

// link notes that an element has a link on a page.
func (t *tags) link(page, element int) error {
	if element < 0 || element >= len(t.artifact) {
		return fmt.Errorf("page %d links element %d of %d", page+1, element, len(t.elements))
	}
	if t.artifact[element] {
		element = 0
	}
	t.links = append(t.links, element)
	if element > 0 {
		t.content[element] = append(t.content[element], marked{page: page, link: len(t.links), order: t.order})
		t.order++
	}
	return nil
}

// picture notes where a picture of an element stands, and what is in it.
func (t *tags) picture(p *typeset.Page, m *typeset.Image) {
	if m.Alt != "" && t.alts[m.Element] == "" {
		t.alts[m.Element] = m.Alt
	}
	if _, ok := t.boxes[m.Element]; ok || t.artifact[m.Element] {
		return
	}
	if t.boxes == nil {
		t.boxes = map[int]box{}
	}
	t.boxes[m.Element] = box{m.X, p.Height - m.Y - m.Height, m.X + m.Width, p.Height - m.Y}
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
