package store_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"jobdoc/internal/pgtest"
	"jobdoc/internal/position"
	"jobdoc/internal/store"
)

// diff compares what the store says with what the model says.
func diff(want, got any) string {
	if reflect.DeepEqual(want, got) { // much quicker
		return ""
	}
	return gocmp.Diff(want, got, cmpopts.IgnoreUnexported(store.Position{}))
}

// pages collects revisions from page to page.
func pages(page func(before int) ([]store.Revision, error)) (all []store.Revision, err error) {
	for before := 0; ; before = all[len(all)-1].Number {
		next, err := page(before)
		if err != nil || len(next) == 0 {
			return all, err
		}
		all = append(all, next...)
		if all[len(all)-1].Number == 1 {
			return all, nil
		}
	}
}

// history is a run of changes on a store and its model.
type history struct {
	model
	store *store.Store
	now   time.Time // what the store believes it is
	last  *kept     // what was changed last
}

// TestTheStoreIsWhatAMapWouldBe runs histories of changes, good and refused,
// against a model in memory: after every step the position that it was about,
// and after every history everything, is as in the model. More of them:
// make histories.
func TestTheStoreIsWhatAMapWouldBe(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]func(*testing.T) store.Config{
		"sqlite":   func(t *testing.T) store.Config { t.Helper(); return store.Config{Dir: t.TempDir()} },
		"postgres": func(t *testing.T) store.Config { t.Helper(); return store.Config{URL: pgtest.URL(t)} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := &history{}
			c := config(t)
			c.Now = func() time.Time { return h.now }
			s, err := store.Open(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			histories, changes := 0, 0
			rapid.Check(t, func(t *rapid.T) {
				// To make a store takes longer than a history: they share one, emptied.
				if err := s.Erase(t.Context()); err != nil {
					t.Fatal(err)
				}
				*h = history{store: s, now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
				t.Repeat(map[string]func(*rapid.T){
					"": h.check, "create": h.create, "create again": h.create, "create more": h.create, "replace": h.replace, "replace again": h.replace,
					"replace more": h.replace, "state": h.setState, "approve": h.approve, "restore": h.restore, "archive": h.archive,
					"unarchive": h.unarchive, "list": h.list, "search": h.list,
				})
				h.checkAll(t)
				histories++
				for _, k := range h.positions {
					changes += int(k.Version)
				}
			})
			t.Logf("%d histories, %d changes", histories, changes)
		})
	}
}

// change runs a change on the store and on the model, and compares how they end.
func (h *history) change(t *rapid.T, onStore func(context.Context, *store.Tx) error, onModel func(at time.Time) error) {
	h.now = h.now.Add(rapid.SampledFrom([]time.Duration{0, 0, time.Millisecond, 1500 * time.Microsecond, -time.Second, time.Hour}).Draw(t, "time passes"))
	got := outcome(h.store.Update(t.Context(), onStore))
	want := outcome(onModel(h.now.Truncate(time.Millisecond)))
	if got != want {
		t.Fatalf("the store says %q, want %q", got, want)
	}
}

func (h *history) create(t *rapid.T) {
	p, by, note := drawnPosition.Draw(t, "position"), drawnAuthor.Draw(t, "by"), text.Draw(t, "note")
	var made store.Position
	h.change(t, func(ctx context.Context, tx *store.Tx) (err error) {
		made, err = tx.CreatePosition(ctx, p, by, note)
		return err
	}, func(at time.Time) error {
		k, err := h.model.create(p, at, by, note)
		if err == nil {
			k.ID, h.last = made.ID, k
		}
		return err
	})
}

// pick draws a position, one that there is none of now and then, and a version
// that a client may have seen of it.
func (h *history) pick(t *rapid.T) (id string, version int64) {
	i := rapid.IntRange(-1, len(h.positions)*4-1).Draw(t, "which")
	if i < 0 {
		return "nothing", 0
	}
	k := h.positions[i%len(h.positions)]
	h.last = k
	version = rapid.SampledFrom([]int64{0, 0, k.Version, k.Version, k.Version - 1, k.Version + 1}).Draw(t, "version")
	return k.ID, version
}

// pickRevision draws the number of a revision, seldom one that is not there.
func (h *history) pickRevision(t *rapid.T, id string) int {
	k := h.find(id)
	if k == nil {
		return 1
	}
	if rapid.Bool().Draw(t, "newest") {
		return k.Revision
	}
	return rapid.IntRange(0, k.Revision+1).Draw(t, "number")
}

func (h *history) replace(t *rapid.T) {
	id, version := h.pick(t)
	p, by, note := drawnPosition.Draw(t, "position"), drawnAuthor.Draw(t, "by"), text.Draw(t, "note")
	if k := h.find(id); k != nil && rapid.IntRange(0, 5).Draw(t, "the same") == 0 {
		p = k.says
	}
	h.change(t, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.ReplacePosition(ctx, id, version, p, by, note)
		return err
	}, func(at time.Time) error { return h.model.replace(id, version, p, at, by, note) })
}

