package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"jobdoc/internal/position"
)

// Author says who did something: the API key and the person it acted for.
type Author struct {
	Key  string // name of the API key, or of the way in without one
	Name string // the person, "" where the key says all
}

// Position is a position that the store keeps, with its newest revision.
type Position struct {
	ID       string
	Version  int64 // counts every change: of revision, of state, of archiving
	Revision int   // number of the newest revision, from 1
	State    State // of that revision
	Approved int   // number of the newest approved revision, 0 for none

	Code, Title, Department, Team string

	Created, Updated time.Time
	Archived         time.Time // zero while it is not

	Content []byte // the newest revision as JSON; nil in lists
	key     int64
}

// positionRow is a row of the table positions.
type positionRow struct {
	bun.BaseModel `bun:"table:positions,alias:positions"`

	Key         int64 `bun:",pk,autoincrement"`
	ID          string
	Identity    string
	Version     int64
	Revision    int
	State       State
	Approved    int `bun:",nullzero"`
	Code        string
	Title       string
	Department  string
	Team        string
	CodeFolded  string
	TitleFolded string
	DeptFolded  string
	TitleOrder  []byte
	DeptOrder   []byte
	Search      string
	Content     string
	CreatedAt   instant
	UpdatedAt   instant
	ArchivedAt  instant
}

// shown are the columns that make a [Position].
var shown = []string{
	"key", "id", "version", "revision", "state", "approved", "code", "title", "department", "team", "created_at", "updated_at", "archived_at",
}

func (r *positionRow) position() Position {
	return Position{
		ID: r.ID, Version: r.Version, Revision: r.Revision, State: r.State, Approved: r.Approved,
		Code: r.Code, Title: r.Title, Department: r.Department, Team: r.Team,
		Created: r.CreatedAt.Time, Updated: r.UpdatedAt.Time, Archived: r.ArchivedAt.Time,
		Content: []byte(r.Content), key: r.Key,
	}
}

// describe fills in the columns that follow from the position.
func (r *positionRow) describe(p position.Position) {
	r.Identity = identityOf(p)
	r.Code, r.Title, r.Department, r.Team = p.Code(), p.Title(), p.Department(), p.Group()
	r.CodeFolded, r.TitleFolded, r.DeptFolded = indexed(r.Code), position.Fold(r.Title), indexed(r.Department)
	r.TitleOrder, r.DeptOrder = orderKey(r.Title), orderKey(r.Department)
	r.Search = searchText(p)
	r.Content = string(p.JSON())
}

// CreatePosition adds a position as a draft. The error is a [*ConflictError]
// when a living position has its identity.
func (tx *Tx) CreatePosition(ctx context.Context, p position.Position, by Author, note string) (Position, error) {
	r := &positionRow{ID: tx.newID(), Version: 1, Revision: 1, State: Draft, CreatedAt: instant{tx.at}, UpdatedAt: instant{tx.at}}
	r.describe(p)
	if err := tx.free(ctx, r); err != nil {
		return Position{}, err
	}
	if _, err := tx.db.NewInsert().Model(r).Returning("key").Exec(ctx); err != nil {
		return Position{}, tx.conflict(err)
	}
	if err := tx.engine.index(ctx, tx.db, r.Key, grams(r.Search)); err != nil {
		return Position{}, fmt.Errorf("index the position: %w", err)
	}
	if err := tx.addRevision(ctx, r, by, note, 0); err != nil {
		return Position{}, err
	}
	return r.position(), nil
}

// ReplacePosition adds a revision, a draft, with the given content. version is
// what the client saw last, 0 for whatever there is; the error is a
// [*StaleError] when that is not what there is, [ErrArchived], or a
// [*ConflictError]. A position that says what it said before stays as it is,
// without a new revision.
func (tx *Tx) ReplacePosition(ctx context.Context, id string, version int64, p position.Position, by Author, note string) (Position, error) {
	r, err := tx.lockPosition(ctx, id, version)
	if err != nil {
		return Position{}, err
	}
	if !r.ArchivedAt.IsZero() {
		return Position{}, ErrArchived
	}
	if r.Content == string(p.JSON()) {
		return r.position(), nil
	}
	return tx.revise(ctx, r, p, by, note, 0)
}

