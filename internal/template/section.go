package template

import (
	"slices"

	"jobdoc/internal/wordml"
)

// A paragraph whose w:pPr holds a w:sectPr ends a section. Inside a block it
// would be lost when the block leaves it out, or doubled when the block
// repeats. So its copies are built without the w:sectPr, blocks that leave it
// out put an empty paragraph (a hole) in its place, and when the outermost block
// is done, the last copy, else the last hole, gets the properties.

// section is a paragraph inside a block that ends a section.
type section struct {
	slot  int          // counted from 0
	props *wordml.Node // w:pPr with its w:sectPr
}

// sectionState is what became of a section so far.
type sectionState struct {
	copy, hole *wordml.Node // the last ones
}

// leaveHoles stands for sections in a branch that is not taken.
func (f *filler) leaveHoles(list []section) {
	for _, c := range list {
		n := f.node()
		n.Name = "w:p"
		f.share(n, nodeCost)
		f.sections[c.slot].hole = n
		f.holes = append(f.holes, n)
	}
}

// endSections gives the sections inside an outermost block, whose output
// begins at base, their properties.
func (f *filler) endSections(list []section, base int) {
	kept := map[*wordml.Node]bool{}
	for _, c := range list {
		state := f.sections[c.slot]
		n := state.copy
		if n == nil {
			n = state.hole
		}
		if n == nil {
			continue
		}
		kept[n] = true
		kids := n.Children
		if len(kids) > 0 && kids[0].Name == "w:pPr" {
			kids = kids[1:]
		}
		n.Children = append([]*wordml.Node{c.props}, kids...)
		f.sections[c.slot] = sectionState{}
	}
	dropped := map[*wordml.Node]bool{}
	for _, n := range f.holes {
		dropped[n] = !kept[n]
	}
	f.holes = f.holes[:0]
	out := slices.DeleteFunc(f.out[base:], func(n *wordml.Node) bool { return dropped[n] })
	f.out = f.out[:base+len(out)]
}
