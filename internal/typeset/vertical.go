package typeset

// Where the ideographic em box stands about the baseline, in thousandths of an
// em: what fonts made for East Asia share (OpenType, BASE table idtp, ideo).
const (
	boxAbove = 880
	boxMid   = 380
)

// emitVertical writes the content of a cell whose text runs down (columns from
// right to left) or up (from left to right).
func (l *layouter) emitVertical(cl *cell, items []item, x, y, width, height Length) {
	y += cl.margins[sideTop]
	length := max(0, height-cl.margins[sideTop]-cl.margins[sideBottom])
	var total Length
	for i := range items {
		if p := items[i].para; p != nil {
			total += l.setVertical(p, length)
		}
	}
	room := width - total
	if room < 0 {
		l.notice(noticeVertical)
	}
	// The side the first column stands on is the cell's "top".
	offset := cl.margins[sideLeft]
	if cl.props.direction == directionDown {
		offset = cl.margins[sideRight]
	}
	switch cl.props.align {
	case alignMiddle:
		offset = room / 2
	case alignBottom:
		offset = room - offset
	}
	offset = max(min(offset, room), min(0, room/2))
	for i := range items {
		p := items[i].para
		if p == nil {
			continue // there is none: cells with tables are set across
		}
		for k := range p.runs {
			if p.runs[k].format.marked() {
				l.notice(noticeVerticalMarks)
			}
		}
		for k := range p.lines {
			h := l.columnWidth(p, k)
			if len(p.marks) > 0 {
				l.emitMarks(p, k, y)
			}
			if p.linked {
				in := Rect{X: x + offset, Y: y, Width: h, Height: length}
				if cl.props.direction == directionDown {
					in.X = x + width - offset - h
				}
				l.emitVerticalLinks(p, &p.lines[k], in, cl.props.direction == directionDown)
			}
			if cl.props.direction == directionDown {
				l.emitColumn(p, &p.lines[k], x+width-offset-h/2, y)
			} else {
				l.emitRising(p, &p.lines[k], x+offset+h/2, y+length)
			}
			offset += h
		}
	}
}

// setVertical sets a paragraph in columns of a length and returns how much room they take.
func (l *layouter) setVertical(p *para, length Length) (width Length) {
	left, right, first := p.format.indents(p.chars)
	p.left, p.width = left, length-left-right
	for i := range p.chars { // a picture takes its height of the column
		if o := p.objectAt(i); o != nil {
			p.chars[i].width = o.height
		}
	}
	l.format = p.format.line
	l.format.width, l.format.indent, l.format.firstIndent = p.width, left, first
	l.lines = l.set.setLines(l.lines[:0], p.chars, &l.format)
	p.lines = l.lineSlab.copyOf(l.lines)
	for k := range p.lines {
		width += l.columnWidth(p, k)
	}
	return width
}

// columnWidth is the width of a column: the height of its line.
func (l *layouter) columnWidth(p *para, k int) Length {
	b := builder{l: l, ctx: context{depth: 1}}
	height, _ := b.lineHeight(p, k)
	for i := p.lines[k].from; p.pictures && i < p.lines[k].to; i++ {
		if o := p.objectAt(i); o != nil {
			height = max(height, o.width)
		}
	}
	return height
}

// objectAt returns the picture that a character is, or nil.
func (p *para) objectAt(i int) *object {
	if c := &p.chars[i]; c.r == objectRune {
		return p.runs[c.run].object
	}
	return nil
}

// emitColumn writes a line that runs down about a middle line. East Asian
// characters stand upright, one text each; Latin ones are turned.
func (l *layouter) emitColumn(p *para, ln *line, mid, y Length) {
	element := p.element
	if l.furniture || l.again {
		element = 0
	}
	y += p.left + ln.x
	turned := false // the text written last is turned and can be added to
	for i := ln.from; i < ln.text; i++ {
		c := &p.chars[i]
		advance := ln.advance[i-ln.from]
		at := y
		y += advance
		u := &p.runs[c.run]
		if u.object != nil {
			l.emitObject(u, element, mid-u.object.width/2, at+u.object.height)
		}
		if u.inlay != nil {
			l.emitInlay(u.inlay, mid-u.inlay.rows[0].line.width/2, at+c.size*boxAbove/1000, at, c.size)
			turned = false
			continue
		}
		if !l.draws(p, c, advance) {
			turned = false
			continue
		}
		if !standsUpright(c) {
			if isDash(c.r) {
				if d := p.dashes(ln, i); d.n > 1 {
					l.addDashes(u, c, d, mid-c.size*boxMid/1000, at, Down, element)
					turned = false
					y = at + d.width
					i += d.n - 1
					continue
				}
			}
			if !turned || !l.takes(&l.texts[len(l.texts)-1], u, c) {
				t := l.openText(u, c, mid-c.size*boxMid/1000, 0, element)
				t.Y, t.Turn = at, Down
			}
			l.addGlyph(c, advance)
			turned = true
			continue
		}
		turned = false
		l.emitUpright(u, c, mid, at+(advance-c.width)/2, element)
	}
}

