package server

import (
	"context"
	"errors"
	"time"
)

// How often a server that serves does what no request waits for.
const (
	readsEvery = time.Second
	usedEvery  = time.Minute
	sweepEvery = time.Hour
)

// upkeep does that until the function it returns is called, which does it a
// last time.
func (s *Server) upkeep() (stop func()) {
	if s.config.Store == nil {
		return func() {}
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.keepUp(ctx)
	}()
	return func() {
		cancel()
		<-ended
		last, cancel := context.WithTimeout(context.Background(), s.config.Drain)
		defer cancel()
		s.tell("write the audit log", s.writeReads(last))
		s.tell("write when keys were used", s.writeUsed(last))
	}
}

func (s *Server) keepUp(ctx context.Context) {
	reads, used, sweep := time.NewTicker(readsEvery), time.NewTicker(usedEvery), time.NewTicker(sweepEvery)
	defer reads.Stop()
	defer used.Stop()
	defer sweep.Stop()
	s.sweep(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-reads.C:
			s.tell("write the audit log", s.writeReads(ctx))
		case <-s.reads.full:
			s.tell("write the audit log", s.writeReads(ctx))
		case <-used.C:
			s.tell("write when keys were used", s.writeUsed(ctx))
		case <-sweep.C:
			s.sweep(ctx)
		}
	}
}

func (s *Server) writeUsed(ctx context.Context) error {
	used := s.used.take()
	err := s.config.Store.UseKeys(ctx, used)
	if err != nil {
		for id, at := range used {
			s.used.note(id, at)
		}
	}
	return err
}

// sweep forgets what nobody asks for any more.
func (s *Server) sweep(ctx context.Context) {
	s.tell("forget old answers", s.config.Store.SweepCalls(ctx))
	if s.config.KeepEvents > 0 {
		s.tell("forget old events", s.config.Store.SweepEvents(ctx, s.config.Now().Add(-s.config.KeepEvents)))
	}
}

// tell logs what could not be done beside the requests.
func (s *Server) tell(what string, err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		s.config.Log.Error("cannot "+what, "error", discreetText(err))
	}
}
