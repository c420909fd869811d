package template

import (
	"fmt"
	"slices"

	"jobdoc/internal/wordml"
)

// textPart is a part that holds text of its own: the body, a header, a footer,
// or the document's properties. Notes and comments are read where they are
// referred to, see note.go.
type textPart struct {
	name       string
	label      sentence // what people call it; empty for the body
	properties bool
}

// textParts names the parts that relationships lead to, the main one first.
// Names of parts say nothing: any program may choose its own.
func (c *compiler) textParts(p *wordml.Package) []textPart {
	parts := []textPart{{name: p.Main()}}
	add := func(part textPart) {
		if !slices.ContainsFunc(parts, func(x textPart) bool { return x.name == part.name }) {
			parts = append(parts, part)
		}
	}
	labels := furnitureLabels(p)
	for _, kind := range []struct {
		word  string
		label sentence
	}{{"header", headerWords}, {"footer", footerWords}} {
		for _, name := range p.RelatedByType(p.Main(), kind.word) {
			label := labels[name]
			if label == (sentence{}) {
				label = kind.label
			}
			add(textPart{name: name, label: label})
		}
	}
	// The strict form of the standard has words of its own.
	for _, word := range []string{"metadata/core-properties", "extended-properties", "extendedProperties", "custom-properties", "customProperties"} {
		for _, name := range p.RelatedByType("", word) {
			add(textPart{name: name, label: sentence{"文档属性", "document properties"}, properties: true})
		}
	}
	return parts
}

var (
	headerWords = sentence{"页眉", "header"}
	footerWords = sentence{"页脚", "footer"}
)

// furnitureLabels says what the headers and footers are called in Word: by the
// section that shows them first, and by the pages they are on (17.10.5).
func furnitureLabels(p *wordml.Package) map[string]sentence {
	root, err := p.Part(p.Main())
	if err != nil || root == nil {
		return nil
	}
	var sections []*wordml.Node
	var walk func(n *wordml.Node)
	walk = func(n *wordml.Node) {
		for _, c := range n.Children {
			if c.Name == "w:sectPr" {
				sections = append(sections, c)
			} else {
				walk(c)
			}
		}
	}
	walk(root)
	labels := map[string]sentence{}
	for i, s := range sections {
		for _, c := range s.Children {
			var label sentence
			switch c.Name {
			case "w:headerReference":
				label = headerWords
			case "w:footerReference":
				label = footerWords
			default:
				continue
			}
			switch c.Attr("w:type") {
			case "first":
				label = sentence{"首页" + label.chinese, "first-page " + label.english}
			case "even":
				label = sentence{"偶数页" + label.chinese, "even-page " + label.english}
			}
			if len(sections) > 1 {
				label = sentence{fmt.Sprintf("第%d节%s", i+1, label.chinese), fmt.Sprintf("section %d %s", i+1, label.english)}
			}
			if name := p.Related(p.Main(), c.Attr("r:id")); name != "" && labels[name] == (sentence{}) {
				labels[name] = label
			}
		}
	}
	return labels
}

// part returns the root of a part with its changes accepted, or reports that
// it cannot be read.
func (c *compiler) part(p *wordml.Package, name string) *wordml.Node {
	root, err := p.Part(name)
	if err != nil {
		c.fault(&tag{order: c.order, part: name}, "part-unreadable", err.Error())
		return nil
	}
	if root == nil {
		return nil
	}
	return c.changes.accept(root)
}
