package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"jobdoc/internal/position"
	"jobdoc/internal/wordml"
)

func TestResourcesCanBeReadAndRevalidated(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	for _, path := range []string{"/v1/templates", "/v1/templates/classic.docx", "/v1/schema", "/openapi.json", "/healthz", "/readyz"} {
		t.Run(path, func(t *testing.T) {
			get := func(method string, headers ...string) (*http.Response, string) {
				r := call{method, path, headers, nil}.do(s.Handler())
				return r, text(t, r)
			}
			r, body := get("GET")
			if r.StatusCode != 200 || body == "" {
				t.Fatalf("GET: status %d, %d bytes", r.StatusCode, len(body))
			}
			etag := r.Header.Get("ETag")
			h, empty := get("HEAD")
			if h.StatusCode != 200 || empty != "" || h.Header.Get("ETag") != etag || h.Header.Get("Content-Length") != fmt.Sprint(len(body)) {
				t.Errorf("HEAD: status %d, %d bytes, headers %v; want those of GET and no body", h.StatusCode, len(empty), h.Header)
			}
			if r, body := get("GET", "If-None-Match: "+etag); r.StatusCode != 304 || body != "" || r.Header.Get("ETag") != etag {
				t.Errorf("If-None-Match: status %d, %d bytes, want 304 and none", r.StatusCode, len(body))
			}
			if r, part := get("GET", "Range: bytes=1-3"); r.StatusCode != 206 || part != body[1:4] {
				t.Errorf("Range: status %d, %q, want 206 and %q", r.StatusCode, part, body[1:4])
			}
			if r, whole := get("GET", "Range: bytes=1-3", `If-Range: "other"`); r.StatusCode != 200 || whole != body {
				t.Errorf("Range of another version: status %d, want 200 and all", r.StatusCode)
			}
			if r, _ := get("GET", "Range: bytes=99999999-"); r.StatusCode != 416 {
				t.Errorf("Range beyond the end: status %d, want 416", r.StatusCode)
			}
		})
	}
}

func TestTheSchemaIsThatOfTheCommand(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	r := call{"GET", "/v1/schema", nil, nil}.do(s.Handler())
	if got := text(t, r); got != string(position.Schema()) {
		t.Error("GET /v1/schema differs from position.Schema()")
	}
}

func TestTheListLeadsToTemplates(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	var list TemplateList
	if err := json.Unmarshal([]byte(text(t, call{"GET", "/v1/templates", nil, nil}.do(s.Handler()))), &list); err != nil {
		t.Fatal(err)
	}
	if len(list.Templates) == 0 || !list.Templates[0].Default || list.Templates[0].Name != "classic" {
		t.Fatalf("templates = %+v, want classic first", list.Templates)
	}
	for _, info := range list.Templates {
		r := call{"GET", info.URL, nil, nil}.do(s.Handler())
		if _, err := wordml.Open([]byte(text(t, r))); r.StatusCode != 200 || err != nil {
			t.Errorf("%s: status %d, %v", info.URL, r.StatusCode, err)
		}
	}
}

// TestTheDescriptionIsWhole checks what OpenAPI 3.1 demands of a document and
// that every reference leads somewhere.
func TestTheDescriptionIsWhole(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	body := text(t, call{"GET", "/openapi.json", nil, nil}.do(s.Handler()))
	var doc map[string]any
	if err := json.Unmarshal([]byte(body), &doc); err != nil {
		t.Fatal(err)
	}
	if v, _ := doc["openapi"].(string); !strings.HasPrefix(v, "3.1.") {
		t.Errorf("openapi = %q, want 3.1", v)
	}
	for _, pointer := range []string{
		"/paths/~1v1~1render/post/requestBody/content/application~1json/schema/$ref",
		"/paths/~1v1~1render/post/responses/200/content/application~1pdf",
		"/paths/~1v1~1render/post/responses/422/content/application~1problem+json/schema/$ref",
		"/paths/~1v1~1render/post/responses/429/headers/Retry-After",
		"/paths/~1v1~1templates~1{file}/get/parameters",
		"/paths/~1v1~1schema/get", "/paths/~1healthz/get", "/paths/~1readyz/get",
		"/components/schemas/Problem/properties/errors", "/components/schemas/Position/properties/duties",
	} {
		if lookUp(doc, pointer) == nil {
			t.Errorf("nothing at %s", pointer)
		}
	}
	checkReferences(t, doc, doc)
	for _, unwanted := range []string{"ErrorModel", "$schema", "unpkg.com", "/docs"} {
		if strings.Contains(body, unwanted) {
			t.Errorf("the description holds %q", unwanted)
		}
	}
	if r := (call{"GET", "/docs", nil, nil}).do(s.Handler()); r.StatusCode != 404 {
		t.Errorf("GET /docs: status %d, want 404", r.StatusCode)
	}
}

func checkReferences(t *testing.T, doc, v any) {
	switch v := v.(type) {
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok && lookUp(doc, strings.TrimPrefix(ref, "#")) == nil {
			t.Errorf("the reference %s leads nowhere", ref)
		}
		for _, c := range v {
			checkReferences(t, doc, c)
		}
	case []any:
		for _, c := range v {
			checkReferences(t, doc, c)
		}
	}
}

// lookUp follows a JSON Pointer through objects.
func lookUp(v any, pointer string) any {
	for _, step := range strings.Split(pointer, "/")[1:] {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[strings.NewReplacer("~1", "/", "~0", "~").Replace(step)]
	}
	return v
}

func decodeJSON(t *testing.T, body string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		t.Fatal(err)
	}
	return v
}
