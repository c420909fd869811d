package store

import (
	"context"

	"github.com/uptrace/bun"
)

// table is one that makes up what a company keeps. Its columns are those that
// the database lists; the ones named here are special.
type table struct {
	name string
	key  string   // columns of the primary key, as in ORDER BY
	anew []string // columns that follow from others: not copied, made again
}

// kept lists the tables that a backup holds, each after those that it refers to.
var kept = []table{
	{name: "positions", key: "key", anew: []string{
		"identity", "code", "title", "department", "team", "code_folded", "title_folded", "dept_folded", "title_order", "dept_order", "search",
	}},
	{name: "revisions", key: "position_key, number"},
	{name: "revision_states", key: "key"},
	{name: "templates", key: "name"},
	{name: "template_versions", key: "name, version"},
	{name: "template_defaults", key: "dept_folded"},
	{name: "links", key: "id"},
	{name: "signing_keys", key: "id"},
	{name: "api_keys", key: "id"},
	{name: "events", key: "key"},
}

// passing lists the tables that a backup leaves out, with the reason: what is in
// them follows from others or is of no use a day later.
var passing = map[string]string{
	"position_grams": "made anew of positions",
	"idempotency":    "answers that are kept for a day, for clients that ask again",
}

// erase empties all tables but those of the migrations.
func (tx *Tx) erase(ctx context.Context) error {
	if _, err := tx.db.NewRaw(tx.engine.clearIndex).Exec(ctx); err != nil {
		return err
	}
	if _, err := tx.db.NewRaw("DELETE FROM idempotency").Exec(ctx); err != nil {
		return err
	}
	for i := len(kept) - 1; i >= 0; i-- {
		if _, err := tx.db.NewRaw("DELETE FROM ?", bun.Ident(kept[i].name)).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
