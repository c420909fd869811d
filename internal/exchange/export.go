package exchange

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"

	"jobdoc/internal/position"
)

// ErrTooManyRows says that a sheet would need more rows than a workbook has
// (1,048,576): the positions must go into several.
var ErrTooManyRows = errors.New("more rows than a sheet of a workbook has")

// ExportWorkbook writes positions as a workbook, in their order. Without
// positions it is one to be filled in. Rows are written as they come: what is held in
// memory does not grow with the positions beyond what the library buffers on disk.
// The same positions give the same bytes. No cell is a formula.
func ExportWorkbook(w io.Writer, positions iter.Seq2[position.Position, error]) error {
	x, err := newExporter()
	if err != nil {
		return err
	}
	defer x.book.close()
	for pos, err := range positions {
		if err != nil {
			return err
		}
		if err := x.position(pos); err != nil {
			return fmt.Errorf("position %d: %w", x.numbers[positionSheet], err)
		}
	}
	return x.finish(w)
}

// exporter writes the sheets.
type exporter struct {
	book    *bookWriter
	numbers map[string]int // of positions and long texts
	title   string         // of the position in work
}

func newExporter() (*exporter, error) {
	book, err := newBookWriter()
	if err != nil {
		return nil, err
	}
	x := &exporter{book: book, numbers: map[string]int{}}
	if err := x.book.advice(); err != nil {
		return nil, err
	}
	for _, s := range sheets() {
		if err := x.book.begin(s.name, s.layout()); err != nil {
			return nil, err
		}
	}
	if err := x.book.begin(textsSheet, textsLayout()); err != nil {
		return nil, err
	}
	if err := x.book.begin(longSheet, longLayout()); err != nil {
		return nil, err
	}
	return x, nil
}

func (x *exporter) position(pos position.Position) error {
	x.numbers[positionSheet]++
	x.title = pos.Title()
	return x.record(sheets()[0], pos.Data(), []int{x.numbers[positionSheet]})
}

// record writes one record: its row, then those of its lists. keys are the
// numbers of the records around it and its own.
func (x *exporter) record(s *sheet, v any, keys []int) error {
	cells := make([]any, 0, len(s.keys)+len(s.columns)+2)
	for _, k := range keys {
		cells = append(cells, k)
	}
	if s.parent != nil {
		cells = append(cells, x.title)
	}
	filled := false
	var later []func() error
	for i := range s.columns {
		c := &s.columns[i]
		cell, more := x.cell(s, c, v, keys)
		filled = filled || cell != nil
		cells = append(cells, cell)
		if more != nil {
			later = append(later, more)
		}
	}
	if s.parent != nil {
		m, isObject := v.(map[string]any)
		if form := any(nil); isObject {
			if !filled || s.looksLikeText(m) {
				form = wordObject
			}
			cells = append(cells, form)
		}
	}
	if err := x.book.row(s.name, cells); err != nil {
		return err
	}
	for _, more := range later {
		if err := more(); err != nil {
			return err
		}
	}
	return nil
}

// looksLikeText reports whether an object would be read back as a bare text.
func (s *sheet) looksLikeText(m map[string]any) bool {
	if s.record.Text == "" {
		return false
	}
	_, isText := m[s.record.Text].(string)
	return len(m) == 1 && isText
}

// cell returns the cell of a column, nil where it is empty, and what writes the
// rows that other sheets have of it.
func (x *exporter) cell(s *sheet, c *column, record any, keys []int) (value, func() error) {
	if text, ok := record.(string); ok { // an item that stands for an object
		if len(c.path) == 1 && c.path[0] == s.record.Text {
			return cellOfText(text, nil), nil
		}
		return nil, nil
	}
	v, ok := at(record, c.path)
	if !ok {
		return nil, nil
	}
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 0 {
			return wordObject, nil
		}
		return nil, nil
	case []any:
		return x.list(s, c, v, keys)
	}
	cell := cellOf(v, c.field)
	if text, ok := cell.(string); ok && units(text) > maxCell {
		return x.long(text)
	}
	return cell, nil
}

// long returns the cell of a text that is too long for one, and what writes its
// pieces: Excel cuts a cell off without a word after 32,767 UTF-16 units.
func (x *exporter) long(text string) (value, func() error) {
	x.numbers[longSheet]++
	number := x.numbers[longSheet]
	return wordLong + strconv.Itoa(number) + "〕", func() error {
		for i, piece := range pieces(text) {
			if err := x.book.row(longSheet, []any{number, i + 1, piece}); err != nil {
				return err
			}
		}
		return nil
	}
}

// list returns the cell of a list and what writes its rows.
func (x *exporter) list(s *sheet, c *column, list []any, keys []int) (value, func() error) {
	if len(list) == 0 {
		return wordNone, nil
	}
	if c.kind == columnRecords {
		return nil, func() error {
			for i, item := range list {
				if err := x.record(c.sheet, item, append(keys[:len(keys):len(keys)], i+1)); err != nil {
					return err
				}
			}
			return nil
		}
	}
	if c.lines {
		if cell, ok := linesOf(list); ok {
			return cell, nil
		}
	}
	return nil, func() error {
		for i, item := range list {
			text, _ := item.(string)
			cells := []any{keys[0], x.title, s.listName(c), owner(keys[1:]), i + 1, cellOfText(text, nil)}
			if err := x.book.row(textsSheet, cells); err != nil {
				return err
			}
		}
		return nil
	}
}

// owner writes the numbers of the records around a list: 3, or 3.2.
func owner(keys []int) any {
	if len(keys) == 0 {
		return nil
	}
	text := ""
	for i, k := range keys {
		if i > 0 {
			text += "."
		}
		text += strconv.Itoa(k)
	}
	return text
}

// at returns the value at a path of keys, ok if it is there.
func at(v any, path []string) (any, bool) {
	for _, key := range path {
		m, isObject := v.(map[string]any)
		if !isObject {
			return nil, false
		}
		var ok bool
		if v, ok = m[key]; !ok {
			return nil, false
		}
	}
	return v, true
}

func (x *exporter) finish(w io.Writer) error {
	if err := x.book.options(); err != nil {
		return err
	}
	return x.book.write(w)
}
