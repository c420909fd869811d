package audit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// departmentNotInDictionary looks for departments that the dictionary does not
// have. Without a dictionary there is nothing to look for.
func departmentNotInDictionary(x *examination) {
	name := x.record.subject.Department
	if len(x.auditor.departments) == 0 || name == "" {
		return
	}
	official := x.auditor.departments[fold(name)]
	switch {
	case official == "":
		x.report("/position/department", name, say("部门“%s”不在部门字典中；请改成字典里的名称，或补充字典", "the department “%s” is not in the dictionary; use a name that is, or add this one", name))
	case official != name:
		x.report("/position/department", name, say("部门“%s”的正式名称是“%s”；请改正", "the department “%s” is properly called “%s”; correct it", name, official))
	}
}

// departmentEndings are what departments end in, the longer ones first.
var departmentEndings = []string{"办公室", "事业部", "委员会", "部门", "中心", "总部", "部", "处", "科", "室", "组", "办", "队", "所", "厂", "店"}

// positionEndings are what positions end in.
var positionEndings = []string{
	"总经理", "经理", "总监", "主管", "主任", "专员", "工程师", "代表", "助理", "秘书", "会计", "出纳", "文员", "班长", "组长", "科长", "处长",
	"部长", "店长", "厂长", "总裁", "董事长", "架构师", "设计师", "分析师", "技术员", "操作员", "管理员", "业务员", "采购员", "质检员", "司机", "保安",
}

// positionInDepartmentField looks for positions where a department belongs.
func positionInDepartmentField(s *set) {
	for i, r := range s.records {
		for _, d := range r.departments {
			name := fold(d.text)
			if s.auditor.departments[name] != "" || ending(name, departmentEndings) != "" {
				continue
			}
			// The departments of the set tell nothing here: this one may be among them by mistake.
			if len(s.byTitle[name]) == 0 && ending(name, positionEndings) == "" {
				continue
			}
			s.report(i, d.pointer, d.text, say("“%s”是岗位，不是部门；请改写它所在的部门", "“%s” is a position and no department; name its department", d.text))
		}
	}
}

func ending(name string, of []string) string {
	for _, e := range of {
		if strings.HasSuffix(name, e) {
			return e
		}
	}
	return ""
}

// usage is a way to write a department, and how often it is.
type usage struct {
	names []*usage // that were found to be one with it, itself among them
	name  string   // as written
	key   string   // folded
	core  string   // without its ending
	own   int      // positions that belong to it
	times int
}

// departmentNameVariants looks for departments that are written in several ways.
// One finding names all ways to write one.
func departmentNameVariants(s *set) {
	byKey := map[string][]*usage{}
	byName := map[string]*usage{}
	for _, r := range s.records {
		for _, d := range r.departments {
			u := byName[d.text]
			if u == nil {
				u = &usage{name: d.text, key: fold(d.text)}
				u.core = strings.TrimSuffix(u.key, ending(u.key, departmentEndings))
				byName[d.text] = u
				byKey[u.key] = append(byKey[u.key], u)
			}
			u.times++
			if d.pointer == "/position/department" {
				u.own++
			}
		}
	}
	all := make([]*usage, 0, len(byName))
	for _, u := range byName {
		all = append(all, u)
	}
	sortUsages(all)
	// Names that are surely one come first: a slip is one of the nearest name, and
	// not of another that is one character away too.
	var merged []*usage
	for _, group := range clusterAll(all, s.departmentBuckets, s.sameDepartment) {
		u := *group[0]
		u.names = group
		for _, v := range group[1:] {
			u.times += v.times
			u.own += v.own
		}
		merged = append(merged, &u)
	}
	sortUsages(merged)
	for _, group := range clusterAll(merged, slipBuckets, s.slipOf) {
		var names []*usage
		for _, u := range group {
			names = append(names, u.names...)
		}
		if len(names) > 1 {
			sortUsages(names)
			s.reportVariants(names)
		}
	}
}

// sortUsages puts the name that is used most first: it leads its group.
func sortUsages(all []*usage) {
	slices.SortFunc(all, func(a, b *usage) int {
		return cmp.Or(cmp.Compare(b.times, a.times), strings.Compare(a.name, b.name))
	})
}

func (s *set) reportVariants(group []*usage) {
	var names, counts []string
	best := group[0].name
	for _, u := range group {
		names = append(names, u.name)
		counts = append(counts, fmt.Sprintf("%s %d", u.name, u.times))
		if official := s.auditor.departments[u.key]; official != "" {
			best = official
		}
	}
	s.reportSet(strings.Join(names, "、"), message{
		fmt.Sprintf("%d 种写法像是同一个部门（%s 次）；如果是，请统一写作“%s”", len(group), strings.Join(counts, " 次、"), best),
		fmt.Sprintf("%d names look like one department (times: %s); if it is one, write “%s” everywhere", len(group), strings.Join(counts, ", "), best),
	})
}

// departmentBuckets returns keys of which two ways to write one department share one.
func (s *set) departmentBuckets(u *usage) []string {
	keys := []string{"=" + u.core}
	if official := s.auditor.departments[u.key]; official != "" {
		keys = append(keys, "#"+official)
	}
	return keys
}

// sameDepartment says that two names are of one department: 财务部, 财务部门, 财务处.
func (s *set) sameDepartment(a, b *usage) bool {
	if x, y := s.auditor.departments[a.key], s.auditor.departments[b.key]; x != "" && y != "" {
		return x == y
	}
	if a.key == b.key || a.core == b.core && a.core != "" && strings.TrimSuffix(a.key, "门") == strings.TrimSuffix(b.key, "门") {
		return true
	}
	return a.core == b.core && a.core != "" && !both(a, b)
}

// both says that two names are in use side by side, so that they are two departments.
func both(a, b *usage) bool {
	least := min(a.times, b.times)
	return least > 2 && max(a.times, b.times) < 10*least
}

// slipBuckets returns keys of which two names that differ in one character share one.
func slipBuckets(u *usage) []string {
	runes := []rune(u.core)
	if len(runes) < 3 {
		return nil
	}
	keys := []string{"=" + u.core}
	for i := range runes {
		before, after := string(runes[:i]), string(runes[i+1:])
		keys = append(keys, before+"_"+after, "="+before+after)
	}
	return keys
}

// slipOf says that one of two names seems to be a slip of the pen.
func (s *set) slipOf(a, b *usage) bool {
	if s.auditor.departments[a.key] != "" && s.auditor.departments[b.key] != "" || both(a, b) {
		return false
	}
	long, short := []rune(a.core), []rune(b.core)
	if len(long) < len(short) {
		long, short = short, long
	}
	return len(short) >= 3 && len(long)-len(short) <= 1 && oneApart(long, short)
}

// oneApart says that two names, of which none is longer than the other by more than
// one character, differ in one character that does not make the difference.
func oneApart(long, short []rune) bool {
	i := 0
	for i < len(short) && long[i] == short[i] {
		i++
	}
	if len(long) > len(short) {
		return string(long[i+1:]) == string(short[i:]) && !telling(long[i])
	}
	if i == len(short) || string(long[i+1:]) != string(short[i+1:]) || telling(long[i]) || telling(short[i]) {
		return false
	}
	// 财务 and 法务, 广州 and 杭州 are words of their own.
	return i+1 == len(short) || !strings.ContainsRune("务州京江安阳海山城川宁津门岛林", short[i+1])
}
