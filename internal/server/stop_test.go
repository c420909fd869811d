package server

import (
	"context"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
)

// stopping is a server on a port of its own, whose times pass when a test says so.
type stopping struct {
	*Server
	addr                string
	stop                context.CancelFunc
	announcing, drained chan time.Time // a value ends the waiting
	announced           chan struct{}  // closed once the server announces its end
	draining            chan struct{}  // closed once it waits for requests
	served              chan error
}

func newStopping(t *testing.T) *stopping {
	t.Helper()
	x := &stopping{
		announcing: make(chan time.Time), drained: make(chan time.Time), served: make(chan error, 1),
		announced: make(chan struct{}), draining: make(chan struct{}),
	}
	const announce, drain = time.Second, 2 * time.Second
	x.Server, _ = newServer(t, Config{Announce: announce, Drain: drain, After: func(d time.Duration) <-chan time.Time {
		if d == announce {
			close(x.announced)
			return x.announcing
		}
		close(x.draining)
		return x.drained
	}})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	x.addr = l.Addr().String()
	var ctx context.Context
	ctx, x.stop = context.WithCancel(context.Background())
	t.Cleanup(x.stop)
	return x.serve(ctx, l)
}

func (x *stopping) serve(ctx context.Context, l net.Listener) *stopping {
	go func() { x.served <- x.Serve(ctx, l) }()
	return x
}

func TestAStoppingServerSaysSoAndFinishesWhatItBegan(t *testing.T) {
	t.Parallel()
	x := newStopping(t)
	began, release := make(chan struct{}), make(chan struct{})
	x.engine.GET("/test/slow", func(c *gin.Context) {
		close(began)
		<-release
		c.String(200, "done")
	})
	answer := make(chan string, 1)
	go func() {
		r, err := http.Get("http://" + x.addr + "/test/slow")
		if err != nil {
			answer <- err.Error()
			return
		}
		defer r.Body.Close()
		data, _ := io.ReadAll(r.Body)
		answer <- string(data)
	}()
	<-began
	x.stop()
	<-x.announced
	for path, want := range map[string]int{"/readyz": 503, "/healthz": 200, "/v1/schema": 200} {
		c := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		r, err := c.Get("http://" + x.addr + path)
		if err != nil {
			t.Fatalf("%s on a new connection while the end is announced: %v", path, err)
		}
		r.Body.Close()
		if r.StatusCode != want {
			t.Errorf("GET %s while the end is announced: %d, want %d", path, r.StatusCode, want)
		}
	}
	x.announcing <- time.Time{}
	<-x.draining
	close(release)
	if got := <-answer; got != "done" {
		t.Errorf("the request under way got %q, want it done", got)
	}
	if err := <-x.served; err != nil {
		t.Errorf("Serve() = %v, want nil", err)
	}
	if c, err := net.Dial("tcp", x.addr); err == nil {
		c.Close()
		t.Error("a stopped server takes connections")
	}
}

func TestAnUnfinishedUploadIsCutAndNoFailure(t *testing.T) {
	t.Parallel()
	x := newStopping(t)
	upload := stall(t, x.addr)
	x.intake.waitFor(1)
	x.stop()
	<-x.announced
	x.announcing <- time.Time{}
	<-x.draining
	x.drained <- time.Time{}
	if err := <-x.served; err != nil {
		t.Errorf("Serve() = %v, want nil", err)
	}
	_, _ = io.Copy(io.Discard, upload) // ends when the connection is closed, or the test never does
}
