package typeset

// set gives a line its advances and its place.
func (s *setter) set(sp span, index int) line {
	f := s.format
	broken := s.endsInBreak(sp)
	l := line{
		from: sp.from, to: sp.to, text: s.textEnd(sp.from, sp.to),
		advance:     s.take(sp.to - sp.from),
		hard:        broken || sp.to == len(s.chars),
		pageBreak:   broken && s.chars[sp.to-1].r == '\f',
		columnBreak: broken && s.chars[sp.to-1].r == '\v',
	}

	start := s.start(index)
	overhang := s.overhang(sp.from)
	room := f.width - start + overhang - s.place(&l, start)
	if sp.fit == fitSqueezed && room < 0 {
		first := s.stretchFrom(l.from, l.text)
		room = -s.squeeze(l.advance[first-l.from:], first, l.text, -room)
	}
	if overhang > 0 && l.text > l.from {
		l.shift = s.take(l.to - l.from)
		clear(l.shift)
		l.shift[0] = overhang
		l.advance[0] -= overhang
	}
	inside := l.text // what is set within the measure
	if sp.fit == fitHanging {
		inside--
		room += l.advance[inside-l.from]
	}
	l.x = start
	switch {
	case f.align == alignDistribute, f.align == alignBoth && (!l.hard || broken && f.stretchBreaks && !l.pageBreak && !l.columnBreak):
		s.justify(&l, inside, room)
	case f.align == alignCenter:
		l.x += max(0, room) / 2
	case f.align == alignEnd:
		l.x += max(0, room)
	}
	for _, a := range l.advance {
		l.width += a
	}
	return l
}

// place fills in the natural advances of a line and returns their sum.
func (s *setter) place(l *line, x Length) (sum Length) {
	first := len(s.leaders)
	for i := l.from; i < l.to; i++ {
		if i >= l.text {
			l.advance[i-l.from] = 0
			continue
		}
		a := s.widths[i]
		if s.chars[i].r == softHyphen && i+1 == l.text && !l.hard && x+sum+s.chars[i].width <= s.format.width {
			a = s.chars[i].width
		}
		if i+1 < l.text {
			a += s.joints[i+1]
		}
		if s.kinds[i].class == classTab && len(s.format.tabs) > 0 {
			if stop := s.format.stopAfter(s.format.indent + x + sum); stop.leader != leaderNone {
				s.leaders = append(s.leaders, lineLeader{i - l.from, stop.leader})
			}
		}
		l.advance[i-l.from] = a
		sum += a
	}
	if n := len(s.leaders); n > first {
		l.leaders = s.leaders[first:n:n]
	}
	return sum
}

func (s *setter) naturalWidths(chars []char, f *lineFormat) (narrowest, widest Length) {
	endless := *f
	endless.width = 1 << 40
	s.prepare(chars, &endless)
	// Positions on the line: of the pen, of the unit's start, of the end of
	// text. Blanks count only when text follows.
	x, unit, text := f.firstIndent, Length(0), Length(0)
	for i := range chars {
		if i > 0 {
			if s.breaks[i] {
				if chars[i-1].r == softHyphen {
					text += chars[i-1].width
				}
				narrowest = max(narrowest, text-unit)
				unit = x + s.joints[i]
			}
			x += s.joints[i]
		}
		switch s.kinds[i].class {
		case classBreak:
			narrowest, widest = max(narrowest, text-unit), max(widest, text)
			x, unit, text = 0, 0, 0
			continue
		case classTab:
			s.widths[i], _ = s.tab(i, x)
		}
		if x += s.widths[i]; !s.kinds[i].hangs() {
			text = x
		}
	}
	narrowest = max(narrowest, text-unit)
	return narrowest, max(widest, text, narrowest) // a hanging line may be narrower than its second unit
}
