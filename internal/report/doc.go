// Package report writes what an audit found for people to read: a page of HTML that needs
// nothing but itself, Word and PDF through a Word template of ours, and the
// reporting tree as a picture in all of them.
//
// It writes to an [io.Writer] or returns bytes. It must not know checks, files or
// the clock: all it says comes with the [audit.Report].
package report
