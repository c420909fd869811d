package template_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// rule is one rule of the language: a body, values, and the text that comes out.
type rule struct {
	name string
	body string
	data string
	want string // an outline, its lines without indentation
}

func checkRules(t *testing.T, rules []rule) {
	t.Helper()
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			tm := compile(t, form(), body(r.body))
			got := outline(written(t, fill(t, tm, values(t, r.data))))
			// A body that ends in a table gets a last paragraph, as Word wants it.
			got = strings.TrimRight(got, "\n")
			if diff := cmp.Diff(unindent(r.want), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			checkTorn(t, r, got)
		})
	}
}

// unindent takes the tabs off the lines of a raw string, and its first line end.
func unindent(s string) string {
	lines := strings.Split(strings.TrimPrefix(s, "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimLeft(lines[i], "\t")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

func TestValues(t *testing.T) {
	t.Parallel()
	const pos = `{"position":{"title":"经理","code":"A<1>&","headcount":3,"reportsTo":"总经理"},"summary":"甲"}`
	checkRules(t, []rule{
		{"a value by its name", p("岗位：{岗位名称}。"), pos, "岗位：经理。"},
		{"a value by its JSON path", p("{position.title}/{position.code}"), pos, "经理/A<1>&"},
		{"a path of names", p("{文件.版本}"), `{"document":{"version":"A0"}}`, "A0"},
		{"a number as it is written", p("{岗位定员}人"), pos, "3人"},
		{"a name torn over runs", "<w:p>" + r("岗位：{") + rb("岗位") + `<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="1" w:name="x"/>` + r("名称") + `<w:bookmarkEnd w:id="1"/>` + rb("}后") + "</w:p>", pos, "岗位：经理后"},
		{"a name with blanks and in full width", p("｛ 岗位 名称 ｝{ｐｏｓｉｔｉｏｎ．title}"), pos, "经理经理"},
		{"doubled braces", p("{{岗位名称}}、｛｛岗位编号｝｝"), pos, "经理、A<1>&"},
		{"a lone closing brace is text", p("a}b}}{岗位名称}}"), pos, "a}b}}经理}"},
		{"empty braces are text", p("{}{ }{{}}{岗位名称}"), pos, "{}{ }{{}}经理"},
		{"an escaped brace is text", p(`\{岗位名称}\{{岗位名称}\}＼｛x`), pos, "{岗位名称}{经理}｛x"},
		{"a backslash elsewhere stays", p(`C:\a\{岗位名称}`), pos, `C:\a{岗位名称}`},
		{"values are not scanned for tags", p("{岗位名称}"), `{"position":{"title":"{岗位编号}{#a}"}}`, "{岗位编号}{#a}"},
		{"a newline and a tab in a value", p("a{岗位名称}b"), `{"position":{"title":"x\ny\r\nz\tw"}}`, "ax⏎y⏎z⇥wb"},
		{"characters that XML forbids go", p("{岗位名称}"), `{"position":{"title":"a\u0001b\ufffec\u000bd"}}`, "abcd"},
		{"blanks at the edges stay", p("{岗位名称}"), `{"position":{"title":"  a  "}}`, "  a  "},
		{"characters beyond U+FFFF", p("{岗位名称}"), `{"position":{"title":"李𬭎、𠮷野家"}}`, "李𬭎、𠮷野家"},
		{"an absent value is blank", p("[{岗位编号}]"), `{}`, "[]"},
		{"null is blank", p("[{岗位编号}]"), `{"position":{"code":null}}`, "[]"},
		{"a blank prints as its field says", p("{生效日期}"), `{}`, "　年　月"},
		{"null in the object's place", p("[{生效日期}{文件.编制人}]"), `{"document":null}`, "[　年　月]"},
		{"a list prints as its field says", p("{工具}；{相关权限}"), `{"tools":["笔","纸"],"authorities":[]}`, "笔、纸；无"},
		{"a string in an object's place", p("{直接上级}、{position.reportsTo.title}[{position.reportsTo.code}]"), pos, "总经理、总经理[]"},
		{"an object with its fields", p("{直接上级}、{position.reportsTo.title}、{直接上级.编号}"), `{"position":{"reportsTo":{"title":"总","code":"G"}}}`, "总、总、G"},
		{"the raw value of a blank, not what it prints", p("{生效日期|默认:／}{^生效日期}空{/}{#生效日期}有{否则}无{/}{生效日期|日期}{?生效日期|默认:x}") + p("y{?生效日期}"), `{"document":{"effectiveDate":" "}}`, "／空无x"},
		{"a labelled entry", p("{其他信息:组织 机构}、{其他信息：页数}、{其他信息:无此项}。"), `{"position":{"extra":[{"label":"组织机构","value":"X1"},{"label":"页数","items":["a","b"]}]}}`, "X1、a、b、。"},
		{"a labelled entry with a filter", p("{其他信息:编号|默认:／}"), `{}`, "／"},
		{"a page break", p("a{分页}b"), `{}`, "a⤓b"},
		{"a value in a hyperlink", "<w:p>" + r("见") + `<w:hyperlink r:id="rId9">` + r("{岗位") + `</w:hyperlink>` + r("名称}页") + "</w:p>", pos, "见经理页"},
		{"a value in a content control", `<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent>` + p("{岗位名称}") + `</w:sdtContent></w:sdt>`, pos, "经理"},
		{"a value in a content control in a line", `<w:p><w:sdt><w:sdtPr/><w:sdtContent>` + r("{岗位名称}") + `</w:sdtContent></w:sdt></w:p>`, pos, "经理"},
	})
}

func TestFilters(t *testing.T) {
	t.Parallel()
	const data = `{"document":{"effectiveDate":"2005-02-08","number":"  ","version":"2005"},"position":{"title":"经理","code":"12"},
		"tools":["笔","纸"],"authorities":[],"duties":[{"description":"甲","timePercent":33.335}]}`
	checkRules(t, []rule{
		{"日期", p("{生效日期|日期:YYYY年M月D日}、{生效日期|日期：YYYY-MM-DD}、{生效日期|日期:YY/M}"), data, "2005年2月8日、2005-02-08、05/2"},
		{"日期 alone", p("{生效日期|日期}"), data, "2005年2月8日"},
		{"日期 leaves out what the date lacks", p("{版本|日期:YYYY年M月D日}、{版本|日期:YYYY-MM-DD}、{版本|日期:M月YYYY}"), data, "2005年、2005、2005"},
		{"日期 of a blank", p("[{生效日期|日期:YYYY年}]"), `{}`, "[]"},
		{"日期 of what is no date", p("{岗位名称|日期:YYYY}"), data, "经理"},
		{"连接", p("{工具|连接:；}、{工具|连接: / }、{工具|连接}、{工具|连接:}"), data, "笔；纸、笔 / 纸、笔、纸、笔纸"},
		{"连接 of one text", p("{岗位名称|连接:；}"), data, "经理"},
		{"默认 acts on null, blank and absent", p("{文件编号|默认:／}{岗位编号|默认:／}{本职概述|默认：无：}"), data, "／12无："},
		{"默认 keeps the printed form", p("{生效日期|默认:／}、{工具|默认:／}、{相关权限|默认:／}"), data, "2005年02-08月、笔、纸、无"},
		{"默认 acts on an empty text", p("{相关权限|连接:；|默认:没有}"), data, "没有"},
		{"an argument keeps blanks and full-width marks", p("{本职概述|默认: a／｛b } {本职概述|默认:　}"), data, " a／｛b  　"},
		{"escapes in an argument", p(`{本职概述|默认:a\|b\}c\\d＼｜e}`), data, `a|b}c\d｜e`},
		{"百分比", p("{岗位编号|百分比}、{岗位名称|百分比}、[{本职概述|百分比}]{#职责}、{工作时间百分比|百分比}{/}"), data, "12%、经理、[]、33.34%"},
		{"除", p("[{岗位名称|除:经理}][{岗位名称|除:主管}]"), data, "[][经理]"},
		{"除 and 默认", p("{岗位名称|除:经理|默认:同上}"), data, "同上"},
		{"中文 and 圈 of a value", p("{岗位编号|中文}{岗位编号|圈}{岗位名称|圈}"), data, "十二⑫经理"},
		{"full-width marks of the language", p("｛岗位编号｜圈｝｛本职概述｜默认：无｝"), data, "⑫无"},
	})
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	const data = `{"position":{"title":"经理"},"summary":" ","remarks":null,"authorities":["a","b","c"],"tools":[],
		"duties":[{"description":"甲","tasks":["一",{"text":"二","frequency":"每周"}],"taskNumberStart":4},{"description":"乙","tasks":[],"accountability":"全责"}],
		"collaboration":{"internal":["财务部"]}}`
	checkRules(t, []rule{
		{"a list in a line", p("权限：{#相关权限}{.}；{/相关权限}。"), data, "权限：a；b；c；。"},
		{"a list over one paragraph", p("{#相关权限}{序号}、{.}{/}"), data, "1、a\n2、b\n3、c"},
		{"a bullet before the opener belongs to the paragraph", p("（1）• {#相关权限}{.}{/}"), data, "（1）• a\n（1）• b\n（1）• c"},
		{"a list over paragraphs", p("{#相关权限}") + p("项") + p("{.}") + p("{/}") + p("完"), data, "项\na\n项\nb\n项\nc\n完"},
		{"a list over a table", p("{#相关权限}") + tbl(tr(tc("{.}"))) + p("{/}"), data, "| a |\n| b |\n| c |\n\n"},
		{"a list over rows", tbl(tr(tc("头")), tr(tc("{#相关权限}{序号}"), tc("{.}{/}"))), data, "| 头 |\n| 1 | a |\n| 2 | b |\n| 3 | c |"},
		{"values before the opener belong to the row", tbl(tr(tc("{序号}"), tc("{#相关权限}{.}"), tc("{/}"), tc("共{.}"))), data, "| 1 | a |  | 共a |\n| 2 | b |  | 共b |\n| 3 | c |  | 共c |"},
		{"blocks before the opener belong to the row", tbl(tr(tc("{#任务}{.}，{/}"), tc("{#职责}{职责描述}"), tc("{/}"))), data, "| 一， / 二（频率：每周）， | 甲 |  |\n|  | 乙 |  |"},
		{"an empty list", p("前") + p("{#工具}{.}{/}") + p("{#工具}") + p("x") + p("{/}") + tbl(tr(tc("{#工具}"), tc("{/}"))) + p("后"), data, "前\n后"},
		{"an empty list leaves its cell a paragraph", tbl(tr(tc("{#工具}{.}{/}"), tc("{#工具}", "x", "{/}"))), data, "|  |  |"},
		{"nested rows", tbl(tr(tc("{#职责}{职责描述}"), tc("")), tr(tc("{#任务}{序号}"), tc("{内容}[{频率}]{/任务}{/职责}"))), data, "| 甲 |  |\n| 4 | 一[] |\n| 5 | 二[每周] |\n| 乙 |  |"},
		{"nested rows of the same row", tbl(tr(tc("{#职责}{#任务}{职责描述}"), tc("{.}{/任务}{/职责}"))), data, "| 甲 | 一 |\n| 甲 | 二（频率：每周） |"},
		{"nested in one paragraph", p("{#职责}{#任务}{职责描述}{.}{/}{/}"), data, "甲一\n甲二（频率：每周）"},
		{"nested in a line", p("共：{#职责}{职责描述}（{#任务}{内容}{/}）{/}"), data, "共：甲（一二）乙（）"},
		{"a paragraph block in a row block", tbl(tr(tc("{#职责}{职责描述}"), tc("{#任务}{.}{/任务}{/职责}"))), data, "| 甲 | 一 / 二（频率：每周） |\n| 乙 |  |"},
		{"paragraph blocks that share a paragraph", p("{#相关权限}") + p("{.}") + p("{/}{#职责}") + p("{职责描述}") + p("{/}"), data, "a\nb\nc\n甲\n乙"},
		{"nested paragraph blocks that share paragraphs", p("{#职责}{#任务}") + p("{内容}") + p("{/}{/}"), data, "一\n二"},
		{"a value that is there", p("{#本职概述}有{/}{#岗位名称}有{.}{/}"), data, "有经理"},
		{"an object", p("{#协作关系}") + p("{内部协作部门}") + p("{/}"), data, "财务部"},
		{"fields of an object outside its block", p("{#内部协作部门}{.}{/}"), data, "财务部"},
		{"outer names inside a block", p("{#相关权限}{岗位名称}{.}{/}"), data, "经理a\n经理b\n经理c"},
		{"an absent value is never an outer one", p("{#职责}[{负责程度}]{/}"), `{"accountability":"x","duties":[{}]}`, "[]"},
		{"the printed form of an item and its text", p("{#职责}{#任务}{.}={内容}；{/}{/}"), data, "一=一；\n二（频率：每周）=二；"},
		{"否则 in a line", p("x{#工具}{.}{否则}无{/}{#相关权限}{.}{否则}无{/}"), data, "x无abc"},
		{"否则 in one paragraph", p("• {#工具}{.}{否则}无{/}") + p("• {#相关权限}{.}{否则}无{/}"), data, "• 无\n• a\n• b\n• c"},
		{"否则 over paragraphs", p("{#工具}") + p("{.}") + p("{否则}") + p("无") + p("{/}"), data, "无"},
		{"否则 over rows", tbl(tr(tc("{#工具}"), tc("{.}")), tr(tc("{否则}无"), tc("{/}"))), data, "| 无 |  |"},
		{"否则 over rows when there are items", tbl(tr(tc("{#相关权限}"), tc("{.}")), tr(tc("{否则}无"), tc("{/}"))), data, "|  | a |\n|  | b |\n|  | c |"},
		{"^ of null, blank, empty and absent", p("{^备注}1{/}{^本职概述}2{/}{^工具}3{/}{^出差}4{/}{^相关权限}5{/}"), data, "1234"},
		{"^ with 否则", p("a{^相关权限}无{否则}有{/}"), data, "a有"},
		{"出现 of every state", p("{#备注|出现}1{/}{#本职概述|出现}2{/}{#工具|出现}3{/}{#出差|出现}4{/}{#相关权限|出现}5{/}"), data, "1235"},
		{"出现 of any of several", p("{#出差、备注|出现}1{/出差、备注}{#出差、工作时间|出现}2{/}{^出差、工作时间|出现}3{/}"), data, "13"},
		{"出现 keeps the scope", p("{#职责}{#负责程度|出现}{职责描述}{.}{/}{/}"), `{"duties":[{"description":"甲","accountability":"x"}]}`, "甲甲，x"},
		{"留空 of every state", p("{#备注|留空}1{/}{#本职概述|留空}2{/}{#工具|留空}3{/}{#出差|留空}4{/}{#相关权限|留空}5{/}"), data, "12"},
		{"^ 留空", p("{^备注|留空}1{/}{^相关权限|留空}2{/}{^出差|出现}3{/}"), data, "23"},
		{"a section as the form wants it", p("{#工具|出现}") + p("工具") + p("{#工具|留空}") + p("＿") + p("{否则}") + p("{#工具}{.}{否则}无{/}") + p("{/}") + p("{/}"), `{"tools":null}`, "工具\n＿"},
		{"a section as the form wants it, empty", p("{#工具|出现}") + p("工具") + p("{#工具|留空}") + p("＿") + p("{否则}") + p("{#工具}{.}{否则}无{/}") + p("{/}") + p("{/}"), `{"tools":[]}`, "工具\n无"},
		{"counters", p("x{#相关权限}{#首个}<{/}{序号|中文}{序号|圈}{^末个}、{/}{/}"), data, "x<一①、二②、三③"},
		{"a counter looks through conditions", p("{#相关权限}{#岗位名称}{#工具|出现}{序号}{/}{/}{/}"), data, "1\n2\n3"},
		{"a counter starts where the owner says", p("{#职责}{#任务}{序号}{/}{/}"), data, "4\n5"},
		{"a forced row in one cell", tbl(tr(tc("{#相关权限:行}{.}{/}"), tc("x"))), data, "| a | x |\n| b | x |\n| c | x |"},
		{"a forced paragraph with other text", p("权{#相关权限:段}{.}{/}限"), data, "权a限\n权b限\n权c限"},
		{"a forced line", p("{#相关权限:行内}{.}{/}"), data, "abc"},
		{"a forced level on ^", tbl(tr(tc("{^工具:行}无{/}"), tc("x")), tr(tc("{^相关权限：行}无{/}"), tc("y"))), data, "| 无 | x |"},
		{"a forced paragraph over several", p("a{#相关权限:段}") + p("{.}{/}b"), data, "a\nab\na\nbb\na\ncb"},
		{"a paragraph with only tags of rows goes", tbl(tr(tc("{#相关权限}", "{.}"), tc("x", "{/}"))), data, "| a | x |\n| b | x |\n| c | x |"},
		{"a string where a list may stand", p("{#工具}{.}{/}"), `{"tools":"笔"}`, "笔"},
	})
}

func TestOptionalValues(t *testing.T) {
	t.Parallel()
	const data = `{"position":{"title":"经理"},"tools":[],"competencies":[{"heading":"所需胜任能力","items":["a"]},{"heading":"沟通","items":["b"]}]}`
	checkRules(t, []rule{
		{"a blank takes its paragraph along", p("甲") + p("备注：{?备注}") + p("岗位：{?岗位名称}") + p("工具：{?工具}"), data, "甲\n岗位：经理\n工具：无"},
		{"a blank takes its row along", tbl(tr(tc("备注"), tc("{?备注:行}")), tr(tc("岗位"), tc("{?岗位名称:行}"))), data, "| 岗位 | 经理 |"},
		{"a blank leaves its cell a paragraph", tbl(tr(tc("备注：{?备注}"), tc("x"))), data, "|  | x |"},
		{"rows all gone take the table along", p("a") + tbl(tr(tc("{?备注:行}"))) + p("b"), data, "a\nb"},
		{"the filters' result is judged", p("{#所需胜任能力}") + p("{?标题|除:所需胜任能力}") + p("{条目}") + p("{/}"), data, "a\n沟通\nb"},
		{"默认 leaves nothing blank", p("备注：{?备注|默认:无}"), data, "备注：无"},
		{"a labelled entry", p("{?其他信息:编号}") + p("x"), data, "x"},
		{"in the line nothing goes", p("备注：{?备注:行内}"), data, "备注："},
		{"a row goes for a blank inside a block", tbl(tr(tc("{#所需胜任能力}{?标题:行|除:沟通}{/}", "y")), tr(tc("z"))), data, "| z |"},
	})
}

func TestMerges(t *testing.T) {
	t.Parallel()
	const data = `{"duties":[{"description":"甲","tasks":["一","二"],"performanceStandards":["p"]},{"description":"乙","tasks":["三"]}],"authorities":["a","b"]}`
	checkRules(t, []rule{
		{"copies and empty cells below become one", dutyTable(), data, `
			| v 职责一 | 职责描述：甲 | 工作时间百分比： |
			| ^  | v 工作任务 | 1．一 |
			| ^  | ^  | 2．二 |
			| v 职责二 | 职责描述：乙 | 工作时间百分比： |
			| ^  | 工作任务 | 1．三 |`},
		{"another cell ends the merge", tbl(
			tr(tc("{#职责}{序号}{合并:职责}"), tc("{职责描述}")),
			tr(tc(""), tc("x")), tr(tc("停"), tc("x")), tr(tc(""), tc("x{/职责}"))), data, `
			| v 1 | 甲 |
			| ^  | x |
			| 停 | x |
			|  | x |
			| v 2 | 乙 |
			| ^  | x |
			| 停 | x |
			|  | x |`},
		{"another width ends the merge", tbl(tr(tc("{#职责}{合并:职责}"), tc("x"), tc("y")), tr(tcw(wide(2), ""), tc("{/}"))), data, `
			|  | x | y |
			|  |  |
			|  | x | y |
			|  |  |`},
		{"copies over the rows of an outer item", tbl(tr(tc("{#职责}{#任务}{职责描述}{合并:职责}"), tc("{.}{/}{/}"))), data, `
			| v 甲 | 一 |
			| ^  | 二 |
			| 乙 | 三 |`},
		{"a drawn merge repeats with each copy", tbl(tr(tcw(vRestart, "{#职责}{职责描述}"), tc("x")), tr(tcw(vContinue, ""), tc("y{/}"))), data, `
			| v 甲 | x |
			| ^  | y |
			| v 乙 | x |
			| ^  | y |`},
		{"rows that loop inside a drawn merge continue", tbl(
			tr(tcw(vRestart, "{#职责}{职责描述}"), tc("x")), tr(tcw(vContinue, ""), tc("{#任务:行}{.}{/}{/职责}"))), data, `
			| v 甲 | x |
			| ^  | 一 |
			| ^  | 二 |
			| v 乙 | x |
			| ^  | 三 |`},
		{"the first row of a drawn merge may loop", tbl(
			tr(tcw(vRestart, "{#职责}{职责描述}"), tc("{#任务:行}{.}{/}")), tr(tcw(vContinue, ""), tc("x{/职责}"))), data, `
			| v 甲 | 一 |
			| ^  | 二 |
			| ^  | x |
			| v 乙 | 三 |
			| ^  | x |`},
		{"a drawn merge from outside goes on in every copy", tbl(
			tr(tcw(vRestart, "权限"), tc("x")), tr(tcw(vContinue, ""), tc("{#相关权限:行}{.}{/}")), tr(tc("z"), tc("z"))), data, `
			| v 权限 | x |
			| ^  | a |
			| ^  | b |
			| z | z |`},
		{"a lone beginning is no merge", tbl(tr(tcw(vRestart, "权限"), tc("x")), tr(tcw(vContinue, ""), tc("{?备注:行}"))), data, `
			| 权限 | x |`},
		{"a continuation whose beginning went begins", tbl(
			tr(tcw(vRestart, "备注"), tc("{?备注:行}")), tr(tcw(vContinue, "续"), tc("x")), tr(tcw(vContinue, ""), tc("y"))), data, `
			| v 续 | x |
			| ^  | y |`},
		{"a lone drawn restart in a loop is no merge", tbl(tr(tcw(vRestart, "{#相关权限}{.}"), tc("{/}"))), data, `
			| a |  |
			| b |  |`},
		{"a copy does not continue the item before", tbl(
			tr(tcw(vRestart, "{#职责}{职责描述}"), tc("{#业绩衡量标准:行}{.}{/}")), tr(tcw(vContinue, "{负责程度}"), tc("x{/职责}"))), data, `
			| v 甲 | p |
			| ^  | x |
			|  | x |`},
		{"a merge in a table inside a repeated paragraph", p("{#职责}") + tbl(tr(tc("{合并:职责}{职责描述}"), tc("{#任务:行}{.}{/}"))) + p("--") + p("{/}"), data, `
			| v 甲 | 一 |
			| ^  | 二 |
			--
			| 乙 | 三 |
			--`},
	})
}

// sdt is a content control around anything.
func sdt(content ...string) string {
	return "<w:sdt><w:sdtPr/><w:sdtContent>" + strings.Join(content, "") + "</w:sdtContent></w:sdt>"
}

func TestWordsOwnStructures(t *testing.T) {
	t.Parallel()
	const data = `{"position":{"title":"经理","extra":["x",{"label":"a","value":"b"}]},"authorities":["a","","b"],"tools":[],"duties":[{"description":"甲","tasks":["一","二"]},{"description":"乙"}],"workTime":"  "}`
	checkRules(t, []rule{
		{"rows in a content control", "<w:tbl>" + tr(tc("头")) + sdt(tr(tc("{#相关权限}{序号}"), tc("{.}{/}"))) + "</w:tbl>", data, "| 头 |\n| 1 | a |\n| 2 |  |\n| 3 | b |"},
		{"cells in a content control", tbl(tr(sdt(tc("{#相关权限}{序号}")), tc("{.}{/}{合并:相关权限}"))), data, "| 1 | a |\n| 2 |  |\n| 3 | b |"},
		{"paragraphs in a content control", sdt(p("{#相关权限}"), p("{.}"), p("{/}")), data, "a\n\nb"},
		{"a content control left empty keeps a paragraph", p("x") + sdt(p("{#工具}{.}{/}")), data, "x\n"},
		{"a content control in a repeated line", p("x") + "<w:p>" + r("a{#相关权限}") + sdt(r("{.}")) + r("{/}") + "</w:p>", data, "x\naab"},
		{"white space that nobody sees", "<w:p><w:r w:rsidR=\"00000001\"><w:t>\n\t{岗位名称}\n</w:t></w:r><w:r w:rsidR=\"00000001\"><w:t xml:space=\"preserve\"> x </w:t></w:r><w:r w:rsidR=\"00000001\"><w:t> y{岗位 </w:t><w:t> 名称} </w:t></w:r></w:p>", data, "经理 x y经理"},
		{"a line with a break, a tab and a page break inside a block", `<w:p>` + r("{#相关权限}{.}") + `<w:r><w:br/><w:tab/><w:cr/><w:br w:type="page"/></w:r>` + r("{/}") + `</w:p>`, data, "a⏎⇥⤓\n⏎⇥⤓\nb⏎⇥⤓"},
		{"a break inside a tag is a blank", `<w:p>` + r("{岗位") + `<w:r><w:br/><w:tab/></w:r>` + r("名称}") + `</w:p>`, data, "经理"},
		{"what Word leaves among runs", `<w:p><w:r><w:lastRenderedPageBreak/><w:t>{岗位</w:t></w:r><w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r><w:r><w:t>名称}</w:t><w:t/></w:r><w:r><w:rPr/></w:r></w:p>`, data, "经理"},
		{"a formula between tags", `<w:p>` + r("{岗位名称}") + `<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"/>` + r("。") + `</w:p>`, data, "经理。"},
		{"nothing but a hyperlink with a tag that prints nothing", tbl(tr(tc("<w:p>" + r("x") + "<w:hyperlink>" + r("{#相关权限:行}") + "</w:hyperlink>" + r("{.}{/}") + "</w:p>"))), data, "| xa |\n| x |\n| xb |"},
		{"a table that loses its tags only", p("{#岗位名称|出现}") + tbl(tr(tc("x", "{#工具|出现}", "y", "{/}"))) + p("{/}"), data, "| x / y |"},
		{"a table whose tags print nothing", p("{#相关权限}") + tbl(`<w:tr w14:paraId="00000001">`+tc("固定", `\{`)+`</w:tr>`) + p("{/}"), data, "| 固定 / { |\n| 固定 / { |\n| 固定 / { |"},
		{"an empty branch of one paragraph", p("• {#工具}{.}{否则}{/}") + p("• {#相关权限}{否则}x{/}") + p("• {^工具}无{否则} {/}"), data, "• 无"},
		{"the innermost counter", p("x{#职责}{#任务}{序号}{#相关权限}{序号}{/}，{/}{/}"), data, "x1123，2123，"},
		{"a blank list item joins as nothing", p("{相关权限|连接:；}"), data, "a；b"},
		{"an entry that is no object has no label", p("{其他信息:a}[{其他信息:x}]"), data, "b[]"},
		{"filters of blanks", p("[{工作时间|中文}{工作时间|连接}{工作时间|日期}{工作时间|百分比}]{岗位名称|中文|圈|连接:x}"), data, "[]经理"},
		{"a bullet from a table of symbols", `<w:p><w:r><w:sym w:font="Wingdings" w:char="F06C"/><w:tab/></w:r>` + r("{#相关权限}{.}{/}") + `</w:p>` + p("\uf06c{#相关权限}{.}{/}") + p("※{#相关权限}{.}{/}"), data, "⇥a\n⇥\n⇥b\n\uf06ca\n\uf06c\n\uf06cb\n※a\n※\n※b"},
		{"a bullet in any writing", p("一、{#相关权限}{.}{/}") + p("Ⅲ.①☐{#相关权限}{.}{/}"), data, "一、a\n一、\n一、b\nⅢ.①☐a\nⅢ.①☐\nⅢ.①☐b"},
		{"a row goes for a blank in any branch", tbl(
			tr(tc("1"), tc("x{#岗位名称}{?工作时间:行}{/}")), tr(tc("2"), tc("x{#岗位名称|出现}{?工作时间:行}{/}")),
			tr(tc("3"), tc("x{^岗位名称}{?工作时间:行}{/}")), tr(tc("4"), tc("x{#工具}y{否则}{?工作时间:行}{/}")), tr(tc("5"), tc("x{#职责}{?职责描述:行}{/}"))), data, "| 3 | x |\n| 5 | x甲乙 |"},
	})
}