// revise gives a locked position a new revision. restored is the revision that
// it repeats, 0 for none.
func (tx *Tx) revise(ctx context.Context, r *positionRow, p position.Position, by Author, note string, restored int) (Position, error) {
	identity := r.Identity
	r.describe(p)
	if r.Identity != identity {
		if err := tx.free(ctx, r); err != nil {
			return Position{}, err
		}
	}
	r.Revision++
	r.State = Draft
	if err := tx.engine.index(ctx, tx.db, r.Key, grams(r.Search)); err != nil {
		return Position{}, fmt.Errorf("index the position: %w", err)
	}
	if err := tx.touch(ctx, r); err != nil {
		return Position{}, err
	}
	if err := tx.addRevision(ctx, r, by, note, restored); err != nil {
		return Position{}, err
	}
	return r.position(), nil
}

// ArchivePosition takes a position out of the lists and frees its identity.
// Its revisions stay. One that is archived already stays as it is. version is as of
// [Tx.ReplacePosition].
func (tx *Tx) ArchivePosition(ctx context.Context, id string, version int64) (Position, error) {
	r, err := tx.lockPosition(ctx, id, version)
	if err != nil {
		return Position{}, err
	}
	if r.ArchivedAt.IsZero() {
		r.ArchivedAt = instant{tx.at}
		err = tx.touch(ctx, r)
	}
	return r.position(), err
}

// UnarchivePosition brings an archived position back. The error is a
// [*ConflictError] when its identity has been taken meanwhile.
func (tx *Tx) UnarchivePosition(ctx context.Context, id string, version int64) (Position, error) {
	r, err := tx.lockPosition(ctx, id, version)
	if err != nil {
		return Position{}, err
	}
	if r.ArchivedAt.IsZero() {
		return r.position(), nil
	}
	if err := tx.free(ctx, r); err != nil {
		return Position{}, err
	}
	r.ArchivedAt = instant{}
	err = tx.touch(ctx, r)
	return r.position(), err
}

// Position returns a position with its content, an archived one too.
func (q Reader) Position(ctx context.Context, id string) (Position, error) {
	if !plainID(id) {
		return Position{}, ErrNotFound
	}
	r := &positionRow{}
	err := q.db.NewSelect().Model(r).Column(shown...).Column("content").Where("id = ?", id).Scan(ctx)
	return r.position(), found(err)
}

// PositionByIdentity returns the living position that has the identity of p.
func (q Reader) PositionByIdentity(ctx context.Context, p position.Position) (Position, error) {
	r := &positionRow{}
	err := q.db.NewSelect().Model(r).Column(shown...).Column("content").
		Where("identity = ?", identityOf(p)).Where("archived_at IS NULL").Scan(ctx)
	return r.position(), found(err)
}

// LockPosition reads a position that nobody else changes until the transaction
// ends, with what follows from what it says.
func (tx *Tx) LockPosition(ctx context.Context, id string) (Position, error) {
	r, err := tx.lockPosition(ctx, id, 0)
	if err != nil {
		return Position{}, err
	}
	return r.position(), nil
}

// lockPosition reads the position that is about to change.
func (tx *Tx) lockPosition(ctx context.Context, id string, version int64) (*positionRow, error) {
	if !plainID(id) {
		return nil, ErrNotFound
	}
	r := &positionRow{}
	if err := found(tx.locked(tx.db.NewSelect().Model(r).Where("id = ?", id)).Scan(ctx)); err != nil {
		return nil, err
	}
	if version != 0 && version != r.Version {
		return nil, &StaleError{r.Version}
	}
	return r, nil
}

// touch writes a changed row as its next version.
func (tx *Tx) touch(ctx context.Context, r *positionRow) error {
	r.Version++
	r.UpdatedAt = instant{tx.at}
	return tx.conflict(one(tx.db.NewUpdate().Model(r).WherePK().Exec(ctx)))
}

// free reports a living position other than r that has its identity.
func (tx *Tx) free(ctx context.Context, r *positionRow) error {
	var id string
	err := tx.db.NewSelect().Model((*positionRow)(nil)).Column("id").
		Where("identity = ?", r.Identity).Where("archived_at IS NULL").Where("key <> ?", r.Key).Scan(ctx, &id)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	}
	return &ConflictError{id, r.Code != ""}
}

// errTaken says that another transaction took the identity of a position
// meanwhile. Which position has it now is not to be asked any more in this
// transaction, so that [Store.Update] begins anew.
var errTaken = errors.New("the identity was taken meanwhile")

// conflict names what a unique index says when two transactions take an
// identity at once.
func (tx *Tx) conflict(err error) error {
	if err != nil && tx.engine.unique(err) {
		return errTaken
	}
	return err
}

// identityOf returns what the identity of a position is kept as: an index takes
// no text of any length.
func identityOf(p position.Position) string {
	sum := sha256.Sum256([]byte(p.Identity()))
	return hex.EncodeToString(sum[:])
}
