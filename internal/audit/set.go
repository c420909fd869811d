package audit

import (
	"slices"
	"strings"
)

// set is the index of all positions.
type set struct {
	auditor  *Auditor
	records  []*record
	check    *Check
	findings []Finding

	byCode, byTitle, byFull map[string][]int
	departments             map[string]bool // folded names of departments and groups

	superiors [][]int    // of each position, the positions its superior resolves to
	resolved  []resolved // how
	children  [][]int    // the positions that report to it
	cyclic    []bool     // part of a circle

	words *interner
}

// interner keeps one copy of texts that many positions share.
type interner struct{ texts map[string]string }

func (in *interner) intern(s string) string {
	if t, ok := in.texts[s]; ok {
		return t
	}
	in.texts[s] = s
	return s
}

func newSet(a *Auditor) *set {
	return &set{auditor: a, words: &interner{map[string]string{}}}
}

func (s *set) add(r *record) {
	for _, list := range [][]string{r.competencies, r.authorities} {
		for i := range list {
			list[i] = s.words.intern(list[i])
		}
	}
	for i := range r.departments {
		r.departments[i].text = s.words.intern(r.departments[i].text)
		r.departments[i].pointer = s.words.intern(r.departments[i].pointer)
	}
	for _, p := range []*string{&r.subject.Department, &r.department, &r.organization, &r.superior.text, &r.superior.title, &r.superior.department, &r.title, &r.subject.Title} {
		*p = s.words.intern(*p)
	}
	s.records = append(s.records, r)
}

// report adds a finding on a position.
func (s *set) report(i int, pointer, quote string, m message) {
	s.reportAs(s.check.Severity, i, pointer, quote, m)
}

func (s *set) reportAs(severity Severity, i int, pointer, quote string, m message) {
	s.findings = append(s.findings, Finding{s.check, severity, s.records[i].subject, pointer, clip(quote), m.zh, m.en})
}

// reportSet adds a finding on the whole set.
func (s *set) reportSet(quote string, m message) {
	s.findings = append(s.findings, Finding{s.check, s.check.Severity, nil, "", quote, m.zh, m.en})
}

// link builds the index and the tree of superiors.
func (s *set) link() {
	s.words = nil // all is added
	// Sorted, so that nothing depends on the order in which positions came.
	slices.SortStableFunc(s.records, func(a, b *record) int { return a.subject.before(b.subject) })
	s.byCode, s.byTitle, s.byFull = map[string][]int{}, map[string][]int{}, map[string][]int{}
	s.departments = map[string]bool{}
	for i, r := range s.records {
		if r.code != "" {
			s.byCode[r.code] = append(s.byCode[r.code], i)
		}
		s.byTitle[r.title] = append(s.byTitle[r.title], i)
		if r.department != "" {
			s.departments[r.department] = true
			full, turned := squash(r.department+r.title), squash(r.title+r.department)
			s.byFull[full] = append(s.byFull[full], i)
			if turned != full {
				s.byFull[turned] = append(s.byFull[turned], i)
			}
		}
		if r.group != "" {
			s.departments[r.group] = true
		}
	}
	n := len(s.records)
	s.superiors, s.resolved, s.children = make([][]int, n), make([]resolved, n), make([][]int, n)
	for i, r := range s.records {
		s.superiors[i], s.resolved[i] = s.resolveSuperior(i, r)
		for _, to := range s.superiors[i] {
			if to != i {
				s.children[to] = append(s.children[to], i)
			}
		}
	}
	s.findCycles()
}

// resolved says what became of the reference to a superior.
type resolved struct {
	state     int
	notFound  []string // the parts that are not in the set
	ambiguous []string // the parts that several positions answer to
	several   [][]int  // these positions
}

// The states of a reference.
const (
	refBlank = iota
	refNone  // stated that there is none
	refFound
	refBroken // some of it is not in the set, or not clear
)

