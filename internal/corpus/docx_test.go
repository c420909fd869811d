package corpus

import (
	"strconv"
	"strings"
	"testing"

	"jobdoc/internal/wordml"
)

// TestWordTablesFitTheirGrids adds up what each table says three times: the
// widths of its grid, of its cells, and its own.
func TestWordTablesFitTheirGrids(t *testing.T) {
	eachSpecimen(t, func(t *testing.T, s specimen) {
		p := openDocx(t, s)
		for _, name := range p.Names() {
			if !strings.HasPrefix(name, "word/") || !strings.HasSuffix(name, ".xml") {
				continue
			}
			root, err := p.Part(name)
			if err != nil {
				t.Fatal(err)
			}
			walkNodes(root, func(n *wordml.Node) {
				if n.Name == "w:tbl" {
					checkGrid(t, name, n)
				}
			})
		}
	})
}

func checkGrid(t *testing.T, part string, table *wordml.Node) {
	t.Helper()
	var grid []int
	total := 0
	for _, c := range table.Child("w:tblGrid").Children {
		if c.Name == "w:gridCol" {
			grid = append(grid, twips(t, c, "w:w"))
			total += grid[len(grid)-1]
		}
	}
	if w := twips(t, table.Find("w:tblPr", "w:tblW"), "w:w"); w != total {
		t.Errorf("%s: a table %d wide has a grid of %d", part, w, total)
	}
	head, open := true, map[int]int{} // column → span of the merged cell above
	for _, row := range table.Children {
		if row.Name != "w:tr" {
			continue
		}
		isHead := row.Child("w:trPr").Child("w:tblHeader") != nil
		if isHead && !head {
			t.Errorf("%s: row %q is a header row below others", part, row.Content())
		}
		head = isHead
		at, merged := 0, map[int]int{}
		for _, cell := range row.Children {
			if cell.Name != "w:tc" {
				continue
			}
			at = checkCell(t, part, cell, grid, at, open, merged)
		}
		if at != len(grid) {
			t.Errorf("%s: row %q fills %d of %d columns", part, row.Content(), at, len(grid))
		}
		open = merged
	}
}

// checkCell checks the cell that begins at a column of the grid and returns the next column.
func checkCell(t *testing.T, part string, cell *wordml.Node, grid []int, at int, above, merged map[int]int) int {
	t.Helper()
	props := cell.Child("w:tcPr")
	span := 1
	if v := props.Child("w:gridSpan").Attr("w:val"); v != "" {
		span, _ = strconv.Atoi(v)
	}
	want := 0
	for _, w := range grid[at:min(at+span, len(grid))] {
		want += w
	}
	if w := twips(t, props.Child("w:tcW"), "w:w"); w != want {
		t.Errorf("%s: cell %q is %d wide, its columns %d", part, cell.Content(), w, want)
	}
	if merge := props.Child("w:vMerge"); merge != nil {
		merged[at] = span
		if merge.Attr("w:val") != "restart" && above[at] != span {
			t.Errorf("%s: a cell in column %d goes on with none above it", part, at)
		}
	}
	if last := cell.Children[len(cell.Children)-1]; last.Name != "w:p" {
		t.Errorf("%s: a cell ends in %s", part, last.Name)
	}
	return at + span
}

// TestWordFilesSayWhatTheyAre looks for what Word shows and uses: the title, the
// languages, headings for its navigation, and an exact pitch of every line.
func TestWordFilesSayWhatTheyAre(t *testing.T) {
	eachSpecimen(t, func(t *testing.T, s specimen) {
		p := openDocx(t, s)
		part := func(name string) *wordml.Node {
			root, err := p.Part(name)
			if err != nil || root == nil {
				t.Fatalf("%s: %v", name, err)
			}
			return root
		}
		if title := part("docProps/core.xml").Child("dc:title").Content(); !strings.Contains(title, s.pos.Title()) {
			t.Errorf("title %q", title)
		}
		styles := part("word/styles.xml")
		lang := styles.Find("w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang")
		if lang.Attr("w:val") == "" || lang.Attr("w:eastAsia") != "zh-CN" {
			t.Errorf("languages %v", lang)
		}
		level := map[string]bool{}
		for _, style := range styles.Children {
			if style.Child("w:pPr").Child("w:outlineLvl") != nil {
				level[style.Attr("w:styleId")] = true
			}
			if style.Attr("w:default") == "1" && style.Attr("w:type") == "paragraph" {
				if rule := style.Find("w:pPr", "w:spacing").Attr("w:lineRule"); rule != "exact" {
					t.Errorf("the pitch of %s is %q", style.Attr("w:styleId"), rule)
				}
			}
		}
		headings := 0
		walkNodes(part("word/document.xml"), func(n *wordml.Node) {
			if level[n.Find("w:pPr", "w:pStyle").Attr("w:val")] || n.Name == "w:p" && n.Find("w:pPr", "w:outlineLvl") != nil {
				headings++
			}
			if n.Name == "w:docGrid" {
				t.Error("the document has a grid")
			}
		})
		if headings < 1 {
			t.Error("no paragraph has an outline level")
		}
	})
}

func openDocx(t *testing.T, s specimen) *wordml.Package {
	t.Helper()
	p, err := wordml.Open(s.docx)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func walkNodes(n *wordml.Node, visit func(*wordml.Node)) {
	visit(n)
	for _, c := range n.Children {
		walkNodes(c, visit)
	}
}

func twips(t *testing.T, n *wordml.Node, attr string) int {
	t.Helper()
	v, err := strconv.Atoi(n.Attr(attr))
	if err != nil {
		t.Fatalf("%s: %v", attr, err)
	}
	return v
}
