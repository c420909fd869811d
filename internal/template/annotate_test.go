package template_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/template"
	"jobdoc/internal/wordml"
)

// annotate annotates a file and opens what comes out.
func annotate(t *testing.T, file []byte) (*wordml.Package, []template.Fault) {
	t.Helper()
	doc, faults := template.Annotate(open(t, file), form(), false)
	var out bytes.Buffer
	if _, err := doc.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	return open(t, out.Bytes()), faults
}

// commented lists the comments of a document as: text it stands on ← text.
func commented(t *testing.T, p *wordml.Package) []string {
	t.Helper()
	names := p.RelatedByType(p.Main(), "comments")
	if len(names) != 1 {
		return nil
	}
	root, err := p.Part(names[0])
	if err != nil {
		t.Fatal(err)
	}
	main, _ := p.Part(p.Main())
	on := map[string]*strings.Builder{}
	open := map[string]bool{}
	refers := map[string]int{}
	var walk func(n *wordml.Node)
	walk = func(n *wordml.Node) {
		switch id := n.Attr("w:id"); n.Name {
		case "w:commentRangeStart":
			on[id], open[id] = &strings.Builder{}, true
		case "w:commentRangeEnd":
			delete(open, id)
		case "w:commentReference":
			refers[id]++
		case "w:t":
			for id := range open {
				on[id].WriteString(n.Content())
			}
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(main)
	var out []string
	for _, c := range root.Children {
		id := c.Attr("w:id")
		if refers[id] != 1 || open[id] {
			t.Errorf("comment %s: %d references, still open: %v", id, refers[id], open[id])
		}
		out = append(out, fmt.Sprintf("%s ← %s", on[id], strings.TrimSpace(outline(c))))
	}
	return out
}

func TestFaultsAreAnnotatedWhereTheyStand(t *testing.T) {
	t.Parallel()
	want := []string{
		"{岗位名秤} ← 没有名为“岗位名秤”的内容，是不是“岗位名称”？ [unknown-name]",
		"{岗位编号 ← “{岗位编号”有左花括号，但本段里没有与它配对的右花括号；若要印出花括号，请写 \\{ [unclosed-brace]",
		"{生效日期|曰期:YYYY} ← 没有名为“曰期”的过滤器，是不是“日期”？ [unknown-filter]",
		"{备注|默认} ← 过滤器“默认”需要参数，例如 {名称|默认:／} [filter-argument]",
		"{职责描述} ← “职责描述”是列表中每一项的内容，请写在 {#…} 和 {/…} 之间，是不是“{#职责}”？ [name-in-list]",
		"{序号} ← {序号} 不在任何重复的列表之内，请移到 {#…} 和 {/…} 之间 [counter-outside]",
		"{/任务} ← {/任务} 没有对应的开始标记，请删去它，或在前面补上开始标记 [block-unopened]",
		"{#工具} ← {#工具} 和它的结束标记之间既不是整行、整段，也不在同一段里；请把两个标记各放在单独的一段，或放在同一段、同一表的单元格里 [block-level]",
		"{合并:职责} ← {合并:职责} 要写在表格里，并且在 {#职责} 重复的范围内 [merge-outside]",
		"{#相关权限:列} ← “列”不是级别；级别只有 行、段、行内 [unknown-level]",
	}
	for seed := range uint64(10) {
		text := tenFaults()
		if seed > 0 {
			text = untracked(tear(rand.New(rand.NewPCG(seed, 3)), text))
		}
		p, faults := annotate(t, docx(t, body(text)))
		if len(faults) != 10 {
			t.Errorf("seed %d: %d faults, want 10", seed, len(faults))
		}
		if diff := cmp.Diff(want, commented(t, p)); diff != "" {
			t.Errorf("seed %d (-want +got)\n%s", seed, diff)
		}
		root, _ := p.Part(p.Main())
		before, _ := open(t, docx(t, body(text))).Part("word/document.xml")
		if diff := cmp.Diff(outline(before.Child("w:body")), outline(root.Child("w:body"))); diff != "" {
			t.Errorf("seed %d: the text has changed (-file +annotated)\n%s", seed, diff)
		}
	}
}

// trackedChange matches what [tear] leaves of tracked changes.
var trackedChange = regexp.MustCompile(`<w:del .*?</w:del>|<w:moveFrom .*?</w:moveFrom>|</?w:ins[^>]*>|</?w:moveTo[^>]*>|<w:moveFromRange[^>]*/>`)

// untracked accepts the changes of a torn body: in a paragraph that holds any,
// a comment stands on the whole.
func untracked(body string) string { return trackedChange.ReplaceAllString(body, "") }

func TestFaultsOutsideTheTextAreAnnotatedWhereACommentCanStand(t *testing.T) {
	t.Parallel()
	box := `<w:r><w:pict><v:textbox><w:txbxContent>` + p("{甲乙丙丁}") + `</w:txbxContent></v:textbox></w:pict></w:r>`
	file := docx(t, body(p("表头"), "<w:p>"+r("甲")+box+r("乙")+"</w:p>", "<w:p>"+r("注")+refer("w:footnoteReference", "1")+r("后")+"</w:p>",
		"<w:p>"+r("见")+`<w:hyperlink r:id="rId9">`+r("此{戊己庚辛}处")+`</w:hyperlink>`+"</w:p>", "<w:p>"+r("改{岗位")+del("x")+r("名秤}")+"</w:p>"),
		"header", p("{备柱}"), "footnotes", note("w:footnote", "1", p("{岗位编马}")), "core", "<dc:title>{/}</dc:title>")
	annotated, faults := annotate(t, file)
	want := []string{
		"{甲乙丙丁} ← 段落 2 文本框内 段落 1「{甲乙丙丁}」: 没有名为“甲乙丙丁”的内容；可用的名称见 jobdoc template tags [unknown-name]",
		" ← 脚注 1 段落 1「{岗位编马}」: 没有名为“岗位编马”的内容，是不是“岗位编号”？ [unknown-name]",
		"{戊己庚辛} ← 没有名为“戊己庚辛”的内容；可用的名称见 jobdoc template tags [unknown-name]",
		"改{岗位名秤} ← 没有名为“岗位名秤”的内容，是不是“岗位名称”？ [unknown-name]", // the whole paragraph: it holds a deletion
		"表头 ← 页眉 段落 1「{备柱}」: 没有名为“备柱”的内容，是不是“备注”？ [unknown-name]",
		"表头 ← 文档属性 标题: {/} 没有对应的开始标记，请删去它，或在前面补上开始标记 [block-unopened]",
	}
	if diff := cmp.Diff(want, commented(t, annotated)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(faults) != len(want) {
		t.Errorf("%d faults, want %d", len(faults), len(want))
	}
	root, _ := annotated.Part(annotated.Main())
	if len(all(root, "w:del")) != 1 {
		t.Error("a tracked change of the file is lost")
	}
}

func TestAnnotatingAgainReplacesOldComments(t *testing.T) {
	t.Parallel()
	others := note("w:comment", "7", p("某人的批注"))
	first := docx(t, body("<w:p>"+`<w:commentRangeStart w:id="7"/>`+r("{岗位名秤}")+`<w:commentRangeEnd w:id="7"/>`+refer("w:commentReference", "7")+r("，余下的文字")+"</w:p>"), "comments", others)
	doc, _ := template.Annotate(open(t, first), form(), true)
	var once bytes.Buffer
	if _, err := doc.WriteTo(&once); err != nil {
		t.Fatal(err)
	}
	want := []string{"{岗位名秤} ← 某人的批注", "{岗位名秤} ← nothing is named “岗位名秤”; did you mean 岗位名称? [unknown-name]"}
	if diff := cmp.Diff(want, commented(t, open(t, once.Bytes()))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	doc, _ = template.Annotate(open(t, once.Bytes()), form(), true)
	var twice bytes.Buffer
	if _, err := doc.WriteTo(&twice); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, commented(t, open(t, twice.Bytes()))); diff != "" {
		t.Errorf("the second time (-want +got)\n%s", diff)
	}
	// The author mends the template and leaves our comments: they are not printed.
	mended := bytes.ReplaceAll(unzipped(t, once.Bytes(), "word/document.xml"), []byte("岗位名秤"), []byte("岗位名称"))
	tm, faults := template.Compile(open(t, rezipped(t, once.Bytes(), "word/document.xml", mended)), form())
	if tm == nil {
		t.Fatal(faults)
	}
	filled := fill(t, tm, values(t, placesData))
	var out bytes.Buffer
	if _, err := filled.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"经理 ← 某人的批注"}, commented(t, open(t, out.Bytes()))); diff != "" {
		t.Errorf("filled (-want +got)\n%s", diff)
	}
}

func TestATemplateWithoutFaultsIsAnnotatedWithNothing(t *testing.T) {
	t.Parallel()
	file := docx(t, body(p("{岗位名称}"), dutyTable()))
	doc, faults := template.Annotate(open(t, file), form(), false)
	var out bytes.Buffer
	if _, err := doc.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	if len(faults) != 0 || !bytes.Equal(unzipped(t, out.Bytes(), "word/document.xml"), unzipped(t, file, "word/document.xml")) {
		t.Errorf("%d faults, or the file has changed", len(faults))
	}
}

// unzipped is a part of a file, rezipped the file with another part in its place.
func unzipped(t *testing.T, file []byte, name string) []byte {
	t.Helper()
	data, ok := open(t, file).Bytes(name)
	if !ok {
		t.Fatalf("no part %s", name)
	}
	return data
}

func rezipped(t *testing.T, file []byte, name string, data []byte) []byte {
	t.Helper()
	root, err := wordml.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	doc := open(t, file).Document()
	doc.Replace(name, root)
	var out bytes.Buffer
	if _, err := doc.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
