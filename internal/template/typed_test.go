package template_test

import "testing"

// pageBreak is what Ctrl+Enter leaves in a run.
const pageBreak = `<w:r><w:br w:type="page"/></w:r>`

func TestPageBreaksInAndAfterBlocks(t *testing.T) {
	t.Parallel()
	const data = `{"authorities":["a","b"],"tools":[]}`
	para := func(content ...string) string {
		s := "<w:p>"
		for _, c := range content {
			s += c
		}
		return s + "</w:p>"
	}
	checkRules(t, []rule{
		{"a break in the block comes with each item", p("{#相关权限}") + p("{.}") + para(pageBreak) + p("{/}"), data, "a\n⤓\nb\n⤓"},
		{"a break after the closer comes once", p("{#相关权限}") + p("{.}") + para(r("{/}"), pageBreak) + p("后"), data, "a\nb\n⤓\n后"},
		{"a break before the closer comes with each item", p("{#相关权限}") + p("{.}") + para(pageBreak, r("{/}")), data, "a\n⤓\nb\n⤓"},
		{"a break before the opener comes once", para(pageBreak, r("{#相关权限}")) + p("{.}") + p("{/}"), data, "⤓\na\nb"},
		{"a break behind the opener comes with each item", para(r("{#相关权限}"), pageBreak) + p("{.}") + p("{/}"), data, "⤓\na\n⤓\nb"},
		{"a break after a block without items", p("{#工具}") + p("{.}") + para(r("{/}"), pageBreak) + p("后"), data, "⤓\n后"},
		{"the tag for a break does the same", p("{#相关权限}") + p("{.}") + p("{/}{分页}") + p("后"), data, "a\nb\n⤓\n后"},
		{"a break between items", p("{#相关权限}") + p("{.}") + p("{^末个}{分页}{/}") + p("{/}"), data, "a\n⤓\nb"},
		{"a break that belongs to one branch", p("{#工具}") + p("{.}") + p("{否则}") + para(pageBreak) + p("{/}"), data, "⤓"},
		{"a column break", p("{#相关权限}") + p("{.}") + para(r("{/}"), `<w:r><w:br w:type="column"/></w:r>`), data, "a\nb\n⤓"},
		{"a break drawn by the paragraph", p("{#相关权限}") + `<w:p><w:pPr><w:pageBreakBefore/></w:pPr>` + r("{.}") + `</w:p>` + p("{/}"), data, "a\nb"},
		{"a break in a line", para(r("x{#相关权限}{.}"), pageBreak, r("{/}")), data, "xa⤓b⤓"},
		{"a paragraph of breaks and values", para(r("{备注}"), pageBreak), data, "⤓"},
	})
}

func TestMarksAsAChineseKeyboardGivesThem(t *testing.T) {
	t.Parallel()
	const data = `{"position":{"title":"经理","code":"A"},"authorities":["a","b"],"tools":[],"document":{"effectiveDate":"2005-02-08"}}`
	checkRules(t, []rule{
		{"full-width braces and marks", p("｛＃相关权限｝｛．｝｛否则｝无｛／｝｛＾工具｝无｛／｝｛？岗位编号｝"), data, "ab无A"},
		{"the points of a Chinese keyboard", p("x{#相关权限}{。}；{/}{position。title}"), data, "xa；b；经理"},
		{"…… for ^ and 、 for /", p("x{……工具}无{、工具}"), data, "x无"},
		{"curly quotes around names", p("{“岗位名称”}、{‘岗位编号’}、{\"岗位名称\"}"), data, "经理、A、经理"},
		{"curly quotes in arguments are text", p("{备注|默认:“无”}{相关权限|连接:”、“}"), data, "“无”a”、“b"},
		{"small forms", p("﹛岗位名称﹜﹛备注￨默认﹕无﹜"), data, "经理无"},
		{"ideographic spaces", p("{　岗位　名称　}｛　#　相关权限　｝{.}{　/　}"), data, "经理ab"},
		{"a date pattern in full width", p("{生效日期|日期:ＹＹＹＹ年Ｍ月Ｄ日}"), data, "2005年2月8日"},
		{"hyphens that do not break", `<w:p><w:r><w:t>{岗位</w:t><w:softHyphen/><w:t>名称}x</w:t><w:noBreakHyphen/></w:r></w:p>`, data, "经理x"},
		{"doubled full-width braces", p("｛｛岗位名称｝｝"), data, "经理"},
		{"an escaped brace in full width", p("＼｛岗位名称｝"), data, "｛岗位名称｝"},
	})
}
