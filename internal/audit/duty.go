package audit

import "fmt"

// dutyWithoutTasks looks for duties whose tasks are absent, null or stated to be none.
func dutyWithoutTasks(x *examination) {
	for i, d := range items(at(x.pos, "duties")) {
		duty := object(d)
		if len(items(duty["tasks"])) == 0 {
			x.report(index("/duties", i, "tasks"), text(duty["description"]), message{
				fmt.Sprintf("第%d项职责没有列出工作任务；如果不是“其他工作”，请补上", i+1),
				fmt.Sprintf("duty %d lists no tasks; add them, unless it is the usual “other work”", i+1)})
		}
	}
}

// duplicateDuty looks for duties of one position that say the same.
func duplicateDuty(x *examination) {
	list := items(at(x.pos, "duties"))
	var said []wording
	for i, d := range list {
		description := text(object(d)["description"])
		w := newWording(description)
		for j, earlier := range said {
			if w.like(&earlier, x.auditor.options.Similarity) {
				x.report(index("/duties", i, "description"), description, say("第%d项职责与第%d项相同或几乎相同；请合并",
					"duty %d is the same as duty %d, or nearly; join them", i+1, j+1))
				break
			}
		}
		said = append(said, w)
	}
}

// taskNumbering looks for tasks that are numbered from another number than 1.
func taskNumbering(x *examination) {
	for i, d := range items(at(x.pos, "duties")) {
		duty := object(d)
		start := text(duty["taskNumberStart"])
		if start != "" && start != "1" && len(items(duty["tasks"])) > 0 {
			x.report(index("/duties", i, "taskNumberStart"), start, say("第%d项职责的任务从 %s 起编号；如无特别原因，请从 1 起",
				"the tasks of duty %d are numbered from %s; number them from 1 unless there is a reason", i+1, start))
		}
	}
}

// ordinalDiffers looks for duties whose number is not their place.
func ordinalDiffers(x *examination) {
	for i, d := range items(at(x.pos, "duties")) {
		ordinal := text(object(d)["ordinal"])
		if place := fmt.Sprint(i + 1); ordinal != "" && ordinal != place {
			x.report(index("/duties", i, "ordinal"), ordinal, say("这是第 %s 项职责，而序号写的是 %s；打印时按顺序编号，请改正或删去序号",
				"this is duty %s and its ordinal is %s; printed numbers go by place: correct the ordinal, or leave it out", place, ordinal))
		}
	}
}
