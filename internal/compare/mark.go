package compare

import (
	"fmt"
	"strings"

	"jobdoc/internal/wordml"
)

// Character styles of the paper, which say how marked text looks.
const (
	plainText   = ""
	removedText = "CompareRemoved"
	addedText   = "CompareAdded"
	remarkText  = "CompareRemark"
)

// span is text in a character style of the paper.
type span struct{ style, text string }

// rich is the text of a paragraph. A newline in it ends a line.
type rich []span

// marker puts rich texts into a filled document: the paragraphs of a style take them
// one after the other.
type marker struct {
	texts map[string][]rich // by paragraph style, in the order of the document
	lines int               // of the longest cell of the row, so far
}

// mark returns the document with the texts in it. It is an error when there are not as
// many paragraphs as texts: the paper was changed then, and not this package.
func (m *marker) mark(root *wordml.Node) (*wordml.Node, error) {
	root = m.node(root)
	for style, left := range m.texts {
		if len(left) > 0 {
			return nil, fmt.Errorf("paper compare: %d texts have no paragraph of style %s", len(left), style)
		}
	}
	return root, nil
}

// node copies what leads to a paragraph that changes, and shares the rest.
func (m *marker) node(n *wordml.Node) *wordml.Node {
	if n.Name == "w:p" {
		return m.paragraph(n)
	}
	if n.Name == "w:tr" {
		m.lines = 0
	}
	var children []*wordml.Node
	for i, c := range n.Children {
		if is := m.node(c); is != c && children == nil {
			children = append(make([]*wordml.Node, 0, len(n.Children)), n.Children[:i]...)
			children = append(children, is)
		} else if children != nil {
			children = append(children, is)
		}
	}
	if children == nil {
		return n
	}
	if n.Name == "w:tr" && m.lines <= shortRow {
		children = append([]*wordml.Node{wordml.Element("w:trPr", nil, cantSplit)}, children...)
	}
	return wordml.Element(n.Name, n.Attrs, children...)
}

// shortRow is up to how many lines a row is not parted by the end of a page.
const shortRow = 12

// lineWidth is about how many characters of Chinese stand on a line of a cell.
const lineWidth = 18

// lines is about how many lines a text takes.
func (r rich) lines() int {
	n := 0
	for line := range strings.SplitSeq(r.String(), "\n") {
		halves := 0 // of a character of Chinese
		for _, c := range line {
			if halves++; c >= 0x2E80 {
				halves++
			}
		}
		n += 1 + halves/(2*lineWidth)
	}
	return n
}

func (m *marker) paragraph(p *wordml.Node) *wordml.Node {
	style := p.Find("w:pPr", "w:pStyle").Attr("w:val")
	left := m.texts[style]
	if len(left) == 0 {
		return p
	}
	m.texts[style] = left[1:]
	m.lines = max(m.lines, left[0].lines())
	children := []*wordml.Node{p.Child("w:pPr")}
	for _, s := range left[0] {
		if s.text != "" {
			children = append(children, s.run())
		}
	}
	return wordml.Element("w:p", p.Attrs, children...)
}

var (
	cantSplit = wordml.Element("w:cantSplit", nil)
	eastAsia  = wordml.Element("w:rFonts", []wordml.Attr{{Name: "w:hint", Value: "eastAsia"}})
	br        = wordml.Element("w:br", nil)
	tab       = wordml.Element("w:tab", nil)
	preserve  = []wordml.Attr{{Name: "xml:space", Value: "preserve"}}
	ends      = strings.NewReplacer("\r\n", "\n", "\r", "\n")
)

// run makes the run of a span, with a break for each newline and a tab for each tab.
func (s span) run() *wordml.Node {
	properties := wordml.Element("w:rPr", nil, eastAsia)
	if s.style != plainText {
		style := wordml.Element("w:rStyle", []wordml.Attr{{Name: "w:val", Value: s.style}})
		properties = wordml.Element("w:rPr", nil, style, eastAsia)
	}
	run := wordml.Element("w:r", nil, properties)
	for i, line := range strings.Split(ends.Replace(s.text), "\n") {
		if i > 0 {
			run.Children = append(run.Children, br)
		}
		for j, piece := range strings.Split(line, "\t") {
			if j > 0 {
				run.Children = append(run.Children, tab)
			}
			if piece != "" {
				run.Children = append(run.Children, wordml.Element("w:t", preserve, wordml.Text(piece)))
			}
		}
	}
	return run
}
