package wordml

import (
	"fmt"
	"strings"
)

// Limits of the XML of one file, counted while it is read.
const (
	MaxDepth      = 256       // elements inside one another
	MaxTokens     = 2_000_000 // tags, attributes and pieces of text, all parts of a file together
	MaxAttributes = 256       // of one element
)

// SyntaxError says where a part is not well-formed, or holds what jobdoc
// refuses to read: a document type declaration, an entity, an encoding other
// than UTF-8 and UTF-16, or more than the limits allow.
type SyntaxError struct {
	Offset int    // in bytes of the text as UTF-8
	Line   int    // 1-based
	Code   string // stable, such as "xml-doctype"
	Detail string // the fault in Chinese
	Msg    string // the fault in English
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("line %d (byte %d): %s", e.Line, e.Offset, e.Msg)
}

// chinese is the whole sentence, place included.
func (e *SyntaxError) chinese() string {
	return fmt.Sprintf("第 %d 行（第 %d 字节）：%s", e.Line, e.Offset, e.Detail)
}

// Parse reads one XML part and returns its root element.
//
// Names get the usual prefix of their namespace ("w" for WordprocessingML, both
// its transitional and its strict form), whatever the part itself declares.
// Comments, processing instructions and white space between elements are
// dropped. Entities other than the five of XML, and DOCTYPE, are refused. The
// error is a [*SyntaxError].
func Parse(data []byte) (*Node, error) {
	return newParser().parse(data)
}

// parser reads the parts of one file, one after the other. What it spends on
// them comes out of one budget, so that a thousand parts cost no more than one.
type parser struct {
	src    string
	pos    int
	tokens int // that may still come
	depth  int

	scope      map[string]string // prefix as written -> prefix that names carry
	hidden     []binding         // what the declarations in force hide, innermost last
	generation uint32            // of scope: it changes with every declaration
	names      [nameSlots]nameSlot

	nodes []Node  // slabs, so that a form costs dozens of allocations and not thousands
	attrs []Attr  //
	lists []*Node //
	kids  []*Node // children of the open elements, innermost last
	first []Attr  // attributes of the tag being read
}

func newParser() *parser {
	return &parser{tokens: MaxTokens}
}

func (p *parser) fail(s sentence, args ...any) error {
	return p.failAt(p.pos, s, args...)
}

func (p *parser) failAt(pos int, s sentence, args ...any) error {
	pos = min(pos, len(p.src))
	for i, a := range args {
		if text, ok := a.(string); ok {
			args[i] = clip(text)
		}
	}
	return &SyntaxError{
		Offset: pos, Line: 1 + strings.Count(p.src[:pos], "\n"),
		Code: s.code, Detail: fill(s.zh, args), Msg: fill(s.en, args),
	}
}

// spend takes a token out of the budget.
func (p *parser) spend() error {
	if p.tokens--; p.tokens < 0 {
		return p.fail(xmlTokens, MaxTokens)
	}
	return nil
}

// parse reads one part. After an error the parser is good for the next part all the same.
func (p *parser) parse(data []byte) (*Node, error) {
	utf16, err := p.decode(data)
	if err != nil {
		return nil, err
	}
	return p.read(utf16)
}

// read reads the part in src.
func (p *parser) read(utf16 bool) (*Node, error) {
	p.pos, p.depth = 0, 0
	p.kids, p.hidden = p.kids[:0], p.hidden[:0]
	p.scope = map[string]string{"": "", "xml": "xml"}
	p.generation++
	if err := p.declaration(utf16); err != nil {
		return nil, err
	}
	if err := p.skipMisc(); err != nil {
		return nil, err
	}
	if !p.at("<") {
		return nil, p.fail(xmlNoRoot)
	}
	root, err := p.element()
	if err != nil {
		return nil, err
	}
	if err := p.skipMisc(); err != nil {
		return nil, err
	}
	if p.pos < len(p.src) {
		return nil, p.fail(xmlAfterRoot)
	}
	return root, nil
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
			if err := p.instruction(); err != nil {
				return err
			}
		case p.at("<!--"):
			if err := p.skipTo("-->"); err != nil {
				return err
			}
		case p.at("<!"):
			return p.fail(xmlDoctype)
		default:
			return nil
		}
	}
}

