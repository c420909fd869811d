package template_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tenFaults is a body with ten different faults.
func tenFaults() string {
	return p("{岗位名秤}：x") +
		tbl(
			tr(tc("岗位编号"), tc("{岗位编号")),
			tr(tc("{生效日期|曰期:YYYY}"), tc("x", "{备注|默认}")),
			tr(tc("{职责描述}"), tc(tbl(tr(tc("y"), tc("{序号}"))), "")),
		) +
		p("") +
		p("{#职责}") + p("{职责描述}{/任务}") + p("{/职责}") +
		p("甲{#工具}") + p("{.}") + p("{/工具}") +
		tbl(tr(tc("{合并:职责}"))) +
		p("{#相关权限:列}{.}{/}")
}

// TestTenFaultsAreTenFaultsEachInItsPlace checks a template with ten different
// faults, in a file that says more than the small ones of the other tests.
func TestTenFaultsAreTenFaultsEachInItsPlace(t *testing.T) {
	t.Parallel()
	want := []string{
		"unknown-name {岗位名秤} 段落 1 → 岗位名称",
		"unclosed-brace {岗位编号 表1 第1行 第2格",
		"unknown-filter {生效日期|曰期:YYYY} 表1 第2行 第1格 → 日期",
		"filter-argument {备注|默认} 表1 第2行 第2格",
		"name-in-list {职责描述} 表1 第3行 第1格 → {#职责}",
		"counter-outside {序号} 表1 第3行 第2格 表1 第1行 第2格",
		"block-unopened {/任务} 段落 4",
		"block-level {#工具} 段落 6",
		"merge-outside {合并:职责} 表2 第1行 第1格",
		"unknown-level {#相关权限:列} 段落 9",
	}
	got := faultsOf(t, body(tenFaults()))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Compile() faults (-want +got)\n%s", diff)
	}
	codes := map[string]bool{}
	for _, f := range got {
		code, _, _ := strings.Cut(f, " ")
		codes[code] = true
	}
	if len(codes) != 10 {
		t.Errorf("%d different faults, want 10", len(codes))
	}
}
