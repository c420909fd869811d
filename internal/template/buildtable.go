package template

import (
	"cmp"
	"slices"
	"sort"
	"strconv"

	"jobdoc/internal/wordml"
)

// table makes the instruction of a w:tbl.
func (b *builder) table(n *wordml.Node, blk *block) instruction {
	t := &table{attrs: n.Attrs}
	first := 0
	for first < len(n.Children) && isProperties(n.Children[first].Name) {
		t.head = append(t.head, still(n.Children[first]))
		first++
	}
	t.rows = b.children(n, first, len(n.Children)-1, blk)
	merges, takes := b.groupCells(n, blk)
	t.merges = merges
	if rows, ok := staticRows(t.rows); ok && !takes {
		e := element{name: n.Name, attrs: n.Attrs}
		for _, s := range t.head {
			e.children = append(e.children, s)
		}
		e.children = append(e.children, rows...)
		return e.collapse(n)
	}
	return t
}

// staticRows returns the rows of a table that no value changes.
func staticRows(list []instruction) ([]instruction, bool) {
	var out []instruction
	rows := 0
	for _, i := range list {
		s, ok := asStatic(i)
		if !ok {
			return nil, false
		}
		switch i.(type) {
		case *row, *holder:
			rows++
		}
		out = append(out, s)
	}
	return out, rows > 0
}

// row makes the instruction of a w:tr.
func (b *builder) row(n *wordml.Node, blk *block) *row {
	r := &row{attrs: b.attrs(n, blk)}
	column, first := 0, 0
	for first < len(n.Children) && (isProperties(n.Children[first].Name) || n.Children[first].Name == "w:tblPrEx") {
		c := n.Children[first]
		r.props = append(r.props, still(c))
		column += number(c.Child("w:gridBefore"), 0)
		first++
	}
	r.cells = b.cellsOf(r, n.Children[first:], &column, blk)
	r.drops = b.drops[n]
	r.finish(n)
	b.rows[n] = r
	return r
}

// cellsOf makes the instructions of cells and of what stands among them. column
// is the grid column at which they begin.
func (b *builder) cellsOf(r *row, list []*wordml.Node, column *int, blk *block) []instruction {
	var out []instruction
	for _, c := range list {
		switch {
		case c.Name == "w:tc":
			x := b.cell(c, *column, blk)
			*column += x.span
			r.grid = append(r.grid, x)
			out = append(out, x)
		case holds(c, "w:tc"):
			h := &holder{element{name: c.Name, attrs: c.Attrs}, c}
			inner := c.Children
			if c.Name == "w:sdt" && len(inner) > 0 && inner[0].Name == "w:sdtPr" {
				h.children = append(h.children, b.controlProperties(inner[0], b.tagged[c], blk))
				inner = inner[1:]
			}
			h.children = append(h.children, b.cellsOf(r, inner, column, blk)...)
			out = append(out, h)
		default:
			*column += columns(c)
			out = append(out, b.node(c, blk))
		}
	}
	return out
}

// finish finds out whether the row is the same for all values.
func (r *row) finish(n *wordml.Node) {
	if len(r.drops) > 0 {
		return
	}
	e := element{name: n.Name, attrs: r.attrs}
	for _, s := range r.props {
		e.children = append(e.children, s)
	}
	for _, i := range r.cells {
		s, ok := asStatic(i)
		if !ok {
			return
		}
		e.children = append(e.children, s)
	}
	r.static, _ = e.collapse(n).(static)
}

// columns counts the grid columns of the cells inside a content control.
func columns(n *wordml.Node) int {
	if n.Name == "w:tc" {
		return spanOf(n)
	}
	sum := 0
	for _, c := range n.Children {
		sum += columns(c)
	}
	return sum
}

// number reads the w:val of an element, or returns what is meant without it.
func number(n *wordml.Node, otherwise int) int {
	if v, err := strconv.Atoi(n.Attr("w:val")); err == nil && v >= 0 && v < 1000 {
		return v
	}
	return otherwise
}

func spanOf(cell *wordml.Node) int {
	return max(1, number(cell.Find("w:tcPr", "w:gridSpan"), 1))
}

// cell makes the instruction of a w:tc.
func (b *builder) cell(n *wordml.Node, column int, blk *block) *cell {
	c := &cell{container: *b.containerOf(n, blk), start: column, span: spanOf(n), empty: b.isEmpty(n), merges: b.takes[n]}
	if m := n.Find("w:tcPr", "w:vMerge"); m != nil {
		c.drawn = continues
		if m.Attr("w:val") == "restart" {
			c.drawn = restarts
		}
	}
	c.props[c.drawn] = still(n.Child("w:tcPr"))
	if nodes, _, ok := statics(c.children); ok && lastText(nodes) == "w:p" {
		c.whole[c.drawn], _ = c.element.collapse(n).(static)
	}
	return c
}

// isEmpty reports whether nothing stands in a cell but tags that print nothing.
func (b *builder) isEmpty(cell *wordml.Node) bool {
	for _, c := range cell.Children {
		switch c.Name {
		case "w:tcPr", "w:bookmarkStart", "w:bookmarkEnd":
			continue
		}
		p := b.paras[c]
		if p == nil || !p.isEmpty() {
			return false
		}
	}
	return true
}

