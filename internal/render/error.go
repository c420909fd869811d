package render

import (
	"fmt"
	"strings"

	"jobdoc/internal/template"
)

// UnknownError says that a name is none of the known ones.
type UnknownError struct {
	Parameter string   // what it names: "format" or "template"
	Name      string   // as given
	Known     []string // every name that would do
}

func (e *UnknownError) Error() string {
	return fmt.Sprintf("unknown %s %q; known are %s", e.Parameter, e.Name, strings.Join(e.Known, ", "))
}

// PageError says that a document has no page of that number.
type PageError struct {
	Page  int // as asked for, counted from 1
	Pages int // how many there are
}

func (e *PageError) Error() string {
	return fmt.Sprintf("no page %d: the document has %d", e.Page, e.Pages)
}

// TemplateFault is one thing wrong with a template.
type TemplateFault = template.Fault

// TemplateError holds everything that is wrong with a template.
type TemplateError struct {
	Faults []TemplateFault // never empty
}

func (e *TemplateError) Error() string {
	f := e.Faults[0]
	if len(e.Faults) == 1 {
		return "template: " + f.English
	}
	return fmt.Sprintf("template: %s (and %d more)", f.English, len(e.Faults)-1)
}

// FillError says why a position cannot be printed by a template: a picture that
// is none, or a document that would be too large.
type FillError = template.FillError
