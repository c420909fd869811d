package typeset

// emitDecoration writes what lies under, through and behind the characters of
// a line: highlights, underlines, strikes, tab leaders.
func (l *layouter) emitDecoration(p *para, ln *line, x, base, top, height Length) {
	for i := range ln.leaders {
		l.emitLeader(p, ln, &ln.leaders[i], x, base)
	}
	plain := true
	for i := range p.runs {
		if p.runs[i].format.marked() {
			plain = false
			break
		}
	}
	if plain {
		return
	}
	var frame frame
	for i := ln.from; i < ln.to; {
		// Its blanks at the end of the last line are underlined as far as there is
		// room: they are what is written on by hand.
		s := stretch{p: p, ln: ln, u: &p.runs[p.chars[i].run], from: i, to: i, x: x, base: base, top: top, height: height}
		s.base -= p.lift(ln, s.u)
		for ; s.to < ln.to && p.chars[s.to].run == p.chars[i].run; s.to++ {
			a := ln.advance[s.to-ln.from]
			if s.to >= ln.text && ln.hard && (p.chars[s.to].r == ' ' || p.chars[s.to].r == '\u3000') {
				a = min(p.chars[s.to].width, max(0, p.width-ln.x-ln.width-(x-s.x)))
			}
			x += a
		}
		if s.width = x - s.x; s.width > 0 && s.u.inlay == nil { // its rows have their own
			l.decorate(&s)
			frame.take(l, &s)
		}
		i = s.to
	}
	frame.close(l)
}

// stretch is neighbouring characters of one run on a line.
type stretch struct {
	p           *para
	ln          *line
	u           *run
	from, to    int // p.chars[from:to]
	x, width    Length
	base        Length
	top, height Length // of the line
}

// marked reports whether characters have more to them than their glyphs.
func (f *runFormat) marked() bool {
	return f.under != underNone || f.strikes > 0 || f.shaded || f.emphasis != emphasisNone || f.border.drawn()
}

// decorate writes the decoration of a stretch, but for its border.
func (l *layouter) decorate(s *stretch) {
	f := s.u.format
	if f.shaded {
		l.addFill(Rect{X: s.x, Y: s.top, Width: s.width, Height: s.height, Color: f.shade})
	}
	for k := range Length(f.strikes) {
		thickness := max(Point/2, f.size/20)
		y := s.base - f.raise - f.size*3/10 - thickness/2 + (2*k-Length(f.strikes)+1)*thickness
		l.addRule(Rect{X: s.x, Y: y, Width: s.width, Height: thickness, Color: l.ink(f)})
	}
	if f.under != underNone {
		l.underline(s)
	}
	if f.emphasis != emphasisNone {
		l.emphasize(s)
	}
}

// frame is the border around text (17.3.2.4) being drawn: neighbouring runs
// whose borders are the same share one.
type frame struct {
	border      border
	left, right Length
	top, bottom Length
}

// take adds a stretch to the frame, or closes it and begins another.
func (f *frame) take(l *layouter, s *stretch) {
	b := s.u.format.border
	if b != f.border || s.x != f.right {
		f.close(l)
		*f = frame{border: b, left: s.x, top: s.base, bottom: s.base}
	}
	f.right = s.x + s.width
	f.top = min(f.top, s.base-s.u.ascent-s.u.format.raise)
	f.bottom = max(f.bottom, s.base+s.u.descent-s.u.format.raise)
}

// close draws the frame around what was taken. It takes no room in the line:
// its sides stand in the blank beside the characters, as Word has it.
func (f *frame) close(l *layouter) {
	b := f.border
	if !b.drawn() || f.right <= f.left {
		return
	}
	t := b.thickness()
	left, right := f.left-t, f.right+t
	l.rules = b.appendRule(l.rules, left, f.top, right-left, false)
	l.rules = b.appendRule(l.rules, left, f.bottom-t, right-left, false)
	l.rules = b.appendRule(l.rules, left, f.top, f.bottom-f.top, true)
	l.rules = b.appendRule(l.rules, right-t, f.top, f.bottom-f.top, true)
}

// addRule adds a rule, joined to the one before where it goes on from it.
func (l *layouter) addRule(r Rect) {
	if r.Width <= 0 || r.Height <= 0 {
		return
	}
	if n := len(l.rules); n > 0 {
		if q := &l.rules[n-1]; q.Y == r.Y && q.Height == r.Height && q.Color == r.Color && q.X+q.Width == r.X {
			q.Width += r.Width
			return
		}
	}
	l.rules = append(l.rules, r)
}

// addFill does the same for shading.
func (l *layouter) addFill(r Rect) {
	if r.Width <= 0 || r.Height <= 0 {
		return
	}
	if n := len(l.fills); n > 0 {
		if q := &l.fills[n-1]; q.Y == r.Y && q.Height == r.Height && q.Color == r.Color && q.X+q.Width == r.X {
			q.Width += r.Width
			return
		}
	}
	l.fills = append(l.fills, r)
}

// emitLeader fills the room of a tab. Dots are small squares and not
// characters: nobody wants them in copied text.
func (l *layouter) emitLeader(p *para, ln *line, ld *lineLeader, x, base Length) {
	for _, a := range ln.advance[:ld.at] {
		x += a
	}
	width := ln.advance[ld.at]
	u := &p.runs[p.chars[ln.from+ld.at].run]
	size, color := u.format.size, l.ink(u.format)
	dot := max(Point/3, size/14)
	y, w := base, dot
	step := size / 4 // from dot to dot
	switch ld.leader {
	case leaderUnderscore, leaderHeavy:
		if ld.leader == leaderHeavy {
			dot *= 2
		}
		l.addRule(Rect{X: x, Y: base + size/10, Width: width, Height: dot, Color: color})
		return
	case leaderHyphen:
		y, step = base-size/4, size/3
		w = step * 2 / 3
	case leaderMiddleDot:
		y = base - size/4
	}
	// Dots of all lines stand below each other: they count from the left edge.
	count := 0
	for at := (x/step + 1) * step; at+w < x+width && count < maxDashes; at += step {
		l.addRule(Rect{X: at, Y: y - dot, Width: w, Height: dot, Color: color})
		count++
	}
}
