package compare

import (
	"jobdoc/internal/position"
)

// differ collects the changes between two trees that are matched.
type differ struct {
	words   words
	changes []Change
	scratch scratch
}

// pair is two objects, one of which became the other, and the items they belong to.
type pair struct {
	old, new           value
	oldOwner, newOwner *node
}

// labels are those of the items that the objects belong to.
func (p pair) labels() labels { return labels{place(p.oldOwner), place(p.newOwner)} }

// fields compares two objects entry by entry.
func (d *differ) fields(fields []*position.Field, p pair) {
	l := p.labels()
	for _, f := range fields {
		a, b := p.old.child(f), p.new.child(f)
		switch {
		case f.Counted:
		case f.Item != nil:
			d.list(f, a, b, p)
		case f.Flat:
			d.flat(f, a, b, p)
		default:
			d.value(f, a, b, l.entry(f))
		}
	}
}

// flat compares objects whose entries are fields of the form by themselves. An entry
// that comes brings its object along, and the last that goes takes it with it; only
// what does not follow from that is told of the object.
func (d *differ) flat(f *position.Field, a, b value, p pair) {
	l := p.labels().entry(f)
	if s, t := d.shell(a, l.old), d.shell(b, l.new); s.State != t.State && (s.State == Blank || t.State == Blank) {
		d.add(kind(s.State, t.State), s, t)
	}
	p.old, p.new = a, b
	d.fields(f.Fields, p)
}

// shell tells of an object only whether it is there. One that holds blank entries is:
// their labels print.
func (d *differ) shell(v value, l label) Side {
	if v.v != nil {
		return Side{Pointer: v.pointer, Label: l.zh, English: l.en, State: Filled, Text: d.words.filled}
	}
	return d.words.side(nil, v, l)
}

// kind is what going from one state to another is.
func kind(before, after string) string {
	switch {
	case before == Absent:
		return Added
	case after == Absent:
		return Removed
	}
	return Changed
}

// value compares two values that print as one text. Where they differ and print the
// same, their parts are compared.
func (d *differ) value(f *position.Field, a, b value, l labels) {
	if same(f, a, b) {
		return
	}
	s, t := d.words.side(f, a, l.old), d.words.side(f, b, l.new)
	if s.State == t.State && s.Text == t.Text {
		d.parts(f, a, b, l)
		return
	}
	d.add(kind(s.State, t.State), s, t)
}

// parts compares two values that print the same and yet are not.
func (d *differ) parts(f *position.Field, a, b value, l labels) {
	if _, ok := a.v.(map[string]any); ok {
		for _, c := range f.Fields {
			d.value(c, a.child(c), b.child(c), l.entry(c))
		}
		return
	}
	s, t := d.words.side(f, a, l.old), d.words.side(f, b, l.new)
	s.Text, t.Text = bare(a.v, s.Text), bare(b.v, t.Text)
	if s.Text == t.Text { // two pictures
		t.Text = d.words.otherPicture
	}
	d.add(Changed, s, t)
}

// add adds a change, with what of its text was kept.
func (d *differ) add(kind string, s, t Side) {
	c := Change{Kind: kind, Old: s, New: t}
	if kind != Moved && s.State == Filled && t.State == Filled {
		c.Pieces = d.scratch.pieces(s.Text, t.Text)
	}
	d.changes = append(d.changes, c)
}
