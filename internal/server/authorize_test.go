package server

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"jobdoc/internal/access"
	"jobdoc/internal/store"
)

// askAs sends a request with a key from an address and returns the answer.
func askAs(s *Server, method, path, body, from string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.RemoteAddr = from
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	return roundTrip(s.Handler(), r)
}

const someone = "10.1.2.3:4711"

func TestAKeyMayAskSoOftenAndNoOftener(t *testing.T) {
	t.Parallel()
	now, kept := newClock(), openStore(t)
	s, _ := newServer(t, Config{Store: kept, Keys: true, Rate: 5, Now: now.Now})
	one := makeKey(t, kept, "one", access.ScopesOf(access.Read), time.Time{})
	other := makeKey(t, kept, "other", access.ScopesOf(access.Read), time.Time{})
	ask := func(k testKey) *http.Response { return askAs(s, "GET", "/v1/schema", "", someone, k.header) }
	for i := range 10 {
		if r := ask(one); r.StatusCode != http.StatusOK {
			t.Fatalf("request %d: status %d", i, r.StatusCode)
		}
	}
	r := ask(one)
	if p := problem(t, r); r.StatusCode != http.StatusTooManyRequests || r.Header.Get("Retry-After") != "1" || !strings.Contains(p.Detail, "1 秒后再试") {
		t.Errorf("too many: status %d, Retry-After %q, %q", r.StatusCode, r.Header.Get("Retry-After"), p.Detail)
	}
	if r := ask(other); r.StatusCode != http.StatusOK {
		t.Errorf("another key: status %d", r.StatusCode)
	}
	now.advance(200 * time.Millisecond)
	if r := ask(one); r.StatusCode != http.StatusOK {
		t.Errorf("a fifth of a second later: status %d", r.StatusCode)
	}
	if r := ask(one); r.StatusCode != http.StatusTooManyRequests {
		t.Errorf("and one more: status %d", r.StatusCode)
	}
}

func TestFailedAttemptsOfAnAddressAreLimited(t *testing.T) {
	t.Parallel()
	now, kept := newClock(), openStore(t)
	s, _ := newServer(t, Config{Store: kept, Keys: true, Now: now.Now})
	good := makeKey(t, kept, "good", access.ScopesOf(access.Read), time.Time{})
	wrong := good.header[:len(good.header)-2]
	ask := func(from, header string) int { return askAs(s, "GET", "/v1/schema", "", from, header).StatusCode }
	for range failureBurst {
		if got := ask("[2001:db8::1]:1", wrong); got != http.StatusUnauthorized {
			t.Fatalf("status %d, want 401", got)
		}
	}
	for _, c := range []struct {
		says, from, header string
		want               int
	}{
		{"one more", "[2001:db8::1]:2", wrong, http.StatusTooManyRequests},
		{"a neighbour in the same network", "[2001:db8::2]:2", wrong, http.StatusTooManyRequests},
		{"another network", "[2001:db8:0:1::1]:1", wrong, http.StatusUnauthorized},
		{"a good key at the address", "[2001:db8::1]:1", good.header, http.StatusOK},
		{"no key at the address", "[2001:db8::1]:1", "X: y", http.StatusUnauthorized},
	} {
		if got := ask(c.from, c.header); got != c.want {
			t.Errorf("%s: status %d, want %d", c.says, got, c.want)
		}
	}
	now.advance(time.Second)
	if got := ask("[2001:db8::1]:1", wrong); got != http.StatusUnauthorized {
		t.Errorf("a second later: status %d, want 401", got)
	}
}

func TestALimiterForgetsWhoWasSeenLongAgo(t *testing.T) {
	t.Parallel()
	l := newLimiter[netip.Addr](1, 1)
	a := netip.MustParseAddr("10.0.0.0")
	now := time.Now()
	for range 3 * maxCounted {
		a = a.Next()
		if wait := l.take(a, now); wait != 0 {
			t.Fatalf("%s waits %s", a, wait)
		}
	}
	if len(l.known) != maxCounted || l.order.Len() != maxCounted {
		t.Errorf("%d and %d are kept, want %d", len(l.known), l.order.Len(), maxCounted)
	}
	if wait := l.take(a, now); wait != time.Second {
		t.Errorf("who came last waits %s, want 1 s", wait)
	}
}

func TestAKeyExpiresWhileTheServiceRuns(t *testing.T) {
	t.Parallel()
	now, kept := newClock(), openStore(t)
	s, _ := newServer(t, Config{Store: kept, Keys: true, Now: now.Now})
	k := makeKey(t, kept, "short", access.ScopesOf(access.Read), now.Now().Add(time.Minute))
	for _, want := range []int{http.StatusOK, http.StatusUnauthorized} {
		r := askAs(s, "GET", "/v1/schema", "", someone, k.header)
		if r.StatusCode != want {
			t.Errorf("status %d, want %d", r.StatusCode, want)
		}
		if want == http.StatusUnauthorized && !strings.Contains(text(t, r), "已过期") {
			t.Error("nobody says that the key has expired")
		}
		now.advance(time.Minute)
	}
}

