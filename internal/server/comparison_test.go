package server

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"jobdoc/internal/store"
)

// twoRevisions stores a position that is changed once, with notes.
func twoRevisions(t testing.TB, s *Server) (at string) {
	t.Helper()
	by := "&by=" + url.QueryEscape("李𬭎")
	r := sendBody(t, s, "POST", "/v1/positions?note="+url.QueryEscape("初稿")+by, small, 201)
	at = r.Header.Get("Location")
	sendBody(t, s, "PUT", at+"?note="+url.QueryEscape("改为审定")+by, strings.Replace(small, "编制", "审定", 1), 200)
	return at
}

func TestTwoRevisionsAreComparedItemByItem(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Server) {
		at := twoRevisions(t, s)
		c := value[PositionComparison](t, request(t, s, "GET", at+"/compare?from=1&to=2", 200))
		if c.From.Revision != 1 || c.To.Revision != 2 || c.To.Note != "改为审定" || c.To.By != "李𬭎" || c.Summary.Total != 1 || c.Changes[0].New.Pointer != "/duties/0/description" {
			t.Errorf("comparison = %+v", c)
		}
		if c := value[PositionComparison](t, request(t, s, "GET", at+"/compare?from=2&to=1", 200)); c.From.Revision != 2 || c.Changes[0].Old.Text != "审定技术方案" {
			t.Errorf("backwards = %+v", c)
		}
		if c := value[PositionComparison](t, request(t, s, "GET", at+"/compare?from=latest", 200)); c.Summary.Total != 0 || c.Changes == nil || c.From.Revision != 2 {
			t.Errorf("with itself = %+v", c)
		}
	})
}

func TestTheNewestTwoRevisionsAreComparedWhereNoneAreNamed(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	at := twoRevisions(t, s)
	for _, step := range []string{"review", "approved"} {
		sendBody(t, s, "POST", at+"/revisions/1/state", `{"state":"`+step+`"}`, 200)
	}
	sendBody(t, s, "PUT", at, strings.Replace(small, "编制", "撰写", 1), 200)
	for query, want := range map[string][2]int{
		"": {2, 3}, "to=2": {1, 2}, "from=1": {1, 3}, "from=approved": {1, 3}, "from=approved&to=latest": {1, 3}, "from=latest&to=approved": {3, 1}, "from=&to=": {2, 3},
	} {
		c := value[PositionComparison](t, request(t, s, "GET", at+"/compare?"+query, 200))
		if got := [2]int{c.From.Revision, c.To.Revision}; got != want {
			t.Errorf("?%s compares %v, want %v", query, got, want)
		}
	}
	for query, want := range map[string]string{"to=1": "第 1 次修订之前", "to=approved": "第 1 次修订之前", "from=9": "第 3 次", "to=9": "第 3 次"} {
		if p := problem(t, request(t, s, "GET", at+"/compare?"+query, 404)); !strings.Contains(p.Detail, want) {
			t.Errorf("?%s: %q, want %q in it", query, p.Detail, want)
		}
	}
	p := problem(t, request(t, s, "GET", at+"/compare?from=x&to=0&format=png&colour=red", 422))
	var codes []string
	for _, e := range p.Errors {
		codes = append(codes, e.Code)
	}
	if got := strings.Join(codes, " "); got != "parameter-unknown format-unknown from-invalid to-invalid" {
		t.Errorf("codes = %s", got)
	}
}

func TestAComparisonIsSentInTheFormatThatIsLikedBest(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	at := twoRevisions(t, s) + "/compare"
	for _, test := range []struct{ query, accept, media, name string }{
		{"", "", jsonType, ""},
		{"", "*/*", jsonType, ""},
		{"", "application/pdf", "application/pdf", "PS-001-changes-1-2.pdf"},
		{"", "text/html, application/*;q=0.5, " + docxType, docxType, "PS-001-changes-1-2.docx"},
		{"?format=pdf", "text/html", "application/pdf", "PS-001-changes-1-2.pdf"},
		{"?format=docx", "", docxType, "PS-001-changes-1-2.docx"},
		{"?format=json", "application/pdf", jsonType, ""},
	} {
		r := request(t, s, "GET", at+test.query, 200, "Accept: "+test.accept)
		if got := r.Header.Get("Content-Type"); got != test.media {
			t.Errorf("%s, Accept %s: %s, want %s", test.query, test.accept, got, test.media)
		}
		disposition := r.Header.Get("Content-Disposition")
		if test.name == "" && disposition != "" || test.name != "" && (!strings.Contains(disposition, `filename="`+test.name+`"`) || !strings.Contains(disposition, url.PathEscape("修订对照表"))) {
			t.Errorf("%s, Accept %s: Content-Disposition = %s", test.query, test.accept, disposition)
		}
	}
	problem(t, request(t, s, "GET", at, 406, "Accept: text/html"))
}

