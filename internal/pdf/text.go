package pdf

import (
	"errors"
	"strconv"

	"jobdoc/internal/font"
	"jobdoc/internal/typeset"
)

// textWriter writes the text of pages as operators (ISO 32000-2, 9.4).
type textWriter struct {
	fonts *fonts
	tags  *tags

	b      []byte
	height typeset.Length // of the page
	state  textState

	glyphs []placed // of the texts of one element
	boxes  []byte   // code points of missing glyphs, painted after the text
}

// textState is what operators have set. Text state outlives ET; the line matrix
// does not.
type textState struct {
	font    *faceFont
	size    typeset.Length
	spacing typeset.Length // Tc
	stretch int            // Tz, in percent
	mode    textMode
	fill    typeset.Color
	painted bool           // fill is set
	stroke  typeset.Color  // and
	width   typeset.Length // its line, 0 where not set
	lineX   typeset.Length // where the text line begins, from the page's bottom
	lineY   typeset.Length
	turned  bool // the line matrix does more than move
}

// textMode is a text rendering mode (9.3.6).
type textMode byte

const (
	modeFill      textMode = 0
	modeEmbolden  textMode = 2 // fill and stroke
	modeInvisible textMode = 3
)

// placed is a glyph of an element's texts, in one row over all of them.
type placed struct {
	code  uint16
	width int // thousandths of an em, by the font
	char  rune
	id    font.GlyphID
	// stacked says that the glyph stands below the one before and goes on its word.
	stacked bool
}

var errNoFace = errors.New("text without face or size")

// page returns the operators for a page's text. The result is good until the next call.
func (w *textWriter) page(i int, p *typeset.Page) ([]byte, error) {
	w.b = w.b[:0]
	w.height = p.Height
	w.state = textState{stretch: 100}
	texts := p.Texts
	for len(texts) > 0 {
		at := len(p.Texts) - len(texts)
		a := furniture(at, len(p.Texts), p.Header.Texts, p.Footer.Texts)
		n := 1
		for n < len(texts) && texts[n].Element == texts[0].Element &&
			furniture(at+n, len(p.Texts), p.Header.Texts, p.Footer.Texts) == a {
			n++
		}
		if err := w.element(i, texts[:n], a); err != nil {
			return nil, err
		}
		texts = texts[n:]
	}
	return w.b, nil
}

// element writes neighbouring texts of one element as one marked content.
func (w *textWriter) element(page int, texts []typeset.Text, a artifact) error {
	if err := w.place(texts); err != nil || len(w.glyphs) == 0 {
		return err
	}
	var err error
	if w.b, err = w.tags.open(w.b, page, texts[0].Element, a); err != nil {
		return err
	}
	w.boxes = w.boxes[:0]
	w.state.lineX, w.state.lineY, w.state.turned = 0, 0, false
	w.b = append(w.b, "BT\n"...)
	from := 0
	for i := range texts {
		w.show(&texts[i], from)
		from += len(texts[i].Glyphs)
	}
	w.b = append(w.b, "ET\n"...)
	if len(w.boxes) > 0 {
		w.b = append(w.b, w.boxes...)
		w.state.painted = false
	}
	w.b = append(w.b, "EMC\n"...)
	return nil
}

// place gives the glyphs of texts their codes.
func (w *textWriter) place(texts []typeset.Text) error {
	w.glyphs = w.glyphs[:0]
	for i := range texts {
		t := &texts[i]
		if t.Face == nil || t.Size <= 0 {
			return errNoFace
		}
		f := w.fonts.of(t.Face)
		for _, g := range t.Glyphs {
			w.glyphs = append(w.glyphs, placed{width: f.width(g.ID), char: g.Rune, id: g.ID})
		}
	}
	fit(texts, w.glyphs)
	n := 0
	for i := range texts {
		f := w.fonts.of(texts[i].Face)
		for range texts[i].Glyphs {
			g := &w.glyphs[n]
			var err error
			if g.code, err = f.code(shown{g.id, g.char, g.width}); err != nil {
				return err
			}
			n++
		}
	}
	return nil
}

