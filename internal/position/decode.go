package position

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Decode reads one position. It is strict: the text must be one JSON value by RFC
// 7493, and every value must fit the field table.
//
// Without faults the Position is complete. With faults it is the zero Position, and the
// faults are either one of syntax ([Fault.Syntax]), the first that was met, or all
// faults of schema and rules in the order of the document, at most [MaxFaults] of them
// and one that counts the rest. A fault repeats no more of the document than a key or
// a date.
func Decode(data []byte) (Position, []Fault) {
	if len(data) > MaxBytes {
		return Position{}, []Fault{tooLarge(len(data))}
	}
	data, fault := checkEncoding(data)
	if fault != nil {
		return Position{}, []Fault{*fault}
	}
	d := decoder{data: data, dec: jsontext.NewDecoder(bytes.NewBuffer(data))}
	root, err := d.value(Fields(), false)
	if err == nil {
		err = d.end()
	}
	if err != nil {
		return Position{}, []Fault{d.syntaxFault(err)}
	}
	if len(d.faults) > 0 {
		return Position{}, d.finished()
	}
	m, _ := root.(map[string]any)
	return Position{data: m}, nil
}

// decoder reads a document along the field table, and keeps the faults in the order of the document.
type decoder struct {
	data   []byte
	dec    *jsontext.Decoder
	path   []step
	faults []located
	more   int // faults beyond MaxFaults
}

// located is a fault and where its value starts.
type located struct {
	Fault
	offset int
}

// syntaxError is a fault of syntax that jsontext does not see.
type syntaxError struct {
	code   string
	offset int
}

func (e *syntaxError) Error() string { return e.code }

// end makes sure that nothing follows the value.
func (d *decoder) end() error {
	offset := d.skipTo(d.here(), " \t\r\n")
	if _, err := d.dec.ReadToken(); err != io.EOF {
		return &syntaxError{CodeTrailingData, offset}
	}
	return nil
}

// here is where the last token ended: the value or key that follows starts
// there but for what [decoder.skipTo] leaves out, which only a fault needs to know.
func (d *decoder) here() int { return int(d.dec.InputOffset()) }

// between are the characters that may stand between two tokens.
const between = " \t\r\n,:"

// skipTo is where the first other character than those given stands, from at on.
func (d *decoder) skipTo(at int, skipped string) int {
	for at < len(d.data) && strings.IndexByte(skipped, d.data[at]) >= 0 {
		at++
	}
	return at
}

// value reads the next value, which f describes. The error is one of syntax.
func (d *decoder) value(f *Field, nullable bool) (any, error) {
	kind := d.dec.PeekKind()
	offset := d.here()
	switch {
	case kind == 'n' && nullable:
		_, err := d.dec.ReadToken()
		return nil, err
	case kind == '"' && f.Type.takesString():
		token, err := d.dec.ReadToken()
		if err != nil {
			return nil, err
		}
		s := token.String()
		d.checkString(f, s, offset)
		return s, nil
	case kind == '0' && f.Type.takesNumber():
		text, err := d.dec.ReadValue()
		if err != nil {
			return nil, err
		}
		return d.number(f, string(text), offset), nil
	case kind == '{' && f.Type.takesObject():
		return d.object(f, offset)
	case kind == '[' && f.Type.takesList():
		return d.list(f, offset)
	case kind == 'n':
		d.report(CodeNull, offset, func() sentence { return sayNull(f, d.path) })
	case kind != 0:
		d.report(CodeWrongType, offset, func() sentence { return sayWrongType(f, d.path, kind) })
	}
	return nil, d.skip()
}

// skip reads over the next value.
func (d *decoder) skip() error {
	depth := d.dec.StackDepth()
	for {
		if _, err := d.dec.ReadToken(); err != nil {
			return err
		}
		now := d.dec.StackDepth()
		if now > MaxDepth {
			return &syntaxError{CodeTooDeep, int(d.dec.InputOffset()) - 1}
		}
		if now <= depth {
			return nil
		}
	}
}

func (d *decoder) object(f *Field, offset int) (any, error) {
	if _, err := d.dec.ReadToken(); err != nil {
		return nil, err
	}
	mark := len(d.faults)
	m := make(map[string]any, min(len(f.Fields), 8))
	for d.dec.PeekKind() != '}' {
		at := d.here()
		quoted, err := d.dec.ReadValue()
		if err != nil {
			return nil, err
		}
		if err := d.member(f, m, quoted, at); err != nil {
			return nil, err
		}
	}
	if _, err := d.dec.ReadToken(); err != nil {
		return nil, err
	}
	for _, c := range slices.Backward(f.required) {
		if _, ok := m[c.Key]; !ok {
			d.push(step{field: c, key: c.Key})
			d.reportAt(mark, CodeMissing, offset, func() sentence { return sayMissing(c, d.path) })
			d.pop()
		}
	}
	return m, nil
}

// member reads the value of one key of an object into m.
func (d *decoder) member(f *Field, m map[string]any, quoted jsontext.Value, offset int) error {
	c := f.byKey[string(quoted[1:len(quoted)-1])] // allocates nothing; a key with escapes is not found here
	if c == nil {
		unquoted, _ := jsontext.AppendUnquote(nil, quoted)
		if bytes.HasPrefix(unquoted, []byte("_")) {
			return d.skip()
		}
		c = f.byKey[string(unquoted)]
		if c == nil {
			return d.unknown(f, string(unquoted), offset)
		}
	}
	d.push(step{field: c, key: c.Key})
	defer d.pop()
	v, err := d.value(c, !c.Required)
	m[c.Key] = v
	return err
}

