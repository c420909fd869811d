package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/access"
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

func TestEveryFaultOfALinkOrderIsTold(t *testing.T) {
	t.Parallel()
	s, _, _ := linkServer(t, Config{})
	p := storePosition(t, s, small)
	gone := storePosition(t, s, strings.Replace(small, "PS-001", "PS-002", 1))
	archive(t, s, gone.ID)
	at := func(body string) string { return strings.ReplaceAll(body, "POSITION", p.ID) }
	for name, test := range map[string]struct {
		body   string
		status int
		want   []string // "code pointer:line", in order
		hint   string   // in the first
	}{
		"nothing":                      {"", 400, []string{"empty :1"}, "JSON"},
		"no object":                    {"[]", 422, []string{"wrong-type #:1"}, ""},
		"broken JSON":                  {"{\n\"position\":}", 400, []string{"bad-syntax #/position:2"}, ""},
		"a member twice":               {`{"position":"a","position":"b"}`, 400, []string{"duplicate-key #/position:1"}, ""},
		"no position":                  {`{}`, 422, []string{"required-missing #/position:0"}, ""},
		"a position that is not there": {`{"position":"aaaaaaaaaaaaaaaa"}`, 422, []string{"position-unknown #/position:1"}, ""},
		"a position that is archived":  {`{"position":"` + gone.ID + `"}`, 422, []string{"position-archived #/position:1"}, "归档"},
		"a revision that is not there": {at(`{"position":"POSITION","revision":2}`), 422, []string{"revision-unknown #/revision:1"}, "第 1 次"},
		"a revision in quotes":         {at(`{"position":"POSITION","revision":"1"}`), 422, []string{"unknown-value #/revision:1"}, "不带引号"},
		"a misspelt revision":          {at(`{"position":"POSITION","revision":"aproved"}`), 422, []string{"unknown-value #/revision:1"}, "approved"},
		"a lifetime without unit":      {at(`{"position":"POSITION","expiresIn":"30"}`), 422, []string{"lifetime-unit-unknown #/expiresIn:1"}, ""},
		"a lifetime of eleven years":   {at(`{"position":"POSITION","expiresIn":"4000d"}`), 422, []string{"lifetime-too-long #/expiresIn:1"}, ""},
		"a lifetime that is a number":  {at(`{"position":"POSITION","expiresIn":30}`), 422, []string{"wrong-type #/expiresIn:1"}, ""},
		"no uses":                      {at(`{"position":"POSITION","maxUses":0}`), 422, []string{"number-out-of-range #/maxUses:1"}, ""},
		"half a use":                   {at(`{"position":"POSITION","maxUses":1.5}`), 422, []string{"number-out-of-range #/maxUses:1"}, ""},
		"a template that is not there": {at(`{"position":"POSITION","template":"clasic"}`), 422, []string{"template-unknown #/template:1"}, "classic"},
		"a format that is not there":   {at(`{"position":"POSITION","format":"pfd"}`), 422, []string{"format-unknown #/format:1"}, "pdf"},
		"a misspelt member":            {at(`{"position":"POSITION","maxuse":3}`), 422, []string{"unknown-key #/maxuse:1"}, "maxUses"},
		"a member that is null":        {at(`{"position":"POSITION","note":null}`), 422, []string{"wrong-type #/note:1"}, ""},
		"a note that is too long":      {at(`{"position":"POSITION","note":"` + strings.Repeat("长", 1001) + `"}`), 422, []string{"text-too-long #/note:1"}, "1000"},
		"everything at once, on its lines": {"{\"position\": \"x\",\n \"revision\": 0,\n \"template\": [],\n \"format\": \"gif\", \"expiresIn\": \"\",\n \"maxUses\": -1, \"b\": {\"c\": [1]}}", 422,
			[]string{"position-unknown #/position:1", "unknown-value #/revision:2", "wrong-type #/template:3", "format-unknown #/format:4", "lifetime-empty #/expiresIn:4", "number-out-of-range #/maxUses:5", "unknown-key #/b:5"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := problem(t, call{"POST", "/v1/links", []string{asJSON}, strings.NewReader(test.body)}.do(s.Handler()))
			var faults []string
			for _, e := range got.Errors {
				faults = append(faults, fmt.Sprintf("%s %s:%d", e.Code, e.Pointer, e.Line))
			}
			if diff := cmp.Diff(test.want, faults); diff != "" || got.Status != test.status {
				t.Fatalf("status %d (%s), faults (-want +got): %s", got.Status, got.Detail, diff)
			}
			if !strings.Contains(got.Errors[0].Detail, test.hint) {
				t.Errorf("detail = %q, want %q in it", got.Errors[0].Detail, test.hint)
			}
		})
	}
	r := call{"POST", "/v1/links?by=" + strings.Repeat("a", 101) + "&for=x", []string{asJSON}, strings.NewReader(`{"format":"gif"}`)}.do(s.Handler())
	if got := problem(t, r); len(got.Errors) != 4 {
		t.Errorf("faults of query and body = %+v, want 4", got.Errors)
	}
	if n := len(decoded[struct{ Items []testLink }](t, get(s, "/v1/links"), 200).Items); n != 0 {
		t.Errorf("%d links were made all the same", n)
	}
}

