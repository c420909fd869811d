package wordml

import "strings"

// Node is one element of an XML part, or a piece of its text.
//
// An element has a Name such as "w:p"; a piece of text has the Name "" and its
// characters in Text. Names carry the usual prefix of their namespace whatever
// prefix the file itself uses (see [Parse]).
//
// A Node knows nothing of its parent, so one subtree may stand in several
// trees. Once a tree has been handed on it must not be changed; it may then be
// read by any number of goroutines.
type Node struct {
	Name     string
	Text     string
	Attrs    []Attr
	Children []*Node
}

// Attr is one attribute, its name with prefix ("w:val"), its value unescaped.
type Attr struct {
	Name, Value string
}

// Element returns a new element.
func Element(name string, attrs []Attr, children ...*Node) *Node {
	return &Node{Name: name, Attrs: attrs, Children: children}
}

// Text returns a new piece of text.
func Text(s string) *Node { return &Node{Text: s} }

// Attr returns the value of the named attribute, or "" when there is none.
func (n *Node) Attr(name string) string {
	v, _ := n.LookupAttr(name)
	return v
}

// LookupAttr returns the value of the named attribute and whether it is there.
// A nil Node has no attributes.
func (n *Node) LookupAttr(name string) (string, bool) {
	if n == nil {
		return "", false
	}
	for i := range n.Attrs {
		if n.Attrs[i].Name == name {
			return n.Attrs[i].Value, true
		}
	}
	return "", false
}

// Child returns the first child element with the name, or nil.
// A nil Node has no children.
func (n *Node) Child(name string) *Node {
	if n == nil {
		return nil
	}
	for _, c := range n.Children {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Find follows a path of child names and returns the element at its end, or nil.
func (n *Node) Find(path ...string) *Node {
	for _, name := range path {
		n = n.Child(name)
	}
	return n
}

// Content returns all character data below n, in order.
func (n *Node) Content() string {
	if n == nil {
		return ""
	}
	if n.Name == "" {
		return n.Text
	}
	if len(n.Children) == 1 && n.Children[0].Name == "" {
		return n.Children[0].Text
	}
	var b strings.Builder
	n.content(&b)
	return b.String()
}

func (n *Node) content(b *strings.Builder) {
	b.WriteString(n.Text)
	for _, c := range n.Children {
		c.content(b)
	}
}

// Append appends the XML of n and everything below it to dst.
func (n *Node) Append(dst []byte) []byte {
	if n.Name == "" {
		return appendEscaped(dst, n.Text, false)
	}
	dst = append(dst, '<')
	dst = append(dst, n.Name...)
	for i := range n.Attrs {
		dst = append(dst, ' ')
		dst = append(dst, n.Attrs[i].Name...)
		dst = append(dst, '=', '"')
		dst = appendEscaped(dst, n.Attrs[i].Value, true)
		dst = append(dst, '"')
	}
	if len(n.Children) == 0 {
		return append(dst, '/', '>')
	}
	dst = append(dst, '>')
	for _, c := range n.Children {
		dst = c.Append(dst)
	}
	dst = append(dst, '<', '/')
	dst = append(dst, n.Name...)
	return append(dst, '>')
}

// header is what Word itself puts in front of every part.
const header = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\r\n"

// AppendPart appends n as a whole part, XML declaration included.
func (n *Node) AppendPart(dst []byte) []byte {
	return n.Append(append(dst, header...))
}

// appendEscaped escapes what XML demands. A carriage return, and in attributes
// tab and line feed, are written as references: a reader would otherwise
// normalise them away (XML 1.0, 2.11 and 3.3.3).
func appendEscaped(dst []byte, s string, attr bool) []byte {
	from := 0
	for i := 0; i < len(s); i++ {
		var ref string
		switch c := s[i]; {
		case c > '>':
			continue
		case c == '&':
			ref = "&amp;"
		case c == '<':
			ref = "&lt;"
		case c == '>':
			ref = "&gt;"
		case c == '\r':
			ref = "&#13;"
		case attr && c == '"':
			ref = "&quot;"
		case attr && c == '\n':
			ref = "&#10;"
		case attr && c == '\t':
			ref = "&#9;"
		default:
			continue
		}
		dst = append(dst, s[from:i]...)
		dst = append(dst, ref...)
		from = i + 1
	}
	return append(dst, s[from:]...)
}
