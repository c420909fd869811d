package template

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// expr is a bound name: how to get from the block a tag stands in to a value.
type expr struct {
	kind    exprKind
	up      int // how many scopes to go out
	steps   []step
	field   *Field // of the value, nil for counters
	start   string // of a list: key of the first number, beside the list's own key
	label   *labelled
	filters []filterUse
}

type exprKind int

const (
	pathExpr exprKind = iota
	numberExpr
	firstExpr
	lastExpr
)

// step goes into an object.
type step struct {
	key  string
	text bool // a bare string in the object's place stands for this key
}

// labelled picks the entry of a list that has a label.
type labelled struct {
	label                      string
	key, value, alternate      string
	valueField, alternateField *Field
}

var counters = map[string]exprKind{"序号": numberExpr, "首个": firstExpr, "末个": lastExpr}

// scopes are the blocks around a tag whose items names are looked up in, innermost first.
func (t *tag) scopes() []*block {
	var out []*block
	for b := t.owner; b != nil; b = b.parent {
		if b.host != nil {
			t = b.host
			continue
		}
		if b.scoped() && !b.inElse(t) {
			out = append(out, b)
		}
	}
	return out
}

// bindBlocks binds the names of all blocks below b, the outer ones first.
func (s *story) bindBlocks(b *block) {
	for _, k := range b.kids {
		s.bindBlock(k)
		s.bindBlocks(k)
	}
}

func (s *story) bindBlock(k *block) {
	t := k.open
	if t.broken {
		return
	}
	scopes := t.scopes()
	names := []string{t.name}
	if strings.Contains(t.name, "、") && s.c.names.resolve(scopes, t.name).expr == nil {
		names = strings.Split(t.name, "、")
		if len(t.filters) == 0 {
			s.c.fault(t, "several-names", "")
		}
	}
	for _, name := range names {
		if e := s.bindName(t, scopes, name); e != nil {
			k.sources = append(k.sources, e)
		}
	}
	if len(k.sources) != 1 || !k.scoped() {
		return
	}
	e := k.sources[0]
	k.scope = e.field
	if e.field == nil {
		k.unscoped = true
		return
	}
	if e.label == nil && e.field.Item != nil {
		k.scope, k.list = e.field.Item, true
	}
}

// bind binds the names of a tag that is no block.
func (s *story) bind(t *tag) {
	if t.broken {
		return
	}
	switch t.kind {
	case breakTag, countOnTag:
		if s.c.names.resolve(t.scopes(), t.name).expr != nil {
			t.kind = valueTag // a field of that name
			t.value = s.bindName(t, t.scopes(), t.name)
			return
		}
		if _, numbered := s.c.numbering.of(t.para.at.node.Child("w:pPr")); t.kind == countOnTag && !numbered {
			s.c.fault(t, "count-outside", "")
		}
	case valueTag:
		t.value = s.bindName(t, t.scopes(), t.name)
		s.checkArguments(t)
	case optional:
		t.value = s.bindName(t, t.scopes(), t.name)
		s.checkArguments(t)
		if t.level == rowLevel && t.para.at.inside("w:tr") == nil {
			s.c.fault(t, "row-outside", "")
		}
		if t.level != inlineLevel && (t.para.net != 0 || t.para.low != 0) {
			s.c.fault(t, "field-torn", "")
		}
	case pictureTag:
		s.bindPicture(t)
	case mergeTag:
		s.bindMerge(t)
	}
}

// checkArguments reports a tag whose argument has taken in another tag, since its
// own brace is not closed: it would be printed as it stands.
func (s *story) checkArguments(t *tag) {
	from := strings.IndexFunc(t.text, func(r rune) bool { return canonical(r) == '|' })
	const enough = 8 // braces that are looked at
	braces := 0
	for at := from + 1; from >= 0 && at < len(t.text) && braces < enough; {
		r, n := utf8.DecodeRuneInString(t.text[at:])
		switch canonical(r) {
		case '\\':
			_, m := utf8.DecodeRuneInString(t.text[at+n:])
			n += m
		case '{':
			braces++
			raw, ok := cutTag(t.text, at, maxTagLen)
			if !ok || raw.segments == nil {
				break
			}
			if inner, _ := readTag(t.text, raw); s.c.names.knows(inner) {
				s.c.fault(t, "tag-in-argument", "")
				return
			}
		}
		at += n
	}
}

