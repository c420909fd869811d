package typeset

import "jobdoc/internal/wordml"

// flow is a column of lines and table rows, set but not yet cut into pages.
type flow struct {
	items  []item
	height Length // of all of it, from the first space before to the last one after
}

// item is what a page break cannot go through: a line, or a table row, which
// has its own ways to split.
type item struct {
	para   *para  // of a line
	table  *table // of a row
	cut    *cut   // the part of the row it is, nil for all of it
	at     int32  // the number of the line or row
	keep   keep
	breaks bool   // starts a new page
	column bool   // starts a new column
	height Length // of the line with the borders of its paragraph, or of the row
	base   Length // from the item's top to the baseline
	before Length // space above, which goes at the top of a page
	after  Length // space below, which goes at its foot
	loose  Length // of the height, what may hang below the foot
}

// keep says how strongly an item holds the next one on its page.
type keep uint8

const (
	keepFree keep = iota
	keepWish      // w:keepNext: given up where a chain of them is taller than a page
	keepLine      // widows, orphans, keepLines: given up last
)

// para is a paragraph set in lines.
type para struct {
	format      *paraFormat
	chars       []char
	runs        []run
	lines       []line
	left, width Length // of the room for lines, from the left edge of its column
	right       Length // the indent there; w:mirrorIndents swaps the two on even pages
	hang        Length // how far the first line stands left of that, for boxes
	numbered    int    // chars[:numbered] are its number and what follows it
	element     int
	mixed       bool // some runs have elements of their own
	pictures    bool // some character is a picture
	linked      bool // some character is a link
	marks       []bookmark
	notes       []noteRef
	floats      []*float  // anchored in it
	first       Length    // indent of the first line, from left
	tabs        []tabStop // the stops it has by tabs of its own; nil for those of the format
	strips      []strip   // the room of each line, nil where all have the same
	joinsAbove  bool      // shares its borders with the paragraph above
	joinsBelow  bool
}

// context is where blocks stand.
type context struct {
	part     string  // whose relationships they use
	table    *style  // of the table they are in, nil outside
	width    Length  // of the column
	beside   Length  // room to its right before a border, in cells
	parent   int     // element
	depth    int     // tables around them
	body     bool    // directly in the body
	framed   bool    // in a frame
	vertical bool    // text runs down or up: lines are set when the height is known
	down     bool    // it runs down
	fit      bool    // each paragraph is to fill its line (17.4.68)
	mark     *string // of the note they are
}

// builder makes a flow of blocks.
type builder struct {
	l    *layouter
	ctx  context
	from int // where its items begin on the layouter's stack

	prev     *para // the block before, nil when that is a table or nothing
	prevItem int   // its last item
	table    bool  // the block before is a table
	lists    openLists

	flat       int // number of the item, plus one, of the empty paragraph behind a table that takes no room
	flatHeight Length

	toColumn   bool           // what comes next begins a column
	waiting    []*float       // anchored in the next paragraph
	afloat     bool           // the table being built is one of them
	frame      []*wordml.Node // paragraphs of a frame
	frameProps *wordml.Node

	// The paragraph being built.
	p            *para
	fieldNumber  int32     // of the PAGE field whose value is being added
	ptabs        []tabStop // stops that tabs of its own ask for (17.3.3.23)
	marker       int       // chars[:marker] are its number, without what follows that
	fence        int       // runs before it take no more characters
	fits         bool      // some text is to fill a width
	labelElement int       // of its number, in a list
	apostrophe   bool      // the ’ being added stands within a Latin word
	reference    int       // element of the mark of a note that is being added
	marking      bool      // the mark of a note is being added
}

// maxDepth is how deep tables may stand in one another.
const maxDepth = 20

