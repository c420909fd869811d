package template

import (
	"cmp"
	"slices"
	"sort"
	"strconv"

	"jobdoc/internal/wordml"
)

// A numbered list inside a repeated block starts anew for each item around it:
// the tasks of the second duty begin at 1 again. What one item of a block adds
// to a list makes the difference:
//
//   - one numbered paragraph an item: the block writes the list. It counts on
//     from item to item, and starts anew for each item of the block around.
//   - several of the same level: the item holds a list of its own, which starts
//     anew for each item.
//   - {续号} in a paragraph: its list counts on whatever stands around it.
//
// A level below another that starts anew needs nothing: Word counts it anew by
// itself. Nor does one whose numbers show those of a level above, such as 5.4.1:
// beginning again below the same 5.4 would give a number twice. Each list that starts anew gets an instance (w:num) of its own with the
// second item; the first keeps that of the template.

// listSlot is a list that starts anew for each item of a block.
type listSlot struct {
	num    string
	owner  *block
	number int   // counted from 0
	levels []int // of the paragraphs in it
	source *source
}

// listUse is a paragraph in such a list.
type listUse struct {
	slot   *listSlot
	number int // of the paragraph, counted from 0
	how    numbered
}

// listed is a numbered paragraph with the blocks around it that repeat over
// lists, innermost first.
type listed struct {
	para   *para
	how    numbered
	blocks []*block
}

// findLists finds the paragraphs of a story whose lists start anew.
func (b *builder) findLists(s *story) {
	f := listFinder{
		builder: b, tallies: map[tallyKey]*tally{}, slots: map[listKey]*listSlot{},
		top: map[listKey]*listed{}, ranges: map[*block][]*block{},
	}
	var all []*listed
	for _, p := range s.order {
		if p.property != "" {
			continue
		}
		how, ok := b.numbering.of(p.at.node.Child("w:pPr"))
		if !ok {
			continue
		}
		x := &listed{para: p, how: how}
		t := newTally()
		for k := f.blockOf(s.top, p); k != nil; k = k.parent {
			second := k.elseAt >= 0 && k.at != nil && p.inSecond(k)
			if k.list && k.open != nil && !second {
				if len(x.blocks) == 0 {
					t.addTo(f.tallies, tallyKey{listKey{how.num, k}, how.level})
				}
				x.blocks = append(x.blocks, k)
				if y := f.top[listKey{how.num, k}]; y == nil || how.level < y.how.level {
					f.top[listKey{how.num, k}] = x
				}
				continue
			}
			if len(x.blocks) == 0 && k.open != nil {
				t = t.inside(k, second)
			}
		}
		if len(x.blocks) > 0 {
			all = append(all, x)
		}
	}
	for _, x := range all {
		if slot := f.slotOf(x); slot != nil {
			if !slices.Contains(slot.levels, x.how.level) {
				slot.levels = append(slot.levels, x.how.level)
				slices.Sort(slot.levels)
			}
			b.lists[x.para.at.node] = &listUse{slot: slot, number: b.listUses, how: x.how}
			b.listUses++
		}
	}
}

// countsOn reports whether a paragraph says {续号}: its list goes on from item to item.
func (p *para) countsOn() bool {
	return slices.ContainsFunc(p.tags, func(t *tag) bool { return t.kind == countOnTag })
}

// listKey is an instance of a numbering within one item of a block.
type listKey struct {
	num   string
	block *block
}

// listFinder is what finding the lists of a story needs.
type listFinder struct {
	*builder
	tallies map[tallyKey]*tally
	slots   map[listKey]*listSlot
	top     map[listKey]*listed // a paragraph of the highest level
	ranges  map[*block][]*block // the blocks inside one that repeat rows or paragraphs
}

// slotOf returns the list that a paragraph belongs to, nil when it does not start anew.
func (f *listFinder) slotOf(x *listed) *listSlot {
	if x.para.countsOn() {
		return nil
	}
	blocks := x.blocks
	if f.tallies[tallyKey{listKey{x.how.num, blocks[0]}, x.how.level}].total() < 2 {
		blocks = blocks[1:]
	}
	if len(blocks) == 0 {
		return nil
	}
	owner := blocks[0]
	// Below a paragraph of a higher level in the same item the level starts anew
	// by itself; only the instance must be that paragraph's.
	key := listKey{x.how.num, owner}
	if y := f.top[key]; y.how.level < x.how.level {
		slot := f.slotOf(y)
		if slot == nil || slices.Contains(x.blocks, slot.owner) {
			return slot
		}
	}
	if f.numbering.showsAbove(x.how) {
		return nil
	}
	if f.slots[key] == nil {
		f.slots[key] = &listSlot{num: x.how.num, owner: owner, number: f.listSlots, source: f.source(owner)}
		f.listSlots++
	}
	return f.slots[key]
}

