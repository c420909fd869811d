package render

import (
	"fmt"
	"io/fs"
	"sync"

	"jobdoc/fonts"
	"jobdoc/internal/font"
	"jobdoc/internal/png"
	"jobdoc/internal/position"
	"jobdoc/internal/template"
	"jobdoc/internal/typeset"
	"jobdoc/internal/wordml"
	"jobdoc/templates"
)

// Config says what a [Renderer] works with. The zero value works: the built-in
// templates and fonts.
type Config struct {
	FontDirs  []string // folders with further TrueType faces, first come first
	Templates fs.FS    // one folder of unzipped .docx parts a template; nil: the built-in ones
	Fonts     fs.FS    // one flat folder of faces; nil: the built-in ones
}

// Renderer makes files of positions. It may be used by any number of
// goroutines; what it has compiled and parsed once it keeps.
type Renderer struct {
	builtin  builtins
	opened   cache
	fonts    func() (*font.Set, error)
	png      *png.Renderer
	root     *template.Field
	warnings []Warning
}

// New returns a renderer. Templates are compiled, and fonts parsed, when the
// first document needs them; only the folders of FontDirs are read at once, so
// that a wrong one is known before work begins.
func New(c Config) (*Renderer, error) {
	if c.Templates == nil {
		c.Templates = templates.FS
	}
	if c.Fonts == nil {
		c.Fonts = fonts.Files()
	}
	r := &Renderer{png: png.NewRenderer(), root: templateFields(position.Fields())}
	var err error
	if r.builtin, err = newBuiltins(c.Templates, r.root); err != nil {
		return nil, err
	}
	load := func() (*font.Set, []font.Warning, error) {
		return font.NewSet(font.Options{FS: c.Fonts, Dirs: c.FontDirs})
	}
	if len(c.FontDirs) == 0 {
		r.fonts = sync.OnceValues(func() (*font.Set, error) {
			set, _, err := load()
			return set, err
		})
		return r, nil
	}
	set, warnings, err := load()
	if err != nil {
		return nil, fmt.Errorf("read fonts: %w", err)
	}
	for _, w := range warnings {
		r.warnings = append(r.warnings, Warning(w))
	}
	r.fonts = func() (*font.Set, error) { return set, nil }
	return r, nil
}

// Warnings says what is wrong in the font folders: files that are no use.
func (r *Renderer) Warnings() []Warning { return r.warnings }

// Fingerprint tells apart renderers of one program that make different files of
// the same position: those with different faces of the site.
func (r *Renderer) Fingerprint() (string, error) {
	set, err := r.fonts()
	if err != nil {
		return "", err
	}
	return set.Fingerprint(), nil
}

// Options choose within a format.
type Options struct {
	Page int // of a paged format, counted from 1; 0 means 1
	DPI  int // of PNG, dots per inch; 0 means DefaultDPI

	PDFA   Conformance // of PDF
	Source []byte      // goes along in a PDF: the position's JSON as it was sent; nil for none. See [LookupConformance]
}

// Dots per inch of PNG pages.
const (
	DefaultDPI = 96
	MinDPI     = 24
	MaxDPI     = 600
)

// Result is one file.
type Result struct {
	Data     []byte
	Pages    int // of the whole document; 0 where the format needed no layout
	Warnings []Warning
}

// Render makes one file of a position. For several formats of one position use
// [Renderer.Fill], which fills and lays out once.
//
// The error is a [*PageError] where the page is not there, and a [*FillError]
// where the position does not fit the template; any other is our failure.
func (r *Renderer) Render(pos position.Position, t *Template, f Format, o Options) (Result, error) {
	return r.Fill(pos, t).Encode(f, o)
}

// Form is a document ready to be written in every format: a filled template, or
// a Word file as it stands. It may be used by several goroutines.
type Form struct {
	renderer *Renderer
	doc      *wordml.Document
	name     string // of the position's files; "" for a Word file as it stands
	props    properties
	layOut   func() (*typeset.Layout, error)
	warnings []Warning
	err      error // why there is no document
}

// Fill fills the template with the position. A built-in template gives way to
// its twin in the language of the position: classic to classic.en for locale en.
// A position that does not fit the template gives a form that says so, by a
// [*FillError], whatever is asked of it.
func (r *Renderer) Fill(pos position.Position, t *Template) *Form {
	t, err := r.twin(t, pos.Locale())
	f := &Form{renderer: r, name: pos.FileName(), props: positionProperties(pos, t.language)}
	if err == nil {
		f.doc, err = t.compiled.Fill(pos.Data())
	}
	if err != nil {
		return f.without(err)
	}
	f.props.replaceIn(f.doc)
	f.setLayout(t.sheetFor(f.doc))
	if pos.Locale() == english && t.language != english {
		f.warnings = append(f.warnings, Warning{
			Code:    "locale-not-translated",
			Detail:  "locale 为 en，但这个表单没有英文版：固定文字仍按中文打印；有英文版的是 classic",
			English: "locale is en, but this form has no English version: its fixed words are printed in Chinese; classic has one",
		})
	}
	return f
}

// without makes the form one that has no document, and says why.
func (f *Form) without(err error) *Form {
	f.doc, f.err = nil, err
	f.layOut = func() (*typeset.Layout, error) { return nil, err }
	return f
}

// setLayout makes the form lay itself out at most once, when first asked.
func (f *Form) setLayout(sheet func() (*typeset.Sheet, error)) {
	f.layOut = sync.OnceValues(func() (*typeset.Layout, error) {
		s, err := sheet()
		if err != nil {
			return nil, err
		}
		set, err := f.renderer.fonts()
		if err != nil {
			return nil, err
		}
		return s.Layout(f.doc, set)
	})
}

// Layout returns the form set in pages; it is set at most once.
func (f *Form) Layout() (*typeset.Layout, error) { return f.layOut() }

// Encode writes the form in a format.
func (f *Form) Encode(format Format, o Options) (Result, error) {
	if f.err != nil {
		return Result{}, f.err
	}
	data, err := format.encode(f, o)
	if err != nil {
		return Result{}, fmt.Errorf("write %s: %w", format.Name, err)
	}
	result := Result{Data: data, Warnings: f.warnings}
	if !format.laidOut {
		return result, nil
	}
	l, err := f.Layout()
	if err != nil {
		return Result{}, err
	}
	result.Pages = len(l.Pages)
	result.Warnings = append(result.Warnings[:len(result.Warnings):len(result.Warnings)], layoutWarnings(l)...)
	return result, nil
}

// Warm compiles the built-in templates and parses the fonts now rather than
// with the first document.
func (r *Renderer) Warm() error {
	for _, name := range r.builtin.names {
		t, err := r.Template(name)
		if err != nil {
			return err
		}
		if _, err := t.sheet(); err != nil {
			return fmt.Errorf("template %s: %w", name, err)
		}
	}
	_, err := r.fonts()
	return err
}
