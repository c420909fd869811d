package audit

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Severity says how much a finding matters.
type Severity int

// The severities, the gravest first.
const (
	Error   Severity = iota // the positions contradict one another or themselves
	Warning                 // something is missing, or most likely wrong
	Info                    // worth a look
)

var severityNames = [...]string{"error", "warning", "info"}

// String returns error, warning or info.
func (s Severity) String() string { return severityNames[s] }

// Chinese returns 错误, 警告 or 提示.
func (s Severity) Chinese() string { return [...]string{"错误", "警告", "提示"}[s] }

// ParseSeverity reads error, warning or info.
func ParseSeverity(name string) (Severity, error) {
	for i, n := range severityNames {
		if n == name {
			return Severity(i), nil
		}
	}
	return 0, fmt.Errorf("unknown severity %q; there are %s", name, strings.Join(severityNames[:], ", "))
}

// Subject names the position of a finding.
type Subject struct {
	Code       string `json:"code"` // "" when blank, as the others
	Department string `json:"department"`
	Title      string `json:"title"`
	Source     string `json:"-"` // where it was read, for people
}

// Finding is one thing that an audit has found.
type Finding struct {
	Check    *Check
	Severity Severity
	Position *Subject // nil for a finding on the whole set; shared by the findings of a position
	Pointer  string   // JSON Pointer into the position, also to a key that is not there; "" for the whole set
	Quote    string   // the text in question, "" where something is missing
	Message  string   // a Chinese sentence that says what to do
	English  string   // the same in English
}

// before orders findings: those of the whole set first, then by position, check and place.
func (f *Finding) before(g *Finding) int {
	if f.Position == nil || g.Position == nil {
		if (f.Position == nil) != (g.Position == nil) {
			if f.Position == nil {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(f.Check.order, g.Check.order), strings.Compare(f.Quote, g.Quote))
	}
	if f.Position != g.Position {
		if c := f.Position.before(g.Position); c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(f.Check.order, g.Check.order), comparePointers(f.Pointer, g.Pointer),
		strings.Compare(f.Quote, g.Quote), strings.Compare(f.Message, g.Message))
}

func (s *Subject) before(t *Subject) int {
	return cmp.Or(strings.Compare(s.Department, t.Department), strings.Compare(s.Title, t.Title),
		strings.Compare(s.Code, t.Code), strings.Compare(s.Source, t.Source))
}

// comparePointers orders pointers so that item 2 comes before item 10.
func comparePointers(a, b string) int {
	for a != "" && b != "" {
		var x, y string
		x, a, _ = strings.Cut(strings.TrimPrefix(a, "/"), "/")
		y, b, _ = strings.Cut(strings.TrimPrefix(b, "/"), "/")
		digits := func(s string) bool { return strings.Trim(s, "0123456789") == "" }
		if digits(x) && digits(y) && len(x) != len(y) {
			return cmp.Compare(len(x), len(y))
		}
		if c := strings.Compare(x, y); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(a), len(b))
}

// jsonFinding is a finding as the JSON report writes it.
type jsonFinding struct {
	Check    string   `json:"check"`
	Severity string   `json:"severity"`
	Position *Subject `json:"position"`
	Pointer  string   `json:"pointer"`
	Quote    string   `json:"quote"`
	Message  string   `json:"message"`
}

// WriteJSON writes {"findings":[…]}, one finding a line, the messages in English
// or Chinese. position is null for a finding on the whole set.
func (r *Report) WriteJSON(w io.Writer, english bool) error {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	separator := "{\"findings\":["
	for i := range r.Findings {
		f := &r.Findings[i]
		b.Reset()
		b.WriteString(separator + "\n")
		separator = ","
		if err := e.Encode(jsonFinding{f.Check.ID, f.Severity.String(), f.Position, f.Pointer, f.Quote, f.Say(english)}); err != nil {
			return err
		}
		if _, err := io.WriteString(w, strings.TrimSuffix(b.String(), "\n")); err != nil {
			return err
		}
	}
	if len(r.Findings) == 0 {
		_, err := io.WriteString(w, separator+"]}\n")
		return err
	}
	_, err := io.WriteString(w, "\n]}\n")
	return err
}

// Say returns the message in English or Chinese.
func (f *Finding) Say(english bool) string {
	if english {
		return f.English
	}
	return f.Message
}
