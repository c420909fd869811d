package store

import (
	"context"
	"iter"
)

// EachPosition yields the positions of a list with their contents, in the order
// in which they were first stored, one at a time: what is held of them does not
// grow with the list. Of the query only what narrows it counts. The Reader of a
// [Store.View] has nothing else asked of it meanwhile.
func (q Reader) EachPosition(ctx context.Context, query Query) iter.Seq2[Position, error] {
	return func(yield func(Position, error) bool) {
		rows, err := q.filter(q.db.NewSelect().Model((*positionRow)(nil)).Column(shown...).Column("content"), query).OrderExpr("key").Rows(ctx)
		if err != nil {
			yield(Position{}, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			r := &positionRow{}
			err := q.engine.read.ScanRow(ctx, rows, r)
			if !yield(r.position(), err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(Position{}, err)
		}
	}
}
