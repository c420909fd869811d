package pdf_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/typeset"
)

func TestStructureReadsBack(t *testing.T) {
	t.Parallel()
	l := &typeset.Layout{Pages: []typeset.Page{a4(), a4()}, Elements: []typeset.Element{
		{Type: typeset.Artifact},
		{Type: typeset.Document},
		{Type: typeset.Heading1, Parent: 1},
		{Type: typeset.Table, Parent: 1},
		{Type: typeset.TableRow, Parent: 3},
		{Type: typeset.TableHeader, Parent: 4, RowSpan: 2, Scope: typeset.ScopeColumn},
		{Type: typeset.Paragraph, Parent: 5},
		{Type: typeset.TableCell, Parent: 4, ColSpan: 3},
		{Type: typeset.Paragraph, Parent: 7},                          // shows nothing: left out, but its cell is not
		{Type: typeset.TableCell, Parent: 4, Scope: typeset.ScopeRow}, // heads nothing
		{Type: typeset.Paragraph, Parent: 9},                          // on two pages
		{Type: typeset.Figure, Parent: 10, Alt: "标志"},
		{Type: typeset.Artifact, Parent: 1},
		{Type: typeset.Paragraph, Parent: 12}, // within an artifact: nothing
	}}
	show := func(page, element int, y typeset.Length, text string) {
		p := &l.Pages[page]
		p.Texts = append(p.Texts, set(t, style{element: element}, 72000, y, text, nil)...)
	}
	show(0, 2, 50000, "职位说明书")
	show(0, 6, 70000, "职责")
	show(0, 10, 90000, "上半段")
	show(0, 0, 800000, "页脚")
	show(1, 13, 50000, "页眉")
	show(1, 10, 70000, "下半段")
	l.Pages[1].Images = []typeset.Image{{X: 0, Y: 0, Width: 9000, Height: 9000, Data: grayPNG(t), Name: "a", Element: 11}}
	data := encode(t, l)
	validate(t, data)
	want := `Document
  H1 (block)
    "职位说明书"
  Table (block)
    TR
      TH:
         /RowSpan 2
         /Scope /Column
        P (block)
          "职责"
      TD:
         /ColSpan 3
      TD
        P (block)
          "上半段"
          Figure:
             /BBox [0 832.9 9 841.9]
            ""
          "下半段"
`
	if diff := cmp.Diff(want, tool(t, data, "pdfinfo", "-struct-text", "FILE")); diff != "" {
		t.Errorf("structure (-want +got):\n%s", diff)
	}
	if !strings.Contains(string(data), "/Alt<FEFF68075FD7>") {
		t.Error("the figure has lost its text")
	}
}

func TestFurnitureSaysWhatItIs(t *testing.T) {
	t.Parallel()
	l := lines(t, style{}, "正文")
	p := &l.Pages[0]
	show := func(y typeset.Length, text string) {
		p.Texts = append(p.Texts, set(t, style{}, 72000, y, text, nil)...)
	}
	body := p.Texts
	p.Texts = nil
	show(30000, "页眉")
	show(60000, "表头")
	p.Texts = append(p.Texts, body...)
	show(800000, "页脚")
	p.Header.Texts, p.Footer.Texts = 1, 1
	p.Images = []typeset.Image{{Width: 9000, Height: 9000, Data: grayPNG(t), Name: "a"}}
	p.Header.Images = 1
	p.Rules = []typeset.Rect{{X: 1, Y: 1, Width: 9000, Height: 500}}
	data := encode(t, l)
	validate(t, data)
	content := tool(t, data, "mutool", "show", "-b", "FILE", "4")
	var got []string
	for _, line := range strings.Split(content, "\n") {
		if strings.HasSuffix(line, "BDC") || strings.HasSuffix(line, "BMC") {
			got = append(got, line)
		}
	}
	want := []string{
		"/Artifact<</Type/Pagination/Subtype/Header>>BDC", "/Artifact<</Type/Pagination/Subtype/Header>>BDC",
		"/Artifact BMC", "/P<</MCID 0>>BDC", "/Artifact<</Type/Pagination/Subtype/Footer>>BDC",
		"/Artifact<</Type/Layout>>BDC",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("marks (-want +got):\n%s", diff)
	}
}

func TestOtherLanguagesAreNamedOnce(t *testing.T) {
	t.Parallel()
	l := lines(t, style{}, "汉", "English", "中", "x")
	l.Elements[2].Language = "zh-Hans"
	l.Elements[3].Language = "en-GB"
	l.Elements[5].Language = "x-none"
	l.Elements = append(l.Elements,
		typeset.Element{Type: typeset.List, Parent: 3, Numbering: typeset.NumberingDecimal}, // within English
		typeset.Element{Type: typeset.ListBody, Parent: 6, Language: "en-US"},
		typeset.Element{Type: typeset.ListBody, Parent: 6, Language: "zh-CN"})
	for i, text := range []string{"inner", "内"} {
		l.Pages[0].Texts = append(l.Pages[0].Texts, set(t, style{element: 7 + i}, 72000, typeset.Length(400000+20000*i), text, nil)...)
	}
	data := string(encode(t, l))
	if n := strings.Count(data, "/Lang<"); n != 3 { // catalog, English, 内
		t.Errorf("%d languages are named, want 3", n)
	}
	for _, want := range []string{"/Lang<FEFF0065006E002D00470042>", "/A<</O/List/ListNumbering/Decimal>>"} {
		if !strings.Contains(data, want) {
			t.Errorf("file without %s", want)
		}
	}
}

func TestNotesGoByNames(t *testing.T) {
	t.Parallel()
	l := lines(t, style{}, "正文")
	for i, text := range []string{"注一", "注二"} {
		l.Elements = append(l.Elements, typeset.Element{Type: typeset.Note, Parent: 2})
		l.Pages[0].Texts = append(l.Pages[0].Texts, set(t, style{element: 3 + i}, 72000, typeset.Length(700000+20000*i), text, nil)...)
	}
	data := encode(t, l)
	validate(t, data)
	for _, want := range []string{"/IDTree<</Names[(note00000003)", "(note00000004)", "/ID(note00000003)", "/ID(note00000004)"} {
		if !strings.Contains(string(data), want) {
			t.Errorf("file without %s", want)
		}
	}
}
