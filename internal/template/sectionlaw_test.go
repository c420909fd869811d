package template_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"jobdoc/internal/template"
	"jobdoc/internal/wordml"
)

// randomSections makes paragraphs of which some end a section, in blocks that
// stand in one another and have second branches or not. It returns the names of
// the sections.
func randomSections(rnd *rand.Rand) (text string, names []string) {
	var b strings.Builder
	para := func(content string) {
		props := ""
		if rnd.IntN(3) == 0 {
			name := fmt.Sprintf("s%d", len(names))
			names = append(names, name)
			props = `<w:pPr><w:sectPr><w:type w:val="` + name + `"/></w:sectPr></w:pPr>`
		}
		b.WriteString("<w:p>" + props + r(content) + "</w:p>")
	}
	var blocks func(depth int)
	blocks = func(depth int) {
		for range 1 + rnd.IntN(3) {
			name := []string{"相关权限", "工具", "岗位名称", "备注", "职责", "相关权限|出现", "工具|留空"}[rnd.IntN(7)]
			switch rnd.IntN(6) {
			case 0, 1:
				para([]string{"x", "{岗位名称}", "{?备注}", ""}[rnd.IntN(4)])
			case 2:
				para("{#" + name + "}" + []string{"y", "{?备注}", "a{否则}b", "{否则}b", "a{否则}"}[rnd.IntN(5)] + "{/}")
			case 3:
				para("甲{#" + name + "}y{/}")
			default:
				if depth == 3 {
					continue
				}
				para([]string{"{#", "{^"}[rnd.IntN(2)] + name + "}")
				blocks(depth + 1)
				if rnd.IntN(2) == 0 {
					b.WriteString(p("{否则}"))
					blocks(depth + 1)
				}
				para("{/}")
			}
		}
	}
	blocks(0)
	return b.String(), names
}

// TestSectionsHoldInAnyNesting holds filled documents to the sections of the
// template: each of them once, in the order of the template.
func TestSectionsHoldInAnyNesting(t *testing.T) {
	t.Parallel()
	data := values(t, `{"position":{"title":"经理"},"authorities":["a","b"],"tools":[],"remarks":null,"duties":[{"description":"甲"},{"description":"乙"}]}`)
	filled := 0
	for seed := range uint64(600) {
		text, names := randomSections(rand.New(rand.NewPCG(seed, 5)))
		tm, _ := template.Compile(open(t, docx(t, text+`<w:sectPr><w:type w:val="last"/></w:sectPr>`)), form())
		if tm == nil {
			continue // {否则} in a paragraph that ends a section
		}
		filled++
		var got []string
		var walk func(n *wordml.Node)
		walk = func(n *wordml.Node) {
			if n.Name == "w:sectPr" {
				got = append(got, n.Child("w:type").Attr("w:val"))
			}
			for _, c := range n.Children {
				walk(c)
			}
		}
		walk(written(t, fill(t, tm, data)))
		if want := append(names, "last"); !slices.Equal(got, want) {
			t.Fatalf("seed %d: sections %v, want %v\n%s", seed, got, want, text)
		}
	}
	if filled < 300 {
		t.Errorf("only %d documents were filled", filled)
	}
}
