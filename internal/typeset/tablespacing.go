package typeset

// settleSpacing makes room in the cells' margins for the space around them and
// for the borders of their own that they have then (17.4.45). The file gives
// half of the distance: Word reads HTML's cellspacing of 2 pixels, 1.5 points,
// as 15 twips. To the border of the table it is as far as to the next cell.
func (t *table) settleSpacing() {
	t.spacing = t.format.spacing
	if p := t.rows[0].props; p.has&hasRowSpacing != 0 {
		t.spacing = p.spacing
	}
	if t.spacing == 0 {
		return
	}
	for r := range t.rows {
		w := &t.rows[r]
		for c := range w.cells {
			cl := &w.cells[c]
			for side, inset := range t.insets(r, r, c) {
				cl.margins[cl.side(side)] += inset + cl.frame(cl.side(side)).thickness()
			}
		}
	}
}

// insets are the distances of a cell's frame from the edges of its columns and
// rows. Cell c is counted as the file has it.
func (t *table) insets(first, last, c int) (in [4]Length) {
	for side, outer := range [4]bool{sideTop: first == 0, sideLeft: c == 0, sideBottom: last == len(t.rows)-1, sideRight: c == len(t.rows[first].cells)-1} {
		if in[side] = t.spacing; outer {
			in[side] *= 2
		}
	}
	return in
}

// frame is the border that a cell with space around it has of its own.
func (c *cell) frame(side int) border {
	inside := sideInsideH
	if side == sideLeft || side == sideRight {
		inside = sideInsideV
	}
	return c.border(side).over(c.format.borders[inside])
}

// boxOf is where the frame of a cell stands that has space around it; area is
// what it takes up on the page, with the border of the table above it.
func (t *table) boxOf(cl *cell, r, c int, area Rect) Rect {
	w := &t.rows[r]
	first, last := r, r
	if cl.merged != nil {
		first, last = cl.merged.first, cl.merged.last
	}
	if cl.format.bidi {
		c = len(w.cells) - 1 - c
	}
	in := t.insets(r, last, c)
	if first == 0 && r > 0 {
		in[sideTop] = t.spacing
	}
	left, right := in[cl.side(sideLeft)], in[cl.side(sideRight)]
	area.X, area.Width = area.X+left, max(0, area.Width-left-right)
	area.Y, area.Height = area.Y+w.top+in[sideTop], max(0, area.Height-w.top-in[sideTop]-in[sideBottom])
	return area
}

// emitFrame draws the border around a cell that has space around it.
func (l *layouter) emitFrame(cl *cell, box Rect) {
	top, left, bottom, right := cl.frame(sideTop), cl.frame(sideLeft), cl.frame(sideBottom), cl.frame(sideRight)
	l.rules = top.appendRule(l.rules, box.X, box.Y, box.Width, false)
	l.rules = bottom.appendRule(l.rules, box.X, box.Y+box.Height-bottom.thickness(), box.Width, false)
	l.rules = left.appendRule(l.rules, box.X, box.Y, box.Height, true)
	l.rules = right.appendRule(l.rules, box.X+box.Width-right.thickness(), box.Y, box.Height, true)
}
