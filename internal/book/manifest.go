package book

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"io"
	"iter"
	"strconv"
	"strings"
)

// A Writer of manifests writes rows in one format.
type Writer struct {
	Name  string // of the file in the product, such as "MANIFEST.csv"
	Write func(w io.Writer, rows iter.Seq2[Row, error]) error
}

// ManifestStem is what the names of all manifests begin with.
const ManifestStem = "MANIFEST"

// AuditStem is what the names of reports of an audit begin with in a folder of
// loose files.
const AuditStem = "AUDIT"

// Manifests are the formats that need no library. Others may be added in
// [Batch.Manifests].
func Manifests() []Writer {
	return []Writer{
		{ManifestStem + ".csv", WriteCSV},
		{ManifestStem + ".jsonl", WriteJSONL},
	}
}

// WriteJSONL writes one JSON object a line.
func WriteJSONL(w io.Writer, rows iter.Seq2[Row, error]) error {
	b := bufio.NewWriter(w)
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	for r, err := range rows {
		if err != nil {
			return err
		}
		if err := e.Encode(r); err != nil {
			return err
		}
	}
	return b.Flush()
}

// WriteCSV writes a table for spreadsheets: UTF-8 with a byte order mark, without
// which Excel takes Chinese for GBK, and lines that end as RFC 4180 says.
// Warnings stand on lines of their own in one cell. A cell that a spreadsheet would take for a
// formula begins with an apostrophe.
func WriteCSV(w io.Writer, rows iter.Seq2[Row, error]) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if err := c.Write(Columns[:]); err != nil {
		return err
	}
	for r, err := range rows {
		if err != nil {
			return err
		}
		cells := r.cells()
		for i, text := range cells {
			cells[i] = Inert(text)
		}
		if err := c.Write(cells); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// cells are the fields as texts, in the order of Columns.
func (r Row) cells() []string {
	return []string{
		strconv.Itoa(r.Number), r.Code, r.Title, r.Department, r.Template, r.Format, r.File,
		strconv.Itoa(r.Pages), strconv.FormatInt(r.Size, 10), r.SHA256, strings.Join(r.Warnings, "\n"),
	}
}

// Inert returns a text that no spreadsheet takes for a formula (OWASP, "CSV
// Injection"): an apostrophe is put before what could begin one.
func Inert(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠'", []rune(text)[0]) {
		return "'" + text
	}
	return text
}

// active undoes Inert.
func active(text string) string { return strings.TrimPrefix(text, "'") }

// ReadJSONL reads what [WriteJSONL] wrote.
func ReadJSONL(r io.Reader) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		d := json.NewDecoder(r)
		for {
			var row Row
			err := d.Decode(&row)
			if err == io.EOF {
				return
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// ReadCSV reads what [WriteCSV] wrote.
func ReadCSV(r io.Reader) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		b := bufio.NewReader(r)
		if mark, _ := b.Peek(3); string(mark) == "\uFEFF" {
			_, _ = b.Discard(len(mark)) // it was peeked at: there is no error
		}
		c := csv.NewReader(b)
		c.FieldsPerRecord = len(Columns)
		header := true
		for {
			cells, err := c.Read()
			if err == io.EOF {
				return
			}
			if header && err == nil {
				header = false
				continue
			}
			for i, text := range cells {
				cells[i] = active(text)
			}
			var row Row
			if err == nil {
				row, err = RowOf(cells)
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// RowOf makes a row of the texts of a table's cells, one for each of [Columns].
func RowOf(cells []string) (r Row, err error) {
	r = Row{
		Code: cells[1], Title: cells[2], Department: cells[3], Template: cells[4], Format: cells[5], File: cells[6], SHA256: cells[9],
	}
	if cells[10] != "" {
		r.Warnings = strings.Split(cells[10], "\n")
	}
	for _, n := range []struct {
		text string
		put  func(int64)
	}{
		{cells[0], func(v int64) { r.Number = int(v) }},
		{cells[7], func(v int64) { r.Pages = int(v) }},
		{cells[8], func(v int64) { r.Size = v }},
	} {
		v, err := strconv.ParseInt(n.text, 10, 64)
		if err != nil {
			return r, err
		}
		n.put(v)
	}
	return r, nil
}
