package pgtest_test

import (
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"jobdoc/internal/pgtest"
)

func open(t *testing.T, url string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	t.Parallel()
	one, other := open(t, pgtest.URL(t)), open(t, pgtest.URL(t))
	for _, db := range []*sql.DB{one, other} {
		if _, err := db.Exec(`CREATE TABLE positions (title text)`); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := one.Exec(`INSERT INTO positions VALUES ($1)`, "大客户部经理"); err != nil {
		t.Fatal(err)
	}
	for i, db := range []*sql.DB{one, other} {
		var got int
		if err := db.QueryRow(`SELECT count(*) FROM positions`).Scan(&got); err != nil || got != 1-i {
			t.Errorf("database %d holds %d rows (%v), want %d", i, got, err, 1-i)
		}
	}
}

func TestNothingIsLeftBehind(t *testing.T) {
	t.Parallel()
	var schema string
	left := open(t, pgtest.URL(t))
	t.Run("a test that leaves a transaction open", func(t *testing.T) {
		db, err := sql.Open("pgx", pgtest.URL(t)) // not closed, as by a program that was killed
		if err != nil {
			t.Fatal(err)
		}
		tx, err := db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec(`CREATE TABLE positions (title text)`); err != nil {
			t.Fatal(err)
		}
		if err := tx.QueryRow(`SELECT current_schema()`).Scan(&schema); err != nil {
			t.Fatal(err)
		}
	})
	var found int
	err := left.QueryRow(`SELECT count(*) FROM pg_namespace WHERE nspname = $1`, schema).Scan(&found)
	if err != nil || found != 0 || schema == "" {
		t.Errorf("after the test there are %d schemas %q (%v), want none", found, schema, err)
	}
}

func TestADatabaseOpensWithPsqlToo(t *testing.T) {
	t.Parallel()
	psql, err := exec.LookPath("psql")
	switch {
	case err == nil:
	case os.Getenv("JOBDOC_REQUIRE_TOOLS") != "":
		t.Fatalf("psql is not installed, and JOBDOC_REQUIRE_TOOLS is set: %v", err)
	default:
		t.Skipf("psql is not installed: %v", err)
	}
	out, err := exec.Command(psql, pgtest.URL(t), "-Atc", "SELECT current_schema()").CombinedOutput()
	if err != nil || !strings.HasPrefix(string(out), "test_") {
		t.Errorf("psql says %s (%v), want the test's schema", out, err)
	}
}

func TestATestWithoutAServerIsSkippedOrFails(t *testing.T) {
	t.Parallel()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, tools, want string }{
		{"skipped", "", "--- SKIP"},
		{"fails where tools are required", "1", "--- FAIL"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(program, "-test.v", "-test.run", "^TestEachTestHasADatabaseOfItsOwn$")
			cmd.Dir = filepath.Dir(program)
			cmd.Env = []string{"JOBDOC_TEST_DATABASE_URL=", "JOBDOC_REQUIRE_TOOLS=" + test.tools}
			out, _ := cmd.CombinedOutput() // it fails, where it is to fail
			if !strings.Contains(string(out), test.want) || !strings.Contains(string(out), ".ci/postgres") {
				t.Errorf("the test says\n%s\nwant %s and how to start a server", out, test.want)
			}
		})
	}
}
