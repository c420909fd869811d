package server

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jobdoc/internal/render"
	"jobdoc/internal/store"
)

// newServer returns a server for a test, and what it logs.
func newServer(t testing.TB, c Config) (*Server, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	return newServerTo(t, c, &log), &log
}

// newServerTo returns a server that logs everything it can to w.
func newServerTo(t testing.TB, c Config, w io.Writer) *Server {
	t.Helper()
	r, err := render.New(render.Config{})
	if err != nil {
		t.Fatal(err)
	}
	c.Renderer, c.Version = r, "0.0.0"
	c.Log = slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	s.handler = checked(t, s)
	return s
}

// openStore returns an empty store, closed when the test ends.
func openStore(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// call is a request of a test. Headers are "Name: value".
type call struct {
	method, path string
	headers      []string
	body         io.Reader
}

func (c call) do(h http.Handler) *http.Response {
	r := httptest.NewRequest(c.method, c.path, c.body)
	for _, line := range c.headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	return roundTrip(h, r)
}

func roundTrip(h http.Handler, r *http.Request) *http.Response {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func text(t testing.TB, r *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// problem reads a problem document, which the answer must be.
func problem(t testing.TB, r *http.Response) Problem {
	t.Helper()
	body := text(t, r)
	if got := r.Header.Get("Content-Type"); got != problemType {
		t.Fatalf("status %d, Content-Type = %q, want %q; body %.200q", r.StatusCode, got, problemType, body)
	}
	var p Problem
	if err := json.Unmarshal([]byte(body), &p); err != nil {
		t.Fatalf("problem %q: %v", body, err)
	}
	if p.Status != r.StatusCode || p.Type != "about:blank" || p.Title == "" || p.Detail == "" {
		t.Errorf("problem = %+v of status %d, want all members", p, r.StatusCode)
	}
	return p
}

func sample(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../samples", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

const (
	manager = "01-key-account-manager.json"
	asJSON  = "Content-Type: application/json"
	small   = `{"position": {"title": "售前工程师", "code": "PS-001"}, "duties": [{"description": "编制技术方案"}]}`
)

func TestEachFaultOfARequestGetsItsStatus(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	post := func(path, body string, headers ...string) call {
		return call{"POST", path, headers, strings.NewReader(body)}
	}
	tests := []struct {
		name       string
		call       call
		status     int
		code       string // of the first error, where there is one
		pointer    string
		parameter  string
		line       int
		detail     string // in Chinese, a part
		header     string // a header that must be there
		wantHeader string
	}{
		{name: "an empty body", call: post("/v1/render", "", asJSON), status: 400, code: "empty"},
		{name: "a broken JSON text", call: post("/v1/render", "{\n  \"position\": }", asJSON), status: 400, code: "bad-syntax", line: 2},
		{name: "trailing data", call: post("/v1/render", small+"{}", asJSON), status: 400, code: "trailing-data", line: 1},
		{name: "a key twice", call: post("/v1/render", `{"position":{},"position":{}}`, asJSON), status: 400, code: "duplicate-key"},
		{name: "bad UTF-8", call: post("/v1/render", "{\"formTitle\":\"\xff\xfe\"}", asJSON), status: 400},
		{name: "GBK", call: post("/v1/render", "{\"formTitle\":\"\xb8\xda\xce\xbb\xcb\xb5\xc3\xf7\xca\xe9\"}", asJSON), status: 400, code: "encoding-gbk"},
		{name: "a lone surrogate", call: post("/v1/render", `{"formTitle":"\ud800"}`, asJSON), status: 400, code: "lone-surrogate"},
		{name: "too deep", call: post("/v1/render", strings.Repeat("[", 70)+strings.Repeat("]", 70), asJSON), status: 400, code: "too-deep"},
		{name: "a missing field", call: post("/v1/render", `{"position":{"title":"x"},"duties":[{}]}`, asJSON), status: 422, code: "required-missing", pointer: "#/duties/0/description", line: 1},
		{name: "an unknown key", call: post("/v1/render", `{"position":{"title":"x"},"duties":[{"description":"x","任务/":1}]}`, asJSON), status: 422, code: "unknown-key", pointer: "#/duties/0/%E4%BB%BB%E5%8A%A1~1"},
		{name: "an unknown format", call: post("/v1/render?format=doc", small, asJSON), status: 422, code: "format-unknown", parameter: "format", detail: "docx、pdf、png"},
		{name: "an unknown template", call: post("/v1/render?template=modern", small, asJSON), status: 422, code: "template-unknown", parameter: "template", detail: "classic"},
		{name: "a page that is no number", call: post("/v1/render?format=png&page=x", small, asJSON), status: 422, code: "page-invalid", parameter: "page"},
		{name: "page 0", call: post("/v1/render?format=png&page=0", small, asJSON), status: 422, code: "page-invalid", parameter: "page"},
		{name: "a page that is not there", call: post("/v1/render?format=png&page=99", small, asJSON), status: 422, code: "page-unknown", parameter: "page", detail: "页"},
		{name: "a page of a PDF", call: post("/v1/render?format=pdf&page=2", small, asJSON), status: 422, code: "page-not-applicable", parameter: "page"},
		{name: "a form's media type", call: post("/v1/render", small, "Content-Type: application/x-www-form-urlencoded"), status: 415},
		{name: "no media type at all", call: post("/v1/render", small, "Content-Type: json"), status: 415},
		{name: "a compressed body", call: post("/v1/render", small, asJSON, "Content-Encoding: gzip"), status: 415},
		{name: "an Accept that allows nothing", call: post("/v1/render", small, asJSON, "Accept: text/html, application/pdf;q=0"), status: 406, detail: "image/png"},
		{name: "1 MiB and a byte", call: post("/v1/render", strings.Repeat(" ", maxBody+1), asJSON), status: 413, header: "Connection", wantHeader: "close"},
		{name: "more than 1 MiB of unknown length", call: call{"POST", "/v1/render", []string{asJSON}, io.MultiReader(strings.NewReader(strings.Repeat(" ", maxBody+1)))}, status: 413},
		{name: "an address that is not there", call: call{method: "GET", path: "/v1/nothing"}, status: 404},
		{name: "a trailing slash", call: call{method: "GET", path: "/v1/schema/"}, status: 404},
		{name: "a template that is not there", call: call{method: "GET", path: "/v1/templates/modern.docx"}, status: 404, detail: "classic"},
		{name: "a template without a name", call: call{method: "GET", path: "/v1/templates/.docx"}, status: 404},
		{name: "GET of what takes POST", call: call{method: "GET", path: "/v1/render"}, status: 405, header: "Allow", wantHeader: "POST"},
		{name: "POST to what takes GET", call: call{method: "POST", path: "/v1/schema"}, status: 405, header: "Allow", wantHeader: "GET, HEAD"},
		{name: "an unknown method", call: call{method: "BREW", path: "/healthz"}, status: 405},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := test.call.do(s.Handler())
			p := problem(t, r)
			if r.StatusCode != test.status {
				t.Fatalf("status = %d (%s), want %d", r.StatusCode, p.Detail, test.status)
			}
			var first ProblemFault
			if len(p.Errors) > 0 {
				first = p.Errors[0]
			}
			if test.code != "" && first.Code != test.code || first.Parameter != test.parameter ||
				test.pointer != "" && first.Pointer != test.pointer || test.line != 0 && first.Line != test.line {
				t.Errorf("errors = %+v, want code %q, pointer %q, parameter %q, line %d", p.Errors, test.code, test.pointer, test.parameter, test.line)
			}
			if !strings.Contains(p.Detail, test.detail) {
				t.Errorf("detail = %q, want %q in it", p.Detail, test.detail)
			}
			if got := r.Header.Get(test.header); test.header != "" && got != test.wantHeader {
				t.Errorf("%s = %q, want %q", test.header, got, test.wantHeader)
			}
			if got := r.Header.Get("X-Content-Type-Options"); got != "nosniff" {
				t.Errorf("X-Content-Type-Options = %q", got)
			}
			after := call{"POST", "/v1/render", []string{asJSON}, strings.NewReader(small)}.do(s.Handler())
			if after.StatusCode != http.StatusOK {
				t.Errorf("the next good request got %d", after.StatusCode)
			}
		})
	}
}

func TestAllFaultsComeTogether(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	body := `{"position": {"title": "", "headcount": -1}, "duties": [{"description": "x", "timePercent": 120}], "x": 1}`
	p := problem(t, call{"POST", "/v1/render?format=doc&template=modern&page=0", []string{asJSON}, strings.NewReader(body)}.do(s.Handler()))
	if p.Status != 422 || len(p.Errors) != 7 {
		t.Errorf("status %d with %d errors %+v, want 422 with 7", p.Status, len(p.Errors), p.Errors)
	}
}

func TestSentencesAreInTheLanguageOfTheClient(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	for header, want := range map[string]tongue{
		"": chinese, "en": english, "en-GB,en;q=0.9,zh;q=0.8": english, "zh-TW": chinese, "zh,en": chinese,
		"fr": chinese, "fr, en;q=0.5": english, "en;q=0, fr": chinese, "***": chinese, "zh;q=0.1,en;q=0.5": english,
	} {
		r := call{"GET", "/nothing", []string{"Accept-Language: " + header}, nil}.do(s.Handler())
		p := problem(t, r)
		if got := r.Header.Get("Content-Language"); got != string(want) {
			t.Errorf("Accept-Language %q: Content-Language = %q, want %q", header, got, want)
		}
		if isASCII := asciiOnly(p.Title + p.Detail); isASCII != (want == english) {
			t.Errorf("Accept-Language %q: %q, %q, want %s", header, p.Title, p.Detail, want)
		}
	}
	body := `{"position":{"title":"x"},"duties":[{}]}`
	p := problem(t, call{"POST", "/v1/render?format=x", []string{asJSON, "Accept-Language: en"}, strings.NewReader(body)}.do(s.Handler()))
	for _, e := range p.Errors {
		// The remedy of the decoder quotes an example, which stays Chinese.
		if e.Parameter != "" && !asciiOnly(e.Detail) {
			t.Errorf("detail = %q, want English", e.Detail)
		}
	}
}

func asciiOnly(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 0x7e })
}

