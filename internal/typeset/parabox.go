package typeset

// box makes room for a paragraph's borders. Paragraphs with the same borders
// and indents share one box (17.3.1.24), and shading of one colour goes on from
// one to the next.
func (b *builder) box(p *para, from int) {
	l, f := b.l, p.format
	if q := b.prev; q != nil && p.joins(q) {
		p.joinsAbove, q.joinsBelow = true, true
		above := &l.items[b.prevItem]
		above.height -= edge(q.format.borders[sideBottom])
		if f.borders[sideBetween].drawn() {
			above.height += edge(f.borders[sideBetween])
		}
	}
	first, end := &l.items[from], &l.items[len(l.items)-1]
	if !p.joinsAbove {
		top := edge(f.borders[sideTop])
		first.height += top
		first.base += top
	} else if f.borders[sideBetween].drawn() {
		first.height += f.borders[sideBetween].space
		first.base += f.borders[sideBetween].space
	}
	end.height += edge(f.borders[sideBottom])
}

// joins reports whether a paragraph shares its box with the one above.
func (p *para) joins(q *para) bool {
	a, b := q.format, p.format
	switch {
	case !a.boxed && !a.shaded, a.borders != b.borders, p.left != q.left, p.width != q.width, p.hang != q.hang:
		return false
	}
	return a.boxed || a.shaded == b.shaded && a.shade == b.shade
}

// edge is the room a paragraph border takes with its distance from the text.
func edge(b border) Length {
	if !b.drawn() {
		return 0
	}
	return b.thickness() + b.space
}

// emitBox writes the shading and the borders of a paragraph beside one of its
// lines; x is the left edge of its lines. Both reach as far left as a hanging
// first line does.
func (l *layouter) emitBox(it *item, x, y Length) {
	p, f := it.para, it.para.format
	b := &f.borders
	room := strip{p.left, p.width}
	if p.strips != nil {
		room = p.strips[it.at]
		x += room.left - p.left
	}
	left, right := x-p.hang-edge(b[sideLeft]), x+room.width+edge(b[sideRight])
	first, last := it.at == 0, int(it.at) >= len(p.lines)-1
	top := y
	if first && p.joinsAbove {
		top = l.boxFoot(left, y)
	}
	if f.shaded {
		l.addFill(Rect{X: left, Y: top, Width: right - left, Height: y + it.height - top, Color: f.shade})
	}
	if last && p.joinsBelow {
		l.box.left, l.box.foot = left, y+it.height
	}
	if !f.boxed {
		return
	}
	if first && !p.joinsAbove || l.box.closed[0] {
		l.rules = b[sideTop].appendRule(l.rules, left, y, right-left, false)
	}
	if last || l.box.closed[1] {
		bottom := b[sideBottom]
		if last && p.joinsBelow && !l.box.closed[1] {
			bottom = b[sideBetween]
		}
		l.rules = bottom.appendRule(l.rules, left, y+it.height-bottom.thickness(), right-left, false)
	}
	l.rules = b[sideLeft].appendRule(l.rules, left, top, y+it.height-top, true)
	l.rules = b[sideRight].appendRule(l.rules, right-b[sideRight].thickness(), top, y+it.height-top, true)
}

// boxEnd is where the part of a box written last ends that goes on with the next
// paragraph, and whether the line being written is the first or the last of its
// page: there a box that goes on is closed, as Word has it.
type boxEnd struct {
	left, foot Length
	closed     [2]bool
}

// boxFoot returns where that part ended, so that there is no gap for the space
// between the paragraphs; y where it is on another page or in another column.
func (l *layouter) boxFoot(left, y Length) Length {
	if l.box.left != left || l.box.foot > y || l.box.foot <= 0 {
		return y
	}
	return l.box.foot
}

// emitBars writes the lines that bar tabs (17.18.84) and a bar border (17.3.1.4)
// draw down a paragraph, beside one of its lines. x is the text margin.
func (l *layouter) emitBars(p *para, x, y, height Length) {
	f := p.format
	thin := border{style: styleSingle, width: Point / 2}
	for _, t := range f.line.tabs {
		if t.align == tabBar {
			l.rules = thin.appendRule(l.rules, x+t.pos, y, height, true)
		}
	}
	if b := f.bar; b.drawn() {
		at := x + p.left - p.hang - edge(b)
		if l.sheet.settings.mirror && l.pages[l.at].number%2 == 1 { // outside
			at = x + p.left + p.width + b.space
		}
		l.rules = b.appendRule(l.rules, at, y, height, true)
	}
}

// textAlign says how characters of several sizes stand on a line (17.3.1.39).
type textAlign uint8

const (
	textAuto textAlign = iota // on the baseline
	textTop
	textCenter
	textBottom
)

func parseTextAlign(s string) textAlign {
	switch s {
	case "top":
		return textTop
	case "center":
		return textCenter
	case "bottom":
		return textBottom
	}
	return textAuto
}

// lift is how far a run of a line is raised for the paragraph's sake.
func (p *para) lift(ln *line, u *run) Length {
	how := p.format.textAlign
	if how == textAuto {
		return 0
	}
	ascent, descent := Length(0), Length(0)
	at := int32(-1)
	for i := ln.from; i < ln.to; i++ {
		if p.chars[i].run == at {
			continue
		}
		at = p.chars[i].run
		a, d := p.runs[at].reach()
		ascent, descent = max(ascent, a), max(descent, d)
	}
	a, d := u.reach()
	switch how {
	case textTop:
		return ascent - a
	case textBottom:
		return d - descent
	}
	return (ascent - descent - a + d) / 2
}

// reach is how far a run's characters or its picture reach above and below the baseline.
func (u *run) reach() (ascent, descent Length) {
	if u.object != nil {
		return u.object.height, 0
	}
	return u.ascent, u.descent
}
