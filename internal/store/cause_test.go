package store_test

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jobdoc/internal/pgtest"
	"jobdoc/internal/store"
)

func TestTheCauseIsToldOfADatabaseThatDoesNotOpen(t *testing.T) {
	t.Parallel()
	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, store.SQLiteFile), []byte(strings.Repeat("something else ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, store.SQLiteFile), 0o700); err != nil {
		t.Fatal(err)
	}
	for want, c := range map[store.Cause]store.Config{
		store.CauseURL:     {URL: "mysql://hr@127.0.0.1/jobdoc"},
		store.CauseServer:  {URL: "postgres://hr@127.0.0.1:1/jobdoc"},
		store.CauseFile:    {Dir: other},
		store.CauseMissing: {Dir: folder},
	} {
		_, err := store.Open(t.Context(), c)
		if got := store.CauseOf(err); got != want {
			t.Errorf("Open(%+v) = %v, cause %q, want %q", c, err, got, want)
		}
	}
	for _, err := range []error{nil, context.Canceled, store.ErrNotFound, errors.New("any")} {
		if c := store.CauseOf(err); c != store.CauseOther || c.Passing() {
			t.Errorf("cause of %v = %q, want none", err, c)
		}
	}
}

func TestPostgreSQLRefusesWithACause(t *testing.T) {
	t.Parallel()
	url := pgtest.URL(t)
	for want, address := range map[store.Cause]string{
		store.CauseDatabase: strings.Replace(url, "/jobdoc?", "/"+"nothing_of_that_name?", 1),
		store.CauseURL:      url + "&nosuchsetting=1",
	} {
		if address == url {
			t.Skip("the database of the tests has another name")
		}
		_, err := store.Open(t.Context(), store.Config{URL: address})
		if got := store.CauseOf(err); got != want {
			t.Errorf("cause of %v = %q, want %q", err, got, want)
		}
	}
}

func TestAServerThatSaysNothingIsWaitedForOnlySoLong(t *testing.T) {
	t.Parallel()
	mute, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer mute.Close()
	_, err = store.Open(t.Context(), store.Config{URL: "postgres://hr@" + mute.Addr().String() + "/jobdoc?sslmode=disable"})
	if c := store.CauseOf(err); c != store.CauseServer {
		t.Errorf("cause of %v = %q, want that the server does not answer", err, c)
	}
}

func TestAFullDiskIsTold(t *testing.T) {
	t.Parallel()
	s, err := store.Open(t.Context(), store.Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Exec(t.Context(), "PRAGMA max_page_count = 1"); err != nil {
		t.Fatal(err)
	}
	err = s.Update(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		for range 1000 {
			if err := tx.Log(ctx, store.Event{Author: who, Action: strings.Repeat("x", 100), Subject: "x"}); err != nil {
				return err
			}
		}
		return nil
	})
	if c := store.CauseOf(err); c != store.CauseFull || !c.Passing() {
		t.Errorf("cause of %v = %q, want that the disk is full", err, c)
	}
}
