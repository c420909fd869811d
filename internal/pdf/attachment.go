package pdf

import (
	"crypto/md5"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Attachment is a file that goes along within a PDF.
type Attachment struct {
	Name        string // as it is to be saved, such as "position.json"
	Description string // for people
	MediaType   string // such as "application/json"
	Data        []byte
}

// attachments writes the files that go along, each as a source of the whole
// document (ISO 32000-2, 7.11.4 and 14.13).
func (w *finisher) attachments() error {
	sorted := slices.Clone(w.options.Attachments)
	slices.SortFunc(sorted, func(a, b Attachment) int { return strings.Compare(utf16BE(a.Name), utf16BE(b.Name)) })
	for i := range sorted {
		a := &sorted[i]
		if i > 0 && a.Name == sorted[i-1].Name {
			return fmt.Errorf("two attachments are called %q", a.Name)
		}
		spec := w.out.reserve(2)
		file := spec + 1
		w.attached = append(w.attached, attached{a.Name, spec})
		w.out.begin(spec)
		w.out.buf = appendTextString(append(w.out.buf, "<</Type/Filespec/F"...), a.Name)
		w.out.buf = appendTextString(append(w.out.buf, "/UF"...), a.Name)
		w.out.buf = appendTextString(append(w.out.buf, "/Desc"...), a.Description)
		w.out.printf("/AFRelationship/Source/EF<</F %d 0 R/UF %d 0 R>>>>", file, file)
		w.out.end()
		entries := fmt.Sprintf("/Type/EmbeddedFile/Subtype/%s/Params<</Size %d/CheckSum<%X>/ModDate(%s)>>",
			escapeName(a.MediaType), len(a.Data), md5.Sum(a.Data), pdfDate(w.options.Date))
		if err := w.out.stream(file, entries, a.Data); err != nil {
			return err
		}
	}
	return nil
}

// attached is an attachment that is written.
type attached struct {
	name string
	spec int // object number of its file specification
}

// appendAttachments appends the catalog's entries for them: a name tree, sorted
// by its keys (7.9.6), and the list of associated files.
func (w *finisher) appendAttachments() {
	if len(w.attached) == 0 {
		return
	}
	w.out.printf("/Names<</EmbeddedFiles<</Names[")
	for _, a := range w.attached {
		w.out.buf = appendReference(appendTextString(w.out.buf, a.name), a.spec)
	}
	w.out.printf("]>>>>/AF[")
	for _, a := range w.attached {
		w.out.buf = appendReference(w.out.buf, a.spec)
	}
	w.out.printf("]")
}

// escapeName writes s as a PDF name without its slash (7.3.5).
func escapeName(s string) string {
	b := make([]byte, 0, len(s)+2)
	for i := range len(s) {
		if c := s[i]; plainName(s[i : i+1]) {
			b = append(b, c)
		} else {
			b = fmt.Appendf(b, "#%02X", c)
		}
	}
	return string(b)
}

// zone is that of all dates.
const zone = "+00'00'"

// pdfDate writes a date in UTC (7.9.4).
func pdfDate(t time.Time) string { return t.Format("D:20060102150405") + zone }
