package template

import (
	"slices"

	"jobdoc/internal/wordml"
)

// A template may come with changes that were tracked and never accepted. They
// are accepted before its tags are read (ECMA-376 part 1, 17.13.5): what was
// inserted or moved here stays, what was deleted or moved away goes. The
// comments that [Annotate] once left go too.

// acceptor accepts changes.
type acceptor struct {
	ours map[string]bool               // ids of comments that Annotate wrote
	from map[*wordml.Node]*wordml.Node // paragraphs that changed: what they were in the file
}

// accept returns n with all changes accepted: n itself if it holds none.
func (a *acceptor) accept(n *wordml.Node) *wordml.Node {
	if !a.concerns(n) {
		return n
	}
	kids, changed := a.children(n)
	if !changed {
		return n
	}
	return wordml.Element(n.Name, n.Attrs, kids...)
}

// concerns reports whether anything below n might go. It keeps documents
// without changes, which are most, from being gone through child by child.
func (a *acceptor) concerns(n *wordml.Node) bool {
	for _, c := range n.Children {
		switch c.Name {
		case "":
		case "w:ins", "w:moveTo", "w:cellDel":
			return true
		default:
			if a.goes(c) || a.concerns(c) {
				return true
			}
		}
	}
	return false
}

// children accepts the changes among the children of n.
func (a *acceptor) children(n *wordml.Node) (kids []*wordml.Node, changed bool) {
	l := acceptedList{acceptor: a}
	for _, c := range n.Children {
		changed = !l.take(c) || changed
	}
	if !changed {
		return n.Children, false
	}
	l.flush()
	if last := lastText(l.out); holdsParagraphs(n.Name) && last != "w:p" && last != "w:sdt" {
		l.out = append(l.out, wordml.Element("w:p", nil))
	}
	return l.out, true
}

// holdsParagraphs reports whether an element must end in a paragraph.
func holdsParagraphs(name string) bool {
	switch name {
	case "w:tc", "w:hdr", "w:ftr", "w:footnote", "w:endnote", "w:comment", "w:txbxContent":
		return true
	}
	return false
}

// acceptedList gathers the children of one element.
type acceptedList struct {
	*acceptor
	out  []*wordml.Node
	held *wordml.Node // a paragraph whose mark was deleted: it goes on in the next one
}

// take adds a child, and reports whether it stays as it is.
func (l *acceptedList) take(c *wordml.Node) bool {
	switch {
	case l.goes(c):
		return false
	case c.Name == "w:ins", c.Name == "w:moveTo":
		kids, _ := l.children(c)
		l.out = append(l.out, kids...)
		return false
	case c.Name == "w:p":
		return l.paragraph(c)
	}
	n := l.accept(c)
	if n != c && leftEmpty(n) {
		return false
	}
	if lastText([]*wordml.Node{c}) != "" {
		l.flush()
	}
	l.out = append(l.out, n)
	return n == c
}

// paragraph adds a paragraph, joined to the one before if that lost its mark.
func (l *acceptedList) paragraph(c *wordml.Node) bool {
	n := l.accept(c)
	if l.held != nil {
		n = grown(l.held, n)
		l.held = nil
	}
	if n != c {
		l.note(n, c)
	}
	if markDeleted(c) && c.Find("w:pPr", "w:sectPr") == nil {
		l.held = n
		return false
	}
	l.out = append(l.out, n)
	return n == c
}

// note keeps where a paragraph came from.
func (l *acceptedList) note(n, c *wordml.Node) {
	if l.from == nil {
		l.from = map[*wordml.Node]*wordml.Node{}
	}
	l.from[n] = c
}

// flush adds a paragraph that lost its mark and has none to go on in. Nothing
// is left of it when it was deleted as a whole.
func (l *acceptedList) flush() {
	if l.held != nil && len(content(l.held)) > 0 {
		l.out = append(l.out, l.held)
	}
	l.held = nil
}

// content are the children of a paragraph without its properties.
func content(p *wordml.Node) []*wordml.Node {
	if len(p.Children) > 0 && p.Children[0].Name == "w:pPr" {
		return p.Children[1:]
	}
	return p.Children
}

// grown is a paragraph that begins with the content of another. It keeps its
// own properties, as the mark that is left is its own.
func grown(first, second *wordml.Node) *wordml.Node {
	rest := content(second)
	head := second.Children[:len(second.Children)-len(rest)]
	return wordml.Element("w:p", second.Attrs, slices.Concat(head, content(first), rest)...)
}

// markDeleted reports whether the mark at a paragraph's end was deleted or moved away.
func markDeleted(p *wordml.Node) bool {
	props := p.Find("w:pPr", "w:rPr")
	return props.Child("w:del") != nil || props.Child("w:moveFrom") != nil
}

// leftEmpty reports whether an element from which something went has nothing
// left that it could be there for.
func leftEmpty(n *wordml.Node) bool {
	switch n.Name {
	case "w:r":
		return !slices.ContainsFunc(n.Children, func(c *wordml.Node) bool { return c.Name != "w:rPr" })
	case "w:tbl":
		return !hasRow(n.Children)
	case "w:tr":
		return !slices.ContainsFunc(n.Children, func(c *wordml.Node) bool { return !isProperties(c.Name) })
	}
	return false
}

// goes reports whether an element goes when changes are accepted.
func (a *acceptor) goes(n *wordml.Node) bool {
	switch n.Name {
	case "w:del", "w:moveFrom",
		"w:rPrChange", "w:pPrChange", "w:sectPrChange", "w:tblPrChange", "w:tblGridChange", "w:trPrChange", "w:tcPrChange",
		"w:tblPrExChange", "w:numberingChange", "w:cellIns", "w:cellMerge",
		"w:moveFromRangeStart", "w:moveFromRangeEnd", "w:moveToRangeStart", "w:moveToRangeEnd",
		"w:customXmlInsRangeStart", "w:customXmlInsRangeEnd", "w:customXmlDelRangeStart", "w:customXmlDelRangeEnd",
		"w:customXmlMoveFromRangeStart", "w:customXmlMoveFromRangeEnd", "w:customXmlMoveToRangeStart", "w:customXmlMoveToRangeEnd":
		return true
	case "w:tr":
		return n.Find("w:trPr", "w:del") != nil
	case "w:tc":
		return n.Find("w:tcPr", "w:cellDel") != nil
	case "w:commentRangeStart", "w:commentRangeEnd", "w:commentReference":
		return a.ours[n.Attr("w:id")]
	}
	return false
}
