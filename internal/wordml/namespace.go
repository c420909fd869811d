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
	"urn:schemas-microsoft-com:vml":                                          "v",
	"urn:schemas-microsoft-com:office:office":                                "o",
	"urn:schemas-microsoft-com:office:word":                                  "w10",
	"http://schemas.openxmlformats.org/package/2006/content-types":           "",
	"http://schemas.openxmlformats.org/package/2006/relationships":           "",
}

// isUsual reports whether a known namespace owns the prefix.
func isUsual(prefix string) bool {
	for _, u := range usualPrefix {
		if u == prefix {
			return true
		}
	}
	return false
}

// declare takes up the namespace declarations of n and writes them with the
// prefixes that names carry from here on.
func (p *parser) declare(n *Node) {
	kept := n.Attrs[:0]
	for _, a := range n.Attrs {
		written, ok := strings.CutPrefix(a.Name, "xmlns:")
		if !ok && a.Name != "xmlns" {
			kept = append(kept, a)
			continue
		}
		if a.Name == "xmlns" {
			written = ""
		}
		usually, known := usualPrefix[a.Value]
		if !known {
			usually = written
			if written != "" && isUsual(written) {
				usually = written + "x"
			}
		}
		p.scope = append(p.scope, binding{p.depth, written, usually})
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
	clear(p.names)
}

// usually returns the prefix that names carry for the prefix as written.
func (p *parser) usually(written string) (string, bool) {
	for i := len(p.scope) - 1; i >= 0; i-- {
		if p.scope[i].written == written {
			return p.scope[i].usually, true
		}
	}
	return written, written == "" || written == "xml"
}

// canonical returns the name with its usual prefix. An attribute without
// prefix is in no namespace; an element without one is in the default one.
func (p *parser) canonical(written string, element bool) (string, error) {
	if c, ok := p.names[written]; ok {
		return c, nil
	}
	prefix, local, ok := strings.Cut(written, ":")
	if !ok {
		if !element {
			return written, nil
		}
		prefix, local = "", written
	}
	if local == "" || strings.IndexByte(local, ':') >= 0 {
		return "", p.fail("%q is no name", written)
	}
	usually, ok := p.usually(prefix)
	if !ok {
		return "", p.fail("the prefix %q is not declared", prefix)
	}
	name := local
	if usually != "" {
		name = usually + ":" + local
	}
	if name == written {
		name = written // one string less
	}
	if prefix != "" {
		p.names[written] = name
	}
	return name, nil
}

// prefixes maps a blank-separated list of prefixes (mc:Ignorable, Requires).
func (p *parser) prefixes(list string) string {
	fields := strings.Fields(list)
	for i, f := range fields {
		if u, ok := p.usually(f); ok && u != "" {
			fields[i] = u
		}
	}
	return strings.Join(fields, " ")
}
