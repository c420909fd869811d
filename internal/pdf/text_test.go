package pdf_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/typeset"
)

func TestTextCopiesOutAsTyped(t *testing.T) {
	t.Parallel()
	typed := []string{
		"职位名称：高级软件工程师",
		"李𬭎",
		"𠮷野家",
		"使用Excel和Word，年薪100万元。",
		"Senior engineer, R&D (remote)",
		"一⼀二", // one glyph for two characters in many faces
		"\uE000私用区",
		"a\u0301 é",
	}
	data := encode(t, lines(t, style{}, typed...))
	for reader, got := range readers(t, data) {
		if diff := cmp.Diff(typed, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", reader, diff)
		}
	}
}

func TestGapsDoNotCopyOutAsBlanks(t *testing.T) {
	t.Parallel()
	p := a4()
	// A quarter em between Han and Latin, inside a text and between two.
	p.Texts = append(p.Texts, set(t, style{element: 2}, 72000, 72000, "使用Excel表", map[int]typeset.Length{1: 2625, 6: 2625})...)
	first := set(t, style{element: 3}, 72000, 92000, "使用", nil)
	p.Texts = append(p.Texts, first...)
	p.Texts = append(p.Texts, set(t, style{font: "Arial", element: 3}, 72000+21000+2625, 92000, "Word", nil)...)
	// A title spread over the line; full-width marks that give up half their width.
	p.Texts = append(p.Texts, set(t, style{element: 4, spacing: 21000}, 72000, 112000, "职位说明书", nil)...)
	p.Texts = append(p.Texts, set(t, style{element: 5}, 72000, 132000, "（一），“二”。", map[int]typeset.Length{2: -5250, 3: -5250, 5: -5250})...)
	// Justified Latin keeps the blanks it has.
	p.Texts = append(p.Texts, set(t, style{element: 6, spacing: 600}, 72000, 152000, "one two  three", nil)...)
	l := &typeset.Layout{Pages: []typeset.Page{p}, Elements: elements(5)}
	want := []string{"使用Excel表", "使用Word", "职位说明书", "（一），“二”。", "one two three"}
	for reader, got := range readers(t, encode(t, l)) {
		for i := range got { // MuPDF gives both of two blanks
			got[i] = strings.ReplaceAll(got[i], "  ", " ")
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", reader, diff)
		}
	}
}

func TestStretchedTextCopiesOutAsTyped(t *testing.T) {
	t.Parallel()
	p := a4()
	typed := "使用Excel，（编制）𠮷野家"
	loose := map[int]typeset.Length{1: 2625, 6: 2625, 7: -3000, 11: -2000}
	var want []string
	for i, s := range []style{
		{stretch: 50}, {stretch: 66, spacing: 300}, {stretch: 90, size: 9000}, {stretch: 150}, {stretch: 200, spacing: -500}, {stretch: 200},
	} {
		s.element = i + 2
		p.Texts = append(p.Texts, set(t, s, 72000, typeset.Length(72000+20000*i), typed, loose)...)
		want = append(want, typed)
	}
	l := &typeset.Layout{Pages: []typeset.Page{p}, Elements: elements(len(want))}
	for reader, got := range readers(t, encode(t, l)) {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", reader, diff)
		}
	}
}

