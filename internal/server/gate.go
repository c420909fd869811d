package server

import (
	"context"
	"time"
)

// gate bounds the work under way. Requests beyond what it admits are refused at
// once, so that a rush costs neither memory nor the requests already begun.
type gate struct {
	admitted chan struct{} // requests whose body is there
	working  chan struct{} // requests that may use a processor
	wait     time.Duration // how long an admitted request waits for a processor
}

func newGate(admitted, working int, wait time.Duration) *gate {
	return &gate{admitted: make(chan struct{}, max(admitted, working)), working: make(chan struct{}, working), wait: wait}
}

// admit takes a request in, or reports that there is no room.
// Who was admitted calls leave.
func (g *gate) admit() bool {
	select {
	case g.admitted <- struct{}{}:
		return true
	default:
		return false
	}
}

func (g *gate) leave() { <-g.admitted }

// begin waits for a processor. The error is [errBusy], or that of the context
// when the client went away. Who began calls end.
func (g *gate) begin(ctx context.Context) error {
	select {
	case g.working <- struct{}{}:
		return nil
	default:
	}
	timer := time.NewTimer(g.wait)
	defer timer.Stop()
	select {
	case g.working <- struct{}{}:
		return nil
	case <-timer.C:
		return errBusy
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g *gate) end() { <-g.working }

// take does something in its turn.
func (g *gate) take(ctx context.Context, do func() error) error {
	if !g.admit() {
		return errBusy
	}
	defer g.leave()
	if err := g.begin(ctx); err != nil {
		return err
	}
	defer g.end()
	return do()
}
