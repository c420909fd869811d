package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/pgtest"
	"jobdoc/internal/store"
)

// createLink adds a link to a position.
func createLink(t testing.TB, s *store.Store, l store.Link) (out store.Link) {
	t.Helper()
	update(t, s, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = tx.CreateLink(ctx, l)
		return err
	})
	return out
}

func use(t testing.TB, s *store.Store, id string) error {
	t.Helper()
	return s.UseLink(t.Context(), store.Use{Link: id, Tag: `"tag"`, Revision: 1, Request: "r"})
}

func readLink(t testing.TB, s *store.Store, id string) store.Link {
	t.Helper()
	l, err := s.Link(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestALinkComesBackAsItWasStored(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		p := create(t, s, decode(t, `{"title":"甲"}`, "一"))
		expires := time.Date(2126, 5, 1, 2, 3, 4, 5e8, time.UTC)
		for _, want := range []store.Link{
			{Position: p.ID, Target: store.Pinned, Number: 1, Template: "classic", Format: "png", Note: "OA ?0 '𠮷'", Author: who, Expires: expires, MaxUses: 3},
			{Position: p.ID, Target: store.Latest, Format: "pdf", Author: who},
		} {
			made := createLink(t, s, want)
			want.ID, want.Created, want.Expires = made.ID, made.Created, want.Expires.Truncate(time.Second)
			if diff := cmp.Diff(want, made); diff != "" || len(made.ID) != 16 || made.Created.IsZero() {
				t.Errorf("made (-want +got): %s", diff)
			}
			if diff := cmp.Diff(want, readLink(t, s, made.ID)); diff != "" {
				t.Errorf("read (-want +got): %s", diff)
			}
		}
		if _, err := s.Link(t.Context(), "nothing"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("error = %v, want ErrNotFound", err)
		}
		err := s.Update(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.CreateLink(ctx, store.Link{Position: "nothing", Target: store.Latest, Format: "pdf"})
			return err
		})
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a link to no position: %v, want ErrNotFound", err)
		}
	})
}

func TestALinkOpensAsOftenAsItMay(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		p := create(t, s, decode(t, `{"title":"甲"}`, "一"))
		l := createLink(t, s, store.Link{Position: p.ID, Target: store.Latest, Format: "pdf", MaxUses: 2})
		for range 2 {
			if err := use(t, s, l.ID); err != nil {
				t.Fatal(err)
			}
		}
		if err := use(t, s, l.ID); !errors.Is(err, store.ErrLinkSpent) {
			t.Errorf("a third use: %v, want ErrLinkSpent", err)
		}
		got := readLink(t, s, l.ID)
		if got.Uses != 2 || got.Used.IsZero() || got.UsedTag != `"tag"` || got.State(time.Now()) != store.LinkUsedUp {
			t.Errorf("link = %+v, want 2 uses", got)
		}
		if err := use(t, s, "nothing"); !errors.Is(err, store.ErrLinkSpent) {
			t.Errorf("a use of no link: %v, want ErrLinkSpent", err)
		}
	})
}

func TestARevokedLinkOpensNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		p := create(t, s, decode(t, `{"title":"甲"}`, "一"))
		l := createLink(t, s, store.Link{Position: p.ID, Target: store.Latest, Format: "pdf"})
		revoke := func(id string) error {
			return s.Update(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.RevokeLink(ctx, id) })
		}
		if err := revoke(l.ID); err != nil {
			t.Fatal(err)
		}
		first := readLink(t, s, l.ID).Revoked
		if err := revoke(l.ID); err != nil || !readLink(t, s, l.ID).Revoked.Equal(first) || first.IsZero() {
			t.Errorf("revoked again: %v, at %v and %v", err, first, readLink(t, s, l.ID).Revoked)
		}
		if err := use(t, s, l.ID); !errors.Is(err, store.ErrLinkSpent) {
			t.Errorf("a use: %v, want ErrLinkSpent", err)
		}
		if err := revoke("nothing"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("revoke of nothing: %v, want ErrNotFound", err)
		}
	})
}

func TestALinkExpiresAtItsSecond(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 11, 30, 14, 0, 0, 0, time.UTC)
	for name, c := range map[string]store.Config{"sqlite": {Dir: t.TempDir()}, "postgres": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "postgres" {
				c.URL = pgtest.URL(t)
			}
			var mu sync.Mutex
			now := start
			c.Now = func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
			set := func(at time.Time) { mu.Lock(); defer mu.Unlock(); now = at }
			s, err := store.Open(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			p := create(t, s, decode(t, `{"title":"甲"}`, "一"))
			l := createLink(t, s, store.Link{Position: p.ID, Target: store.Latest, Format: "pdf", Expires: start.Add(time.Minute + 600*time.Millisecond)})
			set(start.Add(time.Minute - time.Millisecond))
			if err := use(t, s, l.ID); err != nil {
				t.Errorf("just before: %v", err)
			}
			set(start.Add(time.Minute))
			if err := use(t, s, l.ID); !errors.Is(err, store.ErrLinkSpent) || l.State(start.Add(time.Minute)) != store.LinkExpired {
				t.Errorf("at its second: %v, want ErrLinkSpent", err)
			}
		})
	}
}

