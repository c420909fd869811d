package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"jobdoc/internal/pgtest"
	"jobdoc/internal/position"
	"jobdoc/internal/store"
)

// onBoth runs a test on a new store of either engine.
func onBoth(t *testing.T, test func(*testing.T, *store.Store)) {
	t.Helper()
	onBothAt(t, func(t *testing.T, s *store.Store, _ *clock) { t.Helper(); test(t, s) })
}

// clock is a clock that tests put forward.
type clock struct{ offset atomic.Int64 }

func (c *clock) now() time.Time          { return time.Now().Add(time.Duration(c.offset.Load())) }
func (c *clock) advance(d time.Duration) { c.offset.Add(int64(d)) }

// onBothAt does so with a clock for each store.
func onBothAt(t *testing.T, test func(*testing.T, *store.Store, *clock)) {
	t.Helper()
	t.Parallel()
	for name, config := range map[string]func(*testing.T) store.Config{
		"sqlite":   func(t *testing.T) store.Config { t.Helper(); return store.Config{Dir: t.TempDir()} },
		"postgres": func(t *testing.T) store.Config { t.Helper(); return store.Config{URL: pgtest.URL(t)} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := config(t)
			var at clock
			c.Now = at.now
			s, err := store.Open(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
			test(t, s, &at)
		})
	}
}

// decode makes a position of its head and a description.
func decode(t testing.TB, head, description string) position.Position {
	t.Helper()
	p, faults := position.Decode(fmt.Appendf(nil, `{"position":%s,"duties":[{"description":%q}]}`, head, description))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return p
}

// who is the author in tests.
var who = store.Author{Key: "人事系统", Name: "李𬭎"}

// update runs a change that has to succeed.
func update(t testing.TB, s *store.Store, do func(context.Context, *store.Tx) error) {
	t.Helper()
	if err := s.Update(context.Background(), do); err != nil {
		t.Fatal(err)
	}
}

func create(t testing.TB, s *store.Store, p position.Position) (out store.Position) {
	t.Helper()
	update(t, s, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = tx.CreatePosition(ctx, p, who, "")
		return err
	})
	return out
}

func TestAPositionComesBackAsItWasStored(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		p := decode(t, `{"title":"𠮷野家店长","code":"A-1","department":null,"directReports":[]}`, "'\"\\ ? ?? ?0 :x 李𬭎")
		made := create(t, s, p)
		got, err := s.Position(t.Context(), made.ID)
		if err != nil {
			t.Fatal(err)
		}
		if string(got.Content) != string(p.JSON()) {
			t.Errorf("content = %s, want %s", got.Content, p.JSON())
		}
		if got.Version != 1 || got.Revision != 1 || got.State != store.Draft || got.Approved != 0 || !got.Created.Equal(made.Created) {
			t.Errorf("position = %+v", got)
		}
		if _, err := s.Position(t.Context(), "nothing"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("error = %v, want ErrNotFound", err)
		}
	})
}

func TestASecondPositionOfOneIdentityIsAConflict(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		first := create(t, s, decode(t, `{"title":"销售代表","department":"大客户部"}`, "甲"))
		err := s.Update(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.CreatePosition(ctx, decode(t, `{"title":"销售 代表","department":"大客户部"}`, "乙"), who, "")
			return err
		})
		var conflict *store.ConflictError
		if !errors.As(err, &conflict) || conflict.ID != first.ID {
			t.Errorf("error = %v, want a conflict with %s", err, first.ID)
		}
		create(t, s, decode(t, `{"title":"销售代表","department":"业务拓展部"}`, "乙"))
	})
}

