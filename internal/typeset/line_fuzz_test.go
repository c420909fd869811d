package typeset

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// checkLines reports where lines break the laws of line setting.
func checkLines(t *testing.T, chars []char, f *lineFormat, lines []line) {
	t.Helper()
	at := 0
	for i, l := range lines {
		if l.from != at || l.to < l.from || l.text < l.from || l.text > l.to {
			t.Fatalf("line %d holds characters %d to %d, text to %d; the one before ended at %d", i, l.from, l.to, l.text, at)
		}
		if l.to == l.from && i < len(lines)-1 {
			t.Fatalf("line %d of %d is empty", i, len(lines))
		}
		at = l.to
		checkBreaks(t, chars, i, l, i == len(lines)-1)
		checkWidth(t, chars, f, i, l)
	}
	if at != len(chars) {
		t.Fatalf("lines end at character %d of %d", at, len(chars))
	}
}

// checkBreaks sees to it that forced breaks end lines, and that lines say so.
func checkBreaks(t *testing.T, chars []char, i int, l line, last bool) {
	t.Helper()
	broken := false
	for j, c := range chars[l.from:l.to] {
		if findKind(c.r).class != classBreak {
			continue
		}
		if broken = true; j != l.to-l.from-1 {
			t.Fatalf("line %d goes on behind a forced break", i)
		}
	}
	if l.hard != (last || broken) || l.pageBreak != (broken && chars[l.to-1].r == '\f') {
		t.Fatalf("line %d: hard %v, page break %v", i, l.hard, l.pageBreak)
	}
}

// checkWidth sees to it that the advances add up and stay within the measure,
// but for a point that hangs and a line of one unit.
func checkWidth(t *testing.T, chars []char, f *lineFormat, i int, l line) {
	t.Helper()
	var sum Length
	if len(l.advance) != l.to-l.from || l.shift != nil && len(l.shift) != len(l.advance) {
		t.Fatalf("line %d of %d characters has %d advances and %d shifts", i, l.to-l.from, len(l.advance), len(l.shift))
	}
	for j, a := range l.advance {
		if a < 0 || l.from+j >= l.text && a != 0 {
			t.Fatalf("line %d: character %d advances by %d", i, j, a)
		}
		sum += a
	}
	if sum != l.width {
		t.Fatalf("line %d is %d wide, its advances say %d", i, l.width, sum)
	}
	room := f.width - l.x
	if f.overflowPunct && l.text > l.from && strings.ContainsRune(hangingMarks, chars[l.text-1].r) {
		room += l.advance[len(l.advance)-(l.to-l.text)-1]
	}
	if l.width > room && shown(chars[l.from:l.text]) > 1 {
		t.Fatalf("line %d is %d wide, there is room for %d", i, l.width, room)
	}
}

// shown counts what cannot be less than one on a line: characters of some width.
func shown(chars []char) (n int) {
	for _, c := range chars {
		if k := kindOf(c.r, c.full); c.width > 0 && !k.hangs() && k.class != classMark {
			n++
		}
	}
	return n
}

func TestLinesKeepTheLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var s setter
	for range 4000 {
		text := randomText(r)
		if r.IntN(3) == 0 {
			text = strings.ReplaceAll(text, "一", []string{"\t", "\n", "\u3000", "\uFFFC", "e\u0301"}[r.IntN(5)])
		}
		f := &lineFormat{
			align: align(r.IntN(5)), width: Length(r.IntN(int(20 * em))),
			kinsoku: r.IntN(2) == 0, wordWrap: r.IntN(2) == 0, overflowPunct: r.IntN(2) == 0,
			topLinePunct: r.IntN(2) == 0, autoSpaceDE: r.IntN(2) == 0, autoSpaceDN: r.IntN(2) == 0,
			compress: r.IntN(2) == 0, stretchBreaks: r.IntN(2) == 0, autoSpace: 250,
		}
		chars := measured(text)
		s.reset()
		lines := s.setLines(nil, chars, f)
		checkLines(t, chars, f, lines)
		if t.Failed() {
			t.Fatalf("text %q, format %+v", text, f)
		}
	}
}

