package fidelity

import (
	"fmt"
	"io/fs"
	"strings"

	"jobdoc/fonts"
	"jobdoc/internal/font"
	"jobdoc/internal/position"
	"jobdoc/internal/render"
	"jobdoc/internal/typeset"
	"jobdoc/internal/wordml"
	"jobdoc/samples"
)

// Document is a Word file of the corpus.
type Document struct {
	Name string
	Data []byte
	Own  bool // made to stress a feature, not a filled form
}

// Corpus returns the documents that are compared: ours, each stressing one
// feature, then every built-in form filled with every sample.
func Corpus() ([]Document, error) {
	own, err := ownDocuments()
	if err != nil {
		return nil, err
	}
	forms, err := formDocuments()
	return append(own, forms...), err
}

// formDocuments fills every built-in form with every sample.
func formDocuments() ([]Document, error) {
	r, err := render.New(render.Config{})
	if err != nil {
		return nil, err
	}
	docx, err := render.LookupFormat("docx")
	if err != nil {
		return nil, err
	}
	files, err := fs.Glob(samples.FS, "*.json")
	if err != nil {
		return nil, err
	}
	var all []Document
	for _, name := range r.TemplateNames() {
		t, err := r.Template(name)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			data, err := fs.ReadFile(samples.FS, file)
			if err != nil {
				return nil, err
			}
			pos, faults := position.Decode(data)
			if len(faults) > 0 {
				return nil, fmt.Errorf("%s: %v", file, faults)
			}
			result, err := r.Render(pos, t, docx, render.Options{})
			if err != nil {
				return nil, fmt.Errorf("%s in %s: %w", file, name, err)
			}
			all = append(all, Document{Name: name + "-" + strings.TrimSuffix(file, ".json"), Data: result.Data})
		}
	}
	return all, nil
}

// Setter sets documents with our typesetter.
type Setter struct {
	fonts      *font.Set
	sheet      typeset.SheetOptions
	likeOffice bool
}

// officeGap is the gap between Han and Latin that LibreOffice sets, in
// thousandths of an em.
const officeGap = 200

// NewSetter returns a setter that sets as we ship: documents as Word does, filled
// forms with two rules of good form besides; or one
// that does as LibreOffice in four things, so that all else can be compared: the
// gap between Han and Latin, full-width marks that keep their width, last lines
// of one character, and rows that are parted between any two lines.
func NewSetter(likeOffice bool) (*Setter, error) {
	set, _, err := font.NewSet(font.Options{FS: fonts.Files()})
	if err != nil {
		return nil, err
	}
	s := &Setter{fonts: set, likeOffice: likeOffice}
	if likeOffice {
		s.sheet = typeset.SheetOptions{AutoSpace: officeGap, SingleEnds: true, FreeRows: true}
	}
	return s, nil
}

// Layout sets a document.
func (s *Setter) Layout(d Document) (*typeset.Layout, error) {
	data := d.Data
	if s.likeOffice {
		var err error
		if data, err = uncompressed(data); err != nil {
			return nil, fmt.Errorf("%s: %w", d.Name, err)
		}
	}
	p, err := wordml.Open(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.Name, err)
	}
	options := s.sheet
	if d.Own && !s.likeOffice { // as jobdoc convert sets it; the forms are set as they are when they are filled
		options.SingleEnds, options.FreeRows = true, true
	}
	sheet, err := typeset.NewSheetWith(p, options)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.Name, err)
	}
	return sheet.Layout(p.Document(), s.fonts)
}

// Lines returns where we put the lines of a document, and how many pages it has.
func (s *Setter) Lines(d Document) (all []Line, pages int, err error) {
	l, err := s.Layout(d)
	if err != nil {
		return nil, 0, err
	}
	return lines(layoutChars(l)), len(l.Pages), nil
}
