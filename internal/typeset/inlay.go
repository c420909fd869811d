package typeset

// inlay is text set in rows of its own that stands in a line as one character:
// ruby over its base, two lines in one, characters one over the other.
type inlay struct {
	rows            []inlayRow // in reading order
	width           Length
	ascent, descent Length // what a single line needs for it
}

// inlayRow is a row of an inlay.
type inlayRow struct {
	p     para // its characters and runs
	line  line
	width Length // of its characters, side by side
	x, up Length // where its first character stands, from the inlay's place on the baseline
}

// inset sets content apart from its paragraph: what add adds makes a row.
func (b *builder) inset(add func()) inlayRow {
	l := b.l
	chars, runs, fence := len(l.chars), len(l.runs), b.fence
	b.fence = runs
	add()
	row := inlayRow{p: para{format: b.p.format, element: b.p.element}}
	row.p.chars, row.p.runs = l.charSlab.copyOf(l.chars[chars:]), l.runSlab.copyOf(l.runs[runs:])
	l.chars, l.runs, b.fence = l.chars[:chars], l.runs[:runs], fence
	for i := range row.p.chars {
		c := &row.p.chars[i]
		c.run -= int32(runs)
		switch c.r {
		case '\t', '\n', '\f':
			c.width = 0
		}
		row.width += c.width
	}
	return row
}

// scale makes the characters of a row larger or smaller.
func (r *inlayRow) scale(size, of Length) {
	if of <= 0 || size == of {
		return
	}
	r.width = 0
	for i := range r.p.chars {
		c := &r.p.chars[i]
		c.size, c.width = max(HalfPoint, c.size*size/of), c.width*size/of
		r.width += c.width
	}
	for i := range r.p.runs {
		u := &r.p.runs[i]
		u.ascent, u.descent, u.raised = u.ascent*size/of, u.descent*size/of, u.raised*size/of
	}
}

// size is the largest em of a row, and that of f where it is empty.
func (r *inlayRow) size(f *runFormat) (most Length) {
	for i := range r.p.chars {
		most = max(most, r.p.chars[i].size)
	}
	if most == 0 {
		return f.size
	}
	return most
}

// spread says how a row that is narrower than its inlay uses the room.
type spread uint8

const (
	spreadCenter spread = iota
	spreadLeft
	spreadRight
	spreadBetween // between its characters
	spreadAround  // on both sides of each
)

// fill gives the characters of a row their places in a width.
func (r *inlayRow) fill(l *layouter, width Length, how spread) {
	n := Length(len(r.p.chars))
	advance := l.lenSlab.take(len(r.p.chars))
	for i := range advance {
		advance[i] = r.p.chars[i].width
	}
	room := max(0, width-r.width)
	if how == spreadBetween && n < 2 {
		how = spreadCenter
	}
	switch how {
	case spreadCenter:
		r.x = (width - r.width) / 2
	case spreadRight:
		r.x = width - r.width
	case spreadBetween:
		for i := range n - 1 {
			advance[i] += room*(i+1)/(n-1) - room*i/(n-1)
		}
	case spreadAround:
		if n > 0 {
			r.x = room / (2 * n)
			for i := range n {
				advance[i] += room / n
			}
		}
	}
	r.line = line{to: int(n), text: int(n), advance: advance}
	for _, a := range advance {
		r.line.width += a
	}
	r.p.lines, r.p.width = nil, width
}

// reach takes the height of a row into what the inlay needs of a line.
func (in *inlay) reach(r *inlayRow) {
	for i := range r.p.runs {
		u := &r.p.runs[i]
		in.ascent = max(in.ascent, u.ascent+max(0, u.raised)+r.up)
		in.descent = max(in.descent, u.descent-min(0, u.raised)-r.up)
	}
}

// inlay puts an inlay into the line. The run takes the font of its first row.
func (b *builder) inlay(in *inlay, f *runFormat) {
	l := b.l
	s, size := slotEastAsia, f.size
	if first := &in.rows[0]; len(first.p.chars) > 0 {
		s, size = first.p.runs[0].slot, first.size(f)
	}
	b.newRun(f, s)
	k := len(l.runs) - 1
	u := &l.runs[k]
	u.inlay, u.ascent, u.descent, u.raised = in, in.ascent, in.descent, 0
	b.fence = len(l.runs)
	l.chars = append(l.chars, char{
		r: objectRune, run: int32(k), width: in.width, size: size, face: u.typeface.Faces[0], full: true,
	})
}

// emitInlay writes an inlay; x, base is its place on the baseline.
func (l *layouter) emitInlay(in *inlay, x, base, top, height Length) {
	for i := range in.rows {
		r := &in.rows[i]
		l.emitChars(&r.p, &r.line, x+r.x, base-r.up, top, height)
	}
}

// text is what an outline shows of an inlay: its first row.
func (in *inlay) text(dst []rune) []rune {
	for _, c := range in.rows[0].p.chars {
		dst = append(dst, c.r)
	}
	return dst
}
