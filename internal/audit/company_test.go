package audit

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"jobdoc/internal/company"
	"jobdoc/internal/position"
)

// auditCompany audits a made-up company and returns the faults it was given.
func auditCompany(t testing.TB, o company.Options) (*Report, []company.Fault) {
	t.Helper()
	config := Config{}
	for _, name := range company.Departments(o) {
		config.Departments = append(config.Departments, Entry{Name: name})
	}
	day, err := time.Parse(time.DateOnly, company.Today)
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(Options{Config: config, Today: day})
	if err != nil {
		t.Fatal(err)
	}
	var faults []company.Fault
	for p := range company.Generate(o) {
		pos, wrong := position.Decode(p.Data)
		if len(wrong) > 0 {
			t.Fatalf("%+v in %s", wrong, p.Data)
		}
		a.Add(a.Examine(pos, ""))
		faults = append(faults, p.Faults...)
	}
	return a.Report(), faults
}

// known turns faults and findings into the same texts: those on the whole set by
// check alone, with the wordings apart.
func site(check, code, department, title, pointer string) string {
	return strings.Join([]string{check, code, department, title, pointer}, " | ")
}

// TestTheAuditFindsEveryFaultOfACompanyAndNoOther is recall and precision: every
// fault that was put in is found where it was put, and nothing else is. Titles
// that several departments have are no fault; they are counted.
func TestTheAuditFindsEveryFaultOfACompanyAndNoOther(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, o := range []company.Options{{Positions: 1}, {Positions: 10, Faults: 1}, {Positions: 700, Seed: 3}, {Positions: 2500, Seed: 1, Faults: 0.1}, {Positions: 1500, Seed: 2, Faults: 0.6}} {
		if testing.Short() && o.Positions > 1000 {
			continue
		}
		r, faults := auditCompany(t, o)
		want, wordings := map[string]int{}, map[string][]string{}
		for _, f := range faults {
			seen[f.Check] = true
			if f.Wording != "" {
				wordings[f.Check] = append(wordings[f.Check], f.Wording)
				continue
			}
			want[site(f.Check, f.Code, f.Department, f.Title, f.Pointer)]++
		}
		found := map[string]int{}
		quotes := map[string][]string{}
		for _, f := range r.Findings {
			switch {
			case f.Check.ID == "duplicate-title" && f.Severity == Info:
			case f.Position == nil:
				quotes[f.Check.ID] = append(quotes[f.Check.ID], f.Quote)
			default:
				found[site(f.Check.ID, f.Position.Code, f.Position.Department, f.Position.Title, f.Pointer)]++
			}
		}
		compareSites(t, o, want, found)
		compareWordings(t, o, wordings, quotes)
	}
	for _, c := range Checks() {
		if !testing.Short() && !seen[c.ID] {
			t.Errorf("no company has the fault %s", c.ID)
		}
	}
}

func compareSites(t *testing.T, o company.Options, want, found map[string]int) {
	t.Helper()
	shown := 0
	for s, n := range want {
		if found[s] != n && shown < 10 {
			shown++
			t.Errorf("%+v: put in %d times and found %d times: %s", o, n, found[s], s)
		}
	}
	for s := range found {
		if want[s] == 0 && shown < 20 {
			shown++
			t.Errorf("%+v: found and not put in: %s", o, s)
		}
	}
}

// compareWordings holds every wording to a group, and every group to a wording.
func compareWordings(t *testing.T, o company.Options, wordings, quotes map[string][]string) {
	t.Helper()
	for check, list := range wordings {
		for _, w := range list {
			if !slices.ContainsFunc(quotes[check], func(q string) bool { return slices.Contains(split(q), w) }) {
				t.Errorf("%+v: %s does not find %q", o, check, w)
			}
		}
	}
	for check, list := range quotes {
		for _, q := range list {
			if !slices.ContainsFunc(wordings[check], func(w string) bool { return slices.Contains(split(q), w) }) {
				t.Errorf("%+v: %s finds %q, which is nobody's doing", o, check, q)
			}
		}
	}
}

func split(quote string) []string {
	if strings.Contains(quote, " ｜ ") {
		return strings.Split(quote, " ｜ ")
	}
	return strings.Split(quote, "、")
}

// BenchmarkCompany audits a company of a thousand positions, decoding included.
func BenchmarkCompany(b *testing.B) {
	for b.Loop() {
		r, _ := auditCompany(b, company.Options{Positions: 1000, Seed: 1, Faults: 0.1})
		if len(r.Findings) == 0 {
			b.Fatal(fmt.Sprint(r.Total))
		}
	}
}
