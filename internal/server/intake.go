package server

import (
	"bytes"
	"container/list"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// Limits of the bodies on their way in. A client that sends half a body and
// waits holds a place here, and none of those that make documents.
const (
	maxIntake  = 256      // bodies arriving at once
	maxArrived = 64 << 20 // bytes of them in memory
	patience   = time.Second
)

// intake bounds the bodies that are still arriving. When there is no room for
// another, the one that has been arriving longest gives way if it had its
// second: honest bodies arrive in much less, so clients that stall cannot lock
// the others out.
type intake struct {
	now    func() time.Time
	places int
	room   int // bytes

	mu      sync.Mutex
	bodies  *list.List // of *arrival, the oldest first
	arrived int        // bytes of all of them
}

// arrival is a body on its way in.
type arrival struct {
	intake *intake
	since  time.Time
	bytes  int
	place  *list.Element // nil once it has left or given way
	cut    func()        // ends the read under way
}

func newIntake(now func() time.Time, places, room int) *intake {
	return &intake{now: now, places: places, room: room, bodies: list.New()}
}

// enter takes a body in, or returns nil when there is no room. cut must make a
// read that blocks return. Who entered calls leave.
func (in *intake) enter(cut func()) *arrival {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.bodies.Len() >= in.places && !in.giveWay(nil) {
		return nil
	}
	a := &arrival{intake: in, since: in.now(), cut: cut}
	a.place = in.bodies.PushBack(a)
	return a
}

// giveWay cuts the oldest body that is not a, if it had its time.
func (in *intake) giveWay(a *arrival) bool {
	oldest := in.bodies.Front()
	if oldest != nil && oldest == placeOf(a) {
		oldest = oldest.Next()
	}
	if oldest == nil {
		return false
	}
	b := oldest.Value.(*arrival)
	if in.now().Sub(b.since) < patience {
		return false
	}
	b.remove()
	b.cut()
	return true
}

// cutAll ends every body that is still arriving.
func (in *intake) cutAll() {
	in.mu.Lock()
	defer in.mu.Unlock()
	for in.bodies.Len() > 0 {
		a := in.bodies.Front().Value.(*arrival)
		a.remove()
		a.cut()
	}
}

func placeOf(a *arrival) *list.Element {
	if a == nil {
		return nil
	}
	return a.place
}

func (a *arrival) remove() {
	if a.place != nil {
		a.intake.bodies.Remove(a.place)
		a.intake.arrived -= a.bytes
		a.place = nil
	}
}

// grow counts n more bytes of the body. The error is [errSlowBody] when the
// body has given way, [errBusy] when there is no room for more of it.
func (a *arrival) grow(n int) error {
	in := a.intake
	in.mu.Lock()
	defer in.mu.Unlock()
	if a.place == nil {
		return errSlowBody
	}
	for in.arrived+n > in.room {
		if !in.giveWay(a) {
			return errBusy
		}
	}
	a.bytes += n
	in.arrived += n
	return nil
}

// leave gives the place back. It reports whether the body kept it to the end:
// after that, cut is not called any more.
func (a *arrival) leave() bool {
	a.intake.mu.Lock()
	defer a.intake.mu.Unlock()
	kept := a.place != nil
	a.remove()
	return kept
}

// receive reads the body of a request that holds one position or less.
func (s *Server) receive(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	return s.intake.receive(w, r, maxBody)
}

// receive reads a body of at most limit bytes within the limits of the intake.
func (in *intake) receive(w http.ResponseWriter, r *http.Request, limit int) ([]byte, error) {
	control := http.NewResponseController(w)
	a := in.enter(func() {
		_ = control.SetReadDeadline(time.Unix(1, 0)) // a writer without deadlines reads from memory
	})
	if a == nil {
		return nil, busyClosing
	}
	body, err := readBody(w, r, limit, a.grow)
	if !a.leave() {
		return nil, errSlowBody
	}
	return body, err
}

// busyClosing refuses a request before its body was read.
var busyClosing = &requestError{status: errBusy.status, zh: errBusy.zh, en: errBusy.en, retry: errBusy.retry, closing: true}

// readBody reads the whole body, of at most limit bytes. grow is told of the
// bytes as they come; its error ends the reading.
func readBody(w http.ResponseWriter, r *http.Request, limit int, grow func(int) error) ([]byte, error) {
	if r.ContentLength > int64(limit) {
		return nil, tooLarge(limit)
	}
	// The buffer grows with what arrives: Content-Length costs a client nothing.
	var b bytes.Buffer
	_, err := b.ReadFrom(&countedReader{http.MaxBytesReader(w, r.Body, int64(limit)), grow})
	var beyond *http.MaxBytesError
	var network net.Error
	var own *requestError
	switch {
	case err == nil:
		return b.Bytes(), nil
	case errors.As(err, &own):
		return nil, own
	case errors.As(err, &beyond):
		return nil, tooLarge(limit)
	case errors.As(err, &network) && network.Timeout():
		return nil, errSlowBody
	default:
		return nil, errCutBody
	}
}

// countedReader tells how much it has read.
type countedReader struct {
	io.Reader
	grow func(int) error
}

func (r *countedReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if n > 0 {
		if wrong := r.grow(n); wrong != nil {
			return n, wrong
		}
	}
	return n, err
}
