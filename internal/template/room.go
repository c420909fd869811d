package template

import (
	"strconv"
	"strings"

	"jobdoc/internal/wordml"
)

// roomOf is how large a picture may be where a paragraph stands: as wide as its
// cell, its text box or its column; and as high as its cell where the rows have
// a height that a picture should not stretch.
func (b *builder) roomOf(p *para) extent {
	room := b.widthOf(p)
	if ind := p.at.node.Find("w:pPr", "w:ind"); ind != nil {
		for _, name := range []string{"w:left", "w:start", "w:right", "w:end"} {
			room.width -= twips(ind, name)
		}
	}
	if room.width < emuPerMM {
		room.width = 0
	}
	return room
}

// twips reads a measure that must be a plain number of twentieths of a point.
func twips(n *wordml.Node, name string) emu {
	v, err := strconv.Atoi(n.Attr(name))
	if err != nil || v < 0 || v > 31_680 { // 22 inches, the largest page
		return 0
	}
	return emu(v) * emuPerTwip
}

func (b *builder) widthOf(p *para) extent {
	if cell := p.at.inside("w:tc"); cell != nil {
		return cellRoom(cell)
	}
	if h := p.story.host; h != nil && h.note == nil {
		if room := boxRoom(h); room.width > 0 {
			return room
		}
		return b.widthOf(h.para)
	}
	return extent{width: b.columnOf(p)}
}

// cellRoom is the room in a cell.
func cellRoom(cell *loc) extent {
	table, row := cell.inside("w:tbl"), cell.inside("w:tr")
	props := cell.node.Child("w:tcPr")
	var room extent
	if w := props.Child("w:tcW"); w != nil && (w.Attr("w:type") == "dxa" || w.Attr("w:type") == "") {
		room.width = twips(w, "w:w")
	}
	if room.width == 0 && table != nil && row != nil {
		room.width = gridWidth(table.node, row.node, cell.node)
	}
	if room.width > 0 {
		room.width -= cellMargin(table, props, "left", "start") + cellMargin(table, props, "right", "end")
	}
	if row != nil {
		room.height = rowsHeight(table, row, cell)
	}
	return room
}

// gridWidth adds up the grid columns of a cell (17.4.48 tblGrid).
func gridWidth(table, row, cell *wordml.Node) emu {
	var grid []*wordml.Node
	if g := table.Child("w:tblGrid"); g != nil {
		grid = g.Children
	}
	at := cellColumn(row, cell)
	var sum emu
	for i := at; i < min(at+spanOf(cell), len(grid)); i++ {
		sum += twips(grid[i], "w:w")
	}
	return sum
}

// defaultCellMargin is what Word gives cells at their sides (17.4.42 tblCellMar).
const defaultCellMargin = 108 * emuPerTwip

func cellMargin(table *loc, props *wordml.Node, sides ...string) emu {
	holders := []*wordml.Node{props.Child("w:tcMar")}
	if table != nil {
		holders = append(holders, table.node.Find("w:tblPr", "w:tblCellMar"))
	}
	for _, h := range holders {
		for _, side := range sides {
			if m := h.Child("w:" + side); m != nil {
				return twips(m, "w:w")
			}
		}
	}
	return defaultCellMargin
}

// rowsHeight is how high a picture may be in a cell: as high as its row if that
// has an exact height, or as high together as the rows over which it is drawn
// merged if all of them say how high they are; else 0.
func rowsHeight(table, row, cell *loc) emu {
	height, exact := rowHeight(row.node)
	if m := cell.node.Find("w:tcPr", "w:vMerge"); table == nil || m == nil || m.Attr("w:val") != "restart" {
		if exact {
			return height
		}
		return 0
	}
	at := cellColumn(row.node, cell.node)
	for _, next := range row.parent.node.Children[row.index+1:] {
		if next.Name != "w:tr" {
			continue
		}
		c := cellAt(next, at)
		if m := c.Find("w:tcPr", "w:vMerge"); m == nil || m.Attr("w:val") == "restart" {
			break
		}
		h, _ := rowHeight(next)
		if h == 0 || height == 0 {
			return 0
		}
		height += h
	}
	return height
}

func rowHeight(row *wordml.Node) (height emu, exact bool) {
	h := row.Find("w:trPr", "w:trHeight")
	return twips(h, "w:val"), h.Attr("w:hRule") == "exact"
}

// cellColumn is the grid column in which a cell of a row begins.
func cellColumn(row, cell *wordml.Node) int {
	at := number(row.Find("w:trPr", "w:gridBefore"), 0)
	for _, c := range row.Children {
		if c == cell {
			break
		}
		if !isProperties(c.Name) {
			at += columns(c)
		}
	}
	return at
}

// cellAt is the cell of a row that begins in a grid column, or nil.
func cellAt(row *wordml.Node, column int) *wordml.Node {
	at := number(row.Find("w:trPr", "w:gridBefore"), 0)
	for _, c := range row.Children {
		if isProperties(c.Name) {
			continue
		}
		if at == column && c.Name == "w:tc" {
			return c
		}
		at += columns(c)
	}
	return nil
}

// boxRoom is the room in a text box: its extent without the insets that Word
// gives it (20.4.2.7 extent; 21.1.2.1.1 bodyPr).
func boxRoom(host *tag) extent {
	const inset = emuPerInch / 10
	var found *wordml.Node
	var walk func(n *wordml.Node)
	walk = func(n *wordml.Node) {
		if n.Name == "wp:extent" && found == nil {
			found = n
		}
		for _, c := range n.Children {
			if c.Name != "w:txbxContent" && found == nil {
				walk(c)
			}
		}
	}
	if host.around == nil {
		return extent{}
	}
	walk(host.around)
	width, err := strconv.ParseInt(found.Attr("cx"), 10, 64)
	if err != nil || width <= 2*inset || width > maxSide*2 {
		return extent{}
	}
	return extent{width: emu(width) - 2*inset}
}

// columnOf is the width of the column in which a paragraph outside tables is
// set: that of its section, or for headers and notes of the last one.
func (b *builder) columnOf(p *para) emu {
	if len(b.sectionProps) == 0 {
		return 0
	}
	props := b.sectionProps[len(b.sectionProps)-1].node
	if p.story.part == b.template.pkg.Main() && p.story.host == nil {
		for _, s := range b.sectionProps {
			if s.before > p.at.first {
				props = s.node
				break
			}
		}
	}
	size, margin := props.Child("w:pgSz"), props.Child("w:pgMar")
	width := twips(size, "w:w") - twips(margin, "w:left") - twips(margin, "w:right") - twips(margin, "w:gutter")
	if cols := props.Child("w:cols"); cols != nil && !strings.HasPrefix(cols.Attr("w:equalWidth"), "0") && cols.Attr("w:equalWidth") != "false" {
		if n, err := strconv.Atoi(cols.Attr("w:num")); err == nil && n > 1 && n < 50 {
			width = (width - emu(n-1)*twips(cols, "w:space")) / emu(n)
		}
	}
	return max(0, width)
}

// sectionProp is a w:sectPr of the body with the number of paragraphs before its end.
type sectionProp struct {
	node   *wordml.Node
	before int
}

// findSections finds the sections of the body.
func (b *builder) findSections(s *story) {
	for i, p := range s.order {
		if sect := p.at.node.Find("w:pPr", "w:sectPr"); sect != nil {
			b.sectionProps = append(b.sectionProps, sectionProp{sect, i + 1})
		}
	}
	if sect := s.root.node.Find("w:body", "w:sectPr"); sect != nil {
		b.sectionProps = append(b.sectionProps, sectionProp{sect, len(s.order) + 1})
	}
}
