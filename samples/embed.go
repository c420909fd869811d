// Package samples holds example positions, one JSON file each; README.md beside
// this file says what each of them shows. The tests of every format, the first
// run of a newcomer and the pictures of the documentation all use them.
//
// It is data: it must not know how a position is decoded or printed.
package samples

import "embed"

// FS holds the positions, *.json, in one flat folder. Their names sort in the
// order of README.md. Safe for concurrent use.
//
//go:embed *.json
var FS embed.FS
