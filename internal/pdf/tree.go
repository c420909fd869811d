package pdf

import (
	"fmt"
	"strconv"
	"strings"

	"jobdoc/internal/typeset"
)

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
	o.printf("<</Type/StructTreeRoot/ParentTree %d 0 R/ParentTreeNextKey %d", root+1, len(t.pages)+len(t.links))
	t.writeNotes(o, number)
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

// writeNotes writes the entry that names notes, which readers find them by (14.7.2).
func (t *tags) writeNotes(o *objects, number []int) {
	begun := false
	for i, n := range number {
		if n == 0 || t.elements[i].Type != typeset.Note {
			continue
		}
		if !begun {
			o.printf("/IDTree<</Names[")
			begun = true
		}
		o.printf("%s %d 0 R ", noteID(i), n)
	}
	if begun {
		o.printf("]>>")
	}
}

// noteID is the name of a note that is element i. Names stand in order.
func noteID(i int) string { return fmt.Sprintf("(note%08d)", i) }

// writeParents writes the parent tree (14.7.5.4): for each page, the element of
// each of its marked contents; behind them, for each link, its element.
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
	for i, e := range t.links {
		if e > 0 {
			o.printf("%d %d 0 R\n", len(t.pages)+i, number[e])
		}
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
	t.writeAttributes(o, i)
	alt := e.Alt
	if alt == "" {
		alt = t.alts[i]
	}
	if alt != "" {
		o.buf = appendTextString(append(o.buf, "/Alt"...), alt)
	}
	if e.Type == typeset.Note {
		o.buf = append(append(o.buf, "/ID"...), noteID(i)...)
	}
	if t.speaks(i) {
		o.buf = appendTextString(append(o.buf, "/Lang"...), e.Language)
	}
	o.buf = append(o.buf, ">>"...)
	o.end()
}

// writeAttributes writes what is told of tables, lists and figures (14.8.5).
func (t *tags) writeAttributes(o *objects, i int) {
	e := &t.elements[i]
	scoped := e.Type == typeset.TableHeader && e.Scope != typeset.ScopeNone
	box, boxed := t.boxes[i]
	switch {
	case e.ColSpan > 1 || e.RowSpan > 1 || scoped:
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
	case e.Numbering != typeset.NumberingNone:
		o.buf = append(append(o.buf, "/A<</O/List/ListNumbering/"...), e.Numbering...)
	case boxed && e.Type == typeset.Figure:
		o.buf = append(o.buf, "/A<</O/Layout/BBox["...)
		for _, v := range [4]typeset.Length{box.left, box.bottom, box.right, box.top} {
			o.buf = append(appendLength(o.buf, v), ' ')
		}
		o.buf = append(o.buf, ']')
	default:
		return
	}
	o.buf = append(o.buf, ">>"...)
}

// speaks reports whether an element is in another language than what is around
// it. Regions do not count: en-US in an English document is no news.
func (t *tags) speaks(i int) bool {
	is := t.elements[i].Language
	if is == "" || strings.HasPrefix(is, "x-") {
		return false
	}
	around := t.language
	for at := t.elements[i].Parent; at > 0; at = t.elements[at].Parent {
		if lang, ok := t.spoken[at]; ok {
			around = lang
			break
		}
	}
	if mainLanguage(is) == mainLanguage(around) {
		return false
	}
	if t.spoken == nil {
		t.spoken = map[int]string{}
	}
	t.spoken[i] = is
	return true
}

// mainLanguage is the language of a tag (BCP 47) without its region.
func mainLanguage(tag string) string {
	tag, _, _ = strings.Cut(tag, "-")
	return strings.ToLower(tag)
}

// writeKids writes an element's /K. Content on the page the element names needs
// only its number.
func (t *tags) writeKids(o *objects, kids []kid, number []int, page int, pageObject func(int) int) {
	if len(kids) == 0 {
		return
	}
	o.buf = append(o.buf, "/K["...)
	for _, k := range kids {
		switch n := pageObject(k.page); {
		case k.element > 0:
			o.buf = appendReference(o.buf, number[k.element])
		case k.link > 0:
			o.printf("<</Type/OBJR/Pg %d 0 R/Obj %d 0 R>> ", n, t.linkBase+k.link-1)
		case n != page:
			o.printf("<</Type/MCR/Pg %d 0 R/MCID %d>> ", n, k.mcid)
		default:
			o.buf = append(strconv.AppendInt(o.buf, int64(k.mcid), 10), ' ')
		}
	}
	o.buf = append(o.buf, ']')
}
