package compare

import (
	"encoding/json"
	"maps"
	"slices"

	"jobdoc/internal/position"
)

// list compares two lists. Where one of them has no items, that is one change, but for
// items that moved. They bring their list along and take it with them.
func (d *differ) list(f *position.Field, a, b value, p pair) {
	var before, after *list
	if p.oldOwner != nil {
		before = p.oldOwner.lists[f]
	}
	if p.newOwner != nil {
		after = p.newOwner.lists[f]
	}
	s, t := a.state(), b.state()
	switch {
	case s == Filled && t == Filled:
		d.items(before, after)
	case s != t:
		if l := p.labels().entry(f); !(s == Absent && allMoved(after) || t == Absent && allMoved(before)) {
			d.add(kind(s, t), d.rest(f, a, before, l.old), d.rest(f, b, after, l.new))
		}
		if t == Filled {
			d.movedIn(after)
		}
	}
}

// allMoved says that there are items in a list, and all of them are in the other position, too.
func allMoved(l *list) bool {
	return l != nil && len(l.items) > 0 && !slices.ContainsFunc(l.items, func(n *node) bool { return n.match == nil })
}

// rest tells a list without the items that moved from or to another.
func (d *differ) rest(f *position.Field, v value, l *list, name label) Side {
	s := d.words.side(f, v, name)
	if s.State != Filled {
		return s
	}
	var left []any
	for _, n := range l.items {
		if n.match == nil {
			left = append(left, n.val.v)
		}
	}
	s.Text = d.words.filled
	if len(left) > 0 {
		s.Text = d.words.printList(f, left)
	}
	return s
}

// movedIn tells of the items that came into a list from another, and into
// those that items of the list hold.
func (d *differ) movedIn(l *list) {
	for _, n := range l.items {
		if n.match != nil {
			d.item(n)
		} else {
			d.movedInto(n)
		}
	}
}

func (d *differ) movedInto(n *node) {
	for _, f := range n.field.Fields {
		if l := n.lists[f]; l != nil {
			d.movedIn(l)
		}
	}
}

// items compares two lists item by item, in the order of the new one; what was removed
// comes where it stood among those that stay.
func (d *differ) items(before, after *list) {
	gone := 0
	removed := func(to int) {
		for ; gone < to; gone++ {
			if o := before.items[gone]; o.match == nil {
				d.whole(Removed, o)
			}
		}
	}
	for i := 0; i < len(after.items); {
		next := i // the next item that stays
		for next < len(after.items) && !after.items[next].stays {
			next++
		}
		if next < len(after.items) {
			removed(after.items[next].match.index)
		} else {
			removed(len(before.items))
		}
		for ; i <= next && i < len(after.items); i++ {
			if n := after.items[i]; n.match != nil {
				d.item(n)
			} else {
				d.whole(Added, n)
				d.movedInto(n)
			}
		}
	}
	removed(len(before.items))
}

// whole tells of an item that was added or removed.
func (d *differ) whole(kind string, n *node) {
	l := place(n)
	s := d.words.side(n.field, n.val, l)
	s.Text = d.words.printWhole(n)
	none := Side{State: Absent}
	if kind == Added {
		d.add(kind, none, s)
	} else {
		d.add(kind, s, none)
	}
}

// item tells what became of an item that is there on both sides.
func (d *differ) item(n *node) {
	o := n.match
	l := labels{place(o), place(n)}
	p := pair{o.val, n.val, o, n}
	if apart(n.field) {
		if !n.stays {
			d.add(Moved, d.head(o, l.old), d.head(n, l.new))
			d.where(n)
		}
		d.fields(n.field.Fields, p)
		return
	}
	s, t := d.head(o, l.old), d.head(n, l.new)
	a, b := ownValue(o), ownValue(n)
	switch equal := same(n.field, a, b); {
	case equal && n.stays:
	case equal || s.Text == t.Text && s.State == t.State:
		if !n.stays {
			d.add(Moved, d.orWhole(o, s), d.orWhole(n, t))
			d.where(n)
		}
		if !equal {
			d.parts(n.field, a, b, l)
		}
	case n.stays:
		d.add(Changed, s, t)
	default:
		d.add(MovedChanged, s, t)
		d.where(n)
	}
	for _, f := range n.field.Fields {
		if f.Item != nil {
			d.list(f, o.val.child(f), n.val.child(f), p)
		}
	}
}

// where notes of the last change whether its item moved within its list.
func (d *differ) where(n *node) { d.changes[len(d.changes)-1].within = n.match.in == n.in.before() }

// head tells an item without the lists that it holds.
func (d *differ) head(n *node, l label) Side { return d.words.side(n.field, ownValue(n), l) }

// orWhole tells an item that says nothing itself by what it holds.
func (d *differ) orWhole(n *node, s Side) Side {
	if s.State == Blank && n.val.v != nil {
		s.State, s.Text = Filled, d.words.orLine(d.words.print(n.field, n.val.v))
	}
	return s
}

// ownValue is what an item says without the lists that it holds.
func ownValue(n *node) value {
	v := n.val
	m, ok := v.v.(map[string]any)
	if !ok || !hasLists(n.field) {
		return v
	}
	own := maps.Clone(m)
	for _, f := range n.field.Fields {
		if f.Item != nil {
			delete(own, f.Key)
		}
	}
	v.v = own
	return v
}

// bare is a text or number as it is written rather than printed.
func bare(v any, printed string) string {
	if n, ok := v.(json.Number); ok {
		return n.String()
	}
	return printed
}
