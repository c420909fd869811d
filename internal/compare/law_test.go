package compare

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jobdoc/internal/position"
)

// phrases are what generated texts are made of: some alike, some not, few enough to repeat.
var phrases = []string{"办理现金收付", "办理现金和支票收付", "登记日记账", "每日登记日记账", "保管印章", "审核原始单据", "审核单据", "编制报表", "甲", "乙", "prepare the report", "Prepare a monthly report", "\U00020BB7野家 A&B <1>", "10%，20%", "a\nb"}

// generator makes positions that fit the field table. It draws from one seed, since a
// position takes hundreds of decisions.
type generator struct{ r *rand.Rand }

func (g generator) chance(percent int) bool { return g.r.IntN(100) < percent }

func (g generator) pick(n int) int { return g.r.IntN(n) }

func (g generator) text() string { return phrases[g.pick(len(phrases))] }

// value makes a value of a field; blank ones too, unless it must not be.
func (g generator) value(f *position.Field, item bool) any {
	if !f.Required && !item && g.chance(12) {
		return nil
	}
	switch f.Type {
	case position.Date:
		return []any{"2005", "2005-02", "2005-02-28", " "}[g.pick(4)]
	case position.Integer, position.Percent:
		return json.Number([]string{"0", "10", "10.0", "15"}[g.pick(4)])
	case position.StringOrNumber, position.StringOrInteger:
		return []any{json.Number("4"), "4", "若干"}[g.pick(3)]
	case position.StringOrObject:
		if g.chance(60) {
			return g.text()
		}
		return g.object(f)
	case position.Object:
		return g.object(f)
	case position.List, position.StringOrList:
		if f.Type == position.StringOrList && g.chance(40) {
			return g.text()
		}
		items := []any{}
		for range max(f.MinItems, g.pick(5)) {
			items = append(items, g.value(f.Item, true))
		}
		return items
	}
	switch {
	case f.Enum != nil:
		return f.Enum[g.pick(len(f.Enum))]
	case f.Picture && g.chance(20):
		return position.PicturePrefix + "png;base64," + []string{"AAAA", "BBBB"}[g.pick(2)]
	case !f.NotBlank && g.chance(8):
		return []string{"", " "}[g.pick(2)]
	}
	return g.text()
}

func (g generator) object(f *position.Field) map[string]any {
	m := map[string]any{}
	for _, c := range f.Fields {
		if c.Required || g.chance(30) {
			m[c.Key] = g.value(c, false)
		}
	}
	return m
}

// edit changes some of what a value holds.
func (g generator) edit(f *position.Field, v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := map[string]any{}
		for _, c := range f.Fields {
			entry, ok := v[c.Key]
			switch {
			case ok && !c.Required && g.chance(4): // goes
			case ok:
				m[c.Key] = g.edit(c, entry)
			case c.Required || g.chance(3):
				m[c.Key] = g.value(c, false)
			}
		}
		return m
	case []any:
		return g.editList(f, v)
	}
	if g.chance(8) {
		return g.value(f, v != nil)
	}
	return v
}

func (g generator) editList(f *position.Field, items []any) []any {
	out := []any{}
	for _, item := range items {
		if !g.chance(10) {
			out = append(out, g.edit(f.Item, item))
		}
	}
	for len(out) < f.MinItems || g.chance(20) {
		out = slices.Insert(out, g.pick(len(out)+1), g.value(f.Item, true))
	}
	if n := len(out); n > 1 && g.chance(30) {
		i, j := g.pick(n), g.pick(n)
		item := out[i]
		out = slices.Insert(slices.Delete(out, i, i+1), j, item)
	}
	if n := len(out); n > 1 && f.Item.Fields != nil && g.chance(40) {
		g.hand(f.Item, out[g.pick(n)], out[g.pick(n)])
	}
	return out
}

// hand moves an item from a list that one object holds to the same list of another.
func (g generator) hand(f *position.Field, from, to any) {
	a, ok := from.(map[string]any)
	b, ok2 := to.(map[string]any)
	if !ok || !ok2 || reflect.ValueOf(a).Pointer() == reflect.ValueOf(b).Pointer() {
		return
	}
	for _, c := range f.Fields {
		here, _ := a[c.Key].([]any)
		there, _ := b[c.Key].([]any)
		if c.Item != nil && len(here) > 0 && b[c.Key] != nil {
			i := g.pick(len(here))
			item := here[i]
			a[c.Key] = slices.Delete(slices.Clone(here), i, i+1)
			b[c.Key] = slices.Insert(slices.Clone(there), g.pick(len(there)+1), item)
		}
	}
}

// two makes two revisions of a position, the second most often an edited first.
func two(t *rapid.T) (a, b position.Position) {
	g := generator{rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))}
	root := position.Fields()
	first := g.object(root)
	var second any = g.object(root)
	if g.chance(85) {
		second = g.edit(root, first)
	}
	return made(t, first), made(t, second)
}

