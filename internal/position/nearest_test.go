package position

import (
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	var keys, chinese []string
	everyField(func(f *Field, _ string) {
		keys = append(keys, f.Key)
		chinese = append(chinese, f.Names...)
	})
	for _, tt := range []struct {
		name  string
		known []string
		want  string
	}{
		{"岗位名秤", chinese, "岗位名称"},
		{"岗位明称", chinese, "岗位名称"},
		{"岗位 名称", chinese, "岗位名称"},
		{"岗名称", chinese, "岗位名称"},
		{"岗位的名称", chinese, "岗位名称"},
		{"岗名位称", chinese, "岗位名称"},
		{"职责描写", chinese, "职责描述"},
		{"备住", chinese, "备注"},
		{"注备", chinese, "备注"},
		{"工作时间百分率", chinese, "工作时间百分比"},
		{"部门", []string{"所在部门", "岗位名称"}, "所在部门"},
		{"学历要求", chinese, "最低学历要求"},
		{"教育专业背景", chinese, "所需教育专业背景"},
		{"胜任能力", chinese, "所需胜任能力"},
		{"生效曰期", chinese, "生效日期"},
		{"titel", keys, "title"},
		{"Title", keys, "title"},
		{"time_percent", keys, "timePercent"},
		{"timepercentage", keys, "timePercent"},
		{"tasK", keys, "tasks"},
		{"descripton", keys, "description"},
		{"ｔｉｔｌｅ", keys, "title"},
		{"qualification", keys, "qualifications"},
		{"dutys", keys, "duties"},
		{"headCount", keys, "headcount"},
		{"responsibility", keys, "responsibilities"},
		{"甲乙丙丁", chinese, ""},
		{"xyzzy", keys, ""},
		{"", keys, ""},
		{"   ", keys, ""},
		{strings.Repeat("title", 1000), keys, ""},
		{"title", nil, ""},
	} {
		if got := Nearest(tt.name, tt.known); got != tt.want {
			t.Errorf("Nearest(%.20q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestDistanceCountsASwapOnce(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "acb", 1}, {"kitten", "sitting", 3}, {"岗位名称", "岗位称名", 1}, {"甲乙", "丙丁", 2}} {
		if got := distance([]rune(tt.a), []rune(tt.b)); got != tt.want {
			t.Errorf("distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
