package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"
)

// Target says which revision of its position a link shows.
type Target string

// The targets.
const (
	Pinned         Target = "revision" // the one of a number, for ever
	Latest         Target = "latest"   // the newest, whatever its state
	LatestApproved Target = "approved" // the newest approved one
)

// LinkState says what becomes of a fetch by a link.
type LinkState string

// The states of a link. One that is revoked and expired as well is revoked.
const (
	LinkActive  LinkState = "active"
	LinkRevoked LinkState = "revoked"
	LinkExpired LinkState = "expired"
	LinkUsedUp  LinkState = "used"
)

// LinkStates returns all states of a link.
func LinkStates() []LinkState { return []LinkState{LinkActive, LinkRevoked, LinkExpired, LinkUsedUp} }

// Link is a link to the document of a position. Nothing of it changes but its
// uses and that it is revoked.
type Link struct {
	ID       string
	Position string // id
	Target   Target
	Number   int    // of the revision with [Pinned], else 0
	Template string // "": the one that the revision was issued with, or the default
	Format   string
	Note     string

	Created time.Time
	Author  Author
	Expires time.Time // zero: never
	MaxUses int       // 0: any number

	Uses    int       // counted ones
	Used    time.Time // the last of them, zero for none
	UsedTag string    // entity tag of what was given then
	Revoked time.Time // zero while it is not
}

// State returns what is to be said of the link at a time.
func (l Link) State(now time.Time) LinkState {
	switch {
	case !l.Revoked.IsZero():
		return LinkRevoked
	case !l.Expires.IsZero() && !now.Before(l.Expires):
		return LinkExpired
	case l.MaxUses > 0 && l.Uses >= l.MaxUses:
		return LinkUsedUp
	}
	return LinkActive
}

// linkRow is a row of the table links. PositionID is of the joined position.
type linkRow struct {
	bun.BaseModel `bun:"table:links,alias:links"`

	ID          string `bun:",pk"`
	PositionKey int64
	Target      Target
	Number      int
	Template    string
	Format      string
	Note        string
	CreatedAt   instant
	KeyName     string
	Author      string
	ExpiresAt   instant
	MaxUses     int `bun:",nullzero"`
	Uses        int
	UsedAt      instant
	UsedTag     string
	RevokedAt   instant

	PositionID string `bun:",scanonly"`
}

func (r *linkRow) link() Link {
	return Link{
		ID: r.ID, Position: r.PositionID, Target: r.Target, Number: r.Number, Template: r.Template, Format: r.Format, Note: r.Note,
		Created: r.CreatedAt.Time, Author: Author{r.KeyName, r.Author}, Expires: r.ExpiresAt.Time, MaxUses: r.MaxUses,
		Uses: r.Uses, Used: r.UsedAt.Time, UsedTag: r.UsedTag, Revoked: r.RevokedAt.Time,
	}
}

// CreateLink adds a link. Of l are taken Position, Target, Number, Template,
// Format, Note, Author, Expires (its fraction of a second is dropped, as a token
// does) and MaxUses. The error is [ErrNotFound] when there is no such position;
// whether there is such a revision and template is for who asks to see.
func (tx *Tx) CreateLink(ctx context.Context, l Link) (Link, error) {
	p, err := tx.Position(ctx, l.Position)
	if err != nil {
		return Link{}, err
	}
	r := &linkRow{
		ID: tx.newID(), PositionKey: p.key, Target: l.Target, Number: l.Number, Template: l.Template, Format: l.Format, Note: l.Note,
		CreatedAt: instant{tx.at}, KeyName: l.Author.Key, Author: l.Author.Name,
		ExpiresAt: instant{l.Expires.Truncate(time.Second)}, MaxUses: l.MaxUses, PositionID: p.ID,
	}
	if _, err := tx.db.NewInsert().Model(r).Exec(ctx); err != nil {
		return Link{}, err
	}
	return r.link(), nil
}

