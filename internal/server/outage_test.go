package server

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"

	"jobdoc/internal/pgtest"
	"jobdoc/internal/store"
)

// wire lies between a server and its database, and is cut and mended.
type wire struct {
	to string

	mu   sync.Mutex
	cut  bool
	open []net.Conn
	all  sync.WaitGroup
}

// newWire returns the URL of the database behind a wire.
func newWire(t *testing.T, database string) (w *wire, through string) {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w = &wire{to: u.Host}
	w.all.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			w.carry(c)
		}
	})
	t.Cleanup(func() { l.Close(); w.set(true); w.all.Wait() })
	u.Host = l.Addr().String()
	return w, u.String()
}

func (w *wire) carry(c net.Conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	d, err := net.Dial("tcp", w.to)
	if w.cut || err != nil {
		c.Close()
		return
	}
	w.open = append(w.open, c, d)
	w.all.Go(func() { _, _ = io.Copy(c, d); c.Close() })
	w.all.Go(func() { _, _ = io.Copy(d, c); d.Close() })
}

// set cuts the wire or mends it. What goes through it when it is cut is lost.
func (w *wire) set(cut bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = cut
	for _, c := range w.open {
		c.Close()
	}
	w.open = nil
}

func TestWithoutItsDatabaseAServiceSaysSoAndGoesOnWithIt(t *testing.T) {
	t.Parallel()
	w, database := newWire(t, pgtest.URL(t))
	kept, err := store.Open(t.Context(), store.Config{URL: database})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = kept.Close() })
	s, log := newServer(t, Config{Store: kept})
	at := keep(t, s, small)
	_, link := makeLink(t, s, fmt.Sprintf(`{"position":%q}`, strings.TrimPrefix(at, "/v1/positions/")))
	request(t, s, "GET", "/readyz", 200)

	w.set(true)
	log.Reset()
	for _, path := range []string{at, "/v1/positions", "/v1/templates", "/v1/events", at + "/document", "/readyz"} {
		r := request(t, s, "GET", path, 503)
		if p := problem(t, r); r.Header.Get("Retry-After") != "5" || !strings.HasPrefix(p.Detail, "数据库") {
			t.Errorf("GET %s: %+v, Retry-After %q", path, p, r.Header.Get("Retry-After"))
		}
	}
	sendBody(t, s, "PUT", at, small, 503)
	if page := text(t, request(t, s, "GET", link, 503)); !strings.Contains(page, "文件暂时打不开") || strings.Contains(page, "人太多") {
		t.Errorf("the page of a link: %s", page)
	}
	request(t, s, "GET", "/healthz", 200)
	if n := bytes.Count(log.Bytes(), []byte(`"failed"`)); n != 8 {
		t.Errorf("%d failures are in the log, want 8:\n%s", n, log)
	}

	w.set(false)
	for _, path := range []string{"/readyz", at, at + "/document", link} {
		request(t, s, "GET", path, 200)
	}
}
