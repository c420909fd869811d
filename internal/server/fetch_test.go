package server

import (
	"context"
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/store"
)

// nothingOpens is an answer as far as a stranger could compare it.
type nothingOpens struct {
	Status int
	Header http.Header
	Body   string
}

func answerOf(t testing.TB, r *http.Response) nothingOpens {
	t.Helper()
	h := r.Header.Clone()
	h.Del("X-Request-Id") // another one for every request
	return nothingOpens{r.StatusCode, h, text(t, r)}
}

// tokenOf returns the token in the path of a link.
func tokenOf(path string) string { return strings.Split(path, "/")[2] }

func revoke(t testing.TB, s *Server, id string) {
	t.Helper()
	if r := (call{"DELETE", "/v1/links/" + id, nil, nil}).do(s.Handler()); r.StatusCode != http.StatusNoContent {
		t.Fatalf("revoking: status %d", r.StatusCode)
	}
}

// uses returns how often a link was opened, as the API tells.
func uses(t testing.TB, s *Server, id string) int {
	t.Helper()
	return decoded[testLink](t, get(s, "/v1/links/"+id), http.StatusOK).Uses
}

func archive(t testing.TB, s *Server, id string) {
	t.Helper()
	err := s.config.Store.Update(context.Background(), func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.ArchivePosition(ctx, id, 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func rotate(t testing.TB, s *store.Store, fill byte) store.SigningKey {
	t.Helper()
	var made store.SigningKey
	err := s.Update(context.Background(), func(ctx context.Context, tx *store.Tx) (err error) {
		made, err = tx.RotateSigningKey(ctx, slices.Repeat([]byte{fill}, 32))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func retire(t testing.TB, s *store.Store, id uint32) {
	t.Helper()
	err := s.Update(context.Background(), func(ctx context.Context, tx *store.Tx) error { return tx.RetireSigningKey(ctx, id) })
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatOpensNothingAnswersOnePage(t *testing.T) {
	t.Parallel()
	s, now, _ := linkServer(t, Config{Contact: `人力资源部 <内线 8010> & "前台"`})
	p := storePosition(t, s, small)
	make := func(more string) (testLink, string) { return makeLink(t, s, `{"position":"`+p.ID+`"`+more+`}`) }

	paths := map[string]string{
		"no token": "/d/", "half an address": "/d/AQ", "a slash at the end": "/d/AQ/", "more behind": "/d/AQ/a/b.pdf",
		"nonsense": "/d/x/a.pdf", "nonsense of the right length": "/d/" + strings.Repeat("A", 74) + "/a.pdf",
	}
	expired, path := make(`,"expiresIn":"30m"`)
	paths["an expired link"] = path
	revoked, path := make("")
	paths["a revoked link"] = path
	revoke(t, s, revoked.ID)
	_, path = make(`,"maxUses":1`)
	if r := get(s, path); r.StatusCode != http.StatusOK {
		t.Fatalf("the first use: status %d", r.StatusCode)
	}
	paths["a link that is used up"] = path
	_, path = make(`,"revision":"approved"`)
	paths["a link to what was not approved yet"] = path
	_, good := make("")
	paths["another extension"] = strings.TrimSuffix(good, ".pdf") + ".docx"
	paths["another extension in capitals"] = strings.TrimSuffix(good, ".pdf") + ".PDF"
	paths["no extension"] = strings.TrimSuffix(good, ".pdf")
	paths["a name behind"] = good + "/x"
	other := storePosition(t, s, strings.Replace(small, "PS-001", "PS-002", 1))
	_, path = makeLink(t, s, `{"position":"`+other.ID+`"}`)
	paths["a link to an archived position"] = path
	archive(t, s, other.ID)

	// A good signature for a link that is not there.
	ring, err := s.keys.signing(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	token, err := ring.Mint("aaaaaaaaaaaaaaaa", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	paths["a link that was never made"] = "/d/" + token + "/a.pdf"

	now.advance(30 * time.Minute)
	if state := decoded[testLink](t, get(s, "/v1/links/"+expired.ID), http.StatusOK).State; state != "expired" {
		t.Errorf("state = %q, want expired", state)
	}
	for _, language := range []string{"zh", "en"} {
		for _, method := range []string{"GET", "HEAD"} {
			ask := func(path string) nothingOpens {
				return answerOf(t, call{method, path, []string{"Accept-Language: " + language}, nil}.do(s.Handler()))
			}
			want := ask("/d/x/a.pdf")
			if want.Status != http.StatusNotFound || want.Header.Get("Content-Type") != pageType || want.Header.Get("X-Robots-Tag") != "noindex, nofollow" {
				t.Errorf("%s: %+v", method, want)
			}
			if method == "GET" && !strings.Contains(want.Body, "人力资源部 &lt;内线 8010&gt; &amp; &#34;前台&#34;") {
				t.Errorf("the page does not say whom to ask: %s", want.Body)
			}
			for _, name := range slices.Sorted(maps.Keys(paths)) {
				if diff := cmp.Diff(want, ask(paths[name])); diff != "" {
					t.Errorf("%s, %s %s (-want +got):\n%s", language, method, name, diff)
				}
			}
		}
	}
	zh, en := answerOf(t, get(s, "/d/x/a.pdf")).Body, answerOf(t, get(s, "/d/x/a.pdf", "Accept-Language: en")).Body
	if !strings.Contains(zh, `lang="zh-CN"`) || !strings.Contains(zh, "过期") || !strings.Contains(en, `lang="en"`) || !strings.Contains(en, "expired") {
		t.Errorf("the pages are %s and %s", zh, en)
	}
	if r := get(s, good); r.StatusCode != http.StatusOK {
		t.Errorf("the good link: status %d", r.StatusCode)
	}
}

func TestEveryFlippedBitOfATokenGetsThePage(t *testing.T) {
	t.Parallel()
	s, _, _ := linkServer(t, Config{})
	p := storePosition(t, s, small)
	l, path := makeLink(t, s, `{"position":"`+p.ID+`"}`)
	want := answerOf(t, get(s, "/d/x/a.pdf"))
	raw, err := base64.RawURLEncoding.DecodeString(tokenOf(path))
	if err != nil {
		t.Fatal(err)
	}
	for bit := range len(raw) * 8 {
		flipped := slices.Clone(raw)
		flipped[bit/8] ^= 0x80 >> (bit % 8)
		if diff := cmp.Diff(want, answerOf(t, get(s, "/d/"+base64.RawURLEncoding.EncodeToString(flipped)+"/a.pdf"))); diff != "" {
			t.Errorf("bit %d (-want +got): %s", bit, diff)
		}
	}
	if r := get(s, path); r.StatusCode != http.StatusOK || uses(t, s, l.ID) != 1 {
		t.Errorf("the token as it was: status %d, %d uses", r.StatusCode, uses(t, s, l.ID))
	}
}

func TestPartsOfTwoTokensOpenNothing(t *testing.T) {
	t.Parallel()
	s, _, _ := linkServer(t, Config{})
	p := storePosition(t, s, small)
	_, one := makeLink(t, s, `{"position":"`+p.ID+`","expiresIn":"24h"}`)
	_, two := makeLink(t, s, `{"position":"`+p.ID+`"}`)
	a, _ := base64.RawURLEncoding.DecodeString(tokenOf(one))
	b, _ := base64.RawURLEncoding.DecodeString(tokenOf(two))
	for name, part := range map[string][2]int{"link ids": {5, 15}, "expiries": {15, 23}, "signatures": {23, 55}} {
		swapped := slices.Clone(a)
		copy(swapped[part[0]:part[1]], b[part[0]:part[1]])
		if r := get(s, "/d/"+base64.RawURLEncoding.EncodeToString(swapped)+"/a.pdf"); r.StatusCode != http.StatusNotFound {
			t.Errorf("swapped %s: status %d, want 404", name, r.StatusCode)
		}
	}
}

func TestErrorsOfLinksArePagesForPeople(t *testing.T) {
	t.Parallel()
	s, _, _ := linkServer(t, Config{Contact: "人力资源部"})
	p := storePosition(t, s, small)
	_, path := makeLink(t, s, `{"position":"`+p.ID+`"}`)
	page := func(name string, status int, r *http.Response) string {
		t.Helper()
		body := text(t, r)
		if r.StatusCode != status || r.Header.Get("Content-Type") != pageType || !strings.Contains(body, "人力资源部") || !strings.Contains(body, "<h1>") {
			t.Errorf("%s: status %d, %q: %s", name, r.StatusCode, r.Header.Get("Content-Type"), body)
		}
		return body
	}
	one := page("POST", 405, call{"POST", path, nil, nil}.do(s.Handler()))
	if two := page("POST to no link", 405, call{"POST", "/d/x/y.pdf", nil, nil}.do(s.Handler())); one != two {
		t.Error("POST tells a good link from none")
	}
	page("PROPFIND", 405, call{"PROPFIND", path, nil, nil}.do(s.Handler()))
	page("a range beyond the end", 416, get(s, path, "Range: bytes=99999999-"))
	page("If-Match of another file", 412, get(s, path, `If-Match: "x"`))
	local, _ := newServer(t, Config{Store: s.config.Store, Contact: "人力资源部", Network: Network{LoopbackOnly: true}})
	page("another name of this machine", 403, get(local, path))
	_ = s.config.Store.Close()
	if body := page("a store that fails", 500, get(s, path, "X-Request-Id: r-17")); !strings.Contains(body, "r-17") {
		t.Errorf("the page does not name the request: %s", body)
	}
}

func TestHeadersOfALink(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		format, query, disposition, media string
	}{
		{"pdf", "", "inline", "application/pdf"},
		{"png", "", "inline", "image/png"},
		{"docx", "", "attachment", docxType},
		{"pdf", "?download=1", "attachment", "application/pdf"},
		{"png", "?download=1", "attachment", "image/png"},
		{"docx", "?download=0", "attachment", docxType},
	} {
		t.Run(test.format+test.query, func(t *testing.T) {
			t.Parallel()
			s, _, _ := linkServer(t, Config{})
			p := storePosition(t, s, `{"position":{"title":"售前 工程师","department":"大客户部"},"duties":[{"description":"x"}]}`)
			_, path := makeLink(t, s, `{"position":"`+p.ID+`","format":"`+test.format+`"}`)
			path = path[:strings.LastIndexByte(path, '/')] + "/" + "any%20name." + test.format + test.query
			for _, method := range []string{"GET", "HEAD"} {
				r := call{method, path, nil, nil}.do(s.Handler())
				name := "%E5%A4%A7%E5%AE%A2%E6%88%B7%E9%83%A8-%E5%94%AE%E5%89%8D%20%E5%B7%A5%E7%A8%8B%E5%B8%88." + test.format
				for header, want := range map[string]string{
					"Content-Type":                 test.media,
					"Content-Disposition":          test.disposition + `; filename="position.` + test.format + `"; filename*=UTF-8''` + name,
					"Cache-Control":                "private, no-cache",
					"Referrer-Policy":              "no-referrer",
					"X-Robots-Tag":                 "noindex, nofollow",
					"X-Content-Type-Options":       "nosniff",
					"Cross-Origin-Resource-Policy": "cross-origin",
					"Content-Security-Policy":      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
					"X-Frame-Options":              "DENY",
					"Accept-Ranges":                "bytes",
				} {
					if got := r.Header.Get(header); got != want {
						t.Errorf("%s: %s = %q, want %q", method, header, got, want)
					}
				}
				if r.StatusCode != 200 || r.Header.Get("ETag") == "" || r.Header.Get("Content-Length") == "" {
					t.Errorf("%s: status %d, %v", method, r.StatusCode, r.Header)
				}
			}
		})
	}
}

func TestPagesThatMayFrameALinkAreNamed(t *testing.T) {
	t.Parallel()
	s, _, _ := linkServer(t, Config{Network: Network{FrameAncestors: []string{"https://oa.example.com", "'self'"}}})
	p := storePosition(t, s, small)
	_, path := makeLink(t, s, `{"position":"`+p.ID+`"}`)
	for _, path := range []string{path, "/d/x/y.pdf"} {
		r := get(s, path)
		if policy := r.Header.Get("Content-Security-Policy"); !strings.HasSuffix(policy, "; frame-ancestors https://oa.example.com 'self'") {
			t.Errorf("policy = %q", policy)
		}
		if got, there := r.Header["X-Frame-Options"]; there {
			t.Errorf("X-Frame-Options = %q beside frame-ancestors", got)
		}
	}
	if r := get(s, "/v1/links"); r.Header.Get("X-Frame-Options") != "DENY" {
		t.Error("what is no document may be framed")
	}
}

func TestOfficeIsToldWhatLinksTake(t *testing.T) {
	t.Parallel()
	s, _, _ := linkServer(t, Config{})
	p := storePosition(t, s, small)
	_, path := makeLink(t, s, `{"position":"`+p.ID+`","format":"docx"}`)
	want := answerOf(t, call{"OPTIONS", "/d/x/y.pdf", nil, nil}.do(s.Handler()))
	got := answerOf(t, call{"OPTIONS", path, nil, nil}.do(s.Handler()))
	if diff := cmp.Diff(want, got); diff != "" || got.Status != 204 || got.Header.Get("Allow") != "GET, HEAD, OPTIONS" {
		t.Errorf("OPTIONS: %+v, and for no link: %s", got, diff)
	}
}
func TestTheAuditLogTellsOfEachCountedFetch(t *testing.T) {
	t.Parallel()
	s, now, _ := linkServer(t, Config{})
	p := storePosition(t, s, small)
	l, path := makeLink(t, s, `{"position":"`+p.ID+`"}`)
	get(s, path, "X-Request-Id: r-1")
	call{"HEAD", path, nil, nil}.do(s.Handler())
	get(s, path+"x")
	log, _, err := s.config.Store.Events(t.Context(), store.EventQuery{Subject: l.ID, Action: "link.fetch"})
	want := []store.Event{{
		At: now.Now(), Author: store.Author{Key: store.LinkKey}, Action: "link.fetch", Subject: l.ID, Number: 1, Address: "192.0.2.1", Request: "r-1",
	}}
	if diff := cmp.Diff(want, log); diff != "" || err != nil {
		t.Errorf("the log (-want +got): %s, %v", diff, err)
	}
}

func TestTheLogHoldsNoTokens(t *testing.T) {
	t.Parallel()
	s, _, log := linkServer(t, Config{})
	p := storePosition(t, s, small)
	l, path := makeLink(t, s, `{"position":"`+p.ID+`","note":"canarynote"}`)
	for _, method := range []string{"GET", "HEAD", "POST", "OPTIONS", "PROPFIND"} {
		for _, path := range []string{path, path + "/more", strings.TrimSuffix(path, "pdf") + "docx", path + "?download=1&canary=1"} {
			call{method, path, []string{"Referer: http://example.com" + path}, nil}.do(s.Handler())
		}
	}
	get(s, "/v1/links/"+l.ID)
	get(s, "/v1/links?position="+p.ID)
	_ = s.config.Store.Close()
	get(s, path)
	for _, secret := range []string{tokenOf(path), tokenOf(path)[:20], l.ID, p.ID, "canary", "PS-001"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q: %s", secret, log)
		}
	}
	if !strings.Contains(log.String(), `"route":"/d/:token/:name"`) {
		t.Error("the log does not tell of fetches")
	}
}

func BenchmarkFetch(b *testing.B) {
	for _, clients := range []int{1, 8, 64} {
		b.Run(fmt.Sprint(clients), func(b *testing.B) {
			kept, err := store.Open(b.Context(), store.Config{Dir: b.TempDir()})
			if err != nil {
				b.Fatal(err)
			}
			defer kept.Close()
			s, _ := newServer(b, Config{Store: kept, Admitted: 200, Wait: time.Minute})
			p := storePosition(b, s, string(sample(b, manager)))
			_, path := makeLink(b, s, `{"position":"`+p.ID+`"}`)
			s.handler = s.engine
			b.SetParallelism(clients)
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if r := get(s, path); r.StatusCode != http.StatusOK {
						b.Errorf("status %d", r.StatusCode)
					}
				}
			})
		})
	}
}
