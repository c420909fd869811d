package template

import "jobdoc/internal/wordml"

// table is a w:tbl with something to fill in. Its rows are first laid out as a
// list, so that cells can be merged over the rows that one item makes, and
// built after that.
type table struct {
	attrs  []wordml.Attr
	head   []static      // w:tblPr, w:tblGrid and what else stands before the rows
	rows   []instruction // *row, *repeated, or anything that is no row
	merges bool          // some cell takes part in a vertical merge
}

// row is a w:tr.
type row struct {
	attrs  []wordml.Attr
	props  []static      // w:tblPrEx, w:trPr
	cells  []instruction // *cell, or anything else
	grid   []*cell       // the cells that know their columns, from the left
	drops  []dropTest
	static static // the row, if no value changes it
}

// dropTest is a {?x:行}: the row goes when the value is blank, for any item of
// the blocks between the row and the tag.
type dropTest struct {
	path  []dropStep
	value *expr
}

type dropStep struct {
	source *source
	els    bool
}

// drops reports whether the value is blank anywhere.
func (d *dropTest) drops(s *frame, path []dropStep) bool {
	if s.f.cost += itemCost; s.f.spent() {
		return true
	}
	if len(path) == 0 {
		r := d.value.result(s)
		return r.blank() || r.print() == ""
	}
	b := path[0].source
	items, which := b.choose(s)
	inner := &frame{f: s.f, parent: s, source: b, count: len(items), start: b.firstNumber(s)}
	switch {
	case which == secondBranch || which == bodyOnce:
		return path[0].els == (which == secondBranch) && d.drops(s, path[1:])
	case path[0].els:
		return false
	case which == bodyForValue:
		inner.value, inner.count = b.exprs[0].value(s), 1
		return d.drops(inner, path[1:])
	}
	for k, v := range items {
		inner.value, inner.index = v, k
		if d.drops(inner, path[1:]) {
			return true
		}
	}
	return false
}

// merging is the state of a cell in a vertical merge (ECMA-376 part 1, 17.4.84 vMerge).
type merging uint8

const (
	unmerged merging = iota
	restarts
	continues
)

// cell is a w:tc.
type cell struct {
	container
	start, span int
	drawn       merging     // as in the template
	group       *mergeGroup // nil: takes part in no merge of its own
	empty       bool        // nothing in it: a cell above may take it in
	merges      *block      // of a {合并:x} in it
	props       [3]static   // w:tcPr by state
	whole       [3]static   // the cell by state, if no value changes it
	emptied     static      // the cell as one that only continues
}

// mergeGroup is a set of cells that merge when they stand directly below one
// another: those of one drawn merge, or the copies of a cell with {合并:x}.
type mergeGroup struct {
	owner *source // only cells of the same item of this block merge; nil = of the whole table
	takes bool    // {合并:x}: takes in empty cells below
}

// mergeKey is equal for cells that merge.
type mergeKey struct {
	group *mergeGroup
	item  *frame
}

// placedRow is a row that will be built, or an end of what holds some rows.
type placedRow struct {
	make   instruction // a *holder for its beginning, a holderEnd for its end
	row    *row        // nil for anything that is no row
	scope  *frame
	states int // where its cells' states begin
}

// tableScratch is kept from table to table.
type tableScratch struct {
	rows   []placedRow
	states []merging
	above  []mergedCell
	line   []mergedCell
}

// mergedCell is a cell of the row above.
type mergedCell struct {
	start, span int
	key         mergeKey
	state       int // index of its state
}

func (t *table) emit(f *filler, s *frame) {
	outer := f.table // a table inside a cell of another
	f.table.rows = f.table.rows[len(f.table.rows):]
	f.table.states = f.table.states[len(f.table.states):]
	t.expand(f, t.rows, s)
	if t.merges {
		f.merge()
	}
	rows, states := f.table.rows, f.table.states
	base := len(f.out)
	for _, n := range t.head {
		n.emit(f, s)
	}
	any := false
	var opened []int // what holds rows and is not finished: where its children begin
	for i := range rows {
		r := &rows[i]
		if !f.afford(r.scope.source, 0) {
			break
		}
		switch {
		case r.row == nil:
			switch m := r.make.(type) {
			case *holder:
				opened = append(opened, len(f.out))
			case holderEnd:
				last := len(opened) - 1
				m.close(f, opened[last])
				opened = opened[:last]
			default:
				n := len(f.out)
				m.emit(f, r.scope)
				any = any || hasRow(f.out[n:])
			}
		case t.merges:
			any = true
			r.row.emitStates(f, r.scope, states[r.states:r.states+len(r.row.grid)])
		default:
			any = true
			r.row.emit(f, r.scope)
		}
	}
	if any {
		f.close("w:tbl", t.attrs, base)
	} else {
		f.out = f.out[:base]
	}
	outer.above, outer.line = f.table.above, f.table.line
	f.table = outer
}

// hasRow reports whether there is a row in what stands between rows (a content control).
func hasRow(nodes []*wordml.Node) bool {
	for _, n := range nodes {
		if n.Name == "w:tr" || hasRow(n.Children) {
			return true
		}
	}
	return false
}

