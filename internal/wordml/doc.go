// Package wordml opens an untrusted .docx, gives its parts as trees of
// [Node], and writes a .docx again, copying what was not touched.
//
// It knows the container (Open Packaging Conventions, ECMA-376 part 2) and XML.
// It must not know what a template or a position is, nor how a page is set.
package wordml
