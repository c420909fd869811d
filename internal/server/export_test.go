package server

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestAnExportIsAFileOfItsOwn(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	keep(t, s, small)
	for format, want := range map[string]string{"": linesType + " 职位.jsonl", "jsonl": linesType + " 职位.jsonl", "xlsx": workbookType + " 职位.xlsx"} {
		for _, method := range []string{"GET", "HEAD"} {
			r := request(t, s, method, "/v1/export?format="+format, 200)
			name := extValue(strings.Fields(want)[1])
			if got := r.Header.Get("Content-Disposition"); r.Header.Get("Content-Type") != strings.Fields(want)[0] || !strings.HasPrefix(got, "attachment") || !strings.Contains(got, name) {
				t.Errorf("%s %q: %v", method, format, r.Header)
			}
			if body := text(t, r); (body == "") != (method == "HEAD") {
				t.Errorf("%s %q has %d bytes", method, format, len(body))
			}
		}
	}
	for query, parameter := range map[string]string{"format=csv": "format", "state=done": "state", "sort=title": "sort", "archived=all": "archived"} {
		if p := problem(t, request(t, s, "GET", "/v1/export?"+query, 422)); len(p.Errors) != 1 || p.Errors[0].Parameter != parameter {
			t.Errorf("?%s: %+v", query, p)
		}
	}
}

func TestFewGoThroughAllPositionsAtOnce(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t), Wait: 1})
	keep(t, s, small)
	fill := func(g *gate) {
		for range maxExchanges {
			if err := g.begin(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	fill(s.exports)
	exported := request(t, s, "GET", "/v1/export", 429)
	importFile(t, s, "", []byte(small), 200) // whoever takes exports slowly keeps nobody from importing
	fill(s.imports)
	for _, r := range []*http.Response{exported, importFile(t, s, "", []byte(small), 429)} {
		if p := problem(t, r); r.Header.Get("Retry-After") == "" || r.Header.Get("Content-Disposition") != "" {
			t.Errorf("%+v with %v", p, r.Header)
		}
	}
	request(t, s, "GET", "/v1/positions", 200)
	s.exports.end()
	request(t, s, "GET", "/v1/export", 200)
}

// patient is a connection that keeps what it is told of time.
type patient struct {
	*httptest.ResponseRecorder
	until []time.Time
}

// SetWriteDeadline is asked for by way of http.ResponseController.
func (p *patient) SetWriteDeadline(until time.Time) error {
	p.until = append(p.until, until)
	return nil
}

func TestEachPieceOfAnExportHasItsTime(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t)})
	for i := range 10 {
		keep(t, s, form(fmt.Sprintf("职位%d", i), "", strings.Repeat("长", 5000)))
	}
	for _, format := range []string{"jsonl", "xlsx"} {
		w := &patient{ResponseRecorder: httptest.NewRecorder()}
		s.engine.ServeHTTP(w, httptest.NewRequest("GET", "/v1/export?format="+format, nil))
		if want := (w.Body.Len() + exportPiece - 1) / exportPiece; w.Code != 200 || len(w.until) < want || time.Until(w.until[0]) > stallTimeout {
			t.Errorf("%s: status %d, %d bytes, deadlines %v; want at least %d", format, w.Code, w.Body.Len(), w.until, want)
		}
	}
}

// TestAClientTakesAnExportAtSomePace is for one that reads so slowly that each
// piece is just in time: it would keep its turn, and a state of the database,
// for days.
func TestAClientTakesAnExportAtSomePace(t *testing.T) {
	t.Parallel()
	begun := time.Unix(1e9, 0)
	w := &exportWriter{}
	for _, step := range []struct {
		sent        int
		after, want time.Duration
	}{
		{0, 0, stallTimeout},
		{exportPace, 10 * time.Second, stallTimeout + time.Second}, // a piece in ten seconds
		{100 * exportPace, 10 * time.Second, 10*time.Second + stallTimeout},
		{100 * exportPace, 129 * time.Second, 130 * time.Second},
	} {
		w.sent = step.sent
		if got := w.until(begun.Add(step.after)).Sub(begun); got != step.want {
			t.Errorf("%d bytes after %s: until %s, want %s", step.sent, step.after, got, step.want)
		}
	}
}

// deaf is a client that has gone after some bytes.
type deaf struct {
	*httptest.ResponseRecorder
	left int
}

func (d *deaf) Write(p []byte) (int, error) {
	if d.left -= len(p); d.left < 0 {
		return 0, errors.New("gone")
	}
	return d.ResponseRecorder.Write(p)
}

func TestAnExportThatNobodyTakesEndsWithoutLookingWhole(t *testing.T) {
	t.Parallel()
	s, log := newServer(t, Config{Store: openStore(t)})
	for i := range 20 {
		keep(t, s, fmt.Sprintf(`{"position":{"title":"职位%d"},"duties":[{"description":"%s"}]}`, i, strings.Repeat("长", 5000)))
	}
	for range maxExchanges + 1 {
		func() {
			defer func() {
				if v := recover(); v != http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
					t.Errorf("the answer ends with %v", v)
				}
			}()
			s.engine.ServeHTTP(&deaf{httptest.NewRecorder(), 100 << 10}, httptest.NewRequest("GET", "/v1/export", nil))
		}()
	}
	if strings.Contains(log.String(), `"failed"`) {
		t.Errorf("the log takes it for a failure: %s", log)
	}
	request(t, s, "GET", "/v1/export", 200)
	s.reads.mu.Lock()
	defer s.reads.mu.Unlock()
	if n := len(s.reads.waiting); n != maxExchanges+2 || s.reads.waiting[0].Action != "position.export" {
		t.Errorf("%d reads are logged, want those that broke off too: %+v", n, s.reads.waiting)
	}
}
