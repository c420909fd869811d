package server

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"jobdoc/internal/store"
)

// pick says which revision of a position is meant. The zero pick is the newest.
type pick struct {
	number   int // 0: by what follows
	approved bool
}

// Words for revisions whose number a client need not know.
const (
	pickLatest   = "latest"
	pickApproved = "approved"
)

// maxRevision bounds the number of a revision, so that every database takes it.
const maxRevision = 1<<31 - 1

// parsePick reads a number from 1, latest or approved; "" is latest. ok is
// false for anything else.
func parsePick(text string) (p pick, ok bool) {
	switch text {
	case "", pickLatest:
		return pick{}, true
	case pickApproved:
		return pick{approved: true}, true
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > maxRevision || strconv.Itoa(n) != text {
		return pick{}, false
	}
	return pick{number: n}, true
}

// readPick reads the parameter of that name.
func readPick(parameter, text string) (pick, []parameterFault) {
	p, ok := parsePick(text)
	if !ok {
		return p, []parameterFault{{
			code: parameter + "-invalid", parameter: parameter,
			zh: "应是从 1 开始的修订序号，或 latest（最新的）、approved（最新的已批准的）",
			en: "must be the number of a revision, from 1, or latest, or approved for the newest approved one",
		}}
	}
	return p, nil
}

// of returns the revision, with its content. The error is a [*requestError] of
// status 404 when the position has none such.
func (p pick) of(ctx context.Context, q store.Reader, of store.Position) (store.Revision, error) {
	number := p.number
	switch {
	case p.approved && of.Approved == 0:
		return store.Revision{}, &requestError{
			status: http.StatusNotFound,
			zh:     "这个职位还没有已批准的修订", en: "the position has no approved revision yet",
		}
	case p.approved:
		number = of.Approved
	case number == 0:
		number = of.Revision
	case number > of.Revision:
		return store.Revision{}, noRevision(of)
	}
	return q.Revision(ctx, of, number)
}

func noRevision(of store.Position) error {
	return &requestError{
		status: http.StatusNotFound,
		zh:     fmt.Sprintf("没有这次修订，最新的是第 %d 次", of.Revision),
		en:     fmt.Sprintf("there is no such revision; the newest is %d", of.Revision),
	}
}

// revisionParameter describes a parameter that picks a revision.
func revisionParameter(name, description string) *huma.Param {
	p := queryParameter(name, description, &huma.Schema{Type: huma.TypeString, Pattern: "^([1-9][0-9]*|latest|approved)$"})
	p.Example = pickApproved
	return p
}
