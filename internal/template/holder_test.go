package template_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// custom is custom XML around anything (17.5.1).
func custom(content string) string {
	return `<w:customXml w:element="x"><w:customXmlPr/>` + content + `</w:customXml>`
}

// TestRowsAndCellsInContentControls holds rows and cells that a content control
// stands around to what holds for all others.
func TestRowsAndCellsInContentControls(t *testing.T) {
	t.Parallel()
	const data = `{"duties":[{"description":"甲","tasks":["一","二"]},{"description":"乙","tasks":["三"]}],"authorities":["a","b"],"tools":[]}`
	merged := "| v 甲 | 一 |\n| ^  | 二 |\n| 乙 | 三 |"
	checkRules(t, []rule{
		{"a merge in a cell", tbl(tr(sdt(tc("{#职责}{职责描述}{合并:职责}")), tc("{#任务:行}{.}{/}{/职责}"))), data, merged},
		{"a merge in both cells' control", tbl(tr(sdt(tc("{#职责}{职责描述}{合并:职责}"), tc("{#任务:行}{.}{/}{/职责}")))), data, merged},
		{"a merge in rows", tbl(sdt(tr(tc("{#职责}{职责描述}{合并:职责}"), tc("{#任务:行}{.}{/}{/职责}")))), data, merged},
		{"a merge in rows in two controls", tbl(sdt(sdt(tr(tc("{#职责}{职责描述}{合并:职责}"), tc("{#任务:行}{.}{/}{/职责}"))))), data, merged},
		{"a merge in rows in custom XML", tbl(custom(tr(custom(tc("{#职责}{职责描述}{合并:职责}")), tc("{#任务:行}{.}{/}{/职责}")))), data, merged},
		{"a merge from a control into the rows below", tbl(sdt(tr(tc("{#职责}{职责描述}{合并:职责}"), tc("x"))), tr(tc(""), tc("y{/职责}"))), data, `
			| v 甲 | x |
			| ^  | y |
			| v 乙 | x |
			| ^  | y |`},
		{"a merge over a control in a block", tbl(tr(tc("{#职责}{职责描述}{合并:职责}"), tc("a")), sdt(tr(tc(""), tc("x"))), tr(tc(""), tc("{/职责}"))), data, `
			| v 甲 | a |
			| ^  | x |
			| ^  |  |
			| v 乙 | a |
			| ^  | x |
			| ^  |  |`},
		{"a drawn merge out of a control", tbl(sdt(tr(tcw(vRestart, "{#职责}{职责描述}"), tc("x"))), tr(tcw(vContinue, ""), tc("y{/}"))), data, `
			| v 甲 | x |
			| ^  | y |
			| v 乙 | x |
			| ^  | y |`},
		{"a drawn merge in a control that a block repeats in", tbl(sdt(tr(tcw(vRestart, "{#职责}{职责描述}"), tc("x")), tr(tcw(vContinue, ""), tc("{#任务:行}{.}{/}{/}")))), data, `
			| v 甲 | x |
			| ^  | 一 |
			| ^  | 二 |
			| v 乙 | x |
			| ^  | 三 |`},
		{"a drawn merge whose first row goes", tbl(sdt(tr(tcw(vRestart, "a"), tc("{?备注:行}")), tr(tcw(vContinue, "b"), tc("y"))), tr(tcw(vContinue, ""), tc("z"))), data, "| v b | y |\n| ^  | z |"},
		{"a drawn merge of cells in controls that is alone", tbl(tr(sdt(tcw(vRestart, "a")), tc("x")), tr(sdt(tcw(vContinue, "")), tc("{?备注:行}"))), data, "| a | x |"},
		{"a bookmark between the rows of a merge", tbl(tr(tcw(vRestart, "a"), tc("x")), `<w:bookmarkStart w:id="1" w:name="m"/>`, tr(tcw(vContinue, ""), tc("{备注}")), `<w:bookmarkEnd w:id="1"/>`, tr(tcw(vContinue, ""), tc("y"))), data, "| v a | x |\n| ^  |  |\n| ^  | y |"},
		{"a row that goes", tbl(tr(tc("头")), sdt(tr(tc("{?备注:行}")), tr(tc("y")))), data, "| 头 |\n| y |"},
		{"the only row of a control that goes", tbl(tr(tc("头")), sdt(tr(tc("{?备注:行}")))), data, "| 头 |"},
		{"the only row of a table that goes", p("前") + tbl(sdt(tr(tc("{?备注:行}")))) + p("后"), data, "前\n后"},
		{"a table whose rows repeat over nothing", p("前") + tbl(sdt(tr(tc("{#工具}"), tc("{/}")))) + p("后"), data, "前\n后"},
		{"a table of a control that never changes", tbl(sdt(tr(sdt(tc("a")), tc("b")))) + p("{备注}"), data, "| a | b |\n"},
		{"a control that is repeated", tbl(tr(tc("{#相关权限}{.}")), sdt(tr(tc("固定"))), tr(tc("{/}"))), data, "| a |\n| 固定 |\n|  |\n| b |\n| 固定 |\n|  |"},
		{"a branch in a control", tbl(sdt(tr(tc("{#工具}{.}")), tr(tc("{否则}无")), tr(tc("x{/}")))), data, "| 无 |\n| x |"},
	})
}

