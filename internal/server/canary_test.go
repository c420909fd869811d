package server

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"jobdoc/internal/pgtest"
	"jobdoc/internal/store"
)

// canary stands in a request wherever something may stand that the log must not
// hold; the place follows it, so that a find tells where it came from. It is
// written in the letters of ids, so that a route takes it for one.
const canary = "canary"

// canaryCalls counts the requests.
var canaryCalls atomic.Int64

// canaryAddress is where the requests come from.
const canaryAddress = "198.51.100.77"

// canaryHeaders are on every request. What a header may carry besides and a log
// could take up is one more line.
var canaryHeaders = []string{
	"Authorization: Bearer jobdoc_canaryauthorization",
	"Cookie: session=canarycookie",
	"X-Api-Key: canaryapikey",
	"User-Agent: canaryagent/1.0",
	"Referer: http://example.com/d/canaryreferer/a.pdf?q=canaryreferer",
	"From: canaryfrom@example.com",
	"X-Forwarded-For: 198.51.100.77",
	"X-Forwarded-Host: canaryhost.example.com",
	"Forwarded: for=198.51.100.77;host=canaryforwarded",
	"X-Request-Id: canary request id", // taken up where it is plain, which this is not
	"Accept-Language: zh, canarylanguage",
	`If-None-Match: "canarytag"`,
	"Range: canaryunit=1-2",
}

// canaryBodies are what is sent to an operation, by its id, where its
// description is not enough to make a body that is taken.
var canaryBodies = map[string][]byte{}

// canaryPosition has a canary in every text.
const canaryPosition = `{"formTitle": "canarytitle 王小明", "organization": "canaryorganization",
	"position": {"title": "canaryposition 王小明", "code": "canary-code", "department": "canarydepartment", "reportsTo": "canarysuperior"},
	"duties": [{"description": "canaryduty", "tasks": ["canarytask"]}], "signatures": [{"role": "canaryrole", "name": "canaryname"}]}`

// canaryFault is a position with faults beside its canaries.
const canaryFault = `{"position": {"title": "canaryfault", "headcount": "canaryheadcount"}, "duties": [{"timePercent": "canarypercent"}], "canarykey": "x"}`

func TestTheLogHoldsNothingOfRequests(t *testing.T) {
	t.Parallel()
	for engine, config := range map[string]func(*testing.T) store.Config{
		"SQLite":     func(t *testing.T) store.Config { return store.Config{Dir: t.TempDir()} },
		"PostgreSQL": func(t *testing.T) store.Config { return store.Config{URL: pgtest.URL(t)} },
	} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			kept, err := store.Open(t.Context(), config(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = kept.Close() }) // a second time
			s, log := newServer(t, Config{Store: kept})
			secrets := []string{canary, "王小明", url.QueryEscape("王小明"), canaryAddress, base64.StdEncoding.EncodeToString([]byte(canary))[:8]}

			created := canaryCall(s, http.MethodPost, "/v1/positions?note=canarynote&by=canaryby", jsonType, []byte(canaryPosition))
			var position PositionEntry
			if err := json.Unmarshal(created.Body.Bytes(), &position); err != nil || created.Code != http.StatusCreated {
				t.Fatalf("POST /v1/positions: %d, %v", created.Code, err)
			}
			secrets = append(secrets, position.ID)

			used := map[string]bool{}
			for range 2 { // the second time the store is closed, and what needs it fails
				for _, r := range canaryRequests(t, s, position.ID) {
					before := log.Len()
					w := canaryCall(s, r.method, r.target, r.media, r.body)
					if log.Len() == before {
						t.Errorf("%s %s: status %d, and nothing in the log", r.method, r.pattern, w.Code)
					}
					used[r.method+" "+r.pattern] = true
					for _, secret := range secrets {
						if line := log.Bytes()[before:]; bytes.Contains(bytes.ToLower(line), []byte(strings.ToLower(secret))) {
							t.Errorf("%s %s, status %d: the log holds %q: %s", r.method, r.pattern, w.Code, secret, line)
						}
					}
				}
				if err := kept.Close(); err != nil {
					t.Fatal(err)
				}
			}
			if got := strings.Count(log.String(), `"level":"ERROR"`); got == 0 {
				t.Error("nothing has failed with the store closed")
			}
			for id := range canaryBodies {
				if !used[id] {
					t.Errorf("there is no operation %s any more", id)
				}
			}
		})
	}
}

// canaryRequest is one way to ask for an operation.
type canaryRequest struct {
	method, pattern, target, media string
	body                           []byte
}

