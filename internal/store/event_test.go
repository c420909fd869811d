package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/store"
)

// logEvents writes events with one change.
func logEvents(t testing.TB, s *store.Store, events ...store.Event) {
	t.Helper()
	update(t, s, func(ctx context.Context, tx *store.Tx) error { return tx.Log(ctx, events...) })
}

func TestAnEventComesBackAsItWasLogged(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		at := time.Date(2026, 11, 30, 12, 0, 0, 5e6, time.UTC)
		want := store.Event{At: at, Author: who, Action: "revision.read", Subject: "k3v7", Number: 4, Address: "2001:db8::1", Request: "R-1"}
		before := time.Now().Add(-time.Second)
		logEvents(t, s, want, store.Event{Author: who, Action: "position.create", Subject: "k3v7"})
		got, next, err := s.Events(t.Context(), store.EventQuery{})
		if err != nil || len(got) != 2 || next != "" {
			t.Fatalf("events = %+v, next %q, %v; want 2", got, next, err)
		}
		if !cmp.Equal(got[1], want) && !cmp.Equal(got[0], want) {
			t.Errorf("events = %+v, want one %+v", got, want)
		}
		if now, _, err := s.Events(t.Context(), store.EventQuery{Since: before, Until: time.Now().Add(time.Hour), Action: "position"}); err != nil || len(now) != 1 {
			t.Errorf("events of this moment = %+v, %v; want 1", now, err)
		}
		logEvents(t, s) // none
	})
}

func TestEventsAreFoundByWhatTheyTell(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		start := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
		var all []store.Event
		for i := range 40 {
			all = append(all, store.Event{
				At:     start.Add(time.Duration(i/2) * time.Second), // two of one moment each
				Author: store.Author{Key: []string{"甲", "乙"}[i%2]}, Subject: fmt.Sprint(i % 4),
				Action: []string{"position.read", "position.list", "positions.x", "link.read", "position/x"}[i%5], Number: i,
			})
		}
		logEvents(t, s, all...)
		for name, c := range map[string]struct {
			query store.EventQuery
			want  func(e store.Event) bool
		}{
			"all":       {store.EventQuery{}, func(store.Event) bool { return true }},
			"a subject": {store.EventQuery{Subject: "3"}, func(e store.Event) bool { return e.Subject == "3" }},
			"an action": {store.EventQuery{Action: "position.read"}, func(e store.Event) bool { return e.Action == "position.read" }},
			"a noun":    {store.EventQuery{Action: "position"}, func(e store.Event) bool { return e.Action == "position.read" || e.Action == "position.list" }},
			"a key":     {store.EventQuery{Key: "乙"}, func(e store.Event) bool { return e.Author.Key == "乙" }},
			"since":     {store.EventQuery{Since: start.Add(5 * time.Second)}, func(e store.Event) bool { return e.Number >= 10 }},
			"until":     {store.EventQuery{Until: start.Add(5 * time.Second)}, func(e store.Event) bool { return e.Number < 10 }},
			"all of it": {
				store.EventQuery{Subject: "1", Key: "乙", Action: "link", Since: start.Add(time.Second)},
				func(e store.Event) bool {
					return e.Subject == "1" && e.Author.Key == "乙" && e.Action == "link.read" && e.Number >= 2
				},
			},
		} {
			var want []int
			for i := len(all) - 1; i >= 0; i-- {
				if c.want(all[i]) {
					want = append(want, i)
				}
			}
			var got []int
			for c.query.Limit = 3; ; {
				page, next, err := s.Events(t.Context(), c.query)
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range page {
					got = append(got, e.Number)
				}
				if c.query.Cursor = next; next == "" {
					break
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
		for _, cursor := range []string{"x", "e30=", "bnVsbA.", "-"} {
			if _, _, err := s.Events(t.Context(), store.EventQuery{Cursor: cursor}); !errors.Is(err, store.ErrCursor) {
				t.Errorf("cursor %q: error = %v, want ErrCursor", cursor, err)
			}
		}
	})
}

func TestOldEventsAreForgottenAndNoOthers(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		start := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
		var all []store.Event
		for i := range 12 {
			all = append(all, store.Event{At: start.Add(time.Duration(i) * time.Hour), Action: "position.read", Number: i})
		}
		logEvents(t, s, all...)
		if err := s.SweepEvents(t.Context(), start.Add(7*time.Hour)); err != nil {
			t.Fatal(err)
		}
		got, _, err := s.Events(t.Context(), store.EventQuery{})
		if err != nil || len(got) != 5 || got[4].Number != 7 {
			t.Errorf("left are %+v, %v; want those from 7 on", got, err)
		}
	})
}
