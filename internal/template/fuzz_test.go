package template_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"jobdoc/internal/template"
	"jobdoc/internal/wordml"
)

// fuzzData are the values that fuzzed templates are filled with.
var fuzzData = []string{
	`{}`,
	`{"position":{"title":"经理","reportsTo":{"title":"总"},"extra":[{"label":"a","value":"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="},{"label":"照片","value":"无"}]},"duties":[{"description":"甲","tasks":["一",{"text":"二"}],"taskNumberStart":3},{"tasks":[]}],"authorities":["a","b","c"],"tools":[],"remarks":null,"collaboration":{"internal":["x"]},"document":null}`,
	`{"duties":"x","position":"y","authorities":{"a":1},"tools":[[["z"]],null,7,true],"document":[1],"competencies":[{"items":"a"},"b"],"extra":3}`,
}

// sketch makes a body of a text: a line is a paragraph, a line that begins with
// | is a row, its cells parted by | and their paragraphs by /. A tilde tears a
// run, ^ and v before a cell draw a merge, = makes it two columns wide.
func sketch(text string) string {
	var b strings.Builder
	var rows []string
	flush := func() {
		if rows != nil {
			b.WriteString(tbl(rows...))
			rows = nil
		}
	}
	para := func(s string) string { return p(strings.Split(s, "~")...) }
	for line := range strings.SplitSeq(text, "\n") {
		cells, isRow := strings.CutPrefix(line, "|")
		if !isRow {
			flush()
			b.WriteString(para(line))
			continue
		}
		var row []string
		for c := range strings.SplitSeq(cells, "|") {
			props := ""
			for _, m := range []struct{ sign, props string }{{"=", wide(2)}, {"v", vRestart}, {"^", vContinue}} {
				if rest, ok := strings.CutPrefix(c, m.sign); ok {
					c, props = rest, props+m.props
				}
			}
			var paras strings.Builder
			for s := range strings.SplitSeq(c, "/ ") {
				paras.WriteString(para(s))
			}
			row = append(row, tcw(props, paras.String()))
		}
		rows = append(rows, tr(row...))
	}
	flush()
	return body(b.String())
}

