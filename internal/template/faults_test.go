package template_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/template"
)

// faultsOf compiles a body and gives each fault as "code tag place nearest".
func faultsOf(t *testing.T, body string, furniture ...string) []string {
	t.Helper()
	tm, faults := template.Compile(open(t, docx(t, body, furniture...)), form())
	if (tm == nil) != (len(faults) > 0) {
		t.Errorf("Compile() gives a template: %v, with %d faults", tm != nil, len(faults))
	}
	var got []string
	for _, f := range faults {
		if f.Detail == "" || f.English == "" || strings.Contains(f.Detail+f.English, "%1") || strings.Contains(f.Detail+f.English, "%2") || f.Part == "" || f.Place == "" {
			t.Errorf("fault is not complete: %#v", f)
		}
		place, _, _ := strings.Cut(f.Place, "「")
		s := f.Code + " " + f.Tag + " " + place
		if f.Nearest != "" {
			s += " → " + f.Nearest
		}
		got = append(got, s)
	}
	return got
}

func TestFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		body string
		want []string
	}{
		{"an unknown name offers the nearest", p("职务：{岗位名秤}"), []string{"unknown-name {岗位名秤} 段落 1 → 岗位名称"}},
		{"an unknown name that nothing is near", p("{甲乙丙丁戊}"), []string{"unknown-name {甲乙丙丁戊} 段落 1"}},
		{"a vague word offers all it may mean", p("{编制}"), []string{"unknown-name {编制} 段落 1 → 编制人、岗位定员"}},
		{"an unknown path", p("{position.titel}{position.title.x}"), []string{
			"unknown-name {position.titel} 段落 1", "unknown-name {position.title.x} 段落 1"}},
		{"a name of a list's items outside its block", p("{职责描述}"), []string{"name-in-list {职责描述} 段落 1 → {#职责}"}},
		{"a path through a list", p("{duties.description}"), []string{"name-in-list {duties.description} 段落 1 → {#职责}"}},
		{"a brace that is not closed", p("甲{岗位名称") + p("{a{岗位名称}b{"), []string{
			"unclosed-brace {岗位名称 段落 1", "unclosed-brace {a 段落 2", "unclosed-brace { 段落 2"}},
		{"a tag does not go on in the next paragraph", p("{岗位") + p("名称}"), []string{"unclosed-brace {岗位 段落 1"}},
		{"doubled braces closed once", p("{{岗位名称}"), []string{"unclosed-brace {{岗位名称} 段落 1"}},
		{"something that is no tag", p("{1,2}{ x + y }"), []string{"unknown-name {1,2} 段落 1", "unknown-name { x + y } 段落 1"}},
		{"no name", p("{#}{/}{?}{|默认:x}"), []string{
			"name-missing {#} 段落 1", "name-missing {?} 段落 1", "name-missing {|默认:x} 段落 1"}},
		{"an unknown filter", p("{岗位名称|默任:x}"), []string{"unknown-filter {岗位名称|默任:x} 段落 1 → 默认"}},
		{"an unknown name with an unknown filter", p("{岗位名秤|默任:x}"), []string{"unknown-filter {岗位名秤|默任:x} 段落 1 → 默认", "unknown-name {岗位名秤|默任:x} 段落 1 → 岗位名称"}},
		{"a level behind a filter", p("{#相关权限|出现:行}x{/}") + p("{^工具|留空：段}x{/}"), []string{
			"filter-no-argument {#相关权限|出现:行} 段落 1 → {#相关权限:行|出现}", "filter-no-argument {^工具|留空：段} 段落 2 → {^工具:段|留空}"}},
		{"an argument that has taken in another tag", p("{备注|默认:无 编号{岗位编号}。") + p("{备注|默认:{岗位名称}}") + p(`{备注|默认:\{岗位名称\}}{备注|默认:｛x}{{备注|默认:a}}`), []string{
			"tag-in-argument {备注|默认:无 编号{岗位编号} 段落 1", "tag-in-argument {备注|默认:{岗位名称} 段落 2"}},
		{"a part of a name", p("{名称}{单位}{上级}{术}"), []string{
			"unknown-name {名称} 段落 1 → 直接上级.名称、单位名称、岗位名称", "unknown-name {单位} 段落 1 → 单位名称、外部协作单位", "unknown-name {上级} 段落 1 → 直接上级", "unknown-name {术} 段落 1"}},
		{"a name of a list's items that others end in", p("{标签}{内容}"), []string{"name-in-list {标签} 段落 1 → {#其他信息}", "name-in-list {内容} 段落 1 → {#任务}"}},
		{"an empty filter", p("{岗位名称|}"), []string{"unknown-filter {岗位名称|} 段落 1"}},
		{"an argument too few or too many", p("{岗位名称|默认}{岗位名称|百分比:2}"), []string{
			"filter-argument {岗位名称|默认} 段落 1", "filter-no-argument {岗位名称|百分比:2} 段落 1"}},
		{"a test of blocks on a value and the other way round", p("{岗位名称|出现}") + p("a{#工具|连接:、}{/}"), []string{
			"filter-for-blocks {岗位名称|出现} 段落 1", "filter-for-values {#工具|连接:、} 段落 2"}},
		{"several names without a test", p("a{#工具、备注}x{/}"), []string{"several-names {#工具、备注} 段落 1"}},
		{"one of several names is unknown", p("a{#工具、备柱|出现}x{/}"), []string{"unknown-name {#工具、备柱|出现} 段落 1 → 备注"}},
		{"an unknown level", p("a{#工具:列}x{/}{?备注:列}"), []string{
			"unknown-level {#工具:列} 段落 1", "unknown-level {?备注:列} 段落 1"}},
		{"a label where there is none", p("{岗位名称:x}{备注:行}"), []string{
			"no-label {岗位名称:x} 段落 1", "no-label {备注:行} 段落 1"}},
		{"a block that is not closed", p("{#职责}") + p("{职责描述}"), []string{"block-unclosed {#职责} 段落 1"}},
		{"a closer too many", p("a{/}") + p("{/职责}"), []string{"block-unopened {/} 段落 1", "block-unopened {/职责} 段落 2"}},
		{"a closer with a slip of the pen", p("{#职责}{职责描述}{/职则}"), []string{"block-mismatch {/职则} 段落 1 → 职责"}},
		{"blocks that cross", p("a{#职责}{#任务}x{/职责}{/任务}"), []string{"block-unclosed {#任务} 段落 1"}},
		{"否则 outside and twice", p("{否则}") + p("a{#工具}x{否则}y{否则}z{/}"), []string{
			"else-outside {否则} 段落 1", "else-twice {否则} 段落 2"}},
		{"否则 in the opener's row", tbl(tr(tc("{#工具}"), tc("{否则}")), tr(tc("{/}"))), []string{"else-place {否则} 表1 第1行 第2格"}},
		{"否则 among text between paragraphs", p("{#工具}") + p("a{否则}") + p("{/}"), []string{"else-place {否则} 段落 2"}},
		{"a block that fits no level", p("a{#工具}") + p("{.}") + p("{/}"), []string{"block-level {#工具} 段落 1"}},
		{"a block from a paragraph into a table", p("{#工具}") + tbl(tr(tc("{/}"))), []string{"block-level {#工具} 段落 1"}},
		{"a block between tables", tbl(tr(tc("{#工具}"))) + tbl(tr(tc("{/}"))), []string{"block-level {#工具} 表1 第1行 第1格"}},
		{"a block out of a hyperlink", "<w:p>" + r("a") + `<w:hyperlink r:id="rId9">` + r("{#工具}") + `</w:hyperlink>` + r("{/}") + "</w:p>", []string{"block-level {#工具} 段落 1"}},
		{"a level that cannot be", p("{#工具:行}x{/}") + tbl(tr(tc("{#工具:段}"), tc("{/}"))) + p("{#工具:行内}") + p("{/}"), []string{
			"level-impossible {#工具:行} 段落 1", "level-impossible {#工具:段} 表1 第1行 第1格", "level-impossible {#工具:行内} 段落 2"}},
		{"a row inside what a line repeats", tbl(tr(tc("a{#职责}{#任务:行}x{/}{/}"))), []string{"blocks-overlap {#任务:行} 表1 第1行 第1格"}},
		{"rows that overlap", tbl(tr(tc("{#工具}")), tr(tc("{/}"), tc("{#相关权限}")), tr(tc("{/}"))), []string{"blocks-overlap {#相关权限} 表1 第2行 第2格"}},
		{"a row that is in both branches", tbl(tr(tc("{#职责}"), tc("x")), tr(tc("{#工具}")), tr(tc("{/工具}{否则}"), tc("{/}"))), []string{"blocks-overlap {#工具} 表1 第2行 第1格"}},
		{"a counter outside lists", p("{序号}") + p("a{#岗位名称}{首个}{/}"), []string{"counter-outside {序号} 段落 1", "counter-outside {首个} 段落 2"}},
		{"the item outside blocks", p("{.}"), []string{"item-outside {.} 段落 1"}},
		{"the item in the second branch", p("a{#工具}x{否则}{.}{/}"), []string{"item-outside {.} 段落 1"}},
		{"a merge outside its block", p("{合并:职责}") + tbl(tr(tc("{合并:职责}"), tc("{#职责}{合并:职责}{/}"))) + tbl(tr(tc("{#职责}{合并:职则}"), tc("{/}"))), []string{
			"merge-outside {合并:职责} 段落 1", "merge-outside {合并:职责} 表1 第1行 第1格", "merge-outside {合并:职责} 表1 第1行 第2格", "merge-outside {合并:职则} 表2 第1行 第1格 → 职责"}},
		{"two merges in a cell", tbl(tr(tc("{#职责}{合并:职责}{合并:职责}"), tc("{/}"))), []string{"merge-twice {合并:职责} 表1 第1行 第1格"}},
		{"a row to drop outside tables", p("{?备注:行}"), []string{"row-outside {?备注:行} 段落 1"}},
		{"a phonetic guide", `<w:p><w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>gang</w:t></w:r></w:rt><w:rubyBase>` + r("{岗位名称}") + `</w:rubyBase></w:ruby></w:r></w:p>`, []string{"in-ruby {岗位名称} 段落 1"}},
		{"a list that is none cannot count on", p("{续号}x"), []string{"count-outside {续号} 段落 1"}},
		{"a picture without a name, with a filter, of no size", p("{%}{%照片|默认:无}{%照片:25}{%照片:0.1mm}{%照片:25mm×900mm}{%.}"), []string{
			"name-missing {%} 段落 1", "picture-filter {%照片|默认:无} 段落 1", "picture-size {%照片:25} 段落 1", "picture-size {%照片:0.1mm} 段落 1",
			"picture-size {%照片:25mm×900mm} 段落 1", "item-outside {%.} 段落 1"}},
		{"what stands in a block with an unknown name is not blamed", p("{#职则}{序号}{职责描述}{.}{岗位名秤}{/}"), []string{
			"unknown-name {#职则} 段落 1 → 职责", "unknown-name {岗位名秤} 段落 1 → 岗位名称"}},
		{"more filters than a tag may have", p("{岗位名称" + strings.Repeat("|默认:x", 16) + "}{岗位编号" + strings.Repeat("|默认:x", 17) + "}"), []string{"too-many-filters {岗位编号" + strings.Repeat("|默认:x", 14) + "|默认:… 段落 1"}},
		{"more tags than a paragraph may hold", p(strings.Repeat("{岗位名称}", 1001)) + p("{甲乙丙}"), []string{"too-many-tags  段落 1", "unknown-name {甲乙丙} 段落 2"}},
		{"more tags than a template may hold", strings.Repeat(p(strings.Repeat("{岗位名称}", 1000)), 101) + p("{甲乙丙}"), []string{"too-many  段落 101"}},
		{"blocks nested too deep", p(strings.Repeat("{#工具}", 65) + strings.Repeat("{/工具}", 65)), []string{"too-deep {#工具} 段落 1"}},
		{"no more faults than anybody reads", strings.Repeat(p("{甲乙丙}"), 1001), slices.Repeat([]string{"unknown-name {甲乙丙}"}, 1000)},
		{"places in nested tables", p("x") + tbl(tr(tc("")), tr(tc(""), tc(tbl(tr(tc("{甲乙丙丁}"))), ""))) + p("{甲乙丙丁}"), []string{
			"unknown-name {甲乙丙丁} 表1 第2行 第2格 表1 第1行 第1格", "unknown-name {甲乙丙丁} 段落 2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := faultsOf(t, body(tt.body))
			if len(got) > 100 {
				for i := range got {
					got[i], _, _ = strings.Cut(got[i], " 段落")
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Compile() faults (-want +got)\n%s", diff)
			}
		})
	}
}

