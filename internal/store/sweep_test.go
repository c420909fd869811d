package store

import (
	"testing"
	"time"

	"jobdoc/internal/pgtest"
)

// TestCallsOfAnotherDayTakeNoRoom counts rows: a call that is a day old is begun
// anew in any case, swept or not.
func TestCallsOfAnotherDayTakeNoRoom(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]func(*testing.T) Config{
		"sqlite":   func(t *testing.T) Config { t.Helper(); return Config{Dir: t.TempDir()} },
		"postgres": func(t *testing.T) Config { t.Helper(); return Config{URL: pgtest.URL(t)} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now := time.Unix(1e9, 0)
			c := config(t)
			c.Now = func() time.Time { return now }
			s, err := Open(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			for _, key := range []string{"old", "young"} {
				if _, _, err := s.BeginCall(t.Context(), Call{KeyID: "a", Key: key}); err != nil {
					t.Fatal(err)
				}
				now = now.Add(time.Hour)
			}
			now = now.Add(CallMemory - 2*time.Hour)
			if err := s.SweepCalls(t.Context()); err != nil {
				t.Fatal(err)
			}
			if left := ask(t, s.engine.write, "SELECT MIN(idem_key) || COUNT(*) FROM idempotency"); left != "young1" {
				t.Errorf("the first that is left, and how many: %s, want the young one", left)
			}
		})
	}
}
