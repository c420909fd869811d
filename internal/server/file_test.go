package server

import (
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
