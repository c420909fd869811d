package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"jobdoc/internal/position"
)

// Revision is what a position said from some time on. Its content never
// changes; its state does, and every step of that is kept.
type Revision struct {
	Number   int // from 1
	Created  time.Time
	Author   Author
	Note     string
	Restored int // the revision that this one repeats, 0 for none
	State    State
	Issued   Issue // what it was issued with when it was approved

	Code, Title, Department string
	Content                 []byte // JSON; nil in lists
}

// Issue is the form that a revision was issued with.
type Issue struct {
	Template string // name, "" while it is not issued
	Version  int    // of the stored template; 0: one that is built in
}

// Step is a state that a revision came to.
type Step struct {
	State  State
	At     time.Time
	Author Author
	Note   string
}

// revisionRow is a row of the table revisions.
type revisionRow struct {
	bun.BaseModel `bun:"table:revisions,alias:revisions"`

	PositionKey     int64 `bun:",pk"`
	Number          int   `bun:",pk"`
	Content         string
	Code            string
	Title           string
	Department      string
	CreatedAt       instant
	KeyName         string
	Author          string
	Note            string
	Restored        int `bun:",nullzero"`
	State           State
	Template        string
	TemplateVersion int
}

func (r *revisionRow) revision() Revision {
	return Revision{
		Number: r.Number, Created: r.CreatedAt.Time, Author: Author{r.KeyName, r.Author}, Note: r.Note, Restored: r.Restored,
		State: r.State, Issued: Issue{r.Template, r.TemplateVersion},
		Code: r.Code, Title: r.Title, Department: r.Department, Content: []byte(r.Content),
	}
}

// stateRow is a row of the table revision_states.
type stateRow struct {
	bun.BaseModel `bun:"table:revision_states,alias:revision_states"`

	Key         int64 `bun:",pk,autoincrement"`
	PositionKey int64
	Number      int
	State       State
	At          instant
	KeyName     string
	Author      string
	Note        string
}

// addRevision writes the newest revision of a position as a draft.
func (tx *Tx) addRevision(ctx context.Context, p *positionRow, by Author, note string, restored int) error {
	r := &revisionRow{
		PositionKey: p.Key, Number: p.Revision, Content: p.Content, Code: p.Code, Title: p.Title, Department: p.Department,
		CreatedAt: instant{tx.at}, KeyName: by.Key, Author: by.Name, Note: note, Restored: restored, State: Draft,
	}
	if _, err := tx.db.NewInsert().Model(r).Exec(ctx); err != nil {
		return fmt.Errorf("add revision %d: %w", r.Number, err)
	}
	return tx.addStep(ctx, r, by, "")
}

func (tx *Tx) addStep(ctx context.Context, r *revisionRow, by Author, note string) error {
	_, err := tx.db.NewInsert().Model(&stateRow{
		PositionKey: r.PositionKey, Number: r.Number, State: r.State, At: instant{tx.at}, KeyName: by.Key, Author: by.Name, Note: note,
	}).Exec(ctx)
	return err
}

// SetState takes a revision to another state. issue is what the revision is
// issued with when the state is [Approved]; otherwise it is passed over. version is as of [Tx.ReplacePosition].
// The error is a [*TransitionError] when there is no way from the state it is in.
func (tx *Tx) SetState(ctx context.Context, id string, number int, version int64, to State, issue Issue, by Author, note string) (Position, Revision, error) {
	p, err := tx.lockPosition(ctx, id, version)
	if err != nil {
		return Position{}, Revision{}, err
	}
	if !p.ArchivedAt.IsZero() {
		return Position{}, Revision{}, ErrArchived
	}
	r, err := tx.revisionRow(ctx, p.Key, number)
	if err != nil {
		return Position{}, Revision{}, err
	}
	if !slices.Contains(next[r.State], to) {
		return Position{}, Revision{}, &TransitionError{r.State, to}
	}
	r.State = to
	if to == Approved {
		r.Template, r.TemplateVersion = issue.Template, issue.Version
	}
	if err := one(tx.db.NewUpdate().Model(r).Column("state", "template", "template_version").WherePK().Exec(ctx)); err != nil {
		return Position{}, Revision{}, err
	}
	if err := tx.addStep(ctx, r, by, note); err != nil {
		return Position{}, Revision{}, err
	}
	if err := tx.db.NewSelect().Model((*revisionRow)(nil)).ColumnExpr("COALESCE(MAX(number), 0)").
		Where("position_key = ?", p.Key).Where("state = ?", Approved).Scan(ctx, &p.Approved); err != nil {
		return Position{}, Revision{}, err
	}
	if number == p.Revision {
		p.State = to
	}
	if err := tx.touch(ctx, p); err != nil {
		return Position{}, Revision{}, err
	}
	return p.position(), r.revision(), nil
}

// RestoreRevision adds a revision that repeats an earlier one.
func (tx *Tx) RestoreRevision(ctx context.Context, id string, number int, version int64, by Author, note string) (Position, error) {
	p, err := tx.lockPosition(ctx, id, version)
	if err != nil {
		return Position{}, err
	}
	if !p.ArchivedAt.IsZero() {
		return Position{}, ErrArchived
	}
	r, err := tx.revisionRow(ctx, p.Key, number)
	if err != nil {
		return Position{}, err
	}
	content, faults := position.Decode([]byte(r.Content))
	if len(faults) > 0 {
		return Position{}, fmt.Errorf("revision %d of position %s does not fit this program: %s", number, id, faults[0].English)
	}
	return tx.revise(ctx, p, content, by, note, number)
}

func (q Reader) revisionRow(ctx context.Context, key int64, number int) (*revisionRow, error) {
	r := &revisionRow{}
	err := q.db.NewSelect().Model(r).Where("position_key = ?", key).Where("number = ?", number).Scan(ctx)
	return r, found(err)
}

// Revision returns one revision of a position, with its content.
func (q Reader) Revision(ctx context.Context, p Position, number int) (Revision, error) {
	r, err := q.revisionRow(ctx, p.key, number)
	if err != nil {
		return Revision{}, err
	}
	return r.revision(), nil
}

// Revisions returns at most limit revisions of a position without content, the newest
// first, beginning below the number before; 0 begins with the newest.
func (q Reader) Revisions(ctx context.Context, p Position, before, limit int) ([]Revision, error) {
	var rows []revisionRow
	s := q.db.NewSelect().Model(&rows).ExcludeColumn("content").Where("position_key = ?", p.key).OrderExpr("number DESC").Limit(int64(limit))
	if before > 0 {
		s = s.Where("number < ?", before)
	}
	if err := s.Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Revision, len(rows))
	for i := range rows {
		out[i] = rows[i].revision()
		out[i].Content = nil
	}
	return out, nil
}

// Steps returns the states that a revision went through, the first first.
func (q Reader) Steps(ctx context.Context, p Position, number int) ([]Step, error) {
	var rows []stateRow
	if err := q.db.NewSelect().Model(&rows).Where("position_key = ?", p.key).Where("number = ?", number).OrderExpr("key").Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Step, len(rows))
	for i, r := range rows {
		out[i] = Step{r.State, r.At.Time, Author{r.KeyName, r.Author}, r.Note}
	}
	return out, nil
}
