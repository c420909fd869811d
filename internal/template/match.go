package template

import (
	"strconv"
	"strings"
)

// block is what stands between an opener and its closer.
type block struct {
	open, els, close *tag
	parent           *block
	kids             []*block
	host             *tag // of the top of a text box: the object that holds it

	level level
	// Of rows and paragraphs: the children from … to of at, both included, repeat;
	// the second branch begins at elseAt (elseAt itself belongs to it among rows,
	// and goes among paragraphs).
	at       *loc
	from, to int
	first    int // of the story's paragraphs: the first that repeats, and the one after the last
	end      int
	elseAt   int
	single   bool // one paragraph repeats that holds opener and closer

	sources  []*expr // what the block looks at: one, or several of which any counts
	scope    *Field  // of an item
	list     bool    // repeats over a list, so that it has a counter
	unscoped bool    // looks at a counter: the names inside stay as they are
}

// scoped reports whether the names inside the block are first looked up in its item.
func (k *block) scoped() bool {
	return k.open != nil && !k.open.negated && !k.open.tests() && !k.unscoped
}

// match finds the closer of each opener, and gives each tag the block it stands in.
func (s *story) match() {
	m := matcher{story: s, at: s.top}
	for _, p := range s.order {
		for _, t := range p.tags {
			if t.kind == opener || t.kind == closer {
				m.brackets = append(m.brackets, t)
			}
		}
	}
	for _, p := range s.order {
		for _, t := range p.tags {
			if t.kind == opener || t.kind == closer {
				m.next++
			}
			m.take(t)
		}
	}
	for m.at != s.top {
		m.unclosed(m.at)
		m.at = m.at.parent
	}
}

type matcher struct {
	*story
	at     *block
	depth  int
	forced []string // names of blocks that were given up, whose closers may still come

	brackets []*tag // all openers and closers
	next     int    // the first of them that has not been taken
}

func (m *matcher) take(t *tag) {
	t.owner = m.at
	switch t.kind {
	case opener:
		if m.depth == maxNesting {
			m.c.fault(t, "too-deep", strconv.Itoa(maxNesting))
			m.forced = append(m.forced, t.name)
			return
		}
		m.depth++
		b := &block{open: t, parent: m.at, elseAt: -1}
		t.block = b
		m.at.kids = append(m.at.kids, b)
		m.at = b
	case elseTag:
		switch {
		case m.at == m.top:
			m.c.fault(t, "else-outside", "")
		case m.at.els != nil:
			m.c.fault(t, "else-twice", m.at.open.text)
		default:
			m.at.els, t.block = t, m.at
		}
	case closer:
		m.closeBlock(t)
	}
}

// closeBlock takes a closer. One that names an outer block gives up what is
// open inside it; one that names nothing open is taken for a slip of the pen.
func (m *matcher) closeBlock(t *tag) {
	for i, name := range m.forced {
		if t.name == name && (m.at == m.top || !m.at.closedBy(t.name)) {
			m.forced = append(m.forced[:i], m.forced[i+1:]...)
			return // its fault has been reported with the opener
		}
	}
	if m.at == m.top {
		m.c.fault(t, "block-unopened", "")
		return
	}
	if !m.at.closedBy(t.name) {
		outer := m.at
		for outer != m.top && !outer.closedBy(t.name) {
			outer = outer.parent
		}
		if outer == m.top && m.closedLater(m.at) {
			m.c.fault(t, "block-unopened", "")
			return
		}
		if outer == m.top {
			m.c.fault(t, "block-mismatch", m.at.open.text, m.at.open.name)
		} else {
			for m.at != outer {
				m.unclosed(m.at)
				m.forced = append(m.forced, m.at.open.name)
				m.at = m.at.parent
				m.depth--
			}
		}
	}
	m.at.close, t.block, t.owner = t, m.at, m.at.parent
	m.at = m.at.parent
	m.depth--
}

// closedLater reports whether a closer that comes later names the block: then
// one that names nothing open is too many, and not a slip of the pen.
func (m *matcher) closedLater(k *block) bool {
	if m.c.full() {
		return false // nobody will be told, and looking takes time
	}
	depth := 0
	for _, t := range m.brackets[m.next:] {
		switch {
		case t.kind == opener && t.name == k.open.name:
			depth++
		case t.kind == closer && t.name != "" && k.closedBy(t.name):
			if depth == 0 {
				return true
			}
			depth--
		}
	}
	return false
}

func (m *matcher) unclosed(b *block) {
	m.c.fault(b.open, "block-unclosed", b.open.name)
	b.level = noLevel
}

// closedBy reports whether {/name} closes the block: by the name typed in the
// opener, the first of several, or none.
func (k *block) closedBy(name string) bool {
	first, _, _ := strings.Cut(k.open.name, "、")
	whole := k.open.name
	if k.open.label != "" {
		whole += ":" + k.open.label
	}
	return name == "" || name == k.open.name || name == first || name == whole
}
