package audit

import (
	"regexp"
	"strings"

	"jobdoc/internal/position"
)

// textImpliesSubordinates looks for duties, tasks and authorities that direct
// others, in a position that leaves 直接下属 blank or says 无. An absent key is no
// such field on the form, and says nothing.
func textImpliesSubordinates(x *examination) {
	v, ok := x.pos.Get("position", "directReports")
	if !ok {
		return
	}
	for _, item := range items(v) {
		if s := member(item, "title"); !none(s) && !position.Blank(item) {
			return
		}
	}
	for _, l := range x.leaves() {
		s, ok := l.Value.(string)
		if !ok || !(strings.HasPrefix(l.Pointer, "/duties/") || strings.HasPrefix(l.Pointer, "/authorities/")) {
			continue
		}
		if quote := directs(s); quote != "" {
			m := message{"这里说到管理下属，而直接下属没有填写；请填写直接下属，或改写这一条",
				"this directs subordinates, and the direct reports are left blank; name them, or reword this"}
			if items(v) != nil {
				m = message{"这里说到管理下属，而直接下属写的是“无”；请填写直接下属，或改写这一条",
					"this directs subordinates, and there are none by the direct reports; name them, or reword this"}
			}
			x.report(l.Pointer, quote, m)
			return // one place is enough to see it
		}
	}
}

var (
	// below are words for people below: they need no verb. 下属 in 下属单位 and the like means no people.
	below = regexp.MustCompile(`(?:直接|所属|对|的|各级)?(?:下属|属下|部属|手下|部下)(?:人员|员工|岗位)?`)
	units = regexp.MustCompile(`^(?:各)?(?:单位|公司|企业|机构|部门|分|子|院|厂|店|学校|医院|网点|支行|项目部)`)
	// directing reads a verb of directing and the people it directs, in one clause.
	directing = regexp.MustCompile(`(?:带领|率领|领导|指导|管理|考核|监督|督导|督促|安排|分派|分配|培养|激励|检查|评价|调配)[^，。；、,;]{0,6}?(?:下级|团队成员|本?团队|小组成员|组员|组内成员|本组人员|班组成员|所辖人员|所属人员|本?部门员工|本?部门人员|属员)`)
	directed  = regexp.MustCompile(`(?:下级|团队成员|组员|组内成员|本组人员|班组成员|所辖人员|所属人员|部门员工|部门人员)(?:工作)?的?[^，。；,;]{0,6}?(?:考核|评定|评价|调配|分配|指导|指挥|管理|奖惩|任免|晋升)`)
	// aside from who does it: helping others to direct is not directing, nor is being directed.
	helping = regexp.MustCompile(`^(?:协助|配合|参与|参加|接受|服从|支持|协同)`)
)

// directs returns the words of a text that direct others, "" if none do.
func directs(s string) string {
	if !strings.ContainsAny(s, "属下组队部") { // all the words above have one of these
		return ""
	}
	for _, clause := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("，。；,;\n", r) }) {
		clause = strings.TrimSpace(clause)
		if helping.MatchString(clause) {
			continue
		}
		for _, at := range below.FindAllStringIndex(clause, -1) {
			before := clause[:at[0]]
			if !units.MatchString(clause[at[1]:]) && !strings.HasSuffix(before, "无") && !strings.HasSuffix(before, "没有") && !strings.HasSuffix(before, "上") {
				return clause
			}
		}
		if directing.MatchString(clause) || directed.MatchString(clause) {
			return clause
		}
	}
	return ""
}