func TestControlsAroundRowsAreKept(t *testing.T) {
	t.Parallel()
	tm := compile(t, form(), body(tbl(
		`<w:sdt><w:sdtPr><w:id w:val="5"/><w:alias w:val="甲"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent>`+tr(tc("{#相关权限}{.}"), tc("{/}"))+`</w:sdtContent></w:sdt>`,
		tr(`<w:sdt><w:sdtPr><w:alias w:val="乙"/></w:sdtPr><w:sdtContent>`+tc("{岗位名称}")+`</w:sdtContent></w:sdt>`, tc("{合并:x}"[:0])))))
	got := written(t, fill(t, tm, values(t, `{"position":{"title":"经理"},"authorities":["a","b"]}`)))
	if diff := cmp.Diff("| a |  |\n| b |  |\n| 经理 |  |\n\n", outline(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var aliases []string
	for _, n := range all(got, "w:sdt") {
		aliases = append(aliases, n.Find("w:sdtPr", "w:alias").Attr("w:val"))
		if n.Find("w:sdtPr", "w:showingPlcHdr") != nil {
			t.Error("a control that is filled is still said to show a placeholder")
		}
	}
	if diff := cmp.Diff([]string{"甲", "乙"}, aliases); diff != "" {
		t.Errorf("controls (-want +got)\n%s", diff)
	}
}

func TestRowsAndCellsAreCountedThroughContentControls(t *testing.T) {
	t.Parallel()
	const x = "{甲乙丙丁}"
	got := faultsOf(t, body(p("a"), tbl(tr(tc("a"))), tbl(
		tr(tc("a"), tc("b")), tr(tc("a"), sdt(tc(x)), tc(x)), sdt(tr(tc("a"), sdt(tc("a"), tc(tbl(sdt(tr(tc(x)), tr(tc("a"), tc(x)))), ""))), tr(tc(x)))), sdt(p(x), tbl(tr(tc(x)))), p(x)))
	want := []string{
		"unknown-name {甲乙丙丁} 表2 第2行 第2格", "unknown-name {甲乙丙丁} 表2 第2行 第3格",
		"unknown-name {甲乙丙丁} 表2 第3行 第3格 表1 第1行 第1格", "unknown-name {甲乙丙丁} 表2 第3行 第3格 表1 第2行 第2格",
		"unknown-name {甲乙丙丁} 表2 第4行 第1格", "unknown-name {甲乙丙丁} 段落 2", "unknown-name {甲乙丙丁} 表3 第1行 第1格", "unknown-name {甲乙丙丁} 段落 3",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Compile() faults (-want +got)\n%s", diff)
	}
}
