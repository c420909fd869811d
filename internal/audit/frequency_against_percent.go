package audit

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// frequencyAgainstPercent works out how much of the working time a task takes by its
// frequency and duration, and compares that with the percentage that the task or
// its duty states: 200 minutes a day are 41.7 % of eight hours.
func frequencyAgainstPercent(x *examination) {
	for i, d := range items(at(x.pos, "duties")) {
		duty := object(d)
		known, all := 0.0, true
		tasks := items(duty["tasks"])
		for j, t := range tasks {
			task := object(t)
			frequency, duration := text(task["frequency"]), text(task["duration"])
			share, ok := x.auditor.workShare(frequency, duration)
			if !ok {
				all = false
				continue
			}
			known += share
			if stated, ok := number(task["timePercent"]); ok && x.auditor.apart(share, stated) {
				quote := strings.TrimSpace(frequency + " " + duration)
				x.report(index(index("/duties", i, "tasks"), j, "timePercent"), quote,
					say("按“%s”计算约占工作时间的 %s%%，而写的是 %s%%；请核对频率、用时或百分比",
						"“%s” is about %s %% of the working time, and %s %% is stated; check frequency, duration or percentage", quote, figure(share), figure(stated)))
			}
		}
		stated, ok := number(duty["timePercent"])
		if ok && len(tasks) > 0 && x.auditor.apart(known, stated) && (known > stated || all) {
			x.report(index("/duties", i, "timePercent"), figure(stated)+"%",
				say("第%d项职责写的是 %s%%，而按各项任务的频率和用时计算约占 %s%%；请核对",
					"duty %d is given %s %%, and its tasks take about %s %% by frequency and duration; check them", i+1, figure(stated), figure(known)))
		}
	}
}

// apart says that two percentages differ by more than estimates do.
func (a *Auditor) apart(x, y float64) bool {
	d := max(x-y, y-x)
	return d > a.options.PercentTolerance && d > 0.15*max(x, y)
}

var (
	// timesPer reads 每天2次, 每两月1次, 每季度, 2次/周, 每年 4 次.
	timesPer   = regexp.MustCompile(`^每([0-9.]*|半|一|两|二|三|四)个?(天|日|工作日|周|星期|月|季度|季|年)(?:约?([0-9.]+)(?:至|-|~)?([0-9.]*)[次项回份家个])?$`)
	timesSlash = regexp.MustCompile(`^([0-9.]+)次/(天|日|周|月|季|季度|年)$`)
	// amount reads 200分钟, 每次约2小时, 20个工作日, 1.5天, 200分钟/天.
	amount = regexp.MustCompile(`^(?:每[次项回份家个]|一次)?约?([0-9.]+)个?(分钟|分|小时|h|hour|hours|min|minutes|天|日|工作日|周|星期|月)(?:([0-9.]+)分钟?)?左?右?(?:/(天|日|周|月|季|年|d|day|week|month|year)|每(天|日|周|月|年))?$`)
	// together reads 每天200分钟 in one of the two fields.
	together = regexp.MustCompile(`^(每(?:天|日|周|月|季度|年))(约?[0-9.]+[^0-9].*)$`)
	aside    = regexp.MustCompile(`\([^)]*\)`)
)

// plain writes a frequency or duration without blanks and asides, and the numbers
// that are usually spelled in figures: 一小时, 半天, 每周两次.
func plain(s string) string {
	return spelled.ReplaceAllStringFunc(aside.ReplaceAllString(fold(s), ""), func(m string) string {
		r, size := utf8.DecodeRuneInString(m)
		return figures[r] + m[size:]
	})
}

var (
	spelled = regexp.MustCompile(`[半一二两三四五六七八九十]个?(?:分钟|小时|天|日|工作日|周|月|[次项回份家])`)
	figures = map[rune]string{'半': "0.5", '一': "1", '二': "2", '两': "2", '三': "3", '四': "4", '五': "5", '六': "6", '七': "7", '八': "8", '九': "9", '十': "10"}
)

// workShare returns the part of the working time, in percent, that something takes
// that is done so often and takes so long. ok is false where that is not plain.
func (a *Auditor) workShare(frequency, duration string) (percent float64, ok bool) {
	frequency, duration = plain(frequency), plain(duration)
	switch m, n := together.FindStringSubmatch(duration), together.FindStringSubmatch(frequency); {
	case m != nil: // 每天200分钟 says both, whatever the other field says
		frequency, duration = m[1], m[2]
	case n != nil && duration == "":
		frequency, duration = n[1], n[2]
	}
	m := amount.FindStringSubmatch(duration)
	if m == nil {
		return 0, false
	}
	n, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return 0, false
	}
	minutes := n * a.minutes(m[2])
	if rest, err := strconv.ParseFloat(m[3], 64); err == nil { // 3小时20分
		minutes += rest
	}
	times := 0.0
	if per := m[4] + m[5]; per != "" {
		times = a.perYear(per)
	} else if times, ok = a.timesPerYear(frequency); !ok {
		return 0, false
	}
	return 100 * minutes * times / (a.options.DaysPerYear * a.options.MinutesPerDay), true
}

// minutes returns the working time of a unit.
func (a *Auditor) minutes(unit string) float64 {
	day := a.options.MinutesPerDay
	switch unit {
	case "分钟", "分", "min", "minutes":
		return 1
	case "小时", "h", "hour", "hours":
		return 60
	case "周", "星期":
		return 5 * day
	case "月":
		return a.options.DaysPerYear / 12 * day
	}
	return day
}

// perYear returns how often a unit comes in a working year.
func (a *Auditor) perYear(unit string) float64 {
	switch unit {
	case "周", "星期", "week":
		return a.options.DaysPerYear / 5
	case "月", "month":
		return 12
	case "季", "季度":
		return 4
	case "年", "year":
		return 1
	}
	return a.options.DaysPerYear
}

func (a *Auditor) timesPerYear(frequency string) (times float64, ok bool) {
	frequency = strings.TrimSuffix(frequency, "左右")
	if m := timesSlash.FindStringSubmatch(frequency); m != nil {
		n, err := strconv.ParseFloat(m[1], 64)
		return n * a.perYear(m[2]), err == nil
	}
	m := timesPer.FindStringSubmatch(frequency)
	if m == nil {
		return 0, false
	}
	every, n := 1.0, 1.0
	switch m[1] {
	case "", "一":
	case "半":
		every = 0.5
	case "两", "二":
		every = 2
	case "三":
		every = 3
	case "四":
		every = 4
	default:
		var err error
		if every, err = strconv.ParseFloat(m[1], 64); err != nil || every == 0 {
			return 0, false
		}
	}
	if m[3] != "" {
		var err error
		if n, err = strconv.ParseFloat(m[3], 64); err != nil {
			return 0, false
		}
	}
	if m[4] != "" { // 2至3次: the middle
		high, err := strconv.ParseFloat(m[4], 64)
		if err != nil {
			return 0, false
		}
		n = (n + high) / 2
	}
	return n * a.perYear(m[2]) / every, true
}
