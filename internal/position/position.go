package position

import (
	"strings"
	"time"
)

// Position is one decoded position. It does not change and may be shared by
// goroutines. The zero Position holds nothing; [Decode] makes the others.
type Position struct {
	data map[string]any
}

// Data returns what templates read: string, [encoding/json.Number], []any,
// map[string]any and nil. An absent key is absent, null is nil, a string where an object may
// stand is a string, keys that begin with _ are gone. The map belongs to the
// Position: do not change it.
func (p Position) Data() map[string]any { return p.data }

// Get returns the value at a path of keys such as position.title, and whether
// the key is there.
func (p Position) Get(path ...string) (v any, ok bool) {
	v, ok = any(p.data), true
	for _, key := range path {
		m, isObject := v.(map[string]any)
		if !isObject {
			return nil, false
		}
		if v, ok = m[key]; !ok {
			return nil, false
		}
	}
	return v, ok
}

func (p Position) text(path ...string) string {
	v, _ := p.Get(path...)
	return strings.TrimSpace(printText(v))
}

// Title returns 岗位名称.
func (p Position) Title() string { return p.text("position", "title") }

// Code returns 岗位编号, "" when blank.
func (p Position) Code() string { return p.text("position", "code") }

// Department returns 所在部门, "" when blank.
func (p Position) Department() string { return p.text("position", "department") }

// Group returns 组别, "" when blank.
func (p Position) Group() string { return p.text("position", "group") }

// Organization returns 单位名称, "" when blank.
func (p Position) Organization() string { return p.text("organization") }

// Locale returns the language of the form's fixed words: zh-CN or en.
func (p Position) Locale() string {
	if s := p.text("locale"); s != "" {
		return s
	}
	return "zh-CN"
}

// FormTitle returns the title of the form, [DefaultFormTitle] when it is blank.
func (p Position) FormTitle() string {
	v, _ := p.Get("formTitle")
	return strings.TrimSpace(printFormTitle(v))
}

// Date returns the date that files of this position carry, in UTC: the date it
// takes effect, else that of its analysis, else 2000-01-01. A missing month or day is the first.
func (p Position) Date() time.Time {
	for _, s := range []string{p.text("document", "effectiveDate"), p.text("position", "analysisDate")} {
		for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
			if t, err := time.Parse(layout, s); err == nil {
				return t
			}
		}
	}
	return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
}

// State says how a field is filled in.
type State int

// The states of a field: three of them are different things on paper.
const (
	Absent State = iota // no such section
	Null                // to fill in by hand
	Empty               // blank, but not null: white space, or an object of blanks
	Filled              // a value; [] is one, since it states that there is none
)

// State returns how the field at a path of keys is filled in.
func (p Position) State(path ...string) State {
	v, ok := p.Get(path...)
	switch {
	case !ok:
		return Absent
	case v == nil:
		return Null
	case Blank(v):
		return Empty
	}
	return Filled
}

// Blank says whether a value as in [Position.Data] is blank: null, white space
// only, or an object of blanks. A list is never blank.
func Blank(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(v) == ""
	case map[string]any:
		for _, value := range v {
			if !Blank(value) {
				return false
			}
		}
		return true
	}
	return false
}
