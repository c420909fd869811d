package exchange

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"iter"
	"path"
	"strings"

	"jobdoc/internal/position"
)

// Place says where in a source a position stands.
type Place struct {
	Source string // the name of the source, as given
	Index  int    // among the positions of the source, from 1; 0 where it holds one only
	Line   int    // of its first character, from 1
	Column int    // in characters, from 1
}

// String returns the place as file:line, or file alone where it holds one position.
func (p Place) String() string {
	if p.Index == 0 {
		return p.Source
	}
	return fmt.Sprintf("%s:%d", p.Source, p.Line)
}

// Raw is the text of one position as it stands in its source.
type Raw struct {
	Place
	Data  []byte          // at most [position.MaxBytes] and one more, which makes it too large
	Fault *position.Fault // set instead of Data where the source itself is at fault there

	workbook *Workbook // that it is of: its faults stand in cells and not in lines
}

// Item is one position of a source, or what is wrong in its place.
type Item struct {
	Raw
	Position position.Position
	Faults   []position.Fault // lines and columns are those of the source
}

// Decode decodes the position. Safe for concurrent use on different Raws.
func (r Raw) Decode() Item {
	if r.Fault != nil {
		return Item{Raw: r, Faults: []position.Fault{*r.Fault}}
	}
	pos, faults := position.Decode(r.Data)
	for i := range faults {
		if r.workbook != nil {
			r.workbook.place(&faults[i], r.Index)
		} else {
			r.shift(&faults[i])
		}
	}
	return Item{Raw: r, Position: pos, Faults: faults}
}

// shift turns the place of a fault in a position into its place in the source. A
// fault of syntax names it in its text, too.
func (r *Raw) shift(f *position.Fault) {
	if f.Line == 0 || r.Line <= 1 && r.Column <= 1 {
		return
	}
	line, column := f.Line+r.Line-1, f.Column
	if f.Line == 1 {
		column += r.Column - 1
	}
	for _, say := range []string{"第 %d 行第 %d 个字", "ine %d, column %d"} {
		was, is := fmt.Sprintf(say, f.Line, f.Column), fmt.Sprintf(say, line, column)
		f.Detail = strings.Replace(f.Detail, was, is, 1)
		f.English = strings.Replace(f.English, was, is, 1)
	}
	f.Line, f.Column = line, column
}

// Split yields the texts of the positions in a source, one after the other: it
// holds no more than one of them. A source is one position, a JSON array of
// positions, a workbook of them, positions one behind the other, or one a line (JSON Lines); lines are known by the
// ending .jsonl or .ndjson, unless an array or one position over many lines begins there, or by a first line
// that is a whole object and not the last.
// What is wrong with one position stops none of the others. An error of reading ends the
// sequence; it comes with a Raw that holds the place alone.
//
// A further kind of source is one more case here.
func Split(name string, r io.Reader) iter.Seq2[Raw, error] {
	return func(yield func(Raw, error) bool) {
		s := &splitter{in: bufio.NewReaderSize(r, 1<<16), name: name, line: 1, column: 1, yield: yield}
		s.skipMark()
		switch kind := s.kind(); {
		case kind == kindArray:
			s.array()
		case kind == kindLines:
			s.lines()
		case kind == kindWorkbook:
			s.workbook()
		default:
			s.single()
		}
		if s.err != nil && s.err != io.EOF && !s.stopped {
			yield(Raw{Place: s.place()}, s.err)
		}
	}
}

// The kinds of JSON sources.
const (
	kindSingle = iota
	kindArray
	kindLines
	kindWorkbook
)

// splitter cuts one source into positions.
type splitter struct {
	in           *bufio.Reader
	name         string
	line, column int // of the next character
	index        int // positions so far
	err          error
	yield        func(Raw, error) bool
	stopped      bool // nobody wants more
}

func (s *splitter) place() Place {
	return Place{Source: s.name, Index: s.index, Line: s.line, Column: s.column}
}

func (s *splitter) send(raw Raw) {
	if !s.stopped && !s.yield(raw, nil) {
		s.stopped = true
	}
}

// skipMark reads over a byte order mark, which the decoder would see in the first position only.
func (s *splitter) skipMark() {
	if start, _ := s.in.Peek(3); string(start) == "\xef\xbb\xbf" {
		_, _ = s.in.Discard(3)
	}
}

// kind looks ahead, as far as the buffer goes, at how the source begins.
func (s *splitter) kind() int {
	ahead, _ := s.in.Peek(s.in.Size())
	if bytes.HasPrefix(ahead, []byte("PK\x03\x04")) {
		return kindWorkbook
	}
	start := bytes.TrimLeft(ahead, " \t\r\n")
	if len(start) > 0 && start[0] == '[' {
		return kindArray
	}
	line, rest, more := bytes.Cut(start, []byte("\n"))
	var n nesting
	for _, c := range line {
		n.take(c)
	}
	next := bytes.HasPrefix(bytes.TrimLeft(rest, " \t\r\n"), []byte("{"))
	switch ext := strings.ToLower(path.Ext(s.name)); {
	case ext == ".jsonl" || ext == ".ndjson":
		// One position over many lines has the wrong ending: a fault a line would help nobody.
		if n.opened && !n.closed() && more && !next {
			return kindSingle
		}
		return kindLines
	// A long first line ends beyond the buffer: an object that is closed nowhere in
	// 64 KiB of one line is taken for one position, unless its name says otherwise.
	case more && n.closed() && next:
		return kindLines
	}
	return kindSingle
}

