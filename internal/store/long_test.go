package store_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"jobdoc/internal/position"
	"jobdoc/internal/store"
)

func TestAListKnowsLongNamesApart(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		long := strings.Repeat("长", 200)
		for _, end := range []string{"", "一", "二"} {
			create(t, s, decode(t, `{"title":"甲`+end+`","code":"`+long+end+`"}`, "甲"))
			create(t, s, decode(t, `{"title":"甲`+end+`","department":"`+long+end+`"}`, "甲"))
		}
		for _, end := range []string{"", "一", "二", "三"} {
			want := 1
			if end == "三" {
				want = 0
			}
			for _, q := range []store.Query{{Code: long + end}, {Department: long + " " + end}} {
				if n, err := s.CountPositions(t.Context(), q); err != nil || n != want {
					t.Errorf("%d positions of …%s, %v; want %d", n, end, err, want)
				}
			}
		}
	})
}

// TestWhatIsStoredCanBeReadAgain is for a position of so many short texts that it
// has more than a position may have where a line is given to each.
func TestWhatIsStoredCanBeReadAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		duty := `{"description":"甲","tasks":["` + strings.Repeat(`拟定技术方案","`, position.MaxTasks-1) + `拟定技术方案"]}`
		long, faults := position.Decode([]byte(`{"position":{"title":"长"},"duties":[` + strings.Repeat(duty+",", position.MaxDuties-1) + duty + `]}`))
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		p := create(t, s, long)
		if err := s.Update(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			if _, err := tx.ReplacePosition(ctx, p.ID, 0, decode(t, `{"title":"短"}`, "甲"), who, ""); err != nil {
				return err
			}
			_, err := tx.RestoreRevision(ctx, p.ID, 1, 0, who, "")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := s.Check(t.Context()); err != nil {
			t.Error(err)
		}
		var backup bytes.Buffer
		if _, err := s.Backup(t.Context(), &backup, store.Transfer{}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Restore(t.Context(), &backup, store.Transfer{Replace: true}); err != nil {
			t.Error(err)
		}
	})
}
