package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"jobdoc/internal/pgtest"
)

// TestAKilledServiceDoesNothingTwice kills a service while clients send it
// positions, and has them send again what they do not know the end of. Had a
// change come to stay without its answer, the second time would be a conflict
// with the position that is there.
func TestAKilledServiceDoesNothingTwice(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the test waits for processes in the way of Unix")
	}
	for engine, where := range map[string]func(*testing.T) []string{
		"SQLite":     func(t *testing.T) []string { t.Helper(); return []string{"--data", filepath.Join(t.TempDir(), "data")} },
		"PostgreSQL": func(t *testing.T) []string { t.Helper(); return []string{"--database-url", pgtest.URL(t)} },
	} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			flags := where(t)
			c := &killedClients{answered: map[string]int{}, acknowledged: make(chan struct{})}
			for range 6 {
				cmd, address := startServe(t, "", append([]string{"--addr", "127.0.0.1:0"}, flags...)...)
				ctx, cancel := context.WithCancel(t.Context())
				var all sync.WaitGroup
				for range 4 {
					all.Go(func() { c.send(ctx, address) })
				}
				for range 3 + rand.IntN(40) { // three others are then being answered
					<-c.acknowledged
				}
				_ = cmd.Process.Kill()
				_ = cmd.Wait()
				cancel()
				all.Wait()
			}
			c.sendAgain(t, flags)
		})
	}
}

// killedClients remember what they were answered.
type killedClients struct {
	mu       sync.Mutex
	next     int
	answered map[string]int // status of the answer to each key, 0 for none

	acknowledged chan struct{} // a value for each answer
}

// send stores positions until the service is gone.
func (c *killedClients) send(ctx context.Context, address string) {
	for ctx.Err() == nil {
		c.mu.Lock()
		c.next++
		key := fmt.Sprintf("K-%d", c.next)
		c.answered[key] = 0
		c.mu.Unlock()
		status, _, err := storeOnce(ctx, address, key)
		if err != nil {
			return
		}
		c.mu.Lock()
		c.answered[key] = status
		c.mu.Unlock()
		select {
		case c.acknowledged <- struct{}{}:
		case <-ctx.Done():
		}
	}
}

// storeOnce stores the position of a key.
func storeOnce(ctx context.Context, address, key string) (status int, body string, err error) {
	position := `{"position": {"title": "售前工程师", "code": "` + key + `"}, "duties": [{"description": "编制技术方案"}]}`
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address+"/v1/positions", strings.NewReader(position))
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Idempotency-Key", key)
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer got.Body.Close()
	data, err := io.ReadAll(got.Body)
	return got.StatusCode, string(data), err
}

// sendAgain sends every request once more, to a service that stays.
func (c *killedClients) sendAgain(t *testing.T, flags []string) {
	t.Helper()
	cmd, address := startServe(t, "", append([]string{"--addr", "127.0.0.1:0"}, flags...)...)
	acknowledged, again, running := 0, 0, 0
	for key, before := range c.answered {
		status, body, err := storeOnce(t.Context(), address, key)
		switch {
		case err != nil:
			t.Fatal(err)
		case status == http.StatusCreated && before == http.StatusCreated:
			acknowledged++
		case status == http.StatusCreated:
			again++
		case status == http.StatusConflict && before == 0 && strings.Contains(body, "idempotency-key-running"):
			running++ // its lease is that of a killed process, for two minutes
		default:
			t.Errorf("%s was answered %d before, and now %d: %s", key, before, status, body)
		}
	}
	t.Logf("%d were acknowledged, %d made the second time, %d still under their lease", acknowledged, again, running)
	if acknowledged == 0 {
		t.Error("nothing was acknowledged before the service was killed")
	}
	_ = cmd.Process.Signal(os.Interrupt)
	_ = cmd.Wait()
}
