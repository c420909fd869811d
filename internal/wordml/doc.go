// Package wordml opens an untrusted .docx, gives its parts as trees of
// [Node], and writes a .docx again, copying what was not touched.
//
// It knows the container (Open Packaging Conventions, ECMA-376 part 2) and XML.
// It must not know what a template or a position is, nor how a page is set.
//
// A file is hostile until [Open] has read all of it: archive, XML, relationships,
// fields. Open refuses what could run (macros, ActiveX, OLE, scripts), what could
// be fetched (links of every kind but http, https and mailto hyperlinks), and what
// two programs could read as two different files. The trees that it checks are
// the trees that everybody reads afterwards. Nothing is ever fetched.
//
// The work on a file is bounded by counting, not by a deadline: bytes unpacked
// ([MaxPart], [MaxTotal]) and tokens of XML over all parts ([MaxTokens]), with
// work that grows with neither faster than in proportion. So a file that is
// refused is refused on every machine, busy or not, and callers need no context.
package wordml
