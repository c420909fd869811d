package template

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode"
)

// settle decides what the blocks directly inside b repeat, then what those
// inside them do. b itself is settled.
//
// Whole rows and forced paragraphs are found first, the widest first: they take
// in every block that stands in them, also one before their opener.
func (s *story) settle(b *block) {
	kids := b.kids
	var ranges []*block
	for _, k := range kids {
		if s.takeRange(k); k.at != nil {
			ranges = append(ranges, k)
		}
	}
	slices.SortStableFunc(ranges, func(x, y *block) int {
		return cmp.Or(cmp.Compare(x.at.depth, y.at.depth), cmp.Compare(y.to-y.from, x.to-x.from))
	})
	for _, k := range ranges {
		if k.at != nil && k.parent == b {
			s.capture(b, k)
		}
	}
	b.kids = nil
	for _, k := range kids {
		k.parent.kids = append(k.parent.kids, k)
	}
	for _, k := range ranges {
		slices.SortStableFunc(k.kids, func(x, y *block) int { return cmp.Compare(x.open.order, y.open.order) })
	}
	for _, k := range slices.Clone(b.kids) {
		if k.level == freeLevel {
			s.takePlace(k)
		}
		if k.level != noLevel {
			s.checkInside(b, k)
		}
		if k.level != noLevel {
			s.placeElse(k)
			s.checkFields(k)
		}
		s.settle(k)
	}
}

// takeRange settles k if where its tags stand alone makes it repeat whole rows,
// or if it is forced to a level.
func (s *story) takeRange(k *block) {
	if k.level == noLevel {
		return
	}
	from, to := k.open.para.at, k.close.para.at
	at := common(from, to)
	ok := true
	switch k.open.level {
	case rowLevel:
		ok = k.rows(from, to, rowsInside(at))
	case paragraphLevel:
		if at == from {
			at = at.parent
		}
		ok = k.paragraphs(from, to, at)
	case inlineLevel:
		ok = from == to && inOneGroup(k)
		k.level = inlineLevel
	default:
		k.rows(from, to, rowsAround(from, at))
		return
	}
	if !ok {
		k.level, k.at = noLevel, nil
		s.c.fault(k.open, "level-impossible", levelWord(k.open.level))
	}
}

// rowsAround returns what holds the rows if at is where two cells part: the
// table, or a content control around some of its rows or cells.
func rowsAround(from, at *loc) *loc {
	child := from.under(at)
	switch {
	case child == nil:
		return nil
	case at.node.Name == "w:tbl", child.node.Name == "w:tr":
		return at
	case at.node.Name == "w:tr", child.node.Name == "w:tc":
		if row := at.inside("w:tr"); row != nil {
			return row.parent
		}
	}
	return nil
}

// rowsInside returns what holds the innermost rows around at: the table, or a
// content control around some of its rows; nil outside of tables.
func rowsInside(at *loc) *loc {
	row, table := at.inside("w:tr"), at.inside("w:tbl")
	switch {
	case table == nil:
		return nil
	case row != nil && row.depth > table.depth:
		return row.parent
	}
	return at
}

func levelWord(l level) string {
	for _, x := range levels {
		if x.level == l {
			return x.word
		}
	}
	return ""
}

// rows makes the block repeat the rows of a table in which its tags stand.
func (k *block) rows(from, to, table *loc) bool {
	if table == nil {
		return false
	}
	first, last := from.under(table), to.under(table)
	if first == nil || last == nil {
		return false
	}
	k.level, k.at, k.from, k.to = rowLevel, table, first.index, last.index
	k.first, k.end = first.first, last.end
	return true
}

// paragraphs makes the block repeat the paragraphs from its opener's to its
// closer's, without those two where nothing else stands in them.
func (k *block) paragraphs(from, to, at *loc) bool {
	if from.parent != at || to.parent != at || k.open.para.property != "" {
		return false
	}
	k.level, k.at, k.from, k.to = paragraphLevel, at, from.index, to.index
	k.first, k.end = from.first, to.end
	k.single = from == to
	if k.single {
		return true
	}
	// A page break behind the opener or before the closer is part of what repeats.
	if p := k.open.para; p.onlyTags() && !p.breaks(k.open.end, len(p.text)) {
		k.from++
		k.first = from.end
	}
	if p := k.close.para; p.onlyTags() && !p.breaks(0, k.close.start) {
		k.to--
		k.end = to.first
	}
	return true
}

