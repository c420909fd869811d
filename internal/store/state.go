package store

import (
	"fmt"
	"slices"
)

// State is how far a revision has come.
type State string

// The states, in order. The words on paper are 草稿, 审核中, 已批准 and 作废.
const (
	Draft    State = "draft"
	Review   State = "review"
	Approved State = "approved"
	Void     State = "void"
)

// States returns all states, in order.
func States() []State { return []State{Draft, Review, Approved, Void} }

// next lists where a revision can go from a state: forward, back to its author
// from review, and to void from everywhere. Void is the end.
var next = map[State][]State{
	Draft:    {Review, Void},
	Review:   {Approved, Draft, Void},
	Approved: {Void},
	Void:     nil,
}

// Next returns the states that a revision in state s can go to.
func (s State) Next() []State { return slices.Clone(next[s]) }

// Chinese returns the word that is printed.
func (s State) Chinese() string {
	return map[State]string{Draft: "草稿", Review: "审核中", Approved: "已批准", Void: "作废"}[s]
}

// LookupState returns the state of that name.
func LookupState(name string) (State, error) {
	if _, ok := next[State(name)]; !ok {
		return "", fmt.Errorf("no state %q", name)
	}
	return State(name), nil
}