func TestARowOfDashesCopiesOutAsTyped(t *testing.T) {
	t.Parallel()
	p := a4()
	var want []string
	// The typesetter's way: one glyph over all of the row, then blank ones.
	for i, n := range []int{2, 3, 60} {
		y := typeset.Length(72000 + 20000*i)
		head := set(t, style{element: i + 2}, 72000, y, "张三", nil)
		row := set(t, style{element: i + 2, stretch: 110 * n}, 72000+21000-500, y, "―", nil)[0]
		row.Glyphs[0].Rune, row.Glyphs[0].Advance = '—', 6500
		blanks := row
		blanks.X, blanks.Stretch, blanks.Glyphs = row.X+6500, 0, nil
		for range n - 1 {
			blanks.Glyphs = append(blanks.Glyphs, typeset.Glyph{ID: row.Face.Glyph(' '), Rune: '—', Advance: 6000})
		}
		p.Texts = append(append(p.Texts, head...), row, blanks)
		p.Texts = append(p.Texts, set(t, style{element: i + 2}, 72000+21000+typeset.Length(n)*6000, y, "李四", nil)...)
		want = append(want, "张三"+strings.Repeat("—", n)+"李四")
	}
	// Spread text in two fonts.
	p.Texts = append(p.Texts, set(t, style{element: 5}, 72000, 172000, "分散", map[int]typeset.Length{0: 30000, 1: 30000})...)
	p.Texts = append(p.Texts, set(t, style{element: 5, font: "黑体"}, 72000+81000, 172000, "对齐", map[int]typeset.Length{0: 30000})...)
	want = append(want, "分散对齐")
	l := &typeset.Layout{Pages: []typeset.Page{p}, Elements: elements(len(want))}
	for reader, got := range readers(t, encode(t, l)) {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", reader, diff)
		}
	}
}

func TestTurnedTextCopiesOutAsTyped(t *testing.T) {
	t.Parallel()
	p := a4()
	p.Texts = append(p.Texts, set(t, style{element: 2, turn: typeset.Down}, 100000, 72000, "职责Duties李𬭎", nil)...)
	p.Texts = append(p.Texts, set(t, style{element: 3, turn: typeset.Up}, 200000, 300000, "使用Excel\uE000表", map[int]typeset.Length{1: 2625, 6: 2625})...)
	p.Texts = append(p.Texts, set(t, style{element: 4, italic: true, turn: typeset.Down}, 300000, 72000, "斜体Italic", nil)...)
	l := &typeset.Layout{Pages: []typeset.Page{p}, Elements: elements(3)}
	want := []string{"职责Duties李𬭎", "使用Excel\uE000表", "斜体Italic"}
	for reader, got := range readers(t, encode(t, l)) {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", reader, diff)
		}
	}
}

func TestStackedHanCopiesOutAsOneWord(t *testing.T) {
	t.Parallel()
	p := a4()
	for i, r := range []rune("职位概述") {
		p.Texts = append(p.Texts, set(t, style{element: 2}, 100000, 72000+typeset.Length(i)*12000, string(r), nil)...)
	}
	p.Texts = append(p.Texts, set(t, style{element: 3}, 130000, 200000, "正文", nil)...)
	data := encode(t, &typeset.Layout{Pages: []typeset.Page{p}, Elements: elements(2)})
	got := textLines(tool(t, data, "pdftotext", "-raw", "FILE", "-")) // MuPDF 1.21 does not heed ActualText
	if diff := cmp.Diff([]string{"职位概述", "正文"}, got); diff != "" {
		t.Errorf("pdftotext (-want +got):\n%s", diff)
	}
}

func TestBlanksAreNotLost(t *testing.T) {
	t.Parallel()
	p := a4()
	// A tab: the next text begins an em further on.
	p.Texts = append(p.Texts, set(t, style{element: 2}, 72000, 72000, "姓名：", nil)...)
	p.Texts = append(p.Texts, set(t, style{element: 2}, 72000+42000, 72000, "张三", nil)...)
	// Cells side by side.
	p.Texts = append(p.Texts, set(t, style{element: 3}, 72000, 92000, "甲", nil)...)
	p.Texts = append(p.Texts, set(t, style{element: 4}, 200000, 92000, "乙", nil)...)
	// Blanks of an emboldened text, a no-break space.
	p.Texts = append(p.Texts, set(t, style{element: 5, font: "Arial", bold: true, italic: true}, 72000, 112000, "a b\u00a0c", nil)...)
	l := &typeset.Layout{Pages: []typeset.Page{p}, Elements: elements(4)}
	got := textLines(tool(t, encode(t, l), "pdftotext", "-raw", "FILE", "-"))
	if diff := cmp.Diff([]string{"姓名： 张三", "甲 乙", "a b c"}, got); diff != "" {
		t.Errorf("pdftotext (-want +got):\n%s", diff)
	}
}
