package binder

import (
	"slices"
	"strconv"
	"strings"

	"jobdoc/internal/wordml"
)

// join is a document, or a part of one, on its way in.
type join struct {
	b       *Binder
	doc     *wordml.Document
	part    string // whose text is taken in
	into    string // the part that takes it, "" for the main part
	options Options
	style   *sourceStyles
	list    *sourceLists
	begun   bool // its first section has been met

	relations map[string]string // by id, of the part
	bookmarks map[string]string // names that had to change
	ids       map[string]string // numbers of bookmarks
	err       error             // the first thing that went wrong
}

func (j *join) fail(err error) {
	if j.err == nil {
		j.err = err
	}
}

// dropped are elements that have no place in a joined document: comments, which
// print nothing, and the numbers by which Word tells paragraphs and controls apart.
var dropped = map[string]bool{
	"w:commentRangeStart": true, "w:commentRangeEnd": true, "w:commentReference": true, "w:annotationRef": true,
}

// node returns a tree as it is in the joined document: the same one where
// nothing changes, nil where it goes.
func (j *join) node(n *wordml.Node) *wordml.Node {
	if n.Name == "" {
		return n
	}
	if dropped[n.Name] {
		return nil
	}
	if n.Name == "w:sectPr" {
		return j.section(n)
	}
	attrs := j.attributes(n)
	var kids []*wordml.Node // nil as long as they are the same
	for i, c := range n.Children {
		m := j.node(c)
		if m == c && kids == nil {
			continue
		}
		if kids == nil {
			kids = slices.Clone(n.Children[:i])
		}
		if m != nil {
			kids = append(kids, m)
		}
	}
	same := n
	if kids != nil || attrs != nil {
		if kids == nil {
			kids = n.Children
		}
		if attrs == nil {
			attrs = n.Attrs
		}
		same = wordml.Element(n.Name, attrs, kids...)
	}
	switch n.Name {
	case "w:p":
		return j.paragraph(n, same)
	case "w:tbl":
		return j.style.table(same)
	case "w:instrText":
		return j.code(same)
	}
	return same
}

// attributes returns the attributes of an element as they are in the joined
// document, nil where they are the same.
func (j *join) attributes(n *wordml.Node) []wordml.Attr {
	var out []wordml.Attr
	change := func(i int, value string) {
		if value == n.Attrs[i].Value {
			return
		}
		if out == nil {
			out = slices.Clone(n.Attrs)
		}
		out[i].Value = value
	}
	for i := range n.Attrs {
		a := &n.Attrs[i]
		switch {
		case strings.HasPrefix(a.Name, "r:") && a.Value != "":
			change(i, j.relation(a.Value))
		case a.Name == "w14:paraId" || a.Name == "w14:textId":
			out = slices.DeleteFunc(slices.Clone(n.Attrs), func(x wordml.Attr) bool { return strings.HasPrefix(x.Name, "w14:") })
			return out // on paragraphs and rows alone, which have no other attribute that changes
		case a.Name == "w:val":
			change(i, j.value(n.Name, a.Value))
		case a.Name == "w:id":
			change(i, j.id(n.Name, a.Value))
		case a.Name == "id" && n.Name == "wp:docPr":
			change(i, j.b.number())
		case a.Name == "w:name" && n.Name == "w:bookmarkStart":
			change(i, j.bookmark(a.Value))
		case a.Name == "w:anchor" && n.Name == "w:hyperlink":
			change(i, j.bookmark(a.Value))
		}
	}
	return out
}

// value is the w:val of an element that names a style or a list.
func (j *join) value(element, v string) string {
	switch element {
	case "w:pStyle", "w:rStyle", "w:tblStyle":
		return j.style.id(v)
	case "w:numId":
		return j.list.id(v)
	}
	return v
}

// id is the w:id of an element that has a number of its own.
func (j *join) id(element, v string) string {
	switch element {
	case "w:bookmarkStart":
		if _, ok := j.ids[v]; !ok {
			j.ids[v] = j.b.number()
		}
		return j.ids[v]
	case "w:bookmarkEnd":
		if id, ok := j.ids[v]; ok {
			return id
		}
		return j.b.number()
	case "w:footnoteReference", "w:endnoteReference":
		return j.note(strings.TrimSuffix(strings.TrimPrefix(element, "w:"), "Reference"), v)
	}
	return v
}

// bookmark is the name of a bookmark, another one where an earlier document has it.
func (j *join) bookmark(name string) string {
	if other, ok := j.bookmarks[name]; ok {
		return other
	}
	unique := name
	for i := 2; j.b.marks[unique]; i++ {
		unique = name + "_" + strconv.Itoa(i)
	}
	j.b.marks[unique] = true
	j.bookmarks[name] = unique
	return unique
}

// code is the code of a field, with the names of bookmarks that changed.
func (j *join) code(n *wordml.Node) *wordml.Node {
	words := strings.Fields(n.Content())
	if len(words) < 2 {
		return n
	}
	switch strings.ToUpper(words[0]) {
	case "REF", "PAGEREF", "NOTEREF":
		if name := j.bookmark(words[1]); name != words[1] {
			words[1] = name
			return wordml.Element(n.Name, n.Attrs, wordml.Text(" "+strings.Join(words, " ")+" "))
		}
	}
	return n
}

