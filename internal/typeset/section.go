package typeset

import "jobdoc/internal/wordml"

// section is a part of the document with one page size (17.6).
type section struct {
	index  int // in layouter.sections
	flow   flow
	width  Length // of the page
	height Length
	margin [4]Length
	// Distances of header and footer from the edges of the page.
	headerAt, footerAt Length
	topFixed, botFixed bool // a negative margin: the header does not push the text
	grid               grid
	headers, footers   [furnitureKinds]string // part names, "" for none
	titlePage          bool
	align              verticalAlign
	columns            []column // one at least
	separated          bool     // a line between the columns
	starts             sectionStart
	start              int // number of its first page, -1 to count on
	format             numberFormat
	notes              [noteKinds]noteFormat
	borders            *pageBorders // nil for none
	lineNumbers        *lineNumbers // nil for none

	// Settled before pages are made, by kind of header: how far from the edges the text stands.
	tops, bottoms [furnitureKinds]Length
}

// sectionStart says where a section begins (17.18.77).
type sectionStart uint8

const (
	startPage sectionStart = iota
	startContinuous
	startEven
	startOdd
	startColumn
)

// parseStart reads a w:type of a section.
func parseStart(s string) sectionStart {
	switch s {
	case "continuous":
		return startContinuous
	case "evenPage":
		return startEven
	case "oddPage":
		return startOdd
	case "nextColumn":
		return startColumn
	}
	return startPage
}

// grid is the document grid (17.6.5). Without a type there is none.
type grid struct {
	pitch Length // of lines, 0 for none
	extra Length // that every full-width character gets
}

// The kinds of headers and footers (17.18.36).
const (
	furnitureDefault = iota
	furnitureFirst
	furnitureEven
	furnitureKinds
)

// parseSection reads a w:sectPr; headers and footers it does not give are those of the section before.
func (l *layouter) parseSection(n *wordml.Node, before *section) section {
	s := section{
		width: 11906 * Twip, height: 16838 * Twip, start: -1,
		margin:   [4]Length{1440 * Twip, 1800 * Twip, 1440 * Twip, 1800 * Twip},
		headerAt: 851 * Twip, footerAt: 992 * Twip,
		notes: l.sheet.settings.notes,
	}
	if before != nil {
		s.headers, s.footers = before.headers, before.footers
	}
	var cols *wordml.Node
	for _, c := range children(n) {
		switch c.Name {
		case "w:type":
			s.starts = parseStart(val(c))
		case "w:pgSz":
			setLength(&s.width, c, "w:w", minPage)
			setLength(&s.height, c, "w:h", minPage)
		case "w:pgMar":
			s.parseMargins(c, l.sheet.settings.gutterTop)
		case "w:docGrid":
			s.parseGrid(c)
		case "w:titlePg":
			s.titlePage = isOn(c)
		case "w:pgNumType":
			if v, ok := count(c, "w:start"); ok && v >= 0 {
				s.start = v
			}
			s.format = parseNumberFormat(c.Attr("w:fmt"))
		case "w:headerReference":
			l.reference(&s.headers, c)
		case "w:footerReference":
			l.reference(&s.footers, c)
		case "w:cols":
			cols = c
		case "w:vAlign":
			switch val(c) {
			case "both":
				l.notice(noticeVerticalJustify)
			case "center":
				s.align = alignMiddle
			case "bottom":
				s.align = alignBottom
			}
		case "w:footnotePr":
			s.notes[footnote] = s.notes[footnote].parse(c)
		case "w:endnotePr":
			s.notes[endnote] = s.notes[endnote].parse(c)
			s.notes[endnote].sections = l.sheet.settings.notes[endnote].sections // 17.11.4 says where for the whole document
		case "w:textDirection":
			if d := val(c); d != "lrTb" && d != "lr" && d != "lrTbV" {
				l.notice(noticePageDirection)
			}
		case "w:pgBorders":
			s.borders = l.parsePageBorders(c)
		case "w:lnNumType":
			s.lineNumbers = parseLineNumbers(c)
		}
	}
	s.parseColumns(cols)
	return s
}

// minPage is the least size of a page, and of the text on it.
const minPage = 36 * Point

// setLength reads an attribute that must be at least so large.
func setLength(v *Length, n *wordml.Node, attr string, least Length) {
	if m, ok := twips(n, attr); ok {
		*v = max(least, m)
	}
}

func (s *section) parseMargins(c *wordml.Node, gutterTop bool) {
	for i, attr := range [4]string{"w:top", "w:left", "w:bottom", "w:right"} {
		v, ok := twips(c, attr)
		if !ok {
			continue
		}
		if v < 0 {
			s.topFixed = s.topFixed || i == sideTop
			s.botFixed = s.botFixed || i == sideBottom
			v = -v
		}
		s.margin[i] = v
	}
	if gutter, ok := twips(c, "w:gutter"); ok && gutter > 0 {
		side := sideLeft
		if gutterTop {
			side = sideTop
		}
		s.margin[side] += gutter
	}
	setLength(&s.headerAt, c, "w:header", 0)
	setLength(&s.footerAt, c, "w:footer", 0)
	if s.width-s.margin[sideLeft]-s.margin[sideRight] < minPage/2 { // nothing would fit
		s.margin[sideLeft], s.margin[sideRight] = s.width/4, s.width/4
	}
	if s.height-s.margin[sideTop]-s.margin[sideBottom] < minPage/2 {
		s.margin[sideTop], s.margin[sideBottom] = s.height/4, s.height/4
	}
}

func (s *section) parseGrid(c *wordml.Node) {
	kind := c.Attr("w:type")
	if kind == "" || kind == "default" {
		return
	}
	if v, ok := twips(c, "w:linePitch"); ok && v >= Point {
		s.grid.pitch = v
	}
	if kind == "lines" {
		return
	}
	// In 4096ths of a point, rounded down: as many characters as Word counted,
	// such as the 28 of an official document, fill the line to its last thousandth.
	if v, ok := count(c, "w:charSpace"); ok {
		s.grid.extra = Length(max(-20*4096, min(200*4096, v))) * Point >> 12
	}
}

// textWidth is the width of the section's text.
func (s *section) textWidth() Length {
	return s.width - s.margin[sideLeft] - s.margin[sideRight]
}

// reference takes up a reference to a header or footer.
func (l *layouter) reference(parts *[furnitureKinds]string, n *wordml.Node) {
	kind := furnitureDefault
	switch n.Attr("w:type") {
	case "first":
		kind = furnitureFirst
	case "even":
		kind = furnitureEven
	}
	parts[kind] = l.related(l.doc.Main(), n.Attr("r:id"))
}

// wrapped returns the content of an element that only wraps blocks or runs, as
// it is printed: insertions are taken up, deletions left out.
func wrapped(n *wordml.Node) ([]*wordml.Node, bool) {
	switch n.Name {
	case "w:sdt":
		if c := n.Child("w:sdtContent"); c != nil {
			return c.Children, true
		}
		return nil, true
	case "w:ins", "w:moveTo", "w:customXml", "w:smartTag", "w:hyperlink", "w:dir", "w:bdo":
		return n.Children, true
	case "w:del", "w:moveFrom":
		return nil, true
	case "mc:AlternateContent":
		// Fallback is what a program without the newer feature shows.
		if c := n.Child("mc:Fallback"); c != nil {
			return c.Children, true
		}
		if c := n.Child("mc:Choice"); c != nil {
			return c.Children, true
		}
		return nil, true
	}
	return nil, false
}
