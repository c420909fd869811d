package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"jobdoc/internal/store"
)

// approve takes the newest revision of a position through review.
func approve(t testing.TB, s *store.Store, p store.Position) (out store.Position) {
	t.Helper()
	update(t, s, func(ctx context.Context, tx *store.Tx) (err error) {
		if _, _, err = tx.SetState(ctx, p.ID, p.Revision, 0, store.Review, store.Issue{}, who, ""); err == nil {
			out, _, err = tx.SetState(ctx, p.ID, p.Revision, 0, store.Approved, store.Issue{Template: "classic"}, who, "可以")
		}
		return err
	})
	return out
}

func TestCheckNamesWhatIsWrong(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		if err := s.Check(ctx); err != nil {
			t.Fatalf("an empty store: %v", err)
		}
		for _, c := range []struct{ spoil, want string }{
			{`UPDATE positions SET revision = 2`, "does not have every revision"},
			{`DELETE FROM revision_states`, "not in the state of its last step"},
			{`UPDATE positions SET state = 'void'`, "not what its newest revision is"},
			{`UPDATE positions SET approved = NULL`, "another newest approved revision"},
			{`UPDATE revision_states SET state = 'void' WHERE state = 'review'`, "a state that cannot follow"},
			{`UPDATE revision_states SET state = 'review' WHERE state = 'draft'`, "a state that cannot follow"},
			{`DELETE FROM position_grams`, "not in the index of the search"},
			{`UPDATE positions SET search = 'x'`, "found by other words"},
			{`UPDATE positions SET title_order = dept_order`, "found by other words"},
			{`UPDATE positions SET content = '{}'`, "does not fit this program"},
			{`INSERT INTO templates (name, version) VALUES ('本公司', 1)`, "template 本公司 does not have every version"},
			{`INSERT INTO links (id, position_key, target, number, template, format, note, created_at, key_name, author, used_tag, max_uses, uses)
				SELECT 'l1', key, 'latest', 0, '', 'pdf', '', 0, '', '', '', 3, 4 FROM positions`, "link l1 was used more often"},
			{`INSERT INTO links (id, position_key, target, number, template, format, note, created_at, key_name, author, used_tag)
				SELECT 'l2', key, 'revision', 9, '', 'pdf', '', 0, '', '', '' FROM positions`, "link l2 leads to a revision"},
		} {
			if err := s.Erase(ctx); err != nil {
				t.Fatal(err)
			}
			p := approve(t, s, create(t, s, decode(t, `{"title":"经理","department":"大客户部"}`, "甲")))
			if err := s.Check(ctx); err != nil {
				t.Fatalf("before %s: %v", c.spoil, err)
			}
			if err := s.Exec(ctx, c.spoil); err != nil {
				t.Fatalf("%s: %v", c.spoil, err)
			}
			var wrong *store.CheckError
			if err := s.Check(ctx); !errors.As(err, &wrong) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("after %s: %v, want %q", c.spoil, err, c.want)
			} else if strings.Contains(c.want, "position") && !strings.Contains(err.Error(), p.ID) {
				t.Errorf("after %s: %v does not name %s", c.spoil, err, p.ID)
			}
		}
	})
}
