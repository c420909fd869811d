package audit

import "strings"

// superiorNotInSet looks for superiors that no position of the set is. It names the
// top of the set too, whose superior is described elsewhere, if at all.
func superiorNotInSet(s *set) {
	for i, how := range s.resolved {
		if len(how.notFound) == 0 {
			continue
		}
		quote := strings.Join(how.notFound, "、")
		s.report(i, "/position/reportsTo", quote, say("直接上级“%s”没有说明书；请补上它的说明书，或核对名称",
			"there is no position “%s”, the superior; add it, or check the name", quote))
	}
}

// superiorAmbiguous looks for superiors that several positions answer to.
func superiorAmbiguous(s *set) {
	for i, how := range s.resolved {
		for k, quote := range how.ambiguous {
			s.report(i, "/position/reportsTo", quote, say("有 %d 个岗位都叫“%s”（%s），分不清哪一个是上级；请注明部门或编号",
				"%d positions are called “%s” (%s), and which is the superior is not clear; give its department or code", len(how.several[k]), quote, s.others(how.several[k], -1)))
		}
	}
}

// reportsToSelf looks for positions that are their own superior.
func reportsToSelf(s *set) {
	for i, superiors := range s.superiors {
		for _, j := range superiors {
			if i == j {
				s.report(i, "/position/reportsTo", s.records[i].superior.text, message{"直接上级写的是本岗位自己；请改成真正的上级",
					"the position is given as its own superior; name the real one"})
			}
		}
	}
}

// reportingCycle looks for positions that are their superior's superior.
func reportingCycle(s *set) {
	for i := range s.records {
		if s.cyclic[i] {
			path := s.circle(i)
			s.report(i, "/position/reportsTo", path, say("汇报关系成环：%s；请核对各岗位的直接上级",
				"reporting goes round in a circle: %s; check the superiors", path))
		}
	}
}

// circle names the positions from i upwards until one comes again.
func (s *set) circle(i int) string {
	const most = 8
	var names []string
	seen := map[int]bool{}
	for !seen[i] {
		if len(names) == most {
			return strings.Join(names, "→") + "→…"
		}
		seen[i] = true
		names = append(names, s.records[i].subject.Title)
		for _, j := range s.superiors[i] {
			if s.cyclic[j] {
				i = j
				break
			}
		}
	}
	return strings.Join(append(names, s.records[i].subject.Title), "→")
}
