package server

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"jobdoc/internal/render"
)

// keep stores a position through the service and returns its address.
func keep(t testing.TB, s *Server, body string) string {
	t.Helper()
	r := call{"POST", "/v1/positions", []string{asJSON}, strings.NewReader(body)}.do(s.Handler())
	if r.StatusCode != http.StatusCreated {
		t.Fatalf("POST /v1/positions: status %d, %s", r.StatusCode, text(t, r))
	}
	return r.Header.Get("Location")
}

// request makes a request without a body that is answered with the status.
func request(t testing.TB, s *Server, method, path string, status int, headers ...string) *http.Response {
	t.Helper()
	r := call{method, path, headers, nil}.do(s.Handler())
	if r.StatusCode != status {
		t.Fatalf("%s %s: status %d, want %d; %.300s", method, path, r.StatusCode, status, text(t, r))
	}
	return r
}

// sendBody makes a request with a body that is answered with the status.
func sendBody(t testing.TB, s *Server, method, path, body string, status int, headers ...string) *http.Response {
	t.Helper()
	r := call{method, path, append([]string{asJSON}, headers...), strings.NewReader(body)}.do(s.Handler())
	if r.StatusCode != status {
		t.Fatalf("%s %s: status %d, want %d; %.300s", method, path, r.StatusCode, status, text(t, r))
	}
	return r
}

// value reads an answer of JSON.
func value[T any](t testing.TB, r *http.Response) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(text(t, r)), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// renders returns how many documents the server has made.
func renders(t testing.TB, s *Server) (n int) {
	t.Helper()
	families, err := s.metrics.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		if family.GetName() == "jobdoc_render_duration_seconds" {
			for _, m := range family.GetMetric() {
				n += int(m.GetHistogram().GetSampleCount())
			}
		}
	}
	return n
}

func TestADocumentOfAStoredPositionIsWhatRenderMakesOfIt(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	body := string(sample(t, manager))
	at := keep(t, s, body)
	for _, format := range render.FormatNames() {
		stored := request(t, s, "GET", at+"/document?format="+format, 200)
		sent := sendBody(t, s, "POST", "/v1/render?format="+format, body, 200)
		for _, name := range []string{"Content-Type", "Content-Disposition", "Jobdoc-Pages", "Jobdoc-Warnings"} {
			if got, want := stored.Header.Get(name), sent.Header.Get(name); got != want {
				t.Errorf("%s: %s = %q, want %q", format, name, got, want)
			}
		}
		if text(t, stored) != text(t, sent) {
			t.Errorf("%s: the files differ", format)
		}
		if got := stored.Header.Get("Cache-Control"); got != "private, no-cache" {
			t.Errorf("%s: Cache-Control = %q", format, got)
		}
	}
	for accept, want := range map[string]string{"image/png": "image/png", "": "application/pdf"} {
		r := request(t, s, "GET", at+"/document", 200, "Accept: "+accept)
		if got := r.Header.Get("Content-Type"); got != want {
			t.Errorf("Accept %q gets %q", accept, got)
		}
	}
	if p := problem(t, request(t, s, "GET", at+"/document", 406, "Accept: text/html")); !strings.Contains(p.Detail, "application/pdf") {
		t.Errorf("detail = %q", p.Detail)
	}
}

func TestADocumentThatTheClientHasIsNotMadeAgain(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	at := keep(t, s, small)
	first := request(t, s, "GET", at+"/document", 200)
	etag := first.Header.Get("ETag")
	made := renders(t, s)
	for _, header := range []string{etag, "W/" + etag, `"other", ` + etag, "*"} {
		for _, method := range []string{"GET", "HEAD"} {
			r := request(t, s, method, at+"/document", 304, "If-None-Match: "+header)
			if r.Header.Get("ETag") != etag || text(t, r) != "" {
				t.Errorf("%s with If-None-Match: %s: ETag = %s and a body", method, header, r.Header.Get("ETag"))
			}
		}
	}
	if now := renders(t, s); now != made || made == 0 {
		t.Errorf("%d documents were made for answers of 304", now-made)
	}
	request(t, s, "GET", at+"/document", 412, `If-Match: "other", W/`+etag)
	request(t, s, "GET", at+"/document", 412, `If-Match: `)
	request(t, s, "GET", at+"/document", 412, `If-Match: "other"`, "If-None-Match: "+etag)
	if now := renders(t, s); now != made {
		t.Errorf("%d documents were made for an answer of 412", now-made)
	}
	for _, headers := range [][]string{{`If-Match: "other", ` + etag}, {`If-Match: "other"`, "If-Match: " + etag}, {"If-Match: *", `If-None-Match: "other"`}} {
		if got := text(t, request(t, s, "GET", at+"/document", 200, headers...)); !strings.HasPrefix(got, "%PDF-") {
			t.Errorf("%v: %d bytes that are no PDF", headers, len(got))
		}
	}
	tags := map[string]string{etag: "the PDF"}
	for _, query := range []string{"format=docx", "format=png", "format=png&page=1&dpi=72", "template=narrative", "pdfa=none", "attachSource=true"} {
		tag := request(t, s, "HEAD", at+"/document?"+query, 200).Header.Get("ETag")
		if other := tags[tag]; other != "" {
			t.Errorf("?%s has the ETag of %s", query, other)
		}
		tags[tag] = query
	}
	if again := request(t, s, "GET", at+"/document?format=pdf&template=classic", 200, "If-None-Match: \"x\""); again.Header.Get("ETag") != etag {
		t.Error("what is said with defaults has another ETag than without")
	}
	sendBody(t, s, "PUT", at, strings.Replace(small, "编制", "审定", 1), 200)
	changed := request(t, s, "GET", at+"/document", 200, "If-None-Match: "+etag)
	if changed.Header.Get("ETag") == etag {
		t.Error("the ETag stays when the position changes")
	}
	request(t, s, "GET", at+"/document?revision=1", 304, "If-None-Match: "+etag)
}

