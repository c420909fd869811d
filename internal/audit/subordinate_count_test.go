package audit

import "testing"

func TestTheCountOfSubordinatesIsThatOfTheHeadcounts(t *testing.T) {
	t.Parallel()
	// A manager with two reports of 1 and 3, one of whom has 2 below.
	set := func(count string) []string {
		return []string{
			reports("部", "经理", "无", `["主管", "专员"], "subordinateCount": `+count),
			reports("部", "主管", "经理", `["文员"], "headcount": 1`),
			who("部", "专员", "经理", `"headcount": 3, "directReports": []`),
			who("部", "文员", "主管", `"headcount": 2, "directReports": []`),
		}
	}
	const check, finding = "subordinate-count-differs", "warning 部 经理 /position/subordinateCount "
	for count, quote := range map[string]string{
		`4`: "", `6`: "", `"4人"`: "", `"6（含实习生）"`: "", `"约四人"`: "", `null`: "",
		`5`: "5", `"无"`: "无", `2`: "2", `"7名"`: "7名",
	} {
		var want []string
		if quote != "" {
			want = []string{finding + quote}
		}
		expect(t, check, set(count), want...)
	}
}

func TestACountIsJudgedOnlyByWhatIsKnown(t *testing.T) {
	t.Parallel()
	const check, finding = "subordinate-count-differs", "warning 部 经理 /position/subordinateCount "
	unknown := func(count string) []string { // headcounts are not given, and 主管 is not in the set
		return []string{reports("部", "经理", "无", `["主管", "专员"], "subordinateCount": `+count), who("部", "专员", "经理")}
	}
	expect(t, check, unknown(`9`))
	expect(t, check, unknown(`1`), finding+"1")
	expect(t, check, []string{reports("部", "经理", "无", `[], "subordinateCount": 3`)}, finding+"3")
	expect(t, check, []string{reports("部", "经理", "无", `null, "subordinateCount": 3`)})
	expect(t, check, []string{reports("部", "经理", "无", `[], "subordinateCount": "无"`)})
}
