package typeset

import "jobdoc/internal/wordml"

// rowHas says which fields of rowProps are given.
type rowHas uint8

const (
	hasRowHeight rowHas = 1 << iota
	hasCantSplit
	hasHeader
	hasRowHidden
	hasRowSpacing
	hasRowAlign
)

// rowProps are the properties of a row (17.4.81).
type rowProps struct {
	has        rowHas
	height     Length
	rule       lineRule // lineAuto holds as at least where there is a height, as Word does
	cantSplit  bool
	header     bool
	hidden     bool
	gridBefore int
	gridAfter  int
	before     cellWidth // of the columns the row leaves out before its first cell
	after      cellWidth
	spacing    Length // around each cell
	align      align  // of the table
}

// parseRow reads a w:trPr.
func parseRow(n *wordml.Node) *rowProps {
	r := new(rowProps)
	if n == nil {
		return r
	}
	for _, c := range n.Children {
		switch c.Name {
		case "w:trHeight":
			r.has |= hasRowHeight
			r.rule = lineAtLeast
			if v, ok := twips(c, "w:val"); ok {
				r.height = max(0, v)
			}
			if c.Attr("w:hRule") == "exact" && r.height > 0 {
				r.rule = lineExact
			}
		case "w:cantSplit":
			r.has |= hasCantSplit
			r.cantSplit = isOn(c)
		case "w:tblHeader":
			r.has |= hasHeader
			r.header = isOn(c)
		case "w:hidden":
			r.has |= hasRowHidden
			r.hidden = isOn(c)
		case "w:jc":
			r.has |= hasRowAlign
			r.align = parseAlign(val(c))
		case "w:tblCellSpacing":
			if v, percent, ok := tableWidth(c); ok && !percent {
				r.has |= hasRowSpacing
				r.spacing = max(0, min(v, maxCellSpacing))
			}
		case "w:gridBefore":
			r.gridBefore = columns(c, 0)
		case "w:gridAfter":
			r.gridAfter = columns(c, 0)
		case "w:wBefore":
			r.before = parseCellWidth(c)
		case "w:wAfter":
			r.after = parseCellWidth(c)
		}
	}
	return r
}

// put lays q over r. What a row leaves out of the grid is its own alone.
func (r *rowProps) put(q *rowProps) {
	r.has |= q.has
	if q.has&hasRowHeight != 0 {
		r.height, r.rule = q.height, q.rule
	}
	if q.has&hasCantSplit != 0 {
		r.cantSplit = q.cantSplit
	}
	if q.has&hasHeader != 0 {
		r.header = q.header
	}
	if q.has&hasRowHidden != 0 {
		r.hidden = q.hidden
	}
	if q.has&hasRowAlign != 0 {
		r.align = q.align
	}
	if q.has&hasRowSpacing != 0 {
		r.spacing = q.spacing
	}
	r.gridBefore, r.gridAfter, r.before, r.after = q.gridBefore, q.gridAfter, q.before, q.after
}

// maxColumns is how many columns a table has at most; Word stops at 63.
const maxColumns = 128

// columns reads a number of columns.
func columns(n *wordml.Node, least int) int {
	v, ok := number(val(n))
	if !ok {
		return least
	}
	return max(least, min(maxColumns, v))
}

// merge says how a cell is merged with the one above (17.4.84).
type merge uint8

const (
	mergeNone merge = iota
	mergeRestart
	mergeContinue
)

// textDirection is the way the text of a cell runs (17.18.93).
type textDirection uint8

const (
	directionAcross textDirection = iota
	directionDown                 // lines from right to left
	directionUp                   // lines from left to right, turned
)

// verticalAlign is where the text of a cell stands (17.18.101).
type verticalAlign uint8

const (
	alignTop verticalAlign = iota
	alignMiddle
	alignBottom
)

// cellWidth is the width a cell asks for (17.4.71): a distance, or a part of
// the table in fiftieths of a percent. Zero leaves it to the content.
type cellWidth struct {
	width   Length
	percent bool
}

func parseCellWidth(n *wordml.Node) cellWidth {
	v, percent, ok := tableWidth(n)
	if !ok || v <= 0 {
		return cellWidth{}
	}
	return cellWidth{v, percent}
}

// cellHas says which fields of cellProps are given.
type cellHas uint8

const (
	hasCellShade cellHas = 1 << iota
	hasCellDirection
	hasCellAlign
	hasNoWrap
	hasFitText
	hasHideMark
	hasBorders // some border on a side
)

// cellProps are the properties of a cell (17.4.69).
type cellProps struct {
	has       cellHas
	width     cellWidth
	span      int
	merge     merge
	hMerge    merge
	borders   [4]border
	rare      *rareBorders // nil for none
	shade     Color
	shaded    bool
	margins   [4]Length
	marginSet [4]bool
	direction textDirection
	align     verticalAlign
	fit       bool // lines are stretched or squeezed to the width
	noWrap    bool
	hideMark  bool // the mark of the cell's end takes no room
}