// blocks sets block-level elements.
func (b *builder) blocks(nodes []*wordml.Node) {
	for i := 0; i < len(nodes); i++ {
		n := nodes[i]
		switch n.Name {
		case "w:p":
			i += b.paragraph(n, nodes[i+1:])
		case "w:tbl":
			b.tableBlock(n)
		case "w:altChunk":
			b.l.notice(noticeAltChunk)
		case "m:oMathPara", "m:oMath":
			b.paragraph(&wordml.Node{Name: "w:p", Children: []*wordml.Node{n}}, nil)
		case "w:bookmarkStart": // goes to the paragraph that follows
			b.l.chars = b.l.chars[:0]
			b.bookmark(n)
		default:
			if inner, ok := wrapped(n); ok {
				b.blocks(inner)
			}
		}
	}
}

// flow sets blocks.
func (l *layouter) flow(nodes []*wordml.Node, ctx context) flow {
	b := l.borrow(ctx)
	fields, link := len(l.fields), l.link
	b.blocks(nodes)
	b.settleWaiting()
	if ctx.body {
		b.setEndnotes()
	}
	l.link = link
	l.fields = l.fields[:min(fields, len(l.fields))] // a field that is not closed ends with its cell
	l.builder--
	return b.finish()
}

// finish takes the flow off the stack.
func (b *builder) finish() flow {
	l := b.l
	f := flow{items: l.itemSlab.copyOf(l.items[b.from:])}
	l.items = l.items[:b.from]
	if k := len(f.items); k > 0 && b.ctx.depth > 0 && !b.table && f.items[k-1].para.format.flags&flagAfterAuto != 0 {
		f.items[k-1].after = 0 // automatic space stands between the paragraphs of a cell only
	}
	for i := range f.items {
		it := &f.items[i]
		f.height += it.before + it.height + it.after
	}
	return f
}

// paragraph sets a w:p, together with those of the next nodes that a hidden mark
// joins to it. It returns how many these are.
func (b *builder) paragraph(n *wordml.Node, next []*wordml.Node) (joined int) {
	l := b.l
	pPr := n.Child("w:pPr")
	f := l.paraFormat(paraKey{pPr, b.ctx.table})
	l.noticeAll(f.odd)
	if f.framed && !b.ctx.framed && b.gatherFrame(n, pPr) {
		return 0
	}
	if len(b.frame) > 0 {
		b.setFrame()
	}
	p := l.paraSlab.one()
	p.format = f
	b.p, b.ptabs, b.marker, b.fence, b.fits = p, b.ptabs[:0], 0, 0, false
	l.chars, l.runs = l.chars[:0], l.runs[:0]
	b.listItem(p)
	if f.num != nil && (!f.mark.hidden || b.joinsNext(n, next)) {
		b.number(f)
		b.label(p)
	}
	p.numbered = len(l.chars)
	b.inlines(n.Children)
	if f.mark.hidden && len(l.chars) > p.numbered {
		joined = b.join(p, n, next)
	}
	if joined > 0 {
		n = next[joined-1]
		pPr = n.Child("w:pPr")
	}
	if b.fits {
		b.fitTexts(p.numbered)
	}
	l.dropCodes()
	if f.mark.hidden && len(l.chars) == 0 {
		b.after(n, pPr)
		return joined // a hidden mark and nothing else: Word shows no paragraph
	}
	p.chars, p.runs = l.charSlab.copyOf(l.chars), l.runSlab.copyOf(l.runs)
	l.setLanguage(p)
	if len(l.marks) > 0 {
		l.takeMarks(p)
	}
	if len(l.noteRefs) > 0 {
		b.takeNotes(p)
	}
	b.place(p)
	if len(l.floats) > 0 || len(l.inlineBoxes) > 0 || len(b.waiting) > 0 {
		b.takeFloats(p)
	}
	if len(p.notes) > 0 {
		b.setNotes(p)
	}
	b.after(n, pPr)
	return joined
}

