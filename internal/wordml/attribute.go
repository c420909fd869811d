package wordml

import "strings"

// attributes reads up to and including the end of the start tag and reports
// whether the element is empty.
func (p *parser) attributes(n *Node) (closed bool, err error) {
	p.first = p.first[:0]
	declared := false
	for {
		p.skipSpace()
		if p.pos >= len(p.src) {
			return false, p.fail(xmlTagOpen)
		}
		if p.src[p.pos] == '>' || p.at("/>") {
			break
		}
		if err := p.spend(); err != nil {
			return false, err
		}
		if len(p.first) == MaxAttributes {
			return false, p.fail(xmlAttributes, MaxAttributes)
		}
		name := p.name()
		if name == "" {
			return false, p.fail(xmlNoAttribute)
		}
		value, err := p.attrValue()
		if err != nil {
			return false, err
		}
		declared = declared || declares(name)
		p.first = append(p.first, Attr{name, value})
	}
	closed = p.src[p.pos] == '/'
	if closed {
		p.pos++
	}
	p.pos++
	if len(p.first) == 0 {
		return closed, nil
	}
	n.Attrs = p.keep(p.first)
	if declared {
		if err := p.declare(n); err != nil {
			return false, err
		}
	}
	return closed, p.nameAttrs(n)
}

// keep copies the attributes of a tag into a slab; see [parser.list].
func (p *parser) keep(attrs []Attr) []Attr {
	if len(attrs) > len(p.attrs) {
		p.attrs = make([]Attr, 2*MaxAttributes)
	}
	n := copy(p.attrs, attrs)
	kept := p.attrs[:n:n]
	p.attrs = p.attrs[n:]
	return kept
}

func (p *parser) attrValue() (string, error) {
	p.skipSpace()
	if !p.at("=") {
		return "", p.fail(xmlNoValue)
	}
	p.pos++
	p.skipSpace()
	if p.pos >= len(p.src) || p.src[p.pos] != '"' && p.src[p.pos] != '\'' {
		return "", p.fail(xmlNoQuotes)
	}
	end := strings.IndexByte(p.src[p.pos+1:], p.src[p.pos])
	if end < 0 {
		return "", p.fail(xmlQuoteOpen)
	}
	raw := p.src[p.pos+1 : p.pos+1+end]
	if strings.IndexByte(raw, '<') >= 0 {
		return "", p.fail(xmlLess)
	}
	p.pos += end + 2
	return p.unescape(raw)
}

// nameAttrs gives the attributes their canonical names and refuses doubles.
func (p *parser) nameAttrs(n *Node) error {
	for i := range n.Attrs {
		a := &n.Attrs[i]
		if declares(a.Name) {
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
				return p.fail(xmlTwice, name)
			}
		}
	}
	return nil
}
