package render

import (
	"io/fs"
	"sync"
	"time"

	"jobdoc/internal/template"
	"jobdoc/internal/typeset"
	"jobdoc/internal/wordml"
)

// About is what a file that is no form of a position tells of itself.
type About struct {
	Title    string
	Author   string
	Language string    // BCP 47; "" means zh-CN
	Date     time.Time // zero means 2000-01-01
}

func (a About) properties() properties {
	p := properties{title: a.Title, author: a.Author, language: a.Language, date: a.Date}
	if p.language == "" {
		p.language = chinese
	}
	if p.date.IsZero() {
		p.date = noDate
	}
	return p
}

// Paper compiles a Word template for something else than a position, such as the
// contents of a book: a folder of unzipped parts, and the names it may use.
func (r *Renderer) Paper(name string, parts fs.FS, names *template.Field) (*Template, error) {
	data, err := wordml.Zip(parts)
	if err != nil {
		return nil, err
	}
	return compile(name, data, names)
}

// FillPaper fills a template of [Renderer.Paper] with values by the keys of its names.
func (r *Renderer) FillPaper(t *Template, data map[string]any, about About) *Form {
	return r.RefinePaper(t, data, about, nil)
}

// RefinePaper is [Renderer.FillPaper] for papers with text that a value cannot hold, such
// as some of its words underlined: refine gets the root of the filled text and returns
// the one that takes its place, without changing the first. Nil refines nothing.
func (r *Renderer) RefinePaper(t *Template, data map[string]any, about About, refine func(*wordml.Node) (*wordml.Node, error)) *Form {
	f := &Form{renderer: r, props: about.properties()}
	if f.doc, f.err = t.compiled.Fill(data); f.err == nil && refine != nil {
		f.err = refineIn(f.doc, refine)
	}
	if f.err != nil {
		return f.without(f.err)
	}
	f.props.replaceIn(f.doc)
	f.setLayout(t.sheetFor(f.doc))
	return f
}

func refineIn(doc *wordml.Document, refine func(*wordml.Node) (*wordml.Node, error)) error {
	root, err := doc.Part(doc.Main())
	if err != nil {
		return err
	}
	if root, err = refine(root); err != nil {
		return err
	}
	doc.Replace(doc.Main(), root)
	return nil
}

// Compose makes a form of a document that was put together of filled ones. Its
// package must hold all of its parts: see [wordml.Document.Rewrite]. outline says
// what the outline is of the document set in pages; nil keeps that of its headings.
func (r *Renderer) Compose(doc *wordml.Document, about About, outline func(*typeset.Layout) []typeset.Heading) *Form {
	f := &Form{renderer: r, doc: doc, props: about.properties()}
	f.props.replaceIn(f.doc)
	f.setLayout(sheetOf(doc.Package, typeset.SheetOptions{}))
	if outline == nil {
		return f
	}
	set := f.layOut
	f.layOut = sync.OnceValues(func() (*typeset.Layout, error) {
		l, err := set()
		if err != nil {
			return nil, err
		}
		own := *l
		own.Outline = outline(l)
		return &own, nil
	})
	return f
}

// Document returns the filled document, which must not be changed, or why there is none.
func (f *Form) Document() (*wordml.Document, error) { return f.doc, f.err }
