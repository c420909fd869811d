package compare

import (
	"strings"
	"unicode/utf8"
)

// change is the row of one change.
func (w *writer) change(c *Change, marks *marker) map[string]any {
	before, after := w.sides(c)
	marks.add("CompareText", before)
	marks.add("CompareText", after)
	return map[string]any{
		"place": w.place(c), "kind": w.kind(c.Kind), "old": before.String(), "new": after.String(), "remark": w.remark(c),
	}
}

func (m *marker) add(style string, text rich) { m.texts[style] = append(m.texts[style], text) }

// String is the text without its marks.
func (r rich) String() string {
	var b strings.Builder
	for _, s := range r {
		b.WriteString(s.text)
	}
	return b.String()
}

func (w *writer) kind(kind string) string {
	for _, k := range kinds {
		if k.kind == kind {
			return w.say(k.zh, k.en)
		}
	}
	return kind
}

// place is where the change is on the new form, or was on the old one, which it says
// then: the first step of a long one on a line of its own.
func (w *writer) place(c *Change) string {
	s := w.label(c.New)
	if c.New.Label == "" {
		s = w.say("原", "Former ") + w.label(c.Old)
	}
	limit := longPlace
	if w.english {
		limit = longPlaceEnglish
	}
	if first := w.steps(s)[0]; len(first) < len(s) && utf8.RuneCountInString(s) > limit {
		return first + "\n" + strings.TrimLeft(s[len(first):], ", ")
	}
	return s
}

// How many characters of a place stand on one line.
const (
	longPlace        = 8
	longPlaceEnglish = 16
)

// steps cuts a label into its steps, each with what parts it from the one before:
// 职责一 and 任务2, 所需胜任能力, 第1组 and 第2项.
func (w *writer) steps(s string) []string {
	var all []string
	for s != "" {
		at := len(s)
		if w.english {
			if i := strings.Index(s[1:], ", "); i >= 0 {
				at = i + 1
			}
		} else if i := strings.IndexAny(s[1:], " 第"); i >= 0 {
			at = i + 1
		}
		all, s = append(all, s[:at]), s[at:]
	}
	return all
}

// apart takes from two labels the steps that they begin and end with alike.
func (w *writer) apart(old, now string) (string, string) {
	a, b := w.steps(old), w.steps(now)
	for len(a) > 1 && len(b) > 1 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 1 && len(b) > 1 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return strings.TrimLeft(strings.Join(a, ""), " ,"), strings.TrimLeft(strings.Join(b, ""), " ,")
}

func (w *writer) label(s Side) string { return w.say(s.Label, s.English) }

// remark says where an item came from, and which number it had where others came or went before it.
func (w *writer) remark(c *Change) string {
	old, now := w.label(c.Old), w.label(c.New)
	moved := c.Kind == Moved || c.Kind == MovedChanged
	if old == "" || now == "" || old == now && !moved {
		return ""
	}
	switch {
	case !moved:
		old, _ = w.apart(old, now)
		return w.say("修订前为"+old, "Formerly "+old)
	case c.within:
		if old, now = w.last(old), w.last(now); old == now {
			return w.say("顺序有调整", "Reordered")
		}
	case w.holder(old) == w.holder(now): // another list that has the same name now
		return w.say("由修订前的"+old+"移来", "Moved here from the former "+old)
	}
	return w.say("由"+old+"移至"+now, "Moved from "+old+" to "+now)
}

// last is the last step of a label.
func (w *writer) last(s string) string { return strings.TrimLeft(s[len(w.holder(s)):], " ,") }

// holder is a label without its last step.
func (w *writer) holder(s string) string {
	steps := w.steps(s)
	return strings.Join(steps[:len(steps)-1], "")
}

// sides are the texts of the two cells.
func (w *writer) sides(c *Change) (before, after rich) {
	if c.Kind == Moved {
		return rich{{plainText, c.Old.Text}}, rich{{plainText, c.New.Text}}
	}
	if len(c.Pieces) == 0 {
		return w.side(c.Old, removedText), w.side(c.New, addedText)
	}
	for _, p := range c.Pieces {
		switch p.Kind {
		case Kept:
			before = append(before, span{plainText, p.Text})
			after = append(after, span{plainText, p.Text})
		case RemovedRun:
			before = append(before, span{removedText, p.Text})
		case AddedRun:
			after = append(after, span{addedText, p.Text})
		}
	}
	return before, after
}

// side is a text that came or went as a whole. The words for its states are not
// marked: nobody wrote them.
func (w *writer) side(s Side, style string) rich {
	switch s.State {
	case Filled:
		return rich{{style, s.Text}}
	case Absent:
		if s.Label == "" {
			return rich{{remarkText, "—"}}
		}
	case None:
		return rich{{style, s.Text}} // it is on the form
	}
	return rich{{remarkText, w.say("（"+s.Text+"）", "("+s.Text+")")}}
}
