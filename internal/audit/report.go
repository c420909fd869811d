package audit

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Report is what an audit found.
type Report struct {
	Findings     []Finding    // in the order of the reports
	Departments  []Department // by name
	Total        Department   // of all, without name
	Chart        []Node       // the reporting tree, one node a position, in the order of the subjects
	Organization string       // the employer, where all positions name the same
	Today        time.Time    // as given
	Unread       int          // inputs that are no positions; the caller counts them
}

// Department sums up the positions of one department.
type Department struct {
	Name      string // "" where it is blank
	Positions int
	Headcount int // sum of those given
	Unstaffed int // positions without headcount
	Findings  [3]int
}

// Count returns the number of findings of a severity.
func (d *Department) Count(s Severity) int { return d.Findings[s] }

// Node is a position in the reporting tree.
type Node struct {
	*Subject
	Headcount int    // -1 where it is blank
	Superior  int    // index of its superior in the chart, -1 for none
	Named     string // the superior as written
	Mark      Mark
	Missing   []string // direct reports that are not in the set
}

// Mark says what is the matter with the superior of a position.
type Mark int

// The marks.
const (
	Linked    Mark = iota // it is in the set, or stated to be none
	Top                   // it is not in the set
	Orphan                // it is not given
	Ambiguous             // several positions answer to it
	Cyclic                // it goes round in a circle, or is the position itself
)

// summarise makes what reports show beside the findings.
func (r *Report) summarise(s *set) {
	byName := map[string]*Department{}
	for _, rec := range s.records {
		d := byName[rec.subject.Department]
		if d == nil {
			d = &Department{Name: rec.subject.Department}
			byName[d.Name] = d
		}
		for _, sum := range []*Department{d, &r.Total} {
			sum.Positions++
			if rec.headcount < 0 {
				sum.Unstaffed++
				continue
			}
			sum.Headcount += rec.headcount
		}
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		r.Total.Findings[f.Severity]++
		if f.Position != nil {
			byName[f.Position.Department].Findings[f.Severity]++
		}
	}
	for _, d := range byName {
		r.Departments = append(r.Departments, *d)
	}
	slices.SortFunc(r.Departments, func(a, b Department) int { return strings.Compare(a.Name, b.Name) })
	r.draw(s)
	if len(s.records) > 0 {
		r.Organization = s.records[0].organization
	}
	for _, rec := range s.records {
		if rec.organization != r.Organization {
			r.Organization = ""
		}
	}
}

func (r *Report) draw(s *set) {
	r.Chart = make([]Node, len(s.records))
	for i, rec := range s.records {
		n := Node{Subject: rec.subject, Headcount: rec.headcount, Superior: -1, Named: rec.superior.text}
		if len(s.superiors[i]) > 0 {
			n.Superior = s.superiors[i][0]
		}
		switch {
		case s.cyclic[i] || n.Superior == i:
			n.Mark = Cyclic
		case n.Superior >= 0 || s.resolved[i].state == refNone:
		case s.resolved[i].state == refBlank:
			n.Mark = Orphan
		case len(s.resolved[i].ambiguous) > 0:
			n.Mark = Ambiguous
		default:
			n.Mark = Top
		}
		if n.Superior == i {
			n.Superior = -1
		}
		for _, ref := range rec.reports {
			if len(s.find(ref)) == 0 && !s.isDepartment(ref.title) {
				n.Missing = append(n.Missing, ref.text)
			}
		}
		r.Chart[i] = n
	}
}

// Keep leaves out the findings of less weight than least, of the counts too.
func (r *Report) Keep(least Severity) {
	r.Findings = slices.DeleteFunc(r.Findings, func(f Finding) bool { return f.Severity > least })
	drop := func(d *Department) {
		for s := range d.Findings {
			if Severity(s) > least {
				d.Findings[s] = 0
			}
		}
	}
	drop(&r.Total)
	for i := range r.Departments {
		drop(&r.Departments[i])
	}
}

// Group holds the findings of one check with one severity.
type Group struct {
	Check    *Check
	Severity Severity
	Plain    bool // all messages are the same: the position is all there is to say
	Findings []Finding
}

// ByCheck groups the findings, the gravest first, then in the order of the checks.
func (r *Report) ByCheck() []Group {
	type key struct {
		severity Severity
		check    int
	}
	byKey := map[key]*Group{}
	var keys []key
	for _, f := range r.Findings {
		k := key{f.Severity, f.Check.order}
		g := byKey[k]
		if g == nil {
			g = &Group{Check: f.Check, Severity: f.Severity, Plain: true}
			byKey[k] = g
			keys = append(keys, k)
		}
		g.Plain = g.Plain && (len(g.Findings) == 0 || g.Findings[0].Message == f.Message)
		g.Findings = append(g.Findings, f)
	}
	slices.SortFunc(keys, func(a, b key) int { return cmp.Or(cmp.Compare(a.severity, b.severity), cmp.Compare(a.check, b.check)) })
	groups := make([]Group, len(keys))
	for i, k := range keys {
		groups[i] = *byKey[k]
		groups[i].Plain = groups[i].Plain && len(groups[i].Findings) > 1
	}
	return groups
}
