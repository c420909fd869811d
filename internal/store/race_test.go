package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"jobdoc/internal/pgtest"
	"jobdoc/internal/store"
)

// TestManyWritersAtOnceLeaveAWholeStore lets goroutines on two handles of one
// database, as two processes have them, change the same few positions. What
// each was told must be what stands there afterwards.
func TestManyWritersAtOnceLeaveAWholeStore(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]func(*testing.T) store.Config{
		"sqlite":   func(t *testing.T) store.Config { t.Helper(); return store.Config{Dir: t.TempDir()} },
		"postgres": func(t *testing.T) store.Config { t.Helper(); return store.Config{URL: pgtest.URL(t)} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := config(t)
			var handles []*store.Store
			for range 2 {
				s, err := store.Open(t.Context(), c)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = s.Close() })
				handles = append(handles, s)
			}
			told := &told{revisions: map[string]string{}, versions: map[string]int64{}}
			var group sync.WaitGroup
			for i := range 8 {
				w := &writer{s: handles[i%2], random: rand.New(rand.NewPCG(1, uint64(i))), told: told, name: fmt.Sprintf("人%d", i)}
				group.Go(func() {
					for range 40 {
						w.step(t)
					}
				})
			}
			group.Wait()
			told.compare(t, handles[0])
		})
	}
}

// told is what the writers were told that they have done.
type told struct {
	sync.Mutex
	ids       []string
	revisions map[string]string // id and number: content
	versions  map[string]int64  // id: how many changes of it were acknowledged
}

// changed notes an acknowledged change.
func (d *told) changed(t *testing.T, p store.Position) {
	d.Lock()
	defer d.Unlock()
	if p.Version == 1 {
		d.ids = append(d.ids, p.ID)
	}
	d.versions[p.ID]++
	key := fmt.Sprint(p.ID, " ", p.Revision)
	if before, ok := d.revisions[key]; ok && before != string(p.Content) {
		t.Errorf("revision %s was acknowledged twice", key)
	}
	d.revisions[key] = string(p.Content)
}

func (d *told) compare(t *testing.T, s *store.Store) {
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if n, err := s.CountPositions(t.Context(), store.Query{Archived: store.WithArchived}); err != nil || n != len(d.ids) {
		t.Errorf("%d positions, %v; %d were acknowledged", n, err, len(d.ids))
	}
	for _, id := range d.ids {
		p, err := s.Position(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if p.Version != d.versions[id] {
			t.Errorf("position %s is at version %d, %d changes were acknowledged", id, p.Version, d.versions[id])
		}
		for n := 1; n <= p.Revision; n++ {
			r, err := s.Revision(t.Context(), p, n)
			if want := d.revisions[fmt.Sprint(id, " ", n)]; err != nil || string(r.Content) != want {
				t.Errorf("revision %s %d = %s, %v; acknowledged was %s", id, n, r.Content, err, want)
			}
		}
	}
	t.Logf("%d positions, %d revisions", len(d.ids), len(d.revisions))
}

// writer changes positions at random.
type writer struct {
	s      *store.Store
	random *rand.Rand
	told   *told
	name   string
	n      int
}

func (w *writer) any() string {
	w.told.Lock()
	defer w.told.Unlock()
	if len(w.told.ids) == 0 {
		return "nothing"
	}
	return w.told.ids[w.random.IntN(len(w.told.ids))]
}

// step changes something. Refusals are part of the game; anything else is not.
func (w *writer) step(t *testing.T) {
	id, by := w.any(), store.Author{Key: "test", Name: w.name}
	w.n++
	// Few identities, so that writers want the same one at once.
	p := decode(t, fmt.Sprintf(`{"title":"职位%d"}`, w.random.IntN(12)), fmt.Sprintf("%s写的第%d稿", w.name, w.n))
	action := w.random.IntN(10)
	to := store.States()[w.random.IntN(4)]
	number := 1 + w.random.IntN(3)
	var before, after store.Position
	err := w.s.Update(t.Context(), func(ctx context.Context, tx *store.Tx) (err error) {
		if action > 2 {
			if before, err = tx.Position(ctx, id); err != nil {
				return err
			}
			if w.n%2 == 0 { // keeps its identity
				p = decode(t, fmt.Sprintf(`{"title":%q}`, before.Title), fmt.Sprintf("%s写的第%d稿", w.name, w.n))
			}
		}
		switch {
		case action <= 2:
			after, err = tx.CreatePosition(ctx, p, by, "")
		case action <= 5:
			after, err = tx.ReplacePosition(ctx, id, 0, p, by, "")
		case action <= 7:
			after, _, err = tx.SetState(ctx, id, number, 0, to, store.Issue{Template: "classic"}, by, "")
		case action == 8:
			after, err = tx.RestoreRevision(ctx, id, number, 0, by, "")
		case before.Archived.IsZero():
			after, err = tx.ArchivePosition(ctx, id, before.Version)
		default:
			after, err = tx.UnarchivePosition(ctx, id, before.Version)
		}
		return err
	})
	switch said := outcome(err); {
	case said == "done":
		w.told.changed(t, after)
	case strings.HasPrefix(said, "unexpected"):
		t.Error(err)
	}
	if _, _, err := w.s.Positions(t.Context(), store.Query{Text: "职位" + fmt.Sprint(w.random.IntN(12)), Sort: store.ByTitle}); err != nil {
		t.Error(err)
	}
}
