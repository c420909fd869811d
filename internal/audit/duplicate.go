package audit

import "strings"

// codeDuplicate looks for positions with the same code.
func codeDuplicate(s *set) {
	for i, r := range s.records {
		if same := s.byCode[r.code]; r.code != "" && len(same) > 1 {
			s.report(i, "/position/code", r.subject.Code, say("编号 %s 被 %d 个岗位使用（另有%s）；请改成各不相同的编号",
				"the code %s is used by %d positions (also %s); give each its own", r.subject.Code, len(same), s.others(same, i)))
		}
	}
}

// duplicateTitle looks for positions with the same title: within a department an
// error, since nothing else tells them apart, across departments a hint. Where no
// department is given, different codes tell them apart.
func duplicateTitle(s *set) {
	count := map[[2]string]int{}
	where := func(r *record) [2]string {
		if r.department == "" {
			return [2]string{r.title, "code " + r.code}
		}
		return [2]string{r.title, r.department}
	}
	for _, r := range s.records {
		count[where(r)]++
	}
	for i, r := range s.records {
		same := s.byTitle[r.title]
		if len(same) < 2 {
			continue
		}
		if inside := count[where(r)]; inside > 1 {
			s.report(i, "/position/title", r.subject.Title, say("同一部门有 %d 个岗位都叫“%s”；请合并，或改成不同的名称",
				"%d positions of the department are called “%s”; join them, or give them different titles", inside, r.subject.Title))
			continue
		}
		s.reportAs(Info, i, "/position/title", r.subject.Title, say("别的部门也有岗位叫“%s”（%s）；写上级、下属时请注明部门或编号",
			"other departments have a “%s” too (%s); name the department or the code where superiors and reports are named", r.subject.Title, s.others(same, i)))
	}
}

// others names a few positions other than i, by department and title.
func (s *set) others(of []int, i int) string {
	const most = 4
	var names []string
	for _, j := range of { // in the order of departments
		name := strings.TrimSpace(s.records[j].subject.Department + " " + s.records[j].subject.Title)
		if j == i || len(names) > 0 && names[len(names)-1] == name {
			continue
		}
		if len(names) == most {
			return strings.Join(names, "、") + "…"
		}
		names = append(names, name)
	}
	return strings.Join(names, "、")
}
