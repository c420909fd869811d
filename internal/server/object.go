package server

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"jobdoc/internal/position"
)

// readObject receives a body that is a small JSON object, before huma does; see
// [Server.readPosition].
func (s *Server) readObject(ctx huma.Context, next func(huma.Context)) {
	c := humagin.Unwrap(ctx)
	body, err := s.receiveJSON(c)
	if err != nil {
		s.refuse(c, err)
		return
	}
	if len(body) == 0 { // huma has words of its own for this one
		s.refuse(c, &invalidError{faults: []position.Fault{{Code: position.CodeEmpty, Line: 1, Column: 1, Syntax: true,
			Detail: "正文是空的，应是一个 JSON 对象", English: "the body is empty; it must be a JSON object"}}})
		return
	}
	c.Request.Body = bodyOf(body)
	next(ctx)
}

// object is a flat JSON object that is being read, with all that is wrong with it.
type object struct {
	members map[string]member
	faults  []position.Fault
	broken  bool // it is no object, which is the only fault
}

// member is a value of an object.
type member struct {
	value any // string, json.Number, bool or nil; json.Delim of what is not flat
	raw   json.RawMessage
	place place
}

type place struct{ line, column int }

// parseObject reads an object whose keys are among those that are known. The
// text has to be strict JSON, as that of a position has.
func parseObject(data []byte, known ...string) *object {
	o := &object{members: map[string]member{}}
	if _, faults := position.Decode(data); len(faults) > 0 && faults[0].Syntax {
		o.faults, o.broken = faults, true
		return o
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		o.fault(position.CodeWrongType, "", place{1, 1}, "正文应是一个 JSON 对象", "the body must be a JSON object")
		o.broken = true
		return o
	}
	more := 0
	for d.More() {
		before := d.InputOffset()
		key, _ := d.Token() // the text was found good
		name, _ := key.(string)
		after := d.InputOffset()
		var raw json.RawMessage
		_ = d.Decode(&raw)
		if len(o.faults) == position.MaxFaults && !slices.Contains(known, name) {
			more++ // finding places, and spelling all out, would take minutes
			continue
		}
		at := placeIn(data, before)
		m := member{place: placeIn(data, after), raw: raw}
		if raw[0] == '{' || raw[0] == '[' {
			m.value = json.Delim(raw[0])
		} else {
			v := json.NewDecoder(bytes.NewReader(raw))
			v.UseNumber()
			_ = v.Decode(&m.value)
		}
		o.take(name, m, at, known)
	}
	if more > 0 {
		o.fault(position.CodeMoreFaults, "", placeIn(data, int64(len(data))),
			fmt.Sprintf("另有 %d 项也不认识，没有列出", more), fmt.Sprintf("%d more members are not known, and are not listed", more))
	}
	return o
}

func (o *object) take(name string, m member, at place, known []string) {
	for _, k := range known {
		if k == name {
			o.members[name] = m
			return
		}
	}
	zh, en := "没有这一项，可用的是 "+strings.Join(known, "、"), "there is no such member; there are "+strings.Join(known, ", ")
	if near := position.Nearest(name, known); near != "" {
		zh, en = "是不是 "+near+"？"+zh, "did you mean "+near+"? "+en
	}
	o.fault(position.CodeUnknownKey, name, at, zh, en)
}

// placeIn returns where the next key or value after an offset stands.
func placeIn(data []byte, offset int64) place {
	at := int(offset)
	for at < len(data) && strings.IndexByte(" \t\r\n,:", data[at]) >= 0 {
		at++
	}
	before := data[:at]
	return place{1 + bytes.Count(before, []byte("\n")), 1 + utf8.RuneCount(before[1+bytes.LastIndexByte(before, '\n'):])}
}

// told returns the faults in the order of the text, those of what is not there first.
func (o *object) told() []position.Fault {
	slices.SortStableFunc(o.faults, func(a, b position.Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return o.faults
}

// fault reports what is wrong with a member.
func (o *object) fault(code, name string, at place, zh, en string) {
	f := position.Fault{Code: code, Line: at.line, Column: at.column, Detail: zh, English: en}
	if name != "" {
		f.Pointer = "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
	}
	o.faults = append(o.faults, f)
}

// wrong reports what is wrong with the value of a member.
func (o *object) wrong(code, name, zh, en string) { o.fault(code, name, o.members[name].place, zh, en) }

// text returns a member that is a text, "" where it is not there. It has at
// most limit characters, and none that no line may have.
func (o *object) text(name string, limit int) string {
	m, there := o.members[name]
	if !there {
		return ""
	}
	s, ok := m.value.(string)
	switch {
	case !ok:
		o.wrong(position.CodeWrongType, name, "应是一段文字，写在引号里；没有就不写这一项", "must be a text in quotes; leave the member out where there is none")
	case utf8.RuneCountInString(s) > limit:
		o.wrong(position.CodeTooLong, name, fmt.Sprintf("至多 %d 个字", limit), fmt.Sprintf("has at most %d characters", limit))
	case strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f }):
		o.wrong(position.CodeForbidden, name, "含有控制字符", "holds control characters")
	default:
		return s
	}
	return ""
}

// faulty reports whether there is something wrong with a member.
func (o *object) faulty(name string) bool {
	return slices.ContainsFunc(o.faults, func(f position.Fault) bool { return f.Pointer == "/"+name })
}

// missing reports a member that has to be there, and is not, and has no fault
// that says so already.
func (o *object) missing(name, zh, en string) {
	if m, there := o.members[name]; !there || m.value == "" {
		o.fault(position.CodeMissing, name, o.members[name].place, zh, en)
	}
}
