package typeset

import (
	"strings"

	"jobdoc/internal/font"
	"jobdoc/internal/wordml"
)

// run is a stretch of characters in one font.
type run struct {
	format          *runFormat
	number          int32 // of the font
	slot            slot
	field           int32  // the PAGE field it shows, counted from 1
	link            int32  // what it leads to, counted from 1 in layouter.links; 0 for nothing
	element         int    // of the link or reference
	reference       bool   // the mark of a note
	ascent, descent Length // of a single line
	raised          Length // what makes a line taller: w:position, not superscript
	object          *object
	inlay           *inlay
	typeface        *font.Typeface
}

// object is a picture in a line.
type object struct {
	width, height Length
	part          string // "" leaves the room blank
	crop          Crop
	float         *float // a shape that stands in the line
	rule          bool   // the line above notes
	alt           string
}

// inlines adds the content of a paragraph.
func (b *builder) inlines(nodes []*wordml.Node) {
	for i := 0; i < len(nodes); i++ {
		n := nodes[i]
		switch n.Name {
		case "w:r":
			i += b.run(nodes[i:]) - 1
		case "w:fldSimple":
			b.simpleField(n)
		case "w:hyperlink":
			b.hyperlink(n)
		case "w:bookmarkStart":
			b.bookmark(n)
		case "m:oMath", "m:oMathPara":
			b.formula(n)
		default:
			if inner, ok := wrapped(n); ok {
				b.inlines(inner)
			}
		}
	}
}

// run adds a w:r, the first of the nodes, with those behind it that it is set
// together with. It returns how many they are.
func (b *builder) run(nodes []*wordml.Node) int {
	l := b.l
	f := l.runFormat(runKey{nodes[0].Child("w:rPr"), b.p.format})
	l.noticeAll(f.odd)
	b.fits = b.fits || f.fit.width > 0
	if f.asian.combine || f.asian.across {
		return b.asianRun(nodes, f)
	}
	b.runContent(nodes[0].Children, f)
	return 1
}

func (b *builder) runContent(nodes []*wordml.Node, f *runFormat) {
	for _, c := range nodes {
		switch c.Name {
		case "w:rPr", "w:lastRenderedPageBreak", "w:delText", "w:delInstrText", "w:annotationRef",
			"w:commentReference", "":
		case "w:fldChar":
			b.fieldChar(c, f)
		case "w:instrText":
			b.instruction(c)
		default:
			if b.visible(f) {
				b.piece(c, f)
			}
		}
	}
}

// piece adds a child of a run that prints something.
func (b *builder) piece(c *wordml.Node, f *runFormat) {
	l := b.l
	switch c.Name {
	case "w:t":
		keep := c.Attr("xml:space") == "preserve"
		for _, t := range c.Children {
			if s := t.Text; keep {
				b.text(s, f)
			} else {
				b.text(strings.Trim(s, " \t\r\n"), f)
			}
		}
	case "w:tab":
		b.char('\t', f)
	case "w:ptab":
		b.ptab(c)
		b.char('\t', f)
	case "w:br":
		b.lineBreak(c.Attr("w:type"), f)
	case "w:cr":
		b.char('\n', f)
	case "w:noBreakHyphen":
		b.char(noBreakHyphen, f)
	case "w:softHyphen":
		b.char(softHyphenRune, f)
	case "w:sym":
		b.symbol(c, f)
	case "w:pgNum":
		b.text(l.pageText(), f)
	case "w:drawing":
		b.drawing(c, f)
	case "w:pict", "w:object":
		b.vml(c, f)
	case "w:footnoteReference":
		b.noteReference(c, f, footnote)
	case "w:endnoteReference":
		b.noteReference(c, f, endnote)
	case "w:footnoteRef", "w:endnoteRef":
		if b.ctx.mark != nil {
			b.noteMark(*b.ctx.mark, f)
		}
	case "w:separator":
		b.separatorLine(separatorWidth, f)
	case "w:continuationSeparator":
		b.separatorLine(b.ctx.width, f)
	case "mc:AlternateContent":
		b.alternate(c, f)
	case "w:ruby":
		b.ruby(c, f)
	default:
		if inner, ok := wrapped(c); ok {
			b.runContent(inner, f)
			return
		}
		l.notice(noticeUnknown)
	}
}

