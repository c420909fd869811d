package server

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestARangeOrConditionThatFailsIsAProblem(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	tests := []struct {
		name, method, header string
		status               int
		detail               string
	}{
		{"a range beyond the end", "GET", "Range: bytes=99999999-", http.StatusRequestedRangeNotSatisfiable, "Range"},
		{"a version that is gone", "GET", `If-Match: "other"`, http.StatusPreconditionFailed, "If-Match"},
		{"HEAD of a version that is gone", "HEAD", `If-Match: "other"`, http.StatusPreconditionFailed, ""},
	}
	for _, path := range []string{"/v1/templates/classic.docx", "/v1/schema", "/openapi.json"} {
		for _, test := range tests {
			t.Run(test.name+" of "+path, func(t *testing.T) {
				r := call{test.method, path, []string{test.header}, nil}.do(s.Handler())
				if p := problem(t, r); r.StatusCode != test.status || !strings.Contains(p.Detail, test.detail) {
					t.Errorf("status %d, %q, want %d and %q", r.StatusCode, p.Detail, test.status, test.detail)
				}
				for _, unwanted := range []string{"Content-Disposition", "ETag", "Content-Length"} {
					if got := r.Header.Get(unwanted); got != "" {
						t.Errorf("%s = %q on a problem", unwanted, got)
					}
				}
				if got := r.Header.Get("Content-Range"); (got != "") != (test.status == 416) {
					t.Errorf("Content-Range = %q", got)
				}
			})
		}
	}
}

func TestResourcesCanBeReadAndRevalidated(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	for _, path := range []string{"/v1/templates", "/v1/templates/classic.docx", "/v1/schema", "/openapi.json", "/docs", "/healthz", "/readyz"} {
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

// TestARangeThatCannotBeReadIsPassedOver holds to RFC 9110, 14.2: what asks for
// another unit, for several ranges, or for nothing that makes sense, gets the
// whole.
func TestARangeThatCannotBeReadIsPassedOver(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	for header, want := range map[string]int{
		"bytes=0-1": 206, "bytes=5-": 206, "bytes=-5": 206, "bytes= 0-1\t": 206, "bytes=0-99999999": 206, "bytes=-99999999": 206,
		"bytes=99999999-": 416, "bytes=99999999-99999999": 416,
		"pages=1-2": 200, "bytes": 200, "bytes=x": 200, "bytes=5-2": 200, "bytes=--5": 200, "bytes=-+5": 200, "bytes=1-2-3": 200, "bytes=+1-2": 200,
		"bytes=-0": 200, "bytes=-": 200, "bytes=99999999-5": 200, "bytes=99999999999999999999-": 200, "bytes=": 200, "bytes=0 - 1": 200, "BYTES=0-1": 200,
		"bytes=0-1, 4-5": 200, "bytes=0-1,x": 200, "": 200,
	} {
		r := call{"GET", "/v1/schema", []string{"Range: " + header}, nil}.do(s.Handler())
		if r.StatusCode != want || (r.Header.Get("Content-Range") == "") != (want == 200) {
			t.Errorf("Range: %q: status %d, Content-Range %q, want %d", header, r.StatusCode, r.Header.Get("Content-Range"), want)
		}
	}
}
