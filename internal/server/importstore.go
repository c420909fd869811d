package server

import (
	"context"
	"errors"

	"jobdoc/internal/store"
)

// maxImportTries bounds how often a batch is begun anew because another client
// has stored, or archived, one of its positions meanwhile.
const maxImportTries = 5

// flush stores the batch in one transaction, or says what that would do.
func (m *importer) flush(ctx context.Context) error {
	if len(m.batch) == 0 {
		return nil
	}
	kept := m.server.config.Store
	var done []ImportItem
	var err error
	if m.result.DryRun {
		err = kept.View(ctx, func(ctx context.Context, q store.Reader) error {
			done, err = m.foresee(ctx, q)
			return err
		})
	} else {
		var conflict *store.ConflictError
		for try := 1; ; try++ {
			err = kept.Update(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
				done, err = m.store(ctx, tx)
				return err
			})
			if !errors.As(err, &conflict) && !errors.Is(err, store.ErrArchived) || try == maxImportTries {
				break
			}
		}
	}
	if err != nil {
		return err
	}
	for _, it := range done {
		m.end(it, it.Outcome)
	}
	m.batch, m.size = m.batch[:0], 0
	return nil
}

// store stores the batch.
func (m *importer) store(ctx context.Context, tx *store.Tx) ([]ImportItem, error) {
	done := make([]ImportItem, len(m.batch))
	for i, want := range m.batch {
		it := want.item
		p, err := tx.PositionByIdentity(ctx, want.position)
		was := p.Revision
		switch {
		case errors.Is(err, store.ErrNotFound):
			it.Outcome = created
			p, err = tx.CreatePosition(ctx, want.position, authorOf(ctx), m.note)
		case err == nil:
			it.Outcome = replaced
			p, err = tx.ReplacePosition(ctx, p.ID, 0, want.position, authorOf(ctx), m.note)
		}
		if err != nil {
			return nil, err
		}
		it.ID, it.Revision = p.ID, p.Revision
		if it.Outcome == replaced && p.Revision == was {
			it.Outcome = unchanged
		} else if err := m.server.log(ctx, tx, "position."+actions[it.Outcome], p.ID, p.Revision); err != nil {
			return nil, err
		}
		done[i] = it
	}
	return done, nil
}

// actions name the outcomes in the audit log.
var actions = map[string]string{created: "create", replaced: "replace"}

// foresee says what storing the batch would do.
func (m *importer) foresee(ctx context.Context, q store.Reader) ([]ImportItem, error) {
	done := make([]ImportItem, len(m.batch))
	for i, want := range m.batch {
		it := want.item
		p, err := q.PositionByIdentity(ctx, want.position)
		switch {
		case errors.Is(err, store.ErrNotFound):
			it.Outcome, it.Revision = created, 1
		case err != nil:
			return nil, err
		case string(p.Content) == string(want.position.JSON()):
			it.Outcome, it.ID, it.Revision = unchanged, p.ID, p.Revision
		default:
			it.Outcome, it.ID, it.Revision = replaced, p.ID, p.Revision+1
		}
		done[i] = it
	}
	return done, nil
}
