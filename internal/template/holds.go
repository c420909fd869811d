package template

import "strings"

// Values are the kinds of values that a field may hold.
type Values uint8

// The kinds of values that filters tell apart.
const (
	TextValue Values = 1 << iota
	NumberValue
	DateValue // YYYY, YYYY-MM or YYYY-MM-DD
	ListValue
	ObjectValue
)

// valueWords has a line for each kind of value: what people call it.
var valueWords = []struct {
	kind             Values
	chinese, english string
}{
	{TextValue, "文本", "a text"},
	{NumberValue, "数字", "a number"},
	{DateValue, "日期", "a date"},
	{ListValue, "列表", "a list"},
	{ObjectValue, "一组内容", "a group of values"},
}

func (v Values) words() (chinese, english string) {
	var zh, en []string
	for _, w := range valueWords {
		if v&w.kind != 0 {
			zh, en = append(zh, w.chinese), append(en, w.english)
		}
	}
	return strings.Join(zh, "或"), strings.Join(en, " or ")
}

// holds says what a name stands for; 0 for anything. An entry that is picked by
// its label may be anything that people write there.
func (e *expr) holds() Values {
	switch {
	case e.label != nil:
		return 0
	case e.kind == numberExpr:
		return NumberValue
	case e.kind != pathExpr:
		return TextValue // 首个 and 末个 print 是 or nothing
	}
	return e.field.Holds
}

// checkTypes reports a filter that can do nothing with the value. Only the first
// that changes it is looked at: those behind it get a text.
func (s *story) checkTypes(t *tag, e *expr) {
	holds := e.holds()
	for i, f := range t.filters {
		switch {
		case holds == 0 || f.of&holds != 0 || f.block:
			return
		case f.of == 0:
			continue
		}
		of, ofEnglish := f.of.words()
		is, isEnglish := holds.words()
		s.c.faultOf(t, "filter-type", []string{f.name, of, is}, []string{f.name, ofEnglish, isEnglish}, withoutFilter(t, e, i))
		return
	}
}

// withoutFilter is the tag as it was probably meant: with the filter on a value
// of each item if one of them suits it, else without the filter.
func withoutFilter(t *tag, e *expr, at int) string {
	if t.kind == optional {
		return "{?" + t.name + "}"
	}
	if e.field == nil {
		return "{" + t.name + "}"
	}
	for _, c := range e.field.parts() {
		if c.Holds != 0 && c.Holds&t.filters[at].of == c.Holds {
			return "{#" + t.name + "}{" + c.name() + "|" + t.filters[at].name + "}{/}"
		}
	}
	return "{" + t.name + "}"
}

// parts are the fields of an object, or of the items of a list.
func (f *Field) parts() []*Field {
	if f.Item != nil {
		return f.Item.Fields
	}
	return f.Fields
}
