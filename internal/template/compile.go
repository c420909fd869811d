package template

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"jobdoc/internal/wordml"
)

// Template is a compiled Word template. It does not change and may be used by
// any number of goroutines at once.
type Template struct {
	pkg      *wordml.Package
	parts    []compiledPart
	once     int // how many nodes may stand only once in a filled document
	sections int // how many paragraphs inside blocks end a section
	lastID   int // highest wp:docPr id of the template
	notes    [noteKinds]*notePart
	strict   bool // in the strict form of the standard
	tagged   bool

	numbering *numbering
	listSlots int // how many lists start anew inside blocks, and how many paragraphs they have
	listUses  int
}

// compiledPart is a part with something to fill in.
type compiledPart struct {
	name string
	root instruction
}

// Tagged reports whether the template holds any tag: one without gives the same
// document for all values, which is hardly meant.
func (t *Template) Tagged() bool { return t.tagged }

// Package returns the file that the template was made from.
func (t *Template) Package() *wordml.Package { return t.pkg }

// Compile reads the tags of p wherever Word keeps text (body, headers, footers,
// text boxes, notes, comments, document properties), binds their names to the
// fields below root, and makes a template of them. If anything is wrong it
// returns no template but all faults, in the order of the parts and of the
// text. It does not keep or change root beyond reading it.
func Compile(p *wordml.Package, root *Field) (*Template, []Fault) {
	c := &compiler{names: newIndex(root)}
	stories := c.readPackage(p)
	if len(c.faults) > 0 {
		return nil, plainFaults(sortFaults(c.faults))
	}
	t := &Template{pkg: p, notes: c.notes, numbering: c.numbering, tagged: c.tags > 0}
	b := newBuilder(t)
	for _, s := range stories {
		b.findIDs(s.root.node)
	}
	for _, part := range c.notes {
		if part != nil {
			b.findIDs(part.root)
		}
	}
	if len(stories) > 0 && stories[0].part == p.Main() {
		b.findSections(stories[0])
		t.strict = strings.HasPrefix(stories[0].root.node.Attr("xmlns:w"), "http://purl.oclc.org/ooxml/")
	}
	for _, s := range stories {
		root := b.build(s)
		if n, ok := root.(static); !ok || n.node != s.file {
			t.parts = append(t.parts, compiledPart{s.part, root})
		}
	}
	t.once, t.sections, t.lastID = b.once, b.sections, b.lastID
	t.listSlots, t.listUses = b.listSlots, b.listUses
	return t, nil
}

// readPackage reads, settles and binds the tags of all parts.
func (c *compiler) readPackage(p *wordml.Package) []*story {
	c.numbering = readNumbering(p)
	c.noteParts(p)
	var stories []*story
	for _, part := range c.textParts(p) {
		root := c.part(p, part.name)
		if root == nil {
			continue
		}
		s := c.read(part, root)
		s.file, _ = p.Part(part.name)
		stories = append(stories, s)
		c.refuseAround(p, part.name)
	}
	for _, part := range c.notes {
		if part != nil {
			c.refuseAround(p, part.name)
		}
	}
	for _, s := range stories {
		s.settleAll()
	}
	return stories
}

// compiler gathers what all stories of a template share.
type compiler struct {
	names     *index
	changes   acceptor
	notes     [noteKinds]*notePart
	numbering *numbering
	faults    []faultAt
	order     int // of the next tag
	tags      int // read so far
}

// number gives a tag its place in the order of all.
func (c *compiler) number(t *tag) {
	t.order = c.order
	c.order++
}

// read reads a whole part.
func (c *compiler) read(part textPart, root *wordml.Node) *story {
	s := &story{c: c, part: part.name, label: part.label, root: &loc{node: root}, properties: part.properties}
	s.readAll()
	return s
}

// readAll scans a story and matches its openers with its closers.
func (s *story) readAll() {
	s.paras, s.top = map[*wordml.Node]*para{}, &block{}
	if s.properties {
		s.scanProperties(s.root)
	} else {
		s.scan(s.root, &counts{})
	}
	s.match()
}

// settleAll settles the levels of all blocks and binds all names, also in the
// text boxes and notes.
func (s *story) settleAll() {
	if s.host != nil {
		s.top.parent = s.host.owner
		s.top.host = s.host
	}
	s.settle(s.top)
	s.bindBlocks(s.top)
	for _, p := range s.order {
		for _, t := range p.tags {
			s.bind(t)
			if t.inner != nil {
				t.inner.settleAll()
			}
		}
	}
}

func decode(s string) (rune, int) { return utf8.DecodeRuneInString(s) }

func sortTags(tags []*tag) {
	// What refers to a comment has no text: it comes before a tag that begins there.
	slices.SortStableFunc(tags, func(a, b *tag) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end)) })
}