// show writes one text, whose glyphs stand in w.glyphs from the given one on.
func (w *textWriter) show(t *typeset.Text, from int) {
	if len(t.Glyphs) == 0 {
		return
	}
	glyphs := w.glyphs[from : from+len(t.Glyphs)]
	w.setFont(t)
	w.setColor(t)
	stretch := stretchOf(t)
	if stretch != w.state.stretch {
		w.b = append(strconv.AppendInt(w.b, int64(stretch), 10), " Tz "...)
		w.state.stretch = stretch
	}
	spacing := commonSpacing(t, glyphs)
	if spacing != w.state.spacing {
		w.b = append(appendLength(w.b, spacing), " Tc "...)
		w.state.spacing = spacing
	}
	w.move(t)

	// All in hundredths of a millionth of a point, so that nothing is rounded but
	// what is written: pen is where the reader's pen is, place where it should be.
	size, pen, place := int(t.Size)*stretch, 0, 0
	open := false
	for i, g := range glyphs {
		mode := modeFill
		switch {
		case g.id == 0:
			mode = modeInvisible
			w.box(t, typeset.Length(place/(1000*100)), g.char)
		case t.Bold:
			mode = modeEmbolden
		}
		begins, ends := w.stackBegins(from+i), w.stackEnds(from+i)
		if open && (mode != w.state.mode || begins) {
			w.b = append(w.b, ">]TJ\n"...)
			open = false
		}
		if begins {
			w.beginStack(from + i)
		}
		if mode != w.state.mode {
			w.b = append(w.b, byte('0'+mode), ' ', 'T', 'r', ' ')
			w.state.mode = mode
		}
		if !open {
			w.b = append(w.b, "[<"...)
			open = true
		}
		w.b = appendHex4(w.b, g.code)
		pen += g.width*size + int(spacing)*1000*stretch
		place += int(t.Glyphs[i].Advance) * 1000 * 100
		if i+1 < len(glyphs) {
			if back := divide(pen-place, size); back > 2 || back < -2 {
				w.b = append(appendThousandths(append(w.b, '>'), back*1000), '<')
				pen -= back * size
			}
		}
		if ends {
			w.b = append(w.b, ">]TJ EMC\n"...)
			open = false
		}
	}
	if open {
		w.b = append(w.b, ">]TJ\n"...)
	}
}

// commonSpacing returns the space that most glyphs of a text have after them
// beyond their own width: the adjustment of a justified line. The vote is
// Boyer and Moore's; where there is no majority any result is right, as the
// rest is made up glyph by glyph. Readers stretch it with the glyphs (9.4.4).
func commonSpacing(t *typeset.Text, glyphs []placed) typeset.Length {
	var common typeset.Length
	votes := 0
	for i := range len(glyphs) - 1 { // what follows the last does not matter
		extra := unstretched(t, t.Glyphs[i].Advance) - typeset.Length(divide(glyphs[i].width*int(t.Size), 1000))
		if extra == 1 || extra == -1 { // rounding, by the typesetter or here
			extra = 0
		}
		switch {
		case votes == 0:
			common, votes = extra, 1
		case extra == common:
			votes++
		default:
			votes--
		}
	}
	return common
}

// stretchOf returns the Stretch of a text, which may be left out.
func stretchOf(t *typeset.Text) int {
	if t.Stretch <= 0 {
		return 100
	}
	return t.Stretch
}

// unstretched returns a length along a text in the units that text operators
// count in, which readers stretch with the glyphs.
func unstretched(t *typeset.Text, l typeset.Length) typeset.Length {
	if s := stretchOf(t); s != 100 {
		return typeset.Length(divide(int(l)*100, s))
	}
	return l
}

// divide rounds a/b to the nearest integer, halves away from zero; b is positive.
func divide(a, b int) int {
	if a < 0 {
		return -((-a + b/2) / b)
	}
	return (a + b/2) / b
}

