package server

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestAnAnswerThatIsNotAsDescribedIsFound: what every other test relies on.
func TestAnAnswerThatIsNotAsDescribedIsFound(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	api, err := describedBy(s.openapi)
	if err != nil {
		t.Fatal(err)
	}
	const list = `{"templates": [{"name": "classic", "title": "职位说明书", "default": true, "builtIn": true, "url": "/x"}]}`
	jsonHeaders := []string{"Content-Type: application/json", `ETag: "x"`}
	problem := `{"type": "about:blank", "title": "x", "status": 405, "detail": "x"}`
	tests := []struct {
		name, method, path string
		status             int
		headers            []string
		body               string
		want               string // a part of the only fault, "" for none
	}{
		{"as described", "GET", "/v1/templates", 200, jsonHeaders, list, ""},
		{"another status", "GET", "/v1/templates", 201, jsonHeaders, list, "status 201 is not described"},
		{"another media type", "GET", "/v1/templates", 200, []string{"Content-Type: text/html", `ETag: "x"`}, list, `"text/html" of status 200`},
		{"no media type", "GET", "/v1/templates", 200, []string{`ETag: "x"`}, list, "media type"},
		{"a member more", "GET", "/v1/templates", 200, jsonHeaders, strings.Replace(list, `"url"`, `"uri": 1, "url"`, 1), "uri"},
		{"a member less", "GET", "/v1/templates", 200, jsonHeaders, strings.Replace(list, `"url": "/x"`, `"url": null`, 1), "url"},
		{"no JSON", "GET", "/v1/templates", 200, jsonHeaders, list + "x", "body"},
		{"no body", "GET", "/v1/templates", 200, jsonHeaders, "", "is empty"},
		{"no ETag", "GET", "/v1/templates", 200, jsonHeaders[:1], list, "ETag of status 200 is missing"},
		{"a header nobody knows", "GET", "/v1/templates", 200, append(jsonHeaders, "Jobdoc-Colour: red"), list, "Jobdoc-Colour of status 200 is not described"},
		{"a number that is none", "POST", "/v1/render", 200, []string{"Content-Type: application/pdf", `ETag: "x"`, "Content-Disposition: x", "Jobdoc-Pages: x"}, "%PDF-", "Jobdoc-Pages"},
		{"a PDF that is none", "POST", "/v1/render", 200, []string{"Content-Type: application/pdf", `ETag: "x"`, "Content-Disposition: x"}, "PK", "does not begin"},
		{"a parameter nobody described", "GET", "/v1/templates?colour=red", 200, jsonHeaders, list, `"colour"`},
		{"HEAD with another media type", "HEAD", "/v1/templates", 200, []string{"Content-Type: text/html", `ETag: "x"`}, "", "text/html"},
		{"HEAD without ETag", "HEAD", "/v1/templates", 200, jsonHeaders[:1], "", "ETag"},
		{"HEAD", "HEAD", "/v1/templates", 200, jsonHeaders, "", ""},
		{"a body with 304", "GET", "/v1/templates", 304, []string{`ETag: "x"`}, list, "none is described"},
		{"an address nobody described", "GET", "/v1/secret", 200, jsonHeaders, list, "address that is not described"},
		{"not found", "GET", "/v1/secret", 404, []string{"Content-Type: text/plain"}, "404", "text/plain"},
		{"a method nobody described", "PUT", "/v1/templates", 200, jsonHeaders, list, "method that is not described"},
		{"a method refused", "PUT", "/v1/templates", 405, []string{"Content-Type: application/problem+json", "Allow: GET, HEAD"}, problem, ""},
		{"a method refused, another allowed", "PUT", "/v1/templates", 405, []string{"Content-Type: application/problem+json", "Allow: GET, POST"}, problem, "Allow names"},
		{"a problem without its members", "PUT", "/v1/templates", 405, []string{"Content-Type: application/problem+json", "Allow: GET, HEAD"}, "{}", "body"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := &sent{ResponseWriter: httptest.NewRecorder()}
			for _, line := range test.headers {
				name, value, _ := strings.Cut(line, ": ")
				a.Header()[http.CanonicalHeaderKey(name)] = []string{value}
			}
			a.WriteHeader(test.status)
			if test.body != "" {
				_, _ = a.Write([]byte(test.body))
			}
			faults := api.faults(httptest.NewRequest(test.method, test.path, nil), a)
			if test.want == "" && len(faults) == 0 {
				return
			}
			if test.want == "" || len(faults) != 1 || !strings.Contains(faults[0], test.want) {
				t.Errorf("faults = %q, want one with %q", faults, test.want)
			}
		})
	}
}