func TestAReplacedPositionKeepsItsRevisions(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		made := create(t, s, decode(t, `{"title":"甲"}`, "一"))
		replace := func(version int64, description string) (p store.Position, err error) {
			err = s.Update(t.Context(), func(ctx context.Context, tx *store.Tx) error {
				p, err = tx.ReplacePosition(ctx, made.ID, version, decode(t, `{"title":"甲"}`, description), who, "改")
				return err
			})
			return p, err
		}
		p, err := replace(made.Version, "二")
		if err != nil || p.Revision != 2 || p.Version != 2 {
			t.Fatalf("replaced = %+v, %v", p, err)
		}
		var stale *store.StaleError
		if _, err := replace(made.Version, "三"); !errors.As(err, &stale) || stale.Version != 2 {
			t.Errorf("error = %v, want stale at 2", err)
		}
		if p, err := replace(0, "二"); err != nil || p.Revision != 2 {
			t.Errorf("the same again = %+v, %v, want revision 2 as it is", p, err)
		}
		revisions, err := s.Revisions(t.Context(), p, 0, 10)
		if err != nil || len(revisions) != 2 || revisions[0].Number != 2 || revisions[0].Note != "改" || revisions[0].Author != who {
			t.Fatalf("revisions = %+v, %v", revisions, err)
		}
		first, err := s.Revision(t.Context(), p, 1)
		if err != nil || !strings.Contains(string(first.Content), "一") {
			t.Errorf("revision 1 = %s, %v", first.Content, err)
		}
	})
}

func TestASearchFindsWhatStandsThereAndNothingElse(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		for title, description := range map[string]string{
			"客户经理": "负责大客户的ＣＲＭ系统 50%_", "户经": "𠮷野家、李𬭎", "经理客户": "客 户", "仓管员": "a'b",
		} {
			create(t, s, decode(t, `{"title":"`+title+`"}`, description))
		}
		for query, want := range map[string][]string{
			"客户":    {"客户经理", "经理客户"},
			"客户经理":  {"客户经理"},
			"经理 客户": {"客户经理", "经理客户"},
			"crm系统": {"客户经理"},
			"𬭎":     {"户经"},
			"𠮷野":    {"户经"},
			"%_":    {"客户经理"},
			"'":     {"仓管员"},
			"没有":    {},
			"":      {"仓管员", "客户经理", "户经", "经理客户"},
		} {
			page, _, err := s.Positions(t.Context(), store.Query{Text: query, Sort: store.ByTitle})
			if err != nil {
				t.Fatal(err)
			}
			got := []string{}
			for _, p := range page {
				got = append(got, p.Title)
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("search %q = %q, want %q", query, got, want)
			}
		}
	})
}

func TestPagesHoldEveryPositionOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		for i := range 23 {
			create(t, s, decode(t, fmt.Sprintf(`{"title":"职位%d","department":"部门%d"}`, i, i%3), "甲"))
		}
		for _, sort := range []store.Sort{store.ByUpdated, store.ByTitle, store.ByCode, store.ByDepartment} {
			for _, descending := range []bool{false, true} {
				q := store.Query{Sort: sort, Descending: descending, Limit: 5}
				seen := map[string]int{}
				for {
					page, next, err := s.Positions(t.Context(), q)
					if err != nil {
						t.Fatal(err)
					}
					for _, p := range page {
						seen[p.ID]++
					}
					if next == "" {
						break
					}
					q.Cursor = next
				}
				if len(seen) != 23 {
					t.Errorf("order %q gave %d positions, want 23", sort, len(seen))
				}
				for id, n := range seen {
					if n != 1 {
						t.Errorf("order %q gave %s %d times", sort, id, n)
					}
				}
			}
		}
	})
}

func TestEachPositionComesOnceInTheOrderOfItsStoring(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		var want []string
		for i := range 30 {
			p := create(t, s, decode(t, fmt.Sprintf(`{"title":"职位%d","department":"部门%d"}`, 30-i, i%3), "甲"))
			if i%3 == 1 {
				want = append(want, p.ID)
			}
		}
		update(t, s, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.ArchivePosition(ctx, want[2], 0)
			return err
		})
		want = slices.Delete(want, 2, 3)
		err := s.View(t.Context(), func(ctx context.Context, q store.Reader) error {
			for range 2 { // the first is left half-way
				var got []string
				for p, err := range q.EachPosition(ctx, store.Query{Department: "部门 1"}) {
					if err != nil {
						return err
					}
					if !strings.Contains(string(p.Content), p.Title) {
						t.Errorf("%s holds %s", p.Title, p.Content)
					}
					if got = append(got, p.ID); len(got) == 3 {
						break
					}
				}
				if !slices.Equal(got, want[:3]) {
					t.Errorf("positions = %q, want %q", got, want[:3])
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for p, err := range s.EachPosition(t.Context(), store.Query{Department: "部门1"}) {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, p.ID)
		}
		if !slices.Equal(all, want) {
			t.Errorf("positions = %q, want %q", all, want)
		}
	})
}
