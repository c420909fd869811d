package store

import (
	"errors"
	"fmt"
)

// ErrNotFound says that there is nothing of that id, name or number.
var ErrNotFound = errors.New("not in the store")

// ErrNoStore says that no store was ever made in a folder or database.
var ErrNoStore = errors.New("there is no store")

// ConflictError says that another position has the identity.
type ConflictError struct {
	ID     string // of the other
	ByCode bool   // both have one code; else they have none, but one department and title
}

func (e *ConflictError) Error() string { return "position " + e.ID + " has this identity" }

// StaleError says that what was to be changed is not what the client saw last.
type StaleError struct {
	Version int64 // what it is now
}

func (e *StaleError) Error() string { return fmt.Sprintf("the position is at version %d", e.Version) }

// TransitionError says that a revision cannot go from one state to another.
type TransitionError struct {
	From, To State
}

func (e *TransitionError) Error() string {
	return fmt.Sprintf("a revision in state %s cannot become %s", e.From, e.To)
}

// ErrArchived says that an archived position takes no changes before it is restored.
var ErrArchived = errors.New("the position is archived")