// expand lists the rows of the table, blocks repeated.
func (t *table) expand(f *filler, list []instruction, s *frame) {
	for _, i := range list {
		switch i := i.(type) {
		case *row:
			if i.dropped(s) {
				continue
			}
			f.cost += rowCost + len(i.grid)
			f.table.rows = append(f.table.rows, placedRow{make: i, row: i, scope: s})
		case *repeated:
			t.expandBlock(f, i, s)
		case *holder:
			f.cost += 2 * rowCost
			f.table.rows = append(f.table.rows, placedRow{make: i, scope: s})
			t.expand(f, i.children, s)
			f.table.rows = append(f.table.rows, placedRow{make: holderEnd{i}, scope: s})
		default:
			f.cost += rowCost
			f.table.rows = append(f.table.rows, placedRow{make: i, scope: s})
		}
	}
}

func (t *table) expandBlock(f *filler, b *repeated, s *frame) {
	items, which := b.choose(s)
	switch which {
	case bodyForItems:
		start := b.firstNumber(s)
		if !f.afford(b.source, rowCost*len(items)) {
			return
		}
		frames := make([]frame, len(items))
		for k, v := range items {
			if !f.afford(b.source, 0) {
				return
			}
			frames[k] = frame{f: f, parent: s, source: b.source, value: v, index: k, count: len(items), start: start, item: f.items + 1}
			f.items++
			t.expand(f, b.body, &frames[k])
		}
	case bodyForValue:
		t.expand(f, b.body, &frame{f: f, parent: s, source: b.source, value: b.exprs[0].value(s), count: 1, start: 1})
	case bodyOnce:
		t.expand(f, b.body, s)
	case secondBranch:
		t.expand(f, b.els, s)
	}
}

func (r *row) dropped(s *frame) bool {
	for i := range r.drops {
		if r.drops[i].drops(s, r.drops[i].path) {
			return true
		}
	}
	return false
}

// merge settles the state of every cell from the one directly above it: cells
// merge when they stand in exactly the same columns and have the same key. So a
// continuation without a beginning begins, and a beginning alone is no merge.
func (f *filler) merge() {
	t := &f.table
	above := t.above[:0]
	line := t.line[:0]
	for i := range t.rows {
		r := &t.rows[i]
		if r.row == nil { // a bookmark, the properties of a content control
			continue
		}
		r.states = len(t.states)
		line = line[:0]
		k := 0
		for n, c := range r.row.grid {
			t.states = append(t.states, unmerged)
			for k < len(above) && above[k].start < c.start {
				k++
			}
			m := mergedCell{start: c.start, span: c.span, state: r.states + n, key: c.key(r.scope)}
			if k < len(above) && above[k].start == c.start && above[k].span == c.span {
				t.join(&above[k], &m, c, r.scope)
			}
			if m.key.group != nil {
				line = append(line, m)
			}
		}
		above, line = line, above
	}
	t.above, t.line = above, line
}

// join merges a cell with the one above if they belong together.
func (t *tableScratch) join(above, m *mergedCell, c *cell, s *frame) {
	if g := above.key.group; g.takes && c.empty && (c.group == nil || !c.group.takes) && s.of(g.owner) == above.key.item {
		m.key = above.key
	}
	if m.key != above.key {
		return
	}
	t.states[m.state] = continues
	if t.states[above.state] == unmerged {
		t.states[above.state] = restarts
	}
}

func (c *cell) key(s *frame) mergeKey {
	if c.group == nil {
		return mergeKey{}
	}
	k := mergeKey{group: c.group}
	if c.group.owner != nil {
		k.item = s.of(c.group.owner)
	}
	return k
}

func (r *row) emit(f *filler, s *frame) {
	if r.static.node != nil {
		r.static.emit(f, s)
		return
	}
	base := len(f.out)
	for _, n := range r.props {
		n.emit(f, s)
	}
	for _, c := range r.cells {
		c.emit(f, s)
	}
	f.close("w:tr", r.attrs, base)
}

// emitStates emits a row whose cells are merged as given, in the order of its grid.
func (r *row) emitStates(f *filler, s *frame, states []merging) {
	if r.static.node != nil && r.asDrawn(states) {
		r.static.emit(f, s)
		return
	}
	base := len(f.out)
	for _, n := range r.props {
		n.emit(f, s)
	}
	emitCells(r.cells, f, s, states)
	f.close("w:tr", r.attrs, base)
}

// emitCells emits cells that are merged as given, and returns the states that are left.
func emitCells(list []instruction, f *filler, s *frame, states []merging) []merging {
	for _, i := range list {
		switch i := i.(type) {
		case *cell:
			i.emitState(f, s, states[0])
			states = states[1:]
		case *holder:
			base := len(f.out)
			states = emitCells(i.children, f, s, states)
			f.close(i.name, i.attrs, base)
		default:
			i.emit(f, s)
		}
	}
	return states
}

func (r *row) asDrawn(states []merging) bool {
	for k, c := range r.grid {
		if states[k] != c.drawn {
			return false
		}
	}
	return true
}

func (c *cell) emit(f *filler, s *frame) { c.emitState(f, s, c.drawn) }

func (c *cell) emitState(f *filler, s *frame, state merging) {
	if state == continues && c.drawn != continues {
		c.emptied.emit(f, s)
		return
	}
	if c.whole[state].node != nil {
		c.whole[state].emit(f, s)
		return
	}
	base := len(f.out)
	if p := c.props[state]; p.node != nil {
		p.emit(f, s)
	}
	c.fill(f, s)
	f.close("w:tc", c.attrs, base)
}
