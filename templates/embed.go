// Package templates holds the built-in forms: one folder of unzipped .docx
// parts each, so that a change to a form can be reviewed line by line.
// wordml.Zip makes a .docx of a folder.
package templates

import (
	"embed"
	"io/fs"
)

// FS holds the folders, named as the templates are ("classic").
// The prefix all: is needed for _rels, which embed would leave out.
//
//go:embed all:classic all:classic.en all:controlled all:handwritten all:institution all:narrative all:weighted
var FS embed.FS

// papers holds the folders of what is printed beside forms: "front" is cover and
// contents of a bound book, "divider" the page before a department in it, "audit" the report of an audit,
// "compare" the table of what changed between two revisions.
//
//go:embed all:paper
var papers embed.FS

// Paper returns the folder of a paper.
func Paper(name string) (fs.FS, error) { return fs.Sub(papers, "paper/"+name) }
