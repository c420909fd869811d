package corpus

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"jobdoc/internal/fidelity"
	"jobdoc/internal/render"
	"jobdoc/internal/wordml"
)

// TestDamagedDocumentsAreRefusedOrConverted damages Word files, those that are
// compared with LibreOffice, and converts them to PDF: an error or a file, never
// a crash, and in time. JOBDOC_FLIPS sets how many; a failure names the number of
// the file, which is also its seed.
func TestDamagedDocumentsAreRefusedOrConverted(t *testing.T) {
	count := 200
	if s := os.Getenv("JOBDOC_FLIPS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatalf("JOBDOC_FLIPS: %v", err)
		}
		count = n
	}
	docs, err := fidelity.Corpus()
	if err != nil {
		t.Fatal(err)
	}
	r, err := render.New(render.Config{})
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := render.LookupFormat("pdf")
	if err != nil {
		t.Fatal(err)
	}
	w := wrecker{render: r, format: pdf}
	for _, d := range docs {
		p, err := wordml.Open(d.Data)
		if err != nil {
			t.Fatal(err)
		}
		w.docs = append(w.docs, p)
		w.archives = append(w.archives, d.Data)
	}
	w.run(t, count)
}

// wrecker damages documents, one after the other.
type wrecker struct {
	render   *render.Renderer
	format   render.Format
	docs     []*wordml.Package
	archives [][]byte

	refused, failed, converted, slowest atomic.Int64
}

func (w *wrecker) run(t *testing.T, count int) {
	peak, stop := watchHeap()
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := int(next.Add(1)); i <= count && !t.Failed(); i = int(next.Add(1)) {
				if err := w.within(i); err != nil {
					t.Errorf("file %d: %v", i, err)
				}
			}
		})
	}
	workers.Wait()
	stop()
	if peak.Load() > mostFlipHeap {
		t.Errorf("the heap came to %d MiB", peak.Load()>>20)
	}
	t.Logf("%d files: %d refused, %d not converted, %d converted; slowest %v, largest heap %d MiB", count,
		w.refused.Load(), w.failed.Load(), w.converted.Load(), time.Duration(w.slowest.Load()).Round(time.Millisecond), peak.Load()>>20)
}

// within tries one damaged file and gives up when it takes too long.
func (w *wrecker) within(i int) error {
	ctx, cancel := context.WithTimeout(context.Background(), mostFlipTime)
	defer cancel()
	done := make(chan error, 1)
	start := time.Now()
	go func() { done <- w.try(i) }()
	select {
	case err := <-done:
		took := int64(time.Since(start))
		for was := w.slowest.Load(); took > was && !w.slowest.CompareAndSwap(was, took); was = w.slowest.Load() {
		}
		return err
	case <-ctx.Done():
		return fmt.Errorf("not done after %v", mostFlipTime)
	}
}

// try converts one damaged file; an error of ours is a panic.
func (w *wrecker) try(i int) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	data, err := w.damaged(i)
	if err != nil {
		return err
	}
	form, err := w.render.Open(data)
	if err != nil {
		w.refused.Add(1)
		return nil
	}
	if _, err := form.Encode(w.format, render.Options{}); err != nil {
		w.failed.Add(1)
		return nil
	}
	w.converted.Add(1)
	return nil
}

// damaged returns a document with something changed: bytes of the file, or of a
// part; its digits; or its elements, which leaves XML that is well-formed.
func (w *wrecker) damaged(i int) ([]byte, error) {
	rnd := rand.New(rand.NewPCG(uint64(i), 2))
	k := rnd.IntN(len(w.docs))
	if i%4 == 0 {
		return flipBytes(rnd, w.archives[k]), nil
	}
	p := w.docs[k]
	names := p.Names()
	hit := p.Main()
	if rnd.IntN(2) == 0 {
		hit = names[rnd.IntN(len(names))]
	}
	files := fstest.MapFS{}
	for _, name := range names {
		data, _ := p.Bytes(name)
		if name == hit {
			switch i % 4 {
			case 1:
				data = flipDigits(rnd, data)
			case 2:
				data = flipBytes(rnd, data)
			case 3:
				for range 1 + rnd.IntN(4) {
					data = moveElement(rnd, data)
				}
			}
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	return wordml.Zip(files)
}

var startTag = regexp.MustCompile(`<([a-z]+:[A-Za-z0-9]+)[^<>]*>`)

// moveElement takes an element out, doubles it, or puts it somewhere else.
func moveElement(rnd *rand.Rand, data []byte) []byte {
	tags := startTag.FindAllSubmatchIndex(data, -1)
	if len(tags) < 3 {
		return data
	}
	at := tags[1+rnd.IntN(len(tags)-1)]
	name, from, to := string(data[at[2]:at[3]]), at[0], at[1]
	if data[at[1]-2] != '/' {
		if to = elementEnd(data, name, at[1]); to < 0 {
			return data
		}
	}
	element := slices.Clone(data[from:to])
	rest := slices.Concat(data[:from], data[to:])
	switch rnd.IntN(3) {
	case 0:
		return rest
	case 1:
		return slices.Insert(slices.Clone(data), to, element...)
	}
	tags = startTag.FindAllSubmatchIndex(rest, -1)
	if len(tags) < 2 {
		return data
	}
	return slices.Insert(rest, tags[1+rnd.IntN(len(tags)-1)][0], element...)
}

// elementEnd returns where the element ends whose start tag ends at from, -1 for nowhere.
func elementEnd(data []byte, name string, from int) int {
	depth := 1
	for _, tag := range regexp.MustCompile(`</?`+name+`(?:\s[^<>]*)?/?>`).FindAllIndex(data[from:], -1) {
		s := string(data[from+tag[0] : from+tag[1]])
		switch {
		case strings.HasPrefix(s, "</"):
			if depth--; depth == 0 {
				return from + tag[1]
			}
		case !strings.HasSuffix(s, "/>"):
			depth++
		}
	}
	return -1
}
