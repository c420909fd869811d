package typeset

// lineHeight returns the height of a line and where its baseline is.
//
// A single line takes the largest ascent and descent of the fonts named for the
// characters on it; the paragraph mark counts on the last line, as tall as a
// character of its size. What w:spacing adds stands, measured against Word: for
// auto all below the text, for atLeast all above it; an exact line has its
// baseline at four fifths. On a document grid the text is centred in its cells.
func (b *builder) lineHeight(p *para, i int) (height, base Length) {
	l, f := b.l, p.format
	ln := &p.lines[i]
	if f.rule == lineExact {
		// Word cuts off pictures that are higher; here, as in LibreOffice, they make room.
		base = max(f.pitch*4/5, p.objectHeight(ln))
		return base + f.pitch - f.pitch*4/5, base
	}
	var ascent, descent, object Length
	run, eastAsian := int32(-1), false
	for c := ln.from; c < ln.to; c++ {
		if p.chars[c].run == run {
			continue
		}
		run = p.chars[c].run
		r := &p.runs[run]
		if r.object != nil {
			object = max(object, r.object.height+r.format.raise)
			continue
		}
		eastAsian = eastAsian || r.typeface.EastAsian
		ascent, descent = max(ascent, r.ascent+max(0, r.raised)), max(descent, r.descent-min(0, r.raised))
	}
	if i == len(p.lines)-1 {
		a, d, e := l.markHeight(p)
		eastAsian = eastAsian || e
		ascent, descent = max(ascent, a), max(descent, d)
	}
	text := ascent + descent
	ascent = max(ascent, object) // a picture stands on the baseline
	natural := ascent + descent
	return f.spaced(natural, ascent, text, b.gridPitch(f), eastAsian)
}

// loose is how much of a line's height is the leading that a multiple puts below
// it. A line stays on the page when all but that fits: LibreOffice does so, and
// Word was seen to let even the descent hang (office-open-xml-viewer pull request 989).
func (b *builder) loose(p *para, i int, height Length) Length {
	f := p.format
	if f.rule != lineAuto || f.pitch <= 240 || b.gridPitch(f) > 0 || p.objectHeight(&p.lines[i]) > 0 {
		return 0
	}
	return height - height*240/f.pitch
}

// objectHeight is the height of the tallest picture on a line.
func (p *para) objectHeight(ln *line) (most Length) {
	if !p.pictures {
		return 0
	}
	for c := ln.from; c < ln.to; c++ {
		if p.chars[c].r == objectRune {
			if r := &p.runs[p.chars[c].run]; r.object != nil {
				most = max(most, r.object.height+r.format.raise)
			}
		}
	}
	return most
}

// spaced applies a paragraph's line spacing to a line. text is the height of
// its characters alone, pitch the distance of grid lines or 0. A line of an East
// Asian font takes whole cells of the grid, a Latin one at least one cell.
func (f *paraFormat) spaced(natural, ascent, text, pitch Length, eastAsian bool) (height, base Length) {
	if pitch > 0 {
		height = max(natural, pitch)
		if eastAsian {
			height = (height + pitch - 1) / pitch * pitch
		}
		if f.rule == lineAtLeast {
			height = max(height, f.pitch) // holds as it is, not rounded up to cells
		} else if !f.pitchInherit {
			height = height * f.pitch / 240
		}
		return height, ascent + (height-natural)/2
	}
	if f.rule == lineAtLeast {
		height = max(natural, f.pitch)
		return height, ascent + height - natural
	}
	// A multiple stretches the text, never a picture.
	height = natural + text*(f.pitch-240)/240
	if height < natural {
		return height, ascent - (natural - height)
	}
	return height, ascent
}

// markHeight returns the ascent and descent of the paragraph mark, set in the
// slot of the last character: Word gives the mark the font of its neighbours.
func (l *layouter) markHeight(p *para) (ascent, descent Length, eastAsian bool) {
	m := p.format.mark
	s := slotASCII
	if m.eastAsiaHint {
		s = slotEastAsia
	}
	if n := len(p.chars); n > 0 {
		r := &p.runs[p.chars[n-1].run]
		if r.object != nil {
			return 0, 0, false // a picture alone on its line sets the height
		}
		if s = r.slot; m.full <= p.chars[n-1].size {
			return 0, 0, false
		}
	}
	t := l.typeface(m.faces[s])
	return Length(t.Ascent) * m.full / 1000, Length(t.Descent) * m.full / 1000, t.EastAsian
}

// gridPitch returns the line pitch of the document grid for a paragraph, 0 for
// none. In tables it holds with adjustLineHeightInTable (17.15.3.1) only.
func (b *builder) gridPitch(f *paraFormat) Length {
	if f.flags&flagSnap == 0 || b.ctx.depth > 0 && !b.l.sheet.settings.adjustTableLines {
		return 0
	}
	return b.l.section.grid.pitch
}
