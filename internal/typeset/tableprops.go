package typeset

import "jobdoc/internal/wordml"

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
	hasTableLook
	hasTableSpacing
	hasTableShade
	hasTableBidi
	hasRowBand
	hasColumnBand
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
	spacing  Length // around each cell
	look     tableLook
	shade    Color
	shaded   bool
	rowBand  int // how many rows a band has
	colBand  int
	alt      string // caption and description, for those who cannot see the table
}

// maxCellSpacing bounds the space between cells, far above what a form has.
const maxCellSpacing = 36 * Point

// cellFallbackMargin is the left and right cell margin where nothing gives one.
const cellFallbackMargin = 108 * Twip

// tableFormat settles the properties of a table: its style, then its own.
func (s *Sheet) tableFormat(n *wordml.Node) *tableProps {
	t := &tableProps{margins: [4]Length{sideLeft: cellFallbackMargin, sideRight: cellFallbackMargin}}
	own := parseTable(&s.theme, n)
	t.style = s.defaults[styleTable]
	if id := val(n.Child("w:tblStyle")); id != "" {
		if named := s.styles[styleKey{styleTable, id}]; named != nil {
			t.style = named
		}
	}
	if t.style != nil {
		w := &t.style.whole
		t.put(w.table)
		if w.cell != nil { // what the style says of every cell the table's own properties still go over
			for i, b := range w.cell.box() {
				t.borders[i] = b.over(t.borders[i])
			}
			for i, given := range w.cell.marginSet {
				if given {
					t.margins[i] = w.cell.margins[i]
				}
			}
			if w.cell.has&hasCellShade != 0 {
				t.shade, t.shaded = w.cell.shade, w.cell.shaded
			}
		}
	}
	t.put(own)
	t.rowBand, t.colBand = max(1, t.rowBand), max(1, t.colBand)
	return t
}

// parseTable reads a w:tblPr. nil gives nil.
func parseTable(th *theme, n *wordml.Node) *tableProps {
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
			if v, percent, ok := tableWidth(c); ok && !percent {
				t.has |= hasTableSpacing
				t.spacing = max(0, min(v, maxCellSpacing))
			}
		case "w:tblLook":
			t.has |= hasTableLook
			t.look = parseLook(c)
		case "w:bidiVisual":
			t.has |= hasTableBidi
			t.bidi = isOn(c)
		case "w:shd":
			t.has |= hasTableShade
			t.shade, t.shaded = th.shading(c)
		case "w:tblStyleRowBandSize":
			t.has |= hasRowBand
			t.rowBand = columns(c, 1)
		case "w:tblStyleColBandSize":
			t.has |= hasColumnBand
			t.colBand = columns(c, 1)
		case "w:tblCaption", "w:tblDescription":
			if s := val(c); t.alt == "" {
				t.alt = s
			} else if s != "" {
				t.alt += "。" + s
			}
		case "w:tblBorders":
			parseBox(th, c, t.borders[:], false)
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
func parseBox(th *theme, n *wordml.Node, borders []border, ofCell bool) {
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
			borders[i] = th.border(c)
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
	if q.has&hasTableBidi != 0 {
		t.bidi = q.bidi
	}
	if q.has&hasTableSpacing != 0 {
		t.spacing = q.spacing
	}
	if q.has&hasTableLook != 0 {
		t.look = q.look
	}
	if q.has&hasTableShade != 0 {
		t.shade, t.shaded = q.shade, q.shaded
	}
	if q.has&hasRowBand != 0 {
		t.rowBand = q.rowBand
	}
	if q.has&hasColumnBand != 0 {
		t.colBand = q.colBand
	}
	t.alt = q.alt
}
