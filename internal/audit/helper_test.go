package audit

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/position"
)

// today is the day of the tests.
var today = time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)

// audited audits positions with some checks, or all.
func audited(t *testing.T, o Options, positions ...string) *Report {
	t.Helper()
	if o.Today.IsZero() {
		o.Today = today
	}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	for i, data := range positions {
		p, faults := position.Decode([]byte(data))
		if len(faults) > 0 {
			t.Fatalf("position %d: %+v\n%s", i, faults, data)
		}
		a.Add(a.Examine(p, fmt.Sprintf("%d.json", i)))
	}
	return a.Report()
}

// lines writes findings as tests read them: severity 部门 title pointer “quote”.
func lines(r *Report) []string {
	var all []string
	for _, f := range r.Findings {
		where := "*"
		if f.Position != nil {
			where = strings.TrimSpace(f.Position.Department + " " + f.Position.Title)
		}
		line := f.Severity.String()
		for _, s := range []string{where, f.Pointer, f.Quote} {
			if s != "" {
				line += " " + s
			}
		}
		all = append(all, line)
	}
	return all
}

// expect runs one check and compares what it finds.
func expect(t *testing.T, check string, positions []string, want ...string) {
	t.Helper()
	expectWith(t, Config{}, check, positions, want...)
}

func expectWith(t *testing.T, c Config, check string, positions []string, want ...string) {
	t.Helper()
	got := lines(audited(t, Options{Config: c, Only: []string{check}}, positions...))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s in %s (-want +got)\n%s", check, positions, diff)
	}
}

// one is a position with these members of position, and these at the root.
func one(head string, rest ...string) []string { return []string{pos(head, rest...)} }

// pos writes a position. A head that does not begin with the title is
// that of 甲; a rest without duties gets one.
func pos(head string, rest ...string) string {
	if !strings.HasPrefix(head, `"title":`) {
		head = join(`"title": "甲"`, head)
	}
	all := strings.Join(rest, ", ")
	if !strings.Contains(all, `"duties"`) {
		all = join(`"duties": [{"description": "做事"}]`, all)
	}
	return `{"position": {` + head + `}, ` + all + `}`
}

func join(a, b string) string {
	if b == "" {
		return a
	}
	return a + ", " + b
}

// duties is a position with these duties.
func duties(list ...string) []string {
	return one("", `"duties": [`+strings.Join(list, ", ")+`]`)
}

// who is the head of a position.
func who(department, title, superior string, more ...string) string {
	h := fmt.Sprintf(`"title": %q, "department": %q, "reportsTo": %q`, title, department, superior)
	for _, m := range more {
		h += ", " + m
	}
	return pos(h)
}
