package pdf

import (
	"unicode"

	"jobdoc/internal/typeset"
)

// Readers tell words apart by the room between one glyph's advance and the next
// glyph: poppler and MuPDF take 0.1 to 0.15 em for a blank, more for a new line,
// and so with a glyph that stands as much inside the one before. Han text has
// such places without any blank: between Han and Latin, in spread titles, where
// full-width marks give up half their width. There the glyph before gets a code
// of its own with the advance that is wanted, in /W and in the cut face alike,
// so that no room is left that a reader could wonder about.
const (
	copyGap   = 80    // thousandths of an em that still copy out as nothing
	joinGap   = 400   // between two texts: more is a tab or a column, which a blank tells rightly
	widthStep = 20    // widths of their own come in steps, so that they are few
	maxWidth  = 30000 // of a glyph, in thousandths of an em
)

// fit gives the glyphs of an element's texts the widths that lead from each to
// the next, where readers would otherwise invent a blank or a line break.
func fit(texts []typeset.Text, glyphs []placed) {
	var last *typeset.Text     // of the glyph before
	var start typeset.Length   // of the glyph before, along its text
	var natural typeset.Length // its width
	var end typeset.Length     // where its advance leads
	n := 0
	for i := range texts {
		t := &texts[i]
		pen := along(t)
		follows := last != nil && near(pen, end, t.Size/4)
		for j := range t.Glyphs {
			g := &glyphs[n]
			if n > 0 && !blank(g.char) && !blank(glyphs[n-1].char) {
				before := &glyphs[n-1]
				switch {
				case j > 0 || continues(last, t, pen-start-natural, follows):
					before.width = fitted(before.width, pen-start, last)
				case stacked(last, t):
					g.stacked = true
				}
			}
			start, natural = pen, typeset.Length(g.width*stretchOf(t))*t.Size/(1000*100)
			pen += t.Glyphs[j].Advance
			last, end = t, pen
			n++
		}
	}
}

// blank reports whether a character is white space, beside which any room is right.
func blank(r rune) bool { return unicode.IsSpace(r) }

// fitted returns the width of a glyph of a text from which it is reach to the
// next: its own, unless that leaves too much room.
func fitted(width int, reach typeset.Length, t *typeset.Text) int {
	stretch := stretchOf(t)
	step := max(1, widthStep*100/stretch)
	wanted := divide(int(reach)*1000*100, int(t.Size)*stretch*step) * step
	gap := (wanted - width) * stretch / 100 // as readers see it
	if gap <= copyGap && gap >= -copyGap || wanted <= 0 || wanted > maxWidth {
		return width
	}
	return wanted
}

// continues reports whether the text b goes on in the line where a ends, with
// the given room between them. Where the last advance of a leads to b the room
// may be any: a spread title in two fonts.
func continues(a, b *typeset.Text, gap typeset.Length, follows bool) bool {
	size := min(a.Size, b.Size)
	return a.Turn == b.Turn && near(across(a), across(b), size/2) &&
		(follows || gap <= size*joinGap/1000 && gap >= -max(a.Size, b.Size))
}

// stacked reports whether b is one character below another, as Han stands in
// vertical text and in narrow columns.
func stacked(a, b *typeset.Text) bool {
	size := min(a.Size, b.Size)
	down := b.Y - a.Y
	return a.Turn == typeset.Upright && b.Turn == typeset.Upright && len(a.Glyphs) == 1 && len(b.Glyphs) == 1 &&
		near(a.X, b.X, size/2) && down > 0 && down <= size*5/2
}

func near(a, b, by typeset.Length) bool { return a-b <= by && b-a <= by }

// along is where a text begins, measured the way it runs.
func along(t *typeset.Text) typeset.Length {
	switch t.Turn {
	case typeset.Down:
		return t.Y
	case typeset.Up:
		return -t.Y
	}
	return t.X
}

// across is where its baseline lies.
func across(t *typeset.Text) typeset.Length {
	if t.Turn == typeset.Upright {
		return t.Y
	}
	return t.X
}

// Stacked characters would copy out as a line each. Their text goes along as
// ActualText (ISO 32000-2, 14.9.4), which poppler and most viewers heed.

// stackBegins reports whether a stack begins with glyph i.
func (w *textWriter) stackBegins(i int) bool {
	return !w.glyphs[i].stacked && i+1 < len(w.glyphs) && w.glyphs[i+1].stacked
}

// stackEnds reports whether a stack ends with glyph i.
func (w *textWriter) stackEnds(i int) bool {
	return w.glyphs[i].stacked && (i+1 == len(w.glyphs) || !w.glyphs[i+1].stacked)
}

// beginStack opens the stack that begins with glyph i.
func (w *textWriter) beginStack(i int) {
	w.b = append(w.b, "/Span<</ActualText<FEFF"...)
	w.b = appendHexRune(w.b, w.glyphs[i].char)
	for i++; i < len(w.glyphs) && w.glyphs[i].stacked; i++ {
		w.b = appendHexRune(w.b, w.glyphs[i].char)
	}
	w.b = append(w.b, ">>>BDC "...)
}
