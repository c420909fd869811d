package server

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/html"

	"jobdoc/internal/store"
)

func TestThePageOfTheAPIIsServedInTheLanguageOfTheClient(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	tags := map[string]bool{}
	for header, want := range map[string]string{"zh": "把一个职位排成文件", "en": "Make a file of a position"} {
		get := func(method string, headers ...string) *http.Response {
			return call{method, "/docs", append(headers, "Accept-Language: "+header), nil}.do(s.Handler())
		}
		r := get("GET")
		body := text(t, r)
		if r.StatusCode != 200 || !strings.Contains(body, want) || r.Header.Get("Content-Type") != "text/html; charset=utf-8" {
			t.Errorf("%s: status %d, %q, want a page with %q", header, r.StatusCode, r.Header.Get("Content-Type"), want)
		}
		policy := r.Header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-") || !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: Content-Security-Policy = %q", header, policy)
		}
		etag := r.Header.Get("ETag")
		if h := get("HEAD"); h.StatusCode != 200 || text(t, h) != "" || h.Header.Get("ETag") != etag {
			t.Errorf("%s: HEAD gets %d and %q", header, h.StatusCode, h.Header.Get("ETag"))
		}
		if n := get("GET", "If-None-Match: "+etag); n.StatusCode != 304 || n.Header.Get("Vary") != "Accept-Language" {
			t.Errorf("%s: with If-None-Match: %d, Vary %q", header, n.StatusCode, n.Header.Get("Vary"))
		}
		tags[etag] = true
	}
	if len(tags) != 2 {
		t.Error("the two languages have one ETag")
	}
}

func TestThePageShowsEveryOperation(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	api, err := describedBy(s.openapi)
	if err != nil {
		t.Fatal(err)
	}
	for _, header := range []string{"zh", "en"} {
		page := text(t, call{"GET", "/docs", []string{"Accept-Language: " + header}, nil}.do(s.Handler()))
		for path, item := range api.api.Paths.Map() {
			for method, op := range item.Operations() {
				if !strings.Contains(page, `<article id="`+op.OperationID+`">`) || !strings.Contains(page, method+`</span> <code>`+path+`</code>`) {
					t.Errorf("%s: %s %s is not on the page", header, method, path)
				}
			}
		}
		for name := range api.api.Components.Schemas {
			if !strings.Contains(page, `<article id="schema-`+name+`">`) {
				t.Errorf("%s: the schema %s is not on the page", header, name)
			}
		}
	}
}

// TestTheCurlLinesOfThePageWork sends what the lines say, in their order. The
// store names its first position as the examples do. What is not there or there
// already is an answer; a request that is not understood is a line gone wrong.
func TestTheCurlLinesOfThePageWork(t *testing.T) {
	t.Parallel()
	var made atomic.Int64
	kept, err := store.Open(t.Context(), store.Config{Dir: t.TempDir(), NewID: func() string {
		if n := made.Add(1); n > 1 {
			return strings.Map(func(digit rune) rune { return digit - '0' + 'a' }, fmt.Sprintf("%016d", n))
		}
		return exampleID
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = kept.Close() })
	s, _ := newServer(t, Config{Store: kept})
	created := call{"POST", "/v1/positions", []string{asJSON}, strings.NewReader(small)}.do(s.Handler())
	if got := created.Header.Get("Location"); got != "/v1/positions/"+exampleID {
		t.Fatalf("the first position is at %q", got)
	}
	page := text(t, call{"GET", "/docs", nil, nil}.do(s.Handler()))
	lines := regexp.MustCompile(`(?s)<pre><code>(curl .*?)</code></pre>`).FindAllStringSubmatch(page, -1)
	statuses := map[int]int{}
	for _, line := range lines {
		c, ok := curlCall(html.UnescapeString(line[1]))
		if !ok {
			continue // a file of the reader's is to be sent
		}
		r := c.do(s.Handler())
		statuses[r.StatusCode]++
		if r.StatusCode >= 300 && r.StatusCode != http.StatusNotFound && r.StatusCode != http.StatusConflict {
			t.Errorf("%s\ngets %d: %s", html.UnescapeString(line[1]), r.StatusCode, text(t, r))
		}
	}
	if statuses[200] < 8 {
		t.Errorf("statuses %v of %d lines, want most to be 200", statuses, len(lines))
	}
}

// curlCall makes the request of a curl line, as a shell would read it.
func curlCall(line string) (c call, ok bool) {
	word := regexp.MustCompile(`(?:'[^']*'|"[^"]*"|\\'|[^\s'"\\])+`)
	c.method = http.MethodGet
	words := word.FindAllString(strings.ReplaceAll(line, "\\\n", " "), -1)
	for i, w := range words {
		if i > 0 && words[i-1] == "-X" {
			c.method = w
		}
		bare := strings.Trim(strings.ReplaceAll(w, `'\''`, "\x00"), `'"`)
		bare = strings.ReplaceAll(bare, "\x00", "'")
		switch {
		case strings.HasPrefix(bare, "http://127.0.0.1:8080"):
			c.path = strings.TrimPrefix(bare, "http://127.0.0.1:8080")
		case i > 0 && words[i-1] == "-H" && !strings.Contains(bare, "$KEY"):
			c.headers = append(c.headers, bare)
		case i > 0 && words[i-1] == "--data-binary":
			if bare == "@FILE" {
				return c, false
			}
			c.body = strings.NewReader(bare)
			if c.method == http.MethodGet {
				c.method = http.MethodPost
			}
		}
	}
	return c, true
}
