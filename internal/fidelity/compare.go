package fidelity

import (
	"cmp"
	"math"
	"slices"
)

// Figures say how near two layouts of one document are.
type Figures struct {
	Ours, Theirs int       // pages
	Lines        int       // of the layout that has more
	Same         int       // lines of both that hold the same text
	Distances    []float64 // of the origins of the lines that are the same, in mm, in rising order
}

// Share is the part of the lines that begin and end at the same characters, 1 for none at all.
func (f *Figures) Share() float64 {
	if f.Lines == 0 {
		return 1
	}
	return float64(f.Same) / float64(f.Lines)
}

// Percentile returns the distance below which so many of a hundred lines are, in mm.
func (f *Figures) Percentile(p int) float64 {
	if len(f.Distances) == 0 {
		return 0
	}
	return f.Distances[min(len(f.Distances)-1, len(f.Distances)*p/100)]
}

// add takes another document's figures in.
func (f *Figures) add(g *Figures) {
	f.Ours += g.Ours
	f.Theirs += g.Theirs
	f.Lines += g.Lines
	f.Same += g.Same
	f.Distances = append(f.Distances, g.Distances...)
	slices.Sort(f.Distances)
}

// pair is two lines of the same text.
type pair struct {
	ours, theirs *Line
	distance     float64
}

// pageHeight stands for the distance of two pages, in mm: a line on another
// page is that far away.
const pageHeight = 297

func distance(a, b *Line) float64 {
	return math.Hypot(a.X-b.X, a.Y-b.Y+pageHeight*float64(a.Page-b.Page))
}

// match pairs lines of the same text, nearest ones first, so that the order in
// which columns, notes and headers are drawn does not matter.
func match(ours, theirs []Line) []pair {
	byText := map[string][]*Line{}
	for i := range theirs {
		byText[theirs[i].Text] = append(byText[theirs[i].Text], &theirs[i])
	}
	var candidates []pair
	for i := range ours {
		for _, t := range byText[ours[i].Text] {
			candidates = append(candidates, pair{&ours[i], t, distance(&ours[i], t)})
		}
	}
	slices.SortStableFunc(candidates, func(a, b pair) int { return cmp.Compare(a.distance, b.distance) })
	taken := map[*Line]bool{}
	var pairs []pair
	for _, c := range candidates {
		if !taken[c.ours] && !taken[c.theirs] {
			taken[c.ours], taken[c.theirs] = true, true
			pairs = append(pairs, c)
		}
	}
	return pairs
}

// compare returns the figures of two layouts, and all lines from the first page to the last.
func compare(ours, theirs []Line, ourPages, theirPages int) (Figures, []Difference) {
	pairs := match(ours, theirs)
	f := Figures{Ours: ourPages, Theirs: theirPages, Lines: max(len(ours), len(theirs)), Same: len(pairs)}
	var differences []Difference
	paired := map[*Line]bool{}
	for _, p := range pairs {
		f.Distances = append(f.Distances, p.distance)
		paired[p.ours], paired[p.theirs] = true, true
		differences = append(differences, Difference{p.ours, p.theirs})
	}
	slices.Sort(f.Distances)
	for i := range ours {
		if !paired[&ours[i]] {
			differences = append(differences, Difference{Ours: &ours[i]})
		}
	}
	for i := range theirs {
		if !paired[&theirs[i]] {
			differences = append(differences, Difference{Theirs: &theirs[i]})
		}
	}
	slices.SortStableFunc(differences, func(a, b Difference) int {
		l, m := a.line(), b.line()
		return cmp.Or(cmp.Compare(l.Page, m.Page), cmp.Compare(l.Y, m.Y), cmp.Compare(l.X, m.X))
	})
	return f, differences
}

// Difference is a line that both have, or one that only one of the two has.
type Difference struct{ Ours, Theirs *Line }

// Apart is how far apart the two are in mm, endless where there is one alone.
func (d Difference) Apart() float64 {
	if d.Ours == nil || d.Theirs == nil {
		return math.Inf(1)
	}
	return distance(d.Ours, d.Theirs)
}

func (d Difference) line() *Line {
	if d.Ours != nil {
		return d.Ours
	}
	return d.Theirs
}
