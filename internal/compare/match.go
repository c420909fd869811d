package compare

import (
	"slices"
	"strings"

	"jobdoc/internal/position"
)

// How alike two items must be to be one that was changed: within one list, where an
// item is most likely still there, and from one list to another.
const (
	alikeWithin = 0.50
	alikeAcross = 0.60
)

// matchTrees finds for every item of a list which one it was in the other tree. Lists are
// taken from the outside inwards, so that it is known then which duty was which.
// Everywhere an equal item comes before one that is only similar, and one of the same
// list before one of another.
func matchTrees(o, n *tree) {
	o.root.match, n.root.match = n.root, o.root
	m := matcher{budget: maxWork}
	m.lists(position.Fields(), o, n)
}

type matcher struct {
	profiler profiler
	budget   int
	pairs    []candidate // room for them
}

// lists matches the items of all lists within the field.
func (m *matcher) lists(f *position.Field, o, n *tree) {
	for _, c := range f.Fields {
		if c.Item == nil {
			m.lists(c, o, n)
			continue
		}
		olds, news := o.items[c], n.items[c]
		if len(olds) > 0 && len(news) > 0 {
			m.match(olds, news)
		}
		m.lists(c.Item, o, n)
	}
}

func (m *matcher) match(olds, news []*node) {
	equal(olds, news, true)
	equal(olds, news, false)
	m.within(olds, news)
	m.alike(olds, news, alikeAcross, false)
	settleAll(news)
}

// equal matches equal items in their order; only those in lists whose owners match,
// where within is true.
func equal(olds, news []*node, within bool) {
	type place struct {
		owner *node
		key   string
	}
	of := func(n, owner *node) (place, bool) {
		p := place{key: n.key}
		if within {
			p.owner = owner
			return p, owner != nil
		}
		return p, n.val.v != nil // a blank line is not followed from list to list
	}
	free := map[place][]*node{}
	for _, o := range olds {
		if o.match != nil {
			continue
		}
		if p, ok := of(o, o.in.owner); ok {
			free[p] = append(free[p], o)
		}
	}
	for _, n := range news {
		if n.match != nil {
			continue
		}
		p, ok := of(n, n.in.owner.match)
		if queue := free[p]; ok && len(queue) > 0 {
			n.match, queue[0].match = queue[0], n
			free[p] = queue[1:]
		}
	}
}

// within matches what is similar in lists whose owners match: first by what an item
// says itself, then by all that it holds.
func (m *matcher) within(olds, news []*node) {
	byOwner := map[*node][]*node{}
	for _, o := range olds {
		byOwner[o.in.owner] = append(byOwner[o.in.owner], o)
	}
	for len(news) > 0 {
		owner, k := news[0].in.owner, 1
		for k < len(news) && news[k].in.owner == owner {
			k++
		}
		if others := byOwner[owner.match]; owner.match != nil && len(others) > 0 {
			m.alike(others, news[:k], alikeWithin, false)
			if holdLists(others) || holdLists(news[:k]) {
				m.alike(others, news[:k], alikeWithin, true)
			}
		}
		news = news[k:]
	}
}

// alike matches the items that are still free by how alike their texts are, or all that
// they hold, where whole is true: the most similar pair first.
func (m *matcher) alike(olds, news []*node, least float32, whole bool) {
	olds, news = unmatched(olds), unmatched(news)
	pairs, ok := similar(m.pairs[:0], m.profiles(olds, whole), m.profiles(news, whole), least, &m.budget)
	if m.pairs = pairs; !ok {
		return
	}
	for i := range pairs {
		p := &pairs[i]
		a, b := olds[p.old].seq, news[p.new].seq
		p.distance, p.sum = int32(max(a-b, b-a)), int32(a+b)
	}
	m.weighWhole(pairs, olds, news)
	rank(pairs)
	for _, p := range pairs {
		if o, n := olds[p.old], news[p.new]; o.match == nil && n.match == nil {
			o.match, n.match = n, o
		}
	}
}

