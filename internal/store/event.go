package store

import (
	"context"

	"github.com/uptrace/bun"
)

// Event is an entry of the audit log: who did what to which thing. It holds
// nothing of what the thing says.
type Event struct {
	Author  Author
	Action  string // noun.verb, such as position.create
	Subject string // id or name of the thing
	Number  int    // of the revision or version, 0 for none
	Address string // of the client, "" where there is none
	Request string // id of the request
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

// Log writes an event with the change that it tells of.
func (tx *Tx) Log(ctx context.Context, e Event) error {
	_, err := tx.db.NewInsert().Model(&eventRow{
		At: instant{tx.at}, KeyName: e.Author.Key, Author: e.Author.Name, Action: e.Action, Subject: e.Subject, Number: e.Number,
		Address: e.Address, Request: e.Request,
	}).Exec(ctx)
	return err
}
