package template_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"

	"jobdoc/internal/template"
	"jobdoc/internal/wordml"
)

// randomTable makes a table of three grid columns whose cells are as wide as it
// happens, drawn merged as it happens, with blocks over rows and merges of both kinds.
func randomTable(rnd *rand.Rand) string {
	rows := 1 + rnd.IntN(5)
	opens, closes := make([]string, rows), make([]string, rows)
	block := func(name string) {
		from := rnd.IntN(rows)
		to := from + rnd.IntN(rows-from)
		opens[from] += "{#" + name + "}"
		closes[to] = "{/" + name + "}" + closes[to]
	}
	block("职责")
	if rnd.IntN(2) == 0 {
		block("任务")
	}
	var out []string
	for i := range rows {
		var cells []string
		for column := 0; column < 3; {
			span := 1 + rnd.IntN(min(2, 3-column))
			text := []string{"", "", "x", "{序号}", "{合并:职责}", "{合并:职责}y"}[rnd.IntN(6)]
			if column == 0 {
				text = opens[i] + text
			}
			if column+span == 3 {
				text += closes[i]
			}
			cell := tcw([]string{"", "", vRestart, vContinue}[rnd.IntN(4)]+map[bool]string{true: wide(span)}[span > 1], text)
			if rnd.IntN(8) == 0 {
				cell = sdt(cell)
			}
			cells = append(cells, cell)
			column += span
		}
		row := tr(cells...)
		if rnd.IntN(8) == 0 {
			row = sdt(row)
		}
		out = append(out, row)
	}
	return tbl(out...)
}

// checkMerges holds the vertical merges of a table to what Word expects: each
// continuation stands directly below its beginning or another one, in exactly
// the same columns, and nothing begins that does not go on.
func checkMerges(table *wordml.Node) error {
	type merged struct{ begins, goesOn bool }
	above := map[[2]int]*merged{}
	end := func(open map[[2]int]*merged) error {
		for at, m := range open {
			if m.begins && !m.goesOn {
				return fmt.Errorf("a merge of one cell at column %d", at[0])
			}
		}
		return nil
	}
	for _, row := range named(table, "w:tr") {
		line := map[[2]int]*merged{}
		column := 0
		for _, c := range named(row, "w:tc") {
			span := 1
			if n, err := strconv.Atoi(c.Find("w:tcPr", "w:gridSpan").Attr("w:val")); err == nil {
				span = n
			}
			at := [2]int{column, span}
			column += span
			switch m := c.Find("w:tcPr", "w:vMerge"); {
			case m == nil:
			case m.Attr("w:val") == "restart":
				line[at] = &merged{begins: true}
			case above[at] == nil:
				return fmt.Errorf("a continuation of nothing at column %d", at[0])
			default:
				above[at].goesOn = true
				line[at] = &merged{}
			}
		}
		if err := end(above); err != nil {
			return err
		}
		above = line
	}
	return end(above)
}

func TestMergesHoldInAnyTable(t *testing.T) {
	t.Parallel()
	data := values(t, `{"duties":[{"description":"甲","tasks":["一","二"]},{"description":"乙","tasks":[]},{"description":"丙","tasks":["三"]}]}`)
	filled := 0
	for seed := range uint64(1000) {
		table := randomTable(rand.New(rand.NewPCG(seed, 11)))
		tm, _ := template.Compile(open(t, docx(t, body(table, p("x")))), form())
		if tm == nil {
			continue // blocks that overlap, a merge outside of its block
		}
		filled++
		for _, n := range all(written(t, fill(t, tm, data)), "w:tbl") {
			if err := checkMerges(n); err != nil {
				t.Fatalf("seed %d: %v\n%s\n%s", seed, err, table, outline(written(t, fill(t, tm, data))))
			}
		}
	}
	if filled < 100 {
		t.Errorf("only %d tables were filled", filled)
	}
}
