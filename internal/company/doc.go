// Package company makes up a plausible company: departments, a tree of superiors,
// positions with duties in the language of offices, ten or a hundred thousand of
// them. The same seed gives the same company. On request some positions carry
// faults that are known, so that whoever looks for faults can be tested.
//
// It writes JSON and must not know how positions are decoded, audited or printed.
// The people and the employer are invented.
package company
