package template

import (
	"cmp"
	"slices"
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
}

// compiledPart is a part with something to fill in.
type compiledPart struct {
	name string
	root instruction
}

// Package returns the file that the template was made from.
func (t *Template) Package() *wordml.Package { return t.pkg }

// Compile reads the tags in the body, the headers and the footers of p, binds
// their names to the fields below root, and makes a template of them. If
// anything is wrong it returns no template but all faults, in the order of the
// parts and of the text. It does not keep or change root beyond reading it.
func Compile(p *wordml.Package, root *Field) (*Template, []Fault) {
	c := &compiler{names: newIndex(root)}
	var stories []*story
	for _, name := range storyParts(p) {
		node, err := p.Part(name)
		if err != nil {
			c.fault(&tag{order: c.order, part: name}, "part-unreadable", err.Error())
			continue
		}
		stories = append(stories, c.read(name, node, nil))
	}
	for _, s := range stories {
		s.settleAll()
	}
	if len(c.faults) > 0 {
		return nil, sortFaults(c.faults)
	}
	t := &Template{pkg: p}
	b := newBuilder(t)
	for _, s := range stories {
		b.findIDs(s.root.node)
	}
	for _, s := range stories {
		root := b.build(s)
		if n, ok := root.(static); !ok || n.node != s.root.node {
			t.parts = append(t.parts, compiledPart{s.part, root})
		}
	}
	t.once, t.sections, t.lastID = b.once, b.sections, b.lastID
	return t, nil
}

// storyParts names the parts that hold text: the main one, and the headers and
// footers that relationships lead to from it.
func storyParts(p *wordml.Package) []string {
	names := []string{p.Main()}
	for _, word := range []string{"header", "footer"} {
		for _, name := range p.RelatedByType(p.Main(), word) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// compiler gathers what all stories of a template share.
type compiler struct {
	names  *index
	faults []faultAt
	order  int // of the next tag
	tags   int // read so far
}

// number gives a tag its place in the order of all.
func (c *compiler) number(t *tag) {
	t.order = c.order
	c.order++
}

// read scans a story and matches its openers with its closers.
func (c *compiler) read(part string, root *wordml.Node, host *tag) *story {
	s := &story{
		c: c, part: part, host: host, root: &loc{node: root},
		paras: map[*wordml.Node]*para{}, top: &block{},
	}
	s.scan(s.root, &counts{})
	s.match()
	return s
}

// settleAll settles the levels of all blocks and binds all names, also in the
// text boxes.
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
	slices.SortStableFunc(tags, func(a, b *tag) int { return cmp.Compare(a.start, b.start) })
}