// after deals with what ends at a paragraph: text boxes anchored in it, sections.
func (b *builder) after(n, pPr *wordml.Node) {
	l := b.l
	if len(l.boxes) > 0 {
		boxes := append([]*wordml.Node(nil), l.boxes...)
		l.boxes = l.boxes[:0]
		for _, box := range boxes {
			if b.ctx.depth >= maxDepth {
				l.notice(noticeDeep)
				break
			}
			b.ctx.depth++
			b.blocks(box.Children)
			b.ctx.depth--
		}
	}
	if b.ctx.body && pPr.Child("w:sectPr") != nil && l.ended+1 < len(l.sectionOf) {
		l.ended++
		b.toColumn = l.sectionOf[l.ended].column
		if next := &l.sections[l.sectionOf[l.ended].section]; next != l.section {
			b.settleWaiting()
			if l.section.notes[endnote].sections {
				b.setEndnotes()
			}
			l.section.flow = b.finish()
			l.section = next
			*b = builder{l: l, ctx: b.ctx, from: b.from}
			b.ctx.width = next.columns[0].width
		}
	}
}

// place sets the lines of a paragraph and puts them on the stack.
func (b *builder) place(p *para) {
	l, f := b.l, p.format
	left, right, first := f.indents(p.chars)
	// Indents that leave less than a character give way, the right one first.
	if least := min(b.ctx.width, f.mark.full); b.ctx.width-left-right < least {
		right = min(right, max(0, b.ctx.width-left-least))
		left = min(left, b.ctx.width-right-least)
	}
	p.left, p.right = left, right
	p.width = b.ctx.width - left - right
	l.format = f.line
	if len(b.ptabs) > 0 {
		l.format.tabs = mergeTabs(f.line.tabs, b.ptabs)
		p.tabs = l.format.tabs
	}
	p.hang = max(0, -first)
	first -= b.numberShift(p)
	p.first = first
	l.format.width, l.format.indent, l.format.firstIndent = p.width, left, first
	if b.ctx.depth > 0 && right+b.ctx.beside < f.mark.full*markInk/1000 {
		l.format.overflowPunct = false // a mark that hangs would print over the border
	}
	if b.ctx.vertical {
		l.items = append(l.items, item{para: p})
		b.prev, b.table = p, false
		return
	}
	if b.ctx.fit {
		l.fitLine(p.chars, p.runs, p.width-first)
	}
	l.lines = l.set.setLines(l.lines[:0], p.chars, &l.format)
	if k := len(l.lines); k > 1 && l.lines[k-2].breaks() && l.lines[k-1].from == l.lines[k-1].to {
		l.lines = l.lines[:k-1] // the mark stays on the page of the break before it
	}
	p.lines = l.lineSlab.copyOf(l.lines)
	b.lineItems(p)
}

// markInk is how far the ink of a full-width point reaches into its cell, in
// thousandths of an em.
const markInk = 400

// numberShift is how far a number that ends or is centred at its place (17.9.7)
// stands left of where it would begin.
func (b *builder) numberShift(p *para) (width Length) {
	if p.format.num == nil {
		return 0
	}
	a := p.format.num.levels[p.format.level].align
	if a != alignEnd && a != alignCenter {
		return 0
	}
	for i := range p.chars[:b.marker] {
		width += p.chars[i].width
	}
	if a == alignCenter {
		width /= 2
	}
	return width
}

// indents returns a paragraph's indents; those in characters count the default
// style's size, that of the first line the paragraph's own.
func (f *paraFormat) indents(chars []char) (left, right, first Length) {
	left, right, first = f.left, f.right, f.first
	if f.rightChars != 0 {
		right = Length(f.rightChars) * f.charSize / 100
	}
	size := f.mark.full
	if len(chars) > 0 {
		size = chars[0].size
	}
	if f.firstChars != 0 {
		first = Length(f.firstChars) * size / 100
	}
	if f.leftChars != 0 {
		left = Length(f.leftChars) * f.charSize / 100
		if first < 0 { // w:left counts a hanging indent in, w:leftChars does not
			left -= first
		}
	}
	return left, right, first
}

