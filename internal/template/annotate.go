package template

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strconv"

	"jobdoc/internal/wordml"
)

// Annotate checks a template as [Compile] does and returns the document with a
// Word comment at every fault, in English or in Chinese, and the faults. A
// comment cannot stand in a header, a text box or a property: it is put where the
// box or the note is anchored, or at the beginning, and says where the fault is.
// Comments of an earlier Annotate go; everything else stays as it is in the
// file, tracked changes too.
func Annotate(p *wordml.Package, root *Field, english bool) (*wordml.Document, []Fault) {
	doc := withoutEarlier(p)
	p = doc.Package
	c := &compiler{names: newIndex(root)}
	stories := c.readPackage(p)
	faults := sortFaults(c.faults)
	a := &annotations{compiler: c, english: english, marks: map[*wordml.Node][]commentMark{}, paras: map[*wordml.Node]*para{}}
	if part := c.notes[comments]; part != nil {
		a.next = part.last + 1
	}
	main, _ := p.Part(p.Main())
	for _, f := range faults {
		a.add(f, p.Main(), stories)
	}
	if changed := a.rebuild(main); changed != main {
		doc.Replace(p.Main(), changed)
	}
	a.write(doc, main.Attr("xmlns:w"))
	return doc, plainFaults(faults)
}

// withoutEarlier is the document without the comments of an earlier Annotate.
func withoutEarlier(p *wordml.Package) *wordml.Document {
	doc := p.Document()
	names := p.RelatedByType(p.Main(), noteWords[comments].word)
	if len(names) == 0 {
		return doc
	}
	root, err := p.Part(names[0])
	main, _ := p.Part(p.Main())
	if err != nil || root == nil || main == nil {
		return doc
	}
	ours := map[string]bool{}
	kept := slices.DeleteFunc(slices.Clone(root.Children), func(n *wordml.Node) bool {
		is := n.Name == "w:comment" && n.Attr("w:author") == annotator
		if is {
			ours[n.Attr("w:id")] = true
		}
		return is
	})
	if len(ours) > 0 {
		doc.Rewrite(p.Main(), stripped(main, ours))
		doc.Rewrite(names[0], wordml.Element(root.Name, root.Attrs, kept...))
	}
	return doc
}

// stripped is a tree without what anchors comments.
func stripped(n *wordml.Node, ids map[string]bool) *wordml.Node {
	anchors := func(c *wordml.Node) bool {
		switch c.Name {
		case "w:commentRangeStart", "w:commentRangeEnd":
			return ids[c.Attr("w:id")]
		case "w:r":
			ref := c.Child("w:commentReference")
			return ref != nil && ids[ref.Attr("w:id")]
		}
		return false
	}
	kids := slices.DeleteFunc(slices.Clone(n.Children), anchors)
	for i, c := range kids {
		if len(c.Children) > 0 {
			kids[i] = stripped(c, ids)
		}
	}
	if slices.Equal(kids, n.Children) {
		return n
	}
	return wordml.Element(n.Name, n.Attrs, kids...)
}

// annotations are the comments that faults ask for.
type annotations struct {
	*compiler
	english bool
	next    int // id of the next comment
	nodes   []*wordml.Node
	marks   map[*wordml.Node][]commentMark // by paragraph of the file
	paras   map[*wordml.Node]*para         // what is known of the marked ones
}

// commentMark is a comment on a stretch of a paragraph.
type commentMark struct {
	span
	id string
}

// add makes the comment for a fault and finds its place in the body.
func (a *annotations) add(f faultAt, main string, stories []*story) {
	id := strconv.Itoa(a.next)
	a.next++
	text, place := f.Detail, f.Place
	if a.english {
		text, place = f.English, f.EnglishPlace
	}
	at, where := f.tag.para, span{f.tag.start, f.tag.end}
	for at != nil && at.story.host != nil {
		at, where = at.story.host.para, span{at.story.host.start, at.story.host.end}
	}
	if at == nil || at.story.part != main || at != f.tag.para {
		text = cmp.Or(place, f.Part) + ": " + text
	}
	if (at == nil || at.story.part != main) && len(stories) > 0 && len(stories[0].order) > 0 {
		at, where = stories[0].order[0], span{}
	}
	if at == nil {
		return // a file without a paragraph
	}
	node := at.at.node
	if was := a.changes.from[node]; was != nil {
		node, where = was, span{} // changes were accepted in it: its text is another one in the file
	} else {
		a.paras[node] = at
	}
	if where.start >= where.end {
		where = span{0, len(at.text)}
	}
	a.marks[node] = append(a.marks[node], commentMark{where, id})
	a.nodes = append(a.nodes, comment(id, fmt.Sprintf("%s [%s]", text, f.Code)))
}

// comment is a w:comment (17.13.4.2). It has no date, so that the same template
// gives the same bytes.
func comment(id, text string) *wordml.Node {
	run := func(kids ...*wordml.Node) *wordml.Node { return wordml.Element("w:r", nil, kids...) }
	return wordml.Element("w:comment", []wordml.Attr{{Name: "w:id", Value: id}, {Name: "w:author", Value: annotator}, {Name: "w:initials", Value: "jd"}},
		wordml.Element("w:p", nil, run(wordml.Element("w:annotationRef", nil)), run(wordml.Element("w:t", preserve, wordml.Text(text)))))
}

