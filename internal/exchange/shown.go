package exchange

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"jobdoc/internal/position"
)

// A spreadsheet shows a number in the format of its cell: 12.5 % as 13%, a day as
// Mar-24. What counts is the number that is kept.

// hasFormats reports whether a workbook formats numbers in any way but as they are.
// In those that [ExportWorkbook] makes nothing is.
func hasFormats(f *excelize.File) bool {
	const general, asTyped = 0, 49 // ECMA-376 part 1, 18.8.30
	for i := 0; ; i++ {
		s, err := f.GetStyle(i)
		if err != nil {
			return false // there are no more
		}
		if s.NumFmt != general && s.NumFmt != asTyped || s.CustomNumFmt != nil {
			return true
		}
	}
}

// countsFrom1904 reports whether days are counted from 1904, as on old Macs.
func countsFrom1904(f *excelize.File) bool {
	p, err := f.GetWorkbookProps()
	return err == nil && p.Date1904 != nil && *p.Date1904
}

// meant returns what a cell of a field says, by the text that is shown and the one that is
// kept.
func meant(shown, kept string, f *position.Field, from1904 bool) string {
	n, err := strconv.ParseFloat(kept, 64)
	if shown == kept || err != nil {
		return shown
	}
	switch f.Type {
	case position.Percent:
		if strings.HasSuffix(shown, "%") {
			n *= 100
		}
		return decimal(n)
	case position.Integer:
		return decimal(n)
	case position.Date:
		if isNumber(shown) { // a year alone
			return shown
		}
		if day, err := excelize.ExcelDateToTime(n, from1904); err == nil {
			return day.Format(time.DateOnly)
		}
	default:
		if _, ok := numberIn(shown, f); ok {
			return decimal(n)
		}
	}
	return shown
}

// decimal writes a number without what its binary form adds: 0.28999999999999998 is 0.29.
func decimal(n float64) string {
	const digits = 14
	short, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', digits, 64), 64)
	if err != nil {
		short = n
	}
	return strconv.FormatFloat(short, 'f', -1, 64)
}

// eachRow calls take for the rows below the header, with their number and their cells as
// shown and, where that is asked for, as kept. A sheet that is missing has none; header is called first.
func eachRow(f *excelize.File, name string, header func(cells []string), take func(number int, shown, kept []string), both bool) (found bool, err error) {
	if i, err := f.GetSheetIndex(name); err != nil || i < 0 {
		return false, nil
	}
	var kept *excelize.Rows
	shown, err := f.Rows(name)
	if err == nil && both {
		kept, err = f.Rows(name)
	}
	if err != nil {
		return false, fmt.Errorf("%w: sheet %s: %w", ErrNotWorkbook, name, err)
	}
	defer shown.Close()
	width := 0
	for n := 1; shown.Next(); n++ {
		cells, err := shown.Columns()
		var raw []string
		if err == nil && both && kept.Next() {
			raw, err = kept.Columns(excelize.Options{RawCellValue: true})
		}
		if err != nil {
			return false, fmt.Errorf("%w: sheet %s: %w", ErrNotWorkbook, name, err)
		}
		if n == 1 {
			width = len(cells)
			header(cells)
			continue
		}
		take(n, cells[:min(len(cells), width)], raw) // what has no header is not kept
	}
	if both {
		err = kept.Close()
	}
	return true, errors.Join(shown.Error(), err)
}
