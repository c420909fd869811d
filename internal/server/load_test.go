package server

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
)

func TestARushIsServedOrRefusedAndLeavesNothing(t *testing.T) {
	s, _ := newServer(t, Config{Renders: 2, Admitted: 4, Wait: time.Nanosecond})
	if err := s.warm(); err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(s.Handler())
	defer web.Close()
	body := sample(t, manager)
	rush := func(clients, each int) map[int]int {
		var mu sync.Mutex
		statuses := map[int]int{}
		var all sync.WaitGroup
		for range clients {
			all.Go(func() {
				for range each {
					r, err := http.Post(web.URL+"/v1/render", "application/json", bytes.NewReader(body))
					if err != nil {
						t.Error(err)
						return
					}
					_, err = io.Copy(io.Discard, r.Body)
					r.Body.Close()
					if r.StatusCode == http.StatusTooManyRequests && r.Header.Get("Retry-After") == "" {
						t.Error("429 without Retry-After")
					}
					mu.Lock()
					if statuses[r.StatusCode]++; err != nil {
						t.Error(err)
					}
					mu.Unlock()
				}
			})
		}
		all.Wait()
		return statuses
	}
	rush(4, 4)
	http.DefaultClient.CloseIdleConnections()
	goroutines, heap := settled()
	statuses := rush(32, 8)
	http.DefaultClient.CloseIdleConnections()
	if statuses[200] == 0 || statuses[200]+statuses[429] != 32*8 {
		t.Errorf("statuses = %v, want only 200 and 429", statuses)
	}
	t.Logf("statuses %v", statuses)
	moreGoroutines, moreHeap := settled()
	if moreGoroutines > goroutines+4 {
		t.Errorf("%d goroutines after, %d before", moreGoroutines, goroutines)
	}
	if moreHeap > heap+16<<20 {
		t.Errorf("heap %d KiB after, %d KiB before", moreHeap>>10, heap>>10)
	}
	r, err := http.Get(web.URL + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != 200 {
		t.Errorf("after the rush: status %d", r.StatusCode)
	}
}

// settled waits until connections are gone and returns goroutines and live heap.
func settled() (goroutines int, heap uint64) {
	var m runtime.MemStats
	for range 50 {
		runtime.GC()
		n := runtime.NumGoroutine()
		if n == goroutines {
			break
		}
		goroutines = n
	}
	runtime.ReadMemStats(&m)
	return goroutines, m.HeapAlloc
}

func TestWhoFindsEveryPlaceTakenIsRefused(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{Renders: 1, Admitted: 1, Wait: time.Nanosecond})
	post := call{"POST", "/v1/render", []string{asJSON}, nil}
	render := func() *http.Response {
		post.body = strings.NewReader(small)
		return post.do(s.Handler())
	}
	s.gate.admit()
	r := render()
	if p := problem(t, r); p.Status != 429 || r.Header.Get("Retry-After") != "1" {
		t.Errorf("no place: %d, Retry-After %q, want 429 and 1", p.Status, r.Header.Get("Retry-After"))
	}
	s.gate.leave()
	if err := s.gate.begin(context.Background()); err != nil {
		t.Fatal(err)
	}
	if r := render(); problem(t, r).Status != 429 {
		t.Errorf("no processor: status %d, want 429", r.StatusCode)
	}
	s.gate.end()
	if r := render(); r.StatusCode != 200 {
		t.Errorf("afterwards: status %d, want 200", r.StatusCode)
	}
}

func TestAPanicIsOurFailureAndNotTheEnd(t *testing.T) {
	t.Parallel()
	s, log := newServer(t, Config{NewID: func() string { return "id-1" }})
	s.engine.GET("/test/panics", func(*gin.Context) { panic("a name out of a document") })
	s.engine.GET("/test/breaks", func(*gin.Context) { _ = []int{}[len(os.Args)] })
	for _, path := range []string{"/test/panics", "/test/breaks"} {
		r := call{"GET", path, nil, nil}.do(s.Handler())
		if p := problem(t, r); p.Status != 500 || !strings.Contains(p.Detail, "id-1") || r.Header.Get("X-Request-Id") != "id-1" {
			t.Errorf("%s: problem = %+v, want 500 with the request's id", path, p)
		}
	}
	if got := log.String(); strings.Contains(got, "a name out of a document") || !strings.Contains(got, "index out of range") || !strings.Contains(got, `"stack"`) {
		t.Errorf("log = %s, want the runtime's words and a stack, and not the panic's text", got)
	}
	if r := (call{"GET", "/healthz", nil, nil}).do(s.Handler()); r.StatusCode != 200 {
		t.Errorf("afterwards: status %d", r.StatusCode)
	}
}

