// Package render makes files of a position: it fills a Word template, lays the
// filled document out where the format needs pages, and writes DOCX, PDF or PNG.
// It holds the table of formats, the built-in templates, and the one place
// where the fields of a position become the names of a template.
//
// It must not know commands, HTTP, the clock or the disk: what it reads comes
// through [Config] or as bytes, and the same input gives the same bytes.
package render
