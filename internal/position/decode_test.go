package position

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const small = `{
  "_note": {"a": [1, 2]},
  "position": {"title": "大客户部经理", "headcount": 1.0, "directReports": ["销售主管", {"title": "技术主管", "code": "T-1"}], "payGradeRange": null},
  "duties": [
    {"description": "其他", "timePercent": 1e1, "tasks": ["写报告", {"text": "开会", "frequency": "每月", "subtasks": []}]}
  ],
  "authorities": []
}`

func TestDecodeKeepsAbsentNullAndEmptyApart(t *testing.T) {
	p, faults := Decode([]byte(small))
	if faults != nil {
		t.Fatalf("Decode() faults = %v, want none", faults)
	}
	want := map[string]any{
		"position": map[string]any{"title": "大客户部经理", "headcount": num("1"),
			"directReports": []any{"销售主管", map[string]any{"title": "技术主管", "code": "T-1"}}, "payGradeRange": nil},
		"duties": []any{map[string]any{"description": "其他", "timePercent": num("10"),
			"tasks": []any{"写报告", map[string]any{"text": "开会", "frequency": "每月", "subtasks": []any{}}}}},
		"authorities": []any{},
	}
	if diff := cmp.Diff(want, p.Data()); diff != "" {
		t.Errorf("Data() (-want +got)\n%s", diff)
	}
	again, faults := Decode(p.JSON())
	if faults != nil {
		t.Fatalf("Decode(JSON()) faults = %v, want none", faults)
	}
	if diff := cmp.Diff(p.Data(), again.Data()); diff != "" {
		t.Errorf("Decode(JSON()) (-want +got)\n%s", diff)
	}
}
