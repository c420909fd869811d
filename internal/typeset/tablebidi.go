package typeset

import "slices"

// mirror turns the columns of a table round that runs from right to left
// (17.4.1). Cells are kept from left to right all the same; what goes by the
// order of the text asks [table.inOrder].
func (t *table) mirror() {
	n := t.columns()
	total := t.edges[n]
	edges := slices.Clone(t.edges)
	for i := range t.edges {
		t.edges[i] = total - edges[n-i]
	}
	for r := range t.rows {
		cells := t.rows[r].cells
		slices.Reverse(cells)
		for c := range cells {
			cells[c].from, cells[c].to = n-cells[c].to, n-cells[c].from
		}
	}
}

// inOrder is where in a row its cell k stands.
func (t *table) inOrder(w *row, k int) int {
	if t.format.bidi {
		return len(w.cells) - 1 - k
	}
	return k
}

// side turns a side of a cell on paper into the one the file calls so, and back:
// in a table from right to left what is named left is the side it begins on.
func (c *cell) side(side int) int {
	if c.format.bidi {
		switch side {
		case sideLeft:
			return sideRight
		case sideRight:
			return sideLeft
		}
	}
	return side
}
