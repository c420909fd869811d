// Package fidelity measures how near our typesetter comes to LibreOffice: it
// lays the same documents out with both and compares where every line begins
// and ends.
//
// LibreOffice is not Word. It stands in for Word because it can be had
// everywhere; where Word was measured to do otherwise we follow Word, and the
// table of exceptions says so.
//
// It is a tool of developers: nothing that users run may import it. It must not
// know how anything is laid out.
package fidelity
