package template_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const mathSpace = ` xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"`

// TestTagsWhereNoValueCanStandAreFaults looks for tags where Word keeps text that
// is no text of the document. Braces that name nothing are left alone there.
func TestTagsWhereNoValueCanStandAreFaults(t *testing.T) {
	t.Parallel()
	formula := func(texts ...string) string {
		return `<m:oMath` + mathSpace + `><m:r><m:t>` + strings.Join(texts, `</m:t></m:r><m:r><m:t>`) + `</m:t></m:r></m:oMath>`
	}
	word := func(text string) string {
		return `<w:r><w:pict><v:shape><v:textpath string="` + text + `"/></v:shape></w:pict></w:r>`
	}
	picture := func(descr string) string {
		return `<w:r><w:drawing><wp:inline><wp:docPr id="1" name="a" descr="` + descr + `"/></wp:inline></w:drawing></w:r>`
	}
	tests := []struct {
		name, body string
		want       []string
	}{
		{"a formula", "<w:p>" + r("x") + formula("{岗位", "名称}", "+{1,2}") + "</w:p>", []string{"not-filled {岗位名称} 段落 1"}},
		{"a formula of its own", `<w:p><m:oMathPara` + mathSpace + `>` + formula("{#职责}", "{x}") + `</m:oMathPara></w:p>`, []string{"not-filled {#职责} 段落 1"}},
		{"the code of a field", "<w:p>" + complexField(`IF "{岗位`, r("x")) + "</w:p><w:p>" + strings.Replace(complexField("QUOTE {岗位", r("1")), "</w:instrText>", "</w:instrText><w:instrText>名称} {a}</w:instrText>", 1) + "</w:p>",
			[]string{"not-filled {岗位 名称} 段落 2"}},
		{"the code of a simple field", `<w:p><w:fldSimple w:instr="QUOTE {职责描述}">` + r("1") + `</w:fldSimple></w:p>`, []string{"not-filled {职责描述} 段落 1"}},
		{"a watermark", "<w:p>" + word("{表名}") + word("{绝密}") + "</w:p>", []string{"not-filled {表名} 段落 1"}},
		{"the alternative text of a picture", tbl(tr(tc("<w:p>" + picture("{岗位名称}的照片") + picture("{1}") + "</w:p>"))), []string{"not-filled {岗位名称} 表1 第1行 第1格"}},
		{"what the language has of its own", "<w:p>" + formula("{序号}{否则}{合并:x}{分页}{.}{/}") + "</w:p>", []string{
			"not-filled {序号} 段落 1", "not-filled {否则} 段落 1", "not-filled {合并:x} 段落 1", "not-filled {分页} 段落 1"}},
		{"the box beside a watermark", `<w:p><w:r><w:pict><v:shape><v:textpath string="x"/><v:textbox><w:txbxContent>` + p("{甲乙丙丁}") + `</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>`, []string{"unknown-name {甲乙丙丁} 段落 1 文本框内 段落 1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, faultsOf(t, body(tt.body))); diff != "" {
				t.Errorf("Compile() faults (-want +got)\n%s", diff)
			}
		})
	}
}

func TestTagsInAddressesAreFaults(t *testing.T) {
	t.Parallel()
	got := faultsOf(t, body(p("x")), "link", "mailto:%7B%E5%B2%97%E4%BD%8D%E7%BC%96%E5%8F%B7%7D@example.com", "link", "https://example.com/{岗位名称}/%7Bid%7D")
	want := []string{"not-filled {岗位编号} 超链接的地址", "not-filled {岗位名称} 超链接的地址"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Compile() faults (-want +got)\n%s", diff)
	}
}

func TestTagsInDiagramsAndChartsAreFaults(t *testing.T) {
	t.Parallel()
	text := func(runs ...string) string {
		return `<a:pt><a:t><a:bodyPr/><a:p><a:r><a:t>` + strings.Join(runs, `</a:t></a:r><a:r><a:t>`) + `</a:t></a:r></a:p></a:t></a:pt>`
	}
	got := faultsOf(t, body(p("x")), "diagramData", text("{直接", "上级}")+text("{1}"), "chart", text("{岗位名称}人数"))
	want := []string{"not-filled {直接上级} SmartArt 图示 文字", "not-filled {岗位名称} 图表 文字"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Compile() faults (-want +got)\n%s", diff)
	}
	annotated, _ := annotate(t, docx(t, body(p("表头")), "diagramData", text("{岗位名称}")))
	if diff := cmp.Diff([]string{"表头 ← SmartArt 图示 文字: {岗位名称} 写在SmartArt 图示里，不能填写；请移到正文、表格或文本框里 [not-filled]"}, commented(t, annotated)); diff != "" {
		t.Errorf("Annotate() (-want +got)\n%s", diff)
	}
}

// TestFieldsAreNotTorn holds blocks to whole fields: Word takes a document in
// which a field begins twice and ends once for damaged.
func TestFieldsAreNotTorn(t *testing.T) {
	t.Parallel()
	char := func(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	begin, end := char("begin")+`<w:r><w:instrText>TOC</w:instrText></w:r>`+char("separate"), char("end")
	para := func(content ...string) string { return "<w:p>" + strings.Join(content, "") + "</w:p>" }
	for _, tt := range []struct {
		name, body string
		want       []string
	}{
		{"one that begins inside", p("{#相关权限}") + para(begin, r("{.}")) + p("{/}") + para(end), []string{"field-torn {#相关权限} 段落 1"}},
		{"one that ends inside", para(begin) + p("{#相关权限}") + para(r("{.}"), end) + p("{/}"), []string{"field-torn {#相关权限} 段落 2"}},
		{"one that ends and one that begins inside", para(begin) + p("{#相关权限}") + para(end, r("{.}")) + para(begin) + p("{/}") + para(end), []string{"field-torn {#相关权限} 段落 2"}},
		{"one in rows", tbl(tr(tc("{#相关权限}"), tc(para(begin))), tr(tc(para(end)), tc("{/}"))), nil},
		{"one that begins in rows", tbl(tr(tc("{#相关权限:行}{/}"), tc(para(begin)))) + para(end), []string{"field-torn {#相关权限:行} 表1 第1行 第1格"}},
		{"one that begins in a paragraph that may go", para(begin, r("{?备注}")) + para(end), []string{"field-torn {?备注} 段落 1"}},
		{"a whole one inside", p("{#相关权限}") + para(begin, r("{.}")) + para(end) + p("{/}"), nil},
		{"one around the block", para(begin, r("a")) + p("{#相关权限}") + p("{.}") + p("{/}") + para(end), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, faultsOf(t, body(tt.body))); diff != "" {
				t.Errorf("Compile() faults (-want +got)\n%s", diff)
			}
		})
	}
}