// rareBorders are those that few cells have.
type rareBorders struct {
	inside    [2]border // of a table style's part, between rows and between columns
	diagonals [2]border // from the top left corner down, from the bottom left one up
}

// box returns the borders of a part of a table, those inside too.
func (p *cellProps) box() (b [tableSides]border) {
	copy(b[:], p.borders[:])
	if p.rare != nil {
		copy(b[sideInsideH:], p.rare.inside[:])
	}
	return b
}

// parseCell reads a w:tcPr.
func parseCell(th *theme, n *wordml.Node) *cellProps {
	p := new(cellProps)
	p.parse(th, n)
	return p
}

// parse reads a w:tcPr into zero properties.
func (p *cellProps) parse(th *theme, n *wordml.Node) {
	p.span = 1
	if n == nil {
		return
	}
	for _, c := range n.Children {
		switch c.Name {
		case "w:tcW":
			p.width = parseCellWidth(c)
		case "w:gridSpan":
			p.span = columns(c, 1)
		case "w:vMerge":
			p.merge = parseMerge(c)
		case "w:hMerge":
			p.hMerge = parseMerge(c)
		case "w:tcBorders":
			p.parseBorders(th, c)
		case "w:shd":
			p.has |= hasCellShade
			p.shade, p.shaded = th.shading(c)
		case "w:tcMar":
			for i, v := range parseMargins(c) {
				p.margins[i], p.marginSet[i] = v.width, v.given
			}
		case "w:textDirection":
			p.has |= hasCellDirection
			p.direction = parseDirection(val(c))
		case "w:vAlign":
			p.has |= hasCellAlign
			p.align = parseVerticalAlign(val(c))
		case "w:tcFitText":
			p.has |= hasFitText
			p.fit = isOn(c)
		case "w:noWrap":
			p.has |= hasNoWrap
			p.noWrap = isOn(c)
		case "w:hideMark":
			p.has |= hasHideMark
			p.hideMark = isOn(c)
		}
	}
}

// parseBorders reads a w:tcBorders.
func (p *cellProps) parseBorders(th *theme, n *wordml.Node) {
	var box [tableSides]border
	parseBox(th, n, box[:], true)
	if copy(p.borders[:], box[:]); p.borders != [4]border{} {
		p.has |= hasBorders
	}
	r := rareBorders{inside: [2]border(box[sideInsideH:])}
	for _, c := range n.Children {
		switch c.Name {
		case "w:tl2br":
			r.diagonals[0] = th.border(c)
		case "w:tr2bl":
			r.diagonals[1] = th.border(c)
		}
	}
	if r != (rareBorders{}) {
		p.rare = &r
	}
}

// parseDirection reads a w:textDirection; strict files name the same six
// differently, "tb" being what others call "lrTb" (17.18.93).
func parseDirection(s string) textDirection {
	switch s {
	case "tbRl", "tbRlV", "rl", "rlV", "tbLrV", "lrV":
		return directionDown
	case "btLr", "lr":
		return directionUp
	}
	return directionAcross
}

func parseVerticalAlign(s string) verticalAlign {
	switch s {
	case "center", "both":
		return alignMiddle
	case "bottom":
		return alignBottom
	}
	return alignTop
}

func parseMerge(n *wordml.Node) merge {
	if val(n) == "restart" {
		return mergeRestart
	}
	return mergeContinue
}

// put lays q over p.
func (p *cellProps) put(q *cellProps) {
	p.has |= q.has
	p.width, p.span, p.merge, p.hMerge = q.width, q.span, q.merge, q.hMerge
	for i := range q.borders {
		p.borders[i] = q.borders[i].over(p.borders[i])
	}
	if q.rare != nil {
		r := *q.rare
		if p.rare != nil {
			for i := range r.inside {
				r.inside[i] = r.inside[i].over(p.rare.inside[i])
				r.diagonals[i] = r.diagonals[i].over(p.rare.diagonals[i])
			}
		}
		p.rare = &r
	}
	for i, given := range q.marginSet {
		if given {
			p.margins[i], p.marginSet[i] = q.margins[i], true
		}
	}
	if q.has&hasCellShade != 0 {
		p.shade, p.shaded = q.shade, q.shaded
	}
	if q.has&hasCellDirection != 0 {
		p.direction = q.direction
	}
	if q.has&hasCellAlign != 0 {
		p.align = q.align
	}
	if q.has&hasNoWrap != 0 {
		p.noWrap = q.noWrap
	}
	if q.has&hasFitText != 0 {
		p.fit = q.fit
	}
	if q.has&hasHideMark != 0 {
		p.hideMark = q.hideMark
	}
}