func (p *para) isEmpty() bool {
	from := 0
	for _, t := range p.tags {
		switch t.kind {
		case opener, closer, elseTag:
		default:
			return false
		}
		if !isBlank(p.text[from:t.start]) {
			return false
		}
		from = t.end
	}
	return isBlank(p.text[from:])
}

// drawnCell is a cell of a drawn merge, with the row in which the merge begins.
type drawnCell struct {
	*cell
	group *mergeGroup
	began int
}

// groupCells finds the vertical merges of a table, drawn ones and those of
// {合并:x}, and reports whether there are any, and any of the latter.
func (b *builder) groupCells(n *wordml.Node, blk *block) (merges, takes bool) {
	var table rowList
	table.add(n)
	var above, line []drawnCell
	for i, tr := range table.rows {
		line = line[:0]
		for _, c := range b.rows[tr].grid {
			if c.drawn != unmerged {
				merges = true
				d := drawnCell{c, &mergeGroup{}, i}
				k := sort.Search(len(above), func(k int) bool { return above[k].start >= c.start })
				if c.drawn == continues && k < len(above) && above[k].start == c.start && above[k].span == c.span {
					d.group, d.began = above[k].group, above[k].began
				}
				d.group.owner = b.ownerOf(&table, blk, d.began, i)
				c.group = d.group
				line = append(line, d)
			}
			if c.merges != nil {
				merges, takes = true, true
				c.group = &mergeGroup{owner: b.source(c.merges), takes: true}
			}
		}
		above, line = line, above
	}
	if merges {
		for _, tr := range table.rows {
			for _, c := range b.rows[tr].grid {
				c.vary()
			}
		}
	}
	return merges, takes
}

// ownerOf is the innermost block that repeats whole rows of the table and holds
// the rows from first to last; nil if there is none.
func (b *builder) ownerOf(table *rowList, blk *block, first, last int) *source {
	if table.blocks == nil {
		table.blocks = b.rowBlocks(table)
	}
	var owner *source
	for {
		list := table.blocks[blk]
		k := sort.Search(len(list), func(i int) bool { return list[i].end > first })
		if k == len(list) || list[k].from > first || list[k].end <= last {
			return owner
		}
		x := &list[k]
		blk = x.block
		if blk.scoped() && last < x.els {
			owner = b.source(blk)
		}
	}
}

// rowBlocks finds the blocks that repeat rows of a table, by the block around.
func (b *builder) rowBlocks(table *rowList) map[*block][]rowBlock {
	found := map[*block][]rowBlock{}
	for _, at := range table.holders {
		for _, k := range b.repeat[at.node] {
			x := rowBlock{block: k, from: at.starts[k.from], end: at.starts[k.to+1], els: at.starts[k.to+1]}
			if k.elseAt >= 0 {
				x.els = at.starts[k.elseAt]
			}
			found[k.parent] = append(found[k.parent], x)
		}
	}
	for _, list := range found {
		slices.SortFunc(list, func(x, y rowBlock) int { return cmp.Compare(x.from, y.from) })
	}
	return found
}

// vary makes the forms that the cell takes in vertical merges.
func (c *cell) vary() {
	props := c.props[c.drawn].node
	for state := unmerged; state <= continues; state++ {
		if state == c.drawn {
			continue
		}
		c.props[state] = still(withMerge(props, state))
		if w := c.whole[c.drawn].node; w != nil {
			kids := w.Children
			if props != nil {
				kids = kids[1:]
			}
			if p := c.props[state].node; p != nil {
				kids = append([]*wordml.Node{p}, kids...)
			}
			c.whole[state] = still(wordml.Element(w.Name, w.Attrs, kids...))
		}
	}
	c.emptied = still(wordml.Element(c.name, c.attrs, c.props[continues].node, c.fallback.node))
}

var (
	mergeRestart  = wordml.Element("w:vMerge", []wordml.Attr{{Name: "w:val", Value: "restart"}})
	mergeContinue = wordml.Element("w:vMerge", nil)
)

// withMerge is a w:tcPr with its w:vMerge as the state wants it, at its place
// in the sequence of the schema (17.4.66 tcPr).
func withMerge(props *wordml.Node, state merging) *wordml.Node {
	var kids []*wordml.Node
	var attrs []wordml.Attr
	if props != nil {
		kids, attrs = without(props, "w:vMerge").Children, props.Attrs
	}
	if state == unmerged {
		if props == nil {
			return nil
		}
		return wordml.Element("w:tcPr", attrs, kids...)
	}
	at := 0
	for at < len(kids) && slices.Contains([]string{"w:cnfStyle", "w:tcW", "w:gridSpan", "w:hMerge"}, kids[at].Name) {
		at++
	}
	m := mergeRestart
	if state == continues {
		m = mergeContinue
	}
	return wordml.Element("w:tcPr", attrs, slices.Insert(slices.Clone(kids), at, m)...)
}