func made(t interface{ Fatalf(string, ...any) }, v any) position.Position {
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("%v", err)
	}
	p, faults := position.Decode(data)
	if len(faults) > 0 {
		t.Fatalf("%v in %s", faults, data)
	}
	return p
}

// plain is the position in the one way of writing that canon gives.
func plain(t interface{ Fatalf(string, ...any) }, p position.Position) position.Position {
	return made(t, unblank(position.Fields(), canon(position.Fields(), p.Data()), false))
}

// unblank writes blank items of lists as a position may hold them.
func unblank(f *position.Field, v any, item bool) any {
	switch v := v.(type) {
	case nil:
		switch {
		case item && f.Type == position.Object:
			return map[string]any{}
		case item:
			return ""
		}
	case []any:
		out := []any{}
		for _, i := range v {
			out = append(out, unblank(f.Item, i, true))
		}
		return out
	case map[string]any:
		m := map[string]any{}
		for _, c := range f.Fields {
			if entry, ok := v[c.Key]; ok {
				m[c.Key] = unblank(c, entry, false)
			}
		}
		return m
	}
	return v
}

func keyOf(p position.Position) string {
	return string(appendKey(nil, position.Fields(), canon(position.Fields(), p.Data())))
}

func TestAPositionDoesNotDifferFromItself(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := two(t)
		if got := Positions(a, a); len(got.Changes) != 0 {
			t.Fatalf("%s", told(got))
		}
		if got := Positions(a, plain(t, a)); len(got.Changes) != 0 {
			t.Fatalf("the same, written in another way: %s", told(got))
		}
		if got := Positions(a, b); len(got.Changes) == 0 && keyOf(a) != keyOf(b) {
			t.Fatalf("nothing told from\n%s\nto\n%s", a.JSON(), b.JSON())
		}
	})
}

func TestTheOtherWayRoundEverythingIsMirrored(t *testing.T) {
	t.Parallel()
	mirror := map[string]string{Added: Removed, Removed: Added, Changed: Changed, Moved: Moved, MovedChanged: MovedChanged}
	rapid.Check(t, func(t *rapid.T) {
		a, b := two(t)
		if a.Locale() != b.Locale() {
			t.Skip("what prints the same depends on the language")
		}
		there, back := Positions(a, b), Positions(b, a)
		var want, got []string
		for _, c := range there.Changes {
			want = append(want, fmt.Sprint(mirror[c.Kind], c.New.Pointer, c.New.State, c.Old.Pointer, c.Old.State))
		}
		for _, c := range back.Changes {
			got = append(got, fmt.Sprint(c.Kind, c.Old.Pointer, c.Old.State, c.New.Pointer, c.New.State))
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("there:\n%s\nback:\n%s\nof\n%s\nand\n%s", told(there), told(back), a.JSON(), b.JSON())
		}
	})
}

func TestWhatIsToldMakesTheNewOfTheOld(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := two(t)
		checkTold(t, plain(t, a), plain(t, b))
	})
}

// checkTold checks the laws of the changes between two positions in the plain way of writing.
func checkTold(t interface{ Fatalf(string, ...any) }, a, b position.Position) {
	c := Positions(a, b)
	r := newRebuilder(a, b, c)
	made, _ := r.build(position.Fields(), a.Data(), true, "", "")
	if got, want := string(appendKey(nil, position.Fields(), canon(position.Fields(), made))), keyOf(b); got != want {
		t.Fatalf("made\n%s\nwant\n%s\nof\n%s\nby\n%s", got, want, a.JSON(), told(c))
	}
	sum := c.Summary
	if n := len(c.Changes); sum.Total != n || sum.Added+sum.Removed+sum.Changed+sum.Moved+sum.MovedChanged != n {
		t.Fatalf("summary %+v of %d changes", sum, n)
	}
	for _, ch := range c.Changes {
		checkSide(t, ch.Old, a)
		checkSide(t, ch.New, b)
		var before, after strings.Builder
		for _, p := range ch.Pieces {
			if p.Kind != AddedRun {
				before.WriteString(p.Text)
			}
			if p.Kind != RemovedRun {
				after.WriteString(p.Text)
			}
		}
		if len(ch.Pieces) > 0 && (before.String() != ch.Old.Text || after.String() != ch.New.Text) {
			t.Fatalf("pieces %q of %q and %q", ch.Pieces, ch.Old.Text, ch.New.Text)
		}
		if (ch.Kind == Changed || ch.Kind == MovedChanged) && ch.Old.Text == ch.New.Text && ch.Old.State == ch.New.State {
			t.Fatalf("a change that nobody sees: %+v", ch)
		}
		if ch.Kind == Added {
			checkWhole(t, ch.New, b, r.news)
		}
		if ch.Kind == Removed {
			checkWhole(t, ch.Old, a, r.olds)
		}
	}
}

