package corpus

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"testing"

	"jobdoc/internal/wordml"
)

//go:embed testdata/sequences.txt
var sequencesText string

// place is one place in the sequence of an element's children.
type place struct {
	names          []string
	required, many bool
}

// content is what the standard asks of an element.
type content struct {
	attributes []string
	places     []place
}

// readSequences reads the table of sequences.
func readSequences(text string) (map[string]content, error) {
	groups := map[string][]string{}
	expand := func(name string) ([]string, error) {
		if name[0] != '$' {
			return []string{name}, nil
		}
		if groups[name] == nil {
			return nil, fmt.Errorf("group %s is not known", name)
		}
		return groups[name], nil
	}
	// Groups first: they stand where they are first needed, or behind.
	var lines [][]string
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		if words[0][0] != '$' {
			lines = append(lines, words)
			continue
		}
		for _, w := range words[1:] {
			names, err := expand(w)
			if err != nil {
				return nil, err
			}
			groups[words[0]] = append(groups[words[0]], names...)
		}
	}
	all := map[string]content{}
	for _, words := range lines {
		var c content
		for _, w := range words[1:] {
			if w[0] == '@' {
				c.attributes = append(c.attributes, w[1:])
				continue
			}
			name := strings.TrimRight(w, "!+*")
			mark := w[len(name):]
			names, err := expand(name)
			if err != nil {
				return nil, err
			}
			c.places = append(c.places, place{names, mark == "!" || mark == "+", mark == "*" || mark == "+"})
		}
		if _, twice := all[words[0]]; twice {
			return nil, fmt.Errorf("%s stands in the table twice", words[0])
		}
		all[words[0]] = c
	}
	return all, nil
}

// judge holds a tree against the standard.
type judge struct {
	table  map[string]content
	report func(string)
}

// known reports whether the children of an element are judged: those of other
// namespaces are extensions, and what of DrawingML has no line is passed on as it is.
func (j judge) known(name string) bool {
	_, ok := j.table[name]
	return ok || strings.HasPrefix(name, "w:") || strings.HasPrefix(name, "wp:") || strings.HasPrefix(name, "pic:")
}

// elements returns the children of a node that are elements the standard orders:
// of alternatives the first, no extensions.
func (j judge) elements(n *wordml.Node) (list []*wordml.Node) {
	for _, c := range n.Children {
		switch prefix, _, _ := strings.Cut(c.Name, ":"); {
		case c.Name == "mc:AlternateContent":
			for _, choice := range c.Children {
				if choice.Name == "mc:Choice" {
					list = append(list, j.elements(choice)...)
					break
				}
			}
		case prefix == "w" || prefix == "wp" || prefix == "pic" || prefix == "a" || prefix == "m":
			list = append(list, c)
		}
	}
	return list
}

func (j judge) look(n *wordml.Node) {
	if !j.known(n.Name) {
		return
	}
	c := j.table[n.Name]
	for _, a := range c.attributes {
		if _, ok := n.LookupAttr(a); !ok {
			j.report(fmt.Sprintf("<%s> lacks %s", n.Name, a))
		}
	}
	children := j.elements(n)
	at, filled := 0, false // filled: the place has one already
	for _, child := range children {
		next := at
		for next < len(c.places) && (!slices.Contains(c.places[next].names, child.Name) || next == at && filled && !c.places[next].many) {
			next++
		}
		if next == len(c.places) {
			j.report(fmt.Sprintf("<%s> may not stand there in <%s>: %s", child.Name, n.Name, order(children)))
			continue
		}
		for skipped := at; skipped < next; skipped++ {
			if c.places[skipped].required && (skipped > at || !filled) {
				j.report(fmt.Sprintf("<%s> lacks <%s>", n.Name, c.places[skipped].names[0]))
			}
		}
		at, filled = next, true
	}
	for rest := at; rest < len(c.places); rest++ {
		if c.places[rest].required && (rest > at || !filled) {
			j.report(fmt.Sprintf("<%s> lacks <%s>", n.Name, c.places[rest].names[0]))
		}
	}
	if n.Name == "w:tc" && (len(children) == 0 || children[len(children)-1].Name != "w:p") {
		j.report("a <w:tc> does not end in a paragraph: " + order(children)) // 17.4.65
	}
	for _, child := range children {
		j.look(child)
	}
}

func order(children []*wordml.Node) string {
	var names []string
	for _, c := range children {
		if len(names) == 0 || names[len(names)-1] != c.Name {
			names = append(names, c.Name)
		}
	}
	return strings.Join(names, " ")
}

