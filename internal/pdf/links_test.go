package pdf_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"jobdoc/internal/pdf"
	"jobdoc/internal/preflight"
	"jobdoc/internal/typeset"
)

// linked is two pages with a link of each kind: to an address, over two lines
// of a paragraph; to a place on the second page; in the header.
func linked(t *testing.T) *typeset.Layout {
	t.Helper()
	l := lines(t, style{}, "见网站与附录")
	l.Elements = append(l.Elements,
		typeset.Element{Type: typeset.LinkElement, Parent: 2}, typeset.Element{Type: typeset.LinkElement, Parent: 2})
	p := &l.Pages[0]
	p.Texts = append(p.Texts, set(t, style{element: 3}, 200000, 72000, "网站", nil)...)
	p.Texts = append(p.Texts, set(t, style{element: 4}, 300000, 72000, "附录", nil)...)
	p.Links = []typeset.Link{
		{X: 200000, Y: 60000, Width: 21000, Height: 15000, URI: "https://例.cn/a b?(c)=d&e#f", Tip: "网站", Element: 3},
		{X: 72000, Y: 75000, Width: 21000, Height: 15000, URI: "mailto:hr@example.com", Element: 3},
		{X: 300000, Y: 60000, Width: 21000, Height: 15000, Page: 1, Top: 250000, Element: 4},
		{X: 72000, Y: 20000, Width: 21000, Height: 15000, Page: 0},
	}
	l.Pages = append(l.Pages, a4())
	l.Pages[1].Label = "ii"
	return l
}

func TestLinksLeadToTheirPlaces(t *testing.T) {
	t.Parallel()
	data := encode(t, linked(t))
	validate(t, data)
	list := tool(t, data, "pdfinfo", "-url", "FILE")
	for _, want := range []string{"https://%E4%BE%8B.cn/a%20b?(c)=d&e#f", "mailto:hr@example.com"} {
		if !strings.Contains(list, want) {
			t.Errorf("pdfinfo does not list %s:\n%s", want, list)
		}
	}
	for _, want := range []string{
		"/Rect[200 766.9 221 781.9 ]/StructParent 2/A<</S/URI/URI<" + fmt.Sprintf("%X", "https://%E4%BE%8B.cn/a%20b?(c)=d&e#f") + ">>>/Contents<FEFF7F517AD9>",
		"/Rect[300 766.9 321 781.9 ]/StructParent 4/Dest[5 0 R/XYZ null 591.9 null]/Contents<FEFF7B2C00200069006900209875>",
		"/Rect[72 806.9 93 821.9 ]/Dest[3 0 R/XYZ null 841.9 null]", // furniture belongs to no element
	} {
		if !bytes.Contains(data, []byte(want)) {
			t.Errorf("no annotation with %s", want)
		}
	}
	if n := bytes.Count(data, []byte("/Type/OBJR/Pg 3 0 R/Obj ")); n != 3 {
		t.Errorf("%d links stand in the structure, want 3", n)
	}
	if v := preflight.Verdicts(t, map[string][]byte{"linked": as(t, linked(t), pdf.PDFA1B)})["linked"]; v != "" {
		t.Error(v)
	}
}

func TestLinksWithoutPlaceAreErrors(t *testing.T) {
	t.Parallel()
	for _, k := range []typeset.Link{{Page: 2}, {Page: -1}, {Element: 9, URI: "http://a"}} {
		l := linked(t)
		l.Pages[0].Links = []typeset.Link{k}
		if _, err := pdf.Encode(l, options); err == nil {
			t.Errorf("link %+v gives no error", k)
		}
	}
}

func TestPagesGoByTheirLabels(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		labels []string
		want   string // "" for no entry
	}{
		{[]string{"1", "2", "3"}, ""},
		{[]string{"", "", ""}, ""},
		{[]string{"5", "6", "7"}, "0<</S/D/St 5>>"},
		{[]string{"iii", "iv", "1", "2", "1"}, "0<</P<FEFF006900690069>>>1<</P<FEFF00690076>>>2<</S/D/St 1>>4<</S/D/St 1>>"},
		{[]string{"一", "0", "2"}, "0<</P<FEFF4E00>>>1<</P<FEFF0030>>>2<</S/D/St 2>>"},
	} {
		l := &typeset.Layout{}
		for _, label := range c.labels {
			p := a4()
			p.Label = label
			l.Pages = append(l.Pages, p)
		}
		data := encode(t, l)
		validate(t, data)
		_, got, _ := strings.Cut(string(data), "/PageLabels<</Nums[")
		got, _, _ = strings.Cut(got, "]")
		if got != c.want {
			t.Errorf("labels %q are written %q, want %q", c.labels, got, c.want)
		}
	}
}