// blockOf returns the innermost block at or below one whose rows or paragraphs hold p.
func (f *listFinder) blockOf(at *block, p *para) *block {
	for {
		kids, ok := f.ranges[at]
		if !ok {
			for _, k := range at.kids {
				if k.at != nil && k.from <= k.to && k.first < k.end {
					kids = append(kids, k)
				}
			}
			slices.SortFunc(kids, func(x, y *block) int { return cmp.Compare(x.first, y.first) })
			f.ranges[at] = kids
		}
		i := sort.Search(len(kids), func(i int) bool { return kids[i].end > p.at.first })
		if i == len(kids) || kids[i].first > p.at.first {
			return at
		}
		at = kids[i]
	}
}

// inSecond reports whether a paragraph stands in the second branch of a block.
func (p *para) inSecond(k *block) bool {
	l := p.at.under(k.at)
	return l != nil && l.index >= k.elseAt
}

// tally counts the numbered paragraphs that one item of a block prints at most:
// of two branches, and of two conditions that exclude each other, only one.
type tally struct {
	count int
	sum   int // of all, once it has been asked for
	kids  map[string]*[2]*tally
	path  []tallyStep // from the block to the paragraph, innermost first
}

type tallyKey struct {
	listKey
	level int
}

type tallyStep struct {
	condition string
	side      int
}

func newTally() *tally { return &tally{kids: map[string]*[2]*tally{}} }

// inside notes that a paragraph stands in a condition.
func (t *tally) inside(k *block, second bool) *tally {
	side := 0
	if k.open.negated != second {
		side = 1
	}
	condition := k.open.name + ":" + k.open.label
	for _, f := range k.open.filters {
		condition += "|" + f.name
	}
	t.path = append(t.path, tallyStep{condition, side})
	return t
}

// addTo counts a paragraph in the tally of a block.
func (t *tally) addTo(tallies map[tallyKey]*tally, key tallyKey) {
	at := tallies[key]
	if at == nil {
		at = newTally()
		tallies[key] = at
	}
	for _, step := range slices.Backward(t.path) {
		if at.kids[step.condition] == nil {
			at.kids[step.condition] = &[2]*tally{newTally(), newTally()}
		}
		at = at.kids[step.condition][step.side]
	}
	at.count++
}

func (t *tally) total() int {
	if t.sum == 0 {
		t.sum = t.count
		for _, k := range t.kids {
			t.sum += max(k[0].total(), k[1].total())
		}
	}
	return t.sum
}

// listState is what became of a list so far.
type listState struct {
	begun bool
	item  int    // the item that it was begun for
	num   string // of its instance
}

// listProps is a w:pPr that was made for an instance.
type listProps struct {
	num   string
	props *wordml.Node
}

// listed returns the properties of a paragraph in a list that starts anew:
// those of the template for the first item, with an instance of their own for
// the others.
func (f *filler) listed(u *listUse, props *wordml.Node, s *frame) *wordml.Node {
	owner := s.of(u.slot.source)
	if owner == nil {
		return props
	}
	if f.lists == nil {
		f.lists, f.listProps = make([]listState, f.template.listSlots), make([]listProps, f.template.listUses)
	}
	state := &f.lists[u.slot.number]
	if !state.begun {
		*state = listState{begun: true, item: owner.item, num: u.slot.num}
	}
	if state.item != owner.item {
		n := f.template.numbering
		state.item, state.num = owner.item, strconv.Itoa(n.last+len(f.instances)+1)
		f.instances = append(f.instances, n.restarted(u.slot.num, state.num, u.slot.levels))
		f.cost += weigh(f.instances[len(f.instances)-1])
	}
	if state.num == u.slot.num {
		return props
	}
	if p := &f.listProps[u.number]; p.num != state.num {
		*p = listProps{state.num, u.how.in(props, state.num)}
		f.cost += weigh(p.props)
	}
	return f.listProps[u.number].props
}

// in is a w:pPr numbered by another instance.
func (x numbered) in(props *wordml.Node, num string) *wordml.Node {
	pr := wordml.Element("w:numPr", nil,
		wordml.Element("w:ilvl", []wordml.Attr{{Name: "w:val", Value: strconv.Itoa(x.level)}}),
		wordml.Element("w:numId", []wordml.Attr{{Name: "w:val", Value: num}}))
	kids := slices.Clone(without(props, "w:numPr").Children)
	kids = slices.Insert(kids, placeIn(kids, "w:numPr"), pr)
	if x.indent != nil {
		if i := slices.IndexFunc(kids, func(c *wordml.Node) bool { return c.Name == "w:ind" }); i >= 0 {
			kids[i] = mergeAttrs("w:ind", []*wordml.Node{kids[i], x.indent})
		} else {
			kids = slices.Insert(kids, placeIn(kids, "w:ind"), x.indent)
		}
	}
	return wordml.Element(props.Name, props.Attrs, kids...)
}

// paraProperties are the children of a w:pPr in the order of the schema
// (17.3.1.26), up to the last one that is put in here.
var paraProperties = []string{
	"w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:framePr", "w:widowControl", "w:numPr",
	"w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap",
	"w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid",
	"w:spacing", "w:ind",
}

// placeIn is where a child with the name belongs among the children of a w:pPr.
func placeIn(kids []*wordml.Node, name string) int {
	before := paraProperties[:slices.Index(paraProperties, name)]
	at := 0
	for at < len(kids) && slices.Contains(before, kids[at].Name) {
		at++
	}
	return at
}
