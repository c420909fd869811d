package audit

import "testing"

func TestOldPositionsAreStale(t *testing.T) {
	t.Parallel()
	for date, want := range map[string]bool{
		"2023-11-30": false, "2023-11-29": true, "2023-11": false, "2023-10": true, "2023": false, "2022": true, "2026-01": false, "": false,
	} {
		var finding []string
		if want {
			finding = []string{"warning 甲 /position/analysisDate " + date}
		}
		expect(t, "stale", one(`"analysisDate": "`+date+`"`), finding...)
	}
	old := one(`"analysisDate": "2005-02"`, `"document": {"effectiveDate": "2010", "revisions": [{"date": "2012-03"}]}`)
	expect(t, "stale", old, "warning 甲 /document/revisions/0/date 2012-03")
	expectWith(t, Config{StaleYears: 20}, "stale", old)
}

func TestFormsAreSigned(t *testing.T) {
	t.Parallel()
	for rest, want := range map[string][]string{
		`"summary": ""`:                    {"info 甲 /signatures"},
		`"signatures": []`:                 {"info 甲 /signatures"},
		`"document": {"approvedBy": "王芳"}`: nil,
		`"signatures": [{"role": "任职人", "name": "李明", "date": "2026-01-05"}]`:                                                                                        nil,
		`"signatures": [{"role": "任职人", "name": "李明", "date": "2026-01-05"}, {"role": "上级", "name": "张伟", "date": null}, {"role": "人力资源部", "name": "", "date": ""}]`: {"warning 甲 /signatures 上级、人力资源部"},
	} {
		expect(t, "unsigned", one("", rest), want...)
	}
}
