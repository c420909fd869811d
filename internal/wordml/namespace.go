package wordml

import (
	"slices"
	"strings"
)

// usualPrefix gives each namespace the prefix its names carry in a [Node]:
// ECMA-376 part 1 (strict: the purl.oclc.org forms) and part 4 (transitional).
var usualPrefix = map[string]string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main":           "w",
	"http://purl.oclc.org/ooxml/wordprocessingml/main":                       "w",
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships":    "r",
	"http://purl.oclc.org/ooxml/officeDocument/relationships":                "r",
	"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
	"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing":             "wp",
	"http://schemas.openxmlformats.org/drawingml/2006/main":                  "a",
	"http://purl.oclc.org/ooxml/drawingml/main":                              "a",
	"http://schemas.openxmlformats.org/drawingml/2006/picture":               "pic",
	"http://purl.oclc.org/ooxml/drawingml/picture":                           "pic",
	"http://schemas.openxmlformats.org/officeDocument/2006/math":             "m",
	"http://purl.oclc.org/ooxml/officeDocument/math":                         "m",
	"http://schemas.openxmlformats.org/markup-compatibility/2006":            "mc",
	"http://schemas.microsoft.com/office/word/2010/wordml":                   "w14",
	"http://schemas.microsoft.com/office/word/2012/wordml":                   "w15",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingShape":      "wps",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup":      "wpg",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing":    "wp14",
	"http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing":    "wp15",
	"http://schemas.microsoft.com/office/2006/xmlPackage":                    "pkg",
	"http://www.w3.org/2000/svg":                                             "svg",
	"http://www.w3.org/1999/xlink":                                           "xlink",
	"http://www.w3.org/1999/xhtml":                                           "xhtml",
	"urn:schemas-microsoft-com:vml":                                          "v",
	"urn:schemas-microsoft-com:office:office":                                "o",
	"urn:schemas-microsoft-com:office:word":                                  "w10",
	"http://schemas.openxmlformats.org/package/2006/content-types":           "",
	"http://schemas.openxmlformats.org/package/2006/relationships":           "",
}

// usualPrefixes are the prefixes that known namespaces own.
var usualPrefixes = func() map[string]bool {
	owned := map[string]bool{}
	for _, p := range usualPrefix {
		owned[p] = true
	}
	return owned
}()

// binding is a declaration that an element's own hides until it ends.
type binding struct {
	depth            int
	written, usually string
	declared         bool
}

// nameSlots is the size of the cache of names: a power of two, several times
// the names that a part has.
const nameSlots = 512

// nameSlot remembers what a name as written stands for. The cache has a fixed
// size: a map would grow with a file that makes up a million names, and would
// have to be emptied with each declaration.
type nameSlot struct {
	written, canonical string
	generation         uint32
}

func (p *parser) slot(written string) *nameSlot {
	n := len(written)
	h := uint(n)*31 + uint(written[n-1])*7 + uint(written[n/2])*131 + uint(written[2*n/3])*61
	return &p.names[h%nameSlots]
}

// declare takes up the namespace declarations of n and writes them with the
// prefixes that names carry from here on.
func (p *parser) declare(n *Node) error {
	kept := n.Attrs[:0]
	before := len(p.hidden)
	for _, a := range n.Attrs {
		if !declares(a.Name) {
			kept = append(kept, a)
			continue
		}
		written := strings.TrimPrefix(strings.TrimPrefix(a.Name, "xmlns"), ":")
		if slices.ContainsFunc(p.hidden[before:], func(b binding) bool { return b.written == written }) {
			return p.fail(xmlTwice, a.Name)
		}
		usually, known := usualPrefix[a.Value]
		if !known {
			usually = written
			if written != "" && usualPrefixes[written] {
				usually = written + "x"
			}
		}
		was, declared := p.scope[written]
		p.hidden = append(p.hidden, binding{p.depth, written, was, declared})
		p.scope[written] = usually
		a.Name = "xmlns:" + usually
		if usually == "" {
			a.Name = "xmlns"
		}
		// Two written prefixes may stand for one namespace: declare it once.
		if !slices.ContainsFunc(kept, func(k Attr) bool { return k.Name == a.Name }) {
			kept = append(kept, a)
		}
	}
	n.Attrs = kept
	p.generation++
	return nil
}

// declares reports whether the attribute declares a namespace.
func declares(name string) bool {
	return strings.HasPrefix(name, "xmlns") && (len(name) == len("xmlns") || name[len("xmlns")] == ':')
}

// leave ends the scope of the element's namespace declarations.
func (p *parser) leave() {
	for last := len(p.hidden) - 1; last >= 0 && p.hidden[last].depth == p.depth; last-- {
		b := p.hidden[last]
		if b.declared {
			p.scope[b.written] = b.usually
		} else {
			delete(p.scope, b.written)
		}
		p.hidden = p.hidden[:last]
		p.generation++
	}
	p.depth--
}

// canonical returns the name with its usual prefix. An attribute without
// prefix is in no namespace; an element without one is in the default one.
func (p *parser) canonical(written string, element bool) (string, error) {
	if !element && strings.IndexByte(written, ':') < 0 {
		return written, nil
	}
	slot := p.slot(written)
	if slot.generation == p.generation && slot.written == written {
		return slot.canonical, nil
	}
	prefix, local, ok := strings.Cut(written, ":")
	if !ok {
		prefix, local = "", written
	}
	if local == "" || strings.IndexByte(local, ':') >= 0 {
		return "", p.fail(xmlName, written)
	}
	usually, ok := p.scope[prefix]
	if !ok {
		return "", p.fail(xmlPrefix, prefix)
	}
	name := local
	if usually != "" {
		name = usually + ":" + local
	}
	if name == written {
		name = written // one string less
	}
	*slot = nameSlot{written, name, p.generation}
	return name, nil
}

// prefixes maps a blank-separated list of prefixes (mc:Ignorable, Requires).
func (p *parser) prefixes(list string) string {
	fields := strings.Fields(list)
	for i, f := range fields {
		if u, ok := p.scope[f]; ok && u != "" {
			fields[i] = u
		}
	}
	return strings.Join(fields, " ")
}
