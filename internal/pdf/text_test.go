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
