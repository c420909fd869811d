// Command load measures how many documents a second the service makes for those
// who open links, beside a bare gin handler that sends a fixed PDF of the same
// size, in one run on one machine:
//
//	go run ./internal/server/load -seconds 5
//
// Clients and servers share the processors, so the figures are for comparison
// only. It is a tool of developers and is not part of jobdoc.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"jobdoc/internal/render"
	"jobdoc/internal/server"
	"jobdoc/internal/store"
	"jobdoc/samples"
)

func main() {
	seconds := flag.Float64("seconds", 5, "how long each measurement takes")
	rounds := flag.Int("rounds", 3, "how often all is measured")
	database := flag.String("database-url", "", "a PostgreSQL database to use, empty; default SQLite in a temporary folder")
	flag.Parse()
	if err := run(*database, time.Duration(*seconds*float64(time.Second)), *rounds); err != nil {
		log.Fatal(err)
	}
}

// run sets both servers up and prints a line for every measurement.
func run(database string, each time.Duration, rounds int) error {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "jobdoc-load-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	kept, err := store.Open(ctx, store.Config{Dir: dir, URL: database})
	if err != nil {
		return err
	}
	defer func() { _ = kept.Close() }()
	r, err := render.New(render.Config{})
	if err != nil {
		return err
	}
	// Nobody is refused here: what is measured is how long they wait.
	s, err := server.New(server.Config{Renderer: r, Store: kept, Version: "load", Wait: time.Minute, Admitted: 1024})
	if err != nil {
		return err
	}
	ours, err := listen(s.Handler())
	if err != nil {
		return err
	}
	link, err := makeLink(ours)
	if err != nil {
		return err
	}
	pdf, err := fetch(link)
	if err != nil {
		return err
	}
	gin.SetMode(gin.ReleaseMode)
	bare := gin.New()
	bare.GET("/fixed.pdf", func(c *gin.Context) { c.Data(http.StatusOK, "application/pdf", pdf) })
	fixed, err := listen(bare)
	if err != nil {
		return err
	}
	fmt.Printf("a PDF of %d bytes; %d processors shared by clients and servers; %v each\n", len(pdf), runtime.GOMAXPROCS(0), each)
	for range rounds {
		for _, clients := range []int{1, 8, 64} {
			for _, target := range []struct{ name, url string }{{"link", link}, {"bare gin", fixed + "/fixed.pdf"}} {
				m, err := measure(target.url, clients, each)
				if err != nil {
					return err
				}
				fmt.Printf("%-8s %2d clients  %8.0f requests/s  p50 %7.2f ms  p99 %7.2f ms  heap after %3d MB\n",
					target.name, clients, m.rate, m.p50, m.p99, m.heap>>20)
			}
		}
	}
	return nil
}

// listen serves a handler on loopback until the program ends.
func listen(h http.Handler) (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	go func() { log.Fatal((&http.Server{Handler: h, ReadHeaderTimeout: time.Minute}).Serve(l)) }()
	return "http://" + l.Addr().String(), nil
}

// makeLink stores a sample and returns a link to its PDF.
func makeLink(base string) (string, error) {
	sample, err := samples.FS.ReadFile("01-key-account-manager.json")
	if err != nil {
		return "", err
	}
	var stored struct{ ID string }
	if err := post(base+"/v1/positions", sample, &stored); err != nil {
		return "", err
	}
	order, err := json.Marshal(map[string]any{"position": stored.ID, "format": "pdf"})
	if err != nil {
		return "", err
	}
	var link struct{ URL string }
	err = post(base+"/v1/links", order, &link)
	return link.URL, err
}

func post(url string, body []byte, into any) error {
	r, err := http.Post(url, "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	if r.StatusCode != http.StatusCreated {
		return fmt.Errorf("POST %s: %s: %s", url, r.Status, data)
	}
	return json.Unmarshal(data, into)
}

func fetch(url string) ([]byte, error) {
	r, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("GET %s: %s", url, r.Status)
	}
	return io.ReadAll(r.Body)
}

// measurement is what one number of clients saw.
type measurement struct {
	rate     float64 // requests a second
	p50, p99 float64 // ms
	heap     uint64  // bytes alive when all was done
}

// measure lets clients fetch one after another for a while, after as long a
// tenth of warming up.
func measure(url string, clients int, each time.Duration) (measurement, error) {
	transport := &http.Transport{MaxIdleConnsPerHost: clients}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	if _, _, err := load(client, url, clients, each/10); err != nil {
		return measurement{}, err
	}
	took, spent, err := load(client, url, clients, each)
	if err != nil {
		return measurement{}, err
	}
	slices.Sort(took)
	at := func(part float64) float64 { return float64(took[int(part*float64(len(took)-1))].Microseconds()) / 1000 }
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return measurement{float64(len(took)) / spent.Seconds(), at(.5), at(.99), memory.HeapAlloc}, nil
}

func load(client *http.Client, url string, clients int, each time.Duration) (took []time.Duration, spent time.Duration, err error) {
	var mu sync.Mutex
	var all sync.WaitGroup
	began := time.Now()
	for range clients {
		all.Go(func() {
			var mine []time.Duration
			var failure error
			for time.Since(began) < each && failure == nil {
				start := time.Now()
				failure = fetchOnce(client, url)
				mine = append(mine, time.Since(start))
			}
			mu.Lock()
			defer mu.Unlock()
			took = append(took, mine...)
			err = errors.Join(err, failure)
		})
	}
	all.Wait()
	return took, time.Since(began), err
}

func fetchOnce(client *http.Client, url string) error {
	r, err := client.Get(url)
	if err != nil {
		return err
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		return fmt.Errorf("GET: %s", r.Status)
	}
	_, err = io.Copy(io.Discard, r.Body)
	return err
}
