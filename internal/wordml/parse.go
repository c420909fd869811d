package wordml

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of one part, counted while it is read.
const (
	MaxDepth  = 256       // elements inside one another
	MaxTokens = 2_000_000 // tags and pieces of text
)

// SyntaxError says where a part is not well-formed, or holds what jobdoc
// refuses to read (a document type declaration, an encoding other than UTF-8).
type SyntaxError struct {
	Offset int // in bytes
	Line   int // 1-based
	Msg    string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d (byte %d): %s", e.Line, e.Offset, e.Msg)
}

// Parse reads one XML part and returns its root element.
//
// Names get the usual prefix of their namespace ("w" for WordprocessingML, both
// its transitional and its strict form), whatever the part itself declares.
// Comments, processing instructions and white space between elements are
// dropped. Entities other than the five of XML, and DOCTYPE, are refused.
func Parse(data []byte) (*Node, error) {
	s := string(data)
	s = strings.TrimPrefix(s, "\ufeff")
	p := parser{src: s, names: map[string]string{}}
	root, err := p.parse()
	if err != nil {
		return nil, err
	}
	return root, nil
}

type parser struct {
	src    string
	pos    int
	tokens int
	depth  int

	scope []binding         // namespace declarations in force, innermost last
	names map[string]string // qualified name as written -> canonical, for the scope in force

	nodes []Node  // slabs, so that a form costs dozens of allocations and not thousands
	attrs []Attr  //
	kids  []*Node // children of the open elements, innermost last
}

// binding maps a prefix as written to the prefix that names carry here.
type binding struct {
	depth            int
	written, usually string
}

func (p *parser) fail(msg string, args ...any) error {
	pos := min(p.pos, len(p.src))
	return &SyntaxError{Offset: pos, Line: 1 + strings.Count(p.src[:pos], "\n"), Msg: fmt.Sprintf(msg, args...)}
}

func (p *parser) parse() (*Node, error) {
	if err := p.checkChars(); err != nil {
		return nil, err
	}
	if err := p.skipMisc(); err != nil {
		return nil, err
	}
	if !p.at("<") {
		return nil, p.fail("no root element")
	}
	root, err := p.element()
	if err != nil {
		return nil, err
	}
	if err := p.skipMisc(); err != nil {
		return nil, err
	}
	if p.pos < len(p.src) {
		return nil, p.fail("text after the root element")
	}
	return root, nil
}

// checkChars refuses what is not UTF-8 or no character of XML (2.2, Char).
func (p *parser) checkChars() error {
	for p.pos < len(p.src) {
		c := p.src[p.pos]
		if c >= 0x20 && c < utf8.RuneSelf || isSpace(c) {
			p.pos++
			continue
		}
		r, n := utf8.DecodeRuneInString(p.src[p.pos:])
		if r == utf8.RuneError && n == 1 {
			return p.fail("the text is not UTF-8")
		}
		if !IsChar(r) {
			return p.fail("the character U+%04X is not allowed", r)
		}
		p.pos += n
	}
	p.pos = 0
	return nil
}

func (p *parser) at(s string) bool { return strings.HasPrefix(p.src[p.pos:], s) }