func TestPartsOfADocumentAreServed(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	at := keep(t, s, small) + "/document"
	whole := request(t, s, "GET", at, 200)
	etag, data := whole.Header.Get("ETag"), text(t, whole)
	part := request(t, s, "GET", at, 206, "Range: bytes=0-7", "If-Range: "+etag)
	if got := text(t, part); got != data[:8] {
		t.Errorf("part = %q, want %q", got, data[:8])
	}
	if r := request(t, s, "GET", at, 200, "Range: bytes=0-7", `If-Range: "old"`); text(t, r) != data {
		t.Error("a range of another version got something else than the whole file")
	}
	problem(t, request(t, s, "GET", at, 416, "Range: bytes=99999999-"))
	problem(t, request(t, s, "GET", at, 412, `If-Match: "old"`))
	head := request(t, s, "HEAD", at, 200)
	if head.ContentLength != int64(len(data)) && head.Header.Get("Content-Length") == "" {
		t.Error("HEAD tells no length")
	}
}

func TestTheRevisionOfADocumentIsANumberOrAWord(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	at := keep(t, s, small)
	put := sendBody(t, s, "PUT", at, strings.Replace(small, "编制", "审定", 1), 200)
	if e := value[PositionEntry](t, put); e.Revision != 2 {
		t.Fatalf("revision = %d, want 2", e.Revision)
	}
	tag := func(query string) string { return request(t, s, "HEAD", at+"/document?"+query, 200).Header.Get("ETag") }
	if tag("revision=latest") != tag("") || tag("revision=2") != tag("") || tag("revision=1") == tag("") {
		t.Error("the newest revision is not what latest, its number and nothing mean")
	}
	for query, want := range map[string]string{"revision=approved": "已批准", "revision=3": "第 2 次", "revision=2147483647": "第 2 次"} {
		if p := problem(t, request(t, s, "GET", at+"/document?"+query, 404)); !strings.Contains(p.Detail, want) {
			t.Errorf("?%s: detail %q, want %q in it", query, p.Detail, want)
		}
	}
	problem(t, request(t, s, "GET", "/v1/positions/nothing/document", 404))
}

func TestAllFaultsOfADocumentsQueryAreTold(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	at := keep(t, s, small) + "/document"
	p := problem(t, request(t, s, "GET", at+"?format=doc&template=modern&revision=0&page=x&dpi=9&pdfa=9&attachSource=yes&vorlage=1", 422))
	var codes []string
	for _, e := range p.Errors {
		codes = append(codes, e.Code)
	}
	const want = "parameter-unknown format-unknown page-invalid dpi-invalid attachSource-unknown pdfa-unknown revision-invalid template-unknown"
	if got := strings.Join(codes, " "); got != want {
		t.Errorf("codes = %s, want %s", got, want)
	}
	for query, code := range map[string]string{
		"revision=01": "revision-invalid", "revision=-1": "revision-invalid", "revision=2147483648": "revision-invalid", "revision=newest": "revision-invalid",
		"dpi=600": "dpi-not-applicable", "format=png&dpi=601": "dpi-invalid", "format=png&page=2": "page-unknown", "format=pdf&page=2": "page-not-applicable",
		"format=png&pdfa=2b": "pdfa-not-applicable", "revision=1&revision=2": "parameter-repeated",
	} {
		p := problem(t, request(t, s, "GET", at+"?"+query, 422))
		if len(p.Errors) != 1 || p.Errors[0].Code != code {
			t.Errorf("?%s: errors %+v, want %s", query, p.Errors, code)
		}
	}
}

func TestADocumentThatFindsNoRoomIsRefused(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t), Admitted: 1, Renders: 1})
	at := keep(t, s, small) + "/document"
	s.gate.admit()
	r := request(t, s, "GET", at, 429)
	if r.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	s.gate.leave()
	request(t, s, "GET", at, 200)
}

func TestTheSourceOfADocumentIsTheRevision(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	at := keep(t, s, small)
	kept, err := s.config.Store.Position(t.Context(), strings.TrimPrefix(at, "/v1/positions/"))
	if err != nil {
		t.Fatal(err)
	}
	stored := request(t, s, "GET", at+"/document?attachSource=true", 200)
	sent := sendBody(t, s, "POST", "/v1/render?attachSource=true", string(kept.Content), 200)
	if text(t, stored) != text(t, sent) {
		t.Error("the PDF is not what it is with the revision's JSON attached")
	}
}

// TestCopiesOfTheServiceAgreeOnTags: behind a balancer a client asks now one of
// them, now another.
func TestCopiesOfTheServiceAgreeOnTags(t *testing.T) {
	t.Parallel()
	tag := func(c render.Config) string {
		r, err := render.New(c)
		if err != nil {
			t.Fatal(err)
		}
		s, err := New(Config{Renderer: r, Store: openStore(t)})
		if err != nil {
			t.Fatal(err)
		}
		s.handler = checked(t, s)
		return request(t, s, "HEAD", keep(t, s, small)+"/document", 200).Header.Get("ETag")
	}
	one := tag(render.Config{})
	if another := tag(render.Config{}); another != one {
		t.Errorf("the tags of two copies are %s and %s", one, another)
	}
	if fonts := tag(render.Config{FontDirs: []string{"../../fonts"}}); fonts == one {
		t.Error("the tag stays where the fonts of the site are others")
	}
}
