package server

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// stall opens a connection and sends half a request for a document.
func stall(t *testing.T, addr string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if _, err := fmt.Fprintf(c, "POST /v1/render HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n%s", small); err != nil {
		t.Fatal(err)
	}
	return c
}

// waitFor waits until n bodies are arriving.
func (in *intake) waitFor(n int) {
	for {
		in.mu.Lock()
		have := in.bodies.Len()
		in.mu.Unlock()
		if have == n {
			return
		}
		time.Sleep(time.Millisecond) // the other end of a real connection has no signal to give
	}
}

func TestClientsThatStallLockNobodyOut(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Renders: 1, Admitted: 2})
	if err := s.warm(); err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(s.Handler())
	defer web.Close()
	defer web.CloseClientConnections() // or Close waits for those that stall
	addr := strings.TrimPrefix(web.URL, "http://")
	for range 70 {
		stall(t, addr)
	}
	s.intake.waitFor(70)
	for range 3 {
		r, err := http.Post(web.URL+"/v1/render?format=docx", "application/json", strings.NewReader(small))
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != http.StatusOK {
			t.Errorf("status %d beside 70 clients that stall, want 200", r.StatusCode)
		}
	}
}

func TestTheOldestBodyGivesWayWhenEveryPlaceIsTaken(t *testing.T) {
	t.Parallel()
	var clock fakeClock
	s, _ := newServer(t, Config{})
	s.intake = newIntake(clock.now, 2, maxArrived)
	web := httptest.NewServer(s.Handler())
	defer web.Close()
	defer web.CloseClientConnections() // or Close waits for those that stall
	addr := strings.TrimPrefix(web.URL, "http://")
	oldest := stall(t, addr)
	s.intake.waitFor(1)
	stall(t, addr)
	s.intake.waitFor(2)
	post := func() int {
		r, err := http.Post(web.URL+"/v1/render?format=docx", "application/json", strings.NewReader(small))
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		return r.StatusCode
	}
	if got := post(); got != http.StatusTooManyRequests {
		t.Errorf("status %d while both bodies are young, want 429", got)
	}
	clock.add(patience)
	if got := post(); got != http.StatusOK {
		t.Errorf("status %d once the oldest had its time, want 200", got)
	}
	r, err := http.ReadResponse(bufio.NewReader(oldest), nil)
	if err != nil || r.StatusCode != http.StatusRequestTimeout || !r.Close {
		t.Errorf("the oldest got %v, %v, want 408 and the end of the connection", r, err)
	}
}

func TestBodiesTogetherStayBelowTheirRoom(t *testing.T) {
	t.Parallel()
	var clock fakeClock
	in := newIntake(clock.now, 10, 100)
	cut := ""
	a := in.enter(func() { cut += "a" })
	b := in.enter(func() { cut += "b" })
	if err := errors.Join(a.grow(60), b.grow(40)); err != nil {
		t.Fatal(err)
	}
	if err := b.grow(1); !errors.Is(err, errBusy) {
		t.Errorf("grow() beyond the room = %v, want %v", err, errBusy)
	}
	clock.add(patience)
	if err := a.grow(1); err != nil || cut != "b" {
		t.Errorf("grow() = %v and %q cut, want the other one cut", err, cut)
	}
	if err := b.grow(1); !errors.Is(err, errSlowBody) {
		t.Errorf("grow() of a body that gave way = %v, want %v", err, errSlowBody)
	}
	if b.leave() || !a.leave() || in.arrived != 0 || in.bodies.Len() != 0 {
		t.Errorf("after all left: %d bytes of %d bodies", in.arrived, in.bodies.Len())
	}
}

func TestABodyReadToTheEndIsNotCutAfterwards(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	r := httptest.NewRequest("POST", "/v1/render", bytes.NewReader(make([]byte, 1000)))
	body, err := s.receive(httptest.NewRecorder(), r)
	if err != nil || len(body) != 1000 {
		t.Errorf("receive() = %d bytes, %v", len(body), err)
	}
	s.intake.cutAll()
	if s.intake.bodies.Len() != 0 {
		t.Error("a body that left is still counted")
	}
}
