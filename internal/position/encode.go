package position

import (
	"encoding/json"

	"github.com/go-json-experiment/json/jsontext"
)

// JSON returns the position as indented JSON in the order of the form, ending
// in a newline. Absent, null and [] stay what they are; [Decode] of it gives the same Position.
// One that has more than [MaxBytes] so comes without a blank or break, as short
// as it can have been when it was decoded.
func (p Position) JSON() []byte {
	w := writer{breaks: true}
	w.value(Fields(), p.data, "\n")
	if len(w.buf) < MaxBytes {
		return append(w.buf, '\n')
	}
	w = writer{tight: true}
	w.value(Fields(), p.data, "")
	return w.buf
}

// appendCompact appends v, which f describes, as JSON on one line.
func appendCompact(b []byte, f *Field, v any) []byte {
	w := writer{buf: b}
	w.value(f, v, "")
	return w.buf
}

// writer writes values in the order of the table.
type writer struct {
	buf    []byte
	breaks bool // a line for every entry
	tight  bool // no blanks
}

// value writes v. indent is the line break, blanks included, of the line that v ends on.
func (w *writer) value(f *Field, v any, indent string) {
	switch v := v.(type) {
	case string:
		w.quote(v)
	case json.Number:
		w.buf = append(w.buf, v...)
	case []any:
		w.buf = append(w.buf, '[')
		for i, item := range v {
			w.separate(i > 0, indent)
			w.value(f.Item, item, indent+"  ")
		}
		w.end(']', len(v) > 0, indent)
	case map[string]any:
		w.object(f, v, indent)
	default:
		w.buf = append(w.buf, "null"...)
	}
}

func (w *writer) object(f *Field, m map[string]any, indent string) {
	w.buf = append(w.buf, '{')
	some := false
	for _, c := range f.Fields {
		v, ok := m[c.Key]
		if !ok {
			continue
		}
		w.separate(some, indent)
		w.quote(c.Key)
		if w.buf = append(w.buf, ':'); !w.tight {
			w.buf = append(w.buf, ' ')
		}
		w.value(c, v, indent+"  ")
		some = true
	}
	w.end('}', some, indent)
}

// separate goes from one entry to the next, or to the first.
func (w *writer) separate(comma bool, indent string) {
	if comma {
		w.buf = append(w.buf, ',')
	}
	switch {
	case w.breaks:
		w.buf = append(append(w.buf, indent...), "  "...)
	case comma && !w.tight:
		w.buf = append(w.buf, ' ')
	}
}

func (w *writer) end(bracket byte, filled bool, indent string) {
	if filled && w.breaks {
		w.buf = append(w.buf, indent...)
	}
	w.buf = append(w.buf, bracket)
}

// quote writes a JSON string. Strings of a position are valid UTF-8, so there is no error.
func (w *writer) quote(s string) { w.buf, _ = jsontext.AppendQuote(w.buf, s) }
