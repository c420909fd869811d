package company

import (
	"bytes"
	"slices"
	"testing"

	"jobdoc/internal/position"
)

func collect(o Options) (all []Position) { return slices.Collect(Generate(o)) }

func TestACompanyHasAsManyPositionsAsAskedFor(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 2, 3, 22, 23, 338, 339, 1000} {
		if got := len(collect(Options{Positions: n, Faults: 0.5})); got != n {
			t.Errorf("%d positions, want %d", got, n)
		}
	}
}

func TestASeedGivesOneCompanyAndAnotherSeedAnother(t *testing.T) {
	t.Parallel()
	equal := func(a, b []Position) bool {
		return slices.EqualFunc(a, b, func(x, y Position) bool {
			return bytes.Equal(x.Data, y.Data) && slices.Equal(x.Faults, y.Faults)
		})
	}
	o := Options{Positions: 500, Seed: 7, Faults: 0.2}
	first := collect(o)
	if !equal(first, collect(o)) {
		t.Error("the same seed gives two companies")
	}
	other := o
	other.Seed = 8
	if equal(first, collect(other)) {
		t.Error("another seed gives the same company")
	}
}

func TestPositionsAreValidAndOfPlausibleSize(t *testing.T) {
	t.Parallel()
	for p := range Generate(Options{Positions: 800, Seed: 1}) {
		pos, faults := position.Decode(p.Data)
		if len(faults) > 0 {
			t.Fatalf("%+v in %s", faults, p.Data)
		}
		if duties, _ := pos.Get("duties"); len(duties.([]any)) < 5 || len(p.Faults) > 0 {
			t.Errorf("%s %s: %d duties, faults %v", pos.Department(), pos.Title(), len(duties.([]any)), p.Faults)
		}
	}
}

func TestWhoWantsFewerGetsFewer(t *testing.T) {
	t.Parallel()
	n := 0
	for range Generate(Options{Positions: 100_000}) {
		if n++; n == 30 {
			break
		}
	}
	if n != 30 {
		t.Errorf("%d positions, want 30", n)
	}
}

func TestDepartmentsAreListedOnce(t *testing.T) {
	t.Parallel()
	names := Departments(Options{Positions: 12_000})
	unique := slices.Compact(slices.Sorted(slices.Values(names)))
	if len(unique) != len(names) || names[0] != "总经理办公室" || names[1] != functions[0].name {
		t.Errorf("%d names, %d different, first %q", len(names), len(unique), names[:2])
	}
}
