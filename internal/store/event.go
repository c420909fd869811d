package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// Event is an entry of the audit log: who did what to which thing. It holds
// nothing of what the thing says.
type Event struct {
	At      time.Time // zero in what is written with a change: when that happens
	Author  Author
	Action  string // noun.verb, such as position.create
	Subject string // id or name of the thing, "" where it is no single one
	Number  int    // of the revision or version, 0 for none
	Address string // of the client, "" where there is none
	Request string // id of the request
}

// Names that stand in the log in place of a key's; no key is called so.
const (
	LocalKey   = "local"   // of a service that asks for no key
	CommandKey = "command" // of the command line
	LinkKey    = "link"    // of whoever opened a link
)

// ReservedKeyName reports whether a key cannot have the name, since the log
// would take it for something else.
func ReservedKeyName(name string) bool {
	return name == LocalKey || name == CommandKey || name == LinkKey
}

// eventRow is a row of the table events.
type eventRow struct {
	bun.BaseModel `bun:"table:events,alias:events"`

	Key     int64 `bun:",pk,autoincrement"`
	At      instant
	KeyName string
	Author  string
	Action  string
	Subject string
	Number  int
	Address string
	Request string
}

func (e Event) row(at time.Time) *eventRow {
	if !e.At.IsZero() {
		at = e.At.UTC().Truncate(time.Millisecond)
	}
	return &eventRow{
		At: instant{at}, KeyName: e.Author.Key, Author: e.Author.Name, Action: e.Action, Subject: e.Subject, Number: e.Number,
		Address: e.Address, Request: e.Request,
	}
}

func (r *eventRow) event() Event {
	return Event{
		At: r.At.Time, Author: Author{r.KeyName, r.Author}, Action: r.Action, Subject: r.Subject, Number: r.Number,
		Address: r.Address, Request: r.Request,
	}
}

// Log writes events with the change that they tell of.
func (tx *Tx) Log(ctx context.Context, events ...Event) error {
	if len(events) == 0 {
		return nil
	}
	rows := make([]*eventRow, len(events))
	for i, e := range events {
		rows[i] = e.row(tx.at)
	}
	_, err := tx.db.NewInsert().Model(&rows).Exec(ctx)
	return err
}

// EventQuery says which events a list holds. The zero EventQuery is all.
type EventQuery struct {
	Subject string // id or name of a thing
	Action  string // position.create, or the noun alone: position
	Key     string // name of the API key
	Since   time.Time
	Until   time.Time // not included
	Cursor  string    // of the page before, "" for the first page
	Limit   int       // events on a page, 0: 50
}

// eventCursor is where a page ended.
type eventCursor struct {
	At  int64 `json:"t"`
	Key int64 `json:"k"`
}

// Events returns a page of the log, the newest first, and the cursor of the
// next page, "" when there is none. The error is [ErrCursor] where the cursor is
// none of this list.
func (q Reader) Events(ctx context.Context, query EventQuery) (page []Event, nextPage string, err error) {
	if query.Limit == 0 {
		query.Limit = 50
	}
	var rows []eventRow
	s := query.filter(q.db.NewSelect().Model(&rows))
	if query.Cursor != "" {
		var c eventCursor
		data, err := base64.RawURLEncoding.Strict().DecodeString(query.Cursor)
		if err == nil {
			err = json.Unmarshal(data, &c)
		}
		if err != nil {
			return nil, "", ErrCursor
		}
		s = s.Where("(at, key) < (?, ?)", c.At, c.Key)
	}
	if err := s.OrderExpr("at DESC, key DESC").Limit(int64(query.Limit) + 1).Scan(ctx); err != nil {
		return nil, "", err
	}
	if len(rows) > query.Limit {
		rows = rows[:query.Limit]
		last := rows[query.Limit-1]
		data, _ := json.Marshal(eventCursor{last.At.UnixMilli(), last.Key}) // a struct of numbers
		nextPage = base64.RawURLEncoding.EncodeToString(data)
	}
	page = make([]Event, len(rows))
	for i := range rows {
		page[i] = rows[i].event()
	}
	return page, nextPage, nil
}

func (query EventQuery) filter(s *bun.SelectQuery) *bun.SelectQuery {
	if query.Subject != "" {
		s = s.Where("subject = ?", query.Subject)
	}
	switch {
	case strings.Contains(query.Action, "."):
		s = s.Where("action = ?", query.Action)
	case query.Action != "":
		s = s.Where("action >= ? AND action < ?", query.Action+".", query.Action+"/") // / is what follows .
	}
	if query.Key != "" {
		s = s.Where("key_name = ?", query.Key)
	}
	if !query.Since.IsZero() {
		s = s.Where("at >= ?", query.Since.UnixMilli())
	}
	if !query.Until.IsZero() {
		s = s.Where("at < ?", query.Until.UnixMilli())
	}
	return s
}

// sweepBatch bounds the events that one transaction forgets, and so how long it
// keeps changes waiting.
const sweepBatch = 5000

// SweepEvents forgets the events before a time.
func (s *Store) SweepEvents(ctx context.Context, before time.Time) error {
	for {
		var n int64
		err := s.Update(ctx, func(ctx context.Context, tx *Tx) error {
			old := tx.db.NewSelect().Model((*eventRow)(nil)).Column("key").Where("at < ?", before.UnixMilli()).OrderExpr("at, key").Limit(sweepBatch)
			r, err := tx.db.NewDelete().Model((*eventRow)(nil)).Where("key IN (?)", old).Exec(ctx)
			if err == nil {
				n, err = r.RowsAffected()
			}
			return err
		})
		if err != nil || n < sweepBatch {
			return err
		}
	}
}
