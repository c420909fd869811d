package template

import (
	"slices"
	"strconv"
	"strings"

	"jobdoc/internal/wordml"
)

// numbering is what a template's lists are numbered by (17.9): its instances,
// and the styles that number paragraphs without saying so in each.
type numbering struct {
	part   string // "" where there is none
	root   *wordml.Node
	nums   map[string]*wordml.Node // w:num by w:numId
	levels map[string]*wordml.Node // w:abstractNum by id
	styles map[string]*wordml.Node // w:style by id
	last   int                     // highest w:numId
}

// readNumbering reads the numbering and the styles. Parts that cannot be read
// are told of elsewhere, or not at all: nothing depends on them but numbers.
func readNumbering(p *wordml.Package) *numbering {
	n := &numbering{nums: map[string]*wordml.Node{}, levels: map[string]*wordml.Node{}, styles: map[string]*wordml.Node{}}
	names := p.RelatedByType(p.Main(), "numbering")
	if len(names) == 0 {
		return n
	}
	root, err := p.Part(names[0])
	if err != nil || root == nil {
		return n
	}
	n.part, n.root = names[0], root
	for _, c := range root.Children {
		switch c.Name {
		case "w:num":
			n.nums[c.Attr("w:numId")] = c
			if id, err := strconv.Atoi(c.Attr("w:numId")); err == nil && id < 1<<30 {
				n.last = max(n.last, id)
			}
		case "w:abstractNum":
			n.levels[c.Attr("w:abstractNumId")] = c
		}
	}
	if names = p.RelatedByType(p.Main(), "styles"); len(names) == 0 {
		return n
	}
	styles, err := p.Part(names[0])
	if err != nil || styles == nil {
		return n
	}
	for _, c := range styles.Children {
		if c.Name == "w:style" {
			n.styles[c.Attr("w:styleId")] = c
		}
	}
	return n
}

// numbered says how a paragraph is numbered.
type numbered struct {
	num   string // w:numId
	level int
	// Of a paragraph that its style numbers: the indents that the style gives it.
	// A w:numPr of its own would put those of the list in their place (17.3.1.19).
	indent *wordml.Node
	styled bool
}

// maxBasedOn bounds how far styles are followed.
const maxBasedOn = 20

// of returns how a paragraph with these properties is numbered, if it is.
func (n *numbering) of(props *wordml.Node) (x numbered, ok bool) {
	if n.part == "" || props == nil {
		return x, false
	}
	if pr := props.Child("w:numPr"); pr.Child("w:numId") != nil {
		x.num = pr.Child("w:numId").Attr("w:val")
		x.level = number(pr.Child("w:ilvl"), 0)
		return x, n.counts(x)
	}
	var indents []*wordml.Node
	id := props.Child("w:pStyle").Attr("w:val")
	for range maxBasedOn {
		style := n.styles[id]
		if style == nil {
			return x, false
		}
		if ind := style.Find("w:pPr", "w:ind"); ind != nil {
			indents = append(indents, ind)
		}
		if pr := style.Find("w:pPr", "w:numPr"); pr.Child("w:numId") != nil {
			x.num, x.styled = pr.Child("w:numId").Attr("w:val"), true
			x.level = n.levelOf(x.num, id, pr)
			x.indent = mergeAttrs("w:ind", indents)
			return x, n.counts(x)
		}
		id = style.Child("w:basedOn").Attr("w:val")
	}
	return x, false
}

// mergeAttrs is an element with the attributes of all, those of the first
// before those of the later; nil of none.
func mergeAttrs(name string, nodes []*wordml.Node) *wordml.Node {
	if len(nodes) == 0 {
		return nil
	}
	merged := wordml.Element(name, slices.Clone(nodes[0].Attrs))
	for _, n := range nodes[1:] {
		for _, a := range n.Attrs {
			if _, ok := merged.LookupAttr(a.Name); !ok {
				merged.Attrs = append(merged.Attrs, a)
			}
		}
	}
	return merged
}

// levelOf is the level at which a style numbers: as it says, or the one that is
// bound to it.
func (n *numbering) levelOf(num, style string, pr *wordml.Node) int {
	if l := pr.Child("w:ilvl"); l != nil {
		return number(l, 0)
	}
	for _, l := range n.abstract(num).children("w:lvl") {
		if l.Child("w:pStyle").Attr("w:val") == style {
			return attrNumber(l, "w:ilvl")
		}
	}
	return 0
}

