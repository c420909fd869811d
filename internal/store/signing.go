package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"
)

// SigningKey is a secret that the tokens of links are signed with. The newest
// that is not retired signs, all that are not retired verify.
type SigningKey struct {
	ID      uint32 // from 1; never given twice
	Secret  []byte `json:"-"` // nil once it is retired
	Created time.Time
	Retired time.Time // zero while it is not
}

// Format writes the id alone, whatever the verb: a key that reaches a log by
// mistake must not give away its secret.
func (k SigningKey) Format(f fmt.State, _ rune) { _, _ = fmt.Fprintf(f, "signing key %d", k.ID) }

// signingRow is a row of the table signing_keys.
type signingRow struct {
	bun.BaseModel `bun:"table:signing_keys,alias:signing_keys"`

	ID        int64 `bun:",pk,autoincrement"`
	Secret    []byte
	CreatedAt instant
	RetiredAt instant
}

// ErrLastKey says that the key that signs cannot be retired before there is a newer one.
var ErrLastKey = errors.New("the key signs new links")

// SigningKeys returns all keys, retired ones too, the newest first.
func (q Reader) SigningKeys(ctx context.Context) ([]SigningKey, error) {
	var rows []signingRow
	if err := q.db.NewSelect().Model(&rows).OrderExpr("id DESC").Scan(ctx); err != nil {
		return nil, err
	}
	keys := make([]SigningKey, len(rows))
	for i, r := range rows {
		keys[i] = SigningKey{ID: uint32(r.ID), Created: r.CreatedAt.Time, Retired: r.RetiredAt.Time}
		if r.RetiredAt.IsZero() {
			keys[i].Secret = r.Secret
		}
	}
	return keys, nil
}

// RotateSigningKey adds a key that signs from now on. Links that are there
// already open as before, until the keys they were signed with are retired.
func (tx *Tx) RotateSigningKey(ctx context.Context, secret []byte) (SigningKey, error) {
	r := &signingRow{Secret: slices.Clone(secret), CreatedAt: instant{tx.at}}
	if _, err := tx.db.NewInsert().Model(r).Returning("id").Exec(ctx); err != nil {
		return SigningKey{}, err
	}
	return SigningKey{ID: uint32(r.ID), Secret: r.Secret, Created: r.CreatedAt.Time}, nil
}

// FirstSigningKey adds a key when there is none that signs. Two processes that
// do so at once may add one each, which does no harm: all verify, and the
// newest signs.
func (tx *Tx) FirstSigningKey(ctx context.Context, secret []byte) error {
	n, err := tx.db.NewSelect().Model((*signingRow)(nil)).Where("retired_at IS NULL").Count(ctx)
	if err == nil && n == 0 {
		_, err = tx.RotateSigningKey(ctx, secret)
	}
	return err
}

// RetireSigningKey takes a key out of use for ever, and its secret with it: no
// token that it signed opens a link any more. The error is [ErrLastKey] when the key signs,
// [ErrNotFound] when there is none of the id. One that is retired already stays
// as it is.
func (tx *Tx) RetireSigningKey(ctx context.Context, id uint32) error {
	keys, err := tx.SigningKeys(ctx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(keys, func(k SigningKey) bool { return k.ID == id })
	switch {
	case at < 0:
		return ErrNotFound
	case !keys[at].Retired.IsZero():
		return nil
	case !slices.ContainsFunc(keys[:at], func(k SigningKey) bool { return k.Retired.IsZero() }):
		return ErrLastKey
	}
	return one(tx.db.NewUpdate().Model(&signingRow{Secret: []byte{}, RetiredAt: instant{tx.at}}).
		Column("secret", "retired_at").Where("id = ?", id).Exec(ctx))
}