func TestALinkToTheApprovedRevisionWaitsForOne(t *testing.T) {
	t.Parallel()
	s, _, _ := linkServer(t, Config{})
	p := storePosition(t, s, small)
	l, path := makeLink(t, s, `{"position":"`+p.ID+`","revision":"approved","format":"png"}`)
	if l.Shows != 0 || l.Revision != "approved" || !strings.HasSuffix(path, "/position.png") {
		t.Errorf("link = %+v", l)
	}
	if r := get(s, path); r.StatusCode != http.StatusNotFound {
		t.Errorf("before it is approved: status %d, want 404", r.StatusCode)
	}
	err := s.config.Store.Update(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		for _, to := range []store.State{store.Review, store.Approved} {
			if _, _, err := tx.SetState(ctx, p.ID, 1, 0, to, store.Issue{Template: "classic"}, store.Author{}, ""); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if r := get(s, path); r.StatusCode != http.StatusOK {
		t.Errorf("once it is approved: status %d", r.StatusCode)
	}
	if got := decoded[testLink](t, get(s, "/v1/links/"+l.ID), 200); got.Shows != 1 || got.Uses != 1 {
		t.Errorf("link = %+v, want that it shows revision 1, and one use", got)
	}
	archive(t, s, p.ID)
	if got := decoded[testLink](t, get(s, "/v1/links/"+l.ID), 200); got.Shows != 0 || get(s, path).StatusCode != http.StatusNotFound {
		t.Errorf("link to an archived position = %+v, want that it shows nothing", got)
	}
}

func TestLinksAreListed(t *testing.T) {
	t.Parallel()
	s, now, _ := linkServer(t, Config{})
	p, q := storePosition(t, s, small), storePosition(t, s, strings.Replace(small, "PS-001", "PS-002", 1))
	made := map[string]string{} // ids of p by what became of them
	make := func(name, position, more string) string {
		l, path := makeLink(t, s, `{"position":"`+position+`"`+more+`}`)
		made[l.ID] = name
		now.advance(time.Second)
		return path
	}
	make("active", p.ID, `,"note":"OA"`)
	get(s, make("used", p.ID, `,"maxUses":1`))
	make("expired", p.ID, `,"expiresIn":"1m"`)
	make("revoked", p.ID, "")
	for id, name := range made {
		if name == "revoked" {
			revoke(t, s, id)
		}
	}
	make("of another position", q.ID, "")
	now.advance(time.Minute)
	type page struct {
		Items []testLink
		Next  string
	}
	for _, state := range []string{"active", "used", "expired", "revoked"} {
		got := decoded[page](t, get(s, "/v1/links?position="+p.ID+"&state="+state), 200).Items
		if len(got) != 1 || made[got[0].ID] != state || got[0].State != state || got[0].URL != "" || got[0].Key != "local" {
			t.Errorf("links in state %s = %+v", state, got)
		}
	}
	var all []string
	for cursor := ""; ; {
		got := decoded[page](t, get(s, "/v1/links?limit=2&cursor="+cursor), 200)
		for _, l := range got.Items {
			all = append(all, made[l.ID])
		}
		if cursor = got.Next; cursor == "" {
			break
		}
	}
	if diff := cmp.Diff([]string{"of another position", "revoked", "expired", "used", "active"}, all); diff != "" {
		t.Errorf("all links (-want +got): %s", diff)
	}
	if got := problem(t, get(s, "/v1/links?state=activ&limit=0&cursors=x")); len(got.Errors) != 3 {
		t.Errorf("faults = %+v, want 3", got.Errors)
	}
	if got := problem(t, get(s, "/v1/links?cursor=x")); got.Status != 422 || got.Errors[0].Parameter != "cursor" {
		t.Errorf("problem = %+v, want one of the cursor", got)
	}
	for _, method := range []string{"GET", "DELETE"} {
		if got := problem(t, call{method, "/v1/links/aaaaaaaaaaaaaaaa", nil, nil}.do(s.Handler())); got.Status != 404 {
			t.Errorf("%s of no link: %+v", method, got)
		}
	}
}

func TestALinkSaysWhoMadeIt(t *testing.T) {
	t.Parallel()
	s, _, _ := linkServer(t, Config{})
	p := storePosition(t, s, small)
	r := call{"POST", "/v1/links?by=" + url.QueryEscape("李𬭎"), []string{asJSON}, strings.NewReader(`{"position":"` + p.ID + `","expiresIn":"24h"}`)}.do(s.Handler())
	l := decoded[testLink](t, r, 201)
	if l.By != "李𬭎" || l.Key != "local" || l.ExpiresAt != "2026-12-01T14:00:00.000Z" || r.Header.Get("Location") != "/v1/links/"+l.ID || r.Header.Get("Cache-Control") != "private, no-store" {
		t.Errorf("link = %+v, %v", l, r.Header)
	}
}

// TestWhoMayOnlyReadIsNotGivenTheAddress is for a key that is revoked one day:
// what it has read of links then opens nothing.
func TestWhoMayOnlyReadIsNotGivenTheAddress(t *testing.T) {
	t.Parallel()
	kept := openStore(t)
	s, _ := newServer(t, Config{Store: kept, Keys: true})
	key := func(scope access.Scope) testKey {
		return makeKey(t, kept, scope.String(), access.ScopesOf(scope), time.Time{})
	}
	write := key(access.Write)
	order := `{"position":"` + storeWith(t, s, write) + `"}`
	made := decoded[testLink](t, call{"POST", "/v1/links", []string{asJSON, write.header}, strings.NewReader(order)}.do(s.Handler()), http.StatusCreated)
	for _, c := range []struct {
		key  testKey
		want string
	}{{key(access.Read), ""}, {key(access.Approve), ""}, {write, made.URL}, {key(access.Admin), made.URL}} {
		got := decoded[testLink](t, get(s, "/v1/links/"+made.ID, c.key.header), http.StatusOK)
		if got.ID != made.ID || got.URL != c.want {
			t.Errorf("a key with the scope %s is given %q, want %q", c.key.says, got.URL, c.want)
		}
	}
}
