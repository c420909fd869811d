package corpus

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"jobdoc/internal/typeset"
	"jobdoc/internal/wordml"
)

// neverFirst are marks that start no line, neverLast those that end none
// (clreq, "Prohibition rules for line start and line end"; GB/T 15834-2011, 5.1).
const (
	neverFirst = "、，；：。！？”’）》〉】〕』」％,.;:!?)]}%"
	neverLast  = "“‘（《〈【〔『「([{"
)

// setLine is what stands on one baseline of one paragraph on one page.
type setLine struct {
	page, element int
	text          string
}

// linesOf reads the lines of a layout back from the glyphs.
func linesOf(l *typeset.Layout) []setLine {
	type key struct {
		page, element int
		y             typeset.Length
	}
	var order []key
	texts := map[key][]typeset.Text{}
	for p := range l.Pages {
		for _, text := range l.Pages[p].Texts {
			if text.Turn != typeset.Upright || text.Element == 0 {
				continue
			}
			k := key{p, text.Element, text.Y}
			if _, ok := texts[k]; !ok {
				order = append(order, k)
			}
			texts[k] = append(texts[k], text)
		}
	}
	var lines []setLine
	for _, k := range order {
		parts := texts[k]
		slices.SortStableFunc(parts, func(a, b typeset.Text) int { return int(a.X - b.X) })
		var b strings.Builder
		for _, part := range parts {
			for _, g := range part.Glyphs {
				b.WriteRune(g.Rune)
			}
		}
		lines = append(lines, setLine{k.page, k.element, strings.TrimSpace(b.String())})
	}
	return lines
}

func TestNoLineBreaksTheProhibitions(t *testing.T) {
	eachSpecimen(t, func(t *testing.T, s specimen) {
		l := layoutOf(t, s)
		lines := linesOf(l)
		if len(lines) < 20 {
			t.Fatalf("only %d lines found", len(lines))
		}
		for i, line := range lines {
			runes := []rune(line.text)
			if len(runes) < 2 {
				continue
			}
			if i > 0 && strings.ContainsRune(neverFirst, runes[0]) {
				t.Errorf("page %d: a line starts with a mark: %q", line.page+1, line.text)
			}
			if strings.ContainsRune(neverLast, runes[len(runes)-1]) {
				t.Errorf("page %d: a line ends with a mark: %q", line.page+1, line.text)
			}
		}
	})
}

// TestNoParagraphEndsInOneCharacter counts last lines of one Han character
// below a line that could have given one up: clreq, "widows".
func TestNoParagraphEndsInOneCharacter(t *testing.T) {
	eachSpecimen(t, func(t *testing.T, s specimen) {
		lines := linesOf(layoutOf(t, s))
		for i := 1; i < len(lines); i++ {
			last, before := []rune(lines[i].text), []rune(lines[i-1].text)
			lone := len(last) == 1 && unicode.Is(unicode.Han, last[0]) && lines[i].element == lines[i-1].element
			// Above a line break in a value it is the author who ends the line.
			ends := i+1 == len(lines) || lines[i+1].element != lines[i].element
			if lone && ends && len(before) > 3 {
				t.Errorf("page %d: %q stands alone below %q", lines[i].page+1, lines[i].text, lines[i-1].text)
			}
		}
	})
}