// lineBreak adds a w:br. The next column is the next page where there is but one.
func (b *builder) lineBreak(kind string, f *runFormat) {
	switch {
	case kind == "column" && len(b.l.section.columns) > 1:
		b.char('\v', f)
	case kind == "page", kind == "column":
		b.char('\f', f)
	default:
		b.char('\n', f)
	}
}

// ptab takes up a tab that goes to the middle or the end of its column, or of
// the room between its indents, whatever stops there are.
func (b *builder) ptab(c *wordml.Node) {
	from, to := Length(0), b.ctx.width
	if c.Attr("w:relativeTo") == "indent" {
		left, right, _ := b.p.format.indents(b.l.chars)
		from, to = left, to-right
	}
	t := tabStop{pos: to}
	switch c.Attr("w:alignment") {
	case "center":
		t.pos, t.align = (from+to)/2, tabCenter
	case "right":
		t.align = tabRight
	default:
		return
	}
	t.leader = parseLeader(c.Attr("w:leader"))
	b.ptabs = append(b.ptabs, t)
}

const (
	noBreakSpace   = '\u00A0'
	noBreakHyphen  = '\u2011'
	softHyphenRune = '\u00AD'
	objectRune     = '\uFFFC'
)

// text adds characters; XML's own line ends and tabs in w:t print as blanks.
func (b *builder) text(s string, f *runFormat) {
	for i, r := range s {
		switch r {
		case '\n', '\r':
			r = ' '
		case apostrophe:
			b.apostrophe = b.followsLetter() && startsWithLetter(s[i+len(string(apostrophe)):])
		}
		b.char(r, f)
	}
}

// apostrophe is a quotation mark as well. Between two Latin letters it is none,
// though a hint may ask for the East Asian font, in which don’t has a gap and breaks.
const apostrophe = '’'

// followsLetter reports whether the last character is a Latin letter.
func (b *builder) followsLetter() bool {
	n := len(b.l.chars)
	return n > 0 && isLatinLetter(b.l.chars[n-1].r)
}

func startsWithLetter(s string) bool { return s != "" && isLatinLetter(rune(s[0])) }