// lookup follows a JSON Pointer without escapes.
func lookup(p position.Position, pointer string) (any, bool) {
	var v any = p.Data()
	for _, key := range strings.Split(pointer, "/")[1:] {
		switch at := v.(type) {
		case map[string]any:
			entry, ok := at[key]
			if !ok {
				return nil, false
			}
			v = entry
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(at) {
				return nil, false
			}
			v = at[i]
		default:
			return nil, false
		}
	}
	return v, true
}

func checkSide(t interface{ Fatalf(string, ...any) }, s Side, p position.Position) {
	if _, ok := lookup(p, s.Pointer); s.Pointer != "" && !ok || (s.Pointer == "") != (s.State == Absent) {
		t.Fatalf("%+v does not point into %s", s, p.JSON())
	}
	if s.State != Absent && (s.Text == "" || s.Label == "" || s.English == "") {
		t.Fatalf("%+v says nothing", s)
	}
}

// checkWhole checks that what came or went as a whole is in its text, but for what has a change of its own.
func checkWhole(t interface{ Fatalf(string, ...any) }, s Side, p position.Position, own map[string]Change) {
	for leaf := range p.Leaves() {
		text, ok := leaf.Value.(string)
		if !ok || !strings.HasPrefix(leaf.Pointer, s.Pointer+"/") || leaf.Field.Type == position.Date || leaf.Field.Unprinted || leaf.Field.Picture {
			continue
		}
		at := leaf.Pointer
		for at != s.Pointer && own[at].Kind == "" {
			at = at[:strings.LastIndexByte(at, '/')]
		}
		if at == s.Pointer && !strings.Contains(s.Text, text) {
			t.Fatalf("%s has %q, which is not told in %q", leaf.Pointer, text, s.Text)
		}
	}
}

// rebuilder makes the new position of the old one and nothing but what changes tell:
// where a change gives a new value, it is taken from the new position.
type rebuilder struct {
	a, b       position.Position
	olds, news map[string]Change // by pointer
}

func newRebuilder(a, b position.Position, c Comparison) *rebuilder {
	r := &rebuilder{a, b, map[string]Change{}, map[string]Change{}}
	for _, ch := range c.Changes {
		if ch.Old.Pointer != "" {
			r.olds[ch.Old.Pointer] = ch
		}
		if ch.New.Pointer != "" {
			r.news[ch.New.Pointer] = ch
		}
	}
	return r
}

func (r *rebuilder) build(f *position.Field, v any, ok bool, from, to string) (any, bool) {
	if ok && r.olds[from].Kind == Removed {
		ok, v = false, nil
	}
	ch, told := r.news[to]
	if told = told && ch.Kind != Moved; told {
		v, ok = lookup(r.b, to)
	}
	whole := told && (ch.Kind == Added && !f.Flat || f.Item != nil)
	if f.Fields == nil && f.Item == nil || whole || told && !f.Flat && !hasLists(f) {
		return v, ok
	}
	if f.Item != nil {
		return r.list(f, v, ok, from, to)
	}
	m, _ := v.(map[string]any)
	old, _ := lookup(r.a, from)
	before, _ := old.(map[string]any)
	out := map[string]any{}
	for _, c := range f.Fields {
		entry, there := m[c.Key]
		if told && (c.Item != nil || f.Flat) { // the change told of the rest only
			entry, there = before[c.Key]
		}
		if told && c.Item == nil && !f.Flat {
			out[c.Key] = entry
			if !there {
				delete(out, c.Key)
			}
			continue
		}
		if entry, there = r.build(c, entry, there, from+"/"+c.Key, to+"/"+c.Key); there {
			out[c.Key] = entry
		}
	}
	switch {
	case len(out) > 0:
		return out, true
	case f.Flat: // the last entry takes its object with it
		return nil, ok && (told || len(m) == 0)
	}
	return v, ok
}

func (r *rebuilder) list(f *position.Field, v any, ok bool, from, to string) (any, bool) {
	at := func(pointer string, i int) string { return pointer + "/" + strconv.Itoa(i) }
	items, isList := v.([]any)
	if ch := r.news[at(to, 0)]; !isList && ch.Kind == "" {
		return v, ok
	}
	var left []int
	for i := range items {
		kind := r.olds[at(from, i)].Kind
		if kind != Removed && kind != Moved && kind != MovedChanged {
			left = append(left, i)
		}
	}
	out := []any{}
	for i := 0; ; i++ {
		ch := r.news[at(to, i)]
		var item any
		switch {
		case ch.Kind == Added:
			item, _ = lookup(r.b, ch.New.Pointer)
		case ch.Kind == Moved || ch.Kind == MovedChanged:
			old, _ := lookup(r.a, ch.Old.Pointer)
			item, _ = r.build(f.Item, old, true, ch.Old.Pointer, ch.New.Pointer)
		case len(left) > 0:
			item, _ = r.build(f.Item, items[left[0]], true, at(from, left[0]), at(to, i))
			left = left[1:]
		default: // the last item takes its list with it
			return out, len(out) > 0 || len(items) == 0
		}
		out = append(out, item)
	}
}
