package template_test

import (
	"bytes"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/template"
	"jobdoc/internal/wordml"
)

// all returns the elements below n with the name, in order.
func all(n *wordml.Node, name string) []*wordml.Node {
	var found []*wordml.Node
	for _, c := range n.Children {
		if c.Name == name {
			found = append(found, c)
		}
		found = append(found, all(c, name)...)
	}
	return found
}

func TestValueTakesTheFormatOfTheRunInWhichItsTagBegins(t *testing.T) {
	t.Parallel()
	tm := compile(t, form(), body("<w:p>"+r("岗")+rb("位{岗")+r("位名")+rb("称")+r("}。")+"</w:p>"))
	got := string(written(t, fill(t, tm, values(t, `{"position":{"title":"经理"}}`))).Child("w:p").Append(nil))
	want := `<w:p><w:r><w:t xml:space="preserve">岗</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">位经理</w:t></w:r><w:r><w:t xml:space="preserve">。</w:t></w:r></w:p>`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestBlockInALineKeepsTheFormatsOfItsRuns(t *testing.T) {
	t.Parallel()
	tm := compile(t, form(), body("<w:p>"+r("权：{#相关")+rb("权限}[{.")+r("}]")+rb("；{/}")+r("完")+"</w:p>"))
	got := string(written(t, fill(t, tm, values(t, `{"authorities":["a","b"]}`))).Child("w:p").Append(nil))
	want := `<w:p>` + r("权：") + rbs("[a") + r("]") + rbs("；") + rbs("[b") + r("]") + rbs("；") + r("完") + `</w:p>`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// rbs is a bold run as Fill writes it.
func rbs(text string) string {
	return `<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">` + esc(text) + `</w:t></w:r>`
}

func TestHeadersAndFootersAreFilled(t *testing.T) {
	t.Parallel()
	tm := compile(t, form(), body(p("x")), "header", p("{单位名称}"), "footer", tbl(tr(tc("{文件编号|默认:／}"), tc("{?备注:行}")))+p("{/工具}"[:0]+"页"), "header", p("y"))
	doc := fill(t, tm, values(t, `{"organization":"某公司"}`))
	for name, want := range map[string]string{"word/furniture1.xml": "某公司\n", "word/furniture2.xml": "页\n", "word/furniture3.xml": "y\n"} {
		root, err := doc.Part(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := outline(root); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	main, _ := doc.Part(doc.Main())
	if before, _ := tm.Package().Part(doc.Main()); main != before {
		t.Error("a part without tags is not shared with the template")
	}
}

func TestWhatDoesNotChangeIsShared(t *testing.T) {
	t.Parallel()
	const props = `<w:pPr><w:jc w:val="center"/></w:pPr>`
	still := tr(tc("不变"), tc("x"))
	tm := compile(t, form(), body("<w:p>"+props+rb("{岗位名称}")+"</w:p>", p("不变"), tbl(still, tr(tcw(wide(2), "{#相关权限:行}{.}{/}")), tr(tc("{#工具:行}不变{/}"), tc("y")))))
	before, _ := tm.Package().Part(tm.Package().Main())
	doc := fill(t, tm, values(t, `{"position":{"title":"经理"},"authorities":["a","b"],"tools":["p","q"]}`))
	after, _ := doc.Part(doc.Main())
	from, to := before.Child("w:body"), after.Child("w:body")
	same := func(what string, a, b *wordml.Node) {
		t.Helper()
		if a == nil || a != b {
			t.Errorf("%s is not shared", what)
		}
	}
	same("w:pPr", from.Children[0].Child("w:pPr"), to.Children[0].Child("w:pPr"))
	same("w:rPr", from.Find("w:p", "w:r", "w:rPr"), to.Find("w:p", "w:r", "w:rPr"))
	same("a paragraph", from.Children[1], to.Children[1])
	same("w:tblPr", from.Find("w:tbl", "w:tblPr"), to.Find("w:tbl", "w:tblPr"))
	rows := all(to, "w:tr")
	same("a row", all(from, "w:tr")[0], rows[0])
	same("w:tcPr", all(from, "w:tr")[1].Find("w:tc", "w:tcPr"), rows[1].Find("w:tc", "w:tcPr"))
	same("a repeated row without values", rows[3], rows[4])
	same("w:sectPr", from.Child("w:sectPr"), to.Child("w:sectPr"))
}

func TestSectionPropertiesAreNeitherLostNorDoubled(t *testing.T) {
	t.Parallel()
	section := func(name, text string) string {
		return `<w:p><w:pPr><w:sectPr><w:type w:val="` + name + `"/></w:sectPr></w:pPr>` + r(text) + `</w:p>`
	}
	tests := []struct{ name, body, data string }{
		{"outside blocks", section("a", "x") + section("b", "{?备注}"), `{}`},
		{"with only tags in the paragraph", section("a", "{合并:职责}"[:0]) + section("b", ""), `{}`},
		{"in a block over three items", p("{#相关权限}") + section("a", "{.}") + p("y") + section("b", "z") + p("{/}"), `{"authorities":["a","b","c"]}`},
		{"in a block over one paragraph", section("a", "{#相关权限}{.}{/}") + section("b", "x"), `{"authorities":["a","b","c"]}`},
		{"in a block over nothing", p("{#相关权限}") + section("a", "{.}") + section("b", "{.}") + p("{/}"), `{}`},
		{"in nested blocks", p("{#职责}") + p("{#任务}") + section("a", "{.}") + p("{/}") + section("b", "x") + p("{/}"), `{"duties":[{"tasks":["a","b"]},{"tasks":["c"]},{}]}`},
		{"in either branch", p("{#工具}") + section("a", "{.}") + p("{否则}") + section("b", "无") + p("{/}"), `{}`},
		{"in branches that are both empty", p("{#岗位名称}") + p("{#工具|留空}") + section("a", "{.}") + p("{否则}") + p("y") + p("{/}") + p("{#工具|留空}") + p("y") + p("{否则}") + section("b", "无") + p("{/}") + p("{/}"), `{"position":{"title":"x"},"tools":null}`},
		{"in the closer's paragraph", p("{#工具}") + section("a", "{.}") + section("b", "{/}"), `{"tools":["x","y"]}`},
		{"in a paragraph that goes otherwise", section("a", "{#工具}{/}") + section("b", "{#工具}{/}"), `{"tools":["x","y"]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tm := compile(t, form(), body(tt.body))
			var got []string
			for _, n := range all(written(t, fill(t, tm, values(t, tt.data))), "w:sectPr") {
				got = append(got, n.Child("w:type").Attr("w:val"))
			}
			if diff := cmp.Diff([]string{"a", "b", ""}, got); diff != "" {
				t.Errorf("sections (-want +got)\n%s", diff)
			}
		})
	}
}

func TestIDsStayUniqueInRepeatedBlocks(t *testing.T) {
	t.Parallel()
	drawing := `<w:r><w:drawing><wp:inline><wp:docPr id="7" name="图 1"/><a:graphic/></wp:inline></w:drawing></w:r>`
	para := `<w:p w14:paraId="1A2B3C4D" w14:textId="77777777"><w:bookmarkStart w:id="3" w:name="m"/>` + r("{.}") + drawing + `<w:bookmarkEnd w:id="3"/></w:p>`
	tm := compile(t, form(), body(
		p("{#相关权限}"), para, `<w:sdt><w:sdtPr><w:id w:val="12"/></w:sdtPr><w:sdtContent>`+p("x")+`</w:sdtContent></w:sdt>`, p("{/}"),
		`<w:p w14:paraId="00000001"><w:bookmarkStart w:id="4" w:name="n"/>`+strings.Replace(drawing, `"7"`, `"8"`, 1)+`<w:bookmarkEnd w:id="4"/></w:p>`,
		tbl(`<w:tr w14:paraId="0000000A">`+tc("{#相关权限:行}固定{/}", `<w:p w14:paraId="0000000B">`+r("x")+`</w:p>`)+`</w:tr>`)))
	got := written(t, fill(t, tm, values(t, `{"authorities":["a","b","c"]}`))) // checks that ids differ
	var ids []string
	for _, n := range all(got, "wp:docPr") {
		ids = append(ids, n.Attr("id"))
	}
	if diff := cmp.Diff([]string{"7", "9", "10", "8"}, ids); diff != "" {
		t.Errorf("ids of drawings (-want +got)\n%s", diff)
	}
	if n := len(all(got, "w:bookmarkStart")); n != 2 {
		t.Errorf("%d bookmarks, want 2", n)
	}
	if n := len(all(got, "w:id")); n != 0 {
		t.Errorf("%d ids of content controls, want 0", n)
	}
	if got.Children[len(got.Children)-4].Attr("w14:paraId") != "00000001" {
		t.Error("a paragraph outside blocks has lost its id")
	}
}

func TestShapesAreCopiedWithoutTheirIDs(t *testing.T) {
	t.Parallel()
	shape := `<w:r><w:pict><v:shapetype id="_x0000_t202"><v:stroke/></v:shapetype><v:shape id="_x0000_s1026" type="#_x0000_t202" style="width:9pt"><v:textbox><w:txbxContent>` + p("{.}") + `</w:txbxContent></v:textbox></v:shape></w:pict></w:r>`
	tm := compile(t, form(), body("<w:p>"+r("x{#相关权限}")+shape+r("{/}")+"</w:p>", "<w:p>"+strings.NewReplacer("1026", "1027", "_t202", "_t203", "{.}", "y").Replace(shape)+"</w:p>"))
	got := written(t, fill(t, tm, values(t, `{"authorities":["a","b"]}`))) // checks that ids differ
	var ids []string
	for _, n := range all(got, "v:shape") {
		ids = append(ids, n.Attr("id")+" "+n.Attr("type")+" "+n.Attr("style"))
	}
	want := []string{" #_x0000_t202 width:9pt", " #_x0000_t202 width:9pt", "_x0000_s1027 #_x0000_t203 width:9pt"}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Errorf("shapes (-want +got)\n%s", diff)
	}
	if n := len(all(got, "v:shapetype")); n != 2 {
		t.Errorf("%d types of shapes, want 2", n)
	}
}

func TestTextBoxesAreFilledInBothCopies(t *testing.T) {
	t.Parallel()
	content := `<w:txbxContent>` + p("{岗位名称}：{.}") + p("{#工具}{.}{/}") + `</w:txbxContent>`
	box := `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:docPr id="1" name="a"/><wps:wsp><wps:txbx>` + content +
		`</wps:txbx></wps:wsp></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>` + content + `</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>`
	tm := compile(t, form(), body("<w:p>"+r("{#相关权限}")+box+r("{/}")+"</w:p>"))
	got := outline(written(t, fill(t, tm, values(t, `{"position":{"title":"经理"},"authorities":["a","b"],"tools":["p","q"]}`))))
	want := "经理：apq经理：apq\n经理：bpq经理：bpq\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := faultsOf(t, body("<w:p>"+box+"</w:p>")); len(got) != 1 || !strings.HasSuffix(got[0], "文本框内 段落 1") {
		t.Errorf("faults = %q, want item-outside once, though it stands in both copies", got)
	}
}

func TestCellAndBodyKeepAParagraph(t *testing.T) {
	t.Parallel()
	item := `<w:p><w:pPr><w:pStyle w:val="List"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>` + r("{#工具}{.}{/}") + `</w:p>`
	tm := compile(t, form(), `<w:p>`+r("{?备注}")+`</w:p>`+tbl(tr(tc(item), tc(tbl(tr(tc("{#工具:行}x{/}"))), p("{#工具|出现}"), p("y"), p("{/}")), tc("z")))+`<w:sectPr/>`)
	got := string(written(t, fill(t, tm, values(t, `{}`))).Append(nil))
	want := `<w:body>` + strings.ReplaceAll(tbl(tr(tc(`<w:p><w:pPr><w:pStyle w:val="List"/></w:pPr></w:p>`), tc("<w:p/>"), tc("z"))), "<w:tcPr></w:tcPr>", "<w:tcPr/>") + `<w:p/><w:sectPr/></w:body>`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestOneTemplateManyGoroutines fills one template from eight goroutines at
// once, with two positions in turn.
func TestOneTemplateManyGoroutines(t *testing.T) {
	t.Parallel()
	tm := compile(t, form(), body(p("{岗位名称}"), dutyTable(), p("{#相关权限}{序号}、{.}{/}")), "header", p("{单位名称}"))
	inputs := []map[string]any{
		values(t, `{"position":{"title":"经理"},"organization":"甲","duties":[{"description":"一","tasks":["x","y"]},{"description":"二"}],"authorities":["a"]}`),
		values(t, `{"position":{"title":"主管"},"duties":[{"description":"一","tasks":["x"]}],"authorities":[]}`),
	}
	fillOne := func(i int) []byte {
		var file bytes.Buffer
		doc, err := tm.Fill(inputs[i])
		if err != nil {
			t.Error(err)
			return nil
		}
		if _, err := doc.WriteTo(&file); err != nil {
			t.Error(err)
		}
		return file.Bytes()
	}
	want := [][]byte{fillOne(0), fillOne(1)}
	var group sync.WaitGroup
	for g := range 8 {
		group.Go(func() {
			for k := range 20 {
				i := (g + k) % 2
				if got := fillOne(i); !bytes.Equal(got, want[i]) {
					t.Errorf("goroutine %d: other bytes than alone", g)
					return
				}
			}
		})
	}
	group.Wait()
}

func TestTagsListEveryName(t *testing.T) {
	t.Parallel()
	got := map[string]template.Tag{}
	for _, tag := range template.Tags(form()) {
		got[tag.Path] = tag
		compile(t, form(), body(p("例："+tag.Example))) // each can be typed as it is
	}
	for _, want := range []template.Tag{
		{Name: "岗位名称", Path: "position.title", Type: "文本", Example: "{岗位名称}"},
		{Name: "职责", Path: "duties", Type: "列表", Example: "{#职责}{.}{/职责}"},
		{Name: "频率", Path: "duties[].tasks[].frequency", Type: "文本", Example: "{#职责}{#任务}{频率}{/任务}{/职责}"},
		{Name: "工作时间百分比", Aliases: []string{"权重"}, Path: "duties[].timePercent", Type: "文本", Example: "{#职责}{工作时间百分比}{/职责}"},
		{Name: "编号", Path: "position.reportsTo.code", Type: "文本", Example: "{直接上级.编号}"},
		{Name: "taskNumberStart", Path: "duties[].taskNumberStart", Type: "文本", Example: "{#职责}{taskNumberStart}{/职责}"},
		{Name: "position", Path: "position", Type: "对象", Example: "{#position}{.}{/position}"},
		{Name: "协作关系", Path: "collaboration", Type: "对象", Example: "{#协作关系}{.}{/协作关系}"},
		{Name: "其他信息", Path: "position.extra", Type: "列表", Example: "{#其他信息}{.}{/其他信息} {其他信息:标签}"},
	} {
		if diff := cmp.Diff(want, got[want.Path]); diff != "" {
			t.Errorf("Tags() %s (-want +got)\n%s", want.Path, diff)
		}
	}
}