// lineItems puts the lines of a paragraph on the stack, with its space, borders and what keeps them together.
func (b *builder) lineItems(p *para) {
	l, f := b.l, p.format
	b.raise()
	from := len(l.items)
	last := len(p.lines) - 1
	for i := range p.lines {
		l.items = append(l.items, b.lineItem(p, i))
	}
	first, end := &l.items[from], &l.items[len(l.items)-1]
	if b.table && last == 0 && len(p.chars) == 0 && b.ctx.depth > 0 {
		b.flat, b.flatHeight = from+1, first.height
		first.height = 0 // the mark that must follow a table in a cell
	}
	first.before, end.after = b.space(p)
	switch page, column := b.brokeBefore(); {
	case page, column:
		first.breaks, first.column, first.before = page, column, 0
	case f.flags&flagPageBreak != 0:
		first.breaks = true
	}
	if f.boxed || f.shaded {
		b.box(p, from)
	}
	b.prev, b.prevItem, b.table = p, len(l.items)-1, false
}

// lineItem makes the item of a line, without what stands above and below its paragraph.
func (b *builder) lineItem(p *para, i int) item {
	flags, last := p.format.flags, len(p.lines)-1
	it := item{para: p, at: int32(i)}
	it.height, it.base = b.lineHeight(p, i)
	it.loose = b.loose(p, i, it.height)
	if i > 0 {
		it.breaks, it.column = p.lines[i-1].pageBreak, p.lines[i-1].columnBreak
	}
	switch {
	case i == last:
		if flags&flagKeepNext != 0 {
			it.keep = keepWish
		}
	case p.lines[i].breaks():
	case flags&flagKeepLines != 0, flags&flagWidow != 0 && (i == 0 || i == last-1):
		it.keep = keepLine
	}
	return it
}

// raise gives a mark that was taken for the last in its cell its height back: more follows.
func (b *builder) raise() {
	if b.flat > 0 {
		b.l.items[b.flat-1].height = b.flatHeight
		b.flat = 0
	}
}

// brokeBefore reports whether the paragraph before ended in a page or column break.
func (b *builder) brokeBefore() (page, column bool) {
	if b.toColumn {
		b.toColumn = false
		return false, true
	}
	if b.prev == nil || len(b.prev.lines) == 0 {
		return false, false
	}
	last := &b.prev.lines[len(b.prev.lines)-1]
	return last.pageBreak, last.columnBreak
}

// htmlSpace is the space of beforeAutospacing and afterAutospacing (17.3.1.33), as Word sets it.
const htmlSpace = 14 * Point

// lineUnit is what beforeLines counts where there is no grid (17.3.1.33).
const lineUnit = 12 * Point

// space returns the space above and below a paragraph, and mends that below the one before.
func (b *builder) space(p *para) (before, after Length) {
	f := p.format
	unit := Length(lineUnit)
	if pitch := b.l.section.grid.pitch; pitch > 0 {
		unit = pitch
	}
	before, after = f.before, f.after
	if f.beforeLines > 0 {
		before = Length(f.beforeLines) * unit / 100
	}
	if f.afterLines > 0 {
		after = Length(f.afterLines) * unit / 100
	}
	if f.flags&flagBeforeAuto != 0 {
		before = b.autoSpace(f)
	}
	if f.flags&flagAfterAuto != 0 {
		after = b.autoSpace(f)
	}
	if b.prev == nil {
		if f.flags&flagBeforeAuto != 0 && !b.table { // none at the top of the document or a cell
			before = 0
		}
		return before, after
	}
	above := &b.l.items[b.prevItem]
	pf := b.prev.format
	if pf.style == f.style {
		if f.flags&flagContextual != 0 {
			before = 0
		}
		if pf.flags&flagContextual != 0 {
			above.after = 0
		}
	}
	// Space below and space above share their room, the larger one holds, unless
	// doNotUseHTMLParagraphAutoSpacing (17.15.3.21) adds them up. Measured: what is
	// left of the space above is also what Word keeps of it behind a page break.
	if !b.l.sheet.settings.sumSpace {
		before = max(0, before-above.after)
	}
	return before, after
}

// autoSpace is the space beforeAutospacing gives: none in lists.
func (b *builder) autoSpace(f *paraFormat) Length {
	if f.num != nil {
		return 0
	}
	return htmlSpace
}
