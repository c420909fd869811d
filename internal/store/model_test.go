package store_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"jobdoc/internal/position"
	"jobdoc/internal/store"
)

// model is what a store ought to be, kept in memory in the plainest way.
type model struct {
	positions []*kept // in the order in which they were made
}

// kept is a position of the model with its history.
type kept struct {
	store.Position
	says      position.Position
	revisions []keptRevision
}

type keptRevision struct {
	store.Revision
	says  position.Position
	steps []store.Step
}

// outcome says how a change ended, so that the store's and the model's can be compared.
func outcome(err error) string {
	var (
		conflict   *store.ConflictError
		stale      *store.StaleError
		transition *store.TransitionError
	)
	switch {
	case err == nil:
		return "done"
	case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrArchived):
		return err.Error()
	case errors.As(err, &conflict), errors.As(err, &stale), errors.As(err, &transition):
		return err.Error()
	}
	return "unexpected: " + err.Error()
}

func (m *model) find(id string) *kept {
	for _, k := range m.positions {
		if k.ID == id {
			return k
		}
	}
	return nil
}

// taken returns the error of taking the identity of p, for another than k.
func (m *model) taken(p position.Position, k *kept) error {
	for _, other := range m.positions {
		if other != k && other.Archived.IsZero() && other.says.Identity() == p.Identity() {
			return &store.ConflictError{ID: other.ID}
		}
	}
	return nil
}

// say makes p what the position says from now on, as a new revision.
func (k *kept) say(p position.Position, restored int, at time.Time, by store.Author, note string) {
	k.says, k.Content = p, p.JSON()
	k.Code, k.Title, k.Department, k.Team = p.Code(), p.Title(), p.Department(), p.Group()
	k.Revision++
	k.State = store.Draft
	k.revisions = append(k.revisions, keptRevision{
		says: p,
		Revision: store.Revision{
			Number: k.Revision, Created: at, Author: by, Note: note, Restored: restored, State: store.Draft,
			Code: k.Code, Title: k.Title, Department: k.Department, Content: k.Content,
		},
		steps: []store.Step{{State: store.Draft, At: at, Author: by}},
	})
	k.changed(at)
}

func (k *kept) changed(at time.Time) {
	k.Version++
	k.Updated = at
}

// create adds a position; the id is what the store made up.
func (m *model) create(p position.Position, at time.Time, by store.Author, note string) (*kept, error) {
	if err := m.taken(p, nil); err != nil {
		return nil, err
	}
	k := &kept{Position: store.Position{Created: at}}
	k.say(p, 0, at, by, note)
	m.positions = append(m.positions, k)
	return k, nil
}

// open finds a position that is to be changed.
func (m *model) open(id string, version int64) (*kept, error) {
	k := m.find(id)
	switch {
	case k == nil:
		return nil, store.ErrNotFound
	case version != 0 && version != k.Version:
		return nil, &store.StaleError{Version: k.Version}
	}
	return k, nil
}

// openLiving finds one that must not be archived.
func (m *model) openLiving(id string, version int64) (*kept, error) {
	k, err := m.open(id, version)
	if err == nil && !k.Archived.IsZero() {
		err = store.ErrArchived
	}
	return k, err
}

func (m *model) replace(id string, version int64, p position.Position, at time.Time, by store.Author, note string) error {
	k, err := m.openLiving(id, version)
	if err != nil || string(k.Content) == string(p.JSON()) {
		return err
	}
	if err := m.taken(p, k); err != nil {
		return err
	}
	k.say(p, 0, at, by, note)
	return nil
}

func (m *model) restore(id string, number int, version int64, at time.Time, by store.Author, note string) error {
	k, err := m.openLiving(id, version)
	if err != nil {
		return err
	}
	if number < 1 || number > k.Revision {
		return store.ErrNotFound
	}
	p := k.revisions[number-1].says
	if err := m.taken(p, k); err != nil {
		return err
	}
	k.say(p, number, at, by, note)
	return nil
}

func (m *model) setState(id string, number int, version int64, to store.State, issue store.Issue, at time.Time, by store.Author, note string) error {
	k, err := m.openLiving(id, version)
	if err != nil {
		return err
	}
	if number < 1 || number > k.Revision {
		return store.ErrNotFound
	}
	r := &k.revisions[number-1]
	allowed := map[store.State]string{store.Draft: "review void", store.Review: "approved draft void", store.Approved: "void"}
	if !slices.Contains(strings.Fields(allowed[r.State]), string(to)) {
		return &store.TransitionError{From: r.State, To: to}
	}
	r.State = to
	if to == store.Approved {
		r.Issued = issue
	}
	r.steps = append(r.steps, store.Step{State: to, At: at, Author: by, Note: note})
	if number == k.Revision {
		k.State = to
	}
	k.Approved = 0
	for _, r := range k.revisions {
		if r.State == store.Approved {
			k.Approved = r.Number
		}
	}
	k.changed(at)
	return nil
}