func TestAFailureOfOursIsLoggedAndNotShown(t *testing.T) {
	t.Parallel()
	s, log := newServer(t, Config{NewID: func() string { return "id-2" }})
	s.engine.GET("/test/fails", func(c *gin.Context) { s.refuse(c, errors.New("the disk is full")) })
	p := problem(t, call{"GET", "/test/fails", nil, nil}.do(s.Handler()))
	if p.Status != 500 || strings.Contains(p.Detail, "disk") || !strings.Contains(log.String(), `"id":"id-2","error":"the disk is full"`) {
		t.Errorf("problem %+v, log %s", p, log.String())
	}
}

func TestAClientThatGoesAwayIsNotAFailure(t *testing.T) {
	t.Parallel()
	s, log := newServer(t, Config{Renders: 1, Wait: time.Hour})
	if err := s.gate.begin(context.Background()); err != nil {
		t.Fatal(err)
	}
	defer s.gate.end()
	ctx, leave := context.WithCancel(context.Background())
	leave()
	r := httptest.NewRequest("POST", "/v1/render", strings.NewReader(small)).WithContext(ctx)
	s.Handler().ServeHTTP(httptest.NewRecorder(), r)
	if got := log.String(); !strings.Contains(got, `"status":499`) || strings.Contains(got, "ERROR") {
		t.Errorf("log = %s, want status 499 and no failure", got)
	}
}

func TestABodyThatDoesNotArriveIsNamed(t *testing.T) {
	t.Parallel()
	for want, err := range map[*requestError]error{errSlowBody: os.ErrDeadlineExceeded, errCutBody: io.ErrUnexpectedEOF} {
		r := httptest.NewRequest("POST", "/v1/render", io.MultiReader(strings.NewReader("{"), failing{err}))
		if _, got := readBody(httptest.NewRecorder(), r, maxBody, func(int) error { return nil }); !errors.Is(got, want) {
			t.Errorf("readBody() of a body that ends in %v = %v, want %v", err, got, want)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestTheAccessLogHasOneLineARequest(t *testing.T) {
	t.Parallel()
	s, log := newServer(t, Config{})
	call{"GET", "/v1/templates/classic.docx", []string{"X-Request-Id: from-proxy.1"}, nil}.do(s.Handler())
	call{"GET", "/v1/nothing", []string{"X-Request-Id: two\nlines"}, nil}.do(s.Handler())
	var lines []map[string]any
	scanner := bufio.NewScanner(log)
	for scanner.Scan() {
		var line map[string]any
		if err := json.Unmarshal(scanner.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	if len(lines) != 2 {
		t.Fatalf("%d lines, want 2", len(lines))
	}
	if l := lines[0]; l["id"] != "from-proxy.1" || l["route"] != "/v1/templates/:name" || l["status"] != 200.0 || l["bytes"].(float64) == 0 {
		t.Errorf("line = %v", l)
	}
	if l := lines[1]; l["id"] == "two\nlines" || l["route"] != "unmatched" || l["status"] != 404.0 {
		t.Errorf("line = %v", l)
	}
}

func TestMetricsCountRequestsAndRenders(t *testing.T) {
	t.Parallel()
	s, _ := newServer(t, Config{})
	call{"POST", "/v1/render?format=docx", []string{asJSON}, strings.NewReader(small)}.do(s.Handler())
	got := text(t, call{"GET", "/metrics", nil, nil}.do(s.Handler()))
	for _, want := range []string{
		`jobdoc_http_request_duration_seconds_count{method="POST",route="/v1/render",status="200"} 1`,
		`jobdoc_render_duration_seconds_count{format="docx"} 1`, "jobdoc_renders_in_flight 0",
		"jobdoc_requests_refused_total 0", `jobdoc_build_info{version="0.0.0"} 1`, "go_goroutines",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("/metrics lacks %s", want)
		}
	}
}

// fakeClock tells the time that a test gives it.
type fakeClock struct {
	mu sync.Mutex
	at time.Duration
}

func (c *fakeClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Unix(1, 0).Add(c.at)
}

func (c *fakeClock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at += d
}
