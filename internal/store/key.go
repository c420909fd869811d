package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"
)

// Key is an API key as the store keeps it: all but the key itself.
type Key struct {
	ID      string
	Name    string // of the system or person that uses it; stands in the log as who did it
	Prefix  string // the first characters, to know it by
	Scopes  string // as access.Scopes writes them: read,write
	Created time.Time
	Expires time.Time // zero: never
	Used    time.Time // last, to the minute or so; zero: never
	Revoked time.Time // zero while it is not
}

// Live reports whether the key opens anything at a time.
func (k Key) Live(at time.Time) bool {
	return k.Revoked.IsZero() && (k.Expires.IsZero() || at.Before(k.Expires))
}

// KeyHash is the SHA-256 of a key, by which it is found.
type KeyHash [sha256.Size]byte

// KeyExistsError says that a key that is not revoked has the name.
type KeyExistsError struct {
	ID string // of that key, "" where it came in the same moment
}

func (e *KeyExistsError) Error() string { return "key " + e.ID + " has this name" }

// keyRow is a row of the table api_keys.
type keyRow struct {
	bun.BaseModel `bun:"table:api_keys,alias:api_keys"`

	ID        string `bun:",pk"`
	Name      string
	Prefix    string
	Hash      []byte
	Scopes    string
	CreatedAt instant
	ExpiresAt instant
	UsedAt    instant
	RevokedAt instant
}

func (r *keyRow) key() Key {
	return Key{
		ID: r.ID, Name: r.Name, Prefix: r.Prefix, Scopes: r.Scopes,
		Created: r.CreatedAt.Time, Expires: r.ExpiresAt.Time, Used: r.UsedAt.Time, Revoked: r.RevokedAt.Time,
	}
}

// CreateKey keeps a new key: name, prefix, scopes and expiry are taken from k,
// the rest is made here. The error is a [*KeyExistsError] when a key that is not
// revoked, be it expired, has the name.
func (tx *Tx) CreateKey(ctx context.Context, k Key, hash KeyHash) (Key, error) {
	other, err := tx.KeyNamed(ctx, k.Name)
	if err == nil {
		return Key{}, &KeyExistsError{other.ID}
	}
	if !errors.Is(err, ErrNotFound) {
		return Key{}, err
	}
	r := &keyRow{
		ID: tx.newID(), Name: k.Name, Prefix: k.Prefix, Hash: hash[:], Scopes: k.Scopes,
		CreatedAt: instant{tx.at}, ExpiresAt: instant{k.Expires.UTC().Truncate(time.Millisecond)},
	}
	_, err = tx.db.NewInsert().Model(r).Exec(ctx)
	if err != nil && tx.engine.unique(err) {
		return Key{}, &KeyExistsError{}
	}
	return r.key(), err
}

// RevokeKey ends a key for good. One that is revoked already stays as it is.
func (tx *Tx) RevokeKey(ctx context.Context, id string) (Key, error) {
	if !plainID(id) {
		return Key{}, ErrNotFound
	}
	var r keyRow
	if err := found(tx.locked(tx.db.NewSelect().Model(&r).Where("id = ?", id)).Scan(ctx)); err != nil {
		return Key{}, err
	}
	if !r.RevokedAt.IsZero() {
		return r.key(), nil
	}
	r.RevokedAt = instant{tx.at}
	return r.key(), one(tx.db.NewUpdate().Model(&r).Column("revoked_at").WherePK().Exec(ctx))
}

// LockLiveKeys returns the keys that are live, in the order of their ids, and
// keeps others from revoking them until the change is done.
func (tx *Tx) LockLiveKeys(ctx context.Context) ([]Key, error) {
	var rows []keyRow
	err := tx.locked(tx.db.NewSelect().Model(&rows).Where("revoked_at IS NULL").OrderExpr("id")).Scan(ctx)
	var keys []Key
	for i := range rows {
		if k := rows[i].key(); k.Live(tx.at) {
			keys = append(keys, k)
		}
	}
	return keys, err
}

// Keys returns all keys, those made last first; revoked ones only when asked for.
func (q Reader) Keys(ctx context.Context, revoked bool) ([]Key, error) {
	var rows []keyRow
	s := q.db.NewSelect().Model(&rows).OrderExpr("created_at DESC, id DESC")
	if !revoked {
		s = s.Where("revoked_at IS NULL")
	}
	err := s.Scan(ctx)
	keys := make([]Key, len(rows))
	for i := range rows {
		keys[i] = rows[i].key()
	}
	return keys, err
}

// Key returns the key of an id.
func (q Reader) Key(ctx context.Context, id string) (Key, error) {
	if !plainID(id) {
		return Key{}, ErrNotFound
	}
	return q.keyWhere(ctx, "id = ?", id)
}

// KeyNamed returns the key of a name that is not revoked.
func (q Reader) KeyNamed(ctx context.Context, name string) (Key, error) {
	return q.keyWhere(ctx, "name = ? AND revoked_at IS NULL", name)
}

// KeyByHash returns the key of a hash, be it expired or revoked: see [Key.Live].
func (q Reader) KeyByHash(ctx context.Context, hash KeyHash) (Key, error) {
	return q.keyWhere(ctx, "hash = ?", hash[:])
}

func (q Reader) keyWhere(ctx context.Context, condition string, arg any) (Key, error) {
	var r keyRow
	err := q.db.NewSelect().Model(&r).Where(condition, arg).Scan(ctx)
	return r.key(), found(err)
}

// HasLiveKey tells whether there is a key that opens anything.
func (q Reader) HasLiveKey(ctx context.Context) (bool, error) {
	err := q.db.NewSelect().Model((*keyRow)(nil)).ColumnExpr("1").Where("revoked_at IS NULL").
		Where("expires_at IS NULL OR expires_at > ?", q.now().UnixMilli()).Limit(1).Scan(ctx, new(int))
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// UseKeys notes when keys, by their ids, were used last. An earlier time than
// the one that is noted changes nothing.
func (s *Store) UseKeys(ctx context.Context, used map[string]time.Time) error {
	if len(used) == 0 {
		return nil
	}
	return s.Update(ctx, func(ctx context.Context, tx *Tx) error {
		for _, id := range sortedKeys(used) { // in one order, so that no two wait for each other
			_, err := tx.db.NewUpdate().Model((*keyRow)(nil)).Set("used_at = ?", used[id].UnixMilli()).
				Where("id = ?", id).Where("used_at IS NULL OR used_at < ?", used[id].UnixMilli()).Exec(ctx)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
