package store

import "context"

// CountEvents returns how many entries of the log tell of an action.
func (s *Store) CountEvents(ctx context.Context, action string) (int, error) {
	n, err := s.db.NewSelect().Model((*eventRow)(nil)).Where("action = ?", action).Count(ctx)
	return int(n), err
}
