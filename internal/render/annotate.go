package render

import (
	"bytes"

	"jobdoc/internal/template"
	"jobdoc/internal/wordml"
)

// Annotate returns a template with a Word comment at each of its faults, in
// English or in Chinese. Faults of the file are a [*wordml.FileError].
func (r *Renderer) Annotate(data []byte, english bool) ([]byte, error) {
	p, err := wordml.Open(data)
	if err != nil {
		return nil, err
	}
	doc, _ := template.Annotate(p, r.root, english)
	var out bytes.Buffer
	if _, err := doc.WriteTo(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Words lists what the language of templates has beside names.
func Words() []template.Word { return template.Words() }
