package typeset

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"jobdoc/internal/wordml"
)

// Run properties of what is raised and lowered in a formula.
var (
	mathSuper = &wordml.Node{Name: "w:rPr", Children: []*wordml.Node{{Name: "w:vertAlign", Attrs: []wordml.Attr{{Name: "w:val", Value: "superscript"}}}}}
	mathSub   = &wordml.Node{Name: "w:rPr", Children: []*wordml.Node{{Name: "w:vertAlign", Attrs: []wordml.Attr{{Name: "w:val", Value: "subscript"}}}}}
)

// formula writes an m:oMath or m:oMathPara (22.1) on the line, as a formula is
// typed: (a+b)/2, √(x). Scripts of the first level are raised and lowered.
func (b *builder) formula(n *wordml.Node) {
	b.l.notice(noticeMath)
	m := mathWriter{b: b, plain: b.l.runFormat(runKey{nil, b.p.format})}
	m.format = m.plain
	for i, c := range children(n) {
		if i > 0 && n.Name == "m:oMathPara" && c.Name == "m:oMath" {
			b.char('\n', m.plain)
		}
		m.node(c, 0)
	}
}

// mathWriter writes one formula. Its depth of nesting is bounded by maxMath.
type mathWriter struct {
	b             *builder
	plain, format *runFormat
}

// maxMath is how deep the parts of a formula are told apart; what is deeper is
// written one after the other.
const maxMath = 40

// text writes characters of the formula.
func (m *mathWriter) text(s string) { m.b.text(s, m.format) }

// all writes what an element holds.
func (m *mathWriter) all(n *wordml.Node, depth int) {
	for _, c := range children(n) {
		m.node(c, depth)
	}
}

// fenced writes an operand, in brackets where it would run into its neighbours.
func (m *mathWriter) fenced(n *wordml.Node, depth int) {
	bare := isOperand(n)
	if !bare {
		m.text("(")
	}
	m.all(n, depth)
	if !bare {
		m.text(")")
	}
}

// isOperand tells a number, a letter, a power of one or what is in brackets
// already from what would be read otherwise without brackets.
func isOperand(n *wordml.Node) bool {
	var only *wordml.Node
	for _, c := range children(n) {
		if strings.HasSuffix(c.Name, "Pr") {
			continue
		}
		if only != nil {
			return false
		}
		only = c
	}
	switch {
	case only == nil:
		return true
	case only.Name == "m:d":
		return true
	case only.Name == "m:sSup" || only.Name == "m:sSub" || only.Name == "m:sSubSup":
		return isOperand(only.Child("m:e"))
	case only.Name != "m:r":
		return false
	}
	s := mathText(only)
	return utf8.RuneCountInString(s) <= 1 ||
		strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) && r != '.' }) < 0
}

// mathText is what a formula says, without its marks.
func mathText(n *wordml.Node) string {
	if n == nil {
		return ""
	}
	var s strings.Builder
	for _, t := range findAll(nil, n, "m:t", 0) {
		s.WriteString(t.Content())
	}
	return s.String()
}

// script writes an exponent or an index.
func (m *mathWriter) script(n *wordml.Node, props *wordml.Node, mark string, depth int) {
	if mathText(n) == "" {
		return
	}
	if m.format != m.plain {
		m.text(mark)
		m.fenced(n, depth)
		return
	}
	m.format = m.b.l.runFormat(runKey{props, m.b.p.format})
	m.all(n, depth)
	m.format = m.plain
}

func (m *mathWriter) sub(n *wordml.Node, depth int)   { m.script(n, mathSub, "_", depth) }
func (m *mathWriter) super(n *wordml.Node, depth int) { m.script(n, mathSuper, "^", depth) }

// node writes one part of a formula.
func (m *mathWriter) node(n *wordml.Node, depth int) {
	if depth++; depth > maxMath {
		m.text(n.Content())
		return
	}
	switch n.Name {
	case "m:r":
		for _, c := range n.Children {
			if c.Name == "m:t" {
				m.text(c.Content())
			} else if c.Name != "m:rPr" && c.Name != "w:rPr" {
				m.b.runContent([]*wordml.Node{c}, m.format)
			}
		}
	case "m:f":
		m.fenced(n.Child("m:num"), depth)
		if n.Find("m:fPr", "m:type").Attr("m:val") == "noBar" {
			m.text("¦")
		} else {
			m.text("/")
		}
		m.fenced(n.Child("m:den"), depth)
	case "m:rad":
		m.super(n.Child("m:deg"), depth)
		m.text("√")
		m.fenced(n.Child("m:e"), depth)
	case "m:sSup", "m:sSub", "m:sSubSup", "m:limLow", "m:limUpp":
		m.all(n.Child("m:e"), depth)
		m.sub(n.Child("m:sub"), depth)
		m.super(n.Child("m:sup"), depth)
		if n.Name == "m:limLow" {
			m.sub(n.Child("m:lim"), depth)
		} else {
			m.super(n.Child("m:lim"), depth)
		}
	case "m:sPre":
		m.sub(n.Child("m:sub"), depth)
		m.super(n.Child("m:sup"), depth)
		m.all(n.Child("m:e"), depth)
	case "m:nary":
		m.text(mathChar(n.Find("m:naryPr", "m:chr"), "∫"))
		m.sub(n.Child("m:sub"), depth)
		m.super(n.Child("m:sup"), depth)
		m.all(n.Child("m:e"), depth)
	case "m:func":
		m.all(n.Child("m:fName"), depth)
		m.text(" ")
		m.all(n.Child("m:e"), depth)
	case "m:acc":
		m.all(n.Child("m:e"), depth)
		m.text(mathChar(n.Find("m:accPr", "m:chr"), "\u0302"))
	case "m:d":
		props := n.Child("m:dPr")
		m.text(mathChar(props.Child("m:begChr"), "("))
		m.list(n, "m:e", mathChar(props.Child("m:sepChr"), "|"), depth)
		m.text(mathChar(props.Child("m:endChr"), ")"))
	case "m:m":
		m.list(n, "m:mr", "; ", depth)
	case "m:mr":
		m.list(n, "m:e", ", ", depth)
	case "m:eqArr":
		m.list(n, "m:e", "; ", depth)
	default:
		m.rest(n, depth)
	}
}

// rest writes what is not of mathematics, or only has a frame around it.
func (m *mathWriter) rest(n *wordml.Node, depth int) {
	switch {
	case !strings.HasPrefix(n.Name, "m:"):
		m.b.inlines([]*wordml.Node{n})
	case !strings.HasSuffix(n.Name, "Pr"):
		m.all(n, depth)
	}
}

// list writes the children of one name with a mark between them.
func (m *mathWriter) list(n *wordml.Node, name, mark string, depth int) {
	first := true
	for _, c := range children(n) {
		if c.Name != name {
			continue
		}
		if !first {
			m.text(mark)
		}
		first = false
		if name == "m:mr" {
			m.node(c, depth)
		} else {
			m.all(c, depth)
		}
	}
}

// mathChar is the character that a property gives; one without a value asks for none.
func mathChar(n *wordml.Node, usual string) string {
	if n == nil {
		return usual
	}
	return n.Attr("m:val")
}
