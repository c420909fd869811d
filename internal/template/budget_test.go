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
			if !strings.HasPrefix(f.Code, "too-large") || f.Tag != tt.tag || f.Detail == "" || (f.Tag != "") != (f.Place != "") {
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
