package server

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/pgtest"
	"jobdoc/internal/store"
)

func TestRacingFetchesOfALinkOfThreeGetThree(t *testing.T) {
	t.Parallel()
	for engine, config := range map[string]func(*testing.T) store.Config{
		"SQLite":     func(t *testing.T) store.Config { t.Helper(); return store.Config{Dir: t.TempDir()} },
		"PostgreSQL": func(t *testing.T) store.Config { t.Helper(); return store.Config{URL: pgtest.URL(t)} },
	} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			kept, err := store.Open(t.Context(), config(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = kept.Close() })
			s, _ := newServer(t, Config{Store: kept, Admitted: 200, Wait: time.Minute})
			p := storePosition(t, s, small)
			l, path := makeLink(t, s, `{"position":"`+p.ID+`","maxUses":3}`)
			var mu sync.Mutex
			var wg sync.WaitGroup
			got := map[int]int{}
			for range 100 {
				wg.Go(func() {
					r := get(s, path)
					body := text(t, r)
					mu.Lock()
					defer mu.Unlock()
					got[r.StatusCode]++
					if strings.HasPrefix(body, "%PDF-") != (r.StatusCode == http.StatusOK) {
						t.Errorf("status %d with %.20q", r.StatusCode, body)
					}
				})
			}
			wg.Wait()
			if diff := cmp.Diff(map[int]int{http.StatusOK: 3, http.StatusNotFound: 97}, got); diff != "" || uses(t, s, l.ID) != 3 {
				t.Errorf("%d uses; statuses (-want +got): %s", uses(t, s, l.ID), diff)
			}
		})
	}
}

func TestEachFetchCountsAsItShould(t *testing.T) {
	t.Parallel()
	s, now, _ := linkServer(t, Config{})
	p := storePosition(t, s, small)
	l, path := makeLink(t, s, `{"position":"`+p.ID+`"}`)
	before := 0
	step := func(name string, counted, status int, c call) *http.Response {
		t.Helper()
		c.path = path + c.path
		r := c.do(s.Handler())
		if got := uses(t, s, l.ID) - before; r.StatusCode != status || got != counted {
			t.Errorf("%s: status %d, counted %d times; want %d, %d", name, r.StatusCode, got, status, counted)
		}
		before += counted
		return r
	}
	head := step("HEAD", 0, 200, call{method: "HEAD"})
	tag := head.Header.Get("ETag")
	rest := []string{"Range: bytes=100-199", "If-Range: " + tag}
	step("a range before anything was counted", 1, 206, call{method: "GET", headers: rest})
	now.advance(10 * time.Minute)
	step("GET", 1, 200, call{method: "GET"})
	now.advance(10*time.Minute - time.Millisecond)
	step("a range of the same file within ten minutes", 0, 206, call{method: "GET", headers: rest})
	step("the last bytes", 0, 206, call{method: "GET", headers: []string{"Range: bytes=-5", "If-Range: " + tag}})
	step("a range without If-Range", 1, 206, call{method: "GET", headers: rest[:1]})
	step("a range of another file", 1, 200, call{method: "GET", headers: []string{rest[0], `If-Range: "other"`}})
	step("a range of a weak tag", 1, 200, call{method: "GET", headers: []string{rest[0], "If-Range: W/" + tag}})
	step("If-Range without a range", 1, 200, call{method: "GET", headers: rest[1:]})
	step("several ranges, which are answered with the whole", 1, 200, call{method: "GET", headers: []string{"Range: bytes=0-1,5-6", rest[1]}})
	step("a condition that the file does not meet", 1, 304, call{method: "GET", headers: []string{"If-None-Match: " + tag}})
	step("saving", 1, 200, call{method: "GET", path: "?download=1&from=singlemessage"})
	step("OPTIONS", 0, 204, call{method: "OPTIONS"})
	step("another method", 0, 405, call{method: "POST"})
	now.advance(10 * time.Minute)
	step("a range after ten minutes", 1, 206, call{method: "GET", headers: rest})

	changed := strings.Replace(small, "编制技术方案", "编写投标文件", 1)
	decoded[PositionEntry](t, call{"PUT", "/v1/positions/" + p.ID, []string{asJSON}, strings.NewReader(changed)}.do(s.Handler()), http.StatusOK)
	newTag := step("HEAD of the new file", 0, 200, call{method: "HEAD"}).Header.Get("ETag")
	if newTag == tag {
		t.Error("the new file has the old tag")
	}
	step("a range of a file that nobody was given yet", 1, 206, call{method: "GET", headers: []string{rest[0], "If-Range: " + newTag}})
	step("the next range of it", 0, 206, call{method: "GET", headers: []string{rest[0], "If-Range: " + newTag}})
}

func TestTheRestOfTheLastUseIsGiven(t *testing.T) {
	t.Parallel()
	s, now, _ := linkServer(t, Config{})
	p := storePosition(t, s, small)
	l, path := makeLink(t, s, `{"position":"`+p.ID+`","maxUses":1}`)
	tag := get(s, path).Header.Get("ETag")
	rest := func() int { return get(s, path, "Range: bytes=100-", "If-Range: "+tag).StatusCode }
	if got := rest(); got != 206 {
		t.Errorf("the rest of the only use: status %d, want 206", got)
	}
	if r := get(s, path); r.StatusCode != 404 {
		t.Errorf("a second use: status %d, want 404", r.StatusCode)
	}
	if r := (call{"HEAD", path, nil, nil}).do(s.Handler()); r.StatusCode != 404 {
		t.Errorf("HEAD: status %d, want 404", r.StatusCode)
	}
	for _, condition := range []string{"If-None-Match: " + tag, "If-None-Match: *", `If-Match: "other"`} {
		if r := get(s, path, condition); r.StatusCode != 404 {
			t.Errorf("what a client has already, %s: status %d, want 404", condition, r.StatusCode)
		}
	}
	now.advance(10 * time.Minute)
	if got := rest(); got != 404 {
		t.Errorf("the rest after ten minutes: status %d, want 404", got)
	}
	now.advance(-5 * time.Minute)
	revoke(t, s, l.ID)
	if got := rest(); got != 404 {
		t.Errorf("the rest once it is revoked: status %d, want 404", got)
	}
}

func TestAFetchThatFailsCountsNothing(t *testing.T) {
	t.Parallel()
	s, _, _ := linkServer(t, Config{Renders: 1, Admitted: 1})
	p := storePosition(t, s, small)
	l, path := makeLink(t, s, `{"position":"`+p.ID+`","maxUses":1}`)
	if !s.gate.admit() {
		t.Fatal("no room")
	}
	r := get(s, path)
	if r.StatusCode != http.StatusTooManyRequests || r.Header.Get("Content-Type") != pageType || r.Header.Get("Retry-After") == "" {
		t.Errorf("without room: status %d, %v", r.StatusCode, r.Header)
	}
	s.gate.leave()
	if got := uses(t, s, l.ID); got != 0 {
		t.Errorf("what was not given was counted %d times", got)
	}
	if r := get(s, path); r.StatusCode != http.StatusOK {
		t.Errorf("the next: status %d", r.StatusCode)
	}
}
