package typeset

import (
	"strconv"

	"jobdoc/internal/wordml"
)

// Sides of a table's borders beyond the four of a box.
const (
	sideInsideH = 4 + iota
	sideInsideV
	tableSides
)

// tableHas says which fields of tableProps are given.
type tableHas uint16

const (
	hasTableWidth tableHas = 1 << iota
	hasTableIndent
	hasTableAlign
	hasTableLayout
	hasTableFloat
	hasMarginTop // and the three that follow, in the order of the sides
)

// tableProps are the table properties one tblPr gives, or several of them one over the other.
type tableProps struct {
	style    *style
	has      tableHas
	width    Length // of widthPercent: fiftieths of a percent
	percent  bool
	indent   Length
	align    align
	fixed    bool
	borders  [tableSides]border
	margins  [4]Length
	bidi     bool
	floating bool
	spaced   bool // cell spacing
	looks    bool // tblLook asks for conditional formats
}

// cellFallbackMargin is the left and right cell margin where nothing gives one.
const cellFallbackMargin = 108 * Twip

// tableFormat settles the properties of a table: its style, then its own.
func (s *Sheet) tableFormat(n *wordml.Node) *tableProps {
	t := &tableProps{margins: [4]Length{sideLeft: cellFallbackMargin, sideRight: cellFallbackMargin}}
	own := parseTable(n)
	t.style = s.defaults[styleTable]
	if id := val(n.Child("w:tblStyle")); id != "" {
		if named := s.styles[styleKey{styleTable, id}]; named != nil {
			t.style = named
		}
	}
	if t.style != nil {
		t.put(t.style.table)
	}
	t.put(own)
	return t
}

// parseTable reads a w:tblPr. nil gives nil.
func parseTable(n *wordml.Node) *tableProps {
	if n == nil {
		return nil
	}
	t := new(tableProps)
	for _, c := range n.Children {
		switch c.Name {
		case "w:tblW":
			if v, percent, ok := tableWidth(c); ok {
				t.has |= hasTableWidth
				t.width, t.percent = v, percent
			}
		case "w:tblInd":
			if v, percent, ok := tableWidth(c); ok && !percent {
				t.has |= hasTableIndent
				t.indent = v
			}
		case "w:jc":
			t.has |= hasTableAlign
			t.align = parseAlign(val(c))
		case "w:tblLayout":
			t.has |= hasTableLayout
			t.fixed = c.Attr("w:type") == "fixed"
		case "w:tblpPr":
			t.has |= hasTableFloat
			t.floating = true
		case "w:tblCellSpacing":
			if v, _, ok := tableWidth(c); ok && v > 0 {
				t.spaced = true
			}
		case "w:tblLook":
			t.looks = looksFor(c)
		case "w:bidiVisual":
			t.bidi = isOn(c)
		case "w:tblBorders":
			parseBox(c, t.borders[:], false)
		case "w:tblCellMar":
			for i, v := range parseMargins(c) {
				if v.given {
					t.has |= hasMarginTop << i
					t.margins[i] = v.width
				}
			}
		}
	}
	return t
}

// looksFor reports whether a w:tblLook (17.4.55) asks for any conditional format
// of the table's style: rows and columns by attribute or as bits, bands unless it says no.
func looksFor(n *wordml.Node) bool {
	for _, name := range [...]string{"w:firstRow", "w:lastRow", "w:firstColumn", "w:lastColumn"} {
		if s, ok := n.LookupAttr(name); ok && isOnValue(s, true) {
			return true
		}
	}
	bits, err := strconv.ParseUint(val(n), 16, 32)
	return err == nil && bits&(0x0020|0x0040|0x0080|0x0100) != 0
}

// tableWidth reads a w:tblW and its like (17.4.87): a distance, or a part in
// fiftieths of a percent. Not ok for auto and nil.
func tableWidth(n *wordml.Node) (v Length, percent, ok bool) {
	s := n.Attr("w:w")
	switch n.Attr("w:type") {
	case "auto", "nil":
		return 0, false, false
	case "pct":
		if l := len(s); l > 0 && s[l-1] == '%' {
			p, ok := number(s[:l-1])
			return Length(max(0, min(1000, p))) * 50, true, ok
		}
		p, ok := number(s)
		return Length(max(0, min(50_000, p))), true, ok
	}
	v, ok = measure(s, Twip)
	return v, false, ok
}

// parseBox reads the borders of a table or a cell. A cell that gives one as none
// has the table's there, as if it said nothing; only nil takes it away.
func parseBox(n *wordml.Node, borders []border, ofCell bool) {
	for _, c := range n.Children {
		i := -1
		switch c.Name {
		case "w:top":
			i = sideTop
		case "w:left", "w:start":
			i = sideLeft
		case "w:bottom":
			i = sideBottom
		case "w:right", "w:end":
			i = sideRight
		case "w:insideH":
			i = sideInsideH
		case "w:insideV":
			i = sideInsideV
		}
		if i >= 0 && i < len(borders) && (!ofCell || val(c) != "none") {
			borders[i] = parseBorder(c)
		}
	}
}