// unknown reports a key that f does not have, and reads over its value.
func (d *decoder) unknown(f *Field, key string, offset int) error {
	object := d.path
	if len(key) <= maxPointerKey {
		d.push(step{key: key})
		defer d.pop()
	}
	d.report(CodeUnknownKey, offset, func() sentence { return sayUnknownKey(f, object, key) })
	return d.skip()
}

// maxPointerKey is the longest unknown key, in bytes, that a pointer repeats;
// for a longer one it names the object around it.
const maxPointerKey = 120

func (d *decoder) list(f *Field, offset int) (any, error) {
	if _, err := d.dec.ReadToken(); err != nil {
		return nil, err
	}
	items, count := []any{}, 0
	for ; d.dec.PeekKind() != ']'; count++ {
		if f.MaxItems > 0 && count == f.MaxItems {
			return items, d.rest(f)
		}
		d.push(step{field: f.Item, item: true, index: count})
		v, err := d.value(f.Item, false)
		d.pop()
		if err != nil {
			return nil, err
		}
		if len(d.faults) == 0 { // else there will be no Position to hold it
			items = append(items, v)
		}
	}
	if count < f.MinItems {
		d.report(CodeTooFew, offset, func() sentence { return sayTooFew(f, d.path) })
	}
	_, err := d.dec.ReadToken()
	return items, err
}

// rest reads over the items beyond the limit of a list and reports them once.
func (d *decoder) rest(f *Field) error {
	offset, count := d.here(), f.MaxItems
	for ; d.dec.PeekKind() != ']'; count++ {
		if err := d.skip(); err != nil {
			return err
		}
	}
	d.report(CodeTooMany, offset, func() sentence { return sayTooMany(f, d.path, count) })
	_, err := d.dec.ReadToken()
	return err
}

func (d *decoder) push(s step) { d.path = append(d.path, s) }

func (d *decoder) pop() { d.path = d.path[:len(d.path)-1] }

// report adds a fault at the end. offset is the end of the token before its
// place; say is called only when the fault is kept.
func (d *decoder) report(code string, offset int, say func() sentence) {
	d.reportAt(len(d.faults), code, offset, say)
}

// reportAt adds a fault before the faults that were met inside its value.
func (d *decoder) reportAt(index int, code string, offset int, say func() sentence) {
	if len(d.faults) == MaxFaults {
		d.more++
		if index == MaxFaults {
			return
		}
		d.faults = d.faults[:MaxFaults-1]
	}
	s := say()
	d.faults = slices.Insert(d.faults, index, located{
		Fault:  Fault{Code: code, Pointer: pointer(d.path), Detail: s.chinese, English: s.english},
		offset: d.skipTo(offset, between),
	})
}

// finished gives the faults their lines, and counts those that were not kept.
func (d *decoder) finished() []Fault {
	ruler := newRuler(d.data)
	faults := make([]Fault, 0, len(d.faults)+1)
	for _, f := range d.faults {
		f.Line, f.Column = ruler.measure(f.offset)
		faults = append(faults, f.Fault)
	}
	if d.more > 0 {
		faults = append(faults, moreFaults(d.more))
	}
	return faults
}

// number normalises and checks a number.
func (d *decoder) number(f *Field, text string, offset int) any {
	n, ok := normalNumber(text)
	switch {
	case !ok:
		d.report(CodeDigits, offset, func() sentence { return sayDigits(d.path) })
	case !inRange(n, f) && f.Type == Percent:
		d.report(CodePercent, offset, func() sentence { return sayPercent(d.path) })
	case !inRange(n, f):
		d.report(CodeNumber, offset, func() sentence { return sayNumber(f, d.path) })
	case f.Type.whole() && strings.Contains(n, "."):
		d.report(CodeFraction, offset, func() sentence { return sayFraction(f, d.path) })
	}
	return json.Number(n)
}

// checkString checks a string against limits, characters, and what f asks of it.
func (d *decoder) checkString(f *Field, s string, offset int) {
	if at, r := forbidden(s); at > 0 {
		d.report(CodeForbidden, offset, func() sentence { return sayForbidden(d.path, at, r) })
	}
	switch n := length(s); {
	case f.Picture && isPicture(s):
		if n > MaxPicture {
			d.report(CodeTooLong, offset, func() sentence { return sayPictureTooLong(d.path, n) })
		}
	case n > MaxText:
		d.report(CodeTooLong, offset, func() sentence { return sayTooLong(d.path, n) })
	}
	blank := strings.TrimSpace(s) == ""
	switch {
	case f.NotBlank && blank:
		d.report(CodeBlank, offset, func() sentence { return sayBlank(f, d.path) })
	case f.Type == Date && !blank && !validDate(s):
		d.report(CodeBadDate, offset, func() sentence { return sayBadDate(d.path, s) })
	case f.Enum != nil && !slices.Contains(f.Enum, s):
		d.report(CodeUnknownValue, offset, func() sentence { return sayUnknownValue(f, d.path) })
	}
}