func TestAProblemDoesNotRepeatTheDocument(t *testing.T) {
	t.Parallel()
	s, log := newServer(t, Config{})
	const secret = "王小明13800138000"
	for _, body := range []string{
		`{"position": {"title": "` + secret + `"}, "duties": [{}], "signatures": [{"name": "` + secret + `", "date": []}]}`,
		`{"position": {"title": "` + secret + `" "x"}}`,
		`{"position": {"title": "` + secret + `", "headcount": "` + secret + `"}, "duties": [{"description": "x", "timePercent": "` + secret + `"}]}`,
	} {
		r := call{"POST", "/v1/render?template=" + secret + "&name=" + secret, []string{asJSON, "X-Request-Id: " + secret}, strings.NewReader(body)}.do(s.Handler())
		if got := text(t, r); strings.Contains(got, "王小明") {
			t.Errorf("the problem repeats the document: %s", got)
		}
	}
	call{"GET", "/" + secret + "?q=" + secret, nil, nil}.do(s.Handler())
	call{"M13800138000", "/healthz", nil, nil}.do(s.Handler())
	if got := log.String(); strings.Contains(got, "王小明") || strings.Contains(got, "13800138000") || strings.Contains(got, "%E7%8E%8B") {
		t.Errorf("the log repeats the request: %s", got)
	}
}
