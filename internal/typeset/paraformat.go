package typeset

import (
	"strings"
	"unicode/utf8"

	"jobdoc/internal/font"
)

// paraFormat is how a paragraph is set, settled. It is shared and does not change.
type paraFormat struct {
	style        *style
	line         lineFormat // all but the widths
	left, right  Length
	first        Length // negative when hanging
	leftChars    int    // hundredths of a character; 0: left holds
	rightChars   int
	firstChars   int
	before       Length
	after        Length
	beforeLines  int // hundredths of a line; 0: before holds
	afterLines   int
	rule         lineRule
	pitch        Length // of lineAuto in 240ths
	pitchInherit bool   // pitch comes from w:docDefaults alone
	flags        paraFlags
	borders      [sides]border
	bar          border // along the edge of the text
	boxed        bool   // some border is drawn
	barred       bool   // it has a bar tab or a bar
	textAlign    textAlign
	shade        Color
	shaded       bool
	num          *num
	level        int
	outline      int      // 0 to 8, -1 for text
	base         runProps // what its runs start from
	mark         *runFormat
	number       *runFormat // of its number, nil without one
	symbols      string     // the symbol font its number is named in, "" for none
	charSize     Length     // of the default paragraph style: what *Chars of left and right count
	odd          noticeSet
	framed       bool // in a frame (17.3.1.11)
}

// autoSpace is the gap between Han and Latin as Word sets it, in thousandths of an em.
const autoSpace Length = 250

// paraFormat settles the properties of a paragraph: document defaults, table
// style, paragraph style and its bases, its numbering level, its own pPr
// (17.7.2). A numbering level takes effect where the numPr stands: indents of a
// style that stands on the one with the numPr, or in the same, win over it.
func (s *Sheet) paraFormat(key paraKey) *paraFormat {
	own := s.parsePara(key.props)
	st := s.defaults[styleParagraph]
	if own != nil && own.style != "" {
		if named := s.styles[styleKey{styleParagraph, own.style}]; named != nil {
			st = named
		}
	}
	p := paraProps{flags: flagsParaDefault}
	p.put(s.defaultPara)
	inherit := p.has&hasLine != 0
	f := &paraFormat{style: st, outline: -1}
	f.base.put(s.defaultRun)
	if key.table != nil {
		if key.table.para != nil {
			inherit = inherit && key.table.para.has&hasLine == 0
		}
		p.put(key.table.para)
		f.base.putStyle(key.table.run)
	}
	if st != nil {
		for i, base := range st.chain {
			s.putNumbered(&p, base, st.bases[i])
			inherit = inherit && base.has&hasLine == 0
		}
		f.base.putStyle(st.run)
		if key.table != nil && !s.settings.strictTableStyles {
			s.keepTableStyle(&p, &f.base, st, key.table)
		}
	}
	s.putNumbered(&p, own, nil)
	if own != nil {
		inherit = inherit && own.has&hasLine == 0
	}
	f.pitchInherit = inherit
	f.settle(s, &p)

	mark := f.base
	if own != nil && own.mark != nil {
		s.putRun(&mark, s.parseRun(own.mark))
	}
	f.mark = s.format(&mark)
	if f.num != nil {
		f.number, f.symbols = s.numberFormat(mark, &f.num.levels[f.level])
	}
	return f
}

// keepTableStyle gives a paragraph the size and the alignment of its table's
// style back where nothing but the default paragraph style has taken them away,
// with what Word takes for no choice: 12 points, and left. [MS-DOCX] has this of
// overrideTableStyleFontSizeAndJustification, which is off unless given; it also
// names 11 points, which Word 2010 was seen not to do (docx4j,
// ParagraphStylesInTableFix).
func (s *Sheet) keepTableStyle(p *paraProps, run *runProps, st, table *style) {
	normal := s.defaults[styleParagraph]
	if normal == nil {
		return
	}
	const noChoice = 12 * Point
	if t := table.run; t != nil && t.has&hasSize != 0 && st.run != nil && st.run.size == noChoice &&
		normal.run != nil && normal.run.has&hasSize != 0 && normal.run.size == noChoice {
		run.size = t.size
	}
	if t := table.para; t != nil && t.has&hasAlign != 0 && st.alignsAs(normal) && normal.para.align == alignStart {
		p.align = t.align
	}
}

// alignsAs reports whether the alignment of a paragraph style is that of one it stands on.
func (st *style) alignsAs(base *style) bool {
	for i := len(st.chain) - 1; i >= 0; i-- {
		if st.chain[i].has&hasAlign != 0 {
			return st.bases[i] == base
		}
	}
	return false
}

