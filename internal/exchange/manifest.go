package exchange

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/xuri/excelize/v2"

	"jobdoc/internal/book"
)

// manifestSheet is the sheet of a manifest.
const manifestSheet = "清单"

// Manifest writes the manifest of a product as a workbook. Its cells are
// texts and numbers and never formulas.
func Manifest() book.Writer {
	return book.Writer{Name: book.ManifestStem + ".xlsx", Write: writeManifest}
}

func writeManifest(w io.Writer, rows iter.Seq2[book.Row, error]) (err error) {
	b := &bookWriter{file: excelize.NewFile(), sheets: map[string]*sheetWriter{}, styles: map[styleKey]int{}}
	defer b.close()
	if err := b.file.SetSheetName("Sheet1", manifestSheet); err != nil {
		return err
	}
	var layout []columnLayout
	for _, name := range book.Columns {
		l := columnLayout{header: name, width: medium, text: true}
		switch name {
		case "number", "pages", "size":
			l.width, l.text = narrow, false
		case "file", "sha256", "warnings":
			l.width = wide
		}
		layout = append(layout, l)
	}
	if err := b.begin(manifestSheet, layout); err != nil {
		return err
	}
	for r, err := range rows {
		if err != nil {
			return err
		}
		cells := []any{r.Number, r.Code, r.Title, r.Department, r.Template, r.Format, r.File, r.Pages, r.Size, r.SHA256, strings.Join(r.Warnings, "\n")}
		if err := b.row(manifestSheet, cells); err != nil {
			return err
		}
	}
	return b.write(w)
}

// ReadManifest reads what [Manifest] wrote.
func ReadManifest(data []byte) iter.Seq2[book.Row, error] {
	return func(yield func(book.Row, error) bool) {
		f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxWorkbookUnpacked, RawCellValue: true})
		if err != nil {
			yield(book.Row{}, fmt.Errorf("%w: %w", ErrNotWorkbook, err))
			return
		}
		defer f.Close()
		going := true
		found, err := eachRow(f, manifestSheet, func([]string) {}, func(number int, cells, _ []string) {
			if !going {
				return
			}
			r, err := manifestRow(cells)
			if err != nil {
				err = fmt.Errorf("row %d: %w", number, err)
			}
			going = yield(r, err) && err == nil
		}, false)
		if going && (err != nil || !found) {
			yield(book.Row{}, fmt.Errorf("%w: no sheet %s: %w", ErrNotWorkbook, manifestSheet, err))
		}
	}
}

func manifestRow(cells []string) (book.Row, error) {
	all := make([]string, len(book.Columns)) // a row ends with its last cell that is not empty
	copy(all, cells)
	return book.RowOf(all)
}
