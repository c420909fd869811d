package binder

import (
	"slices"
	"strconv"

	"jobdoc/internal/template"
	"jobdoc/internal/wordml"
)

// lists are those of the joined document: instances (w:num) of its own for each
// document, so that numbers begin anew, and the kinds they count by (w:abstractNum) once.
type lists struct {
	part     string
	root     *wordml.Node             // of the numbering of the base
	kinds    map[*wordml.Node]string  // w:abstractNum of a document → its id here
	sources  map[*wordml.Node]*ranked // by the numbering of a document
	kindTree []*wordml.Node
	nums     []*wordml.Node
	lastKind int // ids of the base
	lastNum  int
}

// ranked is the numbering of a document, read once for all that share it.
type ranked struct {
	lists template.Lists
	nums  map[string]*wordml.Node // w:num by id
	kinds map[string]*wordml.Node // w:abstractNum by id
}

// sourceLists are the lists of one document.
type sourceLists struct {
	all   *lists
	style *sourceStyles
	ranked
	ids   map[string]string // ids of its instances here
	begun map[string]bool   // kinds that an instance has begun to count by
}

func numberingPart(doc *wordml.Document) (string, *wordml.Node, error) {
	names := doc.RelatedByType(doc.Main(), "numbering")
	if len(names) == 0 {
		return "", nil, nil
	}
	root, err := doc.Part(names[0])
	return names[0], root, err
}

func (l *lists) begin(base *wordml.Document) (err error) {
	l.kinds, l.sources = map[*wordml.Node]string{}, map[*wordml.Node]*ranked{}
	l.lastKind = -1
	if l.part, l.root, err = numberingPart(base); err != nil || l.root == nil {
		return err
	}
	for _, c := range l.root.Children {
		l.lastKind = max(l.lastKind, number(c, "w:abstractNumId"))
		l.lastNum = max(l.lastNum, number(c, "w:numId"))
	}
	return nil
}

// of returns the lists of a document.
func (l *lists) of(doc *wordml.Document, style *sourceStyles) (*sourceLists, error) {
	_, root, err := numberingPart(doc)
	if err != nil {
		return nil, err
	}
	r, ok := l.sources[root]
	if !ok {
		r = &ranked{template.ListsOf(doc.Package), map[string]*wordml.Node{}, map[string]*wordml.Node{}}
		if root != nil {
			for _, c := range root.Children {
				switch c.Name {
				case "w:num":
					r.nums[c.Attr("w:numId")] = c
				case "w:abstractNum":
					r.kinds[c.Attr("w:abstractNumId")] = c
				}
			}
		}
		l.sources[root] = r
	}
	return &sourceLists{all: l, style: style, ranked: *r, ids: map[string]string{}, begun: map[string]bool{}}, nil
}

// id returns the id that an instance of the document has in the joined one.
func (s *sourceLists) id(num string) string {
	if id, ok := s.ids[num]; ok {
		return id
	}
	from := s.nums[num]
	if from == nil { // 0 takes a paragraph out of its list (17.9.18)
		return num
	}
	id := strconv.Itoa(s.all.lastNum + len(s.all.nums) + 1)
	s.ids[num] = id
	n := wordml.Element("w:num", []wordml.Attr{{Name: "w:numId", Value: id}},
		wordml.Element("w:abstractNumId", []wordml.Attr{{Name: "w:val", Value: s.kind(from)}}))
	n.Children = append(n.Children, s.overrides(from)...)
	s.all.nums = append(s.all.nums, n)
	return id
}

// kind returns the id here of what an instance counts by.
func (s *sourceLists) kind(num *wordml.Node) string {
	was := s.kinds[num.Child("w:abstractNumId").Attr("w:val")]
	if was == nil {
		return "0"
	}
	id, ok := s.all.kinds[was]
	if !ok {
		id = strconv.Itoa(s.all.lastKind + len(s.all.kindTree) + 1)
		s.all.kinds[was] = id
		attrs := slices.Clone(was.Attrs)
		for i := range attrs {
			if attrs[i].Name == "w:abstractNumId" {
				attrs[i].Value = id
			}
		}
		kids := slices.DeleteFunc(slices.Clone(was.Children), func(c *wordml.Node) bool { return c.Name == "w:nsid" }) // Word takes kinds of one nsid for one
		s.all.kindTree = append(s.all.kindTree, s.style.named(wordml.Element(was.Name, attrs, kids...)))
	}
	return id
}

