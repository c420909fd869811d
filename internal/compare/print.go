package compare

import (
	"encoding/json"
	"maps"
	"strconv"
	"strings"
	"unicode/utf8"

	"jobdoc/internal/position"
)

// words are the fixed words of texts in one language.
type words struct {
	language                    string
	absent, blank, none, filled string
	line, picture, otherPicture string
	number, one                 string // after the number of an item; between items on one line
}

func wordsOf(locale string) words {
	if locale == "en" {
		return words{"en", "not on the form", "left blank", "None", "filled in", "[blank line]", "[picture]", "[another picture]", ". ", "; "}
	}
	return words{"zh-CN", "无此项", "留空", "无", "已填写", "［空行］", "［图片］", "［另一图片］", "．", "、"}
}

func (w *words) english() bool { return w.language == "en" }

// side tells a value that f describes.
func (w *words) side(f *position.Field, v value, l label) Side {
	s := Side{Pointer: v.pointer, Label: l.zh, English: l.en, State: v.state()}
	switch s.State {
	case Absent:
		s.Text = w.absent
	case Blank:
		s.Text = w.blank
	case None:
		s.Text = w.none
	default:
		s.Text = w.orLine(w.print(f, v.v))
	}
	return s
}

// orLine gives blank lines a word: an item of a list may be one.
func (w *words) orLine(s string) string {
	if s == "" {
		return w.line
	}
	return s
}

// print gives the printed form of a value that is not blank: position's own, or one
// without Chinese words in it.
func (w *words) print(f *position.Field, v any) string {
	if s, ok := v.(string); ok && f.Picture && strings.HasPrefix(s, position.PicturePrefix) {
		return w.picture
	}
	switch v := v.(type) {
	case []any:
		return w.printList(f, v)
	case map[string]any:
		if w.english() {
			return w.printObject(f, v)
		}
	case json.Number, string:
		if w.english() && f.Type == position.Date {
			return v.(string)
		}
	}
	return f.Print(v)
}

// longItem is from how many characters on an item of a list has a line of its own.
const longItem = 12

// printList writes a list on one line where its items are short, else one a line.
func (w *words) printList(f *position.Field, items []any) string {
	if len(items) == 0 {
		return w.none
	}
	lines := make([]string, len(items))
	separator := w.one
	for i, item := range items {
		lines[i] = w.orLine(w.print(f.Item, item))
		if utf8.RuneCountInString(lines[i]) >= longItem || strings.Contains(lines[i], "\n") {
			separator = "\n"
		}
	}
	return strings.Join(lines, separator)
}

// printInline writes a list within a text.
func (w *words) printInline(f *position.Field, v any) string {
	items, ok := v.([]any)
	if !ok || len(items) == 0 {
		return w.print(f, v)
	}
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = w.orLine(w.print(f.Item, item))
	}
	return strings.Join(texts, w.one)
}

// printObject writes an object in English: what it is about, then the rest.
func (w *words) printObject(f *position.Field, m map[string]any) string {
	var first string
	var rest, lists []string
	labelled := f.Text != "" || apart(f)
	for _, c := range f.Fields {
		v, ok := m[c.Key]
		if !ok || c.Unprinted || position.Blank(v) {
			continue
		}
		s := w.print(c, v)
		switch {
		case c.Item != nil && !apart(f):
			lists = append(lists, w.printInline(c, v))
		case c.Key == f.Text, f.Text == "" && len(c.Names) > 0 && first == "" && len(rest) == 0:
			first = s
		case labelled:
			rest = append(rest, c.English+": "+s)
		case len(c.Names) == 0: // the ends of a range, and what they are made of, say nothing without their labels
			rest = append(rest, c.English+" "+s)
		default:
			rest = append(rest, s)
		}
	}
	switch {
	case first == "" || len(rest) == 0:
		first += strings.Join(rest, ", ")
	case labelled:
		first += " (" + strings.Join(rest, "; ") + ")"
	default:
		first += ": " + strings.Join(rest, ", ")
	}
	if first == "" || len(lists) == 0 {
		return first + strings.Join(lists, "; ")
	}
	return first + ": " + strings.Join(lists, "; ")
}

// printWhole writes an item with all that it holds, but for what has moved from or to
// another item, which is told by itself.
func (w *words) printWhole(n *node) string {
	m, ok := n.val.v.(map[string]any)
	if !ok || len(n.lists) == 0 {
		return w.side(n.field, n.val, label{}).Text
	}
	own := maps.Clone(m)
	var after strings.Builder
	for _, c := range n.field.Fields {
		l := n.lists[c]
		if l == nil {
			continue
		}
		if c.Item.Fields != nil {
			delete(own, c.Key)
			w.numbered(&after, l)
			continue
		}
		var left []any
		for _, item := range l.items {
			if item.match == nil {
				left = append(left, item.val.v)
			}
		}
		if own[c.Key] = left; len(left) == 0 && len(l.items) > 0 {
			delete(own, c.Key)
		}
	}
	if len(own) == 0 && after.Len() == 0 {
		return w.filled
	}
	if len(own) == 0 {
		return strings.TrimPrefix(after.String(), "\n")
	}
	return w.orLine(w.print(n.field, own)) + after.String()
}

// numbered writes the items of a list on lines of their own, with their numbers on the form.
func (w *words) numbered(b *strings.Builder, l *list) {
	for _, item := range l.items {
		if item.match != nil {
			continue
		}
		number := item.index + 1
		if l.field.Start != "" {
			number = start(l) + item.index
		}
		b.WriteString("\n" + strconv.Itoa(number) + w.number + w.printWhole(item))
	}
}
