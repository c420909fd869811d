package typeset

import "jobdoc/internal/font"

// The dashes of which two in a row are one sign, as —— is (GB/T 15834, 4.13).
const (
	emDash        = '—'
	horizontalBar = '―'
)

func isDash(r rune) bool { return r == emDash || r == horizontalBar }

// dash returns the glyph of an em dash in an East Asian font. What stands in for
// one may have a Latin dash only, shorter than the em and low: the horizontal
// bar is then the one that fills a cell and runs through its middle.
func (l *layouter) dash(number int32, t *font.Typeface, e *glyphEntry) *glyphEntry {
	if !t.EastAsian || e.id == 0 || e.advance*20 >= e.upem*19 {
		return e
	}
	if bar := l.glyph(number, t, horizontalBar); bar.id != 0 && bar.face == e.face && bar.advance > e.advance {
		return bar
	}
	return e
}

// dashRow is how a row of dashes is drawn: the first glyph is stretched over all
// of it, for two that met would show a seam. Those that follow are blank and
// only stand for their characters.
type dashRow struct {
	n       int // of dashes, 1 where they are drawn as they are
	blank   font.GlyphID
	stretch int    // percent, w:w included
	start   Length // of the first glyph's origin, from the row's place
	each    Length // from dash to dash
	width   Length // of the row
}

// maxStretch is the most that the outputs are asked to stretch, in percent:
// a row of eighty dashes.
const maxStretch = 10000

// dashes looks at the row of dashes that begins with chars[i] of a line.
func (p *para) dashes(ln *line, i int) dashRow {
	c := &p.chars[i]
	n, width := 1, ln.advance[i-ln.from]
	for k := i + 1; k < ln.text && p.chars[k].r == c.r && p.chars[k].run == c.run; k++ {
		width += ln.advance[k-ln.from]
		n++
	}
	if n == 1 || c.id == 0 {
		return dashRow{n: 1}
	}
	left, _, right, _, ok := c.face.Bounds(c.id)
	blank, f := c.face.Glyph(' '), p.runs[c.run].format
	if !ok || blank == 0 || right <= left {
		return dashRow{n: 1}
	}
	upem, scale := Length(max(1, c.face.UnitsPerEm())), Length(f.scale)
	ink := Length(right-left) * c.size
	cell := max(0, c.width-f.spacing)
	before := Length(left) * c.size * scale / (100 * upem)
	behind := cell - Length(right)*c.size*scale/(100*upem)
	whole := width - ln.advance[i+n-1-ln.from] + cell - before - behind
	stretch := (whole*100*upem + ink/2) / ink
	if stretch <= scale || stretch > maxStretch {
		return dashRow{n: 1}
	}
	return dashRow{
		n: n, blank: blank, stretch: int(stretch), width: width, each: width / Length(n),
		start: before - Length(left)*c.size*stretch/(100*upem),
	}
}

// addDashes writes a row of dashes from (x, y) on, where its first cell begins.
// The blank glyphs are a text of their own, which is not stretched so much.
func (l *layouter) addDashes(u *run, c *char, d dashRow, x, y Length, turn Turn, element int) {
	open := func(shift Length) *Text {
		t := l.openText(u, c, x, 0, element)
		t.Y, t.Turn = y, turn
		switch turn {
		case Down:
			t.Y += shift
		case Up:
			t.Y -= shift
		default:
			t.X += shift
		}
		return t
	}
	open(d.start).Stretch = d.stretch
	l.addGlyph(c, d.each-d.start)
	open(d.each)
	blank := *c
	blank.id = d.blank
	for range d.n - 2 {
		l.addGlyph(&blank, d.each)
	}
	l.addGlyph(&blank, d.width-d.each*Length(d.n-1))
}
