package corpus

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
	"jobdoc/internal/wordml"
	"jobdoc/samples"
)

// What no damaged template may take: of each, and of all at once.
const (
	mostFlipTime = 5 * time.Second
	mostFlipHeap = 512 << 20
)

// TestDamagedTemplatesAreRefusedOrRendered flips bytes of every built-in
// template, compiles what comes out and renders a PDF: an error or a file, and
// never a crash. JOBDOC_FLIPS sets how many damaged files are made of each
// template; a failure names the number of the file, which is also its seed.
func TestDamagedTemplatesAreRefusedOrRendered(t *testing.T) {
	flips := 60
	if s := os.Getenv("JOBDOC_FLIPS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatalf("JOBDOC_FLIPS: %v", err)
		}
		flips = n
	}
	r, err := render.New(render.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Warm(); err != nil {
		t.Fatal(err)
	}
	data, err := fs.ReadFile(samples.FS, "04-presales-engineer.json")
	if err != nil {
		t.Fatal(err)
	}
	pos, faults := position.Decode(data)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	pdf, err := render.LookupFormat("pdf")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range r.TemplateNames() {
		t.Run(name, func(t *testing.T) {
			tmpl, err := r.Template(name)
			if err != nil {
				t.Fatal(err)
			}
			f := &flipper{render: r, pos: pos, format: pdf, archive: tmpl.Data()}
			if err := f.unpack(); err != nil {
				t.Fatal(err)
			}
			f.run(t, flips)
		})
	}
}

// flipper damages one template, over and over.
type flipper struct {
	render  *render.Renderer
	pos     position.Position
	format  render.Format
	archive []byte
	names   []string // of its parts
	parts   [][]byte

	refused, uncompiled, failed, rendered atomic.Int64
	slowest                               atomic.Int64 // nanoseconds
}

func (f *flipper) unpack() error {
	p, err := wordml.Open(f.archive)
	if err != nil {
		return err
	}
	f.names = p.Names()
	for _, name := range f.names {
		data, _ := p.Bytes(name)
		f.parts = append(f.parts, data)
	}
	return nil
}

func (f *flipper) run(t *testing.T, flips int) {
	peak, stop := watchHeap()
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := int(next.Add(1)); i <= flips && !t.Failed(); i = int(next.Add(1)) {
				if err := f.within(i); err != nil {
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
	t.Logf("%d files: %d refused when opened, %d when compiled, %d when rendered, %d rendered; slowest %v, largest heap %d MiB",
		flips, f.refused.Load(), f.uncompiled.Load(), f.failed.Load(), f.rendered.Load(),
		time.Duration(f.slowest.Load()).Round(time.Millisecond), peak.Load()>>20)
}

// within tries one damaged file and gives up when it takes too long.
func (f *flipper) within(i int) error {
	ctx, cancel := context.WithTimeout(context.Background(), mostFlipTime)
	defer cancel()
	done := make(chan error, 1)
	start := time.Now()
	go func() { done <- f.try(i) }()
	select {
	case err := <-done:
		took := int64(time.Since(start))
		for was := f.slowest.Load(); took > was && !f.slowest.CompareAndSwap(was, took); was = f.slowest.Load() {
		}
		return err
	case <-ctx.Done():
		return fmt.Errorf("not done after %v", mostFlipTime)
	}
}

// try opens, compiles and renders one damaged file; an error of ours is a panic.
func (f *flipper) try(i int) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	data, err := f.damaged(i)
	if err != nil {
		return err
	}
	tmpl, err := f.render.TryTemplate(data)
	switch {
	case wordml.Faults(err) != nil:
		f.refused.Add(1)
		return nil
	case err != nil:
		f.uncompiled.Add(1)
		return nil
	}
	if _, err := f.render.Render(f.pos, tmpl, f.format, render.Options{}); err != nil {
		f.failed.Add(1)
		return nil
	}
	f.rendered.Add(1)
	return nil
}

// damaged returns the template with some bytes changed: in the file as it is,
// or in one of its parts, packed again so that the checksums do not give it
// away; and there any byte, or only digits, which leaves XML that is well-formed
// and says what nobody would write.
func (f *flipper) damaged(i int) ([]byte, error) {
	rnd := rand.New(rand.NewPCG(uint64(i), 1))
	if i%3 == 0 {
		return flipBytes(rnd, f.archive), nil
	}
	flip := flipBytes
	if i%3 == 1 {
		flip = flipDigits
	}
	// Half of the time the largest part, which is the text.
	hit := rnd.IntN(2 * len(f.parts))
	if hit >= len(f.parts) {
		hit = 0
		for k := range f.parts {
			if len(f.parts[k]) > len(f.parts[hit]) {
				hit = k
			}
		}
	}
	files := fstest.MapFS{}
	for k, name := range f.names {
		data := f.parts[k]
		if k == hit {
			data = flip(rnd, data)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	return wordml.Zip(files)
}

// flipBytes changes one to four bytes.
func flipBytes(rnd *rand.Rand, data []byte) []byte {
	data = slices.Clone(data)
	for range 1 + rnd.IntN(4) {
		data[rnd.IntN(len(data))] ^= 1 << rnd.IntN(8)
	}
	return data
}

// flipDigits changes one to eight digits, one of them into several.
func flipDigits(rnd *rand.Rand, data []byte) []byte {
	data = slices.Clone(data)
	var digits []int
	for at, c := range data {
		if c >= '0' && c <= '9' {
			digits = append(digits, at)
		}
	}
	if len(digits) == 0 {
		return data
	}
	for range 1 + rnd.IntN(8) {
		data[digits[rnd.IntN(len(digits))]] = "0123456789-"[rnd.IntN(11)]
	}
	at := digits[rnd.IntN(len(digits))]
	return slices.Insert(data, at, []byte("999999999"[:rnd.IntN(10)])...)
}

// watchHeap keeps the largest size of the heap until it is stopped.
func watchHeap() (peak *atomic.Uint64, stop func()) {
	peak = new(atomic.Uint64)
	done := make(chan struct{})
	var watcher sync.WaitGroup
	watcher.Go(func() {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			metrics.Read(sample)
			peak.Store(max(peak.Load(), sample[0].Value.Uint64()))
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
	})
	return peak, func() { close(done); watcher.Wait() }
}
