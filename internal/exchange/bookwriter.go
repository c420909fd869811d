package exchange

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// optionsRange names the cells that the drop-down of lists takes its words from.
const optionsRange = "栏目名称"

// bookWriter writes the sheets of a workbook row by row.
type bookWriter struct {
	file    *excelize.File
	sheets  map[string]*sheetWriter
	order   []string
	styles  map[styleKey]int
	lastRow int // of drop-downs, at least
}

type sheetWriter struct {
	stream *excelize.StreamWriter
	layout []columnLayout
	styles []int
	rows   int
}

// styleKey tells the styles of cells apart.
type styleKey struct{ header, key, text bool }

func newBookWriter() (*bookWriter, error) {
	b := &bookWriter{file: excelize.NewFile(), sheets: map[string]*sheetWriter{}, styles: map[styleKey]int{}, lastRow: 2000}
	return b, b.file.SetSheetName("Sheet1", adviceSheet)
}

// advice writes the sheet that explains the others.
func (b *bookWriter) advice() error {
	style, err := b.file.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	if err := b.file.SetColWidth(adviceSheet, "A", "A", 90); err != nil {
		return err
	}
	for i, line := range advice {
		cell := fmt.Sprintf("A%d", i+1)
		if err := b.file.SetCellStr(adviceSheet, cell, line); err != nil {
			return err
		}
		if err := b.file.SetCellStyle(adviceSheet, cell, cell, style); err != nil {
			return err
		}
	}
	return nil
}

// begin makes a sheet with its header, notes and drop-downs.
func (b *bookWriter) begin(name string, layout []columnLayout) error {
	i, err := b.file.NewSheet(name)
	if err != nil {
		return err
	}
	if name == positionSheet { // excelize reads every sheet for this: there are no rows yet
		b.file.SetActiveSheet(i)
	}
	if err := b.assist(name, layout); err != nil {
		return err
	}
	stream, err := b.file.NewStreamWriter(name)
	if err != nil {
		return err
	}
	s := &sheetWriter{stream: stream, layout: layout}
	header := make([]any, len(layout))
	frozen := 0
	for i, l := range layout {
		if err := stream.SetColWidth(i+1, i+1, l.width); err != nil {
			return err
		}
		style, err := b.style(styleKey{key: l.key, text: l.text})
		if err != nil {
			return err
		}
		if err := stream.SetColStyle(i+1, i+1, style); err != nil {
			return err
		}
		s.styles = append(s.styles, style)
		if style, err = b.style(styleKey{header: true, key: l.key}); err != nil {
			return err
		}
		header[i] = excelize.Cell{StyleID: style, Value: l.header}
		if l.key && frozen == i {
			frozen++
		}
	}
	corner, err := excelize.CoordinatesToCellName(frozen+1, 2)
	if err != nil {
		return err
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, XSplit: frozen, YSplit: 1, TopLeftCell: corner, ActivePane: "bottomRight"}); err != nil {
		return err
	}
	b.sheets[name] = s
	b.order = append(b.order, name)
	return b.row(name, header)
}

// style returns the style of a kind of cells.
func (b *bookWriter) style(k styleKey) (int, error) {
	if id, ok := b.styles[k]; ok {
		return id, nil
	}
	s := &excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}
	if k.text {
		const asTyped = 49 // the number format @ (ECMA-376 part 1, 18.8.30)
		s.NumFmt = asTyped
	}
	if k.key {
		s.Font = &excelize.Font{Color: "7F7F7F"}
	}
	if k.header {
		s.Font = &excelize.Font{Bold: true, Color: "FFFFFF"}
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E79"}}
		if k.key {
			s.Fill.Color = []string{"7F7F7F"}
		}
		s.Alignment = &excelize.Alignment{WrapText: true, Vertical: "center", Horizontal: "center"}
	}
	id, err := b.file.NewStyle(s)
	b.styles[k] = id
	return id, err
}

// assist adds the notes of the header and the drop-downs.
func (b *bookWriter) assist(name string, layout []columnLayout) error {
	for i, l := range layout {
		column, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if l.note != "" {
			note := excelize.Comment{Cell: column + "1", Author: "jobdoc", Text: l.note, Width: 260, Height: 120}
			if err := b.file.AddComment(name, note); err != nil {
				return err
			}
		}
		if len(l.choice) == 0 && l.from == "" {
			continue
		}
		v := excelize.NewDataValidation(true)
		v.Sqref = fmt.Sprintf("%s2:%s%d", column, column, excelize.TotalRows)
		if l.from != "" {
			v.SetSqrefDropList(l.from)
		} else if err := v.SetDropList(l.choice); err != nil {
			return err
		}
		v.ShowErrorMessage = false // what is not in the list may be typed too
		if err := b.file.AddDataValidation(name, v); err != nil {
			return err
		}
	}
	return nil
}

// row writes the next row of a sheet. nil cells stay empty, but keep the style of their column.
func (b *bookWriter) row(name string, cells []any) error {
	s := b.sheets[name]
	if s.rows >= excelize.TotalRows {
		return fmt.Errorf("sheet %s: %w", name, ErrTooManyRows)
	}
	s.rows++
	for i, v := range cells {
		if _, styled := v.(excelize.Cell); !styled && v != nil {
			cells[i] = excelize.Cell{StyleID: s.styles[i], Value: v}
		}
	}
	return s.stream.SetRow(fmt.Sprintf("A%d", s.rows), cells)
}

// options writes the sheet of words for drop-downs.
func (b *bookWriter) options() error {
	if _, err := b.file.NewSheet(optionsSheet); err != nil {
		return err
	}
	names := textsLists()
	for i, name := range names {
		if err := b.file.SetCellStr(optionsSheet, fmt.Sprintf("A%d", i+1), name); err != nil {
			return err
		}
	}
	if err := b.file.SetSheetVisible(optionsSheet, false); err != nil {
		return err
	}
	return b.file.SetDefinedName(&excelize.DefinedName{Name: optionsRange, RefersTo: fmt.Sprintf("'%s'!$A$1:$A$%d", optionsSheet, len(names))})
}

func (b *bookWriter) write(w io.Writer) error {
	for _, name := range b.order {
		if err := b.sheets[name].stream.Flush(); err != nil {
			return err
		}
	}
	var packed bytes.Buffer
	if _, err := b.file.WriteTo(&packed); err != nil {
		return err
	}
	return reorder(w, packed.Bytes())
}

// reorder writes an archive again with its files by name: excelize has those of
// streams in the order of a map, another one each time.
func reorder(w io.Writer, packed []byte) error {
	in, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return err
	}
	slices.SortFunc(in.File, func(x, y *zip.File) int { return strings.Compare(x.Name, y.Name) })
	out := zip.NewWriter(w)
	for _, f := range in.File {
		if err := out.Copy(f); err != nil {
			return err
		}
	}
	return out.Close()
}

func (b *bookWriter) close() { _ = b.file.Close() } // removes temporary files; nothing of the workbook hangs on it
