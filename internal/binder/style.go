package binder

import (
	"slices"
	"strconv"

	"jobdoc/internal/wordml"
)

// styles are those of the joined document.
type styles struct {
	part    string
	root    *wordml.Node
	sources map[*wordml.Node]*sourceStyles // by the styles as the template has them
	added   []*wordml.Node
}

// sourceStyles are those of the documents of one template.
type sourceStyles struct {
	root     *wordml.Node
	taken    bool   // the joined document has them
	prefix   string // of their names in the joined document, "" for the styles of the base
	byID     map[string]*wordml.Node
	defaults map[string]string // id of the style that is meant where none is named, by type
}

// stylesPart returns the name and the root of a document's styles, "" and nil where it has none.
func stylesPart(doc *wordml.Document) (string, *wordml.Node, error) {
	names := doc.RelatedByType(doc.Main(), "styles")
	if len(names) == 0 {
		return "", nil, nil
	}
	root, err := doc.Part(names[0])
	return names[0], root, err
}

func (s *styles) begin(base *wordml.Document) (err error) {
	s.sources = map[*wordml.Node]*sourceStyles{}
	if s.part, s.root, err = stylesPart(base); err != nil {
		return err
	}
	s.sources[s.root] = newSource("", s.root)
	return nil
}

func newSource(prefix string, root *wordml.Node) *sourceStyles {
	src := &sourceStyles{root: root, prefix: prefix, byID: map[string]*wordml.Node{}, defaults: map[string]string{}}
	if root == nil {
		return src
	}
	for _, c := range root.Children {
		if c.Name != "w:style" {
			continue
		}
		id := c.Attr("w:styleId")
		src.byID[id] = c
		if d := c.Attr("w:default"); d == "1" || d == "true" || d == "on" {
			src.defaults[c.Attr("w:type")] = id
		}
	}
	return src
}

// of returns the styles of a document, taken in when its template is met first.
func (s *styles) of(doc *wordml.Document) (*sourceStyles, error) {
	_, root, err := stylesPart(doc)
	if err != nil {
		return nil, err
	}
	if src, ok := s.sources[root]; ok {
		return src, nil
	}
	src := newSource("t"+strconv.Itoa(len(s.sources))+"_", root)
	s.sources[root] = src
	return src, nil
}

// takeIn adds the styles of another template under names of their own, once. What
// its document defaults say differently goes into the styles that rest on nothing else.
func (s *styles) takeIn(src *sourceStyles, list *sourceLists) {
	root := src.root
	if src.prefix == "" || root == nil || src.taken {
		return
	}
	src.taken = true
	defaults := root.Child("w:docDefaults")
	if same(defaults, s.root.Child("w:docDefaults")) {
		defaults = nil
	}
	for _, c := range root.Children {
		if c.Name != "w:style" {
			continue
		}
		s.added = append(s.added, src.renamed(c, defaults, list))
	}
}

// renamed is a style with its own id, name and references in the joined document.
func (src *sourceStyles) renamed(style, defaults *wordml.Node, list *sourceLists) *wordml.Node {
	attrs := slices.DeleteFunc(slices.Clone(style.Attrs), func(a wordml.Attr) bool { return a.Name == "w:default" })
	for i := range attrs {
		if attrs[i].Name == "w:styleId" {
			attrs[i].Value = src.id(attrs[i].Value)
		}
	}
	n := wordml.Element(style.Name, attrs)
	rests := style.Child("w:basedOn") != nil
	for _, c := range style.Children {
		switch c.Name {
		case "w:name":
			c = wordml.Element(c.Name, []wordml.Attr{{Name: "w:val", Value: c.Attr("w:val") + " " + src.prefix[:len(src.prefix)-1]}})
		case "w:basedOn", "w:next", "w:link":
			c = wordml.Element(c.Name, []wordml.Attr{{Name: "w:val", Value: src.id(c.Attr("w:val"))}})
		case "w:pPr":
			c = list.inStyle(c)
		}
		n.Children = append(n.Children, c)
	}
	if defaults == nil || rests || style.Attr("w:type") != "paragraph" {
		return n
	}
	n.Children = underlay(n.Children, defaults.Find("w:pPrDefault", "w:pPr"), paragraphOrder)
	n.Children = underlay(n.Children, defaults.Find("w:rPrDefault", "w:rPr"), nil)
	return n
}

// styleTail follows the properties of a paragraph and a run in a style (CT_Style).
var styleTail = []string{"w:rPr", "w:tblPr", "w:trPr", "w:tcPr", "w:tblStylePr"}

