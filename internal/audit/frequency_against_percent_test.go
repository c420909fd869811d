package audit

import (
	"fmt"
	"math"
	"testing"
)

func TestSharesOfWorkingTimeAreReadFromFrequencyAndDuration(t *testing.T) {
	t.Parallel()
	a, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		frequency, duration string
		want                float64 // percent; -1: not plain
	}{
		{"每天", "200分钟", 41.7},
		{"每日 1 次", "２００ 分钟", 41.7},
		{"", "200 min/day", 41.7},
		{"每天200分钟", "", 41.7},
		{"", "每天 200 分钟", 41.7},
		{"每年1次", "20个工作日", 8},
		{"每季度1项", "每项约6个工作日", 9.6},
		{"每两月1次", "1.5天（含准备）", 3.6},
		{"每周2～3次", "2小时", 12.5},
		{"每月", "1天", 4.8},
		{"2次/周", "4小时", 20},
		{"每半年", "5天", 4},
		{"每日", "每日200分钟", 41.7},
		{"每天", "3小时20分钟", 41.7},
		{"每天", "3小时20分钟左右", 41.7},
		{"每天一次", "半小时", 6.25},
		{"每周两次", "半天", 20},
		{"每月", "一个工作日", 4.8},
		{"每两周", "1天", 10},
		{"每半月", "1天", 9.6},
		{"每天", "200分钟/天", 41.7},
		{"二十次", "1小时", -1},
		{"随时", "1小时", -1},
		{"每天", "较长", -1},
		{"每年", "", -1},
	} {
		got, ok := a.workShare(c.frequency, c.duration)
		if !ok {
			got = -1
		}
		if math.Abs(got-c.want) > 0.05 {
			t.Errorf("%q, %q: %v %%, want %v", c.frequency, c.duration, got, c.want)
		}
	}
}

func TestFrequencyAndPercentageAgree(t *testing.T) {
	t.Parallel()
	task := func(duty, frequency, duration, percent string) []string {
		return duties(fmt.Sprintf(`{"description": "一", "timePercent": %s, "tasks": [{"text": "a", "frequency": %q, "duration": %q, "timePercent": %s}]}`, duty, frequency, duration, percent))
	}
	const check = "frequency-against-percent"
	expect(t, check, task("null", "每天", "200分钟", "30"), "warning 甲 /duties/0/tasks/0/timePercent 每天 200分钟")
	expect(t, check, task("null", "每天", "200分钟", "40"))
	expect(t, check, task("null", "每天", "10分钟", "4")) // 2.1 %: estimates are no better than that
	expect(t, check, task("30", "每天", "200分钟", "null"), "warning 甲 /duties/0/timePercent 30%")
	expect(t, check, task("60", "每天", "200分钟", "null"), "warning 甲 /duties/0/timePercent 60%")
	// A task of unknown length may make up the rest of a duty, but not take away what is too much.
	for percent, want := range map[string][]string{"60": nil, "30": {"warning 甲 /duties/0/timePercent 30%"}} {
		expect(t, check, duties(fmt.Sprintf(`{"description": "一", "timePercent": %s, "tasks": [{"text": "a", "frequency": "每天", "duration": "200分钟"}, "b"]}`, percent)), want...)
	}
}
