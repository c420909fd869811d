package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"jobdoc/internal/pgtest"
	"jobdoc/internal/position"
	"jobdoc/internal/store"
)

// TestWhatAKilledServerAnsweredIsKept kills servers while clients store and
// replace positions: what was answered is there, whole, with its revision and
// its event. internal/store does the same without HTTP, more often.
func TestWhatAKilledServerAnsweredIsKept(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			c := store.Config{Dir: filepath.Join(t.TempDir(), "data")}
			args := []string{"--data", c.Dir}
			if engine == "postgres" {
				c = store.Config{URL: pgtest.URL(t)}
				args = []string{"--database-url", c.URL}
			}
			answers := map[string]answered{}
			for range 8 {
				killServer(t, args, answers)
				lookFor(t, c, answers)
			}
			if len(answers) == 0 {
				t.Error("nothing was answered")
			}
			t.Logf("%d answers", len(answers))
		})
	}
}

// answered is what a server has said of a position: its revision and the word
// that stands in it.
type answered struct {
	revision int
	word     string
}

// killServer runs a server, lets clients change positions, and kills it some
// milliseconds after the first answer.
func killServer(t *testing.T, args []string, answers map[string]answered) {
	t.Helper()
	cmd := jobdoc(t, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill() }() // it is dead already, but where this test fails
	line, err := bufio.NewReader(out).ReadString('\n')
	at := strings.Index(line, "http://127.0.0.1:")
	if err != nil || at < 0 {
		t.Fatalf("first line %q, %v; want the address", line, err)
	}
	url := strings.TrimSpace(line[at:]) + "/v1/positions"
	var mu sync.Mutex
	var first sync.Once
	var clients sync.WaitGroup
	for range 3 {
		clients.Go(func() {
			client := &http.Client{Transport: &http.Transport{}}
			defer client.CloseIdleConnections()
			for id, revision := "", 0; ; {
				word := fmt.Sprintf("词%016x", rand.Uint64())
				got, err := change(client, url, id, word)
				if err != nil { // the server is gone
					if !isGone(err) {
						t.Error(err)
					}
					return
				}
				if id, revision = got, revision+1; revision == 1 {
					first.Do(func() {
						time.AfterFunc(time.Duration(rand.IntN(150))*time.Millisecond, func() { _ = cmd.Process.Kill() })
					})
				}
				mu.Lock()
				answers[id] = answered{revision, word}
				mu.Unlock()
				if revision == 4 {
					id, revision = "", 0
				}
			}
		})
	}
	clients.Wait()
	err = cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.Exited() {
		t.Fatalf("the server ended by itself: %v", err)
	}
}

// refusedError is an answer that says no.
type refusedError struct{ text string }

func (e *refusedError) Error() string { return e.text }

func isGone(err error) bool {
	var refused *refusedError
	return !errors.As(err, &refused)
}

// change stores a position, or replaces the one of the id, and returns its id.
func change(client *http.Client, url, id, word string) (string, error) {
	method, want := http.MethodPost, http.StatusCreated
	if id != "" {
		method, want, url = http.MethodPut, http.StatusOK, url+"/"+id
	}
	body := fmt.Sprintf(`{"position":{"title":"职位","code":"%s"},"duties":[{"description":"%s"}]}`, word, word)
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return "", &refusedError{err.Error()}
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := client.Do(r)
	if err != nil {
		return "", err
	}
	defer func() { _ = answer.Body.Close() }()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		return "", err
	}
	var made struct{ ID string }
	if err := json.Unmarshal(data, &made); err != nil || answer.StatusCode != want || made.ID == "" {
		return "", &refusedError{fmt.Sprintf("%s: %s, %s", method, answer.Status, data)}
	}
	return made.ID, nil
}

// lookFor opens the store that a killed server has left.
func lookFor(t *testing.T, c store.Config, answers map[string]answered) {
	t.Helper()
	s, err := store.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	for id, was := range answers {
		p, err := s.Position(t.Context(), id)
		if err != nil {
			t.Errorf("position %s: %v", id, err)
			continue
		}
		r, err := s.Revision(t.Context(), p, was.revision)
		if err != nil || !strings.Contains(string(r.Content), was.word) {
			t.Errorf("revision %s %d = %s, %v; want %s in it", id, was.revision, r.Content, err, was.word)
		}
		events, _, err := s.Events(t.Context(), store.EventQuery{Subject: id})
		if err != nil || len(events) != p.Revision {
			t.Errorf("%d events of %d revisions of %s, %v", len(events), p.Revision, id, err)
		}
	}
}

// TestARestoreThatIsKilledChangesNothing feeds a restore half of a backup and
// kills it.
func TestARestoreThatIsKilledChangesNothing(t *testing.T) {
	t.Parallel()
	from, err := store.Open(t.Context(), store.Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = from.Close() }()
	noise := make([]byte, 4000) // more than pipes and buffers take in
	for i := range 60 {
		_, _ = rand.NewChaCha8([32]byte{byte(i)}).Read(noise) // never fails
		createIn(t, from, fmt.Sprintf("新的%d", i), fmt.Sprintf("%x", noise))
	}
	var file bytes.Buffer
	if _, err := from.Backup(t.Context(), &file, store.Transfer{}); err != nil {
		t.Fatal(err)
	}
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			c := store.Config{Dir: filepath.Join(t.TempDir(), "data")}
			args := []string{"restore", "-", "--replace", "--data", c.Dir}
			if engine == "postgres" {
				c = store.Config{URL: pgtest.URL(t)}
				args = []string{"restore", "-", "--replace", "--database-url", c.URL}
			}
			s, err := store.Open(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			createIn(t, s, "旧的", "从前")
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			cmd := jobdoc(t, args...)
			in, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if _, err := in.Write(file.Bytes()[:file.Len()*3/4]); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Process.Kill()
			if err := cmd.Wait(); err == nil {
				t.Error("the restore came to its end")
			}
			if s, err = store.Open(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close() }()
			if err := s.Check(t.Context()); err != nil {
				t.Error(err)
			}
			all, _, err := s.Positions(t.Context(), store.Query{})
			if err != nil || len(all) != 1 || all[0].Title != "旧的" {
				t.Errorf("positions = %+v, %v; want the one that was there", all, err)
			}
		})
	}
}

func createIn(t *testing.T, s *store.Store, title, description string) {
	t.Helper()
	p, faults := position.Decode(fmt.Appendf(nil, `{"position":{"title":%q},"duties":[{"description":%q}]}`, title, description))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if err := s.Update(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.CreatePosition(ctx, p, store.Author{}, "")
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