// rebuild is a tree of the file with the marks in it.
func (a *annotations) rebuild(n *wordml.Node) *wordml.Node {
	marks := a.marks[n]
	if len(marks) == 0 {
		var kids []*wordml.Node
		for i, c := range n.Children {
			k := a.rebuild(c)
			if k != c && kids == nil {
				kids = slices.Clone(n.Children)
			}
			if k != c {
				kids[i] = k
			}
		}
		if kids == nil {
			return n
		}
		return wordml.Element(n.Name, n.Attrs, kids...)
	}
	m := &marker{marks: marks, opened: map[string]bool{}, closed: map[string]bool{}}
	if p := a.paras[n]; p != nil {
		m.children(n, p.items)
	} else {
		rest := content(n)
		m.out = slices.Clone(n.Children[:len(n.Children)-len(rest)])
		m.open(1 << 30)
		m.out = append(m.out, rest...)
	}
	m.close(1 << 30)
	return wordml.Element(n.Name, n.Attrs, m.out...)
}

// marker puts marks among the children of a paragraph.
type marker struct {
	marks          []commentMark
	opened, closed map[string]bool
	out            []*wordml.Node
}

// children marks the runs among the children of n, whose items are given.
func (m *marker) children(n *wordml.Node, items []item) []*wordml.Node {
	for _, c := range n.Children {
		k := 0
		for k < len(items) && (items[k].run == c || items[k].node == c && items[k].run == nil) {
			k++
		}
		own := items[:k]
		items = items[k:]
		switch {
		case k == 0: // properties, or marks of the spell checker
			m.out = append(m.out, c)
		case own[0].kind == groupItem:
			outer := m.out
			m.out = nil
			inner := m.children(c, own[0].items)
			m.out = append(outer, wordml.Element(c.Name, c.Attrs, inner...))
		case own[0].run == nil:
			m.open(own[0].start + 1)
			m.out = append(m.out, c)
		default:
			m.run(c, own)
		}
	}
	return m.out
}

// run marks a run, and parts it where marks begin and end.
func (m *marker) run(r *wordml.Node, items []item) {
	from, to := items[0].start, items[len(items)-1].end
	if !slices.ContainsFunc(m.marks, func(k commentMark) bool {
		return k.start >= from && k.start < to || k.end > from && k.end <= to
	}) {
		m.out = append(m.out, r)
		return
	}
	var props []*wordml.Node
	if p := r.Child("w:rPr"); p != nil {
		props = append(props, p)
	}
	var kids []*wordml.Node
	flush := func(end int) {
		if len(kids) > 0 {
			m.out = append(m.out, wordml.Element("w:r", r.Attrs, slices.Concat(props, kids)...))
			kids = nil
		}
		m.close(end)
	}
	for _, it := range items {
		if it.kind != textItem {
			if m.begins(it.start, it.end) {
				flush(it.start)
			}
			m.open(it.start + 1)
			kids = append(kids, it.node)
			if m.ends(it.end) {
				flush(it.end)
			}
			continue
		}
		text := shown(it.node)
		for at := it.start; at < it.end; {
			next := m.cut(at, it.end)
			if m.begins(at, at+1) {
				flush(at)
			}
			m.open(at + 1)
			kids = append(kids, wordml.Element("w:t", preserve, wordml.Text(text[at-it.start:next-it.start])))
			if at = next; m.ends(at) {
				flush(at)
			}
		}
	}
	flush(-1)
}

// cut is the first place behind at where a mark begins or ends, at most end.
func (m *marker) cut(at, end int) int {
	for _, k := range m.marks {
		for _, b := range [2]int{k.start, k.end} {
			if b > at && b < end {
				end = b
			}
		}
	}
	return end
}

func (m *marker) begins(from, to int) bool {
	return slices.ContainsFunc(m.marks, func(k commentMark) bool { return k.start >= from && k.start < max(to, from+1) && !m.opened[k.id] })
}

func (m *marker) ends(at int) bool {
	return slices.ContainsFunc(m.marks, func(k commentMark) bool { return k.end <= at && !m.closed[k.id] })
}

// open writes the beginnings of the marks that begin before a place.
func (m *marker) open(before int) {
	for _, k := range m.marks {
		if k.start < before && !m.opened[k.id] {
			m.opened[k.id] = true
			m.out = append(m.out, wordml.Element("w:commentRangeStart", []wordml.Attr{{Name: "w:id", Value: k.id}}))
		}
	}
}

// close writes the ends of the marks that are open and end at a place at the latest.
func (m *marker) close(at int) {
	m.sort()
	for _, k := range m.marks {
		if k.end > at || m.closed[k.id] {
			continue
		}
		if !m.opened[k.id] && at == 1<<30 {
			m.open(1 << 30)
		}
		if !m.opened[k.id] {
			continue
		}
		m.closed[k.id] = true
		id := []wordml.Attr{{Name: "w:id", Value: k.id}}
		m.out = append(m.out, wordml.Element("w:commentRangeEnd", id), wordml.Element("w:r", nil, wordml.Element("w:commentReference", id)))
	}
}

// sort orders the marks by where they end, and keeps those of one place as they came.
func (m *marker) sort() {
	slices.SortStableFunc(m.marks, func(a, b commentMark) int { return cmp.Compare(a.end, b.end) })
}

// write puts the comments into their part, which is added where there is none.
func (a *annotations) write(doc *wordml.Document, space string) {
	if part := a.notes[comments]; part != nil {
		doc.Replace(part.name, wordml.Element(part.file.Name, part.file.Attrs, slices.Concat(part.file.Children, a.nodes)...))
		return
	}
	if len(a.nodes) == 0 {
		return
	}
	name := path.Join(path.Dir(doc.Main()), "comments.xml")
	for n := 2; doc.Has(name); n++ {
		name = path.Join(path.Dir(doc.Main()), fmt.Sprintf("comments%d.xml", n))
	}
	root := wordml.Element("w:comments", []wordml.Attr{{Name: "xmlns:w", Value: space}}, a.nodes...)
	doc.AddPart(name, "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml", root, nil)
	doc.AddRelationship(doc.Main(), "comments", name)
}
