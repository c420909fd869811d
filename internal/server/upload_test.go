package server

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestFilesThatStallHoldNobodyUp fills every place of the files that arrive
// with halves of some.
func TestFilesThatStallHoldNobodyUp(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Store: openStore(t), Renders: 1, Admitted: 2})
	var clock fakeClock
	s.bulk = newIntake(clock.now, maxUploads, maxUploaded)
	if err := s.warm(); err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(s.Handler())
	defer web.Close()
	defer web.CloseClientConnections() // or Close waits for those that stall
	for i := range maxUploads {
		c, err := net.Dial("tcp", strings.TrimPrefix(web.URL, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		line := []string{"PUT /v1/templates/x HTTP/1.1", "POST /v1/import HTTP/1.1"}[i%2]
		if _, err := fmt.Fprintf(c, "%s\r\nHost: localhost\r\nContent-Length: 5000000\r\n\r\nPK", line); err != nil {
			t.Fatal(err)
		}
	}
	s.bulk.waitFor(maxUploads)
	send := func(method, path string, data []byte) int {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, web.URL+path, bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		answer, err := web.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		return answer.StatusCode
	}
	if got := send("POST", "/v1/render", []byte(small)); got != 200 {
		t.Errorf("a document gets %d", got)
	}
	if got := send("PUT", "/v1/templates/x", formOf(t, "甲")); got != 429 {
		t.Errorf("one file too many gets %d, want 429", got)
	}
	clock.add(patience)
	for range 2 {
		if got := send("PUT", "/v1/templates/x", formOf(t, "甲")); got != 200 && got != 201 {
			t.Errorf("when the others had their time a file gets %d", got)
		}
	}
	if got := send("POST", "/v1/import", []byte(small)); got != 200 {
		t.Errorf("an import gets %d", got)
	}
}
