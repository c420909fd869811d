package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"
)

// Call is a request that a client may send more than once, and that must do
// what it does once (draft-ietf-httpapi-idempotency-key-header).
type Call struct {
	KeyID   string // of the API key; calls of others do not matter
	Key     string // the Idempotency-Key
	Request [sha256.Size]byte
}

// CallAnswer is what a call was answered with.
type CallAnswer struct {
	Status int
	Header string // JSON
	Body   []byte
}

const (
	// CallMemory is for how long an answer is kept.
	CallMemory = 24 * time.Hour
	// CallLease is how long a call may run. After that its process is taken for
	// dead, and another may make the call.
	CallLease = 2 * time.Minute
)

// Why a call cannot be made.
var (
	ErrCallRunning = errors.New("the call is being made")
	ErrCallDiffers = errors.New("the key was used for another request")
	errLeaseLost   = fmt.Errorf("the lease ran out: %w", ErrCallRunning)
)

// callRow is a row of the table idempotency.
type callRow struct {
	bun.BaseModel `bun:"table:idempotency,alias:idempotency"`

	KeyID     string `bun:",pk"`
	IdemKey   string `bun:",pk"`
	Request   []byte
	StartedAt instant
	Lease     string
	Status    int    `bun:",nullzero"` // 0 while it runs
	Header    string `bun:",nullzero"`
	Body      []byte
}

// BeginCall begins a call, in a transaction of its own, or returns what it was
// answered with. A call that was begun ends in [Tx.FinishCall] or [Store.LeaveCall]
// with the lease. The error is [ErrCallRunning] or [ErrCallDiffers].
func (s *Store) BeginCall(ctx context.Context, c Call) (lease string, answer *CallAnswer, err error) {
	err = s.Update(ctx, func(ctx context.Context, tx *Tx) error {
		lease, answer, err = tx.beginCall(ctx, c)
		return err
	})
	return lease, answer, err
}

func (tx *Tx) beginCall(ctx context.Context, c Call) (lease string, answer *CallAnswer, err error) {
	r := &callRow{KeyID: c.KeyID, IdemKey: c.Key, Request: c.Request[:], StartedAt: instant{tx.at}, Lease: tx.newID()}
	result, err := tx.db.NewInsert().Model(r).On("CONFLICT DO NOTHING").Exec(ctx)
	if err != nil {
		return "", nil, err
	}
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		return r.Lease, nil, err
	}
	old := &callRow{}
	err = found(tx.locked(tx.db.NewSelect().Model(old).Where("key_id = ? AND idem_key = ?", c.KeyID, c.Key)).Scan(ctx))
	if errors.Is(err, ErrNotFound) { // it left in this moment; the client asks again soon
		return "", nil, ErrCallRunning
	}
	if err != nil {
		return "", nil, err
	}
	age := tx.at.Sub(old.StartedAt.Time)
	switch {
	case old.Status == 0 && age >= CallLease, age >= CallMemory:
		return r.Lease, nil, one(tx.db.NewUpdate().Model(r).WherePK().Exec(ctx))
	case [sha256.Size]byte(old.Request) != c.Request:
		return "", nil, ErrCallDiffers
	case old.Status == 0:
		return "", nil, ErrCallRunning
	}
	return "", &CallAnswer{Status: old.Status, Header: old.Header, Body: old.Body}, nil
}

// FinishCall keeps the answer of a call with the change that the call made. The
// error is [ErrCallRunning] when the lease ran out and another makes the call:
// the change must then not happen.
func (tx *Tx) FinishCall(ctx context.Context, c Call, lease string, a CallAnswer) error {
	result, err := tx.db.NewUpdate().Model((*callRow)(nil)).
		Set("status = ?", a.Status).Set("header = ?", a.Header).Set("body = ?", a.Body).
		Where("key_id = ? AND idem_key = ? AND lease = ? AND status IS NULL", c.KeyID, c.Key, lease).Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return errLeaseLost
}

// LeaveCall forgets a call that was refused, so that it can be made again. One
// that was finished, or that another makes by now, stays.
func (s *Store) LeaveCall(ctx context.Context, c Call, lease string) error {
	return s.Update(ctx, func(ctx context.Context, tx *Tx) error {
		_, err := tx.db.NewDelete().Model((*callRow)(nil)).
			Where("key_id = ? AND idem_key = ? AND lease = ? AND status IS NULL", c.KeyID, c.Key, lease).Exec(ctx)
		return err
	})
}

// SweepCalls forgets calls that are older than [CallMemory].
func (s *Store) SweepCalls(ctx context.Context) error {
	return s.Update(ctx, func(ctx context.Context, tx *Tx) error {
		_, err := tx.db.NewDelete().Model((*callRow)(nil)).Where("started_at <= ?", tx.at.Add(-CallMemory).UnixMilli()).Exec(ctx)
		return err
	})
}