func layoutOf(t *testing.T, s specimen) *typeset.Layout {
	t.Helper()
	l, err := s.form.Layout()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestNoTextCrossesABorder compares every line of text with every rule.
func TestNoTextCrossesABorder(t *testing.T) {
	eachSpecimen(t, func(t *testing.T, s specimen) {
		l := layoutOf(t, s)
		for p := range l.Pages {
			page := &l.Pages[p]
			for _, text := range page.Texts {
				ink := inkOf(text)
				if ink.X < 0 || ink.Y < 0 || ink.X+ink.Width > page.Width || ink.Y+ink.Height > page.Height {
					t.Errorf("page %d: %s leaves the page", p+1, sayText(text))
				}
				for _, rule := range page.Rules {
					if overlap(ink, rule) {
						t.Errorf("page %d: %s crosses the rule %+v", p+1, sayText(text), rule)
					}
				}
			}
		}
	})
}

// inkOf is the middle of the text, where no rule has business: the full em less
// a tenth at either end, from a tenth of an em to six tenths above the baseline.
func inkOf(t typeset.Text) typeset.Rect {
	var width typeset.Length
	for _, g := range t.Glyphs {
		width += g.Advance
	}
	em := t.Size
	switch t.Turn {
	case typeset.Down:
		return typeset.Rect{X: t.X + em/10, Y: t.Y + em/10, Width: em / 2, Height: max(width-em/5, 0)}
	case typeset.Up:
		return typeset.Rect{X: t.X - em*6/10, Y: t.Y - width + em/10, Width: em / 2, Height: max(width-em/5, 0)}
	}
	return typeset.Rect{X: t.X + em/10, Y: t.Y - em*6/10, Width: max(width-em/5, 0), Height: em / 2}
}

func overlap(a, b typeset.Rect) bool {
	return a.X < b.X+b.Width && b.X < a.X+a.Width && a.Y < b.Y+b.Height && b.Y < a.Y+a.Height
}

func sayText(t typeset.Text) string {
	var b strings.Builder
	for _, g := range t.Glyphs {
		b.WriteRune(g.Rune)
	}
	return fmt.Sprintf("%q at %d,%d", b.String(), t.X, t.Y)
}

// TestNoBandStandsAloneAtTheFoot wants text of another paragraph below every
// heading on its own page.
func TestNoBandStandsAloneAtTheFoot(t *testing.T) {
	eachSpecimen(t, func(t *testing.T, s specimen) {
		l := layoutOf(t, s)
		for _, h := range l.Outline {
			below := slices.ContainsFunc(l.Pages[h.Page].Texts, func(text typeset.Text) bool {
				return text.Element != 0 && text.Y > h.Y+text.Size*2
			})
			rules := slices.ContainsFunc(l.Pages[h.Page].Rules, func(r typeset.Rect) bool { return r.Y > h.Y+20*typeset.Point })
			if !below && !rules {
				t.Errorf("page %d: %q stands alone at the foot", h.Page+1, h.Text)
			}
		}
	})
}

// TestEveryVerticalRuleEndsAtAHorizontalOne finds table halves that are left
// open where a row was split over two pages.
func TestEveryVerticalRuleEndsAtAHorizontalOne(t *testing.T) {
	const thin, near = 3 * typeset.Point, typeset.Point
	eachSpecimen(t, func(t *testing.T, s specimen) {
		l := layoutOf(t, s)
		seen := 0
		for p := range l.Pages {
			rules := l.Pages[p].Rules
			for _, v := range rules {
				if v.Width > thin || v.Height <= thin {
					continue
				}
				seen++
				for _, end := range []typeset.Length{v.Y, v.Y + v.Height} {
					closed := slices.ContainsFunc(rules, func(h typeset.Rect) bool {
						return h.Height <= thin && h.Width > thin && h.Y-near <= end && end <= h.Y+h.Height+near &&
							h.X-near <= v.X && v.X <= h.X+h.Width+near
					})
					if !closed {
						t.Errorf("page %d: the rule %+v ends in the open at y = %d", p+1, v, end)
					}
				}
			}
		}
		if seen == 0 && hasGrid(t, s) {
			t.Error("tables, and no vertical rules at all")
		}
	})
}

// hasGrid reports whether any style or table of the document has vertical rules
// between columns; signatures stand in a table without.
func hasGrid(t *testing.T, s specimen) bool {
	t.Helper()
	p := openDocx(t, s)
	found := false
	for _, name := range []string{"word/styles.xml", "word/document.xml"} {
		root, err := p.Part(name)
		if err != nil {
			t.Fatal(err)
		}
		walkNodes(root, func(n *wordml.Node) { found = found || n.Name == "w:insideV" })
	}
	return found
}