// overrides are the w:lvlOverride of an instance. All instances of a kind count
// on from each other, so the first of them in a document gets one for every level that
// says where it begins: without it Word goes on counting from the document before.
func (s *sourceLists) overrides(num *wordml.Node) []*wordml.Node {
	own := map[string]*wordml.Node{}
	var list []*wordml.Node
	for _, c := range num.Children {
		if c.Name == "w:lvlOverride" {
			own[c.Attr("w:ilvl")] = c
			list = append(list, c)
		}
	}
	id := num.Child("w:abstractNumId").Attr("w:val")
	kind := s.kinds[id]
	if s.begun[id] || kind == nil {
		return list
	}
	s.begun[id] = true
	list = list[:0:0]
	for _, level := range kind.Children {
		if level.Name == "w:lvl" {
			list = append(list, beginning(level, own[level.Attr("w:ilvl")]))
		}
	}
	return list
}

// beginning is the w:lvlOverride of a level that begins to count; own is the one
// that the instance has itself, nil for none.
func beginning(level, own *wordml.Node) *wordml.Node {
	if own.Child("w:startOverride") != nil {
		return own
	}
	start := level.Child("w:start").Attr("w:val")
	if start == "" {
		start = "0"
	}
	n := wordml.Element("w:lvlOverride", []wordml.Attr{{Name: "w:ilvl", Value: level.Attr("w:ilvl")}},
		wordml.Element("w:startOverride", []wordml.Attr{{Name: "w:val", Value: start}}))
	if own != nil {
		n.Children = append(n.Children, own.Children...)
	}
	return n
}

// styled returns the w:numPr, and the indents, of a paragraph that its style
// puts into a list: the style counts on through all documents.
func (s *sourceLists) styled(props *wordml.Node) (num, indent *wordml.Node) {
	id, level, styled, indent, ok := s.lists.Of(props)
	if !ok || !styled {
		return nil, nil
	}
	return wordml.Element("w:numPr", nil,
		wordml.Element("w:ilvl", []wordml.Attr{{Name: "w:val", Value: strconv.Itoa(level)}}),
		wordml.Element("w:numId", []wordml.Attr{{Name: "w:val", Value: s.id(id)}})), indent
}

// inStyle returns the w:pPr of a style with its list as the joined document names it.
func (s *sourceLists) inStyle(props *wordml.Node) *wordml.Node {
	num := props.Child("w:numPr")
	id := num.Child("w:numId")
	if id == nil {
		return props
	}
	kids := slices.Clone(num.Children)
	kids[slices.Index(kids, id)] = wordml.Element("w:numId", []wordml.Attr{{Name: "w:val", Value: s.id(id.Attr("w:val"))}})
	return withProperties(props, []*wordml.Node{wordml.Element("w:numPr", num.Attrs, kids...)})
}

// end writes the lists of all documents. Those of the base stay for its styles.
func (l *lists) end(doc *wordml.Document) error {
	if len(l.nums) == 0 {
		return nil
	}
	root := l.root
	if root == nil {
		const main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
		root = wordml.Element("w:numbering", []wordml.Attr{{Name: "xmlns:w", Value: main}})
		l.part = "word/numbering-b.xml"
		doc.AddPart(l.part, "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml", root, nil)
		doc.AddRelationship(doc.Main(), "numbering", l.part)
	}
	doc.Rewrite(l.part, l.merged(root))
	return nil
}

// merged is a numbering with the kinds and instances of all documents behind
// those it has, in the sequence of CT_Numbering.
func (l *lists) merged(root *wordml.Node) *wordml.Node {
	var pictures, kinds, nums, rest []*wordml.Node
	for _, c := range root.Children {
		switch c.Name {
		case "w:numPicBullet":
			pictures = append(pictures, c)
		case "w:abstractNum":
			kinds = append(kinds, c)
		case "w:num":
			nums = append(nums, c)
		default:
			rest = append(rest, c)
		}
	}
	return wordml.Element(root.Name, root.Attrs, slices.Concat(pictures, kinds, l.kindTree, nums, l.nums, rest)...)
}

// number reads an attribute that counts, 0 where there is none.
func number(n *wordml.Node, attr string) int {
	v, err := strconv.Atoi(n.Attr(attr))
	if err != nil {
		return 0
	}
	return v
}