func (w *textWriter) setFont(t *typeset.Text) {
	f := w.fonts.of(t.Face)
	if f == w.state.font && t.Size == w.state.size {
		return
	}
	w.b = append(append(append(w.b, '/'), f.name...), ' ')
	w.b = append(appendLength(w.b, t.Size), " Tf "...)
	w.state.font, w.state.size = f, t.Size
}

// emboldening is the stroke around glyphs that have no bold of their own, in
// thousandths of an em: it adds that much to each stem.
const emboldening = 30

func (w *textWriter) setColor(t *typeset.Text) {
	s := &w.state
	if !s.painted || s.fill != t.Color {
		w.b = append(appendColor(w.b, t.Color), "rg "...)
		s.fill, s.painted = t.Color, true
	}
	if width := t.Size * emboldening / 1000; t.Bold && (s.width != width || s.stroke != t.Color) {
		w.b = append(appendColor(w.b, t.Color), "RG 1 j "...)
		w.b = append(appendLength(w.b, width), " w "...)
		s.width, s.stroke = width, t.Color
	}
}

// slant is the tangent of 12 degrees in thousandths, as of most italics.
const slant = 213

// move sets the origin of the first glyph.
func (w *textWriter) move(t *typeset.Text) {
	x, y := t.X, w.height-t.Y
	s := &w.state
	if t.Turn == typeset.Upright && !t.Italic && !s.turned {
		w.b = append(appendLength(w.b, x-s.lineX), ' ')
		w.b = append(appendLength(w.b, y-s.lineY), " Td "...)
		s.lineX, s.lineY = x, y
		return
	}
	var m [4]int // thousandths
	lean := 0
	if t.Italic {
		lean = slant
	}
	switch t.Turn {
	case typeset.Down:
		m = [4]int{0, -1000, 1000, -lean}
	case typeset.Up:
		m = [4]int{0, 1000, -1000, lean}
	default:
		m = [4]int{1000, 0, lean, 1000}
	}
	for _, v := range m {
		w.b = append(appendThousandths(w.b, v), ' ')
	}
	w.b = append(appendLength(w.b, x), ' ')
	w.b = append(appendLength(w.b, y), " Tm "...)
	s.lineX, s.lineY = x, y
	s.turned = t.Turn != typeset.Upright || t.Italic
}

// box paints the code point of a character that no face has; pen is how far
// along the text it stands. Paths may not stand between BT and ET (8.2), so it
// goes to the boxes. The glyph itself is shown invisibly, for its text.
func (w *textWriter) box(t *typeset.Text, pen typeset.Length, char rune) {
	w.boxes = append(appendColor(w.boxes, t.Color), "rg\n"...)
	x, y := t.X, w.height-t.Y
	switch t.Turn {
	case typeset.Down:
		y -= pen
	case typeset.Up:
		y += pen
	default:
		x += pen
	}
	along := typeset.Length(divide(int(t.Size)*stretchOf(t), 100))
	for _, r := range font.CodepointBox(char) {
		left, bottom := scale(r.X, along), scale(r.Y, t.Size)
		right, top := scale(r.X+r.Width, along), scale(r.Y+r.Height, t.Size)
		switch t.Turn {
		case typeset.Down: // right is down, up is right
			left, bottom, right, top = bottom, -right, top, -left
		case typeset.Up: // right is up, up is left
			left, bottom, right, top = -top, left, -bottom, right
		}
		for _, v := range [4]typeset.Length{x + left, y + bottom, right - left, top - bottom} {
			w.boxes = append(appendLength(w.boxes, v), ' ')
		}
		w.boxes = append(w.boxes, "re\n"...)
	}
	w.boxes = append(w.boxes, "f\n"...)
}

// scale turns thousandths of an em into a length.
func scale(perMille int, size typeset.Length) typeset.Length {
	return typeset.Length(divide(perMille*int(size), 1000))
}
