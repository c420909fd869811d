package server

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"jobdoc/internal/store"
)

// eventKey sets the action that stands in the log when an operation was read,
// where its path does not say it; "" is none.
const eventKey = "event"

// readEvent returns the action in the log of an operation that reads what is
// stored: noun.verb, of its path. What changes something logs that itself.
func readEvent(op *huma.Operation) string {
	if op.Method != http.MethodGet {
		return ""
	}
	if action, set := op.Metadata[eventKey].(string); set {
		return action
	}
	noun, verb := "", "read"
	steps := strings.Split(strings.TrimPrefix(op.Path, "/v1/"), "/")
	for _, step := range steps {
		if !strings.HasPrefix(step, "{") {
			noun = step
		}
	}
	last := steps[len(steps)-1]
	if noun == last && strings.HasSuffix(noun, "s") {
		verb = "list"
	}
	return strings.TrimSuffix(noun, "s") + "." + verb
}

// notLogged are the operations that read nothing of what is stored.
var notLogged = map[string]any{eventKey: ""}

// noteRevision tells the log which revision is given, where the path does not.
func noteRevision(ctx context.Context, number int) { callerOf(ctx).number = number }

// noteRead logs that something was read. What the client searched for is not in it.
func (s *Server) noteRead(c *gin.Context, action string, who *caller) {
	switch c.Writer.Status() {
	case http.StatusOK, http.StatusPartialContent, http.StatusNotModified:
	default:
		return
	}
	if s.config.Store == nil || c.Request.Method == http.MethodHead {
		return
	}
	e := store.Event{
		At: s.config.Now(), Author: who.author, Action: action, Number: who.number, Address: who.address, Request: requestID(c.Request.Context()),
	}
	for _, p := range c.Params {
		if n, err := strconv.Atoi(p.Value); err == nil && e.Subject != "" {
			e.Number = n
		}
		if e.Subject == "" {
			e.Subject = strings.ReplaceAll(strings.ToValidUTF8(p.Value, "?"), "\x00", "?")
		}
	}
	s.reads.add(e)
}

const (
	readBatch = 200    // events that are written before their second is over
	maxReads  = 10_000 // events that wait while the store cannot be written
)

// readLog holds the events of reading until they are written together: a read
// waits for no disk.
type readLog struct {
	full chan struct{} // there is a batch

	mu      sync.Mutex
	waiting []store.Event
	lost    int
}

func newReadLog() *readLog { return &readLog{full: make(chan struct{}, 1)} }

func (l *readLog) add(e store.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.waiting) >= maxReads {
		l.lost++
		return
	}
	l.waiting = append(l.waiting, e)
	if len(l.waiting) >= readBatch {
		select {
		case l.full <- struct{}{}:
		default:
		}
	}
}

// take returns what waits, and how many were lost since it was asked last.
func (l *readLog) take() ([]store.Event, int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	events, lost := l.waiting, l.lost
	l.waiting, l.lost = nil, 0
	return events, lost
}

// putBack returns what could not be written, before what came since.
func (l *readLog) putBack(events []store.Event, lost int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lost += lost
	l.waiting = append(events, l.waiting...)
	if over := len(l.waiting) - maxReads; over > 0 {
		l.waiting, l.lost = l.waiting[:maxReads], l.lost+over
	}
}

// writeReads writes the events of reading that wait. Where the store cannot be
// written they wait on.
func (s *Server) writeReads(ctx context.Context) error {
	s.writing.Lock() // so that who asks for the log sees what another is writing
	defer s.writing.Unlock()
	events, lost := s.reads.take()
	if lost > 0 {
		s.config.Log.Error("reads are missing in the audit log", "count", lost)
	}
	for len(events) > 0 {
		batch := events[:min(len(events), readBatch)]
		err := s.config.Store.Update(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.Log(ctx, batch...) })
		if err != nil {
			s.reads.putBack(events, 0)
			return err
		}
		events = events[len(batch):]
	}
	return nil
}

// usedKeys holds when keys were used last until that is written.
type usedKeys struct {
	mu   sync.Mutex
	last map[string]time.Time // by id
}

func (u *usedKeys) note(id string, at time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.last == nil {
		u.last = map[string]time.Time{}
	}
	if at.After(u.last[id]) {
		u.last[id] = at
	}
}

// take returns what was noted since it was asked last.
func (u *usedKeys) take() map[string]time.Time {
	u.mu.Lock()
	defer u.mu.Unlock()
	last := u.last
	u.last = nil
	return last
}
