package template

import (
	"encoding/json"
	"strconv"
)

// frame is one item of a block that is being filled; names are looked up in it.
type frame struct {
	f            *filler
	parent       *frame
	source       *source // nil for the document as a whole
	value        any
	index, count int
	start        int // number of the first item
	item         int // its number among all items that are gone through
}

// of finds the frame of a block around s, nil when there is none.
func (s *frame) of(b *source) *frame {
	for s != nil && s.source != b {
		s = s.parent
	}
	return s
}

// source is what a block repeats over.
type source struct {
	exprs   []*expr
	tests   []filterUse // 出现, 留空
	negated bool
	scoped  bool
	opener  *Fault // its tag and place, for what Fill has to say of it
}

// branch is what a block does with its value.
type branch int

const (
	nothing branch = iota
	bodyForItems
	bodyForValue // once, with the value as the scope
	bodyOnce     // once, names as outside
	secondBranch
)

// choose decides which branch of a block is filled.
func (b *source) choose(s *frame) ([]any, branch) {
	s.f.cost += valueCost * len(b.exprs)
	if len(b.tests) > 0 {
		if b.holds(s) != b.negated {
			return nil, bodyOnce
		}
		return nil, secondBranch
	}
	v := b.exprs[0].value(s)
	switch {
	case there(v) == b.negated:
		return nil, secondBranch
	case !b.scoped:
		return nil, bodyOnce
	}
	if list, ok := v.([]any); ok {
		return list, bodyForItems
	}
	return nil, bodyForValue
}

// holds reports whether every test holds for any of the names.
func (b *source) holds(s *frame) bool {
	for _, t := range b.tests {
		any := false
		for _, e := range b.exprs {
			v, present := e.lookup(s)
			any = any || present && (t.name == filterPresent || blank(v))
		}
		if !any {
			return false
		}
	}
	return true
}

// firstNumber is where the counter of a list begins.
func (b *source) firstNumber(s *frame) int {
	e := b.exprs[0]
	if e.start == "" || len(e.steps) == 0 {
		return 1
	}
	owner := *e
	owner.steps = e.steps[:len(e.steps)-1]
	v, _ := owner.lookup(s)
	if m, ok := v.(map[string]any); ok {
		if n, err := strconv.Atoi(plain(m[e.start])); err == nil {
			return n
		}
	}
	return 1
}

// value returns the raw value, nil when it is absent.
func (e *expr) value(s *frame) any {
	v, _ := e.lookup(s)
	return v
}

// lookup returns the raw value and whether its key is present.
func (e *expr) lookup(s *frame) (any, bool) {
	for range e.up {
		s = s.parent
	}
	switch e.kind {
	case numberExpr:
		return json.Number(strconv.Itoa(s.start + s.index)), true
	case firstExpr:
		return s.index == 0, true
	case lastExpr:
		return s.index == s.count-1, true
	}
	v := s.value
	for _, st := range e.steps {
		m, ok := v.(map[string]any)
		if !ok {
			if !st.text || v == nil {
				return nil, false
			}
			continue // a bare string stands for this key
		}
		if v, ok = m[st.key]; !ok {
			return nil, false
		}
	}
	if e.label != nil {
		return e.label.pick(s.f, v)
	}
	return v, true
}

// pick finds the entry with the label.
func (l *labelled) pick(f *filler, v any) (any, bool) {
	list, _ := v.([]any)
	if f.cost += labelCost * len(list); f.spent() {
		return nil, false
	}
	for _, item := range list {
		m, ok := item.(map[string]any)
		if !ok {
			continue
		}
		if label := plain(m[l.key]); label != l.label && normalise(label) != l.label {
			continue
		}
		value, present := m[l.value]
		if other, ok := m[l.alternate]; ok && blank(value) {
			return other, true
		}
		return value, present
	}
	return nil, false
}

// result evaluates a name with its filters.
func (e *expr) result(s *frame) result {
	r := result{raw: e.value(s), field: e.field}
	if e.label != nil {
		if _, isList := r.raw.([]any); isList {
			r.field = e.label.alternateField
		}
	}
	for i := range e.filters {
		r = e.filters[i].apply(r, e.filters[i].arg)
	}
	return r
}
