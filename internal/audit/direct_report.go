package audit

import "strings"

// directReportNotInSet looks for direct reports that are neither a position nor a
// department of the set.
func directReportNotInSet(s *set) {
	for i, r := range s.records {
		for _, ref := range r.reports {
			if len(s.find(ref)) > 0 || s.isDepartment(ref.title) {
				continue
			}
			s.report(i, ref.pointer, ref.text, say("直接下属“%s”没有说明书；请补上它的说明书，或核对名称",
				"there is no position “%s”, a direct report; add it, or check the name", ref.text))
		}
	}
}

// isDepartment says that a folded name is one of a department, of the set or the dictionary.
func (s *set) isDepartment(name string) bool {
	return s.departments[name] || s.auditor.departments[name] != ""
}

// reportNotListed looks for positions that their superior does not name among its
// direct reports. The finding stands at the report.
func reportNotListed(s *set) {
	for i, superiors := range s.superiors {
		for _, j := range superiors {
			if j == i || s.lists(j, i) {
				continue
			}
			title := s.records[j].subject.Title
			s.report(i, "/position/reportsTo", s.records[i].superior.text,
				say("“%s”的直接下属没有列出本岗位；请在它的直接下属中补上“%s”，或更正本岗位的直接上级",
					"“%s” does not list this position among its direct reports; add “%s” there, or correct the superior here", title, s.records[i].subject.Title))
		}
	}
}

// superiorDiffers looks for pairs of which one calls the other its direct report,
// and the other names somebody else as its superior. It stands at both; at the
// one that lists only, where several positions answer to the title and none of them agrees.
func superiorDiffers(s *set) {
	for i, r := range s.records {
		for _, ref := range r.reports {
			candidates := s.find(ref)
			if len(candidates) == 0 || s.agrees(candidates, i) {
				continue
			}
			if len(candidates) > 1 {
				s.report(i, ref.pointer, ref.text, say("叫“%s”的 %d 个岗位（%s）都不以本岗位为直接上级；请核对双方，并注明部门或编号",
					"none of the %[2]d positions called “%[1]s” (%[3]s) names this one as its superior; check both sides, and give department or code", ref.text, len(candidates), s.others(candidates, -1)))
				continue
			}
			report := s.records[candidates[0]]
			s.report(i, ref.pointer, ref.text, say("“%s”写的直接上级是“%s”，不是本岗位；请核对双方",
				"“%s” names “%s” as its superior, not this position; check both sides", report.subject.Title, report.superior.text))
			s.report(candidates[0], "/position/reportsTo", report.superior.text,
				say("“%s”把本岗位列为直接下属，而本岗位写的直接上级是“%s”；请核对双方",
					"“%s” lists this position as a direct report, and the superior named here is “%s”; check both sides", r.subject.Title, report.superior.text))
		}
	}
}

// agrees says that one of the candidates has i as its superior, or may have, since
// it names none, or names one that i may be, too.
func (s *set) agrees(candidates []int, i int) bool {
	for _, j := range candidates {
		if j == i || s.resolved[j].state == refBlank || s.records[j].superior.means(s.records[i]) {
			return true
		}
		for _, k := range s.superiors[j] {
			if k == i {
				return true
			}
		}
		for _, name := range s.resolved[j].ambiguous {
			if ref := newReference(name, ""); strings.Contains(name, s.records[i].subject.Title) || ref.means(s.records[i]) {
				return true
			}
		}
	}
	return false
}