// RevokeLink makes a link open nothing from now on. One that is revoked already
// stays as it is.
func (tx *Tx) RevokeLink(ctx context.Context, id string) error {
	if !plainID(id) {
		return ErrNotFound
	}
	r, err := tx.db.NewUpdate().Model((*linkRow)(nil)).Set("revoked_at = COALESCE(revoked_at, ?)", instant{tx.at}).Where("id = ?", id).Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return found(sql.ErrNoRows)
	}
	return nil
}

// Link returns a link, whatever its state.
func (q Reader) Link(ctx context.Context, id string) (Link, error) {
	if !plainID(id) {
		return Link{}, ErrNotFound
	}
	r := &linkRow{}
	err := q.links(r).Where("links.id = ?", id).Scan(ctx)
	return r.link(), found(err)
}

// links selects links with the ids of their positions.
func (q Reader) links(model any) *bun.SelectQuery {
	return q.db.NewSelect().Model(model).ColumnExpr("links.*, positions.id AS position_id").
		Join("JOIN positions ON positions.key = links.position_key")
}

// LinkQuery says which links a list holds.
type LinkQuery struct {
	Position string    // id; "": of all positions
	State    LinkState // "": of all states
	Cursor   string    // of the page before, "" for the first page
	Limit    int       // links on a page, 0: 50
}

// linkCursor is where a page ended.
type linkCursor struct {
	State LinkState `json:"s,omitempty"`
	Time  int64     `json:"t"`
	ID    string    `json:"k"`
}

// Links returns a page of a list, those made last first, and the cursor of the
// next page, "" when there is none. The error is [ErrCursor] when the cursor is
// none of this list.
func (q Reader) Links(ctx context.Context, query LinkQuery) (page []Link, nextPage string, err error) {
	if query.Limit == 0 {
		query.Limit = 50
	}
	var rows []linkRow
	s := q.filterLinks(q.links(&rows), query)
	if query.Cursor != "" {
		var c linkCursor
		data, err := base64.RawURLEncoding.Strict().DecodeString(query.Cursor)
		if err == nil {
			err = json.Unmarshal(data, &c)
		}
		if err != nil || c.State != query.State || c.ID == "" || !plainID(c.ID) {
			return nil, "", ErrCursor
		}
		s = s.Where("(links.created_at, links.id) < (?, ?)", c.Time, c.ID)
	}
	if err := s.OrderExpr("links.created_at DESC, links.id DESC").Limit(int64(query.Limit) + 1).Scan(ctx); err != nil {
		return nil, "", err
	}
	if len(rows) > query.Limit {
		rows = rows[:query.Limit]
		last := &rows[query.Limit-1]
		data, _ := json.Marshal(linkCursor{query.State, last.CreatedAt.UnixMilli(), last.ID}) // a struct of plain values
		nextPage = base64.RawURLEncoding.EncodeToString(data)
	}
	for i := range rows {
		page = append(page, rows[i].link())
	}
	return page, nextPage, nil
}

// filterLinks says in SQL what [Link.State] says.
func (q Reader) filterLinks(s *bun.SelectQuery, query LinkQuery) *bun.SelectQuery {
	if query.Position != "" {
		s = s.Where("positions.id = ?", query.Position)
	}
	now := instant{q.now()}
	switch query.State {
	case LinkRevoked:
		return s.Where("links.revoked_at IS NOT NULL")
	case LinkExpired:
		return s.Where("links.revoked_at IS NULL AND links.expires_at <= ?", now)
	case LinkUsedUp:
		return s.Where("links.revoked_at IS NULL AND (links.expires_at IS NULL OR links.expires_at > ?) AND links.uses >= links.max_uses", now)
	case LinkActive:
		return s.Where("links.revoked_at IS NULL AND (links.expires_at IS NULL OR links.expires_at > ?) AND (links.max_uses IS NULL OR links.uses < links.max_uses)", now)
	}
	return s
}