// canaryRequests returns requests to every operation of the description: with
// parameters and bodies that are taken, as far as the description tells, and
// with canaries in place of everything.
func canaryRequests(t *testing.T, s *Server, id string) (all []canaryRequest) {
	t.Helper()
	api, err := describedBy(s.openapi)
	if err != nil {
		t.Fatal(err)
	}
	for _, pattern := range slices.Sorted(maps.Keys(api.api.Paths.Map())) {
		operations := api.api.Paths.Value(pattern).Operations()
		for _, method := range slices.Sorted(maps.Keys(operations)) {
			op := operations[method]
			for _, target := range canaryTargets(pattern, op, id) {
				for _, body := range canaryContents(op) {
					all = append(all, canaryRequest{method, pattern, target, body.media, body.data})
				}
			}
		}
	}
	return append(all,
		canaryRequest{http.MethodGet, "unmatched", "/canarypath/" + url.PathEscape("王小明") + "?q=canary", "", nil},
		canaryRequest{"CANARY", "unmatched", "/healthz", "", nil})
}

// canaryTargets returns addresses of an operation: with a real id and with a
// canary for one; with parameters that are taken and with others.
func canaryTargets(pattern string, op *openapi3.Operation, id string) (targets []string) {
	taken, wrong := url.Values{}, url.Values{"canaryparameter": {"canaryvalue"}, "王小明": {"王小明"}}
	for _, p := range op.Parameters {
		if p.Value.In != "query" {
			continue
		}
		wrong.Set(p.Value.Name, "canary"+p.Value.Name+"\x00王小明")
		if schema := p.Value.Schema.Value; len(schema.Enum) == 0 && schema.Type.Is("string") && schema.Format == "" {
			taken.Set(p.Value.Name, "canary"+strings.ToLower(p.Value.Name))
		}
	}
	for _, path := range []string{fillPath(pattern, id), fillPath(pattern, "canarycanaryabcd"), fillPath(pattern, "canary"+url.PathEscape(" 王小明'\x00"))} {
		targets = append(targets, path+"?"+taken.Encode(), path+"?"+wrong.Encode(), path+"?canary=%zz;canary")
	}
	return slices.Compact(targets)
}

// fillPath puts a value in place of the parameters of a pattern.
func fillPath(pattern, value string) string {
	steps := strings.Split(pattern, "/")
	for i, s := range steps {
		if strings.HasPrefix(s, "{") {
			steps[i] = value
		}
	}
	return strings.Join(steps, "/")
}

// content is a body and its media type.
type content struct {
	media string
	data  []byte
}

// canaryContents returns bodies for an operation, at least one without any.
func canaryContents(op *openapi3.Operation) []content {
	if op.RequestBody == nil {
		return []content{{}}
	}
	bodies := []content{
		{jsonType, []byte(canaryPosition)}, {jsonType, []byte(canaryFault)}, {jsonType, []byte(`{"canary": "王小明" canary`)},
		{"application/canary", []byte("canary")},
	}
	if data := canaryBodies[op.OperationID]; data != nil {
		bodies = append(bodies, content{jsonType, data})
	}
	for _, media := range slices.Sorted(maps.Keys(op.RequestBody.Value.Content)) {
		if schema := op.RequestBody.Value.Content[media].Schema; schema != nil && media == jsonType {
			data, _ := json.Marshal(canaryValue(schema.Value, "body"))
			bodies = append(bodies, content{media, data})
			continue
		}
		bodies = append(bodies, content{media, []byte("canary 王小明")})
	}
	return bodies
}

// canaryValue makes a value of a schema, with a canary in each text that is
// free.
func canaryValue(s *openapi3.Schema, name string) any {
	switch {
	case len(s.Enum) > 0:
		return s.Enum[0]
	case s.Type.Is("object"):
		object := map[string]any{}
		for key, property := range s.Properties {
			if property.Value != nil {
				object[key] = canaryValue(property.Value, strings.ToLower(key))
			}
		}
		return object
	case s.Type.Is("array") && s.Items != nil && s.Items.Value != nil:
		return []any{canaryValue(s.Items.Value, name)}
	case s.Type.Is("integer"), s.Type.Is("number"):
		return 1
	case s.Type.Is("boolean"):
		return true
	}
	return fmt.Sprintf("canary%s 王小明", name)
}

// canaryCall sends a request with canaries in its headers.
func canaryCall(s *Server, method, target, media string, body []byte) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://canaryhost.example.com/", bytes.NewReader(body))
	path, query, _ := strings.Cut(target, "?")
	r.URL.Path, _ = url.PathUnescape(path)
	r.URL.RawPath, r.URL.RawQuery = path, query
	r.RemoteAddr = canaryAddress + ":4711"
	for _, line := range canaryHeaders {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	// With a key a request is new each time; without one it gets to the handler
	// also when the store is closed.
	if canaryCalls.Add(1)%2 == 0 {
		r.Header.Set("Idempotency-Key", "canaryidempotency"+rand.Text())
	}
	if media != "" {
		r.Header.Set("Content-Type", media)
	}
	w := httptest.NewRecorder()
	s.engine.ServeHTTP(w, r)
	return w
}
