package store_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"sync"
	"testing"

	"jobdoc/internal/position"
	"jobdoc/internal/store"
)

func TestATitleIsFoundByEveryPartOfIt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		for _, title := range []string{"ＣＲＭ 主管（华东）", "𠮷野家店长", "C++/C# 工程师 %_'", "  高级　销售代表 "} {
			made := create(t, s, decode(t, fmt.Sprintf(`{"title":%q}`, title), "甲"))
			runes := []rune(title)
			for i := range runes {
				for j := i + 1; j <= len(runes); j++ {
					part := string(runes[i:j])
					if position.Fold(part) == "" {
						continue
					}
					page, _, err := s.Positions(t.Context(), store.Query{Title: part})
					if err != nil {
						t.Fatal(err)
					}
					found := false
					for _, p := range page {
						found = found || p.ID == made.ID
					}
					if !found {
						t.Errorf("%q is not found by %q", title, part)
					}
				}
			}
		}
		page, _, err := s.Positions(t.Context(), store.Query{Title: "甲"})
		if err != nil || len(page) != 0 {
			t.Errorf("a word of a duty finds %d titles, %v", len(page), err)
		}
	})
}

func TestACursorOfSomethingElseIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		create(t, s, decode(t, `{"title":"甲","code":"A-1"}`, "一"))
		for name, cursor := range map[string]string{
			"no base64": "=", "no JSON": "eHg", "another order": `{"s":"title","d":false,"b":"AA==","k":1}`,
			"NUL in a code": `{"s":"code","d":false,"b":"AA==","k":1}`, "no UTF-8 in a code": `{"s":"code","d":false,"b":"/w==","k":1}`,
		} {
			if cursor[0] == '{' {
				cursor = base64.RawURLEncoding.EncodeToString([]byte(cursor))
			}
			if _, _, err := s.Positions(t.Context(), store.Query{Sort: store.ByCode, Cursor: cursor}); !errors.Is(err, store.ErrCursor) {
				t.Errorf("%s: error = %v, want ErrCursor", name, err)
			}
		}
	})
}

func TestAnIDThatCannotBeOneIsNotFound(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		for _, id := range []string{"", "\x00", "\xff", "职位", "a b"} {
			if _, err := s.Position(t.Context(), id); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("Position(%q): %v, want ErrNotFound", id, err)
			}
			err := s.Update(t.Context(), func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.ArchivePosition(ctx, id, 0)
				return err
			})
			if !errors.Is(err, store.ErrNotFound) {
				t.Errorf("ArchivePosition(%q): %v, want ErrNotFound", id, err)
			}
		}
	})
}

// TestOfPositionsThatRaceForACodeTheLosersLearnWhoWon: the first to commit wins,
// and all others are told its id.
func TestOfPositionsThatRaceForACodeTheLosersLearnWhoWon(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		const racers = 12
		ids, errs := make([]string, racers), make([]error, racers)
		var all sync.WaitGroup
		for i := range racers {
			p := decode(t, `{"title":"甲","code":"A-1"}`, fmt.Sprint(i))
			all.Go(func() {
				errs[i] = s.Update(context.Background(), func(ctx context.Context, tx *store.Tx) error {
					made, err := tx.CreatePosition(ctx, p, who, "")
					ids[i] = made.ID
					return err
				})
			})
		}
		all.Wait()
		won := ""
		for i := range racers {
			if errs[i] == nil {
				if won != "" {
					t.Fatal("two won")
				}
				won = ids[i]
			}
		}
		for _, err := range errs {
			var conflict *store.ConflictError
			if err != nil && (!errors.As(err, &conflict) || conflict.ID != won || !conflict.ByCode) {
				t.Errorf("error = %#v, want the conflict with %s", err, won)
			}
		}
	})
}

// TestAStateIsReadWithTheLockThatChangesIt: of many that take the same step
// after looking, one takes it.
func TestAStateIsReadWithTheLockThatChangesIt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		made := create(t, s, decode(t, `{"title":"甲"}`, "一"))
		const racers = 12
		var mu sync.Mutex
		steps := 0
		var all sync.WaitGroup
		for range racers {
			all.Go(func() {
				stepped := false
				err := s.Update(context.Background(), func(ctx context.Context, tx *store.Tx) error {
					stepped = false
					p, err := tx.LockPosition(ctx, made.ID)
					if err != nil {
						return err
					}
					r, err := tx.Revision(ctx, p, 1)
					if err != nil || r.State != store.Draft {
						return err
					}
					stepped = true
					_, _, err = tx.SetState(ctx, made.ID, 1, p.Version, store.Review, store.Issue{}, who, "")
					return err
				})
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				if stepped {
					steps++
				}
			})
		}
		all.Wait()
		if steps != 1 {
			t.Errorf("%d took the step, want 1", steps)
		}
	})
}
