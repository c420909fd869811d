package server

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"time"

	"jobdoc/internal/link"
	"jobdoc/internal/store"
)

const (
	// keysHold is how long the keys of links are taken for what they were: as
	// long another copy's rotation or retirement may go unseen.
	keysHold = 3 * time.Second
	// keysRest is how long a token of a key that is not known does not make us
	// look again, so that made-up tokens cost no queries.
	keysRest = time.Second
)

// linkKeys keeps the keys that sign the tokens of links, which every copy of
// the service reads from the store.
type linkKeys struct {
	store *store.Store
	now   func() time.Time

	mu   sync.Mutex // held while they are read: who comes meanwhile waits for that
	ring link.Ring
	any  bool      // the ring has keys
	read time.Time // when they were read
}

// signing returns the keys, of which one is made when there is none.
func (k *linkKeys) signing(ctx context.Context) (link.Ring, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.refresh(ctx, keysHold); err != nil || k.any {
		return k.ring, err
	}
	secret, err := link.NewSecret(rand.Reader)
	if err != nil {
		return link.Ring{}, err
	}
	if err := k.store.Update(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.FirstSigningKey(ctx, secret) }); err != nil {
		return link.Ring{}, err
	}
	err = k.refresh(ctx, 0)
	return k.ring, err
}

// verify returns the id of the link that a token names. The error is one of
// [link.Ring.Verify], or one of ours.
func (k *linkKeys) verify(ctx context.Context, token string) (string, error) {
	k.mu.Lock()
	err := k.refresh(ctx, keysHold)
	ring := k.ring
	k.mu.Unlock()
	if err != nil {
		return "", err
	}
	id, err := ring.Verify(token, k.now())
	if !errors.Is(err, link.ErrUnknownKey) {
		return id, err
	}
	k.mu.Lock()
	err = k.refresh(ctx, keysRest)
	ring = k.ring
	k.mu.Unlock()
	if err != nil {
		return "", err
	}
	return ring.Verify(token, k.now())
}

// refresh reads the keys when they are older than that. A clock that was put
// back does not keep them.
func (k *linkKeys) refresh(ctx context.Context, hold time.Duration) error {
	now := k.now()
	if age := now.Sub(k.read); !k.read.IsZero() && age >= 0 && age < hold {
		return nil
	}
	all, err := k.store.SigningKeys(ctx)
	if err != nil {
		return err
	}
	var keys []link.Key
	for _, s := range all {
		if s.Retired.IsZero() {
			keys = append(keys, link.Key{ID: s.ID, Secret: s.Secret})
		}
	}
	k.ring, k.any = link.Ring{}, len(keys) > 0
	if k.any {
		if k.ring, err = link.NewRing(keys[0], keys[1:]...); err != nil {
			return err
		}
	}
	k.read = now
	return nil
}