// emitUpright writes a character that keeps its posture in a column: about the
// middle line, in a cell that begins at y. w:w makes it higher or lower, not wider.
func (l *layouter) emitUpright(u *run, c *char, mid, y Length, element int) {
	scale := Length(u.format.scale)
	height := c.size * scale / 100
	width := c.size
	if c.id != 0 {
		width = Length(c.face.Advance(c.id)) * c.size / Length(max(1, c.face.UnitsPerEm()))
	}
	x, base := mid-width/2, y+height*boxAbove/1000
	if isPoint(c.r) { // points stand in the upper right of their cell, not the lower left
		x, base = x+c.size/2, base-height/2
	}
	t := l.openText(u, c, x, base, element)
	t.Y = base
	if scale != 100 {
		t.Size, t.Stretch = height, int(100*100/scale)
	}
	l.addGlyph(c, width)
}

// emitRising writes a line that runs up, all of it turned.
func (l *layouter) emitRising(p *para, ln *line, mid, y Length) {
	element := p.element
	if l.furniture || l.again {
		element = 0
	}
	y -= p.left + ln.x
	var open bool
	for i := ln.from; i < ln.text; i++ {
		c := &p.chars[i]
		advance := ln.advance[i-ln.from]
		at := y
		y -= advance
		if o := p.objectAt(i); o != nil {
			l.emitObject(&p.runs[c.run], element, mid-o.width/2, at)
		}
		if !l.draws(p, c, advance) {
			open = false
			continue
		}
		u := &p.runs[c.run]
		if isDash(c.r) {
			if d := p.dashes(ln, i); d.n > 1 {
				l.addDashes(u, c, d, mid+c.size*boxMid/1000, at, Up, element)
				open = false
				y = at - d.width
				i += d.n - 1
				continue
			}
		}
		if !open || !l.takes(&l.texts[len(l.texts)-1], u, c) {
			t := l.openText(u, c, mid+c.size*boxMid/1000, 0, element)
			t.Y, t.Turn = at, Up
		}
		open = true
		l.addGlyph(c, advance)
	}
}

// draws reports whether a character of vertical text has a glyph to be drawn.
func (l *layouter) draws(p *para, c *char, advance Length) bool {
	switch {
	case c.r == '\t', c.r == '\n', c.r == '\f', c.r == '\v', c.r == objectRune && p.runs[c.run].object != nil:
		return false
	}
	return advance != 0 || c.r != softHyphenRune && !isInvisible(c.r)
}

// addGlyph adds a glyph to the last text.
func (l *layouter) addGlyph(c *char, advance Length) {
	l.glyphOut = append(l.glyphOut, Glyph{ID: c.id, Rune: c.r, Advance: advance})
	l.glyphCounts[len(l.glyphCounts)-1]++
}

// standsUpright reports whether a character keeps its posture in vertical text
// (Unicode Annex 50): full-width ones do, but for brackets, dashes and leaders.
func standsUpright(c *char) bool {
	if !c.full {
		return false
	}
	switch c.r {
	case '（', '）', '〔', '〕', '［', '］', '｛', '｝', '〈', '〉', '《', '》', '「', '」', '『', '』', '【', '】', '〖', '〗',
		'—', '―', '…', '～', '－', '＿', '｜', '“', '”', '‘', '’', '：', '；', '‖', '＝', '〜', 'ー':
		return false
	}
	return true
}

// isPoint reports whether a mark stands in the corner of its cell.
func isPoint(r rune) bool {
	switch r {
	case '，', '。', '、', '．':
		return true
	}
	return false
}
