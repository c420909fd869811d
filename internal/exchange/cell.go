package exchange

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"

	"jobdoc/internal/position"
)

// Words in cells for what an empty cell cannot tell apart. A text that begins
// like one, or with the escape, has the escape before it.
const (
	wordNull   = "〔留空〕"  // null: a labelled blank to fill in by hand
	wordNone   = "〔无〕"   // []: stated to be none
	wordObject = "〔对象〕"  // an object that its other cells do not show to be one
	wordBlank  = "〔空文本〕" // a text of nothing but white space, which follows
	wordLong   = "〔长文本"  // a text that stands in the sheet of long ones, under the number that follows
	sayNone    = "无"     // what people write for [] in the cell of a list of records
	escape     = `\`
	bracket    = "〔"
)

// value is what a cell may hold: a text, or a number that a spreadsheet can count with.
type value = any // string or float64; nil for an empty cell

// cellOfText returns the cell of a string, or of one in a list (nil). Where the
// field takes numbers too, a text that looks like one needs the escape.
func cellOfText(s string, f *position.Field) string {
	if strings.TrimSpace(s) == "" {
		return wordBlank + s
	}
	_, number := numberIn(s, f)
	if number || strings.HasPrefix(s, bracket) || strings.HasPrefix(s, escape) {
		return escape + s
	}
	return s
}

// textOfCell undoes [cellOfText]; null says that the cell stands for null.
func textOfCell(cell string) (s string, null bool) {
	if s, ok := strings.CutPrefix(cell, escape); ok {
		return s, false
	}
	if s, ok := strings.CutPrefix(cell, wordBlank); ok {
		return s, false
	}
	return cell, cell == wordNull
}

// cellOfNumber returns a number that a spreadsheet shows whole, or else the text
// of it: the format General has room for 11 characters.
func cellOfNumber(n json.Number) value {
	const whole = 10
	if f, err := n.Float64(); err == nil && len(n) <= whole && strconv.FormatFloat(f, 'f', -1, 64) == string(n) {
		return f
	}
	return string(n)
}

// isNumber reports whether a text is a number in plain decimals.
func isNumber(s string) bool {
	whole, fraction, dotted := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	return digits(whole) && (!dotted || digits(fraction))
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// numberIn returns the number that a cell of a field shows, if the field takes
// numbers. Percent signs and thousands separators, which a spreadsheet shows, are no part of it.
func numberIn(cell string, f *position.Field) (json.Number, bool) {
	if f == nil {
		return "", false
	}
	switch f.Type {
	default:
		return "", false
	case position.Percent:
		cell = strings.TrimRight(cell, "%％ ")
	case position.Integer, position.StringOrNumber, position.StringOrInteger:
	}
	cell = strings.ReplaceAll(strings.TrimSpace(cell), ",", "")
	if !isNumber(cell) {
		return "", false
	}
	whole, fraction, dotted := strings.Cut(cell, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	if whole = strings.TrimLeft(whole, "0"); whole == "" { // JSON has no leading zeros
		whole = "0"
	}
	if dotted {
		whole += "." + fraction
	}
	return json.Number(sign + whole), true
}

// cellOf returns the cell of a value of a field that is not absent.
func cellOf(v any, f *position.Field) value {
	switch v := v.(type) {
	case nil:
		return wordNull
	case json.Number:
		return cellOfNumber(v)
	case string:
		return cellOfText(v, f)
	}
	return nil
}

// valueOf returns the value that a cell of a field stands for. A text where a
// number must be is the decoder's to refuse.
func valueOf(cell string, f *position.Field) any {
	s, null := textOfCell(cell)
	if null {
		return nil
	}
	if n, ok := numberIn(cell, f); ok {
		return n
	}
	if f.Type == position.Date {
		return dateIn(s)
	}
	return s
}

var datesOfPeople = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?$`)

// dateIn returns the date that a text shows in one of the ways of Chinese offices, such as
// 2024/3/1 and 2024年3月, as JSON has it; what is none as it is.
func dateIn(text string) string {
	m := datesOfPeople.FindStringSubmatch(norm.NFKC.String(plain(text)))
	if m == nil {
		return text
	}
	date := m[1]
	for _, part := range m[2:] {
		if part != "" {
			date += fmt.Sprintf("-%02s", part)
		}
	}
	return date
}

// maxLines bounds the lines in one cell (Excel: 253 line feeds) and maxCell its
// characters (Excel: 32,767 UTF-16 units).
const (
	maxLines = 250
	maxCell  = 32_000
)

// linesOf returns the cell of a list of texts, one a line, ok if each text is
// read back as it is.
func linesOf(list []any) (cell string, ok bool) {
	if len(list) > maxLines {
		return "", false
	}
	lines := make([]string, len(list))
	size := 0
	for i, item := range list {
		s, _ := item.(string)
		if strings.TrimSpace(s) != s || s == "" || strings.ContainsAny(s, "\r\n") {
			return "", false
		}
		lines[i] = cellOfText(s, nil)
		size += units(s) + 2
	}
	return strings.Join(lines, "\n"), size <= maxCell
}

// textsOf reads a cell of texts, one a line; blank lines do not count.
func textsOf(cell string) []any {
	list := []any{}
	for line := range strings.Lines(cell) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		s, _ := textOfCell(line)
		list = append(list, s)
	}
	return list
}

// units counts a text as a spreadsheet does, in UTF-16.
func units(text string) (n int) {
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

// pieces cuts a text that is too long for a cell.
func pieces(text string) []string {
	const most = maxCell / 2 // characters: none takes more than two UTF-16 units
	var list []string
	runes := []rune(text)
	for len(runes) > most {
		list = append(list, string(runes[:most]))
		runes = runes[most:]
	}
	return append(list, string(runes))
}