func (p *parser) skipSpace() {
	for p.pos < len(p.src) && isSpace(p.src[p.pos]) {
		p.pos++
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// skipMisc passes over what may stand outside the root element.
func (p *parser) skipMisc() error {
	for {
		p.skipSpace()
		switch {
		case p.at("<?"):
			if err := p.skipTo("?>"); err != nil {
				return err
			}
		case p.at("<!--"):
			if err := p.skipTo("-->"); err != nil {
				return err
			}
		case p.at("<!"):
			return p.fail("a document type declaration is not allowed")
		default:
			return nil
		}
	}
}

func (p *parser) skipTo(end string) error {
	if p.tokens++; p.tokens > MaxTokens {
		return p.fail("more than %d tags and texts", MaxTokens)
	}
	i := strings.Index(p.src[p.pos:], end)
	if i < 0 {
		return p.fail("%q is missing", end)
	}
	p.pos += i + len(end)
	return nil
}

func (p *parser) newNode() *Node {
	if len(p.nodes) == 0 {
		p.nodes = make([]Node, 128)
	}
	n := &p.nodes[0]
	p.nodes = p.nodes[1:]
	return n
}

var errName = errors.New("name")

// name reads a qualified name as written.
func (p *parser) name() (string, error) {
	start := p.pos
	for p.pos < len(p.src) {
		c := p.src[p.pos]
		if isSpace(c) || c == '>' || c == '/' || c == '=' || c == '<' || c == '"' || c == '\'' || c == '&' {
			break
		}
		p.pos++
	}
	if p.pos == start {
		return "", errName
	}
	return p.src[start:p.pos], nil
}

// element reads an element whose "<" is at the current position.
func (p *parser) element() (*Node, error) {
	if p.tokens++; p.tokens > MaxTokens {
		return nil, p.fail("more than %d tags and texts", MaxTokens)
	}
	if p.depth++; p.depth > MaxDepth {
		return nil, p.fail("elements nested deeper than %d", MaxDepth)
	}
	p.pos++
	written, err := p.name()
	if err != nil {
		return nil, p.fail("an element without a name")
	}
	n := p.newNode()
	closed, err := p.attributes(n)
	if err != nil {
		return nil, err
	}
	if n.Name, err = p.canonical(written, true); err != nil {
		return nil, err
	}
	if !closed {
		if err := p.children(n); err != nil {
			return nil, err
		}
		end, err := p.name()
		if err != nil || end != written {
			return nil, p.fail("<%s> is closed by </%s>", written, end)
		}
		p.skipSpace()
		if !p.at(">") {
			return nil, p.fail("</%s> is not closed", end)
		}
		p.pos++
	}
	p.leave()
	return n, nil
}

// leave ends the scope of the element's namespace declarations.
func (p *parser) leave() {
	changed := false
	for len(p.scope) > 0 && p.scope[len(p.scope)-1].depth == p.depth {
		p.scope = p.scope[:len(p.scope)-1]
		changed = true
	}
	if changed {
		clear(p.names)
	}
	p.depth--
}

// children reads up to and including the "</" of the end tag.
func (p *parser) children(n *Node) error {
	base := len(p.kids)
	keepSpace := keepsSpace(n)
	for {
		i := strings.IndexByte(p.src[p.pos:], '<')
		if i < 0 {
			return p.fail("<%s> is not closed", n.Name)
		}
		if i > 0 {
			if err := p.text(p.src[p.pos:p.pos+i], keepSpace); err != nil {
				return err
			}
			p.pos += i
		}
		switch {
		case p.at("</"):
			p.pos += 2
			n.Children = append([]*Node(nil), p.kids[base:]...)
			p.kids = p.kids[:base]
			return nil
		case p.at("<![CDATA["):
			p.pos += len("<![CDATA[")
			end := strings.Index(p.src[p.pos:], "]]>")
			if end < 0 {
				return p.fail("a CDATA section is not closed")
			}
			if s := lineEnds(p.src[p.pos : p.pos+end]); keepSpace || !isBlank(s) {
				p.addText(s)
			}
			p.pos += end + 3
		case p.at("<!--"):
			if err := p.skipTo("-->"); err != nil {
				return err
			}
		case p.at("<?"):
			if err := p.skipTo("?>"); err != nil {
				return err
			}
		case p.at("<!"):
			return p.fail("a declaration inside an element")
		default:
			c, err := p.element()
			if err != nil {
				return err
			}
			p.kids = append(p.kids, c)
		}
	}
}

// keepsSpace reports whether white space alone is text inside n: always in the
// elements that hold text; elsewhere it is only how the file is indented.
func keepsSpace(n *Node) bool {
	switch n.Name {
	case "w:t", "w:delText", "w:instrText", "a:t", "m:t":
		return true
	}
	return n.Attr("xml:space") == "preserve"
}

func (p *parser) text(raw string, keepSpace bool) error {
	if p.tokens++; p.tokens > MaxTokens {
		return p.fail("more than %d tags and texts", MaxTokens)
	}
	if !keepSpace && isBlank(raw) {
		return nil
	}
	s, err := p.unescape(raw)
	if err != nil {
		return err
	}
	p.addText(s)
	return nil
}

func (p *parser) addText(s string) {
	t := p.newNode()
	t.Text = s
	p.kids = append(p.kids, t)
}

func isBlank(s string) bool { return strings.Trim(s, " \t\r\n") == "" }

// lineEnds makes every line end a line feed (XML 1.0, 2.11).
func lineEnds(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// unescape resolves references (XML 1.0, 4.1) and line ends.
func (p *parser) unescape(raw string) (string, error) {
	raw = lineEnds(raw)
	i := strings.IndexByte(raw, '&')
	if i < 0 {
		return raw, nil
	}
	var b strings.Builder
	for i >= 0 {
		b.WriteString(raw[:i])
		end := strings.IndexByte(raw[i:], ';')
		if end < 0 {
			return "", p.fail("& without ;")
		}
		r, ok := reference(raw[i+1 : i+end])
		if !ok {
			return "", p.fail("the entity %s is not allowed", raw[i:i+end+1])
		}
		b.WriteRune(r)
		raw = raw[i+end+1:]
		i = strings.IndexByte(raw, '&')
	}
	b.WriteString(raw)
	return b.String(), nil
}

func reference(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if !strings.HasPrefix(name, "#") {
		return 0, false
	}
	digits, base := name[1:], 10
	if strings.HasPrefix(digits, "x") {
		digits, base = digits[1:], 16
	}
	v, err := strconv.ParseUint(digits, base, 32)
	if err != nil || !IsChar(rune(v)) {
		return 0, false
	}
	return rune(v), true
}

// IsChar reports whether XML 1.0 (2.2, production Char) allows r in a document.
func IsChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' ||
		r >= 0x20 && r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd || r >= 0x10000 && r <= 0x10ffff
}

// attributes reads up to and including the end of the start tag and reports
// whether the element is empty.
func (p *parser) attributes(n *Node) (closed bool, err error) {
	first := len(p.attrs)
	declares := false
	for {
		p.skipSpace()
		if p.pos >= len(p.src) {
			return false, p.fail("a tag is not closed")
		}
		if p.src[p.pos] == '>' || p.at("/>") {
			break
		}
		name, err := p.name()
		if err != nil {
			return false, p.fail("a tag holds something that is no attribute")
		}
		value, err := p.attrValue()
		if err != nil {
			return false, err
		}
		declares = declares || strings.HasPrefix(name, "xmlns")
		p.attrs = append(p.attrs, Attr{name, value})
	}
	closed = p.src[p.pos] == '/'
	if closed {
		p.pos++
	}
	p.pos++
	attrs := p.attrs[first:]
	if len(attrs) > 0 {
		n.Attrs = append([]Attr(nil), attrs...)
	}
	p.attrs = p.attrs[:first]
	if declares {
		p.declare(n)
	}
	return closed, p.nameAttrs(n)
}

func (p *parser) attrValue() (string, error) {
	p.skipSpace()
	if !p.at("=") {
		return "", p.fail("an attribute without a value")
	}
	p.pos++
	p.skipSpace()
	if p.pos >= len(p.src) || p.src[p.pos] != '"' && p.src[p.pos] != '\'' {
		return "", p.fail("an attribute value without quotes")
	}
	end := strings.IndexByte(p.src[p.pos+1:], p.src[p.pos])
	if end < 0 {
		return "", p.fail("an attribute value is not closed")
	}
	raw := p.src[p.pos+1 : p.pos+1+end]
	if strings.IndexByte(raw, '<') >= 0 {
		return "", p.fail("< in an attribute value")
	}
	p.pos += end + 2
	return p.unescape(raw)
}

// nameAttrs gives the attributes their canonical names and refuses doubles.
func (p *parser) nameAttrs(n *Node) error {
	for i := range n.Attrs {
		a := &n.Attrs[i]
		if strings.HasPrefix(a.Name, "xmlns") {
			continue
		}
		name, err := p.canonical(a.Name, false)
		if err != nil {
			return err
		}
		a.Name = name
		switch name {
		case "mc:Ignorable", "mc:MustUnderstand", "mc:ProcessContent", "Requires":
			a.Value = p.prefixes(a.Value)
		}
		for j := range i {
			if n.Attrs[j].Name == name {
				return p.fail("the attribute %s stands twice", name)
			}
		}
	}
	return nil
}
