package server

import (
	"encoding/base64"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// hostile are values over which a database, a statement, a header or a number
// may stumble.
var hostile = []string{
	"\x00", "a\x00b", "approved\x00", "\xff", "\xed\xa0\x80", "\uffff", "\u202e", "\x7f", "\r\nX-Evil: 1", "'", `\'`, `"`, "a?b", "?0", "%", "$1", "*", "..", "a/b",
	"-1", "0", "1e3", "2147483648", "9223372036854775807", "9223372036854775808", strings.Repeat("长", 3000),
}

// hostileCursors are such as a list could have made, but for what they hold.
var hostileCursors = []string{
	`{"s":"","t":9223372036854775807,"k":9223372036854775807}`, `{"t":-9223372036854775808,"k":-1}`, `{"t":1e400}`, `{}`, `[]`, `null`,
	`{"t":1,"k":"a\u0000b"}`, `{"t":1,"k":"\ud800"}`, `{"t":1,"k":"'"}`, `{"s":"active","t":1,"k":"a\u0000b"}`,
	`{"s":"title","b":"AAAA","k":1}`, `{"s":"code","b":"AP8=","k":1}`, `{"s":"department","d":true,"b":null,"k":1}`,
}

// TestNothingThatAClientSendsIsOurFailure puts hostile values in every place of
// the address of every route, and in the headers that are read.
func TestNothingThatAClientSendsIsOurFailure(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Server) {
		id := strings.TrimPrefix(keep(t, s, small), "/v1/positions/")
		api, err := describedBy(s.openapi)
		if err != nil {
			t.Fatal(err)
		}
		for pattern, item := range api.api.Paths.Map() {
			for method, op := range item.Operations() {
				for _, target := range hostileTargets(pattern, op, id) {
					notOurFailure(t, s, method, target)
				}
				for _, name := range []string{"If-Match", "If-None-Match", "If-Range", "Range", "Idempotency-Key", "X-Request-Id", "Accept", "Accept-Language", "X-Forwarded-For"} {
					for _, v := range hostile {
						if !strings.ContainsAny(v, "\x00\r\n") { // which net/http refuses
							notOurFailure(t, s, method, filled(pattern, id), name+": "+v)
						}
					}
				}
			}
		}
	})
}

func notOurFailure(t *testing.T, s *Server, method, target string, headers ...string) {
	t.Helper()
	r := call{method, target, append(headers, asJSON), strings.NewReader("{}")}.do(s.Handler())
	if r.StatusCode >= 500 {
		t.Errorf("%s %.200q %.200q: status %d", method, target, headers, r.StatusCode)
	}
}

var pathParameter = regexp.MustCompile(`\{[^}]+\}`)

// filled is an address of a pattern that leads to something where it can.
func filled(pattern, id string) string {
	p := strings.NewReplacer("{id}", id, "{n}", "1", "{file}", "classic.docx").Replace(pattern)
	return pathParameter.ReplaceAllString(p, "x")
}

func hostileTargets(pattern string, op *openapi3.Operation, id string) (all []string) {
	for _, v := range hostile {
		for _, name := range pathParameter.FindAllString(pattern, -1) {
			all = append(all, filled(strings.ReplaceAll(pattern, name, url.PathEscape(v)), id))
		}
	}
	for _, p := range op.Parameters {
		if p.Value.In != "query" {
			continue
		}
		for _, v := range hostile {
			all = append(all, filled(pattern, id)+"?"+p.Value.Name+"="+url.QueryEscape(v))
		}
		if p.Value.Name != "cursor" {
			continue
		}
		for _, c := range hostileCursors {
			for _, more := range []string{"", "&sort=title", "&sort=code", "&sort=department&order=desc", "&state=active"} {
				name, _, _ := strings.Cut(strings.TrimPrefix(more, "&"), "=")
				if more == "" || op.Parameters.GetByInAndName("query", name) != nil {
					all = append(all, filled(pattern, id)+"?cursor="+base64.RawURLEncoding.EncodeToString([]byte(c))+more)
				}
			}
		}
	}
	return all
}