func (h *history) restore(t *rapid.T) {
	id, version := h.pick(t)
	number, by, note := h.pickRevision(t, id), drawnAuthor.Draw(t, "by"), text.Draw(t, "note")
	h.change(t, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.RestoreRevision(ctx, id, number, version, by, note)
		return err
	}, func(at time.Time) error { return h.model.restore(id, number, version, at, by, note) })
}

func (h *history) setState(t *rapid.T) {
	to := rapid.SampledFrom(store.States()).Draw(t, "to")
	id, version := h.pick(t)
	h.state(t, id, version, h.pickRevision(t, id), to)
}

// approve goes the way that most revisions go.
func (h *history) approve(t *rapid.T) {
	id, _ := h.pick(t)
	number := h.pickRevision(t, id)
	h.state(t, id, 0, number, store.Review)
	h.state(t, id, 0, number, store.Approved)
}

func (h *history) state(t *rapid.T, id string, version int64, number int, to store.State) {
	by, note := drawnAuthor.Draw(t, "by"), text.Draw(t, "note")
	issue := store.Issue{Template: rapid.SampledFrom([]string{"classic", "本公司'"}).Draw(t, "template"), Version: rapid.IntRange(0, 3).Draw(t, "of version")}
	h.change(t, func(ctx context.Context, tx *store.Tx) error {
		_, _, err := tx.SetState(ctx, id, number, version, to, issue, by, note)
		return err
	}, func(at time.Time) error { return h.model.setState(id, number, version, to, issue, at, by, note) })
}

func (h *history) archive(t *rapid.T) {
	id, version := h.pick(t)
	h.change(t, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.ArchivePosition(ctx, id, version)
		return err
	}, func(at time.Time) error { return h.model.archive(id, version, at) })
}

func (h *history) unarchive(t *rapid.T) {
	id, version := h.pick(t)
	h.change(t, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.UnarchivePosition(ctx, id, version)
		return err
	}, func(at time.Time) error { return h.model.unarchive(id, version, at) })
}

func (h *history) list(t *rapid.T) { h.compareList(t, drawnQuery.Draw(t, "query")) }

// compareList reads a list from page to page.
func (h *history) compareList(t *rapid.T, q store.Query) {
	want, got := h.model.list(q), []string{}
	n, err := h.store.CountPositions(t.Context(), q)
	if err != nil || n != len(want) {
		t.Fatalf("%+v counts %d, %v; want %d", q, n, err, len(want))
	}
	for cursor := ""; ; {
		q.Cursor = cursor
		page, next, err := h.store.Positions(t.Context(), q)
		if err != nil {
			t.Fatalf("%+v: %v", q, err)
		}
		for _, p := range page {
			got = append(got, p.ID)
			bare := h.find(p.ID).Position
			bare.Content = nil
			if d := diff(bare, p.Bare()); d != "" {
				t.Fatalf("%+v lists %s (-want +got)\n%s", q, p.ID, d)
			}
		}
		if cursor = next; cursor == "" {
			break
		}
		if len(page) != q.Limit {
			t.Fatalf("%+v: a page of %d that is not the last", q, len(page))
		}
	}
	if !slices.Equal(got, want) {
		t.Fatalf("%+v lists %s, want %s", q, h.titles(got), h.titles(want))
	}
}

func (h *history) titles(ids []string) string {
	var b strings.Builder
	for _, id := range ids {
		b.WriteString(" " + id + " " + h.find(id).Title)
	}
	return b.String()
}

// check compares what the last step was about.
func (h *history) check(t *rapid.T) {
	if h.last == nil {
		return
	}
	if err := h.last.differs(t.Context(), h.store, 100); err != nil {
		t.Fatal(err)
	}
	says := h.last.says
	h.last = nil
	p, err := h.store.PositionByIdentity(t.Context(), says)
	taken := h.taken(says, nil)
	if taken == nil && errors.Is(err, store.ErrNotFound) {
		return
	}
	if err != nil || outcome(taken) != outcome(&store.ConflictError{ID: p.ID}) {
		t.Fatalf("by identity: %q, %v; want %v", p.ID, err, taken)
	}
}

// checkAll compares everything: all positions with their histories, all orders,
// and searches for what stands there.
func (h *history) checkAll(t *rapid.T) {
	for _, k := range h.positions {
		if err := errors.Join(k.differs(t.Context(), h.store, 2), k.historyDiffers(t.Context(), h.store)); err != nil {
			t.Fatal(err)
		}
	}
	for _, sort := range []store.Sort{store.ByUpdated, store.ByTitle, store.ByCode, store.ByDepartment} {
		for _, descending := range []bool{false, true} {
			h.compareList(t, store.Query{Sort: sort, Descending: descending, Archived: store.WithArchived, Limit: 3})
		}
	}
	for _, k := range h.positions {
		for leaf := range k.says.Leaves() {
			if s, ok := leaf.Value.(string); ok {
				h.compareList(t, store.Query{Text: position.Fold(s), Archived: store.WithArchived, Limit: 3})
				break
			}
		}
	}
	if err := h.store.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
}
