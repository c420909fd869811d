package typeset

// openLists are the lists that a paragraph may go on with, one for each level.
// The standard has items of numberings alone (17.9), whose lists, nested ones
// too, must be made up of their levels.
type openLists struct {
	stack [levels]openList
	depth int
}

// openList is a list and what its last item holds.
type openList struct {
	element int
	body    int // element of the last item's text
	num     *num
	level   int
}

// close ends all lists.
func (o *openLists) close() { o.depth = 0 }

// reach returns the list that an item of a numbering belongs to, which is made
// where it is not open yet, within the last item of the level above.
func (o *openLists) reach(l *layouter, f *paraFormat, parent int) *openList {
	level := int(f.level)
	for o.depth > 0 {
		top := &o.stack[o.depth-1]
		if top.level < level || top.level == level && top.num == f.num {
			break
		}
		o.depth--
	}
	if o.depth > 0 {
		top := &o.stack[o.depth-1]
		if top.level == level {
			return top
		}
		parent = top.body
	}
	list := openList{element: l.element(List, parent), num: f.num, level: level}
	if list.element != 0 {
		l.elements[list.element].Numbering = f.num.levels[f.level].format.listNumbering()
	}
	o.stack[o.depth] = list
	o.depth++
	return &o.stack[o.depth-1]
}

// listNumbering is how a list's labels count (ISO 32000-2, table 382).
func (f numberFormat) listNumbering() ListNumbering {
	switch f {
	case formatNone:
		return NumberingNone
	case formatBullet:
		return NumberingDisc
	case formatUpperRoman:
		return NumberingUpperRoman
	case formatLowerRoman:
		return NumberingLowerRoman
	case formatUpperLetter:
		return NumberingUpperAlpha
	case formatLowerLetter:
		return NumberingLowerAlpha
	}
	return NumberingDecimal
}

// headings are the elements of outline levels (17.3.1.20).
var headings = [...]ElementType{Heading1, Heading2, Heading3, Heading4, Heading5, Heading6}

// listItem makes the paragraph's element: a heading, the text of a list's item,
// or a paragraph.
func (b *builder) listItem(p *para) {
	l, f := b.l, p.format
	if f.num != nil && f.outline < 0 {
		list := b.lists.reach(l, f, b.ctx.parent)
		item := l.element(ListItem, list.element)
		b.labelElement = l.element(ListLabel, item)
		p.element = l.element(ListBody, item)
		list.body = p.element
		return
	}
	b.lists.close()
	b.labelElement = 0
	kind := Paragraph
	if f.outline >= 0 {
		kind = headings[min(f.outline, len(headings)-1)]
	}
	p.element = l.element(kind, b.ctx.parent)
}

// label gives the runs of the number that begins the paragraph being built the
// element of their own that it has in a list.
func (b *builder) label(p *para) {
	if b.labelElement == 0 {
		return
	}
	for k := range b.l.runs {
		b.l.runs[k].element = b.labelElement
		p.mixed = true
	}
	b.fence = len(b.l.runs)
}

// setLanguage gives a paragraph's element the language that its text is in by
// what the runs say (w:lang, 17.3.2.20): the East Asian one where there is
// anything East Asian, else that of its Latin words.
func (l *layouter) setLanguage(p *para) {
	if p.element == 0 {
		return
	}
	e := &l.elements[p.element]
	for k := range p.runs {
		if u := &p.runs[k]; u.slot == slotEastAsia && u.element == 0 {
			e.Language = u.format.language.eastAsia
			return
		}
	}
	for i := range p.chars[p.numbered:] {
		if c := &p.chars[p.numbered+i]; isLatinLetter(c.r) {
			e.Language = p.runs[c.run].format.language.latin
			return
		}
	}
}