// paragraph gives a paragraph its style, list and level of heading. was is as it
// stands in its own document.
func (j *join) paragraph(was, p *wordml.Node) *wordml.Node {
	props := was.Child("w:pPr")
	var set []*wordml.Node
	if s := j.style.paragraph(props); s != nil {
		set = append(set, s)
	}
	if props.Find("w:numPr", "w:numId") == nil {
		if num, ind := j.list.styled(props); num != nil {
			set = append(set, num)
			if ind != nil && props.Child("w:ind") == nil {
				set = append(set, ind)
			}
		}
	}
	if level, ok := j.style.level(props); ok && j.options.Level > 0 {
		set = append(set, wordml.Element("w:outlineLvl", []wordml.Attr{{Name: "w:val", Value: strconv.Itoa(min(8, level+j.options.Level))}}))
	}
	if len(set) == 0 {
		return p
	}
	kids := slices.Clone(p.Children)
	if len(kids) == 0 || kids[0].Name != "w:pPr" {
		kids = slices.Insert(kids, 0, wordml.Element("w:pPr", nil))
	}
	kids[0] = withProperties(kids[0], set)
	return wordml.Element(p.Name, p.Attrs, kids...)
}

// paragraphOrder is the sequence of what may stand in a w:pPr (CT_PPr).
var paragraphOrder = strings.Fields(`w:pStyle w:keepNext w:keepLines w:pageBreakBefore w:framePr w:widowControl w:numPr w:suppressLineNumbers
w:pBdr w:shd w:tabs w:suppressAutoHyphens w:kinsoku w:wordWrap w:overflowPunct w:topLinePunct w:autoSpaceDE w:autoSpaceDN w:bidi
w:adjustRightInd w:snapToGrid w:spacing w:ind w:contextualSpacing w:mirrorIndents w:suppressOverlap w:jc w:textDirection w:textAlignment
w:textboxTightWrap w:outlineLvl w:divId w:cnfStyle w:rPr w:sectPr w:pPrChange`)

// withProperties returns a w:pPr with properties in place of those of the same
// name, each at its place in the sequence.
func withProperties(props *wordml.Node, set []*wordml.Node) *wordml.Node {
	kids := slices.Clone(props.Children)
	for _, s := range set {
		kids = slices.DeleteFunc(kids, func(c *wordml.Node) bool { return c.Name == s.Name })
		rank := slices.Index(paragraphOrder, s.Name)
		at := slices.IndexFunc(kids, func(c *wordml.Node) bool { return slices.Index(paragraphOrder, c.Name) > rank })
		if at < 0 {
			at = len(kids)
		}
		kids = slices.Insert(kids, at, s)
	}
	return wordml.Element("w:pPr", props.Attrs, kids...)
}

// section returns the properties of a section as they are in the joined
// document: the first one begins a page and takes over no header from the document
// before, and none begins to count anew.
func (j *join) section(n *wordml.Node) *wordml.Node {
	first := !j.begun
	j.begun = true
	var references, rest []*wordml.Node
	seen := map[string]bool{}
	for _, c := range n.Children {
		switch c.Name {
		case "w:headerReference", "w:footerReference":
			seen[c.Name+c.Attr("w:type")] = true
			references = append(references, wordml.Element(c.Name, []wordml.Attr{{Name: "w:type", Value: c.Attr("w:type")}, {Name: "r:id", Value: j.relation(c.Attr("r:id"))}}))
		case "w:type":
			if !first {
				rest = append(rest, c)
			}
		case "w:pgNumType":
			rest = append(rest, withoutAttr(c, "w:start"))
		case "w:sectPrChange":
		default:
			rest = append(rest, j.node(c))
		}
	}
	if first {
		for _, name := range []string{"w:headerReference", "w:footerReference"} {
			for _, kind := range []string{"default", "first", "even"} {
				if !seen[name+kind] {
					references = append(references, wordml.Element(name, []wordml.Attr{{Name: "w:type", Value: kind}, {Name: "r:id", Value: j.b.emptyPart(name)}}))
				}
			}
		}
		at := slices.IndexFunc(rest, func(c *wordml.Node) bool { return c.Name != "w:footnotePr" && c.Name != "w:endnotePr" })
		if at < 0 {
			at = len(rest)
		}
		rest = slices.Insert(rest, at, wordml.Element("w:type", []wordml.Attr{{Name: "w:val", Value: "nextPage"}}))
	}
	return wordml.Element(n.Name, n.Attrs, append(references, rest...)...)
}

func withoutAttr(n *wordml.Node, name string) *wordml.Node {
	return wordml.Element(n.Name, slices.DeleteFunc(slices.Clone(n.Attrs), func(a wordml.Attr) bool { return a.Name == name }), n.Children...)
}

// union joins two lists of words.
func union(a, b string) string {
	words := strings.Fields(a)
	for _, w := range strings.Fields(b) {
		if !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}
