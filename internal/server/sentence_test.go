package server

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// TestEveryRefusalOfAPositionSpeaksBothLanguages: the Chinese sentences are
// Chinese, the English ones hold no Chinese but what is inQuotes from our words.
func TestEveryRefusalOfAPositionSpeaksBothLanguages(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	at := keep(t, s, small)
	long := strings.Repeat("a", 1001)
	for _, c := range []struct{ method, path, body string }{
		{"GET", "/v1/positions?q=" + long + "&state=x&archived=x&sort=x&order=x&limit=x&count=x&page=x&title=%00&cursor=x", ""},
		{"GET", "/v1/positions?cursor=x", ""},
		{"GET", "/v1/positions/nothing", ""},
		{"GET", at + "?x=1", ""},
		{"POST", "/v1/positions?note=" + long + "&by=" + long, `{"position":{"colour":1},"duties":[]}`},
		{"PUT", at + "?by=%00&note=%00", small},
		{"GET", at + "/revisions/9", ""},
		{"GET", at + "/revisions?limit=0&cursor=x", ""},
		{"POST", at + "/revisions/1/state", `{"state":"aproved","note":1,"x":1}`},
		{"POST", at + "/revisions/1/state", `{"state":"review","template":"classic"}`},
		{"POST", at + "/revisions/1/state", `{}`},
		{"GET", at + "/compare?from=x&to=x&format=x&x=1", ""},
		{"GET", at + "/compare", ""},
		{"GET", at + "/document?format=x&revision=x&page=x&dpi=x&pdfa=x&attachSource=x&template=x&x=1", ""},
		{"GET", at + "/document?format=pdf&page=2&dpi=100", ""},
		{"GET", at + "/document?revision=9", ""},
	} {
		var told [2]Problem
		for i, language := range []string{"zh-CN", "en"} {
			told[i] = problem(t, call{c.method, c.path, []string{asJSON, "Accept-Language: " + language}, body(c.body)}.do(s.Handler()))
		}
		zh, en := told[0], told[1]
		if len(zh.Errors) != len(en.Errors) || zh.Status != en.Status {
			t.Fatalf("%s %.60s: %d faults in Chinese, %d in English", c.method, c.path, len(zh.Errors), len(en.Errors))
		}
		if !isHan(zh.Title+zh.Detail) || isHan(en.Title+en.Detail) {
			t.Errorf("%s %.60s: %q, %q", c.method, c.path, zh.Detail, en.Detail)
		}
		for i := range zh.Errors {
			if !isHan(zh.Errors[i].Detail) || isHan(en.Errors[i].Detail) || zh.Errors[i].Code != en.Errors[i].Code {
				t.Errorf("%s %.60s: %+v, %+v", c.method, c.path, zh.Errors[i], en.Errors[i])
			}
		}
	}
}

var inQuotes = regexp.MustCompile(`"[^"]*"`)

// isHan reports whether a sentence has Chinese outside of the examples in it.
func isHan(s string) bool {
	return strings.ContainsFunc(inQuotes.ReplaceAllString(s, ""), func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

func TestEveryReadingRouteOfPositionsAnswersHead(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	at := twoRevisions(t, s)
	for _, path := range []string{
		"/v1/positions", "/v1/positions?q=" + "PS", at, at + "/revisions", at + "/revisions/1", at + "/compare", at + "/compare?format=pdf", at + "/document", at + "/document?format=png",
	} {
		got, head := request(t, s, http.MethodGet, path, 200), request(t, s, http.MethodHead, path, 200)
		for _, name := range []string{"Content-Type", "Content-Length", "ETag", "Cache-Control", "Content-Disposition", "Jobdoc-Pages", "Vary"} {
			if head.Header.Get(name) != got.Header.Get(name) {
				t.Errorf("%s: %s of HEAD = %q, of GET %q", path, name, head.Header.Get(name), got.Header.Get(name))
			}
		}
		if text(t, head) != "" {
			t.Errorf("%s: HEAD has a body", path)
		}
		request(t, s, http.MethodGet, path, 304, "If-None-Match: "+got.Header.Get("ETag"))
		for _, method := range []string{"PATCH", "BREW"} {
			problem(t, request(t, s, method, path, 405))
		}
	}
}
