package template

import (
	"strings"

	"jobdoc/internal/wordml"
)

// The properties of a document (title, subject, company, those of its own)
// stand in parts without paragraphs. Each element that holds text is read as if
// it were a paragraph of one run; blocks in it repeat text only.

// propertyNames are what Word calls the properties that everybody has.
var propertyNames = map[string]sentence{
	"dc:title": {"标题", "title"}, "dc:subject": {"主题", "subject"}, "dc:creator": {"作者", "author"}, "cp:keywords": {"关键词", "keywords"},
	"dc:description": {"备注", "comments"}, "cp:category": {"类别", "category"}, "cp:contentStatus": {"状态", "status"},
	"Company": {"单位", "company"}, "Manager": {"经理", "manager"}, "text": {"文字", "text"}, "address": {}, // of a diagram or a chart; of a hyperlink
}

// scanProperties reads the elements with text below l.
func (s *story) scanProperties(l *loc) {
	// Of the extended properties only two are typed by people; the titles of
	// parts among them are a copy of the text that Word makes when it saves.
	extended := l.node.Name == "Properties" && l.node.Child("property") == nil
	for i, c := range l.node.Children {
		at := &loc{parent: l, node: c, index: i, depth: l.depth + 1, first: len(s.order)}
		switch {
		case c.Name == "", extended && c.Name != "Company" && c.Name != "Manager":
			continue
		case len(c.Children) == 1 && c.Children[0].Name == "":
			s.scanProperty(at)
		default:
			s.scanProperties(at)
		}
		at.end = len(s.order)
	}
}

// scanProperty reads one element with text.
func (s *story) scanProperty(at *loc) {
	text := at.node.Content()
	if !strings.ContainsAny(text, "{｛\\＼") {
		return
	}
	p := &para{story: s, at: at, text: text, property: at.node.Name}
	if _, ok := propertyNames[p.property]; !ok {
		if p.property = at.parent.node.Attr("name"); p.property == "" {
			p.property = at.node.Name
		}
	}
	p.items = []item{{kind: textItem, end: len(text), run: wordml.Element("w:r", nil)}}
	s.paras[at.node] = p
	s.order = append(s.order, p)
	p.readTags()
}

// property is an element whose text is made of values.
type property struct {
	name    string
	attrs   []wordml.Attr
	content []instruction
}

// property makes the instruction of a property.
func (b *builder) property(p *para, blk *block) instruction {
	n := p.at.node
	pb := &paraBuilder{builder: b, para: p}
	return &property{n.Name, n.Attrs, pb.list(p.items, piece{0, 0}, piece{len(p.items), len(p.text)}, blk)}
}

func (i *property) emit(f *filler, s *frame) {
	base, outer := len(f.out), f.drop
	f.drop = false
	for _, c := range i.content {
		c.emit(f, s)
	}
	var b strings.Builder
	if !f.drop {
		for _, n := range f.out[base:] {
			plainText(&b, n)
		}
	}
	f.drop = outer
	f.out = f.out[:base]
	if b.Len() > 0 {
		leaf := f.node()
		leaf.Text = b.String()
		f.push(leaf)
	}
	f.close(i.name, i.attrs, base)
}

// plainText writes what a run shows as plain text.
func plainText(b *strings.Builder, n *wordml.Node) {
	switch n.Name {
	case "w:t":
		b.WriteString(n.Content())
	case "w:tab":
		b.WriteByte('\t')
	case "w:br":
		b.WriteByte('\n')
	default:
		for _, c := range n.Children {
			plainText(b, c)
		}
	}
}
