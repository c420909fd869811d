package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base32"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// Config says where a store is. One of Dir and URL is needed.
type Config struct {
	Dir string // folder of the SQLite database; made, for its owner alone, when missing
	URL string // of a PostgreSQL database, postgres://…; wins over Dir

	// Existing: the store must be there already, and its tables stay in the form
	// they are in: what reads a store beside another program must not change it.
	Existing bool

	Now   func() time.Time // nil: time.Now
	NewID func() string    // nil: 80 random bits as 16 lower-case base32 characters
}

// Store is an open store. It may be used by any number of goroutines.
type Store struct {
	Reader
	engine *engine
	write  *bun.DB
	now    func() time.Time
	newID  func() string
	uses   *useCounter
}

// Reader is what can be asked of a store. That of [Store] sees what was last
// committed at every question; those of [Store.View] and [Tx] see one state.
type Reader struct {
	db     bun.IDB
	engine *engine
	now    func() time.Time
}

// Open opens a store, and brings its tables to the form this program works
// with. Several processes may have one store open. The error is a [*NewerError]
// when a newer program made the tables, or [ErrNoStore].
func Open(ctx context.Context, c Config) (*Store, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.NewID == nil {
		c.NewID = newID
	}
	var e *engine
	var err error
	if c.URL != "" {
		e, err = openPostgres(c.URL)
	} else {
		e, err = openSQLite(c.Dir, c.Existing)
	}
	if err != nil {
		return nil, err
	}
	if c.Existing {
		err = e.look(ctx)
	} else {
		err = e.prepare(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, e.close())
	}
	return &Store{Reader{e.read, e, c.Now}, e, e.write, c.Now, c.NewID, newUseCounter()}, nil
}

// Close closes the store. Transactions under way end first.
func (s *Store) Close() error {
	s.uses.close()
	return s.engine.close()
}

// Tx is a change of the store under way: all of it happens, or nothing. It
// belongs to the goroutine that runs the function of [Store.Update].
type Tx struct {
	Reader
	at    time.Time // of the whole change
	newID func() string
}

// Update runs do in a transaction and commits when do returns nil. The error is
// that of do, as it is, or one of the database. do may run more than once when
// the database asks for it, so it changes nothing but the store.
func (s *Store) Update(ctx context.Context, do func(context.Context, *Tx) error) error {
	for try := 1; ; try++ {
		err := s.write.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
			return do(ctx, &Tx{Reader{tx, s.engine, s.now}, s.now().UTC().Truncate(time.Millisecond), s.newID})
		})
		again := errors.Is(err, errTaken) || err != nil && s.engine.again(err)
		if !again || try == maxTries {
			return err
		}
	}
}

// maxTries bounds how often a change is begun anew that lost a race.
const maxTries = 10

// View runs do on one state of the store.
func (s *Store) View(ctx context.Context, do func(context.Context, Reader) error) error {
	return s.engine.read.RunInTx(ctx, s.engine.snapshot, func(ctx context.Context, tx bun.Tx) error {
		return do(ctx, Reader{tx, s.engine, s.now})
	})
}

// Ping tells whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return s.engine.read.PingContext(ctx) }

// locked makes a query keep others from changing its rows until the change is done.
func (tx *Tx) locked(q *bun.SelectQuery) *bun.SelectQuery {
	if tx.engine.lockRow == "" {
		return q
	}
	return q.For(tx.engine.lockRow)
}

// sortedKeys returns the keys of a map in their order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

var idEncoding = base32.StdEncoding.WithPadding(base32.NoPadding)

func newID() string {
	var b [10]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return strings.ToLower(idEncoding.EncodeToString(b[:]))
}

// plainID reports whether a text may be an id: PostgreSQL takes no other as a
// text than UTF-8 without NUL.
func plainID(id string) bool {
	for i := range len(id) {
		if id[i] <= ' ' || id[i] > '~' {
			return false
		}
	}
	return true
}

// found turns "no rows" into [ErrNotFound].
func found(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return err
}

// one checks that a statement changed one row.
func one(r sql.Result, err error) error {
	if err != nil {
		return err
	}
	n, err := r.RowsAffected()
	if err == nil && n != 1 {
		return fmt.Errorf("%d rows changed, not 1", n)
	}
	return err
}
