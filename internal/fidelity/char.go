package fidelity

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"jobdoc/internal/typeset"
	"jobdoc/internal/wordml"
)

// char is one character as it stands on a page. Lengths are points, measured
// from the top left corner.
type char struct {
	page   int // counted from 0
	x, y   float64
	dx, dy float64 // which way the text runs, a vector of length 1
	width  float64 // along that way
	size   float64 // of the em
	r      rune
}

// layoutChars returns the characters of a layout of ours. They are taken from
// the layout and not from the PDF made of it, so that comparing needs no other
// program; a test holds that the PDF reads the same.
func layoutChars(l *typeset.Layout) []char {
	var all []char
	for page := range l.Pages {
		for i := range l.Pages[page].Texts {
			t := &l.Pages[page].Texts[i]
			c := char{page: page, x: points(t.X), y: points(t.Y), dx: 1, size: points(t.Size)}
			switch t.Turn {
			case typeset.Down:
				c.dx, c.dy = 0, 1
			case typeset.Up:
				c.dx, c.dy = 0, -1
			}
			for _, g := range t.Glyphs {
				c.r, c.width = g.Rune, naturalWidth(t, g)
				all = append(all, c)
				c.x += c.dx * points(g.Advance)
				c.y += c.dy * points(g.Advance)
			}
		}
	}
	return all
}

// naturalWidth is how wide a glyph is without what justification and the like
// add. A row of dashes is one stretched glyph, and blank ones: there the advance
// says where the next stands.
func naturalWidth(t *typeset.Text, g typeset.Glyph) float64 {
	if g.ID == 0 {
		return points(g.Advance)
	}
	width := points(t.Size) * float64(t.Face.Advance(g.ID)) / float64(t.Face.UnitsPerEm())
	if t.Stretch != 0 {
		width *= float64(t.Stretch) / 100
	}
	return min(width, points(g.Advance))
}

func points(l typeset.Length) float64 { return float64(l) / float64(typeset.Point) }

// readChars reads what "mutool draw -F stext" prints: every character of a PDF
// with the origin of its glyph, in the order in which the file draws them. It
// returns the number of pages too.
func readChars(stext []byte) (all []char, pages int, err error) {
	root, err := wordml.Parse(stext)
	if err != nil {
		return nil, 0, err
	}
	for _, page := range root.Children {
		if page.Name != "page" {
			continue
		}
		for _, block := range page.Children {
			for _, line := range block.Children {
				if all, err = readLine(all, line, pages); err != nil {
					return nil, 0, fmt.Errorf("page %d: %w", pages+1, err)
				}
			}
		}
		pages++
	}
	return all, pages, nil
}

func readLine(all []char, line *wordml.Node, page int) ([]char, error) {
	dir, err := numbers(line.Attr("dir"))
	if err != nil || len(dir) != 2 {
		return all, fmt.Errorf("line with the direction %q", line.Attr("dir"))
	}
	for _, font := range line.Children {
		size, err := numbers(font.Attr("size"))
		if err != nil || len(size) != 1 {
			return all, fmt.Errorf("font of the size %q", font.Attr("size"))
		}
		for _, n := range font.Children {
			at, err := numbers(n.Attr("x") + " " + n.Attr("y") + " " + n.Attr("quad"))
			if err != nil || len(at) != 10 {
				return all, fmt.Errorf("character at %q", n.Attr("quad"))
			}
			r, _ := utf8.DecodeRuneInString(n.Attr("c"))
			c := char{page: page, x: at[0], y: at[1], dx: dir[0], dy: dir[1], size: size[0], r: r}
			c.width = (at[4]-at[2])*c.dx + (at[5]-at[3])*c.dy
			all = append(all, c)
		}
	}
	return all, nil
}

func numbers(s string) ([]float64, error) {
	var all []float64
	for field := range strings.FieldsSeq(s) {
		v, err := strconv.ParseFloat(field, 64)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

// Line is text on one baseline without a wide gap, its blanks left out.
type Line struct {
	Page int     // counted from 0
	X, Y float64 // origin of the first glyph, in millimetres
	Text string
}

const mmPerPoint = 25.4 / 72

// lines joins characters, in the order in which they are drawn, into lines.
// What comes one after the other on a baseline is put in order first: LibreOffice
// draws what a fallback face shows behind all else. A gap of more than 1.2 em
// parts a line, as columns and tabs do; what fills the room of a tab is left out.
// Count readingFormat up where this changes.
func lines(chars []char) (all []Line) {
	kept := slices.DeleteFunc(withoutLeaders(chars), func(c char) bool {
		return unicode.IsSpace(c.r) || c.r == '\u00AD' || c.r == '\u200B' || c.r == 0
	})
	for len(kept) > 0 {
		n := 1
		for n < len(kept) && onBaseline(kept[0], kept[n]) {
			n++
		}
		row := kept[:n]
		slices.SortStableFunc(row, func(a, b char) int { return cmp.Compare(a.along(), b.along()) })
		for len(row) > 0 {
			k := 1
			for k < len(row) && row[k].along()-row[k-1].along()-row[k-1].width <= 1.2*max(row[k].size, row[k-1].size) {
				k++
			}
			all = append(all, newLine(row[:k]))
			row = row[k:]
		}
		kept = kept[n:]
	}
	return all
}

func newLine(chars []char) Line {
	var text strings.Builder
	for _, c := range chars {
		text.WriteRune(unicode.ToLower(c.r)) // one program says what small capitals stand for, one what they look like
	}
	return Line{Page: chars[0].page, X: chars[0].x * mmPerPoint, Y: chars[0].y * mmPerPoint, Text: text.String()}
}

// along is how far along its line a character stands.
func (c char) along() float64 { return c.x*c.dx + c.y*c.dy }

// onBaseline reports whether b stands on the baseline of a. What is raised or
// lowered still does.
func onBaseline(a, b char) bool {
	if a.page != b.page || a.dx*b.dx+a.dy*b.dy < 0.9 {
		return false
	}
	return math.Abs((b.y-a.y)*a.dx-(b.x-a.x)*a.dy) <= 0.65*max(a.size, b.size)
}

// withoutLeaders drops rows of four or more of the signs that lead to a tab stop.
func withoutLeaders(chars []char) []char {
	const most = 3
	var kept []char
	for i := 0; i < len(chars); {
		k := i + 1
		for k < len(chars) && chars[k].r == chars[i].r && chars[k].page == chars[i].page {
			k++
		}
		if k-i <= most || !strings.ContainsRune("._-·", chars[i].r) {
			kept = append(kept, chars[i:k]...)
		}
		i = k
	}
	return kept
}
