package audit

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"jobdoc/internal/position"
)

// Options say how to audit. The zero value works.
type Options struct {
	Config
	// Today is the date from which [Config.StaleYears] counts; zero: nothing is stale.
	Today time.Time
	// Only are the ids of the checks to run, nil for all.
	Only []string
}

// Auditor audits one set of positions: Examine and Add every one, then Report.
type Auditor struct {
	options     Options
	on          []*Check
	departments dictionary
	oldest      string // dates before it are stale
	set         *set
	findings    []Finding
}

// New returns an auditor. The error names a check that does not exist or a
// threshold out of range.
func New(o Options) (*Auditor, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	for _, id := range o.Only {
		if _, ok := checkByID[id]; !ok {
			return nil, fmt.Errorf("there is no check %q", id)
		}
	}
	o.Config = o.withDefaults()
	a := &Auditor{options: o, departments: newDictionary(o.Departments)}
	for _, c := range checks {
		if (o.Only == nil || slices.Contains(o.Only, c.ID)) && !slices.Contains(o.Off, c.ID) {
			a.on = append(a.on, c)
		}
	}
	if !o.Today.IsZero() {
		years := int(o.StaleYears)
		days := int((o.StaleYears - float64(years)) * 365)
		a.oldest = o.Today.AddDate(-years, 0, -days).Format(time.DateOnly)
	}
	a.set = newSet(a)
	return a, nil
}

// Examined is what an audit keeps of one position.
type Examined struct {
	record   *record
	findings []Finding
}

// Examine runs the checks that look at one position. source is where it was
// read, for people. Safe for concurrent use.
func (a *Auditor) Examine(p position.Position, source string) *Examined {
	x := &examination{auditor: a, pos: p, record: newRecord(p, source)}
	for _, c := range a.on {
		if c.position != nil {
			x.check = c
			c.position(x)
		}
	}
	return &Examined{x.record, x.findings}
}

// Add takes a position into the set. Not safe for concurrent use.
func (a *Auditor) Add(e *Examined) {
	a.findings = append(a.findings, e.findings...)
	a.set.add(e.record)
}

// Report runs the checks that look at the whole set and returns what was found.
// It is called once, after everything has been added.
func (a *Auditor) Report() *Report {
	s := a.set
	s.link()
	for _, c := range a.on {
		if c.set != nil {
			s.check = c
			c.set(s)
		}
	}
	r := &Report{Findings: append(a.findings, s.findings...), Today: a.options.Today}
	a.findings, s.findings = nil, nil
	slices.SortStableFunc(r.Findings, func(x, y Finding) int { return x.before(&y) })
	r.summarise(s)
	return r
}

// examination is one position on its way through the checks.
type examination struct {
	auditor  *Auditor
	pos      position.Position
	record   *record
	check    *Check
	findings []Finding
	texts    []position.Leaf
}

// leaves returns every string and number of the position, walked once.
func (x *examination) leaves() []position.Leaf {
	if x.texts == nil {
		x.texts = slices.AppendSeq(make([]position.Leaf, 0, 128), x.pos.Leaves())
	}
	return x.texts
}

// report adds a finding of the check that runs.
func (x *examination) report(pointer, quote string, m message) {
	x.reportAs(x.check.Severity, pointer, quote, m)
}

func (x *examination) reportAs(severity Severity, pointer, quote string, m message) {
	x.findings = append(x.findings, Finding{x.check, severity, x.record.subject, pointer, clip(quote), m.zh, m.en})
}

// message is a sentence in both languages.
type message struct{ zh, en string }

// say formats a message; both sentences take the same arguments.
func say(zh, en string, args ...any) message {
	return message{fmt.Sprintf(zh, args...), fmt.Sprintf(straight.Replace(en), args...)}
}

// straight makes the quotation marks of English sentences ASCII: in a face for
// Chinese the curly ones are as broad as a character.
var straight = strings.NewReplacer("“", `"`, "”", `"`)

// maxQuote bounds a quote, in characters: a task may have ten thousand.
const maxQuote = 120

func clip(s string) string {
	n := 0
	for i := range s {
		if n++; n > maxQuote {
			return s[:i] + "…"
		}
	}
	return s
}
