package store

import (
	"context"
	"errors"
	"fmt"
)

// Erase empties a store: a test that needs many new ones takes one and erases it.
func (s *Store) Erase(ctx context.Context) error {
	return s.Update(ctx, func(ctx context.Context, tx *Tx) error { return tx.erase(ctx) })
}

// Exec changes a store behind its back.
func (s *Store) Exec(ctx context.Context, query string, args ...any) error {
	_, err := s.engine.write.NewRaw(query, args...).Exec(ctx)
	return err
}

// Bare is the position without what only this package sees of it.
func (p Position) Bare() Position {
	p.key = 0
	return p
}

// Ask asks a store for something that it has no question for.
func (s *Store) Ask(ctx context.Context, answer any, query string, args ...any) error {
	return s.engine.read.NewRaw(query, args...).Scan(ctx, answer)
}

// Dump returns the rows of all tables that a backup holds, with all columns,
// those that are made anew too.
func (s *Store) Dump(ctx context.Context) (map[string][]string, error) {
	dump := map[string][]string{}
	err := s.View(ctx, func(ctx context.Context, q Reader) error {
		for _, t := range kept {
			rows, err := q.db.QueryContext(ctx, `SELECT * FROM "`+t.name+`" ORDER BY `+t.key)
			if err != nil {
				return err
			}
			names, _ := rows.Columns()
			for rows.Next() {
				values, places := make([]any, len(names)), make([]any, len(names))
				for i := range values {
					places[i] = &values[i]
				}
				if err := rows.Scan(places...); err != nil {
					return err
				}
				line := ""
				for i, v := range values {
					if b, ok := v.([]byte); ok {
						v = string(b)
					}
					line += fmt.Sprintf("%s=%#v ", names[i], v)
				}
				dump[t.name] = append(dump[t.name], line)
			}
			if err := errors.Join(rows.Err(), rows.Close()); err != nil {
				return err
			}
			if len(dump[t.name]) == 0 {
				dump[t.name] = nil
			}
		}
		return nil
	})
	return dump, err
}