// capture gives k the tags and blocks of b that stand in what k repeats.
func (s *story) capture(b, k *block) {
	kids := b.kids
	from := sort.Search(len(kids), func(i int) bool { return kids[i].lastPara() >= k.first })
	for _, o := range kids[from:] {
		if o.open.para.at.first >= k.end {
			break
		}
		if o == k || o.parent != b || o.level == noLevel {
			continue
		}
		if k.repeats(o.open) && k.repeats(o.close) {
			o.parent = k
			o.open.owner, o.close.owner = k, k
			continue
		}
		first, second := k, o
		if o.open.order < k.open.order {
			first, second = o, k
		}
		s.c.fault(second.open, "blocks-overlap", first.open.text)
		o.level, o.at = noLevel, nil
	}
	for _, p := range s.order[k.first:k.end] {
		for _, t := range p.tags {
			if t.owner == b && t != k.open && t != k.close && t != b.els {
				t.owner = k
			}
		}
	}
}

// repeats reports whether a tag stands in one of the paragraphs that k repeats.
func (k *block) repeats(t *tag) bool {
	return t.para.at.first >= k.first && t.para.at.first < k.end
}

func (k *block) lastPara() int {
	if k.close == nil {
		return k.open.para.at.first
	}
	return k.close.para.at.first
}

// takePlace settles a block whose tags stand in one cell, or outside tables.
func (s *story) takePlace(k *block) {
	from, to := k.open.para, k.close.para
	ok := false
	switch {
	case from == to && from.property != "":
		k.level, ok = inlineLevel, true
	case from == to && k.fillsParagraph():
		ok = k.paragraphs(from.at, to.at, from.at.parent)
	case from == to:
		k.level, ok = inlineLevel, inOneGroup(k)
	case from.onlyTags() && to.onlyTags():
		ok = k.paragraphs(from.at, to.at, common(from.at, to.at))
	}
	if !ok {
		k.level, k.at = noLevel, nil
		s.c.fault(k.open, "block-level", "")
	}
}

// fillsParagraph reports whether opener and closer enclose all of their
// paragraph but a bullet or number and tags that are settled.
func (k *block) fillsParagraph() bool {
	p := k.open.para
	return strings.TrimFunc(p.rest(0, k.open.start), isNumbering) == "" &&
		strings.TrimFunc(p.rest(k.close.end, len(p.text)), unicode.IsSpace) == ""
}

// isNumbering reports whether r may belong to a bullet or a number.
func isNumbering(r rune) bool {
	switch {
	case r == object:
		return false
	case r == symbol, r >= 0xf000 && r <= 0xf0ff: // the second is how fonts of symbols are typed
		return true
	case unicode.IsSpace(r), unicode.IsDigit(r), unicode.Is(unicode.No, r), unicode.Is(unicode.Nl, r), unicode.Is(unicode.So, r), unicode.Is(unicode.Pd, r):
		return true
	}
	return strings.ContainsRune("•·‧∙●○◦*＊※§+→>．.、，,：:()（）[]［］【】〔〕〇零一二三四五六七八九十百", r)
}

// onlyTags reports whether a paragraph holds nothing but block tags, and page
// breaks if any.
func (p *para) onlyTags() bool {
	from := 0
	for _, t := range p.tags {
		switch t.kind {
		case opener, closer, elseTag, mergeTag, breakTag, countOnTag:
			if strings.TrimFunc(p.text[from:t.start], isSpaceOrBreak) != "" {
				return false
			}
			from = t.end
		default:
			return false
		}
	}
	return len(p.tags) > 0 && strings.TrimFunc(p.text[from:], isSpaceOrBreak) == ""
}

func isSpaceOrBreak(r rune) bool { return r == breakMark || unicode.IsSpace(r) }

// breaks reports whether there is a page break between two places.
func (p *para) breaks(from, to int) bool {
	if strings.ContainsRune(p.text[from:to], breakMark) {
		return true
	}
	return slices.ContainsFunc(p.tags, func(t *tag) bool { return t.kind == breakTag && t.start >= from && t.end <= to })
}

// goes reports whether a paragraph is left out: one of tags only, unless it
// ends a section.
func (p *para) goes() bool {
	return p.onlyTags() && !p.breaks(0, len(p.text)) && !p.endsSection() && p.property == ""
}

func (p *para) endsSection() bool { return p.at.node.Find("w:pPr", "w:sectPr") != nil }

