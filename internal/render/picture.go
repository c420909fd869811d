package render

import (
	"jobdoc/internal/font"
	"jobdoc/internal/typeset"
)

// Fonts returns the faces that documents are set in, for who sets a page by hand.
func (r *Renderer) Fonts() (*font.Set, error) { return r.fonts() }

// Paint makes a PNG of a page that was not set from a document, such as a diagram.
func (r *Renderer) Paint(p *typeset.Page, dpi int) ([]byte, error) { return r.png.Encode(p, dpi) }
