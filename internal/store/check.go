package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"jobdoc/internal/position"
)

// CheckError says what is wrong with a store. Each fault is a sentence that
// names its row by id, number or name, and nothing of what the row says.
type CheckError struct {
	Faults []string
}

func (e *CheckError) Error() string { return "the store is not whole: " + strings.Join(e.Faults, "; ") }

// maxBroken bounds how many rows are named for each law.
const maxBroken = 20

// law is something that holds for all rows. query gives a text for each row for
// which it does not; says has that text for %s.
type law struct {
	says, query string
	args        []any
}

// laws are what no foreign key and no unique index can promise.
func laws(e *engine) []law {
	grams := bun.Ident(e.gramsKey)
	return []law{
		{says: "position %s does not have every revision from 1 to its newest", query: `
			SELECT p.id FROM positions p
			LEFT JOIN (SELECT position_key, COUNT(*) AS n, MIN(number) AS lowest, MAX(number) AS highest FROM revisions GROUP BY position_key) r
				ON r.position_key = p.key
			WHERE r.n IS NULL OR r.n <> p.revision OR r.lowest <> 1 OR r.highest <> p.revision`},
		{says: "position %s is not what its newest revision is", query: `
			SELECT p.id FROM positions p JOIN revisions r ON r.position_key = p.key AND r.number = p.revision
			WHERE p.state <> r.state OR p.code <> r.code OR p.title <> r.title OR p.department <> r.department
				OR CAST(p.content AS TEXT) <> CAST(r.content AS TEXT)`},
		{says: "position %s has another newest approved revision than it says", query: `
			SELECT p.id FROM positions p WHERE COALESCE(p.approved, 0) <>
				COALESCE((SELECT MAX(r.number) FROM revisions r WHERE r.position_key = p.key AND r.state = 'approved'), 0)`},
		{says: "position %s has the identity of another living position", query: `
			SELECT MAX(p.id) FROM positions p WHERE p.archived_at IS NULL GROUP BY p.identity HAVING COUNT(*) > 1`},
		{says: "revision %s is not in the state of its last step", query: `
			SELECT p.id || ' ' || r.number FROM revisions r JOIN positions p ON p.key = r.position_key
			LEFT JOIN (SELECT position_key, number, MAX(key) AS last FROM revision_states GROUP BY position_key, number) l
				ON l.position_key = r.position_key AND l.number = r.number
			LEFT JOIN revision_states s ON s.key = l.last
			WHERE s.state IS NULL OR s.state <> r.state`},
		{says: "revision %s came to a state that cannot follow", args: []any{bun.List(transitions())}, query: `
			SELECT p.id || ' ' || s.number FROM (
				SELECT position_key, number, state, LAG(state) OVER (PARTITION BY position_key, number ORDER BY key) AS before FROM revision_states
			) s JOIN positions p ON p.key = s.position_key
			WHERE COALESCE(s.before, '') || ' ' || s.state NOT IN (?)`},
		{says: "position %s is not in the index of the search", args: []any{grams}, query: `
			SELECT id FROM positions WHERE key NOT IN (SELECT ? FROM position_grams)`},
		{says: "the index of the search has a position of key %s that is not there", args: []any{grams, grams}, query: `
			SELECT CAST(? AS TEXT) FROM position_grams WHERE ? NOT IN (SELECT key FROM positions)`},
		{says: "template %s does not have every version from 1 to its newest", query: `
			SELECT t.name FROM templates t
			LEFT JOIN (SELECT name, COUNT(*) AS n, MIN(version) AS lowest, MAX(version) AS highest FROM template_versions GROUP BY name) v
				ON v.name = t.name
			WHERE v.n IS NULL OR v.n <> t.version OR v.lowest <> 1 OR v.highest <> t.version`},
		{says: "link %s was used more often than it may be", query: `SELECT id FROM links WHERE uses < 0 OR uses > max_uses`},
		{says: "link %s leads to a revision that is not there", query: `
			SELECT l.id FROM links l LEFT JOIN revisions r ON r.position_key = l.position_key AND r.number = l.number
			WHERE l.target = 'revision' AND r.number IS NULL`},
	}
}

// transitions lists the ways of a revision from state to state, the first from
// nowhere.
func transitions() []string {
	ways := []string{" " + string(Draft)}
	for from, to := range next {
		for _, s := range to {
			ways = append(ways, string(from)+" "+string(s))
		}
	}
	return ways
}

// Check reads the whole store and returns a [*CheckError] that lists what is
// wrong with it, or another error when it cannot be read: what the database
// itself finds, the laws, and positions that are found by other words than
// they say. It sees one state of the store, also while others write.
func (s *Store) Check(ctx context.Context) error {
	faults, err := s.engine.integrity(ctx)
	if err != nil {
		return err
	}
	return s.View(ctx, func(ctx context.Context, q Reader) error {
		for _, l := range laws(s.engine) {
			var broken []string
			if err := q.db.NewRaw(l.query+fmt.Sprintf(" LIMIT %d", maxBroken), l.args...).Scan(ctx, &broken); err != nil {
				return fmt.Errorf("look for a row where %s: %w", fmt.Sprintf(l.says, "…"), err)
			}
			for _, row := range broken {
				faults = append(faults, fmt.Sprintf(l.says, row))
			}
		}
		more, err := q.checkColumns(ctx)
		if err != nil {
			return err
		}
		if faults = append(faults, more...); len(faults) > 0 {
			return &CheckError{faults}
		}
		return nil
	})
}

// checkColumns reads every position and compares the columns that follow from
// its content with what they ought to be.
func (q Reader) checkColumns(ctx context.Context) (faults []string, err error) {
	rows, err := q.db.NewSelect().Model((*positionRow)(nil)).OrderExpr("key").Rows(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // what failed is in rows.Err
	for rows.Next() && len(faults) < maxBroken {
		var is positionRow
		if err := q.engine.read.ScanRow(ctx, rows, &is); err != nil {
			return nil, err
		}
		p, wrong := position.Decode([]byte(is.Content))
		if len(wrong) > 0 {
			faults = append(faults, fmt.Sprintf("position %s does not fit this program: %s", is.ID, wrong[0].English))
			continue
		}
		ought := is
		ought.describe(p)
		if !is.describedAs(&ought) {
			faults = append(faults, fmt.Sprintf("position %s is found by other words than it says", is.ID))
		}
	}
	return faults, rows.Err()
}

// describedAs reports whether the columns of describe are the same, beside the content.
func (r *positionRow) describedAs(o *positionRow) bool {
	return r.Identity == o.Identity && r.Code == o.Code && r.Title == o.Title && r.Department == o.Department && r.Team == o.Team &&
		r.CodeFolded == o.CodeFolded && r.TitleFolded == o.TitleFolded && r.DeptFolded == o.DeptFolded &&
		string(r.TitleOrder) == string(o.TitleOrder) && string(r.DeptOrder) == string(o.DeptOrder) && r.Search == o.Search
}