// underlay puts properties below those that a style has itself.
func underlay(kids []*wordml.Node, below *wordml.Node, order []string) []*wordml.Node {
	if below == nil {
		return kids
	}
	kids = slices.Clone(kids)
	at := slices.IndexFunc(kids, func(c *wordml.Node) bool { return c.Name == below.Name })
	if at < 0 {
		tail := styleTail
		if below.Name == "w:rPr" {
			tail = tail[1:]
		}
		at = slices.IndexFunc(kids, func(c *wordml.Node) bool { return slices.Contains(tail, c.Name) })
		if at < 0 {
			at = len(kids)
		}
		return slices.Insert(kids, at, below)
	}
	own := kids[at]
	var missing []*wordml.Node
	for _, c := range below.Children {
		if own.Child(c.Name) == nil {
			missing = append(missing, c)
		}
	}
	if order == nil {
		order = runOrder
	}
	merged := append(slices.Clone(own.Children), missing...)
	slices.SortStableFunc(merged, func(x, y *wordml.Node) int { return slices.Index(order, x.Name) - slices.Index(order, y.Name) })
	kids[at] = wordml.Element(own.Name, own.Attrs, merged...)
	return kids
}

// runOrder is the sequence of what may stand in a w:rPr (EG_RPrBase).
var runOrder = []string{
	"w:rStyle", "w:rFonts", "w:b", "w:bCs", "w:i", "w:iCs", "w:caps", "w:smallCaps", "w:strike", "w:dstrike", "w:outline", "w:shadow", "w:emboss",
	"w:imprint", "w:noProof", "w:snapToGrid", "w:vanish", "w:webHidden", "w:color", "w:spacing", "w:w", "w:kern", "w:position", "w:sz", "w:szCs",
	"w:highlight", "w:u", "w:effect", "w:bdr", "w:shd", "w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish",
}

// id is the id that a style has in the joined document.
func (src *sourceStyles) id(id string) string { return src.prefix + id }

// paragraph returns the style that a paragraph of another template must name
// since it named none, nil for one that need not.
func (src *sourceStyles) paragraph(props *wordml.Node) *wordml.Node {
	id := src.defaults["paragraph"]
	if src.prefix == "" || id == "" || props.Child("w:pStyle") != nil {
		return nil
	}
	return wordml.Element("w:pStyle", []wordml.Attr{{Name: "w:val", Value: src.id(id)}})
}

// table returns a table that names the style it has by default.
func (src *sourceStyles) table(n *wordml.Node) *wordml.Node {
	id := src.defaults["table"]
	props := n.Child("w:tblPr")
	if src.prefix == "" || id == "" || props == nil || props.Child("w:tblStyle") != nil {
		return n
	}
	named := wordml.Element("w:tblStyle", []wordml.Attr{{Name: "w:val", Value: src.id(id)}})
	kids := slices.Clone(n.Children)
	at := slices.Index(kids, props)
	kids[at] = wordml.Element(props.Name, props.Attrs, slices.Insert(slices.Clone(props.Children), 0, named)...)
	return wordml.Element(n.Name, n.Attrs, kids...)
}

// named returns a list whose levels name the styles as the joined document does (17.9.23).
func (src *sourceStyles) named(n *wordml.Node) *wordml.Node {
	switch {
	case src.prefix == "":
		return n
	case n.Name == "w:pStyle", n.Name == "w:styleLink", n.Name == "w:numStyleLink":
		return wordml.Element(n.Name, []wordml.Attr{{Name: "w:val", Value: src.id(n.Attr("w:val"))}})
	case n.Name == "":
		return n
	}
	kids := make([]*wordml.Node, len(n.Children))
	for i, c := range n.Children {
		kids[i] = src.named(c)
	}
	return wordml.Element(n.Name, n.Attrs, kids...)
}

// maxBasedOn bounds how far styles are followed.
const maxBasedOn = 20

// level returns the level of heading of a paragraph, ok if it is one.
func (src *sourceStyles) level(props *wordml.Node) (int, bool) {
	if l := props.Child("w:outlineLvl"); l != nil {
		return levelOf(l)
	}
	id := props.Child("w:pStyle").Attr("w:val")
	if id == "" {
		id = src.defaults["paragraph"]
	}
	for range maxBasedOn {
		style := src.byID[id]
		if style == nil {
			return 0, false
		}
		if l := style.Find("w:pPr", "w:outlineLvl"); l != nil {
			return levelOf(l)
		}
		id = style.Child("w:basedOn").Attr("w:val")
	}
	return 0, false
}

func levelOf(l *wordml.Node) (int, bool) {
	v, err := strconv.Atoi(l.Attr("w:val"))
	return v, err == nil && v >= 0 && v < 9 // 9 is body text (17.3.1.20)
}

// end writes the styles of all documents.
func (s *styles) end(doc *wordml.Document) error {
	if len(s.added) == 0 {
		return nil
	}
	doc.Rewrite(s.part, wordml.Element(s.root.Name, s.root.Attrs, append(slices.Clip(s.root.Children), s.added...)...))
	return nil
}

// same reports whether two trees say the same.
func same(x, y *wordml.Node) bool {
	if x == nil || y == nil {
		return x == y
	}
	return string(x.Append(nil)) == string(y.Append(nil))
}
