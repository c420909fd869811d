package server

import (
	"fmt"

	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/access"
	"jobdoc/internal/store"
)

// answered is what a client keeps of an answer.
type answered struct {
	Status               int
	Body, Location, ETag string
	Replayed             string
}

// createOnce stores a position with an Idempotency-Key.
func createOnce(t testing.TB, s *Server, key, body string, headers ...string) answered {
	t.Helper()
	r := call{"POST", "/v1/positions", append(headers, asJSON, "Idempotency-Key: "+key), strings.NewReader(body)}.do(s.Handler())
	return answered{r.StatusCode, text(t, r), r.Header.Get("Location"), r.Header.Get("ETag"), r.Header.Get("Idempotency-Replayed")}
}

func countPositions(t testing.TB, s *store.Store) int {
	t.Helper()
	n, err := s.CountPositions(t.Context(), store.Query{})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestFiftyRacingRequestsOfOneIdempotencyKeyMakeOnePosition(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Server) {
		const body = `{"position": {"title": "售前工程师"}, "duties": [{"description": "编制技术方案"}]}`
		answers := make([]answered, 50)
		var all sync.WaitGroup
		for i := range answers {
			all.Go(func() { answers[i] = createOnce(t, s, "one", body) })
		}
		all.Wait()
		first := createOnce(t, s, "one", body)
		if first.Status != http.StatusCreated || first.Replayed != "true" || first.Location == "" || first.ETag == "" {
			t.Fatalf("afterwards: %+v, want the answer again", first)
		}
		made := 0
		for _, a := range answers {
			if a.Status == http.StatusConflict {
				if !strings.Contains(a.Body, "idempotency-key-running") {
					t.Errorf("a conflict says %s", a.Body)
				}
				continue
			}
			if a.Replayed == "" {
				made++
				a.Replayed = "true"
			}
			if diff := cmp.Diff(first, a); diff != "" {
				t.Errorf("two answers differ: %s", diff)
			}
		}
		if n := countPositions(t, s.config.Store); n != 1 || made != 1 {
			t.Errorf("%d positions, made by %d requests; want 1 by 1", n, made)
		}
	})
}

func TestARequestSentAgainGetsItsAnswerAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Server) {
		first := createOnce(t, s, "a", small)
		if first.Status != http.StatusCreated || first.Replayed != "" {
			t.Fatalf("first: %+v", first)
		}
		want := first
		want.Replayed = "true"
		if diff := cmp.Diff(want, createOnce(t, s, "a", small)); diff != "" {
			t.Errorf("again (-want +got):\n%s", diff)
		}
		for says, path := range map[string]string{"another body": "/v1/positions", "another query": "/v1/positions?note=x", "another path": first.Location + "/unarchive"} {
			body := small
			if says == "another body" {
				body += " "
			}
			r := call{"POST", path, []string{asJSON, "Idempotency-Key: a"}, strings.NewReader(body)}.do(s.Handler())
			if p := problem(t, r); p.Status != http.StatusUnprocessableEntity || p.Errors[0].Code != "idempotency-key-reused" {
				t.Errorf("%s: %+v", says, p)
			}
		}
		if a := createOnce(t, s, "b", small); a.Status != http.StatusConflict {
			t.Errorf("another key: status %d, want the conflict of two positions", a.Status)
		}
		// An answer without a body, of an operation that takes none.
		if r := (call{"DELETE", first.Location, nil, nil}).do(s.Handler()); r.StatusCode >= 300 {
			t.Fatalf("DELETE: %d", r.StatusCode)
		}
		for _, replayed := range []string{"", "true"} {
			r := call{"POST", first.Location + "/unarchive", []string{"Idempotency-Key: c"}, nil}.do(s.Handler())
			if r.StatusCode != http.StatusOK || r.Header.Get("Idempotency-Replayed") != replayed {
				t.Errorf("unarchive: %d, replayed %q, want %q", r.StatusCode, r.Header.Get("Idempotency-Replayed"), replayed)
			}
		}
	})
}

func TestARefusedRequestIsNotRemembered(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Server) {
		if a := createOnce(t, s, "a", `{"position": {}}`); a.Status != http.StatusUnprocessableEntity {
			t.Fatalf("a faulty position: %d", a.Status)
		}
		if a := createOnce(t, s, "a", small); a.Status != http.StatusCreated || a.Replayed != "" {
			t.Errorf("mended: %+v, want it made", a)
		}
		if a := createOnce(t, s, "b", small); a.Status != http.StatusConflict {
			t.Fatalf("the same position: %d", a.Status)
		}
		if a := createOnce(t, s, "b", strings.Replace(small, "PS-001", "PS-002", 1)); a.Status != http.StatusCreated {
			t.Errorf("mended: %+v, want it made", a)
		}
	})
}

func TestIdempotencyKeysOfTwoAPIKeysDoNotMeet(t *testing.T) {
	t.Parallel()
	kept := openStore(t)
	s, _ := newServer(t, Config{Store: kept, Keys: true})
	for i, name := range []string{"甲", "乙"} {
		k := makeKey(t, kept, name, access.ScopesOf(access.Write), time.Time{})
		a := createOnce(t, s, "same", strings.Replace(small, "PS-001", fmt.Sprintf("PS-%d", i), 1), k.header)
		if a.Status != http.StatusCreated {
			t.Errorf("%s: %+v, want it made", name, a)
		}
	}
}

func TestAnIdempotencyKeyIsVisibleASCII(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	for key, good := range map[string]bool{
		"": false, " ": false, "a b": false, "键": false, "a\tb": false, strings.Repeat("x", 256): false,
		strings.Repeat("x", 255): true, `"8e03978e-40d5-43dd-bc93-6894a57f9324"`: true, "~!": true,
	} {
		body := strings.Replace(small, "PS-001", fmt.Sprintf("PS-%d", len(key)), 1)
		a := createOnce(t, s, key, body)
		if good != (a.Status == http.StatusCreated) || !good && !strings.Contains(a.Body, "idempotency-key-invalid") {
			t.Errorf("key %q: %+v, want good %v", key, a, good)
		}
	}
	r := call{"POST", "/v1/positions", []string{asJSON, "Idempotency-Key: a", "Idempotency-Key: a"}, strings.NewReader(small)}.do(s.Handler())
	if r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("two keys: status %d, want 422", r.StatusCode)
	}
}

// TestEveryPostThatChangesTakesAnIdempotencyKey holds the description to it.
func TestEveryPostThatChangesTakesAnIdempotencyKey(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	api, err := describedBy(s.openapi)
	if err != nil {
		t.Fatal(err)
	}
	// They change nothing, and give what is not to be kept.
	without := []string{"/v1/render", "/v1/keys"}
	for pattern, item := range api.api.Paths.Map() {
		if item.Post == nil {
			continue
		}
		has := item.Post.Parameters.GetByInAndName("header", "Idempotency-Key") != nil
		if want := !slices.Contains(without, pattern); has != want {
			t.Errorf("POST %s takes an Idempotency-Key: %v, want %v", pattern, has, want)
		}
	}
}