// bindName binds one name of a tag, or reports why it cannot.
func (s *story) bindName(t *tag, scopes []*block, name string) *expr {
	if name == "" {
		s.c.fault(t, "name-missing", "")
		return nil
	}
	r := s.c.names.resolve(scopes, name)
	if t.label != "" {
		if whole := s.c.names.resolve(scopes, name+":"+t.label); whole.expr != nil {
			r = whole // a colon inside a name, as other programs' templates have
		} else if r.expr != nil {
			return s.bindLabel(t, r.expr)
		}
	}
	if r.expr != nil {
		r.expr.filters = t.filters
		s.checkTypes(t, r.expr)
		return r.expr
	}
	if kind, ok := counters[name]; ok {
		for up, b := range scopes {
			if b.list {
				e := &expr{kind: kind, up: up, filters: t.filters}
				s.checkTypes(t, e)
				return e
			}
		}
		if !unknownAround(scopes) {
			s.c.fault(t, "counter-outside", "")
		}
		return nil
	}
	if unknownAround(scopes) && (name == "." || r.inList != nil) {
		return nil // the block's own fault says it
	}
	s.unknown(t, scopes, name, r)
	return nil
}

// unknownAround reports whether a block around is at fault itself.
func unknownAround(scopes []*block) bool {
	return slices.ContainsFunc(scopes, func(b *block) bool { return b.scope == nil })
}

// unknown reports a name that could not be bound.
func (s *story) unknown(t *tag, scopes []*block, name string, r resolution) {
	switch {
	case s.c.full():
	case name == ".":
		s.c.fault(t, "item-outside", "")
	case r.inList != nil:
		s.c.fault(t, "name-in-list", name, append([]string{"{#" + r.inList.name() + "}"}, s.c.names.longer(scopes, name)...)...)
	default:
		s.c.fault(t, "unknown-name", name, s.c.names.hints(scopes, name)...)
	}
}

// bindLabel binds {其他信息:标签}.
func (s *story) bindLabel(t *tag, e *expr) *expr {
	f := e.field
	if f == nil || f.Item == nil || f.Label == "" {
		code, word := "no-label", t.name
		if t.kind != valueTag {
			code, word = "unknown-level", t.label
		}
		s.c.fault(t, code, word)
		return nil
	}
	e.label = labelFor(f, t.label)
	e.field = e.label.valueField
	e.filters = t.filters
	return e
}

// labelFor picks the entry of a list that has a label.
func labelFor(f *Field, label string) *labelled {
	return &labelled{
		label: label, key: f.Label, value: f.Value, alternate: f.Alternate,
		valueField: f.Item.key(f.Value), alternateField: f.Item.key(f.Alternate),
	}
}

// bindMerge finds the block that {合并:x} names: one around the cell's row.
func (s *story) bindMerge(t *tag) {
	row, cell := t.para.at.inside("w:tr"), t.para.at.inside("w:tc")
	var around []string
	for b := t.owner; b != nil && row != nil && cell != nil; b = b.parent {
		if b.open == nil || !b.scoped() || b.level == noLevel {
			continue
		}
		named := b.closedBy(t.name) || len(b.sources) == 1 && b.sources[0].field != nil && b.sources[0].field.answers(t.name)
		if named && b.at != nil && b.at.depth < row.depth {
			t.merges = b
			break
		}
		if !named {
			around = append(around, b.open.name)
		}
	}
	if t.merges == nil {
		s.c.fault(t, "merge-outside", t.name, offer(nearest(t.name, around))...)
		return
	}
	if s.merged == nil {
		s.merged = map[*loc]bool{}
	}
	if s.merged[cell] {
		s.c.fault(t, "merge-twice", "")
	}
	s.merged[cell] = true
}
