package render

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
)

func hashOf(i int) (h [32]byte) {
	h[0], h[1] = byte(i), byte(i>>8)
	return h
}

// keep asks a cache for a template of a weight, and reports whether it was kept.
func keep(t testing.TB, c *cache, i, weight int) (kept bool) {
	t.Helper()
	kept = true
	got, err := c.get(hashOf(i), func() (*Template, error) {
		kept = false
		return &Template{Name: fmt.Sprint(i), weight: weight}, nil
	})
	if err != nil || got.Name != fmt.Sprint(i) {
		t.Fatalf("template %d = %v, %v", i, got, err)
	}
	return kept
}

func TestOpenedTemplatesAreKeptWithinBounds(t *testing.T) {
	t.Parallel()
	var many cache
	for i := range 3 * maxOpened {
		keep(t, &many, i, 1)
		if !keep(t, &many, 0, 1) {
			t.Fatalf("the one used last went after %d", i)
		}
	}
	if len(many.items) != maxOpened || keep(t, &many, 1, 1) {
		t.Errorf("%d templates kept, want %d, and not the one that was not used for long", len(many.items), maxOpened)
	}
	var large cache
	for i := range 5 {
		keep(t, &large, i, maxOpenedWeight/3)
	}
	if len(large.items) != 3 {
		t.Errorf("%d large templates kept, want 3", len(large.items))
	}
	keep(t, &large, 9, 2*maxOpenedWeight)
	if len(large.items) != 1 || !keep(t, &large, 9, 2*maxOpenedWeight) {
		t.Errorf("%d kept beside one that fills all the room, want it alone", len(large.items))
	}
}

func TestATemplateThatManyAskForAtOnceIsCompiledOnce(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	own, err := r.Template(DefaultTemplate)
	if err != nil {
		t.Fatal(err)
	}
	var asked atomic.Int32
	found := make([]*Template, 16)
	var wg sync.WaitGroup
	for i := range found {
		wg.Go(func() {
			found[i], _ = r.OpenHashed(own.Hash(), func() ([]byte, error) {
				asked.Add(1)
				return own.Data(), nil
			})
		})
	}
	wg.Wait()
	if asked.Load() != 1 || found[0] == nil || slices.ContainsFunc(found, func(f *Template) bool { return f != found[0] }) {
		t.Errorf("the file was asked for %d times, want one template for all", asked.Load())
	}
	if found[0].Hash() != own.Hash() {
		t.Error("the hash is not that of the file")
	}
}

func TestWhatCouldNotBeReadIsTriedAgain(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	own, err := r.Template(DefaultTemplate)
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("the database is away")
	if _, err := r.OpenHashed(own.Hash(), func() ([]byte, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("error = %v, want that of the file", err)
	}
	func() {
		defer func() { _ = recover() }()
		_, _ = r.OpenHashed(own.Hash(), func() ([]byte, error) { panic("a bug") })
	}()
	if _, err := r.OpenHashed(own.Hash(), func() ([]byte, error) { return own.Data(), nil }); err != nil {
		t.Errorf("error = %v after it came back", err)
	}
}

// BenchmarkOpenedTemplate is what a stored template costs a document once it
// has been compiled.
func BenchmarkOpenedTemplate(b *testing.B) {
	r := newRenderer(b)
	own, err := r.Template(DefaultTemplate)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("kept", func(b *testing.B) {
		for b.Loop() {
			if _, err := r.OpenHashed(own.Hash(), func() ([]byte, error) { return own.Data(), nil }); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("compiled", func(b *testing.B) {
		for b.Loop() {
			t, err := compile("", own.Data(), r.root)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := t.sheet(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
