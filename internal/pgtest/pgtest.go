// Package pgtest gives tests a PostgreSQL database of their own. It is for tests
// alone; it knows nothing of what they keep in it.
package pgtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// cleaning is how long the end of a test waits for the server.
const cleaning = 30 * time.Second

// URL returns the URL of a database that is the test's alone and empty: a fresh
// schema of the server that JOBDOC_TEST_DATABASE_URL names, first and only in
// the URL's search path. Every driver that takes a postgres:// URL can open it,
// any number of times and from other processes. When the test is over, what is
// still connected is cut off and the schema dropped.
//
// Without that variable the test is skipped, or fails where JOBDOC_REQUIRE_TOOLS
// says that the server must be there.
func URL(tb testing.TB) string {
	tb.Helper()
	server, missing := find(os.Getenv)
	switch {
	case missing == "":
	case os.Getenv("JOBDOC_REQUIRE_TOOLS") != "":
		tb.Fatal(missing + ", and JOBDOC_REQUIRE_TOOLS is set")
	default:
		tb.Skip(missing)
	}
	schema := "test_" + strings.ToLower(rand.Text())
	own, err := within(server, schema)
	if err != nil {
		tb.Fatal(err)
	}
	if err := do(tb.Context(), server, `CREATE SCHEMA `+schema); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), cleaning)
		defer cancel()
		// A program that was killed may leave a session, and its locks, behind.
		err := do(ctx, server,
			`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '`+schema+`'`,
			`DROP SCHEMA `+schema+` CASCADE`)
		if err != nil {
			tb.Error(err)
		}
	})
	return own
}

// find returns the URL of the server, or a sentence on how to have one.
func find(getenv func(string) string) (server, missing string) {
	if server = getenv("JOBDOC_TEST_DATABASE_URL"); server != "" {
		return server, ""
	}
	return "", "no PostgreSQL to test with: JOBDOC_TEST_DATABASE_URL is not set (.ci/postgres starts one)"
}

// within returns the server's URL with the schema as the only one of its search
// path. As an option of the session it is understood by libpq too.
func within(server, schema string) (string, error) {
	u, err := url.Parse(server)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return "", fmt.Errorf("JOBDOC_TEST_DATABASE_URL must read postgres://…: %q", server)
	}
	q := u.Query()
	q.Set("options", strings.TrimSpace(q.Get("options")+" -csearch_path="+schema))
	q.Set("application_name", schema)
	// A libpq URL knows no + for a blank.
	u.RawQuery = strings.ReplaceAll(q.Encode(), "+", "%20")
	return u.String(), nil
}

// do runs statements in a session of their own.
func do(ctx context.Context, server string, statements ...string) error {
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return fmt.Errorf("connect to JOBDOC_TEST_DATABASE_URL: %w", err)
	}
	defer func() { _ = conn.Close(ctx) }() // what it was opened for is done or has failed
	for _, s := range statements {
		if _, err := conn.Exec(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}