func isLatinLetter(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

// char adds a character, measured.
func (b *builder) char(r rune, f *runFormat) {
	if f.hidden {
		return
	}
	l := b.l
	s := slotASCII
	if r >= 0x80 || f.complex {
		if k := len(l.runs) - 1; !isPlain(r) && (isCombining(r) || isSelector(r)) && k >= b.fence && l.runs[k].format == f {
			s = l.runs[k].slot
		} else if s = f.slot(r); r == apostrophe && b.apostrophe {
			s, b.apostrophe = slotHighANSI, false
		}
	}
	k := len(l.runs) - 1
	if k < b.fence || l.runs[k].format != f || l.runs[k].number != f.faces[s] ||
		l.runs[k].object != nil || l.runs[k].field != b.fieldNumber || l.runs[k].link != l.link ||
		l.runs[k].reference != (b.reference > 0) {
		b.newRun(f, s)
		k++
	}
	u := &l.runs[k]
	u.slot = s
	c := char{r: r, run: int32(k), size: f.size, mark: b.marking}
	switch {
	case isPlain(r):
		b.glyph(&c, u, f)
	case r == '\t', r == '\n', r == '\f', r == '\v':
		c.face = u.typeface.Faces[0]
	case isInvisible(r):
		c.face = u.typeface.Faces[0]
	case isSelector(r): // it chooses a variant of the glyph before, of which there is one
		b.blank(&c, u)
	case isCombining(r):
		if !b.accent(&c, u, f) {
			if b.glyph(&c, u, f); c.id != 0 {
				c.width = 0
			}
		}
	default:
		b.glyph(&c, u, f)
	}
	l.chars = append(l.chars, c)
}

// glyph finds a character's glyph and width.
func (b *builder) glyph(c *char, u *run, f *runFormat) {
	l := b.l
	shown := c.r
	if f.caps || f.smallCaps {
		shown, c.size = f.cased(shown)
	}
	switch {
	case shown == noBreakSpace:
		shown = ' '
	case shown == noBreakHyphen, shown == softHyphenRune:
		shown = '-'
	case shown >= 0xF020 && shown <= 0xF0FF, u.typeface.Symbol && shown <= 0xFF:
		shown = font.SymbolRune(u.typeface.Name, shown)
		if c.r >= 0xF020 && (shown < 0xE000 || shown > 0xF8FF) {
			c.r = shown // a code of the font, for private use, means nothing to who copies it
		}
	}
	e := l.glyph(u.number, u.typeface, shown)
	if e.id == 0 {
		l.missing(shown)
	}
	eastAsian := u.slot == slotEastAsia
	if shown == emDash && eastAsian {
		e = l.dash(u.number, u.typeface, e)
	}
	c.id, c.face = e.id, e.face
	c.width = (Length(e.advance)*c.size + Length(e.upem)/2) / Length(e.upem)
	if !eastAsian && isQuote(shown) && u.narrows(e) {
		_, c.width = narrow(e, c.size)
	}
	c.full = eastAsian && c.width*10 >= c.size*9
	if f.scale != 100 {
		c.width = c.width * Length(f.scale) / 100
	}
	c.width = max(0, c.width+f.spacing)
	if c.full && l.section.grid.extra != 0 && !f.noGrid && b.p.format.flags&flagSnap != 0 {
		c.width = max(0, c.width+l.section.grid.extra)
	}
}

// newRun begins a stretch of characters.
func (b *builder) newRun(f *runFormat, s slot) {
	l := b.l
	t := l.typeface(f.faces[s])
	if len(t.Warnings) > 0 {
		l.fontWarnings(t)
	}
	u := run{
		format: f, number: f.faces[s], slot: s, typeface: t, field: b.fieldNumber,
		reference: b.reference > 0,
		ascent:    Length(t.Ascent) * f.full / 1000,
		descent:   Length(t.Descent) * f.full / 1000,
	}
	if f.size == f.full { // a superscript stays within its line
		u.raised = f.raise
	}
	if l.link > 0 {
		l.linkElement(b.p, &u)
	}
	if b.reference > 0 {
		b.p.mixed, u.element = true, b.reference
	}
	l.runs = append(l.runs, u)
}

// isPlain tells the characters of most text from those that are looked at more
// closely: controls, marks, and what shows nothing.
func isPlain(r rune) bool { return r >= 0x20 && r < 0x300 || r >= 0x3100 && r < 0xFE00 }

// isSelector reports whether a character only chooses a variant of the one before.
func isSelector(r rune) bool {
	return r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF
}

// isInvisible reports whether a character prints nothing and has no width.
func isInvisible(r rune) bool {
	switch {
	case r < 0x20:
		return true
	case r < 0x200B:
		return r == 0x034F || r == 0x061C || r >= 0x180B && r <= 0x180F
	case r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
		return true
	}
	return r == 0xFEFF || r >= 0xFFF9 && r <= 0xFFFB || r >= 0xE0000 && r <= 0xE007F
}

// symbol adds a w:sym, a character of a symbol font.
func (b *builder) symbol(c *wordml.Node, f *runFormat) {
	var r rune
	for _, d := range c.Attr("w:char") {
		v, ok := hexDigit(d)
		if !ok || r > 0xFFFF {
			return
		}
		r = r<<4 | v
	}
	r = font.SymbolRune(c.Attr("w:font"), r)
	if r >= 0x20 {
		b.char(r, f)
	}
}

func hexDigit(d rune) (rune, bool) {
	switch {
	case d >= '0' && d <= '9':
		return d - '0', true
	case d >= 'a' && d <= 'f':
		return d - 'a' + 10, true
	case d >= 'A' && d <= 'F':
		return d - 'A' + 10, true
	}
	return 0, false
}

// isQuote reports whether a character is a quotation mark that East Asian faces
// set full width, so that a Latin face's place needs it narrowed.
func isQuote(r rune) bool { return r == '‘' || r == '’' || r == '“' || r == '”' }

// narrows reports whether a quotation mark of a run is to be narrowed, unless it
// stands in an East Asian slot. Slots with the same face share a run, so that
// the run's own slot, that of its last character, says nothing of the mark.
func (u *run) narrows(e *glyphEntry) bool {
	return e.id != 0 && !u.typeface.EastAsian && e.advance*10 >= e.upem*9
}

// narrow returns how far the ink of a full-width quotation mark stands in its
// cell, less the blank a Latin one has before it, and how wide a Latin one is:
// what stands in for Times New Roman has none of its own.
func narrow(e *glyphEntry, size Length) (inset, width Length) {
	const blank = 50 // thousandths of an em on either side
	left, _, right, _, ok := e.face.Bounds(e.id)
	if !ok {
		return 0, size / 3
	}
	upem := Length(e.upem)
	inset = Length(left)*size/upem - size*blank/1000
	return inset, Length(right-left)*size/upem + 2*size*blank/1000
}
