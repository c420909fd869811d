package server

import (
	"container/list"
	"math"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limits of those who are refused, for each address (of IPv6, each /64, which
// is what one customer has), and of how many we keep count.
const (
	failureRate  = 1 // a second
	failureBurst = 20
	maxCounted   = 10_000
)

// limiter lets each of many do something so often. It keeps count of those seen
// last: who is forgotten begins anew.
type limiter[K comparable] struct {
	rate  rate.Limit
	burst int

	mu    sync.Mutex
	known map[K]*list.Element // of *counted[K]
	order list.List           // seen last in front
}

type counted[K comparable] struct {
	who K
	*rate.Limiter
}

// newLimiter returns a limiter of so many a second, burst of them at once; 0 is
// no limit.
func newLimiter[K comparable](perSecond float64, burst int) *limiter[K] {
	return &limiter[K]{rate: rate.Limit(perSecond), burst: burst, known: map[K]*list.Element{}}
}

// take counts one more, and returns 0, or how long it is too early for that.
func (l *limiter[K]) take(who K, now time.Time) time.Duration {
	if l.rate == 0 {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.known[who]
	if e == nil {
		if l.order.Len() >= maxCounted {
			oldest := l.order.Back()
			delete(l.known, l.order.Remove(oldest).(*counted[K]).who)
		}
		e = l.order.PushFront(&counted[K]{who, rate.NewLimiter(l.rate, l.burst)})
		l.known[who] = e
	}
	l.order.MoveToFront(e)
	r := e.Value.(*counted[K]).ReserveN(now, 1)
	wait := r.DelayFrom(now)
	if wait > 0 {
		r.CancelAt(now)
	}
	return wait
}

// burstOf is how many requests a key may send at once.
func burstOf(perSecond float64) int { return max(1, int(math.Ceil(2*perSecond))) }

// network64 returns what is counted as one address.
func network64(a netip.Addr) netip.Addr {
	if !a.Is6() {
		return a
	}
	p, _ := a.Prefix(64) // within what an address has
	return p.Addr()
}
