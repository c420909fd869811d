package typeset

// underline is a kind of underline (17.18.99).
type underline uint8

const (
	underNone underline = iota
	underSingle
	underWords
	underDouble
	underThick
	underDotted
	underDottedHeavy
	underDash
	underDashHeavy
	underDashLong
	underDashLongHeavy
	underDotDash
	underDotDashHeavy
	underDotDotDash
	underDotDotDashHeavy
	underWave
	underWaveHeavy
	underWaveDouble
)

// underlineNames are the kinds as files name them.
var underlineNames = map[string]underline{
	"none": underNone, "single": underSingle, "words": underWords, "double": underDouble, "thick": underThick,
	"dotted": underDotted, "dottedHeavy": underDottedHeavy, "dash": underDash, "dashedHeavy": underDashHeavy,
	"dashLong": underDashLong, "dashLongHeavy": underDashLongHeavy, "dotDash": underDotDash, "dashDotHeavy": underDotDashHeavy,
	"dotDotDash": underDotDotDash, "dashDotDotHeavy": underDotDotDashHeavy,
	"wave": underWave, "wavyHeavy": underWaveHeavy, "wavyDouble": underWaveDouble,
}

// parseUnderline reads a kind of underline: none where nothing is said, a single
// line where the kind is not known.
func parseUnderline(kind string) underline {
	if u, ok := underlineNames[kind]; ok || kind == "" {
		return u
	}
	return underSingle
}

// pattern is how long the marks and gaps of a broken line are, in thicknesses
// of a light one, mark first; nil for a whole line.
func (u underline) pattern() []Length {
	switch u {
	case underDotted, underDottedHeavy:
		return []Length{2, 2}
	case underDash, underDashHeavy:
		return []Length{8, 4}
	case underDashLong, underDashLongHeavy:
		return []Length{16, 6}
	case underDotDash, underDotDashHeavy:
		return []Length{8, 3, 2, 3}
	case underDotDotDash, underDotDotDashHeavy:
		return []Length{8, 3, 2, 3, 2, 3}
	}
	return nil
}

// heavy reports whether the line is twice as thick as others.
func (u underline) heavy() bool {
	switch u {
	case underThick, underDottedHeavy, underDashHeavy, underDashLongHeavy, underDotDashHeavy, underDotDotDashHeavy, underWaveHeavy:
		return true
	}
	return false
}

// Where an underline stands below the baseline, and how thick it is, in
// thousandths of an em: as those of Times New Roman, for all fonts, so that it
// goes on from Latin to East Asian text, whose ink it must not touch.
const (
	underlineBelow     = 110
	underlineThickness = 50
)

// underline draws the underline of a stretch.
func (l *layouter) underline(s *stretch) {
	f := s.u.format
	thickness := max(Point/4, f.full*underlineThickness/1000)
	color := l.ink(f)
	if f.underGiven {
		color = f.underColor
	}
	r := Rect{X: s.x, Y: s.base + f.full*underlineBelow/1000 - min(0, f.raise), Width: s.width, Height: thickness, Color: color}
	if f.under.heavy() {
		r.Height *= 2
	}
	switch f.under {
	case underWords:
		l.underlineWords(s, r)
	case underDouble:
		l.addRule(r)
		r.Y += 2 * thickness
		l.addRule(r)
	case underWave, underWaveHeavy:
		l.addWave(r, thickness)
	case underWaveDouble:
		r.Height = thickness * 2 / 3
		l.addWave(r, thickness)
		r.Y += 3 * thickness
		l.addWave(r, thickness)
	default:
		if pattern := f.under.pattern(); pattern != nil {
			l.addBroken(r, pattern, thickness)
			return
		}
		l.addRule(r)
	}
}

// underlineWords leaves the blanks out.
func (l *layouter) underlineWords(s *stretch, r Rect) {
	for k := s.from; k < min(s.to, s.ln.text); k++ {
		r.Width = s.ln.advance[k-s.ln.from]
		if c := s.p.chars[k].r; c != ' ' && c != '\u3000' && c != '\t' {
			l.addRule(r)
		}
		r.X += r.Width
	}
}

// addBroken draws a line of marks and gaps, which count in units from the left
// edge of the page, so that the line goes on unseen from one run to the next.
func (l *layouter) addBroken(r Rect, pattern []Length, unit Length) {
	period := Length(0)
	for _, n := range pattern {
		period += n * unit
	}
	if r.Width/period > maxDashes/Length(len(pattern)) {
		l.addRule(r)
		return
	}
	for at := r.X - r.X%period; at < r.X+r.Width; {
		for i, n := range pattern {
			from, to := max(at, r.X), min(at+n*unit, r.X+r.Width)
			if i%2 == 0 && from < to {
				l.addRule(Rect{X: from, Y: r.Y, Width: to - from, Height: r.Height, Color: r.Color})
			}
			at += n * unit
		}
	}
}

// waveHeights is one period of a wave, in thousandths of its height.
var waveHeights = [...]Length{0, 383, 707, 924, 1000, 924, 707, 383, 0, -383, -707, -924, -1000, -924, -707, -383}

// addWave draws a wave in steps that are finer than a printer's dot; unit is the
// thickness of a light line.
func (l *layouter) addWave(r Rect, unit Length) {
	step := max(1, unit/2)
	if r.Width/step > maxDashes {
		l.addRule(r)
		return
	}
	r.Y += unit // the crests stand where a straight line would
	for at := r.X - r.X%step; at < r.X+r.Width; at += step {
		from, to := max(at, r.X), min(at+step, r.X+r.Width)
		y := r.Y + waveHeights[uint(at/step)%uint(len(waveHeights))]*unit/1000
		l.addRule(Rect{X: from, Y: y, Width: to - from, Height: r.Height, Color: r.Color})
	}
}
