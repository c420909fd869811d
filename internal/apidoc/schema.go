package apidoc

import (
	"encoding/json"
	"slices"
	"strings"
)

// kind is a type as it is shown: words, with a link to a schema among them.
type kind struct {
	Before string
	Schema string // name of the schema that is linked, "" for none
	After  string
}

// typeNames are the JSON types in Chinese and English.
var typeNames = map[string][2]string{
	"string": {"字符串", "string"}, "integer": {"整数", "integer"}, "number": {"数", "number"},
	"boolean": {"真假", "boolean"}, "object": {"对象", "object"}, "array": {"列表", "list"}, "null": {"null", "null"},
}

// schemaName returns the name of the schema that a reference leads to.
func schemaName(ref string) string { return ref[strings.LastIndexByte(ref, '/')+1:] }

// kindOf says what values a schema allows.
func (v *view) kindOf(s *schema) kind {
	if s == nil {
		return kind{Before: v.Say("任意值", "anything")}
	}
	if s.Ref != "" {
		return kind{Schema: schemaName(s.Ref)}
	}
	if len(s.Type) == 0 {
		return kind{Before: v.Say("任意值", "anything")}
	}
	var words []string
	for _, t := range s.Type {
		switch {
		case t != "array" || s.Items == nil:
			words = append(words, v.Say(typeNames[t][0], typeNames[t][1]))
		case len(s.Type) == 1:
			return v.listOf(v.kindOf(s.Items)) // which may be a link
		default:
			words = append(words, v.listOf(v.kindOf(s.Items)).text())
		}
	}
	return kind{Before: strings.Join(words, v.Say(" 或 ", " or "))}
}

func (v *view) listOf(item kind) kind {
	item.Before, item.After = v.Say("列表（", "list of (")+item.Before, item.After+v.Say("）", ")")
	return item
}

func (k kind) text() string { return k.Before + k.Schema + k.After }

// limit is what a schema allows beside the type: values between two words.
type limit struct {
	Before string
	Values []string // JSON, for code
	After  string
}

func (v *view) limitsOf(s *schema) (limits []limit) {
	if s == nil {
		return nil
	}
	if len(s.Enum) > 0 {
		limits = append(limits, limit{v.Say("取值", "one of"), texts(s.Enum), ""})
	}
	if s.Default != nil {
		limits = append(limits, limit{v.Say("默认", "default"), texts([]json.RawMessage{s.Default}), ""})
	}
	characters := v.Say("字", "characters")
	for _, n := range []struct {
		before string
		value  string
		after  string
	}{
		{v.Say("最小", "at least"), string(s.Minimum), ""}, {v.Say("最大", "at most"), string(s.Maximum), ""},
		{v.Say("至少", "at least"), string(s.MinLength), characters}, {v.Say("至多", "at most"), string(s.MaxLength), characters},
		{v.Say("格式", "format"), s.Format, ""},
	} {
		if n.value != "" {
			limits = append(limits, limit{n.before, []string{n.value}, n.after})
		}
	}
	if len(s.Examples) > 0 && len(s.Enum) == 0 {
		limits = append(limits, limit{v.Say("例如", "such as"), texts(s.Examples[:1]), ""})
	}
	return limits
}

// texts writes JSON values as they are typed: strings without their quotes.
func texts(values []json.RawMessage) []string {
	var out []string
	for _, raw := range values {
		var s string
		if json.Unmarshal(raw, &s) != nil {
			s = compact(raw)
		}
		out = append(out, s)
	}
	return out
}

// row is one member of an object, or of an object within it.
type row struct {
	Steps    []string // the name as it may be broken: duties[]. description
	Title    string
	Required bool
	Kind     kind
	Limits   []limit
	Text     prose
}

// rowsOf lists the members of a schema, those of inner objects after their own.
func (v *view) rowsOf(prefix string, s *schema) (rows []row) {
	for _, m := range s.Properties {
		name, p := m.name, m.schema
		rows = append(rows, row{
			Steps: strings.SplitAfter(prefix+name, "."), Title: p.Title, Required: slices.Contains(s.Required, name),
			Kind: v.kindOf(p), Limits: v.limitsOf(p), Text: v.prose(p.described),
		})
		rows = append(rows, v.rowsOf(prefix+name+".", p)...)
		if p.Items != nil {
			rows = append(rows, v.rowsOf(prefix+name+"[].", p.Items)...)
		}
	}
	return rows
}
