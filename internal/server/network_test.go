package server

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// asked is a request as it arrives.
func asked(remote, host string, headers ...string) *http.Request {
	r := httptest.NewRequest("GET", "/", nil)
	r.RemoteAddr, r.Host = remote, host
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	return r
}

func TestOnlyTrustedProxiesSayWhoTheClientIs(t *testing.T) {
	t.Parallel()
	proxies := []string{"127.0.0.1", "10.0.0.0/8", "fd00::/8"}
	for _, test := range []struct {
		name    string
		proxies []string
		remote  string
		headers []string
		want    string
	}{
		{"no proxy", nil, "192.0.2.7:4711", nil, "192.0.2.7"},
		{"IPv6", nil, "[2001:db8::7]:4711", nil, "2001:db8::7"},
		{"IPv4 as IPv6", nil, "[::ffff:192.0.2.7]:4711", nil, "192.0.2.7"},
		{"nobody is trusted by default", nil, "127.0.0.1:4711", []string{"X-Forwarded-For: 192.0.2.9", "X-Real-Ip: 192.0.2.9"}, "127.0.0.1"},
		{"a stranger's header", proxies, "192.0.2.7:4711", []string{"X-Forwarded-For: 192.0.2.9"}, "192.0.2.7"},
		{"one proxy", proxies, "127.0.0.1:4711", []string{"X-Forwarded-For: 192.0.2.9"}, "192.0.2.9"},
		{"one proxy over IPv6", proxies, "[fd00::1]:4711", []string{"X-Forwarded-For: 2001:db8::9"}, "2001:db8::9"},
		{"a proxy that says nothing", proxies, "127.0.0.1:4711", nil, "127.0.0.1"},
		{"two proxies", proxies, "127.0.0.1:4711", []string{"X-Forwarded-For: 192.0.2.9, 10.1.2.3"}, "192.0.2.9"},
		{"two lines", proxies, "127.0.0.1:4711", []string{"X-Forwarded-For: 192.0.2.9", "X-Forwarded-For: 10.1.2.3"}, "192.0.2.9"},
		{"what the client made up before", proxies, "127.0.0.1:4711", []string{"X-Forwarded-For: 203.0.113.5, 192.0.2.9"}, "192.0.2.9"},
		{"a made-up proxy before", proxies, "127.0.0.1:4711", []string{"X-Forwarded-For: 203.0.113.5, 10.9.9.9, 192.0.2.9"}, "192.0.2.9"},
		{"only proxies", proxies, "127.0.0.1:4711", []string{"X-Forwarded-For: 10.1.2.4, 10.1.2.3"}, "10.1.2.4"},
		{"an address with its port", proxies, "127.0.0.1:4711", []string{"X-Forwarded-For: 192.0.2.9:1234"}, "192.0.2.9"},
		{"no address", proxies, "127.0.0.1:4711", []string{"X-Forwarded-For: 192.0.2.9, unknown"}, "127.0.0.1"},
		{"other headers", proxies, "127.0.0.1:4711", []string{"X-Real-Ip: 192.0.2.9", "Forwarded: for=192.0.2.9"}, "127.0.0.1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, _ := newServer(t, Config{Network: Network{TrustedProxies: test.proxies}})
			if got := s.clientAddress(asked(test.remote, "localhost", test.headers...)).String(); got != test.want {
				t.Errorf("clientAddress() = %s, want %s", got, test.want)
			}
		})
	}
}

func TestALinkBeginsWithWhatTheClientAskedFor(t *testing.T) {
	t.Parallel()
	forwarded := []string{"X-Forwarded-Proto: https", "X-Forwarded-Host: hr.example.com"}
	for _, test := range []struct {
		name    string
		network Network
		remote  string
		host    string
		headers []string
		tls     bool
		want    string
	}{
		{name: "plain", host: "hr:8080", want: "http://hr:8080"},
		{name: "TLS", host: "hr.example.com", tls: true, want: "https://hr.example.com"},
		{name: "IPv6", host: "[::1]:8080", want: "http://[::1]:8080"},
		{name: "a public URL", network: Network{PublicURL: "https://hr.example.com/jobdoc/"}, host: "127.0.0.1:8080", want: "https://hr.example.com/jobdoc"},
		{name: "a public URL without path", network: Network{PublicURL: "https://hr.example.com/"}, host: "127.0.0.1:8080", want: "https://hr.example.com"},
		{name: "a public URL before what a proxy says", network: Network{PublicURL: "https://hr.example.com", TrustedProxies: []string{"192.0.2.1"}},
			host: "x", headers: []string{"X-Forwarded-Host: y"}, want: "https://hr.example.com"},
		{name: "a trusted proxy", network: Network{TrustedProxies: []string{"192.0.2.0/24"}}, host: "127.0.0.1:8080", headers: forwarded, want: "https://hr.example.com"},
		{name: "the last of two proxies", network: Network{TrustedProxies: []string{"192.0.2.0/24"}}, host: "127.0.0.1:8080",
			headers: []string{"X-Forwarded-Proto: http, https", "X-Forwarded-Host: evil.example, hr.example.com"}, want: "https://hr.example.com"},
		{name: "a stranger", network: Network{TrustedProxies: []string{"198.51.100.0/24"}}, host: "hr:8080", headers: forwarded, want: "http://hr:8080"},
		{name: "nobody trusted", host: "hr:8080", headers: append(forwarded, "Forwarded: host=evil.example;proto=https"), want: "http://hr:8080"},
		{name: "a proxy that writes nonsense", network: Network{TrustedProxies: []string{"192.0.2.0/24"}}, host: "hr:8080",
			headers: []string{"X-Forwarded-Proto: javascript", `X-Forwarded-Host: "><script>`}, want: "http://hr:8080"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, _ := newServer(t, Config{Network: test.network})
			r := asked("192.0.2.1:4711", test.host, test.headers...)
			if test.tls {
				r.TLS = &tls.ConnectionState{}
			}
			if got := s.baseURL(r); got != test.want {
				t.Errorf("baseURL() = %q, want %q", got, test.want)
			}
		})
	}
}

