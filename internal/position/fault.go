package position

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Fault is one thing wrong with a document.
type Fault struct {
	Code      string // stable, one of the Code… constants
	Pointer   string // JSON Pointer (RFC 6901), such as "/duties/2/timePercent"; "" for the whole document
	Line      int    // 1-based, 0 where there is none
	Column    int    // 1-based, in characters
	Parameter string // for those who report faults of a request beside these; never set here
	Detail    string // Chinese: place, what is wrong, what to do
	English   string // the same in English
	Syntax    bool   // the document is not one strict JSON text, so nothing else was looked at
}

// Codes of a document that is not one strict JSON text. Such a fault comes alone.
const (
	CodeTooLarge      = "too-large" // over MaxBytes
	CodeEmpty         = "empty"
	CodeUTF16         = "encoding-utf-16"
	CodeGBK           = "encoding-gbk"
	CodeBadUTF8       = "bad-utf-8"
	CodeBadSyntax     = "bad-syntax"
	CodeUnexpectedEnd = "unexpected-end"
	CodeLoneSurrogate = "lone-surrogate"
	CodeDuplicateKey  = "duplicate-key"
	CodeTooDeep       = "too-deep"
	CodeTrailingData  = "trailing-data"
)

// Codes of a JSON text that is not a position. They are reported together.
const (
	CodeUnknownKey   = "unknown-key"
	CodeWrongType    = "wrong-type"
	CodeNull         = "null-not-allowed"
	CodeMissing      = "required-missing"
	CodeBlank        = "required-blank"
	CodeBadDate      = "bad-date"
	CodePercent      = "percent-out-of-range"
	CodeNumber       = "number-out-of-range"
	CodeDigits       = "number-too-long"
	CodeFraction     = "not-an-integer"
	CodeTooLong      = "text-too-long"
	CodeTooMany      = "too-many-items"
	CodeTooFew       = "too-few-items"
	CodeForbidden    = "forbidden-character"
	CodeUnknownValue = "unknown-value"
	CodeMoreFaults   = "more-faults"
)

// MaxFaults bounds the faults that are spelled out; one more says how many are left.
const MaxFaults = 100

// step is one step from the root to a value: a key, or an index of a list.
type step struct {
	field *Field // what lies there; nil for what the table does not know
	key   string // may be "" too: an unknown key is what it is
	item  bool   // an index, not a key
	index int
}

// pointer writes the path as a JSON Pointer (RFC 6901 §3).
func pointer(path []step) string {
	var b strings.Builder
	for _, s := range path {
		b.WriteByte('/')
		if s.item {
			b.WriteString(strconv.Itoa(s.index))
			continue
		}
		_, _ = pointerEscapes.WriteString(&b, s.key)
	}
	return b.String()
}

// pointerEscapes is made once: whoever looks at all leaves of many positions asks
// for a pointer a hundred times a position.
var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// place names the path in Chinese: 职责第3项的任务第2项的频率. Objects whose fields
// stand flat on the form go unnamed where something inside them is meant.
func place(path []step) string {
	var parts []string
	for i, s := range path {
		switch {
		case s.field == nil:
			continue
		case s.item:
			item := fmt.Sprintf("第%d项", s.index+1)
			if len(parts) > 0 {
				parts[len(parts)-1] += item
				continue
			}
			parts = append(parts, item)
		case s.field.Flat && i < len(path)-1:
			continue
		default:
			parts = append(parts, s.field.name())
		}
	}
	if len(parts) == 0 {
		return "整个文件"
	}
	return strings.Join(parts, "的")
}

// placeEnglish names the path as duties[2].tasks[1].frequency.
func placeEnglish(path []step) string {
	var b strings.Builder
	for _, s := range path {
		switch {
		case s.item:
			fmt.Fprintf(&b, "[%d]", s.index)
		case b.Len() > 0:
			b.WriteString("." + s.key)
		default:
			b.WriteString(s.key)
		}
	}
	if b.Len() == 0 {
		return "The document"
	}
	return b.String()
}

// maxQuote bounds what a fault repeats of the document, in characters.
const maxQuote = 40

// quote repeats a short piece of the document, cut and without what would not show.
func quote(s string) string {
	n := 0
	var b strings.Builder
	for _, r := range s {
		if n++; n > maxQuote {
			b.WriteString("…")
			break
		}
		switch {
		case unicode.IsSpace(r):
			r = ' '
		case !unicode.IsPrint(r):
			r = '�'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// ruler turns byte offsets into lines and columns of one text; fastest when the offsets rise.
type ruler struct {
	text         string
	at           int
	line, column int
}

func newRuler(text []byte) *ruler { return &ruler{text: string(text), line: 1, column: 1} }

// measure returns line and column of a byte offset, both from 1, the column in characters.
func (r *ruler) measure(offset int) (line, column int) {
	if offset < r.at {
		r.at, r.line, r.column = 0, 1, 1
	}
	offset = min(offset, len(r.text))
	for _, c := range r.text[r.at:offset] {
		r.column++
		if c == '\n' {
			r.line++
			r.column = 1
		}
	}
	r.at = offset
	return r.line, r.column
}
