package pdf

import "errors"

// Conformance is the part and level of ISO 19005 (PDF/A) that a file keeps to.
// The zero value is PDF/A-2b, which archives take.
type Conformance uint8

// The conformances.
const (
	PDFA2B Conformance = iota // ISO 19005-2, level B
	PDFA1B                    // ISO 19005-1, level B: PDF 1.4, pictures without transparency
	PDFA3B                    // ISO 19005-3, level B: as 2b, and takes attachments
	NoPDFA                    // plain PDF 1.7
)

// ErrAttachment says that a file of the conformance asked for holds no attachments.
var ErrAttachment = errors.New("no attachments in PDF/A-1b and PDF/A-2b")

// conformances says what sets the conformances apart, by their values.
var conformances = [...]struct {
	name    string
	part    string // pdfaid:part; "" for none
	version string // of PDF
	opaque  bool   // no transparency (ISO 19005-1, 6.4)
	cidSet  bool   // each cut font says which glyphs it has (ISO 19005-1, 6.3.5)
	attach  bool   // attachments of any kind (ISO 19005-3, 6.8)
}{
	PDFA2B: {name: "2b", part: "2", version: "1.7"},
	PDFA1B: {name: "1b", part: "1", version: "1.4", opaque: true, cidSet: true},
	PDFA3B: {name: "3b", part: "3", version: "1.7", attach: true},
	NoPDFA: {name: "none", version: "1.7", attach: true},
}

// Conformances returns all of them, the default first.
func Conformances() []Conformance {
	all := make([]Conformance, len(conformances))
	for i := range all {
		all[i] = Conformance(i)
	}
	return all
}

// String returns what users call it: "2b", "1b", "3b" or "none".
func (c Conformance) String() string {
	if int(c) >= len(conformances) {
		return "unknown"
	}
	return conformances[c].name
}

// Attaches reports whether such a file may hold attachments.
func (c Conformance) Attaches() bool { return int(c) < len(conformances) && conformances[c].attach }