// resolveSuperior finds the superiors of a position. Two superiors in one text,
// 总经理、副总经理, are two references where the text as a whole is none.
func (s *set) resolveSuperior(i int, r *record) (found []int, how resolved) {
	switch {
	case r.statedNone:
		return nil, resolved{state: refNone}
	case r.superior.text == "":
		return nil, resolved{state: refBlank}
	}
	refs := []reference{r.superior}
	if len(s.find(r.superior)) == 0 && r.superior.code == "" && r.superior.department == "" {
		if names := splitNames(r.superior.text); len(names) > 1 {
			refs = nil
			for _, name := range names {
				refs = append(refs, newReference(name, r.superior.pointer))
			}
		}
	}
	how.state = refFound
	for _, ref := range refs {
		switch candidates := s.find(ref); {
		case len(candidates) == 0:
			how.notFound = append(how.notFound, ref.text)
		case len(candidates) == 1:
			found = append(found, candidates[0])
			continue
		default:
			how.ambiguous = append(how.ambiguous, ref.text)
			how.several = append(how.several, candidates)
		}
		how.state = refBroken
	}
	return found, how
}

// find returns the positions that a reference may mean, in order.
func (s *set) find(ref reference) []int {
	if ref.code != "" {
		candidates := s.byCode[ref.code]
		if len(candidates) > 1 { // the code is used twice; what else is said may tell
			if narrowed := s.narrow(candidates, ref); len(narrowed) > 0 {
				return narrowed
			}
		}
		return candidates
	}
	if ref.title == "" {
		return nil
	}
	if candidates := s.narrow(s.byTitle[ref.title], ref); len(candidates) > 0 || ref.department != "" {
		return candidates
	}
	// 大客户部销售代表 in one text names department and title.
	return s.byFull[squash(ref.title)]
}

// narrow keeps those that have the title and department of the reference, as far as it gives them.
func (s *set) narrow(candidates []int, ref reference) []int {
	if ref.department == "" && ref.title == "" {
		return candidates
	}
	return slices.DeleteFunc(slices.Clone(candidates), func(i int) bool {
		r := s.records[i]
		return ref.title != "" && ref.title != r.title || ref.department != "" && ref.department != r.department
	})
}

// lists says that the position names the other among its direct reports, by itself or by its department.
func (s *set) lists(superior, report int) bool {
	r, own := s.records[report], s.records[superior].department
	for _, ref := range s.records[superior].reports {
		if ref.means(r) {
			return true
		}
		if ref.code == "" && ref.title != "" && (ref.title == r.department && r.department != own || ref.title == r.group) {
			return true
		}
	}
	return false
}

// means says that the position is one that the reference may mean.
func (ref *reference) means(r *record) bool {
	switch {
	case ref.code != "":
		return ref.code == r.code
	case ref.title == "":
		return false
	case ref.title == r.title:
		return ref.department == "" || ref.department == r.department
	case ref.department != "" || r.department == "" || !strings.Contains(ref.title, r.title):
		return false
	}
	full := squash(ref.title)
	return full == squash(r.department+r.title) || full == squash(r.title+r.department)
}

// findCycles marks the positions that are their own superior's superior (Tarjan's
// strongly connected components; one that only reports to itself is none).
func (s *set) findCycles() {
	n := len(s.records)
	s.cyclic = make([]bool, n)
	order, low := make([]int, n), make([]int, n) // 0: not visited
	var stack []int
	onStack := make([]bool, n)
	count := 0
	var visit func(v int)
	visit = func(v int) {
		count++
		order[v], low[v] = count, count
		stack = append(stack, v)
		onStack[v] = true
		for _, w := range s.superiors[v] {
			if order[w] == 0 {
				visit(w)
				low[v] = min(low[v], low[w])
			} else if onStack[w] {
				low[v] = min(low[v], order[w])
			}
		}
		if low[v] != order[v] {
			return
		}
		at := len(stack) - 1
		for stack[at] != v {
			at--
		}
		for _, w := range stack[at:] {
			onStack[w] = false
			s.cyclic[w] = len(stack)-at > 1
		}
		stack = stack[:at]
	}
	for v := range n {
		if order[v] == 0 {
			visit(v)
		}
	}
}
