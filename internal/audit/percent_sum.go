package audit

import (
	"encoding/json"
	"strings"
)

// percentSum looks at how the form gives its percentages. Where duties have
// them, they sum to 100. Where the tasks of a duty have them, they sum to the duty's, or to 100
// inside the duty; where only tasks have them, to 100 over all duties or inside each. Where
// there are none there is nothing to add up.
func percentSum(x *examination) {
	var duties, tasks shares
	inside := true // the tasks of every duty that has percentages sum to 100
	list := items(at(x.pos, "duties"))
	for i, d := range list {
		duty := object(d)
		duties.add(duty["timePercent"])
		var own shares
		for _, t := range items(duty["tasks"]) {
			p := object(t)["timePercent"]
			own.add(p)
			tasks.add(p)
		}
		if own.given > 0 && !own.is(100) {
			inside = false
		}
		checkTasks(x, i, duty["timePercent"], own)
	}
	switch {
	case duties.given == 0 && tasks.given == 0:
	case duties.given == 0:
		if !inside && tasks.wrong(100) {
			x.report("/duties", tasks.String(), say("各项任务的时间百分比合计 %s%%，应为 100%%；请核对各项任务的百分比",
				"the percentages of all tasks sum to %s %%, not to 100 %%; check them", figure(tasks.sum)))
		}
	case duties.wrong(100):
		x.report("/duties", duties.String(), say("各项职责的工作时间百分比合计 %s%%，应为 100%%；请重新分配",
			"the percentages of the duties sum to %s %%, not to 100 %%; share out the time again", figure(duties.sum)))
	}
}

// checkTasks compares the tasks of one duty with the duty.
func checkTasks(x *examination, i int, percent any, own shares) {
	whole, ok := number(percent)
	if !ok || own.given == 0 || own.is(100) || !own.wrong(whole) {
		return
	}
	x.report(index("/duties", i, "tasks"), own.String(), say("第%d项职责占 %s%%，而其中各项任务合计 %s%%；请使两者相符",
		"duty %d takes %s %% and its tasks sum to %s %%; make them agree", i+1, figure(whole), figure(own.sum)))
}

// shares adds up percentages.
type shares struct {
	sum            float64
	given, missing int
	slack          float64 // what rounding may have lost: half of the last digit of every fraction
	texts          []string
}

func (s *shares) add(v any) {
	n, ok := number(v)
	if !ok {
		s.missing++
		return
	}
	s.given++
	s.sum += n
	digits := v.(json.Number).String()
	s.texts = append(s.texts, digits)
	if _, fraction, ok := strings.Cut(digits, "."); ok {
		half := 0.5
		for range fraction {
			half /= 10
		}
		s.slack += half
	}
}

func (s *shares) is(whole float64) bool {
	d := s.sum - whole
	return max(d, -d) <= s.slack+1e-9
}

// wrong says that the sum cannot be right. While some are missing they may make
// up what is wanting, but not take away what is too much.
func (s *shares) wrong(whole float64) bool {
	return !s.is(whole) && (s.missing == 0 || s.sum > whole)
}

// String writes 10+20+65=95.
func (s *shares) String() string {
	return strings.Join(s.texts, "+") + "=" + figure(s.sum)
}
