package template_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"jobdoc/internal/template"
)

// many is a list of that many short texts.
func many(n int) []any {
	list := make([]any, n)
	for i := range list {
		list[i] = fmt.Sprint(i)
	}
	return list
}

// TestTemplatesThatMultiplyAreRefused fills templates that ask for far more
// than anybody prints. Each must be given up in a moment, and say which tag did it.
func TestTemplatesThatMultiplyAreRefused(t *testing.T) {
	t.Parallel()
	deep := func(open, inside, end string) string {
		return strings.Repeat(open, 12) + inside + strings.Repeat(end, 12)
	}
	data := map[string]any{
		"authorities": many(200), "tools": many(200), "summary": strings.Repeat("&", 1<<20),
	}
	labels := many(20_000)
	for i, v := range labels {
		labels[i] = map[string]any{"label": v}
	}
	data["position"] = map[string]any{"extra": labels}
	tests := []struct{ name, body, tag string }{
		{"a line", p("x" + deep("{#相关权限}", "{.}", "{/}")), "{#相关权限}"},
		{"a line that prints nothing", p("x" + deep("{#相关权限}", "", "{/}")), "{#相关权限}"},
		{"paragraphs", deep(p("{#相关权限}"), p("固定"), p("{/}")), "{#相关权限}"},
		{"rows", tbl(tr(tc(deep("{#相关权限:行}", "x", "{/}")))), "{#相关权限:行}"},
		{"tables", deep(p("{#相关权限}"), tbl(tr(tc("固定"), tc("{#工具:行}{.}{/}"))), p("{/}")), "{#工具:行}"},
		{"rows that all go", tbl(tr(tc("y" + deep("{#相关权限}", "{?本职概述:行}", "{/}")))), ""},
		{"a large part of the template", p("{#相关权限}") + p("{#工具}") + p(strings.Repeat("固定的文字", 10_000)) + p("{/}") + p("{/}"), "{#工具}"},
		{"a value many times", strings.Repeat(p(strings.Repeat("{本职概述}", 100)), 100), ""},
		{"a value that a filter drops", p("x" + "{#相关权限}{#工具}{#相关权限}{相关权限|连接:、|除:x|除:y}{/}{/}{/}"), "{#相关权限}"},
		{"values that print nothing", p("x" + "{#相关权限}{#工具}{#相关权限}" + strings.Repeat("{备注|除:a|除:b}", 300) + "{/}{/}{/}"), "{#相关权限}"},
		{"conditions that print nothing", p("x" + "{#相关权限}{#工具}{#相关权限}" + strings.Repeat("{#"+strings.Repeat("备注、", 400)+"出差|留空}{/}", 300) + "{/}{/}{/}"), "?"},
		{"labels looked up", p("x" + "{#相关权限}{#工具}{其他信息:无此项}{/}{/}"), "{#工具}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tm := compile(t, form(), body(tt.body))
			start := time.Now()
			doc, err := tm.Fill(data)
			var refused *template.FillError
			if doc != nil || !errors.As(err, &refused) {
				t.Fatalf("Fill() = %v, %v, want a FillError", doc, err)
			}
			f := refused.Faults[0]
			if !strings.HasPrefix(f.Code, "too-large") || f.Tag != tt.tag && tt.tag != "?" || f.Detail == "" || (f.Tag != "") != (f.Place != "") {
				t.Errorf("fault %+v, want one of the tag %q", f, tt.tag)
			}
			if d := time.Since(start); d > 20*time.Second { // about a second, ten under -race
				t.Errorf("it took %v to refuse", d)
			}
		})
	}
}

func TestLargeFormsAreNotRefused(t *testing.T) {
	t.Parallel()
	tm := compile(t, form(), formBody())
	doc := fill(t, tm, duties(20_000))
	root, err := doc.Part(doc.Main())
	if err != nil {
		t.Fatal(err)
	}
	if n := len(all(root, "w:tr")); n < 24_000 {
		t.Errorf("%d rows, want those of 20,000 tasks", n)
	}
}

// TestNoTemplateTakesLongToRead reads texts on which a search that begins anew at
// each brace would take minutes.
func TestNoTemplateTakesLongToRead(t *testing.T) {
	t.Parallel()
	const size = 2 << 20
	fill := func(para string) string { return strings.Repeat(para, size/len(para)) }
	open1 := strings.Repeat("{a|默认:", 480)
	for name, text := range map[string]string{
		"arguments that do not end":  fill(p(open1)),
		"names that do not end":      fill(p("{" + strings.Repeat("a", 4000))),
		"arguments in one tag":       fill(p("{备注|默认:" + strings.Repeat("{a|b:", 600) + "}")),
		"tags in arguments":          fill(p("{备注|默认:" + strings.Repeat("{备柱", 300) + "}")),
		"codes of fields":            fill(`<w:p><w:fldSimple w:instr="QUOTE ` + open1 + `"/></w:p>`),
		"formulas":                   fill(`<w:p><m:oMath` + mathSpace + `><m:r><m:t>` + open1 + `</m:t></m:r></m:oMath></w:p>`),
		"one long paragraph":         p(strings.Repeat("{a|默认:", size/12)),
		"one long code":              `<w:p><w:fldSimple w:instr="` + strings.Repeat("{a|默认:", size/12) + `"/></w:p>`,
		"escaped braces":             fill(p(strings.Repeat("\\{", 900))),
		"fields that begin and end":  fill("<w:p>" + complexField("PAGE", "") + "</w:p>"),
		"blocks around a torn field": "<w:p>" + begunField + "</w:p>" + strings.Repeat(p("{#岗位名称}"), 60) + fill(p("x")) + strings.Repeat(p("{/}"), 60),
		"blocks in controls":         tbl(fill(sdt(tr(tcw(vContinue, "{#工具:行}{.}{/}"))))),
		"text boxes in text boxes":   strings.Repeat(`<w:p><w:r><w:pict><v:textbox><w:txbxContent>`, 40) + p(open1) + strings.Repeat(`</w:txbxContent></v:textbox></w:pict></w:r></w:p>`, 40),
		"content controls over rows": tbl(fill(sdt(tr(tcw(vContinue, "{岗位名称}"))))),
	} {
		pkg := open(t, docx(t, body(text)))
		start := time.Now()
		template.Compile(pkg, form())
		if took := time.Since(start); took > mostTime {
			t.Errorf("%s: took %v", name, took)
		} else {
			t.Logf("%s: %v", name, took.Round(time.Millisecond))
		}
	}
}

// begunField is a field that goes on behind its paragraph, as a table of contents does.
const begunField = `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`

// mostTime is for the slowest machine that tests run on, with the race detector
// and other tests beside; a quiet one takes a tenth.
const mostTime = 10 * time.Second
