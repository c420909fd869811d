package store

import (
	"context"
	"testing"

	"github.com/uptrace/bun"
)

// TestACommitIsOnTheDiskBeforeItIsAcknowledged looks at what SQLite was told:
// whether the disk does it, no test that only kills programs can tell.
func TestACommitIsOnTheDiskBeforeItIsAcknowledged(t *testing.T) {
	t.Parallel()
	s := openDir(t)
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000"} {
		if got := ask(t, s.engine.write, "PRAGMA "+pragma); got != want {
			t.Errorf("%s of the writing connection = %s, want %s", pragma, got, want)
		}
	}
	if n := s.engine.write.Stats().MaxOpenConnections; n != 1 {
		t.Errorf("%d connections write, want 1", n)
	}
}

func TestReadersOfSQLiteCannotWrite(t *testing.T) {
	t.Parallel()
	s := openDir(t)
	if got := ask(t, s.engine.read, "PRAGMA query_only"); got != "1" {
		t.Errorf("query_only = %s, want 1", got)
	}
	// Even a reader that was talked out of it has the file open for reading only.
	err := s.engine.read.RunInTx(t.Context(), nil, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, "PRAGMA query_only = 0"); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO templates (name, version) VALUES ('x', 1)")
		return err
	})
	if err == nil {
		t.Error("a reader has written")
	}
	if got := ask(t, s.engine.read, "SELECT COUNT(*) FROM templates"); got != "0" {
		t.Errorf("%s templates, want none", got)
	}
}

func openDir(t *testing.T) *Store {
	t.Helper()
	s, err := Open(t.Context(), Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func ask(t *testing.T, db *bun.DB, question string) (answer string) {
	t.Helper()
	if err := db.NewRaw(question).Scan(t.Context(), &answer); err != nil {
		t.Fatal(err)
	}
	return answer
}