func TestARequestWithoutAUsableHostGetsLinksToWhereItArrived(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	got := make(chan string, 1)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got <- s.baseURL(r) }))
	defer server.Close()
	r, err := http.NewRequest("GET", server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "(hr)"
	answer, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if base := <-got; base != server.URL {
		t.Errorf("baseURL() = %q, want %q", base, server.URL)
	}
}

func TestAllSettingsThatWillNotDoAreNamedTogether(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		setting string
		bad     []string
		good    []string
		config  func(value string) Network
	}{
		{"public-url", []string{
			"hr.example.com", "ftp://hr.example.com", "https://", "https:///jobdoc", "https://u:p@hr.example.com", "https://hr.example.com?x=1",
			"https://hr.example.com?", "https://hr.example.com/#x", "https://hr.example.com/#", "https://hr.example.com/a b", "https://hr.example.com/../x",
			"https://hr.example.com//x", "https://人事.example.com", "https://hr.example.com:x", "//hr.example.com", "javascript:alert(1)", "https://a;b",
		}, []string{"https://hr.example.com", "http://hr:8080/", "https://[2001:db8::1]:8443/jobdoc", "https://hr.example.com/a/b_c-d.e~f", "https://xn--45q95b.example"},
			func(v string) Network { return Network{PublicURL: v} }},
		{"trusted-proxies", []string{"proxy", "10.0.0.0/33", "0.0.0.0/0", "::/0", "", "10.0.0.1:80"},
			[]string{"10.0.0.0/8", "127.0.0.1", "::1", " 192.0.2.1 ", "10.1.2.3/8", "::ffff:10.0.0.1"},
			func(v string) Network { return Network{TrustedProxies: []string{v}} }},
		{"frame-ancestors", []string{"*", "oa.example.com", "https://oa.example.com/page", "https://oa.example.com; script-src *", "'none'", "https://a,https://b", "https://*", "data:", ""},
			[]string{"https://oa.example.com", "https://*.example.com:8443", "http://oa", "'self'", "https://oa.example.com:*"},
			func(v string) Network { return Network{FrameAncestors: []string{v}} }},
	} {
		t.Run(test.setting, func(t *testing.T) {
			t.Parallel()
			for _, v := range test.bad {
				_, err := New(Config{Network: test.config(v)})
				var wrong *NetworkError
				if !errors.As(err, &wrong) || len(wrong.Faults) != 1 || wrong.Faults[0].Setting != test.setting || !asciiOnly(wrong.Faults[0].English) && asciiOnly(v) {
					t.Errorf("%q: %v, want one fault of %s", v, err, test.setting)
				}
			}
			for _, v := range test.good {
				if _, faults := newNetwork(test.config(v)); len(faults) > 0 {
					t.Errorf("%q: %v, want none", v, faults)
				}
			}
		})
	}
	_, err := New(Config{Network: Network{PublicURL: "x", TrustedProxies: []string{"y", "z"}, FrameAncestors: []string{"*"}, KeyFile: "k"}})
	var wrong *NetworkError
	if !errors.As(err, &wrong) || len(wrong.Faults) != 5 {
		t.Errorf("New() = %v, want five faults", err)
	}
}

func TestPagesThatMayFrameADocumentAreNamed(t *testing.T) {
	t.Parallel()
	for want, sources := range map[string][]string{
		"'none'":                             nil,
		"'self' https://oa.example.com:8443": {"'self'", "https://oa.example.com:8443"},
	} {
		s, _ := newServer(t, Config{Network: Network{FrameAncestors: sources}})
		if got := s.frameAncestors(); got != want {
			t.Errorf("frameAncestors() = %q, want %q", got, want)
		}
	}
}

func TestBelowAPathOfAProxyEverythingThatClientsFollowIsBelowIt(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t), Network: Network{PublicURL: "https://hr.example.com/jobdoc"}})
	for range 2 { // the second answer is the one that was kept
		r := sendBody(t, s, "POST", "/v1/positions", small, 201, "Idempotency-Key: a")
		if at := r.Header.Get("Location"); !strings.HasPrefix(at, "/jobdoc/v1/positions/") {
			t.Errorf("Location = %q, want it below /jobdoc", at)
		}
	}
	if page := text(t, request(t, s, "GET", "/docs", 200)); !strings.Contains(page, "https://hr.example.com/jobdoc/v1/positions&#39;") {
		t.Error("the lines for curl on /docs do not name the public URL")
	}
	var described struct{ Servers []struct{ URL string } }
	if err := json.Unmarshal([]byte(text(t, request(t, s, "GET", "/openapi.json", 200))), &described); err != nil || len(described.Servers) != 1 || described.Servers[0].URL != "https://hr.example.com/jobdoc" {
		t.Errorf("servers = %+v (%v), want the public URL", described.Servers, err)
	}
}
