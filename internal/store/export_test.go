package store

import "context"

// CountEvents returns how many entries of the log tell of an action.
func (s *Store) CountEvents(ctx context.Context, action string) (int, error) {
	n, err := s.db.NewSelect().Model((*eventRow)(nil)).Where("action = ?", action).Count(ctx)
	return int(n), err
}

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
