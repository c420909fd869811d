package audit

import "strings"

// stale looks for positions whose latest date, of analysis, of taking effect or of
// a revision, is older than the threshold. A year or month alone counts to its end.
func stale(x *examination) {
	latest, pointer := "", ""
	consider := func(date, where string) {
		if date > latest {
			latest, pointer = date, where
		}
	}
	consider(text(at(x.pos, "position", "analysisDate")), "/position/analysisDate")
	consider(text(at(x.pos, "document", "effectiveDate")), "/document/effectiveDate")
	for i, v := range items(at(x.pos, "document", "revisions")) {
		consider(text(object(v)["date"]), index("/document/revisions", i, "date"))
	}
	if latest == "" || x.auditor.oldest == "" || strings.HasPrefix(x.auditor.oldest, latest) || latest >= x.auditor.oldest {
		return
	}
	x.report(pointer, latest, say("最近的日期是 %s，已超过 %s 年；请重新分析岗位，更新说明书和日期",
		"the latest date is %s, more than %s years ago; look at the position again and bring form and date up to date", latest, figure(x.auditor.options.StaleYears)))
}