func TestOnlyAnApproverApproves(t *testing.T) {
	t.Parallel()
	kept := openStore(t)
	s, _ := newServer(t, Config{Store: kept, Keys: true})
	writer := makeKey(t, kept, "writer", access.ScopesOf(access.Write), time.Time{})
	approver := makeKey(t, kept, "approver", access.ScopesOf(access.Approve), time.Time{})
	path := "/v1/positions/" + storeWith(t, s, writer) + "/revisions/1/state"
	for _, c := range []struct {
		key   testKey
		state string
		want  int
	}{
		{approver, "review", http.StatusForbidden},
		{writer, "review", http.StatusOK},
		{writer, "approved", http.StatusForbidden},
		{approver, "approved", http.StatusOK},
		{writer, "void", http.StatusForbidden},
		{approver, "void", http.StatusOK},
	} {
		r := askAs(s, "POST", path, `{"state": "`+c.state+`"}`, someone, asJSON, c.key.header)
		if r.StatusCode != c.want {
			t.Errorf("%s to %s: status %d, want %d", c.key.says, c.state, r.StatusCode, c.want)
		}
	}
}

func TestTheLogNamesTheKeyAndThePerson(t *testing.T) {
	t.Parallel()
	kept := openStore(t)
	s, _ := newServer(t, Config{Store: kept, Keys: true})
	k := makeKey(t, kept, "人事系统", access.ScopesOf(access.Write), time.Time{})
	r := askAs(s, "POST", "/v1/positions?by=%E6%9D%8E%F0%AC%AC%AD", small, someone, asJSON, k.header, "X-Request-Id: R-1")
	if r.StatusCode != http.StatusCreated {
		t.Fatal(text(t, r))
	}
	events, _, err := kept.Events(t.Context(), store.EventQuery{})
	if err != nil || len(events) != 1 {
		t.Fatalf("events = %+v, %v", events, err)
	}
	want := store.Event{
		At: events[0].At, Author: store.Author{Key: "人事系统", Name: "李\U0002CB2D"}, Action: "position.create",
		Subject: strings.TrimPrefix(r.Header.Get("Location"), "/v1/positions/"), Number: 1, Address: "10.1.2.3", Request: "R-1",
	}
	if events[0] != want {
		t.Errorf("event = %+v, want %+v", events[0], want)
	}
}

func TestTheUseOfAKeyIsNotedBesideTheRequests(t *testing.T) {
	t.Parallel()
	now, kept := newClock(), openStore(t)
	s, _ := newServer(t, Config{Store: kept, Keys: true, Now: now.Now})
	k := makeKey(t, kept, "one", access.ScopesOf(access.Read), time.Time{})
	askAs(s, "GET", "/v1/schema", "", someone, k.header)
	if got, err := kept.Key(t.Context(), k.id); err != nil || !got.Used.IsZero() {
		t.Errorf("a request wrote when the key was used: %v, %v", got.Used, err)
	}
	if err := s.writeUsed(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, err := kept.Key(t.Context(), k.id); err != nil || !got.Used.Equal(now.Now()) {
		t.Errorf("used = %v, %v; want %v", got.Used, err, now.Now())
	}
}

func TestAServerThatAsksForKeysNeedsAStore(t *testing.T) {
	t.Parallel()
	if _, err := New(Config{Keys: true}); err == nil {
		t.Error("a server without a store asks for keys, which nobody can have")
	}
}

func TestOneOfTwoAdminsWhoRevokeEachOtherStays(t *testing.T) {
	onBoth(t, func(t *testing.T, open *Server) {
		kept := open.config.Store
		s, _ := newServer(t, Config{Store: kept, Keys: true})
		for round := range 5 {
			a := makeKey(t, kept, "a", access.ScopesOf(access.Admin), time.Time{})
			b := makeKey(t, kept, "b", access.ScopesOf(access.Admin), time.Time{})
			var both sync.WaitGroup
			for _, c := range []struct{ by, whom testKey }{{a, b}, {b, a}} {
				both.Go(func() { askAs(s, "DELETE", "/v1/keys/"+c.whom.id, "", someone, c.by.header) })
			}
			both.Wait()
			keys, err := kept.Keys(t.Context(), false)
			if err != nil || len(keys) != 1 {
				t.Fatalf("round %d: left are %+v, %v; want one", round, keys, err)
			}
			if err := kept.Update(t.Context(), func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.RevokeKey(ctx, keys[0].ID)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func BenchmarkAuthorize(b *testing.B) {
	for _, keys := range []bool{false, true} {
		b.Run(map[bool]string{false: "no key", true: "key"}[keys], func(b *testing.B) {
			kept := openStore(b)
			s, _ := newServer(b, Config{Store: kept, Keys: keys})
			k := makeKey(b, kept, "one", access.ScopesOf(access.Read), time.Time{})
			r := httptest.NewRequest("GET", "/healthz", nil)
			r.URL.Path = "/v1/positions/nothing"
			r.Header.Set("Authorization", strings.TrimPrefix(k.header, "Authorization: "))
			for b.Loop() {
				w := httptest.NewRecorder()
				s.engine.ServeHTTP(w, r)
				if w.Code != http.StatusNotFound {
					b.Fatal(w.Code)
				}
			}
		})
	}
}
