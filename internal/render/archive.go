package render

import (
	"strings"

	"jobdoc/internal/pdf"
)

// Conformance is the part of PDF/A (ISO 19005) that a PDF keeps to. The zero
// value is PDF/A-2b.
type Conformance = pdf.Conformance

// ErrNoSource says that a PDF of the conformance asked for cannot hold its source.
var ErrNoSource = pdf.ErrAttachment

// ConformanceNames returns the names of all conformances, the default first.
func ConformanceNames() []string {
	var names []string
	for _, c := range pdf.Conformances() {
		names = append(names, c.String())
	}
	return names
}

// LookupConformance returns the conformance with the name, in any case of
// letters. "" is PDF/A-2b, or 3b where the source is to be attached. The error
// is an [*UnknownError], or [ErrNoSource].
func LookupConformance(name string, attach bool) (Conformance, error) {
	if name == "" && attach {
		return pdf.PDFA3B, nil
	}
	for _, c := range pdf.Conformances() {
		if name != "" && !strings.EqualFold(c.String(), name) {
			continue
		}
		if attach && !c.Attaches() {
			return c, ErrNoSource
		}
		return c, nil
	}
	return 0, &UnknownError{Parameter: "pdfa", Name: name, Known: ConformanceNames()}
}

// attachments is the source of a form as it goes along in its PDF.
func (f *Form) attachments(o Options) []pdf.Attachment {
	if len(o.Source) == 0 {
		return nil
	}
	description := "职位数据（JSON）"
	if f.props.language == english {
		description = "Position data (JSON)"
	}
	name := f.name
	if name == "" {
		name = "position"
	}
	return []pdf.Attachment{{Name: name + ".json", Description: description, MediaType: "application/json", Data: o.Source}}
}