// weighWhole tells pairs whose own texts are as alike by all that they hold: groups
// of the same heading, for one. It is left out where it would be too much work.
func (m *matcher) weighWhole(pairs []candidate, olds, news []*node) {
	if len(pairs) < 2 || !holdLists(olds) && !holdLists(news) {
		return
	}
	before, after := m.profiles(olds, true), m.profiles(news, true)
	work := 0
	for _, p := range pairs {
		work += len(before[p.old].features) + len(after[p.new].features)
	}
	if work > m.budget {
		return
	}
	m.budget -= work
	for i := range pairs {
		p := &pairs[i]
		p.whole = before[p.old].like(after[p.new])
	}
}

// holdLists says that one of the items holds a list.
func holdLists(nodes []*node) bool {
	return slices.ContainsFunc(nodes, func(n *node) bool { return len(n.lists) > 0 })
}

// like is how alike two profiles are, by Dice's coefficient.
func (p profile) like(q profile) float32 {
	var common int32
	for i, j := 0, 0; i < len(p.features) && j < len(q.features); {
		switch a, b := p.features[i], q.features[j]; {
		case a.id < b.id:
			i++
		case a.id > b.id:
			j++
		default:
			common += min(a.count, b.count)
			i, j = i+1, j+1
		}
	}
	return share(common, p.total+q.total)
}

func unmatched(nodes []*node) []*node {
	var free []*node
	for _, n := range nodes {
		if n.match == nil {
			free = append(free, n)
		}
	}
	return free
}

// profiles are those of what items say themselves or, where whole is true, of all that they hold.
func (m *matcher) profiles(nodes []*node, whole bool) []profile {
	all := make([]profile, len(nodes))
	for i, n := range nodes {
		all[i] = m.profile(n, whole)
	}
	return all
}

func (m *matcher) profile(n *node, whole bool) profile {
	kept := &n.own
	if whole && len(n.lists) > 0 {
		kept = &n.whole
	}
	if *kept == nil {
		p := m.profiler.of(textOf(n, kept == &n.whole))
		*kept = &p
	}
	return **kept
}

// textOf is the strings of an item, with or without those of the lists that it holds.
func textOf(n *node, whole bool) string {
	var b strings.Builder
	appendStrings(&b, n.field, n.val.v, whole)
	return b.String()
}

func appendStrings(b *strings.Builder, f *position.Field, v any, lists bool) {
	switch v := v.(type) {
	case string:
		if !strings.HasPrefix(v, position.PicturePrefix) { // pictures are equal or they are not
			b.WriteString(v)
			b.WriteByte('\n')
		}
	case []any:
		for _, item := range v {
			appendStrings(b, f.Item, item, lists)
		}
	case map[string]any:
		for _, c := range f.Fields {
			if lists || c.Item == nil {
				appendStrings(b, c, v[c.Key], lists)
			}
		}
	}
}

// settleAll decides in every list which of its items moved.
func settleAll(news []*node) {
	for len(news) > 0 {
		in, k := news[0].in, 1
		for k < len(news) && news[k].in == in {
			k++
		}
		if old := in.before(); old != nil {
			var pairs []*node
			for _, n := range news[:k] {
				if n.match != nil && n.match.in == old {
					pairs = append(pairs, n)
				}
			}
			uncross(pairs)
			settle(pairs, len(old.items))
		}
		news = news[k:]
	}
}

// uncross gives items that were the same and have become the same to each other in their
// order: that one of them overtook the other would be no news.
func uncross(pairs []*node) {
	type texts struct{ old, new string }
	same := map[texts][]*node{}
	for _, n := range pairs {
		k := texts{n.match.key, n.key}
		same[k] = append(same[k], n)
	}
	for _, news := range same {
		olds := make([]*node, len(news))
		for i, n := range news {
			olds[i] = n.match
		}
		slices.SortFunc(olds, func(a, b *node) int { return a.index - b.index })
		for i, n := range news {
			n.match, olds[i].match = olds[i], n
		}
	}
}

// before is the list of the other tree that stands where l stands, or nil.
func (l *list) before() *list {
	if l.owner.match == nil {
		return nil
	}
	return l.owner.match.lists[l.field]
}
