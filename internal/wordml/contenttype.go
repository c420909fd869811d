package wordml

import (
	"path"
	"strings"
)

// contentTypes are the media types of the parts (ECMA-376 part 2, 6.2.3).
type contentTypes struct {
	byName      map[string]string // folded
	byExtension map[string]string // in lower case
}

// typesPart is the one part that is found by its name.
const typesPart = "[Content_Types].xml"

// readTypes reads [Content_Types].xml. A type that is given twice is refused:
// which one counts would be for each program to say.
func readTypes(root *Node, faults *faultList) contentTypes {
	t := contentTypes{map[string]string{}, map[string]string{}}
	for _, c := range root.Children {
		into, key := t.byName, foldName(strings.TrimPrefix(c.Attr("PartName"), "/"))
		switch c.Name {
		case "Override":
		case "Default":
			into, key = t.byExtension, strings.ToLower(c.Attr("Extension"))
		default:
			continue
		}
		if was, twice := into[key]; twice && !strings.EqualFold(was, c.Attr("ContentType")) {
			faults.add(typeTwice.at(typesPart, key))
		}
		into[key] = c.Attr("ContentType")
	}
	return t
}

// of returns the type of a part, "" when none is given.
func (t *contentTypes) of(name string) string {
	if c, ok := t.byName[foldName(name)]; ok {
		return c
	}
	return t.byExtension[strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))]
}

// isXML reports whether a part must be XML by its name or its type.
func isXML(name, contentType string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".xml", ".rels", ".vml":
		return true
	}
	return strings.HasSuffix(contentType, "+xml") || strings.HasSuffix(contentType, "/xml") || strings.HasSuffix(contentType, ".vmldrawing")
}

// looksLikeXML reports whether a part begins as XML does, whatever it is said to be.
func looksLikeXML(data []byte) bool {
	data = data[:min(len(data), 64)]
	if len(data) >= 2 && (data[0] == 0xfe && data[1] == 0xff || data[0] == 0xff && data[1] == 0xfe) {
		return strings.HasPrefix(strings.TrimLeft(strings.ReplaceAll(string(data[2:]), "\x00", ""), blanks), "<")
	}
	s := strings.TrimLeft(strings.TrimPrefix(string(data), "\ufeff"), blanks)
	if len(s) < 2 || s[0] != '<' {
		return false
	}
	c := s[1]
	return c == '?' || c == '!' || c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// isFont reports whether a part is an embedded font. Its first bytes are
// scrambled (17.8.1) and may look like anything.
func isFont(contentType string) bool {
	return strings.Contains(contentType, "font") && !strings.Contains(contentType, "xml")
}
