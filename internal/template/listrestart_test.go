package template_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/wordml"
)

// Lists of the tests: 1 counts on two levels, 2 has bullets, 3 begins at 5 with
// an override, 4 is bound to a style.
const listParts = `<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>` +
	`<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>` +
	`<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Item"/></w:lvl><w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%3"/></w:lvl></w:abstractNum>` +
	`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>` +
	`<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>` +
	`<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num><w:numIdMacAtCleanup w:val="1"/>`

const listStyles = `<w:style w:type="paragraph" w:styleId="Item"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr><w:ind w:left="400"/></w:pPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Small"><w:basedOn w:val="Item"/><w:pPr><w:ind w:hanging="200"/></w:pPr></w:style>`

// li is a numbered paragraph.
func li(num, level int, text string) string {
	return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr></w:pPr>%s</w:p>`, level, num, r(text))
}

// numbersOf reads a document as its lists count: an instance for each
// paragraph, as the original one and a stroke for each that was made after it.
func numbersOf(t *testing.T, doc *wordml.Document) string {
	t.Helper()
	root := partOf(t, doc, "word/furniture1.xml")
	names := map[string]string{}
	order := []string{}
	for _, n := range root.Children {
		if n.Name == "w:num" {
			order = append(order, n.Attr("w:numId"))
		}
	}
	for i, id := range order {
		names[id] = id
		if i >= 4 {
			names[id] = "new" + fmt.Sprint(i-3)
		}
	}
	var b strings.Builder
	for _, para := range all(written(t, doc), "w:p") {
		if num := para.Find("w:pPr", "w:numPr", "w:numId"); num != nil {
			b.WriteString(names[num.Attr("w:val")] + ":")
		}
		b.WriteString(paragraphText(para) + " ")
	}
	return strings.TrimSpace(b.String())
}

func TestListsStartAnewForEachItemAround(t *testing.T) {
	t.Parallel()
	const data = `{"duties":[{"description":"甲","tasks":[{"text":"一","subtasks":["p","q"]},{"text":"二","subtasks":["r"]}]},{"description":"乙","tasks":[{"text":"三","subtasks":["s"]}]},{"description":"丙","tasks":[{"text":"四"}]}],"authorities":["a","b"]}`
	tests := []struct{ name, body, want string }{
		{"the items of a list count on", li(1, 0, "{#相关权限}{.}{/}"), "1:a 1:b"},
		{"the items of an inner list start anew", p("{#职责}") + p("{职责描述}") + li(1, 0, "{#任务}{内容}{/}") + p("{/}"), "甲 1:一 1:二 乙 new1:三 丙 new2:四"},
		{"a list of its own in each item", p("{#职责}") + li(1, 0, "职责描述：{职责描述}") + li(1, 0, "权重：{权重}") + p("{/}"), "1:职责描述：甲 1:权重： new1:职责描述：乙 new1:权重： new2:职责描述：丙 new2:权重："},
		{"one paragraph for each item and no more", p("{#职责}") + li(1, 0, "{职责描述}") + p("说明") + p("{/}"), "1:甲 说明 1:乙 说明 1:丙 说明"},
		{"one of two branches for each item", p("{#职责}") + p("{#工作时间百分比|出现}") + li(1, 0, "{职责描述}") + p("{否则}") + li(1, 0, "无{职责描述}") + p("{/}") + p("{/}"), "1:无甲 1:无乙 1:无丙"},
		{"one of two conditions for each item", p("{#职责}") + p("{#权重|出现}") + li(1, 0, "{职责描述}") + p("{/}") + p("{^权重|出现}") + li(1, 0, "无{职责描述}") + p("{/}") + p("{/}"), "1:无甲 1:无乙 1:无丙"},
		{"two conditions for each item", p("{#职责}") + p("{#职责描述}") + li(1, 0, "{.}") + p("{/}") + p("{#任务}") + li(2, 0, "点") + p("{/}") + p("{#工作时间百分比|留空}") + li(1, 0, "x") + p("{/}") + p("{/}"), "1:甲 2:点 2:点 new1:乙 2:点 new2:丙 2:点"},
		{"a lower level counts anew by itself", p("{#职责}") + li(1, 0, "{职责描述}") + li(1, 1, "{#任务}{内容}{/}") + p("{/}"), "1:甲 1:一 1:二 1:乙 1:三 1:丙 1:四"},
		{"a lower level goes with the one above it", p("{#职责}") + p("{#任务}") + li(1, 0, "{内容}") + li(1, 1, "{#子任务}{.}{/}") + p("{/}") + p("{/}"), "1:一 1:p 1:q 1:二 1:r new1:三 new1:s new2:四"},
		{"a lower level below a heading outside", li(1, 0, "头") + p("{#职责}") + p("{职责描述}") + li(1, 1, "{#任务}{内容}{/}") + p("{/}"), "1:头 甲 1:一 1:二 乙 new1:三 丙 new2:四"},
		{"a lower level that shows the number above it", li(4, 0, "头") + p("{#职责}") + p("{职责描述}") + li(4, 2, "{#任务}{内容}{/}") + p("{/}"), "4:头 甲 4:一 4:二 乙 4:三 丙 4:四"},
		{"a list that is told to count on", p("{#职责}") + p("{职责描述}") + li(1, 0, "{#任务}{续号}{内容}{/}") + li(3, 0, "{#任务}{内容}{/}{续号}") + p("{/}"), "甲 1:一 1:二 3:一 3:二 乙 1:三 3:三 丙 1:四 3:四"},
		{"bullets have nothing to count", p("{#职责}") + li(2, 0, "{#任务}{内容}{/}") + p("{/}"), "2:一 2:二 2:三 2:四"},
		{"lists in cells", tbl(tr(tc("{#职责}{职责描述}"), tc(li(1, 0, "{#任务}{内容}{/任务}"), p("{/职责}")))), "甲 1:一 1:二 乙 new1:三 丙 new2:四"},
		{"two lists of one numbering", p("{#职责}") + li(1, 0, "{#任务}{内容}{/}") + p("{/}") + p("{#职责}") + li(1, 0, "{#任务}{内容}{/}") + p("{/}"), "1:一 1:二 new1:三 new2:四 1:一 1:二 new3:三 new4:四"},
		{"a list outside is left alone", li(1, 0, "x") + p("{#职责}") + li(3, 0, "{#任务}{内容}{/}") + p("{/}") + li(1, 0, "y"), "1:x 3:一 3:二 new1:三 new2:四 1:y"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tm := compile(t, form(), tt.body+"<w:sectPr/>", "numbering", listParts, "styles", listStyles)
			got := numbersOf(t, fill(t, tm, values(t, data)))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestInstancesThatStartAnewCountLikeTheirOrigin(t *testing.T) {
	t.Parallel()
	const data = `{"duties":[{"tasks":["一"]},{"tasks":["二"]}]}`
	styled := `<w:p><w:pPr><w:pStyle w:val="Small"/><w:jc w:val="left"/></w:pPr>` + r("{#任务}{.}{/}") + `</w:p>`
	tm := compile(t, form(), body(p("{#职责}"), li(3, 0, "{#任务}{.}{/}"), styled, p("{/}")), "numbering", listParts, "styles", listStyles)
	doc := fill(t, tm, values(t, data))
	root := partOf(t, doc, "word/furniture1.xml")
	var got []string
	for _, n := range root.Children[7:] {
		got = append(got, string(n.Append(nil)))
	}
	want := []string{
		`<w:num w:numId="5"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>`,
		`<w:num w:numId="6"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="3"/></w:lvlOverride></w:num>`,
		`<w:numIdMacAtCleanup w:val="1"/>`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("numbering (-want +got)\n%s", diff)
	}
	paras := all(written(t, doc), "w:p")
	// The indents of the style would give way to those of the list, so they are written out.
	want = []string{
		`<w:pPr><w:pStyle w:val="Small"/><w:jc w:val="left"/></w:pPr>`,
		`<w:pPr><w:pStyle w:val="Small"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="6"/></w:numPr><w:ind w:hanging="200" w:left="400"/><w:jc w:val="left"/></w:pPr>`,
	}
	got = []string{string(paras[1].Child("w:pPr").Append(nil)), string(paras[3].Child("w:pPr").Append(nil))}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("paragraphs (-want +got)\n%s", diff)
	}
	if n, _ := doc.Package.Part("word/furniture1.xml"); n == nil || len(n.Children) != len(root.Children) {
		t.Error("the package of the document does not know the new instances")
	}
}
