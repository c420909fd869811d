// Package font reads TrueType faces: it parses each once, tells metrics and
// coverage, chooses a face for each character, and cuts a face to the glyphs a
// document uses.
//
// It must not know documents, pages or output formats.
package font
