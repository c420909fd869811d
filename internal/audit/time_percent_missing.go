package audit

import "jobdoc/internal/position"

// timePercentMissing looks for duties without a percentage. One whose tasks all
// have theirs needs none.
func timePercentMissing(x *examination) {
	for i, d := range items(at(x.pos, "duties")) {
		duty := object(d)
		var own shares
		for _, t := range items(duty["tasks"]) {
			own.add(object(t)["timePercent"])
		}
		if !position.Blank(duty["timePercent"]) || own.given > 0 && own.missing == 0 {
			continue
		}
		x.report(index("/duties", i, "timePercent"), "", say("第%d项职责没有工作时间百分比；请填写，各项合计应为 100%%",
			"duty %d has no percentage of working time; give it one, so that all sum to 100 %%", i+1))
	}
}
