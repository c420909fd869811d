// Package audit says what is missing, contradictory or forgotten in a set of
// positions: each finding with its check, place, the text in question and what to do.
//
// Checks are a table ([Checks]). Some look at one position, the others at the
// whole set, of which only an index is kept, so that a hundred thousand positions
// fit into memory. What is found does not depend on the order of the positions.
//
// The package must not know files, formats of reports or the clock: the date
// comes in by [Options].
package audit