// nodeOrNil is a node that may be missing.
type nodeOrNil struct{ *wordml.Node }

func (n nodeOrNil) children(name string) []*wordml.Node {
	if n.Node == nil {
		return nil
	}
	var found []*wordml.Node
	for _, c := range n.Children {
		if c.Name == name {
			found = append(found, c)
		}
	}
	return found
}

func attrNumber(n *wordml.Node, name string) int {
	v, err := strconv.Atoi(n.Attr(name))
	if err != nil || v < 0 || v > 1<<20 {
		return 0
	}
	return v
}

// abstract returns the levels of an instance. One that only names a numbering
// style has those of the instance which that style names (17.9.21).
func (n *numbering) abstract(num string) nodeOrNil {
	a := n.levels[n.nums[num].Child("w:abstractNumId").Attr("w:val")]
	if link := a.Child("w:numStyleLink"); link != nil {
		target := n.styles[link.Attr("w:val")].Find("w:pPr", "w:numPr", "w:numId").Attr("w:val")
		if target != num {
			a = n.levels[n.nums[target].Child("w:abstractNumId").Attr("w:val")]
		}
	}
	return nodeOrNil{a}
}

// level returns the w:lvl that an instance has for a level, its own first; nil
// where it has none.
func (n *numbering) level(num string, at int) *wordml.Node {
	for _, o := range (nodeOrNil{n.nums[num]}).children("w:lvlOverride") {
		if l := o.Child("w:lvl"); l != nil && attrNumber(o, "w:ilvl") == at {
			return l
		}
	}
	for _, l := range n.abstract(num).children("w:lvl") {
		if attrNumber(l, "w:ilvl") == at {
			return l
		}
	}
	return nil
}

// counts reports whether a level of a list counts: bullets do not.
func (n *numbering) counts(x numbered) bool {
	l := n.level(x.num, x.level)
	if l == nil {
		return false
	}
	format := l.Child("w:numFmt").Attr("w:val")
	return format != "bullet" && format != "none"
}

// showsAbove reports whether the numbers of a level show that of a level above (17.9.11).
func (n *numbering) showsAbove(x numbered) bool {
	text := n.level(x.num, x.level).Child("w:lvlText").Attr("w:val")
	for above := range x.level {
		if strings.Contains(text, "%"+strconv.Itoa(above+1)) {
			return true
		}
	}
	return false
}

// restarted makes an instance that counts like another one, but starts anew at
// the given levels (17.9.15 num, 17.9.27 startOverride).
func (n *numbering) restarted(num, id string, levels []int) *wordml.Node {
	from := n.nums[num]
	instance := wordml.Element("w:num", []wordml.Attr{{Name: "w:numId", Value: id}}, from.Child("w:abstractNumId"))
	own := map[int]*wordml.Node{}
	for _, o := range (nodeOrNil{from}).children("w:lvlOverride") {
		own[attrNumber(o, "w:ilvl")] = o
		if !slices.Contains(levels, attrNumber(o, "w:ilvl")) {
			instance.Children = append(instance.Children, o)
		}
	}
	for _, at := range levels {
		start := own[at].Child("w:startOverride").Attr("w:val")
		if start == "" {
			start = n.level(num, at).Child("w:start").Attr("w:val")
		}
		if start == "" {
			start = "0"
		}
		o := wordml.Element("w:lvlOverride", []wordml.Attr{{Name: "w:ilvl", Value: strconv.Itoa(at)}},
			wordml.Element("w:startOverride", []wordml.Attr{{Name: "w:val", Value: start}}))
		if l := own[at].Child("w:lvl"); l != nil {
			o.Children = append(o.Children, l)
		}
		instance.Children = append(instance.Children, o)
	}
	return instance
}

// with is the numbering part with more instances, behind those it has.
func (n *numbering) with(instances []*wordml.Node) *wordml.Node {
	at := 0
	for i, c := range n.root.Children {
		if c.Name == "w:num" {
			at = i + 1
		}
	}
	return wordml.Element(n.root.Name, n.root.Attrs, slices.Insert(slices.Clone(n.root.Children), at, instances...)...)
}
