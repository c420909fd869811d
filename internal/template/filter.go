package template

import (
	"bytes"
	"math/big"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// filterKind says what a filter is and whether it takes an argument.
type filterKind struct {
	name     string
	block    bool   // 出现, 留空: a test of a block, not a change of a value
	of       Values // what it can be used on; 0 = anything, and what it does not replace stays raw
	argument argument
	standard string // the argument when none is given
	apply    func(in result, arg string) result
}

type argument int

const (
	noArgument argument = iota
	mayHaveArgument
	mustHaveArgument
)

// filters holds all filters; the order is that of the hints.
var filters = []filterKind{
	{name: "日期", of: DateValue, argument: mayHaveArgument, standard: "YYYY年M月D日", apply: filterDate},
	{name: "连接", of: ListValue, argument: mayHaveArgument, standard: "、", apply: filterJoin},
	{name: "默认", argument: mustHaveArgument, apply: filterDefault},
	{name: "百分比", of: NumberValue, apply: filterPercent},
	{name: "除", argument: mustHaveArgument, apply: filterExcept},
	{name: "中文", of: NumberValue, apply: numeral(chineseNumeral)},
	{name: "圈", of: NumberValue, apply: numeral(circledNumeral)},
	{name: filterPresent, block: true},
	{name: filterBlank, block: true},
}

const (
	filterPresent = "出现"
	filterBlank   = "留空"
)

func findFilter(name string) *filterKind {
	for i := range filters {
		if filters[i].name == name {
			return &filters[i]
		}
	}
	return nil
}

// result is a value on its way through the filters: raw until a filter makes a
// text of it.
type result struct {
	raw    any
	field  *Field
	text   string
	isText bool
}

func textResult(s string) result { return result{text: s, isText: true} }

// print is the text that goes into the document. A value that no filter has
// changed takes its printed form.
func (r result) print() string {
	if r.isText {
		return r.text
	}
	return printed(r.field, r.raw)
}

// soFar is the text that the next filter works on: of a scalar its raw text,
// of anything else its printed form.
func (r result) soFar() string {
	if r.isText {
		return r.text
	}
	switch r.raw.(type) {
	case []any, map[string]any:
		return printed(r.field, r.raw)
	}
	return plain(r.raw)
}

// blank reports whether 默认 acts and whether {?} drops its paragraph.
func (r result) blank() bool {
	if r.isText {
		return strings.TrimSpace(r.text) == ""
	}
	return blank(r.raw)
}

func filterDefault(in result, arg string) result {
	if in.blank() {
		return textResult(arg)
	}
	return in
}

func filterExcept(in result, arg string) result {
	if strings.TrimSpace(in.soFar()) == strings.TrimSpace(arg) {
		return textResult("")
	}
	return in
}

func filterJoin(in result, arg string) result {
	if in.isText {
		return in
	}
	if list, ok := in.raw.([]any); ok {
		return textResult(joined(in.field, list, arg))
	}
	if in.blank() {
		return textResult("")
	}
	return textResult(in.soFar())
}

// filterPercent appends %, rounds to at most two decimals and does not scale.
func filterPercent(in result, _ string) result {
	if in.blank() {
		return textResult("")
	}
	s := in.soFar()
	if t, ok := roundDecimal(strings.TrimSpace(s)); ok {
		return textResult(t + "%")
	}
	return textResult(s)
}

// roundDecimal rounds a decimal number, half away from zero, to two places.
func roundDecimal(s string) (string, bool) {
	// An exponent could make a number of any size; other bases and fractions are no decimals.
	if s == "" || len(s) > 40 || strings.Trim(s, "0123456789+-.") != "" {
		return s, false
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return s, false
	}
	out := r.FloatString(2)
	return strings.TrimSuffix(strings.TrimRight(out, "0"), "."), true
}

// numeral makes a filter that writes whole numbers in another way and leaves
// everything else as it is.
func numeral(write func(int64) string) func(result, string) result {
	return func(in result, _ string) result {
		if in.blank() {
			return textResult("")
		}
		s := in.soFar()
		if n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64); err == nil {
			s = write(n)
		}
		return textResult(s)
	}
}

