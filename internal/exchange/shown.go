package exchange

import (
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