// rest is the text of a paragraph between two places, without the tags that
// print nothing: those of settled rows and paragraphs, and merges.
func (p *para) rest(from, to int) string {
	var b strings.Builder
	for _, t := range p.tags {
		settled := t.block != nil && (t.block.level == rowLevel || t.block.level == paragraphLevel)
		if t.start < from || t.end > to || !settled && t.kind != mergeTag && t.kind != countOnTag {
			continue
		}
		b.WriteString(p.text[from:t.start])
		from = t.end
	}
	b.WriteString(p.text[from:to])
	return b.String()
}

// inOneGroup reports whether the tags of a block stand side by side and not,
// say, one inside a hyperlink or a field and one after it.
func inOneGroup(k *block) bool {
	p := k.open.para
	same := func(t *tag) bool {
		return t == nil || p.groupOf(t) == p.groupOf(k.open) && p.fieldOf(t) == p.fieldOf(k.open)
	}
	return same(k.close) && same(k.els)
}

// fieldOf returns the field in which a tag begins.
func (p *para) fieldOf(t *tag) int {
	items := p.items
	for {
		it := &items[itemAt(items, t.start)]
		if it.kind != groupItem {
			return it.field
		}
		items = it.items
	}
}

// groupOf returns the first item of the list in which a tag begins and ends;
// an item equal to no other if it begins in one list and ends in another.
func (p *para) groupOf(t *tag) *item {
	items := p.items
	for {
		from, to := itemAt(items, t.start), itemAt(items, t.end-1)
		if items[from].kind != groupItem && items[to].kind != groupItem {
			return &items[0]
		}
		if from != to {
			return new(item)
		}
		items = items[from].items
	}
}

// checkInside holds a block to what the block around it repeats.
func (s *story) checkInside(b, k *block) {
	if b.open == nil || b.level == noLevel || k.level == inlineLevel && k.open.para.within(b) {
		return
	}
	ok := false
	switch {
	case b.level == inlineLevel || k.level == inlineLevel:
		// Only inline blocks fit into an inline one.
	case k.at == b.at:
		parted := b.elseAt >= 0 && k.from < b.elseAt && k.to >= b.elseAt
		ok = k.from >= b.from && k.to <= b.to && !parted
	default:
		l := k.at.under(b.at)
		ok = l != nil && l.index >= b.from && l.index <= b.to
	}
	if !ok {
		s.c.fault(k.open, "blocks-overlap", b.open.text)
		k.level, k.at = noLevel, nil
	}
}

// within reports whether a paragraph belongs to what the block repeats.
func (p *para) within(b *block) bool {
	if b.level == inlineLevel {
		return p == b.open.para
	}
	l := p.at.under(b.at)
	return l != nil && l.index >= b.from && l.index <= b.to
}

// placeElse finds where the second branch of a block begins.
func (s *story) placeElse(k *block) {
	if k.els == nil {
		return
	}
	p := k.els.para
	ok := true
	switch {
	case k.level == inlineLevel, k.single:
		ok = p == k.open.para && !k.reachesOut()
	case k.level == rowLevel:
		l := p.at.under(k.at)
		ok = l != nil && l.index > k.from && l.index <= k.to
		if ok {
			k.elseAt = l.index
		}
	default:
		ok = p.at.parent == k.at && p.at.index >= k.from && p.at.index <= k.to && p.goes()
		k.elseAt = p.at.index
	}
	if !ok {
		s.c.fault(k.els, "else-place", "")
	}
}

// reachesOut reports whether tags before the opener or after the closer of a
// forced paragraph belong to it: they would belong to both branches.
func (k *block) reachesOut() bool {
	return slices.ContainsFunc(k.open.para.tags, func(t *tag) bool {
		return t.owner == k && (t.start < k.open.start || t.start > k.close.start)
	})
}

// inElse reports whether a tag stands in the second branch of a block around it.
func (k *block) inElse(t *tag) bool {
	if k.els == nil {
		return false
	}
	if k.elseAt < 0 {
		return t.para == k.els.para && t.start >= k.els.end || t.order > k.els.order && k.level == noLevel
	}
	l := t.para.at.under(k.at)
	return l != nil && l.index >= k.elseAt
}

// checkFields reports a complex field (17.16.18) of which a block repeats only
// one end: Word takes a document for damaged where fields begin and do not end.
func (s *story) checkFields(k *block) {
	if !s.torn || k.at == nil {
		return
	}
	depth, low := 0, 0
	for _, p := range s.order[k.first:k.end] {
		low = min(low, depth+p.low)
		depth += p.net
	}
	if depth != 0 || low < 0 {
		s.c.fault(k.open, "field-torn", "")
	}
}