func TestFaultsOfAllPartsComeAtOnce(t *testing.T) {
	t.Parallel()
	got := faultsOf(t, body(p("{甲乙丙}"), p("{备注|默认}")), "header", p("{庚辛壬}"), "footer", p("{/}"))
	want := []string{"unknown-name {甲乙丙} 段落 1", "filter-argument {备注|默认} 段落 2", "unknown-name {庚辛壬} 页眉 段落 1", "block-unopened {/} 页脚 段落 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Compile() faults (-want +got)\n%s", diff)
	}
}

func TestFaultSaysWhereAndWhat(t *testing.T) {
	t.Parallel()
	_, faults := template.Compile(open(t, docx(t, body(p("一"), p("本表由人力资源部填写：职务名称{岗位名秤}，编号{岗位编号}。")))), form())
	want := []template.Fault{{
		Code:    "unknown-name",
		Detail:  "没有名为“岗位名秤”的内容，是不是“岗位名称”？",
		English: "nothing is named “岗位名秤”; did you mean 岗位名称?",
		Tag:     "{岗位名秤}",
		Part:    "word/document.xml",
		Place:   "段落 2「…资源部填写：职务名称{岗位名秤}，编号{岗位编号}。」",

		EnglishPlace: "paragraph 2 “…资源部填写：职务名称{岗位名秤}，编号{岗位编号}。”",

		Nearest: "岗位名称",
	}}
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Errorf("Compile() faults (-want +got)\n%s", diff)
	}
}