// filterDate prints YYYY, YYYY-MM or YYYY-MM-DD by a pattern such as
// YYYY年M月D日. A part the date lacks is left out with the word after it.
func filterDate(in result, arg string) result {
	if in.blank() {
		return textResult("")
	}
	s := in.soFar()
	parts, ok := dateParts(strings.TrimSpace(s))
	if !ok {
		return textResult(s)
	}
	return textResult(formatDate(parts, fullWidthDate.Replace(arg)))
}

// fullWidthDate makes the letters of a pattern plain that were typed in full width.
var fullWidthDate = strings.NewReplacer("Ｙ", "Y", "Ｍ", "M", "Ｄ", "D", "ｙ", "y", "ｄ", "d")

// dateParts are year, month and day; what the date lacks is "".
func dateParts(s string) (parts [3]string, ok bool) {
	fields := strings.Split(s, "-")
	if len(fields) > 3 || len(fields[0]) != 4 {
		return parts, false
	}
	for i, f := range fields {
		if i > 0 && len(f) != 2 || strings.Trim(f, "0123456789") != "" {
			return parts, false
		}
		parts[i] = f
	}
	return parts, true
}

func formatDate(parts [3]string, pattern string) string {
	var out []byte
	printed := 0 // length of out after the last part
	for i := 0; i < len(pattern); {
		part, n := dateToken(pattern, i)
		if n == 0 {
			out = append(out, pattern[i])
			i++
			continue
		}
		i += n
		value := parts[part]
		switch {
		case value == "":
			// The mark before goes too: 2005-, but 2005年.
			if len(bytes.Trim(out[printed:], dateMarks)) == 0 {
				out = out[:printed]
			}
			i += wordLength(pattern[i:])
			continue
		case part == 0 && n == 2:
			value = value[2:]
		case part > 0 && n == 1:
			value = strings.TrimPrefix(value, "0")
		}
		out = append(out, value...)
		printed = len(out)
	}
	return string(out)
}

// dateMarks part the parts of a date.
const dateMarks = " -./－．／"

// wordLength is the length of the word at the beginning of a pattern: letters
// up to the next part, or a mark.
func wordLength(s string) int {
	n := 0
	for i, r := range s {
		if _, token := dateToken(s, i); token > 0 || !unicode.IsLetter(r) {
			break
		}
		n = i + utf8.RuneLen(r)
	}
	if n == 0 && s != "" {
		if r, size := utf8.DecodeRuneInString(s); strings.ContainsRune(dateMarks, r) {
			return size
		}
	}
	return n
}

// dateToken returns which part of a date the letters at i stand for (0 year, 1
// month, 2 day) and how many letters they are, 0 if they are plain text.
func dateToken(pattern string, i int) (part, n int) {
	c := pattern[i]
	if i > 0 && pattern[i-1] == c {
		return 0, 0 // in the middle of letters that are too many
	}
	for i+n < len(pattern) && pattern[i+n] == c {
		n++
	}
	if i > 0 && isLetter(pattern[i-1]) && !isDateLetter(pattern[i-1]) || i+n < len(pattern) && isLetter(pattern[i+n]) && !isDateLetter(pattern[i+n]) {
		return 0, 0
	}
	switch {
	case (c == 'Y' || c == 'y') && (n == 4 || n == 2):
		return 0, n
	case c == 'M' && n <= 2:
		return 1, n
	case (c == 'D' || c == 'd') && n <= 2:
		return 2, n
	}
	return 0, 0
}

func isLetter(c byte) bool     { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDateLetter(c byte) bool { return c == 'Y' || c == 'y' || c == 'M' || c == 'D' || c == 'd' }
