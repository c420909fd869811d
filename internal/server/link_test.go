package server

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"jobdoc/internal/store"
)

// clock is a clock that a test puts on.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 30, 14, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// linkServer returns a server with a store, both on a clock, and what it logs.
func linkServer(t testing.TB, c Config) (*Server, *clock, *bytes.Buffer) {
	t.Helper()
	now := newClock()
	if c.Store == nil {
		kept, err := store.Open(t.Context(), store.Config{Dir: t.TempDir(), Now: now.Now})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = kept.Close() })
		c.Store = kept
	}
	c.Now = now.Now
	s, log := newServer(t, c)
	return s, now, log
}

// decoded reads an answer of that status as JSON.
func decoded[T any](t testing.TB, r *http.Response, status int) (v T) {
	t.Helper()
	body := text(t, r)
	if r.StatusCode != status {
		t.Fatalf("status = %d, want %d: %s", r.StatusCode, status, body)
	}
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return v
}

// storePosition stores a position and returns its id.
func storePosition(t testing.TB, s *Server, body string) PositionEntry {
	t.Helper()
	return decoded[PositionEntry](t, call{"POST", "/v1/positions", []string{asJSON}, strings.NewReader(body)}.do(s.Handler()), http.StatusCreated)
}

// testLink is a LinkEntry as clients read it.
type testLink struct {
	ID, URL, Position, Template, Format, Note, State, Key, By string
	Revision                                                  any
	Shows, MaxUses, Uses                                      int
	CreatedAt, ExpiresAt, UsedAt, RevokedAt                   string
}

// makeLink makes a link and returns it with the path of its address.
func makeLink(t testing.TB, s *Server, body string) (testLink, string) {
	t.Helper()
	l := decoded[testLink](t, call{"POST", "/v1/links", []string{asJSON}, strings.NewReader(body)}.do(s.Handler()), http.StatusCreated)
	path, ok := strings.CutPrefix(l.URL, "http://example.com")
	if !ok {
		t.Fatalf("url = %q", l.URL)
	}
	return l, path
}

func get(s *Server, path string, headers ...string) *http.Response {
	return call{"GET", path, headers, nil}.do(s.Handler())
}

func TestALatestLinkShowsAChangeAndAPinnedOneDoesNot(t *testing.T) {
	t.Parallel()
	s, _, _ := linkServer(t, Config{})
	p := storePosition(t, s, small)
	latest, latestPath := makeLink(t, s, `{"position":"`+p.ID+`"}`)
	pinned, pinnedPath := makeLink(t, s, `{"position":"`+p.ID+`","revision":1,"template":"classic","note":"OA"}`)
	if latest.Revision != "latest" || pinned.Revision != 1.0 || latest.Shows != 1 || latest.Format != "pdf" || latest.ExpiresAt != "" || latest.State != "active" {
		t.Errorf("links = %+v, %+v", latest, pinned)
	}
	before := text(t, get(s, latestPath))
	if !strings.HasPrefix(before, "%PDF-") || text(t, get(s, pinnedPath)) != before {
		t.Fatal("both links open the PDF of revision 1")
	}
	changed := strings.Replace(small, "编制技术方案", "编写投标文件", 1)
	decoded[PositionEntry](t, call{"PUT", "/v1/positions/" + p.ID, []string{asJSON}, strings.NewReader(changed)}.do(s.Handler()), http.StatusOK)
	if text(t, get(s, latestPath)) == before {
		t.Error("the latest link shows no change")
	}
	if text(t, get(s, pinnedPath)) != before {
		t.Error("the pinned link shows a change")
	}
	if r := (call{"DELETE", "/v1/links/" + latest.ID, nil, nil}).do(s.Handler()); r.StatusCode != http.StatusNoContent {
		t.Errorf("revoking: status %d", r.StatusCode)
	}
	if r := get(s, latestPath); r.StatusCode != http.StatusNotFound {
		t.Errorf("a revoked link: status %d, want 404", r.StatusCode)
	}
	if r := get(s, pinnedPath); r.StatusCode != http.StatusOK {
		t.Errorf("the other link: status %d", r.StatusCode)
	}
	got := decoded[testLink](t, get(s, "/v1/links/"+pinned.ID), http.StatusOK)
	if got.URL != pinned.URL || got.Uses != 3 || got.UsedAt == "" {
		t.Errorf("link = %+v, want the same address and 3 uses", got)
	}
}
