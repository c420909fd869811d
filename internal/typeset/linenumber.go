package typeset

import (
	"strconv"

	"jobdoc/internal/wordml"
)

// lineNumbers says how the lines of a section are numbered in its margin (17.6.8).
type lineNumbers struct {
	every    int
	start    int
	distance Length
	restart  lineRestart
}

// lineRestart says where the numbers begin anew (17.18.47).
type lineRestart uint8

const (
	linesByPage lineRestart = iota
	linesBySection
	linesThroughout
)

// parseLineNumbers reads a w:lnNumType; nil where it shows none.
func parseLineNumbers(n *wordml.Node) *lineNumbers {
	s := &lineNumbers{start: 1}
	s.every, _ = count(n, "w:countBy")
	if s.every <= 0 {
		return nil
	}
	if v, ok := count(n, "w:start"); ok && v >= 0 {
		s.start = v + 1 // Word counts from the one after
	}
	setLength(&s.distance, n, "w:distance", 0)
	switch n.Attr("w:restart") {
	case "newSection":
		s.restart = linesBySection
	case "continuous":
		s.restart = linesThroughout
	}
	return s
}

// The distance of line numbers from the text where none is given, as Word has
// it: a quarter of an inch, and half that beside columns.
const numberDistance = Inch / 4

// emitLineNumbers numbers the lines of an area; those of tables have no numbers.
func (l *layouter) emitLineNumbers(p *page, a *area) {
	s := a.section.lineNumbers
	anew := l.lineSection == nil
	switch s.restart {
	case linesByPage:
		anew = anew || a.number == p.areas[0].number
	case linesBySection:
		anew = anew || l.lineSection != a.section
	}
	if anew {
		l.lineCount = s.start - 1
	}
	l.lineSection = a.section
	distance := s.distance
	if distance == 0 {
		if distance = numberDistance; len(a.section.columns) > 1 {
			distance /= 2
		}
	}
	for i := range a.parts {
		it := &a.items[a.parts[i].item]
		if it.para == nil || it.para.format.flags&flagNoLineNumber != 0 || len(it.para.lines) == 0 {
			continue
		}
		l.lineCount++
		if l.lineCount%s.every == 0 {
			l.emitNumber(l.lineCount, a.x-distance, a.top+a.parts[i].y+it.base)
		}
	}
}

// emitNumber writes a number that ends at x, in the look of the document's plain text.
func (l *layouter) emitNumber(n int, x, base Length) {
	f := l.runFormat(runKey{nil, l.paraFormat(paraKey{})})
	number := f.faces[slotASCII]
	face := l.typeface(number)
	var glyphs []Glyph
	width := Length(0)
	for _, r := range strconv.Itoa(n) {
		e := l.glyph(number, face, r)
		g := Glyph{ID: e.id, Rune: r, Advance: (Length(e.advance)*f.size + Length(e.upem)/2) / Length(e.upem)}
		width += g.Advance
		glyphs = append(glyphs, g)
	}
	t := Text{X: x - width, Y: base, Size: f.size, Face: face.Faces[0], Color: l.ink(f)}
	t.Bold, t.Italic = face.Synthesize(face.Faces[0])
	l.texts = append(l.texts, t)
	l.glyphOut = append(l.glyphOut, glyphs...)
	l.glyphCounts = append(l.glyphCounts, int32(len(glyphs)))
}
