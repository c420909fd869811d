package corpus

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/wordml"
)

// tagsOf reads the tags of a specimen's PDF.
func tagsOf(t *testing.T, s specimen) *tagged {
	t.Helper()
	root, faults, err := readTags(s.pdf)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Error(f)
	}
	return root
}

// paragraphsOf lists the text of each paragraph of a Word file's body that has any.
func paragraphsOf(t *testing.T, docx []byte) (all []string) {
	t.Helper()
	p, err := wordml.Open(docx)
	if err != nil {
		t.Fatal(err)
	}
	root, err := p.Part(p.Main())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var walk func(*wordml.Node)
	walk = func(n *wordml.Node) {
		if n.Name == "w:t" {
			b.WriteString(n.Content())
			return
		}
		for _, c := range n.Children {
			walk(c)
		}
		if n.Name == "w:p" {
			if text := squeeze(b.String()); text != "" {
				all = append(all, text)
			}
			b.Reset()
		}
	}
	walk(root.Child("w:body"))
	return all
}

// TestTagsHoldTheWholeDocument compares the paragraphs of the structure tree, in
// its order, with those of the Word file. Numbers that Word counts itself are in
// no file: they stand in labels, and before the text of headings.
func TestTagsHoldTheWholeDocument(t *testing.T) {
	eachSpecimen(t, func(t *testing.T, s specimen) {
		want := paragraphsOf(t, s.docx)
		var got []string
		tagsOf(t, s).each(func(e *tagged) {
			heading := e.kind[0] == 'H'
			if !heading && e.kind != "P" && e.kind != "LBody" {
				return
			}
			text := squeeze(e.text("L"))
			if k := len(got); heading && k < len(want) && strings.HasSuffix(text, want[k]) && len(text)-len(want[k]) < 20 {
				text = want[k]
			}
			if text != "" {
				got = append(got, text)
			}
		})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("paragraphs differ (-want +got):\n%s", diff)
		}
	})
}

// TestPopplerReadsTheSameTags compares what pdfinfo reads of the tree, for the
// shortest sample in each form and a longer one: it reads a page anew for each
// paragraph on it, which takes it seconds.
func TestPopplerReadsTheSameTags(t *testing.T) {
	requireTool(t, "pdfinfo")
	eachSpecimen(t, func(t *testing.T, s specimen) {
		if !strings.HasPrefix(s.name, "classic-04-") && !strings.Contains(s.name, "-07-") {
			t.Skip("our own reader sees all of them")
		}
		got := squeeze(structText(run(t, "pdfinfo", "-struct-text", s.path(".pdf"))))
		if want := squeeze(tagsOf(t, s).text()); got != want {
			t.Errorf("poppler reads otherwise (-want +got):\n%s", firstDifference(want, got))
		}
	})
}

// structText takes the quoted text out of what pdfinfo -struct-text prints.
func structText(out string) string {
	var b strings.Builder
	open := false
	for line := range strings.Lines(out) {
		text := strings.TrimSpace(line)
		if !open {
			if !strings.HasPrefix(text, `"`) {
				continue
			}
			text = text[1:]
		}
		open = !strings.HasSuffix(text, `"`)
		b.WriteString(strings.TrimSuffix(text, `"`))
	}
	return b.String()
}

// firstDifference shows where two texts part.
func firstDifference(want, got string) string {
	w, g := []rune(want), []rune(got)
	i := 0
	for i < len(w) && i < len(g) && w[i] == g[i] {
		i++
	}
	from := max(0, i-20)
	return cmp.Diff(string(w[from:min(len(w), i+30)]), string(g[from:min(len(g), i+30)]))
}

// mayStandIn lists what each kind of element may stand in (ISO 32000-1, 14.8.4).
var mayStandIn = map[string]string{
	"Document": "root", "P": "Document TD TH LBody Note", "Table": "Document TD TH LBody", "TR": "Table", "TD": "TR", "TH": "TR",
	"H1": "Document TD TH", "H2": "Document TD TH", "H3": "Document TD TH", "H4": "Document TD TH", "L": "Document TD TH LBody Note", "LI": "L",
	"Lbl": "LI", "LBody": "LI", "Figure": "P LBody H1 H2 H3 Link", "Link": "P LBody H1 H2 H3",
	"Reference": "P LBody H1 H2 H3", "Note": "P LBody H1 H2 H3",
}

var spans = regexp.MustCompile(`/(Row|Col)Span (\d+)`)

// TestTagsAreInOrder holds the tree to the standard's grammar: what stands in
// what, rows of one table as wide as each other, figures with a box.
func TestTagsAreInOrder(t *testing.T) {
	eachSpecimen(t, func(t *testing.T, s specimen) {
		root := tagsOf(t, s)
		orderly(t, root)
		kinds := map[string]int{}
		root.each(func(e *tagged) { kinds[e.kind]++ })
		if kinds["Document"] != 1 || kinds["P"]+kinds["LBody"] < 10 {
			t.Errorf("the tree holds %v", kinds)
		}
	})
}

func orderly(t *testing.T, root *tagged) {
	t.Helper()
	root.each(func(e *tagged) {
		for _, p := range e.parts {
			if p.element != nil && !strings.Contains(" "+mayStandIn[p.element.kind]+" ", " "+e.kind+" ") {
				t.Errorf("a %s stands in a %s", p.element.kind, e.kind)
			}
			if p.element == nil && strings.Contains(" root Document Table TR L LI ", " "+e.kind+" ") {
				t.Errorf("%q stands in a %s without an element of its own", p.text, e.kind)
			}
		}
		switch e.kind {
		case "Table":
			evenRows(t, e)
		case "TH":
			if !strings.Contains(e.attributes, "/Scope") {
				t.Errorf("the heading %q has no scope", e.text())
			}
		case "L":
			if strings.Contains(e.attributes, "/ListNumbering") == (e.text() == e.text("Lbl")) {
				t.Errorf("list %.20q has the attributes %q", e.text(), e.attributes)
			}
		case "Figure":
			if !strings.Contains(e.attributes, "/BBox") {
				t.Errorf("figure %q has no box", e.alt)
			}
		}
	})
}

// evenRows wants as many columns in each row of a table, spans counted.
func evenRows(t *testing.T, table *tagged) {
	t.Helper()
	var hanging []int // by column: rows that a cell above still covers
	for r, row := range table.parts {
		column := 0
		skip := func() {
			for column < len(hanging) && hanging[column] > 0 {
				hanging[column]--
				column++
			}
		}
		for _, cell := range row.element.parts {
			skip()
			rows, columns := 1, 1
			for _, m := range spans.FindAllStringSubmatch(cell.element.attributes, -1) {
				n := int(m[2][0] - '0')
				for _, d := range m[2][1:] {
					n = n*10 + int(d-'0')
				}
				if m[1] == "Row" {
					rows = n
				} else {
					columns = n
				}
			}
			for range columns {
				if column == len(hanging) && r == 0 {
					hanging = append(hanging, 0)
				}
				if column < len(hanging) {
					hanging[column] = rows - 1
				}
				column++
			}
		}
		skip()
		if column != len(hanging) {
			t.Errorf("row %d has %d columns of %d: %.30q", r+1, column, len(hanging), row.element.text())
		}
	}
}