// next reads one byte; ok is false at the end and after an error.
func (s *splitter) next() (c byte, ok bool) {
	if s.err != nil {
		return 0, false
	}
	if c, s.err = s.in.ReadByte(); s.err != nil {
		return 0, false
	}
	switch {
	case c == '\n':
		s.line++
		s.column = 1
	case c&0xc0 != 0x80: // not the middle of a character
		s.column++
	}
	return c, true
}

// peek returns the next byte that is no white space, without taking it.
func (s *splitter) peek() (c byte, ok bool) {
	for {
		ahead, err := s.in.Peek(1)
		if err != nil {
			s.err = err
			return 0, false
		}
		if c = ahead[0]; strings.IndexByte(" \t\r\n", c) < 0 {
			return c, true
		}
		s.next()
	}
}

// single takes the whole source as one position, unless another one begins where
// the first ends: that is what writing files one behind the other makes.
func (s *splitter) single() {
	place := s.place()
	data, err := io.ReadAll(io.LimitReader(s.in, position.MaxBytes+1))
	switch {
	case err != nil:
		s.err = err
	case severalObjects(data):
		s.in = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(data), s.in), 1<<16)
		s.objects()
	default:
		s.send(Raw{Place: place, Data: data})
	}
}

// severalObjects reports whether an object ends in the text and another begins.
func severalObjects(data []byte) bool {
	const blank = " \t\r\n"
	if start := bytes.TrimLeft(data, blank); len(start) == 0 || start[0] != '{' {
		return false
	}
	var n nesting
	for i, c := range data {
		if n.take(c); n.closed() {
			return bytes.HasPrefix(bytes.TrimLeft(data[i+1:], blank), []byte("{"))
		}
	}
	return false
}

// objects takes every object as a position, over however many lines.
func (s *splitter) objects() {
	for !s.stopped {
		switch c, ok := s.peek(); {
		case !ok:
			return
		case c != '{':
			s.broken(position.CodeTrailingData, "职位之后还有别的内容：请删去，或检查是不是多写了右括号",
				"something follows the position: delete it, and look for a bracket too many")
			return
		}
		s.element()
	}
}

// lines takes every line that is not blank as a position.
func (s *splitter) lines() {
	for !s.stopped {
		if _, ok := s.peek(); !ok {
			return
		}
		s.index++
		raw := Raw{Place: s.place()}
		for {
			c, ok := s.next()
			if !ok || c == '\n' {
				break
			}
			raw.add(c)
		}
		if s.err != nil && s.err != io.EOF {
			return
		}
		raw.Data = bytes.TrimRight(raw.Data, " \t\r")
		s.send(raw)
	}
}

// add keeps one byte of a position, up to one more than it may have.
func (r *Raw) add(c byte) {
	if len(r.Data) <= position.MaxBytes {
		r.Data = append(r.Data, c)
	}
}

// array takes every element of an array as a position.
func (s *splitter) array() {
	s.peek()
	s.next() // [
	if c, ok := s.peek(); ok && c == ']' {
		s.next()
		s.trailing()
		return
	}
	for !s.stopped {
		if _, ok := s.peek(); !ok {
			s.broken(position.CodeUnexpectedEnd, "数组没有结束：文件可能不完整，请重新取得，或在末尾补上 ]",
				"the array does not end: the file may be cut short; get it again, or add ] at its end")
			return
		}
		s.element()
		c, ok := s.peek()
		switch {
		case !ok:
			continue
		case c == ',':
			s.next()
		case c == ']':
			s.next()
			s.trailing()
			return
		default:
			s.broken(position.CodeBadSyntax, "两个职位之间缺少逗号", "a comma is missing between two positions")
			s.err = nil
		}
	}
}

// element reads one element of an array and sends it.
func (s *splitter) element() {
	s.index++
	raw := Raw{Place: s.place()}
	var n nesting
	for {
		ahead, err := s.in.Peek(1)
		if err != nil {
			s.err = err
			break
		}
		if c := ahead[0]; !n.quoted && n.depth == 0 && strings.IndexByte(",]", c) >= 0 {
			break
		}
		c, _ := s.next()
		raw.add(c)
		if n.take(c); n.closed() {
			break
		}
	}
	if s.err != nil && s.err != io.EOF {
		return
	}
	raw.Data = bytes.TrimRight(raw.Data, " \t\r\n")
	s.send(raw)
}

// trailing reports what follows the end of an array.
func (s *splitter) trailing() {
	if _, ok := s.peek(); ok {
		s.broken(position.CodeTrailingData, "数组之后还有内容：请删去", "something follows the array: delete it")
	}
}

// broken reports a fault of the source itself.
func (s *splitter) broken(code, chinese, english string) {
	if s.err != nil && s.err != io.EOF {
		return // the error of reading says it all
	}
	place := s.place()
	place.Index++
	s.send(Raw{Place: place, Fault: &position.Fault{
		Code: code, Line: place.Line, Column: place.Column, Detail: chinese + "。", English: english + ".", Syntax: true,
	}})
}

// nesting follows the brackets of JSON. What is malformed it follows as far as that
// goes: the decoder says what is wrong.
type nesting struct {
	depth           int
	quoted, escaped bool
	opened          bool
}

func (n *nesting) take(c byte) {
	switch {
	case n.escaped:
		n.escaped = false
	case n.quoted:
		n.escaped = c == '\\'
		n.quoted = c != '"'
	case c == '"':
		n.quoted = true
	case c == '{' || c == '[':
		n.depth++
		n.opened = true
	case c == '}' || c == ']':
		n.depth--
	}
}

// closed says that an object or array began and has ended.
func (n *nesting) closed() bool { return n.opened && n.depth <= 0 && !n.quoted }
