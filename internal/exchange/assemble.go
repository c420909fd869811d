package exchange

import (
	"encoding/json"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"jobdoc/internal/position"
)

// Positions returns how many positions the workbook holds.
func (w *Workbook) Positions() int { return len(w.records[positionSheet].rows[""]) }

// Raws yields the positions of the workbook as JSON, in the order of their
// numbers. Their line is the row of the sheet 岗位.
func (w *Workbook) Raws() iter.Seq2[Raw, error] {
	return func(yield func(Raw, error) bool) {
		for i, r := range w.records[positionSheet].rows[""] {
			a := assembler{workbook: w}
			data, err := json.Marshal(a.record(w.records[positionSheet], r, ""))
			raw := Raw{Place: Place{Source: w.name, Index: i + 1, Line: r.number}, Data: data, workbook: w}
			if !yield(raw, err) || err != nil {
				return
			}
		}
	}
}

// Locate returns where in the workbook a value of a position stands, or would
// stand: the position is one of [Workbook.Raws], counted from 1.
func (w *Workbook) Locate(index int, pointer string) (sheet, cell string) {
	rows := w.records[positionSheet].rows[""]
	if index < 1 || index > len(rows) {
		return "", ""
	}
	a := assembler{workbook: w, cells: map[string]cellPlace{}}
	a.record(w.records[positionSheet], rows[index-1], "")
	for {
		if p, ok := a.cells[pointer]; ok {
			return p.sheet, p.cell
		}
		i := strings.LastIndexByte(pointer, '/')
		if i < 0 {
			return positionSheet, cellName(0, rows[index-1].number)
		}
		pointer = pointer[:i]
	}
}

// place puts the cell of a fault of a position before what is said of it.
func (w *Workbook) place(f *position.Fault, index int) {
	f.Line, f.Column = 0, 0
	f.Detail, f.English = inCells(*f)
	if sheet, cell := w.Locate(index, f.Pointer); sheet != "" {
		f.Detail, f.English = sheet+"!"+cell+"："+f.Detail, sheet+"!"+cell+": "+f.English
	}
}

// workbook reads the rest of the source as a workbook.
func (s *splitter) workbook() {
	data, err := io.ReadAll(io.LimitReader(s.in, MaxWorkbook+1))
	if err != nil {
		s.err = err
		return
	}
	w, err := ReadWorkbook(s.name, data)
	if err != nil {
		s.err = err
		return
	}
	for _, f := range w.Faults() {
		at := strings.Trim(f.Sheet+"!"+f.Cell, "!")
		fault := position.Fault{Code: CodeWorkbook, Detail: f.Detail, English: f.English}
		if at != "" {
			fault.Detail, fault.English = at+"："+f.Detail, at+": "+f.English
		}
		s.send(Raw{Place: Place{Source: s.name}, Fault: &fault, workbook: w})
	}
	for raw, err := range w.Raws() {
		if err != nil {
			s.err = err
			return
		}
		s.send(raw)
	}
}

// CodeWorkbook is the code of faults of a workbook that are none of a position.
const CodeWorkbook = "workbook"

type cellPlace struct{ sheet, cell string }

// assembler makes the JSON of a position from its rows.
type assembler struct {
	workbook *Workbook
	cells    map[string]cellPlace // by JSON Pointer; nil: nobody asks
}

func (a *assembler) at(pointer, sheet, cell string) {
	if a.cells != nil {
		a.cells[pointer] = cellPlace{sheet, cell}
	}
}

// record makes the value of a row.
func (a *assembler) record(r *recordRows, entry row, pointer string) any {
	s := r.sheet
	m := map[string]any{}
	a.at(pointer, s.name, cellName(0, entry.number))
	for i := range s.columns {
		c := &s.columns[i]
		cell := cellAt(entry.cells, r.columns[i])
		if strings.TrimSpace(cell) == "" {
			cell = ""
		}
		at := pointer + "/" + strings.Join(c.path, "/")
		if r.columns[i] >= 0 {
			a.at(at, s.name, cellName(r.columns[i], entry.number))
		}
		if v, ok := a.value(s, c, cell, entry.key, at); ok {
			put(m, s.record, c.path, v)
		}
	}
	if s.parent == nil || s.record.Text == "" || strings.TrimSpace(cellAt(entry.cells, r.form)) == wordObject {
		return m
	}
	if text, ok := m[s.record.Text].(string); ok && len(m) == 1 {
		return text
	}
	return m
}

// put puts a value at a path from a record, with the objects on the way. A text
// that stands for one of them becomes an entry of it: people write 直接上级 and, beside it, 直接上级·部门.
func put(m map[string]any, record *position.Field, path []string, v any) {
	for _, key := range path[:len(path)-1] {
		record = record.Child(key)
		inner, ok := m[key].(map[string]any)
		if !ok {
			inner = map[string]any{}
			if text, isText := m[key].(string); isText && record.Text != "" {
				inner[record.Text] = text
			}
			m[key] = inner
		}
		m = inner
	}
	m[path[len(path)-1]] = v
}

// value returns the value of a cell, ok if the field is not absent.
func (a *assembler) value(s *sheet, c *column, cell, key, pointer string) (v any, ok bool) {
	switch c.kind {
	case columnRecords:
		return a.recordList(c, cell, key, pointer)
	case columnTexts:
		return a.textList(s, c, cell, key, pointer)
	case columnObject, columnUnion:
		if cell == wordObject {
			return map[string]any{}, true
		}
	}
	if cell == "" {
		return nil, false
	}
	return valueOf(a.workbook.whole(cell), c.field), true
}

// recordList reads a list of records: the rows of their sheet, after those that stand in
// the cell, one a line, where a text is a record. Another text is the decoder's to refuse.
func (a *assembler) recordList(c *column, cell, key, pointer string) (any, bool) {
	r := a.workbook.records[c.sheet.name]
	rows := r.rows[key]
	v, ok := listWord(cell)
	list := []any{}
	if _, isText := v.(string); isText {
		if c.sheet.record.Text == "" {
			return cell, true
		}
		if plain(cell) != sayNone {
			list = textsOf(cell)
		}
		v = list
	}
	if len(rows) == 0 {
		return v, ok
	}
	for _, entry := range rows {
		list = append(list, a.record(r, entry, pointer+"/"+strconv.Itoa(len(list))))
	}
	return list, true
}

func (a *assembler) textList(s *sheet, c *column, cell, key, pointer string) (any, bool) {
	rows := a.workbook.texts[key+"\x00"+s.listName(c)]
	v, ok := listWord(cell)
	if _, isText := v.(string); isText {
		if c.field.Type == position.StringOrList && len(rows) == 0 {
			v, _ := textOfCell(cell)
			return v, true
		}
		v = textsOf(cell)
	}
	if len(rows) == 0 {
		return v, ok
	}
	list, _ := v.([]any)
	for i, r := range rows {
		text, _ := textOfCell(r.text)
		a.at(pointer+"/"+strconv.Itoa(len(list)), textsSheet, cellName(slices.Index(textsHeaders, textHeader), rows[i].number))
		list = append(list, text)
	}
	return list, true
}

// listWord reads the cell of a list that has no rows: null, none, absent, or a text.
func listWord(cell string) (v any, ok bool) {
	switch strings.TrimSpace(cell) {
	case "":
		return nil, false
	case wordNull:
		return nil, true
	case wordNone:
		return []any{}, true
	}
	return cell, true
}
