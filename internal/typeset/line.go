package typeset

import "jobdoc/internal/font"

// char is one character of a paragraph, measured.
//
// The rune says how the character behaves: '\t' is a tab, '\n' a line break
// (w:br), '\f' a page break, '\v' a column break, U+FFFC an inline object of the given width. U+00A0
// and U+2011 do not break. U+00AD is drawn only where it ends a line, its
// advance is zero elsewhere; its width is that of the hyphen then drawn.
type char struct {
	r     rune
	id    font.GlyphID
	face  *font.Face
	run   int32  // index into the paragraph's runs
	width Length // advance at its size, character spacing and scaling included
	size  Length // of the em
	full  bool   // set full width, in an East Asian slot: “ ” ’ … — · may be either
	mark  bool   // of a note: it stays with what is before it, without a gap
}

// align says where the text of a line stands (17.3.1.13 jc).
type align uint8

// The alignments. alignBoth leaves the last line of a paragraph at the start,
// alignDistribute spreads that one too.
const (
	alignStart align = iota
	alignCenter
	alignEnd
	alignBoth
	alignDistribute
)

// lineFormat is what the lines of a paragraph have in common.
type lineFormat struct {
	align       align
	width       Length // available to a line, indents taken off
	firstIndent Length // of the first line besides, negative when hanging
	indent      Length // left indent: tab stops count from the text margin

	kinsoku       bool   // some characters must not start or end a line (17.3.1.16)
	wordWrap      bool   // Latin words stay whole (17.3.1.45)
	overflowPunct bool   // a full-width point may hang past the margin (17.3.1.21)
	topLinePunct  bool   // an opening mark that starts a line gives up its left half (17.3.1.43)
	autoSpaceDE   bool   // gap between East Asian and Latin text (17.3.1.2)
	autoSpaceDN   bool   // gap between East Asian text and digits (17.3.1.3)
	compress      bool   // full-width marks give up blank (17.15.1.18)
	stretchBreaks bool   // a line that ends in w:br is justified too, without doNotExpandShiftReturn (17.15.3.17)
	noStart       string // replaces the set of characters that never start a line, "" keeps it
	noEnd         string // the same for those that never end one
	autoSpace     Length // width of the gap, per mille of an em: 250 as Word does
	singleEnds    bool   // the last line may hold one character
	tabs          []tabStop
	defaultTab    Length // distance of the stops after the last one of tabs
}

// tabStop is a custom tab stop (17.3.1.37).
type tabStop struct {
	pos    Length // from the text margin
	align  tabAlign
	leader tabLeader
}

// tabAlign says how text stands at a tab stop (17.18.84). tabClear takes every
// stop at its position away; tabBar is no stop but a line down the paragraph.
type tabAlign uint8

const (
	tabLeft tabAlign = iota
	tabCenter
	tabRight
	tabDecimal
	tabClear
	tabBar
)

// tabLeader is what fills the room a tab leaves (17.18.85).
type tabLeader uint8

const (
	leaderNone tabLeader = iota
	leaderDot
	leaderHyphen
	leaderUnderscore
	leaderHeavy
	leaderMiddleDot
)

// line is one line of a paragraph, chars[from:to], the trailing break and blanks included.
type line struct {
	from, to    int
	text        int          // chars[text:to] is what trails: blanks that hang and the break
	x           Length       // where the first character starts, from the left edge of the available width
	advance     []Length     // one per character, final: compression, gaps, tabs and justification included; 0 for what trails
	shift       []Length     // nil, or one per character: how far its glyph moves left of its cell
	leaders     []lineLeader // tabs of the line that have a leader
	width       Length       // of the set text, the sum of advance
	hard        bool         // ended by a break or by the paragraph's end
	pageBreak   bool         // ended by '\f'
	columnBreak bool         // ended by '\v'
}

// breaks reports whether a line is ended by a page or column break.
func (ln *line) breaks() bool { return ln.pageBreak || ln.columnBreak }

// lineLeader is a tab to be filled: the character chars[from+at], which is advance[at] wide.
type lineLeader struct {
	at     int
	leader tabLeader
}

// setLines sets a paragraph and appends its lines to dst. An empty paragraph
// is one empty line, and a break at its very end opens another. Who sets many
// paragraphs keeps a setter instead.
func setLines(dst []line, chars []char, f *lineFormat) []line {
	var s setter
	return s.setLines(dst, chars, f)
}

// naturalWidths returns the width of the widest unit that cannot be broken and
// that of the paragraph on one line, for tables that fit their columns to their content.
func naturalWidths(chars []char, f *lineFormat) (min, max Length) {
	var s setter
	return s.naturalWidths(chars, f)
}

// setter sets paragraphs into lines and keeps what it needs between them. The
// lines it returns stay valid until reset. It serves one goroutine.
type setter struct {
	chars   []char
	format  *lineFormat
	hasTabs bool
	kinsoku kinsokuSet

	// One entry per character of the paragraph.
	kinds  []kind
	widths []Length // natural width, of a tab: the one on the line scanned last
	joints []Length // what is added between the character before and this one, on one line
	breaks []bool   // a line may end before this one

	spans   []span
	gaps    []gap
	room    []Length // for results
	leaders []lineLeader
}

// span is a line before its advances are known.
type span struct {
	from, to int
	fit      fit
}

// fit says how the text of a line came to fit.
type fit uint8

const (
	fitNatural  fit = iota
	fitSqueezed     // full-width marks give up blank
	fitHanging      // the last mark hangs past the margin
)

// reset lets the room of all lines returned so far be used again.
func (s *setter) reset() {
	s.room = s.room[:0]
	s.leaders = s.leaders[:0]
}

// take returns room for n results.
func (s *setter) take(n int) []Length {
	used := len(s.room)
	if cap(s.room)-used < n {
		s.room = make([]Length, 0, max(2048, 2*n))
		used = 0
	}
	s.room = s.room[:used+n]
	return s.room[used : used+n : used+n]
}

// grow returns a slice of n elements, the old one where it is long enough.
func grow[T any](old []T, n int) []T {
	if cap(old) >= n {
		return old[:n]
	}
	return make([]T, n, n+n/2+32)
}

func (s *setter) setLines(dst []line, chars []char, f *lineFormat) []line {
	s.prepare(chars, f)
	s.spans = s.spans[:0]
	for from := 0; ; {
		sp := s.next(from)
		s.spans = append(s.spans, sp)
		if from = sp.to; from == len(chars) && !s.endsInBreak(sp) {
			break
		}
	}
	s.relieve()
	for i, sp := range s.spans {
		dst = append(dst, s.set(sp, i))
	}
	return dst
}

// start returns where a line begins, from the left edge of the available width.
func (s *setter) start(index int) Length {
	if index == 0 {
		return s.format.firstIndent
	}
	return 0
}

// overhang returns how far an opening mark at from moves left when it starts a line.
func (s *setter) overhang(from int) Length {
	if s.format.topLinePunct && from < len(s.chars) && s.kinds[from].is(traitOpens) {
		return s.half(from)
	}
	return 0
}

// textEnd returns where the text of chars[from:to] ends and what trails begins.
func (s *setter) textEnd(from, to int) int {
	if to > from && s.kinds[to-1].class == classBreak {
		to--
	}
	for to > from && s.kinds[to-1].hangs() {
		to--
	}
	return to
}

// endsInBreak reports whether a forced break ended the line.
func (s *setter) endsInBreak(sp span) bool {
	return sp.to > sp.from && s.kinds[sp.to-1].class == classBreak
}
