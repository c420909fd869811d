package server

import (
	"strings"
	"testing"
)

func TestAPageOfAnotherSiteChangesNothing(t *testing.T) {
	t.Parallel()
	const render, position = "http://hr.example.com/v1/render", "http://hr.example.com/v1/positions/" + exampleID
	for _, test := range []struct {
		name      string
		publicURL string
		method    string
		headers   []string
		refused   bool
	}{
		{name: "a program", method: "POST"},
		{name: "our own page", method: "POST", headers: []string{"Sec-Fetch-Site: same-origin", "Origin: http://hr.example.com"}},
		{name: "typed into the address bar", method: "POST", headers: []string{"Sec-Fetch-Site: none"}},
		{name: "another site", method: "POST", headers: []string{"Sec-Fetch-Site: cross-site", "Origin: https://evil.example"}, refused: true},
		{name: "another host of the same site", method: "POST", headers: []string{"Sec-Fetch-Site: same-site", "Origin: http://www.example.com"}, refused: true},
		{name: "another site in an old browser", method: "POST", headers: []string{"Origin: https://evil.example"}, refused: true},
		{name: "our own page in an old browser", method: "POST", headers: []string{"Origin: http://hr.example.com"}},
		{name: "a sandboxed frame", method: "POST", headers: []string{"Origin: null"}, refused: true},
		{name: "our own page behind a proxy", publicURL: "https://public.example.com/jobdoc", method: "POST", headers: []string{"Origin: https://public.example.com"}},
		{name: "a replacement of another site", method: "PUT", headers: []string{"Sec-Fetch-Site: cross-site"}, refused: true},
		{name: "a look from another site", method: "GET", headers: []string{"Sec-Fetch-Site: cross-site", "Origin: https://evil.example"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, _ := newServer(t, Config{Store: openStore(t), Network: Network{PublicURL: test.publicURL}})
			there := render
			if test.method == "PUT" {
				there = position
			}
			r := call{test.method, there, append(test.headers, asJSON), strings.NewReader(small)}.do(s.Handler())
			if refused := r.StatusCode == 403; refused != test.refused {
				t.Fatalf("status = %d, want it refused: %v", r.StatusCode, test.refused)
			}
			if test.refused {
				if p := problem(t, r); !strings.Contains(p.Detail, "别的网站") {
					t.Errorf("detail = %q", p.Detail)
				}
			}
		})
	}
}

func TestAServerOfThisMachineAnswersToItsNamesOnly(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		host      string
		publicURL string
		refused   bool
	}{
		{host: "localhost"}, {host: "localhost:8080"}, {host: "LOCALHOST.:8080"}, {host: "jobdoc.localhost:8080"},
		{host: "127.0.0.1"}, {host: "127.0.0.1:8080"}, {host: "127.1.2.3:8080"}, {host: "[::1]:8080"}, {host: "[::1]"}, {host: "[::ffff:127.0.0.1]:8080"},
		{host: "evil.example", refused: true}, {host: "evil.example:8080", refused: true}, {host: "localhost.evil.example", refused: true},
		{host: "127.0.0.1.evil.example", refused: true}, {host: "notlocalhost", refused: true}, {host: "0.0.0.0:8080", refused: true},
		{host: "192.0.2.1:8080", refused: true}, {host: "[2001:db8::1]:8080", refused: true}, {host: "", refused: true},
		{host: "hr.example.com", publicURL: "https://hr.example.com/jobdoc"}, {host: "HR.example.com", publicURL: "https://hr.example.com"},
		{host: "evil.example", publicURL: "https://hr.example.com", refused: true},
	} {
		t.Run(test.host+" "+test.publicURL, func(t *testing.T) {
			t.Parallel()
			for _, only := range []bool{true, false} {
				s, _ := newServer(t, Config{Network: Network{LoopbackOnly: only, PublicURL: test.publicURL}})
				r := asked("127.0.0.1:4711", test.host)
				r.URL.Path = "/v1/schema"
				w := roundTrip(s.Handler(), r)
				want := 200
				if only && test.refused {
					want = 403
				}
				if w.StatusCode != want {
					t.Fatalf("LoopbackOnly %v: status = %d, want %d", only, w.StatusCode, want)
				}
				if want == 403 {
					if p := problem(t, w); !strings.Contains(p.Detail, "localhost") || !strings.Contains(p.Detail, "--public-url") {
						t.Errorf("detail = %q, want the remedy", p.Detail)
					}
				}
			}
		})
	}
}
