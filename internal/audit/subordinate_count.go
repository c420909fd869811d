package audit

import "fmt"

// subordinateCountDiffers compares 所辖人员数目 with the headcounts of those who report
// to the position, directly or all told: either may be meant. While a headcount is
// missing, or a direct report is not in the set, there is only a least number, of
// one for each position, that can be fallen short of.
func subordinateCountDiffers(s *set) {
	totals := newTotals(s)
	for i, r := range s.records {
		if r.subordinates < 0 || s.cyclic[i] {
			continue
		}
		direct, whole := totals.direct(i)
		all := totals.of(i)
		n := r.subordinates
		switch {
		case n < direct.people:
		case whole && n != direct.people && (!all.whole || n != all.people) && (all.whole || n < all.people):
		default:
			continue
		}
		counted := direct.tell(all)
		s.report(i, "/position/subordinateCount", r.countText, message{
			fmt.Sprintf("所辖人员数目写的是“%s”，而按下属岗位计算%s；请核对", r.countText, counted.zh),
			fmt.Sprintf("the number of subordinates is given as “%s”; by the positions below it is %s; check them", r.countText, counted.en),
		})
	}
}

// head is a number of people; whole says that nothing is missing in it.
type head struct {
	people int
	whole  bool
}

func (h head) tell(all head) message {
	switch {
	case !h.whole:
		return say("至少 %d 人", "%d at least", h.people)
	case all.whole && all.people != h.people:
		return say("直接下属 %d 人，连同更下级 %d 人", "%d, with those further down %d", h.people, all.people)
	}
	return say("为 %d 人", "%d", h.people)
}

// totals counts the people below positions, each position once.
type totals struct {
	set  *set
	memo []head
	done []bool
}

func newTotals(s *set) *totals {
	return &totals{s, make([]head, len(s.records)), make([]bool, len(s.records))}
}

// direct counts those who report to i, and those that i lists without their saying so.
func (t *totals) direct(i int) (h head, whole bool) {
	h.whole = true
	r := t.set.records[i]
	for _, c := range t.set.children[i] {
		h.addPosition(t.set.records[c])
	}
	for _, ref := range r.reports {
		if t.reportsTo(ref, i) {
			continue
		}
		if candidates := t.set.find(ref); len(candidates) == 1 {
			h.addPosition(t.set.records[candidates[0]])
			continue
		}
		h.people++
		h.whole = false
	}
	// Somebody may report here without a form: a blank list says nothing of it.
	if !r.reportsStated && len(t.set.children[i]) == 0 {
		h.whole = false
	}
	return h, h.whole
}

// reportsTo says that a position that i lists is among those counted already.
func (t *totals) reportsTo(ref reference, i int) bool {
	for _, c := range t.set.children[i] {
		r := t.set.records[c]
		if ref.means(r) || ref.code == "" && ref.title != "" && (ref.title == r.department || ref.title == r.group) {
			return true
		}
	}
	return false
}

func (h *head) addPosition(r *record) {
	if r.headcount < 0 {
		h.people++
		h.whole = false
		return
	}
	h.people += r.headcount
}

// of counts all below i. Nobody in a circle is counted.
func (t *totals) of(i int) head {
	if t.done[i] || t.set.cyclic[i] {
		return t.memo[i]
	}
	t.done[i] = true // also while it is being counted
	h, whole := t.direct(i)
	h.whole = whole
	for _, c := range t.set.children[i] {
		below := t.of(c)
		h.people += below.people
		h.whole = h.whole && (below.whole || len(t.set.children[c]) == 0)
	}
	t.memo[i] = h
	return h
}
