package template

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Values are what encoding/json makes of a document with UseNumber: string,
// json.Number, bool, nil, []any and map[string]any.

// blank reports whether there is nothing to print: null, white space, or an
// object of blanks. A list is never blank.
func blank(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(v) == ""
	case bool:
		return !v
	case map[string]any:
		for _, c := range v {
			if !blank(c) {
				return false
			}
		}
		return true
	}
	return false
}

// there reports whether {#x} has something to repeat.
func there(v any) bool {
	if list, ok := v.([]any); ok {
		return len(list) > 0
	}
	return !blank(v)
}

// plain is the text of a value that has no printed form of its own.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		if isPicture(v) {
			return pictureText
		}
		return v
	case json.Number:
		return string(v)
	case bool:
		if v {
			return "是"
		}
		return ""
	case []any, map[string]any:
		return printed(nil, v)
	}
	return fmt.Sprint(v)
}

// printed is the printed form of a value: the field's own, or one made from its shape.
func printed(f *Field, v any) string {
	if s, ok := v.(string); ok && isPicture(s) {
		return pictureText
	}
	if f != nil && f.Print != nil {
		return f.Print(v)
	}
	switch v := v.(type) {
	case []any:
		return joined(f, v, "、")
	case map[string]any:
		var parts []string
		if f != nil {
			for _, c := range f.Fields {
				if s := printed(c, v[c.Key]); s != "" {
					parts = append(parts, s)
				}
			}
		}
		return strings.Join(parts, "，")
	}
	return plain(v)
}

// joined prints the items of a list with a separator between those that are not blank.
func joined(f *Field, list []any, separator string) string {
	var item *Field
	if f != nil {
		item = f.Item
	}
	var b strings.Builder
	for _, v := range list {
		s := printed(item, v)
		if s == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(separator)
		}
		b.WriteString(s)
	}
	return b.String()
}
