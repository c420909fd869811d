package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
)

// Use is a fetch of a document by a link.
type Use struct {
	Link     string // id
	Tag      string // entity tag of what is given
	Revision int    // what is given
	Address  string // of the client, "" where it is not to be kept
	Request  string // id of the request
}

// ErrLinkSpent says that a link is revoked, expired or used up, or was never
// there.
var ErrLinkSpent = errors.New("the link opens nothing")

// errClosed is for who comes when the store is being closed.
var errClosed = errors.New("the store is closed")

// waitingUse is a use that somebody waits for.
type waitingUse struct {
	Use
	gone <-chan struct{} // nobody waits any more
	done chan error      // takes one answer without blocking
}

// maxTogether bounds the uses of one transaction, and so how long the first of
// them waits and other changes are kept out.
const maxTogether = 128

// useCounter counts uses, those that come while a transaction is on its way to
// the disk together in the next one. Its goroutine lives while there is work.
type useCounter struct {
	mu      sync.Mutex
	waiting []*waitingUse
	running bool
	closed  bool
	idle    sync.Cond
}

func newUseCounter() *useCounter {
	c := &useCounter{}
	c.idle.L = &c.mu
	return c
}

// UseLink counts a use of a link and writes it into the audit log, or returns
// [ErrLinkSpent]. What is fetched is given after that and not before. Where ctx
// ends while the use is being counted it may be counted all the same.
func (s *Store) UseLink(ctx context.Context, u Use) error {
	w := &waitingUse{Use: u, gone: ctx.Done(), done: make(chan error, 1)}
	c := s.uses
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return errClosed
	}
	c.waiting = append(c.waiting, w)
	if !c.running {
		c.running = true
		go s.countUses()
	}
	c.mu.Unlock()
	select {
	case err := <-w.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// countUses counts until nobody waits.
func (s *Store) countUses() {
	for batch := s.uses.next(); batch != nil; batch = s.uses.next() {
		counted := make([]bool, len(batch))
		err := s.Update(context.Background(), func(ctx context.Context, tx *Tx) error {
			return tx.useLinks(ctx, batch, counted)
		})
		for i, w := range batch {
			switch {
			case err != nil:
				w.done <- err
			case !counted[i]:
				w.done <- ErrLinkSpent
			default:
				w.done <- nil
			}
		}
	}
}

// next takes the uses that wait, or says that there are none any more. Uses of
// one link stand together in the order they came, links in order of their ids:
// transactions of several processes then lock rows in the same order.
func (c *useCounter) next() []*waitingUse {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting = slices.DeleteFunc(c.waiting, func(w *waitingUse) bool {
		select {
		case <-w.gone:
			return true
		default:
			return false
		}
	})
	n := min(len(c.waiting), maxTogether)
	if n == 0 {
		c.running = false
		c.waiting = nil
		c.idle.Broadcast()
		return nil
	}
	batch := slices.Clone(c.waiting[:n])
	c.waiting = slices.Delete(c.waiting, 0, n)
	slices.SortStableFunc(batch, func(a, b *waitingUse) int { return cmp.Compare(a.Link, b.Link) })
	return batch
}

// close lets the uses that wait be counted and takes no more.
func (c *useCounter) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	for c.running {
		c.idle.Wait()
	}
}

// useLinks counts uses, and says of each whether it counted.
func (tx *Tx) useLinks(ctx context.Context, batch []*waitingUse, counted []bool) error {
	now := instant{tx.at}
	var events []Event
	for i, w := range batch {
		r, err := tx.db.NewUpdate().Model((*linkRow)(nil)).Set("uses = uses + 1").Set("used_at = ?", now).Set("used_tag = ?", w.Tag).
			Where("id = ?", w.Link).Where("revoked_at IS NULL").
			Where("max_uses IS NULL OR uses < max_uses").Where("expires_at IS NULL OR expires_at > ?", now).Exec(ctx)
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		if err != nil {
			return err
		}
		if counted[i] = n == 1; counted[i] {
			events = append(events, Event{
				Author: Author{Key: LinkKey}, Action: "link.fetch", Subject: w.Link, Number: w.Revision, Address: w.Address, Request: w.Request,
			})
		}
	}
	return tx.Log(ctx, events...)
}
