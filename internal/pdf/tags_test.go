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
          Figure
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
