package book

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// cutRun runs the batch and interrupts it after so many items.
func cutRun(t *testing.T, b *Batch, items []Item, after int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	seen := 0
	b.Report = func(Outcome) {
		if seen++; seen == after {
			cancel()
		}
	}
	if _, err := b.Run(ctx, slices.Values(items)); !errors.Is(err, context.Canceled) {
		t.Fatalf("the cut run ends with %v", err)
	}
}

func TestARunThatWasCutGoesOnToTheSameBytes(t *testing.T) {
	t.Parallel()
	items := many(t, 9)
	items = slices.Insert(items, 4, Item{Where: "bad.json", Faults: []string{"bad"}})
	for _, name := range []string{"all.zip", ""} {
		whole, dir := batch(t, name)
		whole.maxEntries = 5
		run1(t, whole, items)
		want := contents(t, dir)
		for _, after := range []int{1, 4, 5, 9} { // of these 4 and 5 stand around the faulty one
			for damage, harm := range harms {
				b, dir := batch(t, name)
				b.maxEntries = 5
				cutRun(t, b, items, after)
				harm(t, dir, b)
				b.Resume = true
				out := run1(t, b, items)
				if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(contents(t, dir)))); diff != "" {
					t.Fatalf("%q cut after %d, %s (-want +got):\n%s", name, after, damage, diff)
				}
				if !maps.Equal(want, contents(t, dir)) {
					t.Errorf("%q cut after %d, %s: other bytes", name, after, damage)
				}
				if damage == "whole" && after > 1 && !out[0].Resumed {
					t.Errorf("%q cut after %d: the first position was made again", name, after)
				}
			}
		}
	}
}

// harms are what a crash leaves of journal and unfinished part.
var harms = map[string]func(*testing.T, string, *Batch){
	"whole":         func(*testing.T, string, *Batch) {},
	"torn journal":  func(t *testing.T, dir string, b *Batch) { shorten(t, filepath.Join(dir, b.journalFile()), 7) },
	"empty journal": func(t *testing.T, dir string, b *Batch) { shorten(t, filepath.Join(dir, b.journalFile()), 1<<30) },
	"torn heading": func(t *testing.T, dir string, b *Batch) {
		if err := os.Truncate(filepath.Join(dir, b.journalFile()), 20); err != nil {
			t.Fatal(err)
		}
	},
	"torn part": func(t *testing.T, dir string, _ *Batch) {
		parts, err := filepath.Glob(filepath.Join(dir, "*"+unfinished))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range parts {
			shorten(t, p, 100)
		}
	},
	"garbage behind": func(t *testing.T, dir string, _ *Batch) {
		parts, err := filepath.Glob(filepath.Join(dir, "*"+unfinished))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range parts {
			f, err := os.OpenFile(p, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.WriteString("half a file"); err != nil {
				t.Fatal(err)
			}
			f.Close()
		}
	},
}

func shorten(t *testing.T, path string, by int64) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, max(0, info.Size()-by)); err != nil {
		t.Fatal(err)
	}
}

func TestARunDoesNotGoOnFromSomethingElse(t *testing.T) {
	t.Parallel()
	items := many(t, 6)
	for what, change := range map[string]func(*Batch) []Item{
		"another format":   func(b *Batch) []Item { b.Formats = b.Formats[:1]; return items },
		"another program":  func(b *Batch) []Item { b.Version = "next"; return items },
		"another template": func(b *Batch) []Item { b.TemplateName = "other"; return items },
		"a changed input":  func(*Batch) []Item { return append([]Item{small(t, "甲部", "新岗位")}, items[1:]...) },
		"fewer inputs":     func(*Batch) []Item { return items[:2] },
	} {
		b, _ := batch(t, "all.zip")
		cutRun(t, b, items, 4)
		b.Resume = true
		_, err := b.Run(t.Context(), slices.Values(change(b)))
		var resume *ResumeError
		if !errors.As(err, &resume) {
			t.Errorf("%s: error %v, want a ResumeError", what, err)
		}
	}
}

func TestResumeWithNothingToResumeIsAnOrdinaryRun(t *testing.T) {
	t.Parallel()
	b, dir := batch(t, "all.zip")
	b.Resume = true
	run1(t, b, many(t, 2))
	first := contents(t, dir)
	run1(t, b, many(t, 2))
	if !maps.Equal(first, contents(t, dir)) {
		t.Error("the second run gives other bytes")
	}
}