func FuzzSetLines(f *testing.F) {
	for i, text := range corpus {
		f.Add(text, uint16(30+40*i), uint16(i*137), int8(0))
	}
	f.Add("甲\t乙\u00AD丙", uint16(0), uint16(0xFFFF), int8(-5))
	f.Fuzz(func(t *testing.T, text string, width, flags uint16, indent int8) {
		if len(text) > 3000 {
			t.Skip("longer texts show nothing new")
		}
		bit := func(i int) bool { return flags>>i&1 != 0 }
		format := &lineFormat{
			align: align(flags % 5), width: Length(width) * em / 100, firstIndent: Length(indent) * em / 10,
			kinsoku: bit(3), wordWrap: bit(4), overflowPunct: bit(5), topLinePunct: bit(6),
			autoSpaceDE: bit(7), autoSpaceDN: bit(8), compress: bit(9), stretchBreaks: bit(10), autoSpace: 250,
		}
		if bit(11) {
			format.noStart, format.noEnd = "人，", "三"
		}
		if bit(12) {
			format.tabs = []tabStop{{em, tabRight, leaderDot}, {3 * em, tabCenter, 0}, {4 * em, tabDecimal, 0}, {9 * em, tabLeft, 0}}
			format.indent = 2 * em
		}
		chars := measured(text)
		lines := setLines(nil, chars, format)
		checkLines(t, chars, format, lines)
		least, most := naturalWidths(chars, format)
		if least < 0 || least > most {
			t.Errorf("naturalWidths(%q) = %d, %d", text, least, most)
		}
		for _, l := range lines {
			checkNoWidow(t, chars, format, lines, l)
		}
	})
}

// checkNoWidow sees to it that a paragraph whose last line is one character
// could not be set with two: the line before had fewer than three.
func checkNoWidow(t *testing.T, chars []char, f *lineFormat, lines []line, l line) {
	t.Helper()
	if len(lines) < 2 || l.to != len(chars) || f.align != alignStart && f.align != alignCenter || l.text-l.from != 1 {
		return
	}
	before := lines[len(lines)-2]
	if before.hard || chars[l.from].r < 0x4E00 || chars[l.from].r > 0x9FFF {
		return
	}
	for _, c := range chars[before.from:before.to] {
		if c.r < 0x4E00 || c.r > 0x9FFF {
			return
		}
	}
	if before.to-before.from > 2 && !strings.ContainsAny(f.noStart+f.noEnd, "人三") {
		t.Errorf("the last line is %q alone behind one of %d characters", chars[l.from].r, before.to-before.from)
	}
}

// formParagraphs returns 1,600 characters in 200 paragraphs, as in a form of three pages.
func formParagraphs() [][]char {
	cells := []string{
		"岗位名称", "大客户部经理", "1", "10%",
		"负责制定年度销售计划，并组织实施；", "协调内部资源，完成上级交办的其他工作。",
		"熟悉ORACLE数据库、HP服务器等产品（含售后）", "",
	}
	var paragraphs [][]char
	for i := range 200 {
		paragraphs = append(paragraphs, measured(cells[i%len(cells)]))
	}
	total := 0
	for _, p := range paragraphs {
		total += len(p)
	}
	for i := 0; total < 1600; i, total = i+1, total+1 {
		paragraphs[i%200] = append(paragraphs[i%200], measured("文")...)
	}
	return paragraphs
}

func BenchmarkSetForm(b *testing.B) {
	paragraphs := formParagraphs()
	f := form(20.3, justified)
	var s setter
	var lines []line
	b.ReportAllocs()
	for b.Loop() {
		s.reset()
		lines = lines[:0]
		for _, p := range paragraphs {
			lines = s.setLines(lines, p, f)
		}
	}
	b.ReportMetric(float64(len(lines)), "lines")
}

func BenchmarkSetLongParagraph(b *testing.B) {
	chars := measured(strings.Repeat("负责制定年度销售计划，并组织实施；熟悉ORACLE数据库（含HP服务器）。", 50))
	f := form(39.7, justified)
	var s setter
	var lines []line
	b.ReportAllocs()
	for b.Loop() {
		s.reset()
		lines = s.setLines(lines[:0], chars, f)
	}
	b.ReportMetric(float64(len(chars)), "characters")
}
