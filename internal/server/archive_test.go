package server

import (
	"strings"
	"testing"
)

func TestArchiveParameters(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	for query, want := range map[string]string{
		"":                                    "<pdfaid:part>2<",
		"pdfa=":                               "<pdfaid:part>2<",
		"pdfa=1b":                             "<pdfaid:part>1<",
		"format=pdf&pdfa=3b":                  "<pdfaid:part>3<",
		"attachSource=true":                   "<pdfaid:part>3<",
		"attachSource=true&pdfa=none":         "/AFRelationship/Source",
		"attachSource=false&pdfa=2b":          "<pdfaid:part>2<",
		"attachSource=false&pdfa=&format=pdf": "<pdfaid:part>2<",
	} {
		r := call{"POST", "/v1/render?" + query, []string{asJSON}, strings.NewReader(small)}.do(s.Handler())
		if body := text(t, r); r.StatusCode != 200 || !strings.Contains(body, want) {
			t.Errorf("?%s: status %d, and the file holds %q: %t", query, r.StatusCode, want, strings.Contains(body, want))
		}
	}
	for _, c := range []struct{ query, code, parameter, detail string }{
		{"pdfa=2a", "pdfa-unknown", "pdfa", "2b、1b、3b、none"},
		{"attachSource=yes", "attachSource-unknown", "attachSource", "true、false"},
		{"attachSource=true&pdfa=1b", "attachSource-not-applicable", "attachSource", "pdfa=3b"},
		{"attachSource=true&format=docx", "attachSource-not-applicable", "attachSource", "format=pdf"},
		{"pdfa=1b&format=png", "pdfa-not-applicable", "pdfa", "format=pdf"},
	} {
		p := problem(t, call{"POST", "/v1/render?" + c.query, []string{asJSON}, strings.NewReader(small)}.do(s.Handler()))
		if p.Status != 422 || len(p.Errors) != 1 {
			t.Errorf("?%s: status %d, errors %+v, want 422 and one", c.query, p.Status, p.Errors)
			continue
		}
		if e := p.Errors[0]; e.Code != c.code || e.Parameter != c.parameter || !strings.Contains(e.Detail, c.detail) {
			t.Errorf("?%s: error = %+v, want %s of %q with %q", c.query, e, c.code, c.parameter, c.detail)
		}
	}
	doc := decodeJSON(t, text(t, call{"GET", "/openapi.json", nil, nil}.do(s.Handler())))
	found := map[string]any{}
	for _, p := range lookUp(doc, "/paths/~1v1~1render/post/parameters").([]any) {
		found[p.(map[string]any)["name"].(string)] = p.(map[string]any)["schema"].(map[string]any)["enum"]
	}
	if known, _ := found["pdfa"].([]any); len(known) != 4 {
		t.Errorf("pdfa is described with %v, want four values", found["pdfa"])
	}
	if _, ok := found["attachSource"]; !ok {
		t.Error("attachSource is not described")
	}
}
