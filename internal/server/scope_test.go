package server

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/netip"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"jobdoc/internal/access"
	"jobdoc/internal/store"
)

// testKey is an API key that a test sends.
type testKey struct {
	says   string // what it is, as the name of a test
	id     string // in the store, "" for none
	scopes access.Scopes
	header string // Authorization, "" for none
}

// makeKey keeps an API key in the store of a test.
func makeKey(t testing.TB, s *store.Store, name string, scopes access.Scopes, expires time.Time) testKey {
	t.Helper()
	secret, err := access.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	var made store.Key
	err = s.Update(t.Context(), func(ctx context.Context, tx *store.Tx) (err error) {
		made, err = tx.CreateKey(ctx, store.Key{Name: name, Prefix: secret.Prefix(), Scopes: scopes.String(), Expires: expires}, secret.Hash())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return testKey{name, made.ID, scopes, "Authorization: Bearer " + secret.Text()}
}

// allKeys makes a key of every combination of scopes, and such as open nothing.
func allKeys(t testing.TB, s *store.Store) (keys []testKey) {
	t.Helper()
	for set := access.Scopes(1); set < 1<<len(access.AllScopes()); set++ {
		keys = append(keys, makeKey(t, s, set.String(), set, time.Time{}))
	}
	everything := access.ScopesOf(access.AllScopes()...)
	expired := makeKey(t, s, "expired", everything, time.Now().Add(-time.Minute))
	revoked := makeKey(t, s, "revoked", everything, time.Time{})
	if err := s.Update(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.RevokeKey(ctx, revoked.id)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	unknown, err := access.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	good := keys[len(keys)-1].header
	expired.scopes, revoked.scopes = 0, 0
	return append(keys, expired, revoked,
		testKey{says: "unknown", header: "Authorization: Bearer " + unknown.Text()},
		testKey{says: "a character wrong", header: good[:len(good)-1] + string(good[len(good)-1]^1)},
		testKey{says: "another scheme", header: strings.Replace(good, "Bearer", "Basic", 1)},
		testKey{says: "no key"},
	)
}

// route is a route as the description has it.
type route struct {
	method, pattern string
	needs           string // scopes, any of which will do, joined by commas; "open" for none
}

func (r route) String() string { return r.method + " " + r.pattern + " " + r.needs }

// describedRoutes returns all routes of the description, HEAD where there is GET.
func describedRoutes(t testing.TB, s *Server) (routes []route) {
	t.Helper()
	api, err := describedBy(s.openapi)
	if err != nil {
		t.Fatal(err)
	}
	for _, pattern := range slices.Sorted(maps.Keys(api.api.Paths.Map())) {
		for method, op := range api.api.Paths.Value(pattern).Operations() {
			r := route{method, pattern, "open"}
			if op.Security != nil && len(*op.Security) > 0 {
				var any []string
				for _, one := range *op.Security {
					any = append(any, one[securityScheme]...)
				}
				r.needs = strings.Join(any, ",")
			}
			routes = append(routes, r)
			if method == http.MethodGet {
				routes = append(routes, route{http.MethodHead, pattern, r.needs})
			}
		}
	}
	slices.SortFunc(routes, func(a, b route) int { return strings.Compare(a.pattern+a.method, b.pattern+b.method) })
	return routes
}

const scopesFile = "testdata/scopes.txt"

// TestEveryRouteNeedsTheScopeThatWasDecided holds the description, which the
// server obeys, to a table that people read: who may do what is not to change
// by a slip. A new route is a new line there.
func TestEveryRouteNeedsTheScopeThatWasDecided(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t), Keys: true})
	data, err := os.ReadFile(scopesFile)
	if err != nil {
		t.Fatal(err)
	}
	decided := strings.Split(strings.TrimSpace(string(data)), "\n")
	var have []string
	for _, r := range describedRoutes(t, s) {
		if r.method == http.MethodHead {
			continue
		}
		have = append(have, r.String())
		if !slices.Contains(decided, r.String()) {
			t.Errorf("%s lacks the line %q", scopesFile, r)
		}
	}
	for _, line := range decided {
		if !slices.Contains(have, line) {
			t.Errorf("%s has the line %q, and there is no such route", scopesFile, line)
		}
	}
}

// refusedBody must not be read: whoever is refused is so before.
type refusedBody struct{ read bool }

func (b *refusedBody) Read([]byte) (int, error) {
	b.read = true
	return 0, io.EOF
}