func TestAComparisonThatTheClientHasIsNotMadeAgain(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	at := twoRevisions(t, s)
	tags := map[string]bool{}
	for _, query := range []string{"format=json", "format=pdf", "format=docx", "format=pdf&from=2&to=1"} {
		etag := request(t, s, "GET", at+"/compare?"+query, 200).Header.Get("ETag")
		if tags[etag] {
			t.Errorf("?%s has the ETag of another", query)
		}
		tags[etag] = true
		made := renders(t, s)
		request(t, s, "GET", at+"/compare?"+query, 304, "If-None-Match: "+etag)
		if now := renders(t, s); now != made {
			t.Errorf("?%s: %d files made for an answer of 304", query, now-made)
		}
		sendBody(t, s, "POST", at+"/revisions/2/state", `{"state":"review"}`, 200)
		request(t, s, "GET", at+"/compare?"+query, 200, "If-None-Match: "+etag)
		sendBody(t, s, "POST", at+"/revisions/2/state", `{"state":"draft"}`, 200)
		request(t, s, "GET", at+"/compare?"+query, 304, "If-None-Match: "+etag)
	}
}

// TestThePrintedComparisonTellsWhoWhenAndWhy reads the Word file: the time is
// that of the service's place.
func TestThePrintedComparisonTellsWhoWhenAndWhy(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 2, 1, 30, 0, 0, time.UTC)
	kept, err := store.Open(t.Context(), store.Config{Dir: t.TempDir(), Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	beijing := time.FixedZone("CST", 8*3600)
	s, _ := newServer(t, Config{Store: kept, Now: func() time.Time { return at.In(beijing) }})
	body := documentXML(t, []byte(text(t, request(t, s, "GET", twoRevisions(t, s)+"/compare?format=docx", 200))))
	for _, want := range []string{"李𬭎", "初稿", "改为审定", "草稿", "2026-03-02 09:30", "售前工程师"} {
		if !strings.Contains(body, want) {
			t.Errorf("the 修订对照表 does not tell %q", want)
		}
	}
	if strings.Contains(body, "local") {
		t.Error("the 修订对照表 names a key that is none")
	}
}

func TestAComparisonWithARevisionThatThisProgramRefusesSaysSo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	kept, err := store.Open(t.Context(), store.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	s, _ := newServer(t, Config{Store: kept})
	at := keep(t, s, small)
	overwrite(t, dir, `{"position":{"title":"售前工程师","code":"PS-001","colour":"red"},"duties":[{"description":"一"}]}`)
	sendBody(t, s, "PUT", at, small, 200)
	for _, format := range compareFormats {
		p := problem(t, request(t, s, "GET", at+"/compare?format="+format, 409))
		if f := theFault(t, p); f.Code != "unknown-key" || !strings.Contains(p.Detail, "修订 1") {
			t.Errorf("%s: %+v", format, p)
		}
	}
}

// TestWhatAComparisonTellsIsNotNull: programs that read lists expect lists.
func TestWhatAComparisonTellsIsNotNull(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	body := text(t, request(t, s, "GET", twoRevisions(t, s)+"/compare?from=2&to=2", 200))
	if bytes.Contains([]byte(body), []byte("null")) || !json.Valid([]byte(body)) {
		t.Errorf("comparison = %s", body)
	}
}

// documentXML returns the main part of a Word file, without its tags.
func documentXML(t testing.TB, docx []byte) string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := archive.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	xml, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile("<[^>]*>").ReplaceAllString(string(xml), "")
}

func TestAComparisonThatFindsNoRoomIsRefused(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t), Admitted: 1, Renders: 1})
	at := twoRevisions(t, s) + "/compare"
	s.gate.admit()
	for _, format := range []string{"json", "pdf", "docx"} {
		if r := request(t, s, "GET", at+"?format="+format, 429); r.Header.Get("Retry-After") == "" {
			t.Errorf("%s: no Retry-After", format)
		}
	}
	s.gate.leave()
	request(t, s, "GET", at, 200)
}