// parseMargins reads cell margins; width is that of the margin.
func parseMargins(n *wordml.Node) (m [4]struct {
	given bool
	width Length
}) {
	for _, c := range n.Children {
		i := -1
		switch c.Name {
		case "w:top":
			i = sideTop
		case "w:left", "w:start":
			i = sideLeft
		case "w:bottom":
			i = sideBottom
		case "w:right", "w:end":
			i = sideRight
		}
		if i < 0 {
			continue
		}
		if v, percent, ok := tableWidth(c); ok && !percent {
			m[i].given, m[i].width = true, max(0, v)
		}
	}
	return m
}

// put lays q over t. Nothing happens for nil.
func (t *tableProps) put(q *tableProps) {
	if q == nil {
		return
	}
	t.has |= q.has
	if q.has&hasTableWidth != 0 {
		t.width, t.percent = q.width, q.percent
	}
	if q.has&hasTableIndent != 0 {
		t.indent = q.indent
	}
	if q.has&hasTableAlign != 0 {
		t.align = q.align
	}
	if q.has&hasTableLayout != 0 {
		t.fixed = q.fixed
	}
	if q.has&hasTableFloat != 0 {
		t.floating = q.floating
	}
	for i := range q.borders {
		t.borders[i] = q.borders[i].over(t.borders[i])
	}
	for i := range q.margins {
		if q.has&(hasMarginTop<<i) != 0 {
			t.margins[i] = q.margins[i]
		}
	}
	t.bidi = t.bidi || q.bidi
	t.spaced = t.spaced || q.spaced
	t.looks = q.looks
}

// rowProps are the properties of a row (17.4.81).
type rowProps struct {
	height      Length
	rule        lineRule // lineAuto holds as at least where there is a height, as Word does
	cantSplit   bool
	header      bool
	hidden      bool
	gridBefore  int
	gridAfter   int
	beforeWidth Length
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
			r.rule = lineAtLeast
			if v, ok := twips(c, "w:val"); ok {
				r.height = max(0, v)
			}
			if c.Attr("w:hRule") == "exact" && r.height > 0 {
				r.rule = lineExact
			}
		case "w:cantSplit":
			r.cantSplit = isOn(c)
		case "w:tblHeader":
			r.header = isOn(c)
		case "w:hidden":
			r.hidden = isOn(c)
		case "w:gridBefore":
			r.gridBefore = columns(c, 0)
		case "w:gridAfter":
			r.gridAfter = columns(c, 0)
		case "w:wBefore":
			if v, percent, ok := tableWidth(c); ok && !percent {
				r.beforeWidth = max(0, v)
			}
		}
	}
	return r
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

// cellProps are the properties of a cell (17.4.69).
type cellProps struct {
	width     Length // 0 where not given as a distance
	span      int
	merge     merge
	hMerge    merge
	borders   [4]border
	shade     Color
	shaded    bool
	margins   [4]Length
	marginSet [4]bool
	direction textDirection
	align     verticalAlign
	fit       bool
}

// parseCell reads a w:tcPr.
func parseCell(n *wordml.Node) *cellProps {
	p := &cellProps{span: 1}
	if n == nil {
		return p
	}
	for _, c := range n.Children {
		switch c.Name {
		case "w:tcW":
			if v, percent, ok := tableWidth(c); ok && !percent {
				p.width = max(0, v)
			}
		case "w:gridSpan":
			p.span = columns(c, 1)
		case "w:vMerge":
			p.merge = parseMerge(c)
		case "w:hMerge":
			p.hMerge = parseMerge(c)
		case "w:tcBorders":
			parseBox(c, p.borders[:], true)
		case "w:shd":
			p.shade, p.shaded = shading(c)
		case "w:tcMar":
			for i, v := range parseMargins(c) {
				p.margins[i], p.marginSet[i] = v.width, v.given
			}
		case "w:textDirection":
			switch val(c) {
			case "tbRl", "tbRlV", "tb", "tbV", "rl", "rlV", "tbLrV":
				p.direction = directionDown
			case "btLr", "lr":
				p.direction = directionUp
			}
		case "w:vAlign":
			switch val(c) {
			case "center", "both":
				p.align = alignMiddle
			case "bottom":
				p.align = alignBottom
			}
		case "w:tcFitText":
			p.fit = isOn(c)
		}
	}
	return p
}

func parseMerge(n *wordml.Node) merge {
	if val(n) == "restart" {
		return mergeRestart
	}
	return mergeContinue
}
