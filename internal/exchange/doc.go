// Package exchange brings positions in and takes what is said about them out:
// streams of JSON on one side, workbooks on the other.
//
// It reads from an [io.Reader] and writes to an [io.Writer]. It must not know
// files, folders, commands or the clock, nor how a position is judged or printed.
package exchange
