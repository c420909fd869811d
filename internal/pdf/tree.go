package pdf

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jobdoc/internal/typeset"
)

// write writes the structure tree and its parent tree and returns the number of
// the root. pageObject gives the object number of a page.
func (t *tags) write(o *objects, pageObject func(page int) int) int {
	live, first := t.survey()
	live, kids := t.divide(live, t.kids(live, first))
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
	const most = maxArray / 2
	all := len(t.pages) + len(t.links)
	if all <= most {
		o.begin(n)
		o.buf = append(o.buf, "<<"...)
		t.appendParents(o, 0, all, number)
		o.end()
		return
	}
	nodes := o.reserve((all + most - 1) / most)
	o.begin(n)
	o.buf = append(o.buf, "<</Kids["...)
	for node := nodes; node < len(o.offsets); node++ {
		o.buf = appendReference(o.buf, node)
	}
	o.buf = append(o.buf, "]>>"...)
	o.end()
	for from := 0; from < all; from += most {
		to := min(from+most, all)
		o.begin(nodes + from/most)
		o.printf("<</Limits[%d %d]", from, to-1)
		t.appendParents(o, from, to, number)
		o.end()
	}
}

// appendParents appends the entries for the keys [from, to).
func (t *tags) appendParents(o *objects, from, to int, number []int) {
	o.buf = append(o.buf, "/Nums["...)
	for key := from; key < to; key++ {
		if key >= len(t.pages) {
			if e := t.links[key-len(t.pages)]; e > 0 {
				o.printf("%d %d 0 R\n", key, number[e])
			}
			continue
		}
		o.printf("%d[", key)
		for _, e := range t.pages[key] {
			o.buf = appendReference(o.buf, number[e])
		}
		o.buf = append(o.buf, "]\n"...)
	}
	o.buf = append(o.buf, "]>>"...)
}

// maxArray is how many entries an array may have in PDF 1.4 (appendix C, which
// ISO 19005-1, 6.1.12, makes a rule).
const maxArray = 8191

// divide gives an element with more below it than an array holds divisions, in
// which these stand: a bound book has that many paragraphs.
func (t *tags) divide(live []bool, kids [][]kid) ([]bool, [][]kid) {
	for i := range kids {
		for len(kids[i]) > maxArray && len(t.content[i]) == 0 {
			var divisions []kid
			for chunk := range slices.Chunk(kids[i], maxArray) {
				n := len(kids)
				t.elements = append(t.elements[:n:n], typeset.Element{Type: "Div", Parent: i})
				t.content = append(t.content, nil)
				live, kids = append(live, true), append(kids, chunk)
				for _, k := range chunk {
					t.elements[k.element].Parent = n // of a copy: the layout's own stay as they are
				}
				divisions = append(divisions, kid{element: n})
			}
			kids[i] = divisions
		}
	}
	return live, kids
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