// judgeDocument holds every part of a Word file against the standard, and its
// relationships and identities against each other.
func judgeDocument(t *testing.T, data []byte) {
	t.Helper()
	table, err := readSequences(sequencesText)
	if err != nil {
		t.Fatal(err)
	}
	p, err := wordml.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	ids := map[string]bool{} // "kind id", of the whole file
	for _, name := range p.Names() {
		if !strings.HasSuffix(name, ".xml") || strings.HasPrefix(name, "docProps") || strings.HasPrefix(name, "customXml") || strings.HasPrefix(name, "[") {
			continue
		}
		root, err := p.Part(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(root.Name, "w:") {
			continue // a theme
		}
		if _, ok := table[root.Name]; !ok {
			t.Errorf("%s: <%s> is not in the table", name, root.Name)
			continue
		}
		seen++
		told := map[string]bool{}
		judge{table, func(fault string) {
			if !told[fault] {
				told[fault] = true
				t.Errorf("%s: %s", name, fault)
			}
		}}.look(root)
		judgeReferences(t, p, name, root, ids)
	}
	if seen < 2 {
		t.Errorf("only %d parts were judged", seen)
	}
}

// once lists the elements whose identity may stand but once in a file.
var once = map[string]string{
	"w:bookmarkStart": "w:id", "w:comment": "w:id", "w:footnote": "w:id", "w:endnote": "w:id", "wp:docPr": "id",
	"w:num": "w:numId", "w:abstractNum": "w:abstractNumId", "w:style": "w:styleId",
}

func judgeReferences(t *testing.T, p *wordml.Package, part string, n *wordml.Node, ids map[string]bool) {
	t.Helper()
	if attr, ok := once[n.Name]; ok {
		key := n.Name + " " + n.Attr(attr)
		if ids[key] {
			t.Errorf("%s: there are two <%s> %s", part, n.Name, n.Attr(attr))
		}
		ids[key] = true
	}
	for _, a := range n.Attrs {
		if (a.Name == "r:id" && n.Name != "w:hyperlink" || a.Name == "r:embed") && p.Related(part, a.Value) == "" {
			t.Errorf("%s: <%s> leads to %s, which is nothing", part, n.Name, a.Value)
		}
	}
	for _, c := range n.Children {
		judgeReferences(t, p, part, c, ids)
	}
}

func TestWordFilesKeepTheStandardsOrder(t *testing.T) {
	eachSpecimen(t, func(t *testing.T, s specimen) { judgeDocument(t, s.docx) })
}

func TestDisorderIsFound(t *testing.T) {
	table, err := readSequences(sequencesText)
	if err != nil {
		t.Fatal(err)
	}
	for source, want := range map[string]string{
		`<w:p><w:r/><w:pPr/></w:p>`:                                       "<w:pPr> may not stand there in <w:p>",
		`<w:pPr><w:jc w:val="left"/><w:ind/></w:pPr>`:                     "<w:ind> may not stand there",
		`<w:pPr><w:ind/><w:ind/></w:pPr>`:                                 "<w:ind> may not stand there",
		`<w:tbl><w:tblPr/><w:tr/></w:tbl>`:                                "<w:tbl> lacks <w:tblGrid>",
		`<w:tbl><w:tblGrid/></w:tbl>`:                                     "<w:tbl> lacks <w:tblPr>",
		`<w:tbl><w:tblPr/></w:tbl>`:                                       "<w:tbl> lacks <w:tblGrid>",
		`<w:tc><w:p/><w:tbl><w:tblPr/><w:tblGrid/></w:tbl></w:tc>`:        "does not end in a paragraph",
		`<w:tc><w:tcPr/></w:tc>`:                                          "<w:tc> lacks <w:p>",
		`<w:jc/>`:                                                         "<w:jc> lacks w:val",
		`<w:r><w:p/></w:r>`:                                               "<w:p> may not stand there in <w:r>",
		`<w:tab><w:tab/></w:tab>`:                                         "<w:tab> may not stand there in <w:tab>",
		`<wp:inline><wp:docPr id="1" name="a"/><a:graphic/></wp:inline>`:  "<wp:inline> lacks <wp:extent>",
		`<w:p><w:pPr/><w:bookmarkStart w:id="1" w:name="a"/><w:r/></w:p>`: "",
		`<w:trPr><w:tblHeader/><w:cantSplit/></w:trPr>`:                   "",
		`<w:r><mc:AlternateContent><mc:Choice><w:t/></mc:Choice></mc:AlternateContent><w14:x/></w:r>`: "",
	} {
		root, err := wordml.Parse([]byte(`<x xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"` +
			` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"` +
			` xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"` +
			` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">` + source + `</x>`))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		judge{table, func(fault string) { got = append(got, fault) }}.look(root.Children[0])
		if all := strings.Join(got, "; "); want == "" && all != "" || !strings.Contains(all, want) {
			t.Errorf("%s: faults %q, want %q", source, all, want)
		}
	}
}
