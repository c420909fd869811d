package position

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// SchemaID names the schema. Nothing is to be had at that address.
const SchemaID = "urn:jobdoc:position"

// Schema returns the JSON Schema (Draft 2020-12) of a position: indented, always the
// same bytes, without references, so that it can stand inside another document.
// The slice is the caller's.
//
// It says the same as [Decode] but for what a schema cannot say: the rules of
// syntax (size, depth, encoding, duplicate keys), and numbers of more than 40 digits.
func Schema() []byte { return slices.Clone(schema()) }

var schema = sync.OnceValue(func() []byte {
	root := ordered{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"$id", SchemaID},
	}
	root = append(root, Fields().schema(false)...)
	w := writer{breaks: true}
	w.schema(root, "\n")
	return append(w.buf, '\n')
})

// Patterns of the schema, in the part of ECMA-262 that RE2 reads alike.
// \s is not: it means other characters in the two.
const (
	xmlBanned  = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\uFFFE\uFFFF"
	whiteSpace = "\\t-\\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000"

	textPattern     = "^[^" + xmlBanned + "]*$"
	notBlankPattern = "^[^" + xmlBanned + "]*[^" + xmlBanned + whiteSpace + "][^" + xmlBanned + "]*$"

	// Blanks that XML can hold: \v and \f are white space, but banned.
	blankPattern = "[\\t\\n\\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]*"

	year     = "[1-9][0-9]{3}"
	leapYear = "(?:[1-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)"
	dayPart  = "(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"

	datePattern = "^(?:" + blankPattern + "|" + year + "(?:-(?:0[1-9]|1[0-2]|" + dayPart + "))?|" + leapYear + "-02-29)$"
)

// member is one key of a schema object; ordered keeps their order.
type member struct {
	key   string
	value any
}

type ordered []member

// schema describes the values that f takes.
func (f *Field) schema(nullable bool) ordered {
	s := ordered{}
	if f.Caption != "" {
		s = append(s, member{"title", f.Caption})
	}
	if f.Description != "" {
		s = append(s, member{"description", f.Description})
	}
	types := f.Type.schemaTypes()
	if nullable {
		types = append(types, "null")
	}
	if len(types) == 1 {
		s = append(s, member{"type", types[0]})
	} else {
		s = append(s, member{"type", types})
	}
	if f.Enum != nil {
		enum := strs(f.Enum...)
		if nullable {
			enum = append(enum, nil)
		}
		s = append(s, member{"enum", enum})
	} else if f.Type.takesString() {
		s = append(s, f.lengthSchema()...)
		s = append(s, member{"pattern", f.pattern()})
	}
	if f.Type.takesNumber() {
		s = append(s, member{"minimum", f.Min}, member{"maximum", f.Max})
	}
	if f.Type.takesList() {
		s = append(s, f.listSchema()...)
	}
	if f.Type.takesObject() {
		s = append(s, f.objectSchema()...)
	}
	if f.Default != "" {
		s = append(s, member{"default", f.defaultValue()})
	}
	if f.Example != nil {
		s = append(s, member{"examples", []any{f.Example}})
	}
	return s
}

// lengthSchema bounds a string: one that may be a picture has two bounds.
func (f *Field) lengthSchema() ordered {
	if !f.Picture {
		return ordered{{"maxLength", MaxText}}
	}
	return ordered{{"anyOf", []any{
		ordered{{"maxLength", MaxText}},
		ordered{{"maxLength", MaxPicture}, {"pattern", "^" + PicturePrefix}},
	}}}
}

func (f *Field) pattern() string {
	switch {
	case f.Type == Date:
		return datePattern
	case f.NotBlank:
		return notBlankPattern
	}
	return textPattern
}

func (f *Field) defaultValue() any {
	if f.Type.takesNumber() {
		return num(f.Default)
	}
	return f.Default
}

func (f *Field) listSchema() ordered {
	s := ordered{{"items", f.Item.schema(false)}}
	if f.MinItems > 0 {
		s = append(s, member{"minItems", f.MinItems})
	}
	if f.MaxItems > 0 {
		s = append(s, member{"maxItems", f.MaxItems})
	}
	return s
}

func (f *Field) objectSchema() ordered {
	var properties ordered
	var required []any
	for _, c := range f.Fields {
		properties = append(properties, member{c.Key, c.schema(!c.Required)})
		if c.Required {
			required = append(required, c.Key)
		}
	}
	s := ordered{{"properties", properties}}
	if required != nil {
		s = append(s, member{"required", required})
	}
	return append(s, member{"patternProperties", ordered{{"^_", true}}}, member{"additionalProperties", false})
}

func (t Type) schemaTypes() []any {
	switch t {
	case Integer:
		return strs("integer")
	case Percent:
		return strs("number")
	case StringOrNumber:
		return strs("string", "number")
	case StringOrInteger:
		return strs("string", "integer")
	case Object:
		return strs("object")
	case StringOrObject:
		return strs("string", "object")
	case List:
		return strs("array")
	case StringOrList:
		return strs("string", "array")
	}
	return strs("string")
}

// schema writes a value of a schema; lists stay on one line.
func (w *writer) schema(v any, indent string) {
	switch v := v.(type) {
	case ordered:
		w.buf = append(w.buf, '{')
		for i, m := range v {
			w.separate(i > 0, indent)
			w.quotePrintable(m.key)
			w.buf = append(w.buf, ": "...)
			w.schema(m.value, indent+"  ")
		}
		w.end('}', len(v) > 0, indent)
	case []any:
		w.buf = append(w.buf, '[')
		for i, item := range v {
			if i > 0 {
				w.buf = append(w.buf, ", "...)
			}
			w.schema(item, indent)
		}
		w.buf = append(w.buf, ']')
	case string:
		w.quotePrintable(v)
	case int:
		w.buf = strconv.AppendInt(w.buf, int64(v), 10)
	case bool:
		w.buf = strconv.AppendBool(w.buf, v)
	case json.Number:
		w.buf = append(w.buf, v...)
	default:
		w.buf = append(w.buf, "null"...)
	}
}

// quotePrintable writes a JSON string in which nothing is invisible: the
// patterns name blanks that an editor would not show.
func (w *writer) quotePrintable(s string) {
	quoted, _ := jsontext.AppendQuote(nil, s)
	for _, r := range string(quoted) {
		if unicode.IsPrint(r) {
			w.buf = utf8.AppendRune(w.buf, r)
			continue
		}
		w.buf = fmt.Appendf(w.buf, `\u%04x`, r)
	}
}
