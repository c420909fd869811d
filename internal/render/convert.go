package render

import (
	"sync"

	"jobdoc/internal/typeset"
	"jobdoc/internal/wordml"
)

// Open takes any Word file as it stands, to be laid out by our typesetter.
// Faults of the file are a [*wordml.FileError].
func (r *Renderer) Open(data []byte) (*Form, error) {
	p, err := wordml.Open(data)
	if err != nil {
		return nil, err
	}
	f := &Form{renderer: r, doc: p.Document(), props: packageProperties(p)}
	f.setLayout(sheetOf(p, asWord))
	return f, nil
}

// asWord leaves out the rules of good form that Word does not have: a document
// that is converted breaks where it does in Word. Forms that we fill keep to them.
var asWord = typeset.SheetOptions{SingleEnds: true, FreeRows: true}

// sheetOf makes the sheet of a package at most once, when first asked.
func sheetOf(p *wordml.Package, o typeset.SheetOptions) func() (*typeset.Sheet, error) {
	return sync.OnceValues(func() (*typeset.Sheet, error) { return typeset.NewSheetWith(p, o) })
}