// numberFormat is how a paragraph's number looks: as its mark, with what the
// level says on top (17.9.24). Word does not underline a number for its mark's
// sake. Bullets of a symbol font are set in a sans face, whose dots and squares
// are as heavy as those of Symbol and Wingdings.
func (s *Sheet) numberFormat(p runProps, l *level) (f *runFormat, symbols string) {
	p.under = underNone
	s.putRun(&p, l.run)
	p.flags &^= flagVanish
	for _, i := range [...]slot{slotASCII, slotHighANSI} {
		if isSymbolFont(p.fonts[i]) {
			symbols = p.fonts[i]
			p.fonts = [slots]string{symbolStandIn, symbolStandIn, symbolStandIn, symbolStandIn}
		}
	}
	f = s.format(&p)
	if r, _ := utf8.DecodeRuneInString(l.text); symbols != "" && strings.ContainsRune("●○■□◆◇❏❑❒❖", font.SymbolRune(symbols, r)) {
		// Those of Wingdings are smaller than the East Asian signs; they keep their middle.
		f.size = f.full * 7 / 10
		f.raise += f.full * boxMid * 3 / 10 / 1000
	}
	return f, symbols
}

// symbolStandIn is the font that characters of symbol fonts are set in.
const symbolStandIn = "Arial"

// isSymbolFont reports whether a font's characters are mapped to Unicode.
func isSymbolFont(name string) bool {
	const bullet, disc = 0xF0B7, 0xF06C // in Symbol and in Wingdings
	return name != "" && (font.SymbolRune(name, bullet) != bullet || font.SymbolRune(name, disc) != disc)
}

// putNumbered lays properties over p, those of the numbering level they ask for first.
func (s *Sheet) putNumbered(p, q *paraProps, st *style) {
	if q == nil {
		return
	}
	if q.has&(hasNumber|hasLevel) != 0 {
		id, level := p.numID, p.level
		if q.has&hasNumber != 0 {
			id = q.numID
		}
		if q.has&hasLevel != 0 {
			level = q.level
		} else if st != nil {
			level = s.numbers.levelOf(id, st.id)
		}
		p.level = level
		if n := s.numbers.nums[id]; n != nil {
			p.put(n.levels[level].para)
		}
	}
	p.put(q)
}

func (f *paraFormat) settle(s *Sheet, p *paraProps) {
	f.flags = p.flags
	f.line = lineFormat{
		align: p.align, kinsoku: p.flags&flagKinsoku != 0, wordWrap: p.flags&flagWordWrap != 0,
		overflowPunct: p.flags&flagOverflowPunct != 0, topLinePunct: p.flags&flagTopLinePunct != 0,
		autoSpaceDE: p.flags&flagSpaceDE != 0, autoSpaceDN: p.flags&flagSpaceDN != 0,
		compress: s.settings.compress, noStart: s.settings.noStart, noEnd: s.settings.noEnd,
		stretchBreaks: !s.settings.keepBreaks, autoSpace: s.autoSpace, singleEnds: s.singleEnds, defaultTab: s.settings.defaultTab, tabs: p.tabs,
	}
	f.left, f.right, f.first = p.left, p.right, p.first
	f.leftChars, f.rightChars, f.firstChars = p.leftChars, p.rightChars, p.firstChars
	f.before, f.after = p.before, p.after
	f.beforeLines, f.afterLines = p.beforeLines, p.afterLines
	f.rule, f.pitch = p.rule, p.line
	if p.has&hasLine == 0 || f.rule != lineAtLeast && f.pitch <= 0 {
		f.rule, f.pitch = lineAuto, 240
	}
	f.borders = p.borders
	for _, b := range p.borders {
		f.boxed = f.boxed || b.drawn()
	}
	f.bar, f.barred = p.bar, p.bar.drawn()
	for _, t := range p.tabs {
		f.barred = f.barred || t.align == tabBar
	}
	f.textAlign = p.textAlign
	f.shade, f.shaded = p.shade, p.shaded
	if n := s.numbers.nums[p.numID]; n != nil && p.has&hasNumber != 0 {
		f.num, f.level = n, p.level
	}
	if p.has&hasOutline != 0 && p.outline >= 0 && p.outline < levels {
		f.outline = p.outline
	}
	f.charSize = 10 * Point
	if s.defaultRun != nil && s.defaultRun.has&hasSize != 0 {
		f.charSize = s.defaultRun.size
	}
	if d := s.defaults[styleParagraph]; d != nil && d.run != nil && d.run.has&hasSize != 0 {
		f.charSize = d.run.size
	}
	if p.has&hasFrame != 0 {
		f.framed = true
	}
	if p.has&hasTextDirection != 0 {
		f.odd |= noticeTextDirection.set()
	}
	if p.flags&flagBidi != 0 {
		f.odd |= noticeBidi.set()
	}
}

// putRun lays a run's own properties over p, its character style first.
func (s *Sheet) putRun(p, own *runProps) {
	if own == nil {
		return
	}
	if own.style != nil {
		p.putStyle(own.style.run)
	}
	p.put(own)
}

// runFormat settles the properties of a run.
func (s *Sheet) runFormat(key runKey) *runFormat {
	if key.props == nil {
		p := key.para.base
		return s.format(&p)
	}
	p := key.para.base
	s.putRun(&p, s.parseRun(key.props))
	return s.format(&p)
}
