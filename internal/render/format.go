package render

import (
	"bytes"
	"strings"

	"jobdoc/internal/pdf"
)

// Format is a kind of file that jobdoc writes.
type Format struct {
	Name      string // what users type: "pdf"
	Extension string // with its dot: ".pdf"
	MediaType string // without parameters
	Paged     bool   // one file holds one page, chosen by [Options].Page

	laidOut bool // the file is made of pages
	encode  func(*Form, Options) ([]byte, error)
}

// formats lists every format; a new one is one more line.
var formats = []Format{
	{"docx", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", false, false, (*Form).encodeDOCX},
	{"pdf", ".pdf", "application/pdf", false, true, (*Form).encodePDF},
	{"png", ".png", "image/png", true, true, (*Form).encodePNG},
}

// Formats returns all formats, in the order in which they are listed to users.
func Formats() []Format { return append([]Format(nil), formats...) }

// FormatNames returns the names of all formats, in the order of [Formats].
func FormatNames() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.Name
	}
	return names
}

// LookupFormat returns the format with the name, in any case of letters, or an
// [*UnknownError].
func LookupFormat(name string) (Format, error) {
	for _, f := range formats {
		if strings.EqualFold(f.Name, name) {
			return f, nil
		}
	}
	return Format{}, &UnknownError{Parameter: "format", Name: name, Known: FormatNames()}
}

func (f *Form) encodeDOCX(Options) ([]byte, error) {
	var b bytes.Buffer
	if _, err := f.doc.WriteTo(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func (f *Form) encodePDF(o Options) ([]byte, error) {
	l, err := f.Layout()
	if err != nil {
		return nil, err
	}
	return pdf.Encode(l, pdf.Options{
		Title: f.props.title, Author: f.props.author, Language: f.props.language, Date: f.props.date,
		Conformance: o.PDFA, Attachments: f.attachments(o),
	})
}

func (f *Form) encodePNG(o Options) ([]byte, error) {
	l, err := f.Layout()
	if err != nil {
		return nil, err
	}
	page := max(o.Page, 1)
	if o.Page < 0 || page > len(l.Pages) {
		return nil, &PageError{Page: o.Page, Pages: len(l.Pages)}
	}
	dpi := o.DPI
	if dpi == 0 {
		dpi = DefaultDPI
	}
	return f.renderer.png.Encode(&l.Pages[page-1], dpi)
}