// instruction passes over a processing instruction. A second XML declaration
// is none: a reader that took it for one would read on in another encoding.
func (p *parser) instruction() error {
	if rest := p.src[p.pos+2:]; len(rest) >= 3 && strings.EqualFold(rest[:3], "xml") && (len(rest) == 3 || isSpace(rest[3]) || rest[3] == '?') {
		return p.fail(xmlDeclaration)
	}
	return p.skipTo("?>")
}

func (p *parser) skipTo(end string) error {
	if err := p.spend(); err != nil {
		return err
	}
	i := strings.Index(p.src[p.pos:], end)
	if i < 0 {
		return p.fail(xmlMissing, end)
	}
	p.pos += i + len(end)
	return nil
}

func (p *parser) newNode() *Node {
	if len(p.nodes) == 0 {
		p.nodes = make([]Node, 256)
	}
	n := &p.nodes[0]
	p.nodes = p.nodes[1:]
	return n
}

// list copies children that have been gathered into a slab. It has no room to
// spare, so that appending to one list never writes into the next.
func (p *parser) list(kids []*Node) []*Node {
	if len(kids) == 0 {
		return nil
	}
	if len(kids) > len(p.lists) {
		if len(kids) > 64 {
			return append([]*Node(nil), kids...)
		}
		p.lists = make([]*Node, 512)
	}
	n := copy(p.lists, kids)
	l := p.lists[:n:n]
	p.lists = p.lists[n:]
	return l
}

// endsName marks the bytes that no name holds.
var endsName = [256]bool{' ': true, '\n': true, '\t': true, '\r': true, '>': true, '/': true, '=': true, '<': true, '"': true, '\'': true, '&': true}

// name reads a qualified name as written, "" where there is none.
func (p *parser) name() string {
	start := p.pos
	for p.pos < len(p.src) && !endsName[p.src[p.pos]] {
		p.pos++
	}
	return p.src[start:p.pos]
}

// element reads an element whose "<" is at the current position.
func (p *parser) element() (*Node, error) {
	if err := p.spend(); err != nil {
		return nil, err
	}
	if p.depth++; p.depth > MaxDepth {
		return nil, p.fail(xmlDepth, MaxDepth)
	}
	p.pos++
	written := p.name()
	if written == "" {
		return nil, p.fail(xmlNoName)
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
		if err := p.endTag(written); err != nil {
			return nil, err
		}
	}
	p.leave()
	return n, nil
}

// endTag reads what follows the "</" of an element.
func (p *parser) endTag(written string) error {
	if end := p.name(); end != written {
		return p.fail(xmlWrongEnd, written, end)
	}
	p.skipSpace()
	if !p.at(">") {
		return p.fail(xmlEndOpen, written)
	}
	p.pos++
	return nil
}

// children reads up to and including the "</" of the end tag.
func (p *parser) children(n *Node) error {
	base := len(p.kids)
	keepSpace := keepsSpace(n)
	for {
		i := strings.IndexByte(p.src[p.pos:], '<')
		if i < 0 {
			return p.fail(xmlOpen, n.Name)
		}
		if i > 0 {
			if err := p.text(p.src[p.pos:p.pos+i], keepSpace); err != nil {
				return err
			}
			p.pos += i
		}
		next := byte(0)
		if p.pos+1 < len(p.src) {
			next = p.src[p.pos+1]
		}
		switch next {
		case '/':
			p.pos += 2
			n.Children = p.list(p.kids[base:])
			p.kids = p.kids[:base]
			return nil
		case '!':
			if err := p.bang(keepSpace); err != nil {
				return err
			}
		case '?':
			if err := p.instruction(); err != nil {
				return err
			}
		default:
			c, err := p.element()
			if err != nil {
				return err
			}
			p.kids = append(p.kids, c)
		}
	}
}

// bang reads a comment or a CDATA section; anything else that begins with "<!" is refused.
func (p *parser) bang(keepSpace bool) error {
	switch {
	case p.at("<!--"):
		return p.skipTo("-->")
	case p.at("<![CDATA["):
		start := p.pos + len("<![CDATA[")
		if err := p.skipTo("]]>"); err != nil {
			return err
		}
		if start > p.pos-3 {
			return p.fail(xmlMissing, "]]>")
		}
		if s := lineEnds(p.src[start : p.pos-3]); keepSpace || !isBlank(s) {
			p.addText(s)
		}
		return nil
	case p.at("<!DOCTYPE"), p.at("<!ENTITY"):
		return p.fail(xmlDoctype)
	}
	return p.fail(xmlInnerDeclaration)
}
