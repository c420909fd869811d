// Package compare tells what changed between two revisions of a position, field by
// field, and prints it as a 修订对照表.
//
// The files, each of which knows one thing:
//
//	change.go    Comparison, Change: what is told, also as JSON
//	tree.go      a position as lists of items, in one way of writing
//	match.go     which item of a list was which, by its text
//	similar.go   how like two texts are, for many at once
//	order.go     which items of a list moved: as few as can be
//	differ.go    the walk along the field table that makes the changes
//	item.go      the same for lists and their items
//	label.go     what a place is called
//	print.go     how a value reads
//	piece.go     what of a text was kept, removed and added
//	sheet.go     the 修订对照表: its head, and what it is filled with
//	row.go       a change as a row of it
//	mark.go      struck and underlined text in it
//
// Everything is a pure function of what it is given. The package is driven by the field
// table and knows no field by name. It must not know where revisions come
// from, nor files, HTTP or the clock.
package compare
