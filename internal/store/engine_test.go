package store

import (
	"context"
	"os"
	"runtime"
	"testing"

	"github.com/uptrace/bun"

	"jobdoc/internal/pgtest"
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

// TestTheDatabaseIsItsOwnersAlone is for a data folder that was there already.
func TestTheDatabaseIsItsOwnersAlone(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has other permissions")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // others look into it: that is what is tried
		t.Fatal(err)
	}
	s, err := Open(t.Context(), Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Update(t.Context(), func(ctx context.Context, tx *Tx) error { return tx.Log(ctx, Event{Action: "x.y"}) }); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) < 2 {
		t.Fatalf("files = %v, %v; want the database and what stands beside it", files, err)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has the mode %v, %v", f.Name(), info.Mode(), err)
		}
	}
}

// TestTextIsSafeWhateverPostgreSQLWasToldToTakeForText is for settings of a role
// or database under which a backslash, or half a character of GBK, would end a
// text within a statement. Here the URL stands for the role.
func TestTextIsSafeWhateverPostgreSQLWasToldToTakeForText(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), Config{URL: pgtest.URL(t) + "&standard_conforming_strings=off&client_encoding=GBK"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	author := `誠\', '', '', '', 0, '', ''); DROP TABLE links; --`
	if err := s.Update(t.Context(), func(ctx context.Context, tx *Tx) error {
		return tx.Log(ctx, Event{Action: "x.y", Author: Author{Name: author}})
	}); err != nil {
		t.Fatal(err)
	}
	events, _, err := s.Events(t.Context(), EventQuery{})
	if err != nil || len(events) != 1 || events[0].Author.Name != author {
		t.Errorf("events = %+v, %v", events, err)
	}
	if _, _, err := s.Links(t.Context(), LinkQuery{}); err != nil {
		t.Error(err)
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