// xmlText drops what cannot stand in an XML part.
func xmlText(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && (!wordml.IsChar(r) || r == '\r') {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

func fillAll(t *testing.T, file []byte, check func(part string, root *wordml.Node)) {
	pkg, err := wordml.Open(file)
	if err != nil {
		return
	}
	tm, faults := template.Compile(pkg, form())
	if (tm == nil) != (len(faults) > 0) {
		t.Fatalf("Compile() gives a template: %v, with %d faults", tm != nil, len(faults))
	}
	if tm == nil {
		checkAnnotated(t, pkg, len(faults))
		return
	}
	for _, text := range fuzzData {
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		var data map[string]any
		if err := d.Decode(&data); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		doc, err := tm.Fill(data)
		var refused *template.FillError
		if errors.As(err, &refused) && len(refused.Faults) > 0 {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := doc.WriteTo(&out); err != nil {
			t.Fatal(err)
		}
		filled, err := wordml.Open(out.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		root, err := filled.Part(filled.Main())
		if err != nil {
			t.Fatal(err)
		}
		check(filled.Main(), root)
	}
}

// checkAnnotated holds an annotated template to two laws: its text is that of
// the file, and every comment is anchored once.
func checkAnnotated(t *testing.T, pkg *wordml.Package, faults int) {
	t.Helper()
	doc, told := template.Annotate(pkg, form(), false)
	if len(told) != faults {
		t.Fatalf("Annotate() gives %d faults, Compile() %d", len(told), faults)
	}
	var out bytes.Buffer
	if _, err := doc.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	annotated, err := wordml.Open(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	before, _ := pkg.Part(pkg.Main())
	after, err := annotated.Part(annotated.Main())
	if err != nil {
		t.Fatal(err)
	}
	if was, is := shownText(before), shownText(after); was != is {
		t.Fatalf("the text was %q and is %q", was, is)
	}
	anchors := map[string]int{}
	for _, name := range []string{"w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"} {
		for _, n := range all(after, name) {
			anchors[n.Attr("w:id")]++
		}
	}
	for _, name := range annotated.RelatedByType(annotated.Main(), "comments") {
		root, err := annotated.Part(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range root.Children {
			if c.Attr("w:author") == "jobdoc" && anchors[c.Attr("w:id")] != 3 {
				t.Fatalf("comment %s has %d anchors", c.Attr("w:id"), anchors[c.Attr("w:id")])
			}
		}
	}
}

// shownText is all text of a part, without the white space that nobody sees.
func shownText(n *wordml.Node) string {
	switch {
	case n.Name == "":
		return n.Text
	case n.Name == "w:t" && n.Attr("xml:space") != "preserve":
		return strings.Trim(n.Content(), " \t\r\n")
	}
	var b strings.Builder
	for _, c := range n.Children {
		b.WriteString(shownText(c))
	}
	return b.String()
}

func FuzzTemplate(f *testing.F) {
	for _, s := range []string{
		"姓名：{岗~位名称}",
		"|{#职责}职责{序号|中文}{合并:职责}|=职责描述：{职责描述}|{权重}\n||{#任务}工作任务{合并:职责}|={序号}．{.}{/任务}{/职责}",
		"{#相关权限}\n• {.}\n{否则}\n无\n{/}",
		"|v{#职责}{职责描述}|{#任务:行}{.}{/}\n|^|x{/职责}\n|^a|{?备注:行}",
		"• {#工具}{.}{否则}无{/}\n{#相关权限}{#首个}<{/}{.}{^末个}、{/}{/}",
		"|a{#任务}{.}{/}|{#职责}/ b|{/}\n{#协作关系|出现}{#内部协作部门|留空}x{否则}{内部协作部门|连接:；|默认:无}{/}{/}",
		"{#职责}\n|{合并:职责}{职责描述}|{#任务:行}{.}{/}\n{/}",
		"a{#职责:段}\n{/}b{分页}{生效日期|日期:YYYY年}",
		"{#相关权限}{分页}\n{%照片:25mm}{%其他信息:a}\n{/}{分页}\n{续号}",
		"{。}{……工具}无{、}{“岗位名称”}﹛岗位编号￨默认﹕无﹜",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 {
			return
		}
		fillAll(t, docx(t, sketch(xmlText(text))), func(part string, root *wordml.Node) { checkInvariants(t, part, root) })
	})
}

// FuzzMarkup fills templates whose markup may nest in any way.
func FuzzMarkup(f *testing.F) {
	for _, s := range []string{
		body(dutyTable()),
		p("{#工具}{.}{/}") + `<w:sdt><w:sdtPr><w:id w:val="1"/></w:sdtPr><w:sdtContent>` + p("{#工具}") + p("{/}") + `</w:sdtContent></w:sdt>`,
		`<w:tbl><w:sdt><w:sdtContent>` + tr(tc("{#工具}"), `<w:sdt><w:sdtContent>`+tc("{/}")+`</w:sdtContent></w:sdt>`) + `</w:sdtContent></w:sdt></w:tbl>`,
		tr(tc("{#工具}"), tc("{/}")) + tc("{合并:职责}{?备注:行}"),
		`<w:p><w:p>` + r("{#工具}") + `</w:p>` + r("{/}{岗位名称}") + `</w:p>`,
		`<w:p><w:r><w:drawing><wp:docPr id="1"/><w:txbxContent>` + p("{#职责}{.}{/}") + `</w:txbxContent></w:drawing></w:r></w:p>`,
		`<w:p>` + r("{#职责}") + refer("w:footnoteReference", "1") + refer("w:commentReference", "1") + r("{/}") + `</w:p>`,
		`<w:p>` + ins(r("{#工")) + del("x") + r("具}{.}{/}") + `</w:p>` + marked("del", r("{岗位")) + p("名称}"),
		p("{#职责}") + li(1, 0, "{#任务}{.}{/}") + li(1, 1, "x") + li(1, 1, "{续号}y") + p("{/}"),
		`<w:p>` + complexField("REF a", r("{岗位名称}")) + `<mc:AlternateContent><mc:Choice>` + r("{#工具}{.}") + `</mc:Choice><mc:Fallback>` + r("{/}") + `</mc:Fallback></mc:AlternateContent></w:p>`,
		tbl(tr(tcw(vRestart, "{%其他信息:a:20mm}"), tc("{%工具}")), tr(tcw(vContinue, ""), tc("{%.}"))),
		`<w:p><w:pPr><w:sectPr/></w:pPr><w:r>text<w:t/><w:t>{</w:t><w:tab/><w:t>岗位名称</w:t></w:r>}<w:hyperlink><w:r><w:t>}</w:t></w:r></w:hyperlink></w:p>`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, markup string) {
		if len(markup) > 4000 {
			return
		}
		file := docx(t, markup, "footnotes", note("w:footnote", "1", p("{#任务}{.}{/}{岗位名称}")), "comments", note("w:comment", "1", p("{.}")),
			"numbering", listParts, "core", "<dc:title>{岗位名称}</dc:title>")
		fillAll(t, file, func(string, *wordml.Node) {})
	})
}
