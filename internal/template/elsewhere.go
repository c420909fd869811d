package template

import (
	"net/url"
	"strings"

	"jobdoc/internal/wordml"
)

// Word keeps text in places that no value can be put into: formulas, the codes
// of fields, the curves of WordArt, the descriptions of pictures, diagrams,
// charts, the addresses of hyperlinks. A tag there would be printed as it stands,
// or not be seen at all, so it is a fault. Braces mean something of their own in
// formulas and codes: what names nothing is left alone.

// Such places, in both languages.
var (
	inFormula     = sentence{"公式", "a formula"}
	inFieldCode   = sentence{"域代码", "the code of a field"}
	inWordArt     = sentence{"艺术字或水印", "WordArt or a watermark"}
	inDescription = sentence{"图片的替代文字", "the alternative text of a picture"}
	inDiagram     = sentence{"SmartArt 图示", "a SmartArt diagram"}
	inAddress     = sentence{"超链接的地址", "the address of a hyperlink"}
	inChart       = sentence{"图表", "a chart"}
)

// drawnParts are the types of relationships that lead to parts with text of
// DrawingML, by their last word.
var drawnParts = []struct {
	word string
	in   sentence
}{{"diagramData", inDiagram}, {"chart", inChart}, {"chartEx", inChart}}

// refuse reports the tags of a text that stands in a place where none is filled.
func (p *para) refuse(text string, in sentence) {
	if !strings.ContainsAny(text, "{｛﹛") {
		return
	}
	c := p.story.c
	raws, _, _ := cutTags(text)
	for _, raw := range raws {
		if t, _ := readTag(text, raw); !c.names.knows(t) {
			continue
		}
		t := &tag{text: text[raw.start:raw.end], para: p}
		c.number(t)
		c.faultOf(t, "not-filled", []string{in.chinese}, []string{in.english})
	}
}

// knows reports whether a tag means something, wherever it stands.
func (x *index) knows(t *tag) bool {
	if t.kind == elseTag || t.kind == mergeTag {
		return true
	}
	if _, counts := counters[t.name]; counts || words[t.name] != 0 {
		return true
	}
	return t.name != "" && t.name != "." && (x.resolve(nil, t.name).expr != nil || listWith(x.root, t.name) != nil)
}

// refuseDrawn reports the tags in what an element of a run draws.
func (p *para) refuseDrawn(n *wordml.Node) {
	switch n.Name {
	case "v:textpath":
		p.refuse(n.Attr("string"), inWordArt)
	case "wp:docPr":
		p.refuse(n.Attr("descr"), inDescription)
		p.refuse(n.Attr("title"), inDescription)
	}
	for _, c := range n.Children {
		if c.Name != "w:txbxContent" {
			p.refuseDrawn(c)
		}
	}
}

// refuseElsewhere reports the tags in the paragraph that are not in its text.
func (p *para) refuseElsewhere(items []item) {
	var code strings.Builder
	p.refuseItems(items, &code)
	p.refuse(code.String(), inFieldCode)
}

// refuseItems gathers the codes of fields, which are torn over runs as all text is.
func (p *para) refuseItems(items []item, code *strings.Builder) {
	for i := range items {
		n := items[i].node
		switch items[i].kind {
		case groupItem:
			code.WriteString(n.Attr("w:instr")) // of a w:fldSimple
			p.refuseItems(items[i].items, code)
		case otherItem:
			if strings.HasPrefix(n.Name, "m:") {
				p.refuse(n.Content(), inFormula)
			}
		case objectItem:
			switch n.Name {
			case "w:instrText":
				code.WriteString(n.Content())
			case "w:drawing", "w:pict", "w:object", "mc:AlternateContent":
				p.refuseDrawn(n)
			}
		}
	}
}

// refuseAround reports the tags in the diagrams and charts of a part, and in the
// addresses of its hyperlinks, where Word writes a brace as %7B.
func (c *compiler) refuseAround(p *wordml.Package, from string) {
	rels, _ := p.Relationships(from)
	for _, r := range rels {
		if address, err := url.PathUnescape(r.Target); err == nil && r.External {
			(&para{story: &story{c: c, part: from, label: inAddress}, property: "address"}).refuse(address, inAddress)
		}
	}
	for _, kind := range drawnParts {
		for _, name := range p.RelatedByType(from, kind.word) {
			if root, err := p.Part(name); err == nil && root != nil {
				s := &story{c: c, part: name, label: kind.in}
				refuseTexts(&para{story: s, property: "text"}, root, kind.in)
			}
		}
	}
}

// refuseTexts reports the tags in the paragraphs of DrawingML (21.1.2.2.6) below n.
func refuseTexts(p *para, n *wordml.Node, in sentence) {
	for _, c := range n.Children {
		if c.Name == "a:p" {
			p.refuse(c.Content(), in)
		} else {
			refuseTexts(p, c, in)
		}
	}
}
