package template

import (
	"fmt"
	"slices"
	"strings"
)

// in returns a sentence in one of its languages.
func (s sentence) in(english bool) string {
	if english {
		return s.english
	}
	return s.chinese
}

// place says where a tag stands, as people count: 表2 第3行 第1格, or 段落 7
// with some of the text around the tag; in English table 2 row 3 cell 1, or
// paragraph 7 with the text.
func (p *para) place(t *tag, english bool) string {
	where := p.where(english)
	if p.property != "" || p.at.inside("w:tc") != nil {
		return where
	}
	return where + fmt.Sprintf(sentence{"「%s」", " “%s”"}.in(english), p.around(t))
}

// where is the place of a paragraph: that of its cell, if it stands in one.
func (p *para) where(english bool) string {
	var before string
	label := p.story.label.in(english)
	switch {
	case p.property != "":
		if words, ok := propertyNames[p.property]; ok {
			return strings.TrimSpace(label + " " + words.in(english))
		}
		return label + " " + p.property
	case label != "":
		before = label + " "
	case p.story.host != nil:
		before = p.story.host.para.where(english) + sentence{" 文本框内 ", " text box "}.in(english)
	}
	if p.at.inside("w:tc") == nil {
		return before + fmt.Sprintf(sentence{"段落 %d", "paragraph %d"}.in(english), p.at.number)
	}
	var steps []string
	for l := p.at; l != nil; l = l.parent {
		if form, ok := cellSteps[l.node.Name]; ok {
			steps = append(steps, fmt.Sprintf(form.in(english), l.number))
		}
	}
	slices.Reverse(steps)
	return before + strings.Join(steps, " ")
}

// cellSteps are the steps from the text to a cell.
var cellSteps = map[string]sentence{"w:tbl": {"表%d", "table %d"}, "w:tr": {"第%d行", "row %d"}, "w:tc": {"第%d格", "cell %d"}}

// around is some of the text around a tag.
func (p *para) around(t *tag) string {
	const side = 10 // runes
	near := func(s string) []rune { return []rune(strings.ToValidUTF8(s, "")) }
	before, after := near(p.text[max(0, t.start-8*side):t.start]), near(p.text[t.end:min(len(p.text), t.end+8*side)])
	var b strings.Builder
	if len(before) > side {
		b.WriteString("…")
		before = before[len(before)-side:]
	}
	b.WriteString(string(before) + shorten(p.text[t.start:t.end], 2*side))
	if len(after) > side {
		b.WriteString(string(after[:side]) + "…")
	} else {
		b.WriteString(string(after))
	}
	return strings.Map(func(r rune) rune {
		if r == object || r == breakMark || r == symbol || r == '\n' || r == '\t' {
			return ' '
		}
		return r
	}, b.String())
}
