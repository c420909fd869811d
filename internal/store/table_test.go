package store

import (
	"slices"
	"strings"
	"testing"

	"jobdoc/internal/pgtest"
)

// TestEveryTableIsKeptOrPassing fails when a migration brings a table that
// backups do not know of.
func TestEveryTableIsKeptOrPassing(t *testing.T) {
	t.Parallel()
	for name, tables := range map[string]string{
		"sqlite":   `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE 'position\_grams\_%' ESCAPE '\'`,
		"postgres": `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var c Config
			if name == "postgres" {
				c.URL = pgtest.URL(t)
			} else {
				c.Dir = t.TempDir()
			}
			s, err := Open(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			var names []string
			if err := s.engine.read.NewRaw(tables).Scan(t.Context(), &names); err != nil {
				t.Fatal(err)
			}
			for _, name := range names {
				_, is := passing[name]
				if is == slices.ContainsFunc(kept, func(t table) bool { return t.name == name }) && !strings.HasPrefix(name, "goose_") {
					t.Errorf("table %s: say in table.go whether a backup holds it, or why not", name)
				}
			}
			for _, k := range kept {
				if !slices.Contains(names, k.name) {
					t.Errorf("there is no table %s", k.name)
				}
			}
		})
	}
}
