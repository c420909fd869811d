package typeset

import "jobdoc/internal/wordml"

// pageBorders are the borders of a section's pages (17.6.10).
type pageBorders struct {
	sides    [4]border
	fromText bool // they stand round the text, else within the edges of the page
	first    bool // on the section's first page
	others   bool
}

// parsePageBorders reads a w:pgBorders.
func (l *layouter) parsePageBorders(n *wordml.Node) *pageBorders {
	b := &pageBorders{fromText: n.Attr("w:offsetFrom") != "page", first: true, others: true}
	switch n.Attr("w:display") {
	case "firstPage":
		b.others = false
	case "notFirstPage":
		b.first = false
	}
	drawn := false
	for side, name := range [4]string{"w:top", "w:left", "w:bottom", "w:right"} {
		c := n.Child(name)
		b.sides[side] = l.sheet.theme.border(c)
		drawn = drawn || b.sides[side].drawn()
		if _, known := borderNames[val(c)]; c != nil && !known && val(c) != "" {
			l.notice(noticePageBorders)
		}
	}
	if !drawn {
		return nil
	}
	return b
}

// emitPageBorders draws the borders of a page.
func (l *layouter) emitPageBorders(p *page) {
	s := p.section
	b := s.borders
	if b == nil || p.opens && !b.first || !p.opens && !b.others {
		return
	}
	left, top, right, bottom := Length(0), Length(0), s.width, s.height
	inward := Length(1)
	if b.fromText {
		inward = -1
		at := p.site(l.sheet.settings.mirror)
		left, right, top, bottom = at.left, at.right, p.top, p.top+p.height
		// Word draws them round the header and footer, unless it is told not to.
		if s.headers[p.kind] != "" && !l.sheet.settings.bordersBelowHeader {
			top = min(top, s.headerAt)
		}
		if s.footers[p.kind] != "" && !l.sheet.settings.bordersAboveFooter {
			bottom = max(bottom, s.height-s.footerAt)
		}
	}
	// Outer edges of the lines.
	out := func(side int) Length {
		t := b.sides[side].space
		if b.fromText {
			t += b.sides[side].thickness()
		}
		return inward * t
	}
	left, top = left+out(sideLeft), top+out(sideTop)
	right, bottom = right-out(sideRight), bottom-out(sideBottom)
	l.rules = b.sides[sideTop].appendRule(l.rules, left, top, right-left, false)
	l.rules = b.sides[sideLeft].appendRule(l.rules, left, top, bottom-top, true)
	l.rules = b.sides[sideBottom].appendRule(l.rules, left, bottom-b.sides[sideBottom].thickness(), right-left, false)
	l.rules = b.sides[sideRight].appendRule(l.rules, right-b.sides[sideRight].thickness(), top, bottom-top, true)
}