func TestRacingUsesAreCountedOneByOne(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		p := create(t, s, decode(t, `{"title":"甲"}`, "一"))
		three := createLink(t, s, store.Link{Position: p.ID, Target: store.Latest, Format: "pdf", MaxUses: 3})
		any := createLink(t, s, store.Link{Position: p.ID, Target: store.Latest, Format: "pdf"})
		var wg sync.WaitGroup
		results := make(chan error, 100)
		for i := range 100 {
			wg.Go(func() { results <- use(t, s, three.ID) })
			if i%4 == 0 {
				wg.Go(func() {
					if err := use(t, s, any.ID); err != nil {
						t.Errorf("a link without limit: %v", err)
					}
				})
			}
		}
		wg.Wait()
		close(results)
		opened := 0
		for err := range results {
			switch {
			case err == nil:
				opened++
			case !errors.Is(err, store.ErrLinkSpent):
				t.Errorf("error = %v, want ErrLinkSpent", err)
			}
		}
		if opened != 3 || readLink(t, s, three.ID).Uses != 3 {
			t.Errorf("%d of 100 racing uses opened a link of 3, which counts %d", opened, readLink(t, s, three.ID).Uses)
		}
		if got := readLink(t, s, any.ID).Uses; got != 25 {
			t.Errorf("a link without limit counts %d of 25 uses", got)
		}
		if log, _, err := s.Events(t.Context(), store.EventQuery{Action: "link.fetch", Limit: 100}); err != nil || len(log) != 28 {
			t.Errorf("the log tells of %d fetches (%v), want 28", len(log), err)
		}
	})
}

func TestTwoStoresCountTheSameLink(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]func(*testing.T) store.Config{
		"sqlite":   func(t *testing.T) store.Config { t.Helper(); return store.Config{Dir: t.TempDir()} },
		"postgres": func(t *testing.T) store.Config { t.Helper(); return store.Config{URL: pgtest.URL(t)} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := c(t)
			var copies []*store.Store
			for range 2 {
				s, err := store.Open(t.Context(), config)
				if err != nil {
					t.Fatal(err)
				}
				defer s.Close()
				copies = append(copies, s)
			}
			p := create(t, copies[0], decode(t, `{"title":"甲"}`, "一"))
			var links []store.Link
			for range 5 {
				links = append(links, createLink(t, copies[0], store.Link{Position: p.ID, Target: store.Latest, Format: "pdf", MaxUses: 7}))
			}
			var wg sync.WaitGroup
			for i := range 200 {
				wg.Go(func() {
					if err := use(t, copies[i%2], links[(i/2)%5].ID); err != nil && !errors.Is(err, store.ErrLinkSpent) {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			for _, l := range links {
				if got := readLink(t, copies[1], l.ID).Uses; got != 7 {
					t.Errorf("a link of 7 uses counts %d", got)
				}
			}
		})
	}
}

func TestAUseThatNobodyWaitsForIsNoError(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		p := create(t, s, decode(t, `{"title":"甲"}`, "一"))
		l := createLink(t, s, store.Link{Position: p.ID, Target: store.Latest, Format: "pdf"})
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.UseLink(ctx, store.Use{Link: l.ID}); err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("error = %v, want that of the context", err)
		}
		if err := use(t, s, l.ID); err != nil {
			t.Errorf("the next use: %v", err)
		}
	})
}

func TestAClosedStoreCountsWhatWaitedAndNothingMore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		s, err := store.Open(t.Context(), store.Config{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		p := create(t, s, decode(t, `{"title":"甲"}`, "一"))
		l := createLink(t, s, store.Link{Position: p.ID, Target: store.Latest, Format: "pdf"})
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() { _ = use(t, s, l.ID) })
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		wg.Wait()
		if err := use(t, s, l.ID); err == nil || errors.Is(err, store.ErrLinkSpent) {
			t.Errorf("a use of a closed store: %v, want an error of ours", err)
		}
	})
	// synctest fails where a goroutine is left behind.
}

func TestPagesHoldEveryLinkOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		now := time.Now()
		a, b := create(t, s, decode(t, `{"title":"甲"}`, "一")), create(t, s, decode(t, `{"title":"乙"}`, "一"))
		want := map[store.LinkState][]string{}
		for i := range 23 {
			l := createLink(t, s, store.Link{Position: []string{a.ID, b.ID}[i%2], Target: store.Latest, Format: "pdf", MaxUses: 1,
				Expires: []time.Time{{}, now.Add(time.Hour), now.Add(-time.Hour)}[i%3]})
			if i%5 == 0 {
				update(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.RevokeLink(ctx, l.ID) })
			}
			if i%4 == 0 {
				_ = use(t, s, l.ID)
			}
			l = readLink(t, s, l.ID)
			for _, k := range []store.LinkState{"", l.State(now)} {
				want[k] = append(want[k], l.ID)
			}
		}
		for _, state := range append(store.LinkStates(), "") {
			for _, position := range []string{"", a.ID} {
				var got []string
				q := store.LinkQuery{State: state, Position: position, Limit: 4}
				for {
					page, next, err := s.Links(t.Context(), q)
					if err != nil {
						t.Fatal(err)
					}
					for _, l := range page {
						got = append(got, l.ID)
						if state != "" && l.State(now) != state || position != "" && l.Position != position {
							t.Errorf("links of %q, %q hold %+v", state, position, l)
						}
					}
					if next == "" {
						break
					}
					q.Cursor = next
				}
				slices.Sort(got)
				if position == "" {
					slices.Sort(want[state])
					if !slices.Equal(got, want[state]) {
						t.Errorf("links of %q = %d, want %d", state, len(got), len(want[state]))
					}
				}
				if len(slices.Compact(got)) != len(got) {
					t.Errorf("links of %q come more than once", state)
				}
			}
		}
		if _, _, err := s.Links(t.Context(), store.LinkQuery{Cursor: "x"}); !errors.Is(err, store.ErrCursor) {
			t.Errorf("error = %v, want ErrCursor", err)
		}
	})
}

func TestSigningKeysRotateAndRetire(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		secret := func(b byte) []byte { return slices.Repeat([]byte{b}, 32) }
		first := func() {
			update(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.FirstSigningKey(ctx, secret(1)) })
		}
		first()
		first()
		keys, err := s.SigningKeys(t.Context())
		if err != nil || len(keys) != 1 || keys[0].ID == 0 || string(keys[0].Secret) != string(secret(1)) || keys[0].Created.IsZero() {
			t.Fatalf("keys = %v, %v; want the first", keys, err)
		}
		if got := fmt.Sprintf("%v %+v %#v %x", keys[0], keys, keys[0], keys[0]); strings.Contains(got, "0101") || strings.Contains(got, "1 1 1") || strings.Contains(got, "0x1, 0x1") {
			t.Errorf("a key prints its secret: %s", got)
		}
		retire := func(id uint32) error {
			return s.Update(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.RetireSigningKey(ctx, id) })
		}
		if err := retire(keys[0].ID); !errors.Is(err, store.ErrLastKey) {
			t.Errorf("retiring the only key: %v, want ErrLastKey", err)
		}
		if err := retire(99); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("retiring nothing: %v, want ErrNotFound", err)
		}
		update(t, s, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.RotateSigningKey(ctx, secret(2))
			return err
		})
		for range 2 {
			if err := retire(keys[0].ID); err != nil {
				t.Fatal(err)
			}
		}
		got, err := s.SigningKeys(t.Context())
		if err != nil || len(got) != 2 || got[0].ID <= keys[0].ID || string(got[0].Secret) != string(secret(2)) || !got[0].Retired.IsZero() ||
			got[1].ID != keys[0].ID || got[1].Secret != nil || got[1].Retired.IsZero() {
			t.Errorf("keys = %+v, %v; want the second, and the first retired", got, err)
		}
		if err := retire(got[0].ID); !errors.Is(err, store.ErrLastKey) {
			t.Errorf("retiring the key that signs: %v, want ErrLastKey", err)
		}
	})
}

func BenchmarkUseLink(b *testing.B) {
	for _, clients := range []int{1, 8, 64} {
		b.Run(fmt.Sprint(clients), func(b *testing.B) {
			s, err := store.Open(b.Context(), store.Config{Dir: b.TempDir()})
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			p := create(b, s, decode(b, `{"title":"甲"}`, "一"))
			l := createLink(b, s, store.Link{Position: p.ID, Target: store.Latest, Format: "pdf"})
			b.SetParallelism(clients)
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if err := use(b, s, l.ID); err != nil {
						b.Error(err)
					}
				}
			})
		})
	}
}