func (m *model) archive(id string, version int64, at time.Time) error {
	k, err := m.open(id, version)
	if err == nil && k.Archived.IsZero() {
		k.Archived = at
		k.changed(at)
	}
	return err
}

func (m *model) unarchive(id string, version int64, at time.Time) error {
	k, err := m.open(id, version)
	if err != nil || k.Archived.IsZero() {
		return err
	}
	if err := m.taken(k.says, k); err != nil {
		return err
	}
	k.Archived = time.Time{}
	k.changed(at)
	return nil
}

// list returns the ids of a whole list, in its order.
func (m *model) list(q store.Query) []string {
	ids := []string{}
	var found []*kept
	for _, k := range m.positions {
		if k.matches(q) {
			found = append(found, k)
		}
	}
	chinese := collate.New(language.Chinese)
	slices.SortStableFunc(found, func(a, b *kept) int {
		switch q.Sort {
		case store.ByTitle:
			return chinese.CompareString(position.Fold(a.Title), position.Fold(b.Title))
		case store.ByDepartment:
			return chinese.CompareString(position.Fold(a.Department), position.Fold(b.Department))
		case store.ByCode:
			return cmp.Compare(position.Fold(a.Code), position.Fold(b.Code))
		}
		return a.Updated.Compare(b.Updated)
	})
	if q.Descending != (q.Sort == store.ByUpdated) {
		slices.Reverse(found)
	}
	for _, k := range found {
		ids = append(ids, k.ID)
	}
	return ids
}

func (k *kept) matches(q store.Query) bool {
	same := func(is, asked string) bool { return asked == "" || position.Fold(is) == position.Fold(asked) }
	switch {
	case q.Archived == store.WithoutArchived && !k.Archived.IsZero(),
		q.Archived == store.OnlyArchived && k.Archived.IsZero(),
		q.State != "" && q.State != k.State,
		!same(k.Department, q.Department), !same(k.Code, q.Code),
		!strings.Contains(position.Fold(k.Title), position.Fold(q.Title)):
		return false
	}
	for _, term := range strings.Fields(q.Text) {
		if !k.contains(position.Fold(term)) {
			return false
		}
	}
	return true
}

// contains reports whether a value of the position contains the folded term.
func (k *kept) contains(term string) bool {
	for leaf := range k.says.Leaves() {
		value := ""
		switch v := leaf.Value.(type) {
		case string:
			value = v
		case json.Number:
			value = v.String()
		}
		if strings.Contains(position.Fold(value), term) {
			return true
		}
	}
	return term == ""
}

// differs compares a position of the model, and the list of its revisions, with
// what the store says of it.
func (k *kept) differs(ctx context.Context, s *store.Store, revisionsOnPage int) error {
	got, err := s.Position(ctx, k.ID)
	if err != nil {
		return err
	}
	if d := diff(k.Position, got.Bare()); d != "" {
		return fmt.Errorf("position %s (-want +got)\n%s", k.ID, d)
	}
	listed, err := pages(func(before int) ([]store.Revision, error) { return s.Revisions(ctx, got, before, revisionsOnPage) })
	if err != nil {
		return err
	}
	want := []store.Revision{}
	for _, r := range slices.Backward(k.revisions) {
		r.Content = nil
		want = append(want, r.Revision)
	}
	if d := diff(want, listed); d != "" {
		return fmt.Errorf("revisions of %s (-want +got)\n%s", k.ID, d)
	}
	return nil
}

// historyDiffers compares the revisions of a position and the states that they
// went through with what the store says of them.
func (k *kept) historyDiffers(ctx context.Context, s *store.Store) error {
	p, err := s.Position(ctx, k.ID)
	if err != nil {
		return err
	}
	for i, want := range k.revisions {
		r, err := s.Revision(ctx, p, i+1)
		if err != nil {
			return err
		}
		steps, err := s.Steps(ctx, p, i+1)
		if err != nil {
			return err
		}
		if d := diff(want.Revision, r) + diff(want.steps, steps); d != "" {
			return fmt.Errorf("revision %s %d (-want +got)\n%s", k.ID, i+1, d)
		}
	}
	for _, number := range []int{0, -1, k.Revision + 1} {
		if _, err := s.Revision(ctx, p, number); !errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("revision %s %d: %w, want ErrNotFound", k.ID, number, err)
		}
	}
	return nil
}
