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
	for i := ln.from; i < ln.to; {
		// A stretch of one run. Its blanks at the end of the last line are
		// underlined as far as there is room: they are what is written on by hand.
		u := &p.runs[p.chars[i].run]
		from, width := x, Length(0)
		j := i
		for ; j < ln.to && p.chars[j].run == p.chars[i].run; j++ {
			a := ln.advance[j-ln.from]
			if j >= ln.text && ln.hard && p.chars[j].r == ' ' {
				a = min(p.chars[j].width, max(0, p.width-ln.x-ln.width-(x-from)))
			}
			width += a
			x += a
		}
		if width > 0 {
			l.decorate(p, ln, u, i, j, from, width, base, top, height)
		}
		i = j
	}
}

// marked reports whether characters have more to them than their glyphs.
func (f *runFormat) marked() bool { return f.under != underNone || f.strikes > 0 || f.shaded }

// Where an underline stands below the baseline, and how thick it is, in
// thousandths of an em: as those of Times New Roman, for all fonts, so that it
// goes on from Latin to East Asian text, whose ink it must not touch.
const (
	underlineBelow     = 110
	underlineThickness = 50
)

// decorate writes the decoration of chars[i:j], one run.
func (l *layouter) decorate(p *para, ln *line, u *run, i, j int, x, width, base, top, height Length) {
	f, color := u.format, l.ink(u.format)
	if f.shaded {
		l.addFill(Rect{X: x, Y: top, Width: width, Height: height, Color: f.shade})
	}
	for s := range Length(f.strikes) {
		thickness := max(Point/2, f.size/20)
		y := base - f.raise - f.size*3/10 - thickness/2 + (2*s-Length(f.strikes)+1)*thickness
		l.addRule(Rect{X: x, Y: y, Width: width, Height: thickness, Color: color})
	}
	if f.under == underNone {
		return
	}
	thickness := max(Point/4, f.full*underlineThickness/1000)
	y := base + f.full*underlineBelow/1000 - min(0, f.raise)
	if f.underGiven {
		color = f.underColor
	}
	r := Rect{X: x, Y: y, Width: width, Height: thickness, Color: color}
	switch f.under {
	case underWords:
		for k := i; k < min(j, ln.text); k++ {
			a := ln.advance[k-ln.from]
			if c := p.chars[k].r; c != ' ' && c != '\u3000' && c != '\t' {
				l.addRule(Rect{X: x, Y: y, Width: a, Height: thickness, Color: color})
			}
			x += a
		}
	case underDouble:
		l.addRule(r)
		r.Y += 2 * thickness
		l.addRule(r)
	case underThick:
		r.Height *= 2
		l.addRule(r)
	case underDotted, underDashed:
		b := border{style: styleDotted, width: thickness, color: color}
		if f.under == underDashed {
			b.style = styleDashed
		}
		l.rules = b.appendRule(l.rules, x, y, width, false)
	default:
		l.addRule(r)
	}
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
