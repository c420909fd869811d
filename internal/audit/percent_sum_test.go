package audit

import "testing"

func TestPercentagesOfDutiesSumToAHundred(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		duties []string
		want   []string
	}{
		"exactly": {duties: []string{`{"description": "一", "timePercent": 60}`, `{"description": "二", "timePercent": 40}`}},
		"short of it": {
			duties: []string{`{"description": "一", "timePercent": 60}`, `{"description": "二", "timePercent": 35}`},
			want:   []string{"error 甲 /duties 60+35=95"},
		},
		"rounded": {duties: []string{`{"description": "一", "timePercent": 33.3}`, `{"description": "二", "timePercent": 33.3}`, `{"description": "三", "timePercent": 33.3}`}},
		"one is missing, which may be the rest": {
			duties: []string{`{"description": "一", "timePercent": 60}`, `{"description": "二", "timePercent": null}`},
		},
		"one is missing, and it is too much already": {
			duties: []string{`{"description": "一", "timePercent": 80}`, `{"description": "二", "timePercent": 30}`, `{"description": "三"}`},
			want:   []string{"error 甲 /duties 80+30=110"},
		},
		"none given": {duties: []string{`{"description": "一"}`, `{"description": "二"}`}},
		"tasks sum to their duty": {
			duties: []string{`{"description": "一", "timePercent": 25.5, "tasks": [{"text": "a", "timePercent": 20}, {"text": "b", "timePercent": 5.5}]}`, `{"description": "二", "timePercent": 74.5}`},
		},
		"tasks sum to a hundred inside their duty": {
			duties: []string{`{"description": "一", "timePercent": 30, "tasks": [{"text": "a", "timePercent": 60}, {"text": "b", "timePercent": 40}]}`, `{"description": "二", "timePercent": 70}`},
		},
		"tasks sum to neither": {
			duties: []string{`{"description": "一", "timePercent": 30, "tasks": [{"text": "a", "timePercent": 10}, {"text": "b", "timePercent": 15}]}`, `{"description": "二", "timePercent": 70}`},
			want:   []string{"error 甲 /duties/0/tasks 10+15=25"},
		},
		"only tasks have them, a hundred in all": {
			duties: []string{`{"description": "一", "tasks": [{"text": "a", "timePercent": 60}]}`, `{"description": "二", "tasks": [{"text": "b", "timePercent": 40}]}`},
		},
		"only tasks have them, a hundred in each duty": {
			duties: []string{`{"description": "一", "tasks": [{"text": "a", "timePercent": 100}]}`, `{"description": "二", "tasks": [{"text": "b", "timePercent": 40}, {"text": "c", "timePercent": 60}]}`},
		},
		"only tasks have them, and they do not add up": {
			duties: []string{`{"description": "一", "tasks": [{"text": "a", "timePercent": 60}]}`, `{"description": "二", "tasks": [{"text": "b", "timePercent": 30}]}`},
			want:   []string{"error 甲 /duties 60+30=90"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expect(t, "percent-sum", duties(c.duties...), c.want...)
		})
	}
}

func TestDutiesHaveAPercentage(t *testing.T) {
	t.Parallel()
	expect(t, "time-percent-missing", duties(
		`{"description": "一", "timePercent": 0}`,
		`{"description": "二", "timePercent": null}`,
		`{"description": "三"}`,
		`{"description": "四", "tasks": [{"text": "a", "timePercent": 5}]}`,
		`{"description": "五", "tasks": [{"text": "a", "timePercent": 5}, "b"]}`),
		"warning 甲 /duties/1/timePercent", "warning 甲 /duties/2/timePercent", "warning 甲 /duties/4/timePercent")
}
