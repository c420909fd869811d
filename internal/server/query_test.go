package server

import (
	"mime"
	"strings"
	"testing"
)

func TestNothingInAQueryIsPassedOver(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	tests := []struct{ name, query, code, parameter, detail string }{
		{"a typing error", "fromat=png", "parameter-unknown", "fromat", "是不是 format"},
		{"a capital", "Format=png", "parameter-unknown", "Format", "是不是 format"},
		{"an unknown name", "colour=red", "parameter-unknown", "colour", "format、template、page"},
		{"a name without a value", "scale", "parameter-unknown", "scale", "format、template、page"},
		{"a name that stands twice", "format=pdf&format=png", "parameter-repeated", "format", "不止一次"},
		{"an escape that is none", "format=%zz", "query-malformed", "", "% 之后"},
		{"a semicolon", "format=pdf;page=1", "query-malformed", "", "&"},
		{"a very long name", strings.Repeat("x", 500), "parameter-unknown", strings.Repeat("x", maxParameter) + "…", ""},
		{"a name that moves the cursor", "%1b%5B2J=1", "parameter-unknown", "\ufffd[2J", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := problem(t, call{"POST", "/v1/render?" + test.query, []string{asJSON}, strings.NewReader(small)}.do(s.Handler()))
			if p.Status != 422 || len(p.Errors) != 1 {
				t.Fatalf("status %d, errors %+v, want 422 and one", p.Status, p.Errors)
			}
			if e := p.Errors[0]; e.Code != test.code || e.Parameter != test.parameter || !strings.Contains(e.Detail, test.detail) {
				t.Errorf("error = %+v, want %s of %q with %q", e, test.code, test.parameter, test.detail)
			}
		})
	}
	many := problem(t, call{"POST", "/v1/render?a&b&c&d&e&f&g&h&i&j&k&l", []string{asJSON}, strings.NewReader(small)}.do(s.Handler()))
	if len(many.Errors) != maxQueryFaults {
		t.Errorf("%d errors of 12 unknown parameters, want %d", len(many.Errors), maxQueryFaults)
	}
}

func TestEveryListRefusesAParameterThatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	lists := 0
	for _, r := range describedRoutes(t, s) {
		// The schema is a fixed file, which caches are asked for with whatever query.
		if r.method != "GET" || !strings.HasPrefix(r.pattern, "/v1/") || strings.Contains(r.pattern, "{") || r.pattern == "/v1/schema" {
			continue
		}
		lists++
		p := problem(t, call{"GET", r.pattern + "?strange=1", nil, nil}.do(s.Handler()))
		if p.Status != 422 || len(p.Errors) != 1 || p.Errors[0].Code != "parameter-unknown" || strings.HasSuffix(p.Errors[0].Detail, "是 ") {
			t.Errorf("GET %s: status %d, errors %+v, want parameter-unknown", r.pattern, p.Status, p.Errors)
		}
	}
	if lists < 7 {
		t.Errorf("%d lists were asked, want all", lists)
	}
}

func TestPageOneGoesWithEveryFormat(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	for query, want := range map[string]int{
		"format=pdf&page=1": 200, "format=docx&page=1": 200, "page=1": 200, "format=png&page=1": 200,
		"format=pdf&page=2": 422, "page=2": 422, "": 200, "format=&page=": 200,
	} {
		r := call{"POST", "/v1/render?" + query, []string{asJSON}, strings.NewReader(small)}.do(s.Handler())
		if r.StatusCode != want {
			t.Errorf("?%s: status %d, want %d", query, r.StatusCode, want)
		}
	}
}

func TestFileNamesAreSafeInBothForms(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	tests := []struct{ name, code, query, want, fallback string }{
		{"a device of Windows", "CON", "format=docx", "CON_.docx", "CON_.docx"},
		{"a device with an extension", "COM1.txt", "format=docx", "COM1_.txt.docx", "COM1_.txt.docx"},
		{"trailing dots", "A-1..", "format=docx", "A-1.docx", "A-1.docx"},
		{"a blank", "A 1", "format=docx", "A 1.docx", "position.docx"},
		{"a page", "ARC-008", "format=png&page=1", "ARC-008-p1.png", "ARC-008-p1.png"},
		{"a page of a Chinese name", "销", "format=png&page=1", "销-p1.png", "position-p1.png"},
		{"a PNG without page", "ARC-008", "format=png", "ARC-008.png", "ARC-008.png"},
		{"a PDF with page", "ARC-008", "format=pdf&page=1", "ARC-008.pdf", "ARC-008.pdf"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			body := strings.Replace(small, "PS-001", test.code, 1)
			r := call{"POST", "/v1/render?" + test.query, []string{asJSON}, strings.NewReader(body)}.do(s.Handler())
			header := r.Header.Get("Content-Disposition")
			_, params, err := mime.ParseMediaType(header)
			if err != nil || params["filename"] != test.want || !strings.Contains(header, `filename="`+test.fallback+`"`) {
				t.Errorf("Content-Disposition = %q, %v, want %q and %q", header, err, test.want, test.fallback)
			}
		})
	}
}

func TestARefusedAcceptVariesByIt(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	r := call{"POST", "/v1/render", []string{asJSON, "Accept: text/html"}, strings.NewReader(small)}.do(s.Handler())
	if got := strings.Join(r.Header.Values("Vary"), ", "); r.StatusCode != 406 || !strings.Contains(got, "Accept,") {
		t.Errorf("status %d, Vary %q, want 406 and Accept", r.StatusCode, got)
	}
}

func TestAWrongMethodIsCountedAtItsRoute(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	for _, c := range []call{{"GET", "/v1/render", nil, nil}, {"DELETE", "/v1/templates/classic.docx", nil, nil}, {"POST", "/metrics", nil, nil}, {"POST", "/v1/nothing", nil, nil}} {
		c.do(s.Handler())
	}
	got := text(t, call{"GET", "/metrics", nil, nil}.do(s.Handler()))
	for _, want := range []string{
		`{method="GET",route="/v1/render",status="405"} 1`, `{method="DELETE",route="/v1/templates/:name",status="405"} 1`,
		`{method="POST",route="/metrics",status="405"} 1`, `{method="POST",route="unmatched",status="404"} 1`,
	} {
		if !strings.Contains(got, "jobdoc_http_request_duration_seconds_count"+want) {
			t.Errorf("/metrics lacks %s", want)
		}
	}
}
