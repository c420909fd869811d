package fidelity

import (
	"fmt"
	"io"
)

// WriteTable prints the figures, a line a document, as a Markdown table: the
// documents of our own, the forms, and the totals of each.
func WriteTable(w io.Writer, rows []Row) {
	fmt.Fprintln(w, "| document | pages | lines | same | median mm | p95 mm | as shipped: pages | same | median | p95 |")
	fmt.Fprintln(w, "|---|---|---:|---:|---:|---:|---|---:|---:|---:|")
	var own, forms []Row
	for i := range rows {
		r := &rows[i]
		if r.Err != nil {
			fmt.Fprintf(w, "| %s | %v |\n", r.Name, r.Err)
			continue
		}
		writeRow(w, r.Name, &r.Gap, &r.Word)
		if r.Own {
			own = append(own, *r)
		} else {
			forms = append(forms, *r)
		}
	}
	for _, t := range []struct {
		name string
		rows []Row
	}{{"**our own**", own}, {"**forms**", forms}} {
		if len(t.rows) > 0 {
			gap, word := Total(t.rows)
			writeRow(w, t.name, &gap, &word)
		}
	}
}

func writeRow(w io.Writer, name string, gap, word *Figures) {
	fmt.Fprintf(w, "| %s | %s | %d | %.1f %% | %.2f | %.2f | %s | %.1f %% | %.2f | %.2f |\n", name,
		pages(gap), gap.Lines, 100*gap.Share(), gap.Percentile(50), gap.Percentile(95),
		pages(word), 100*word.Share(), word.Percentile(50), word.Percentile(95))
}

func pages(f *Figures) string {
	if f.Ours == f.Theirs {
		return fmt.Sprint(f.Ours)
	}
	return fmt.Sprintf("**%d / %d**", f.Ours, f.Theirs)
}

// WriteApart prints the lines that only one of both has, and those that are
// further apart than so many mm.
func WriteApart(w io.Writer, rows []Row, far float64) {
	for i := range rows {
		title := false
		for _, d := range rows[i].Apart {
			if d.Apart() < far {
				continue
			}
			if !title {
				fmt.Fprintf(w, "\n%s (ours | theirs)\n", rows[i].Name)
				title = true
			}
			fmt.Fprintf(w, "  %s | %s\n", place(d.Ours), place(d.Theirs))
		}
	}
}

func place(l *Line) string {
	if l == nil {
		return "–"
	}
	return fmt.Sprintf("p%d %.2f,%.2f %s", l.Page+1, l.X, l.Y, l.Text)
}
