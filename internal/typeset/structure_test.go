package typeset

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/wordml"
)

// structureOf lists the elements of a layout that show text, with those around
// them and what they show.
func structureOf(l *Layout) string {
	shown := make([]strings.Builder, len(l.Elements))
	for _, p := range l.Pages {
		for _, t := range p.Texts {
			for _, g := range t.Glyphs {
				shown[t.Element].WriteRune(g.Rune)
			}
		}
	}
	var b strings.Builder
	for i, e := range l.Elements {
		if i < 2 {
			continue
		}
		for at := e.Parent; at > 1; at = l.Elements[at].Parent {
			b.WriteString("  ")
		}
		for _, s := range []string{string(e.Type), string(e.Numbering), e.Language, shown[i].String()} {
			if s != "" {
				b.WriteString(s + " ")
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestListsStandInTheItemsAboveThem(t *testing.T) {
	t.Parallel()
	item := func(level, text string) string {
		return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
	}
	d := docx{
		body: item("0", "一") + item("1", "子") + item("2", "孙") + item("1", "丑") + item("0", "二") +
			`<w:p><w:r><w:t>正文</w:t></w:r></w:p>` + item("1", "寅"),
		numbering: `<w:abstractNum w:abstractNumId="0">` +
			`<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>` +
			`<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>` +
			`<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%3、"/><w:suff w:val="nothing"/></w:lvl>` +
			`</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`,
	}
	want := strings.Join([]string{
		"L UpperRoman ", "  LI ", "    Lbl I. ", "    LBody 一 ",
		"      L Disc ", "        LI ", "          Lbl • ", "          LBody 子 ",
		"            L Decimal ", "              LI ", "                Lbl 一、 ", "                LBody 孙 ",
		"        LI ", "          Lbl • ", "          LBody 丑 ",
		"  LI ", "    Lbl II. ", "    LBody 二 ",
		"P 正文 ", "L Disc ", "  LI ", "    Lbl • ", "    LBody 寅 ", "",
	}, "\n")
	if diff := cmp.Diff(want, structureOf(d.layout(t))); diff != "" {
		t.Errorf("structure (-want +got):\n%s", diff)
	}
}

func TestParagraphsSayTheirLanguage(t *testing.T) {
	t.Parallel()
	run := func(lang, text string) string {
		return `<w:p><w:r><w:rPr>` + lang + `</w:rPr><w:t>` + text + `</w:t></w:r></w:p>`
	}
	d := docx{body: run(`<w:lang w:val="en-GB" w:eastAsia="zh-CN"/>`, "Job title") +
		run(`<w:lang w:val="en-GB" w:eastAsia="zh-CN"/>`, "Job 职位") +
		run(`<w:lang w:val="en-GB" w:eastAsia="zh-CN"/>`, "2005-02") +
		run(``, "none")}
	want := "P en-GB Job title \nP zh-CN Job 职位 \nP 2005-02 \nP none \n"
	if diff := cmp.Diff(want, structureOf(d.layout(t))); diff != "" {
		t.Errorf("structure (-want +got):\n%s", diff)
	}
}

func TestPagesSayTheirNumberAndFurniture(t *testing.T) {
	t.Parallel()
	section := func(numbers string) string {
		return `<w:sectPr>` + numbers + `</w:sectPr>`
	}
	paragraph := func(inside string) string { return `<w:p><w:pPr>` + inside + `</w:pPr><w:r><w:t>文</w:t></w:r></w:p>` }
	d := docx{
		body: paragraph(section(`<w:pgNumType w:fmt="lowerRoman" w:start="3"/>`)) +
			paragraph(section(`<w:pgNumType w:fmt="chineseCounting" w:start="12"/>`)) + paragraph("") + section(`<w:pgNumType w:start="1"/>`),
	}
	var labels []string
	for _, p := range d.layout(t).Pages {
		labels = append(labels, p.Label)
	}
	if diff := cmp.Diff([]string{"iii", "十二", "1"}, labels); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
	d = docx{
		body:   paragraph("") + `<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/><w:footerReference w:type="default" r:id="rIdFooter"/></w:sectPr>`,
		header: `<w:p><w:r><w:t>页眉 A 页</w:t></w:r></w:p>`, footer: `<w:p><w:r><w:t>脚</w:t></w:r></w:p>`,
	}
	p := d.layout(t).Pages[0]
	if n := len(p.Texts); p.Header.Texts+1+p.Footer.Texts != n || p.Header.Texts == 0 || p.Footer.Texts != 1 || p.Header.Images != 0 {
		t.Errorf("header %+v and footer %+v of %d texts, one of which is neither's", p.Header, p.Footer, n)
	}
}

func TestSymbolsReadAsWhatTheyShow(t *testing.T) {
	t.Parallel()
	symbol := func(text string) string {
		return `<w:r><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr><w:t>` + text + `</w:t></w:r>`
	}
	d := docx{body: `<w:p>` + symbol("\uF0FE\uF0A8") + `<w:r><w:t>是</w:t></w:r></w:p>`}
	if got, want := structureOf(d.layout(t)), "P ☑□是 \n"; got != want {
		t.Errorf("structure = %q, want %q", got, want)
	}
}

func TestPicturesAreDescribedByDescriptionOrTitle(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`<wp:docPr id="1" name="图片 1" descr="标志" title="t"/>`: "标志",
		`<wp:docPr id="1" name="图片 1" title="公司标志"/>`:         "公司标志",
		`<wp:docPr id="1" name="图片 1"/>`:                      "",
	} {
		root, err := wordml.Parse([]byte(`<x` + namespaces + `>` + source + `</x>`))
		if err != nil {
			t.Fatal(err)
		}
		if got := described(root.Children[0]); got != want {
			t.Errorf("%s is described as %q, want %q", source, got, want)
		}
	}
}
