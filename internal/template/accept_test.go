package template_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func ins(content string) string {
	return `<w:ins w:id="1" w:author="甲" w:date="2024-01-01T00:00:00Z">` + content + `</w:ins>`
}

// del is a deletion; Word writes its text as w:delText.
func del(text string) string {
	return `<w:del w:id="1" w:author="甲"><w:r><w:delText xml:space="preserve">` + esc(text) + `</w:delText></w:r></w:del>`
}

// marked is a paragraph whose mark was inserted, deleted or moved.
func marked(mark, content string) string {
	return `<w:p><w:pPr><w:jc w:val="left"/><w:rPr><w:` + mark + ` w:id="1" w:author="甲"/><w:b/></w:rPr></w:pPr>` + content + `</w:p>`
}

func TestTrackedChangesAreAccepted(t *testing.T) {
	t.Parallel()
	const data = `{"position":{"title":"经理","code":"A"},"authorities":["a","b"],"tools":[]}`
	checkRules(t, []rule{
		{"what was inserted stays and what was deleted goes", "<w:p>" + r("岗位：") + del("{岗位编号}") + ins(r("{岗位名称}")) + r("。") + "</w:p>", data, "岗位：经理。"},
		{"a change inside a tag", "<w:p>" + r("{岗位") + del("编号") + ins(r("名")+rb("称")) + r("}") + "</w:p>", data, "经理"},
		{"a change inside a change", "<w:p>" + ins(del("x")+r("{岗位名称}")) + "</w:p>", data, "经理"},
		{"a text that moved", `<w:p>` + r("前") + `<w:moveFromRangeStart w:id="1" w:name="m"/><w:moveFrom w:id="2" w:author="a">` + r("{岗位名称}") + `</w:moveFrom><w:moveFromRangeEnd w:id="1"/></w:p><w:p><w:moveToRangeStart w:id="3" w:name="m"/><w:moveTo w:id="4" w:author="a">` + r("至{岗位名称}") + `</w:moveTo><w:moveToRangeEnd w:id="3"/></w:p>`, data, "前\n至经理"},
		{"a format that changed", `<w:p><w:pPr><w:jc w:val="left"/><w:pPrChange w:id="1" w:author="a"><w:pPr/></w:pPrChange></w:pPr><w:r><w:rPr><w:b/><w:rPrChange w:id="1" w:author="a"><w:rPr/></w:rPrChange></w:rPr><w:t>{岗位名称}</w:t></w:r></w:p>`, data, "经理"},
		{"a paragraph mark that was deleted", marked("del", r("{岗位")) + p("名称}") + p("后"), data, "经理\n后"},
		{"a paragraph that was deleted", p("前") + marked("del", del("{岗位编号}")) + p("后"), data, "前\n后"},
		{"a last paragraph that was deleted", tbl(tr(tc(p("前"), marked("del", del("x"))))), data, "| 前 |"},
		{"the only paragraph of a cell that was deleted", tbl(tr(tc(marked("del", del("x"))), tc("{岗位名称}"))), data, "|  | 经理 |"},
		{"a deleted mark before a table", marked("del", r("前")) + tbl(tr(tc("{岗位名称}"))), data, "前\n| 经理 |"},
		{"paragraphs that moved", p("前") + marked("moveFrom", `<w:moveFrom w:id="1" w:author="a">`+r("{岗位名称}")+`</w:moveFrom>`) + p("中") + marked("moveTo", `<w:moveTo w:id="1" w:author="a">`+r("{岗位名称}")+`</w:moveTo>`), data, "前\n中\n经理"},
		{"a paragraph mark that was inserted", marked("ins", ins(r("{岗位名称}"))) + p("后"), data, "经理\n后"},
		{"a row that was deleted, and one that was inserted", tbl(tr(tc("头")), `<w:tr><w:trPr><w:del w:id="1" w:author="a"/></w:trPr>`+tc("{岗位名秤}")+`</w:tr>`, `<w:tr><w:trPr><w:ins w:id="1" w:author="a"/></w:trPr>`+tc("{岗位名称}")+`</w:tr>`), data, "| 头 |\n| 经理 |"},
		{"a table that was deleted", p("前") + tbl(`<w:tr><w:trPr><w:del w:id="1" w:author="a"/></w:trPr>`+tc("{岗位名秤}")+`</w:tr>`) + p("{岗位名称}"), data, "前\n经理"},
		{"cells that were deleted and inserted", tbl(tr(tcw(`<w:cellDel w:id="1" w:author="a"/>`, "{岗位名秤}"), tcw(`<w:cellIns w:id="1" w:author="a"/>`, "{岗位名称}"))), data, "| 经理 |"},
		{"a block whose closer was typed later", p("{#相关权限}") + p("{.}") + marked("ins", ins(r("{/}"))), data, "a\nb"},
		{"a deletion without tags", p("a") + "<w:p>" + r("b") + del("c") + "</w:p>", data, "a\nb"},
	})
}

func TestSectionsSurviveADeletedMark(t *testing.T) {
	t.Parallel()
	tm := compile(t, form(), `<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr><w:sectPr><w:type w:val="nextPage"/></w:sectPr></w:pPr>`+r("a")+`</w:p>`+p("{岗位名称}")+`<w:sectPr/>`)
	got := written(t, fill(t, tm, values(t, `{}`)))
	if n := len(all(got, "w:sectPr")); n != 2 {
		t.Errorf("%d sections, want 2", n)
	}
}

func TestTextWithoutChangesIsShared(t *testing.T) {
	t.Parallel()
	tm := compile(t, form(), body("<w:p>"+del("x")+r("a")+"</w:p>", tbl(tr(tc("b")))))
	before, _ := tm.Package().Part("word/document.xml")
	doc := fill(t, tm, values(t, `{}`))
	after, _ := doc.Part("word/document.xml")
	if before.Child("w:body").Child("w:tbl") != after.Child("w:body").Child("w:tbl") {
		t.Error("a table without changes was made anew")
	}
	if diff := cmp.Diff("a\n| b |\n", outline(after.Child("w:body"))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