// TestOnlyWhatAKeyIsForAnswers asks every route for every kind of id with keys
// of all combinations of scopes, and with what is no good key.
func TestOnlyWhatAKeyIsForAnswers(t *testing.T) {
	t.Parallel()
	kept := openStore(t)
	s, _ := newServer(t, Config{Store: kept, Keys: true})
	s.failures = newLimiter[netip.Addr](0, 0)
	keys := allKeys(t, kept)
	admin := keys[7] // the eighth set is admin alone
	if admin.says != "admin" {
		t.Fatalf("%q is not the key that was meant", admin.says)
	}
	spare := makeKey(t, kept, "spare", access.ScopesOf(access.Read), time.Time{})
	ids := []string{"nothing", spare.id, storeWith(t, s, admin)}
	parameter := regexp.MustCompile(`\{[^}]+\}`)
	for _, r := range describedRoutes(t, s) {
		t.Run(r.method+" "+r.pattern, func(t *testing.T) {
			for _, id := range ids[:1+2*min(1, strings.Count(r.pattern, "{"))] {
				path := strings.ReplaceAll(r.pattern, "{id}", id)
				path = strings.NewReplacer("{n}", "1", "{file}", "classic.docx").Replace(path)
				path = parameter.ReplaceAllString(path, id)
				for _, k := range keys {
					if id == spare.id && r.method == http.MethodDelete && k.scopes.Allows(access.Admin) {
						continue // its own test revokes keys
					}
					asks(t, s, r, path, k)
				}
			}
		})
	}
}

// asks sends a request with a key, and checks that it gets in where its scopes say so.
func asks(t *testing.T, s *Server, r route, path string, k testKey) {
	t.Helper()
	want := 0
	mayUse := slices.ContainsFunc(strings.Split(r.needs, ","), func(scope string) bool {
		needed, _ := access.ParseScopes(scope)
		return k.scopes.Allows(access.Scope(needed))
	})
	switch {
	case r.needs == "open":
	case k.scopes == 0:
		want = http.StatusUnauthorized
	case !mayUse:
		want = http.StatusForbidden
	}
	headers := []string{asJSON}
	if k.header != "" {
		headers = append(headers, k.header)
	}
	unread := &refusedBody{}
	c := call{r.method, path, headers, unread}
	if want == 0 && r.method != http.MethodGet && r.method != http.MethodHead {
		c.body = strings.NewReader("{}")
	}
	got := c.do(s.Handler())
	name := fmt.Sprintf("%s %s with the key %s", r.method, path, k.says)
	if want == 0 {
		if got.StatusCode == http.StatusUnauthorized || got.StatusCode == http.StatusForbidden || got.StatusCode >= 500 && r.pattern != "/readyz" {
			t.Errorf("%s: status %d, want it let in", name, got.StatusCode)
		}
		return
	}
	if got.StatusCode != want {
		t.Fatalf("%s: status %d, want %d", name, got.StatusCode, want)
	}
	if unread.read {
		t.Errorf("%s: the body was read", name)
	}
	if challenge := got.Header.Get("WWW-Authenticate"); !strings.HasPrefix(challenge, "Bearer ") {
		t.Errorf("%s: WWW-Authenticate = %q", name, challenge)
	}
	if p := problem(t, got); !strings.Contains(p.Detail, "密钥") && !strings.Contains(p.Detail, "Bearer jd_…") {
		t.Errorf("%s: detail = %q, want what to do", name, p.Detail)
	}
}

// storeWith stores a position with a key and returns its id.
func storeWith(t testing.TB, s *Server, k testKey) string {
	t.Helper()
	r := call{"POST", "/v1/positions", []string{asJSON, k.header}, strings.NewReader(small)}.do(s.Handler())
	if r.StatusCode != http.StatusCreated {
		t.Fatalf("POST /v1/positions: %d, %s", r.StatusCode, text(t, r))
	}
	return strings.TrimPrefix(r.Header.Get("Location"), "/v1/positions/")
}

// TestARouteWithoutAScopeKeepsTheServerFromStarting is for who adds one.
func TestARouteWithoutAScopeKeepsTheServerFromStarting(t *testing.T) {
	t.Parallel()
	quietGin()
	for says, c := range map[string]struct {
		path     string
		security []map[string][]string
		good     bool
	}{
		"a scope":                   {"/v1/new", needs(scopeRead), true},
		"no scope":                  {"/v1/new", nil, false},
		"an empty list of scopes":   {"/v1/new", []map[string][]string{}, false},
		"no scope of ours":          {"/v1/new", needs("everything"), false},
		"one of two scopes":         {"/v1/new", needsOneOf(scopeRead, scopeWrite), true},
		"nothing or a scope":        {"/v1/new", append(needs(scopeRead), map[string][]string{}), false},
		"an open route":             {"/healthz", nil, true},
		"an open route with scope":  {"/healthz", needs(scopeRead), false},
		"what only looks open":      {"/healthz/x", nil, false},
		"what lies below open ones": {"/d/{token}", nil, true},
	} {
		s := &Server{engine: gin.New(), network: &network{}}
		api := humagin.New(s.engine, s.apiConfig())
		op := huma.Operation{OperationID: "new", Method: http.MethodGet, Path: c.path, Security: c.security}
		register(s, api, op, s.handleHealth)
		if err := s.setRules(api); (err == nil) != c.good {
			t.Errorf("%s: error = %v, want good %v", says, err, c.good)
		}
	}
	s := &Server{engine: gin.New(), network: &network{}}
	api := humagin.New(s.engine, s.apiConfig())
	s.engine.POST("/v1/hidden", func(*gin.Context) {})
	if err := s.setRules(api); err == nil {
		t.Error("a route that is not described is taken")
	}
}
