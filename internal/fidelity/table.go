package fidelity

import (
	"fmt"
	"io"
)

// The targets that every document is held to which is no exception.
const (
	leastShare  = 0.95 // of lines that begin and end at the same characters
	mostMedian  = 0.5  // distance of line origins, mm
	mostPercent = 2.0  // the same, 95th percentile
)

// Met reports whether the figures are within the targets.
func (f *Figures) Met() bool {
	return f.Ours == f.Theirs && f.Share() >= leastShare && f.Percentile(50) <= mostMedian && f.Percentile(95) <= mostPercent
}

// String says the figures in a line.
func (f *Figures) String() string {
	return fmt.Sprintf("pages %s, %d lines, %.1f %% the same, median %.2f mm, p95 %.2f mm",
		pages(f), f.Lines, 100*f.Share(), f.Percentile(50), f.Percentile(95))
}

// WriteTable prints the figures, a line a document, as a Markdown table, and
// the totals; then what is an exception and why. Each line holds the figures
// with what LibreOffice does otherwise taken over, and as we ship.
func WriteTable(w io.Writer, rows []Row) {
	fmt.Fprintln(w, "| document | pages | lines | same | median mm | p95 mm | as shipped: pages | same | median mm | p95 mm |")
	fmt.Fprintln(w, "|---|---|---:|---:|---:|---:|---|---:|---:|---:|")
	var own, forms, others []Row
	for i := range rows {
		r := &rows[i]
		if r.Err != nil {
			fmt.Fprintf(w, "| %s | %v |\n", r.Name, r.Err)
			continue
		}
		name := r.Name
		switch {
		case exceptionFor(r.Name) != nil:
			name += " †"
			others = append(others, *r)
		case r.Own:
			own = append(own, *r)
		default:
			forms = append(forms, *r)
		}
		writeRow(w, name, &r.Gap, &r.Word)
	}
	for _, t := range []struct {
		name string
		rows []Row
	}{{"our own", own}, {"filled forms", forms}, {"† exceptions", others}} {
		if len(t.rows) > 0 {
			gap, word := Total(t.rows)
			writeRow(w, fmt.Sprintf("**%s (%d)**", t.name, len(t.rows)), &gap, &word)
		}
	}
	writeExceptions(w, others)
}

func writeExceptions(w io.Writer, rows []Row) {
	if len(rows) == 0 {
		return
	}
	fmt.Fprintln(w, "\n† Where we do otherwise than LibreOffice on purpose, or not yet as well:")
	fmt.Fprintln(w, "\n| document | what differs | source |\n|---|---|---|")
	for _, e := range exceptions {
		for i := range rows {
			if exceptionFor(rows[i].Name).Document == e.Document {
				fmt.Fprintf(w, "| %s | %s | %s |\n", e.Document, e.What, e.Source)
				break
			}
		}
	}
	fmt.Fprintln(w, "\nA number is a clause of ECMA-376 part 1, v#N an issue or pull request of yukiyokotani/office-open-xml-viewer, which measured Word.")
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
