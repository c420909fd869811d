package typeset

import (
	"strconv"

	"jobdoc/internal/wordml"
)

// condition is a part of a table that its style formats by itself (17.18.89).
// They are laid over one another in this order (17.7.6). The standard does not
// say which of the first and the last row holds where they are the same one;
// here it is the first, and so for columns.
type condition uint8

const (
	condBand1Vert condition = iota
	condBand2Vert
	condBand1Horz
	condBand2Horz
	condLastRow
	condFirstRow
	condLastCol
	condFirstCol
	condNorthWest
	condNorthEast
	condSouthWest
	condSouthEast
	conditions
	condWhole = conditions // w:wholeTable, part of the style itself
)

// condSet is a set of conditions.
type condSet uint16

func (c condition) set() condSet { return 1 << c }

// parseCondition reads the type of a w:tblStylePr.
func parseCondition(s string) (condition, bool) {
	for c, name := range [...]string{
		"band1Vert", "band2Vert", "band1Horz", "band2Horz", "lastRow", "firstRow", "lastCol", "firstCol",
		"nwCell", "neCell", "swCell", "seCell", "wholeTable",
	} {
		if s == name {
			return condition(c), true
		}
	}
	return 0, false
}

// tablePart is what a table style says of the whole table, or under one condition.
type tablePart struct {
	para  *paraProps
	run   *runProps
	table *tableProps
	row   *rowProps
	cell  *cellProps
}

// put lays q over p.
func (p *tablePart) put(q tablePart) {
	if q.para != nil {
		if p.para == nil {
			p.para = new(paraProps)
		}
		p.para.put(q.para)
	}
	if q.run != nil {
		if p.run == nil {
			p.run = new(runProps)
		}
		p.run.put(q.run)
	}
	if q.table != nil {
		if p.table == nil {
			p.table = new(tableProps)
		}
		p.table.put(q.table)
	}
	if q.row != nil {
		if p.row == nil {
			p.row = new(rowProps)
		}
		p.row.put(q.row)
	}
	if q.cell != nil {
		if p.cell == nil {
			p.cell = &cellProps{span: 1}
		}
		p.cell.put(q.cell)
	}
}

// parseTablePart reads a w:tblStylePr, or the same properties of the style itself.
func (s *Sheet) parseTablePart(n *wordml.Node) tablePart {
	p := tablePart{para: s.parsePara(n.Child("w:pPr")), run: s.parseRun(n.Child("w:rPr")), table: parseTable(&s.theme, n.Child("w:tblPr"))}
	if c := n.Child("w:trPr"); c != nil {
		p.row = parseRow(c)
	}
	if c := n.Child("w:tcPr"); c != nil {
		p.cell = parseCell(&s.theme, c)
	}
	return p
}

// normalTable is the name of the style of plain tables. Word was seen to ignore
// its paragraph and run properties whatever they are (docx4j, ParagraphStylesInTableFix).
const normalTable = "Normal Table"

// putTableStyle lays what one w:style of type table says over st.
func (s *Sheet) putTableStyle(st *style, n *wordml.Node) {
	p := s.parseTablePart(n)
	if val(n.Child("w:name")) == normalTable {
		p.para, p.run = nil, nil
	}
	st.whole.put(p)
	for _, c := range n.Children {
		if c.Name != "w:tblStylePr" {
			continue
		}
		cond, ok := parseCondition(c.Attr("w:type"))
		switch {
		case !ok:
		case cond == condWhole:
			st.whole.put(s.parseTablePart(c))
		default:
			if st.parts[cond] == nil {
				st.parts[cond] = new(tablePart)
			}
			st.parts[cond].put(s.parseTablePart(c))
			st.conditions |= cond.set()
		}
	}
	st.para, st.run = st.whole.para, st.whole.run
}

// says reports whether a style has anything to say under a condition. A part
// that is there and empty does not take its row out of the bands
// (office-open-xml-viewer PR 530, measured).
func (st *style) says(c condition) bool {
	p := st.parts[c]
	return p != nil && (p.para != nil || p.run != nil || p.row != nil || p.cell != nil || p.table != nil && *p.table != tableProps{})
}

// tableLook says which conditions a table asks its style for (17.4.55).
type tableLook struct {
	firstRow, lastRow, firstCol, lastCol, noRowBands, noColBands bool
}

// parseLook reads a w:tblLook in either of its notations: attributes, which go
// first, and the bits of w:val.
func parseLook(n *wordml.Node) (k tableLook) {
	bits, err := strconv.ParseUint(val(n), 16, 32)
	if err != nil {
		bits = 0
	}
	for _, f := range [...]struct {
		name string
		bit  uint64
		flag *bool
	}{
		{"w:firstRow", 0x0020, &k.firstRow},
		{"w:lastRow", 0x0040, &k.lastRow},
		{"w:firstColumn", 0x0080, &k.firstCol},
		{"w:lastColumn", 0x0100, &k.lastCol},
		{"w:noHBand", 0x0200, &k.noRowBands},
		{"w:noVBand", 0x0400, &k.noColBands},
	} {
		*f.flag = bits&f.bit != 0
		if s, ok := n.LookupAttr(f.name); ok {
			*f.flag = isOnValue(s, true)
		}
	}
	return k
}

// variantKey names a table style as it is under some conditions.
type variantKey struct {
	style *style
	conds condSet
}

// variant returns a table style with what it says of paragraphs and runs under
// conditions laid over it. It is the same pointer each time.
func (s *Sheet) variant(st *style, conds condSet) *style {
	speaks := false
	for c := condition(0); c < conditions; c++ {
		if p := st.parts[c]; conds&c.set() != 0 && p != nil && (p.para != nil || p.run != nil) {
			speaks = true
		} else {
			conds &^= c.set()
		}
	}
	if !speaks {
		return st
	}
	key := variantKey{st, conds}
	s.mu.RLock()
	v := s.variants[key]
	s.mu.RUnlock()
	if v != nil {
		return v
	}
	p := tablePart{}
	p.put(tablePart{para: st.para, run: st.run})
	for c := condition(0); c < conditions; c++ {
		if conds&c.set() != 0 {
			p.put(tablePart{para: st.parts[c].para, run: st.parts[c].run})
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if v := s.variants[key]; v != nil {
		return v
	}
	v = &style{kind: styleTable, id: st.id, para: p.para, run: p.run}
	s.variants[key] = v
	return v
}
