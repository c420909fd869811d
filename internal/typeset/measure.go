package typeset

import "jobdoc/internal/wordml"

// suspended is what measuring would leave behind in a layouter.
type suspended struct {
	furniture, measuring, numbered, totalShown bool
	fields, boxes, links, marks, seen          int
}

// suspend makes a layouter ready to read content that is only measured: nothing
// of it gets into the structure, and its fields and links are counted later.
func (l *layouter) suspend() suspended {
	s := suspended{
		furniture: l.furniture, measuring: l.measuring, numbered: l.numbered, totalShown: l.totalShown,
		fields: len(l.fields), boxes: len(l.boxes), links: len(l.links), marks: len(l.marks), seen: len(l.pageSeen),
	}
	l.furniture, l.measuring = true, true
	return s
}

// resume undoes suspend.
func (l *layouter) resume(s suspended) {
	l.furniture, l.measuring, l.numbered, l.totalShown = s.furniture, s.measuring, s.numbered, s.totalShown
	l.fields, l.boxes = l.fields[:s.fields], l.boxes[:s.boxes]
	l.links, l.marks, l.pageSeen = l.links[:s.links], l.marks[:s.marks], l.pageSeen[:s.seen]
}

// measureCell returns the least width a cell needs, and the most it can use,
// its margins included.
func (b *builder) measureCell(cl *cell) (least, most Length) {
	l := b.l
	margins := cl.margins[sideLeft] + cl.margins[sideRight]
	if cl.props.merge == mergeContinue || b.ctx.depth+1 >= maxDepth {
		return margins, margins
	}
	m := l.borrow(context{part: b.ctx.part, table: cl.style, width: b.ctx.width, depth: b.ctx.depth + 1, vertical: cl.props.direction != directionAcross})
	least, most = m.measure(cl.node.Children)
	l.builder--
	if cl.props.noWrap && cl.props.width.width == 0 {
		least = most
	}
	return least + margins, most + margins
}

// borrow takes a builder from the stack of them.
func (l *layouter) borrow(ctx context) *builder {
	if l.builder == len(l.builders) {
		l.builders = append(l.builders, new(builder))
	}
	b := l.builders[l.builder]
	l.builder++
	*b = builder{l: l, ctx: ctx, from: len(l.items)}
	return b
}

// measure measures blocks that stand one below the other, or, where text runs
// down or up, side by side.
func (b *builder) measure(nodes []*wordml.Node) (least, most Length) {
	for _, n := range nodes {
		var x, y Length
		switch n.Name {
		case "w:p":
			x, y = b.measureParagraph(n)
		case "w:tbl":
			x, y = b.measureTable(n)
		default:
			if inner, ok := wrapped(n); ok {
				x, y = b.measure(inner)
			}
		}
		if b.ctx.vertical {
			least, most = least+x, most+y
		} else {
			least, most = max(least, x), max(most, y)
		}
	}
	return least, most
}

// measureTable measures a table that stands in a cell.
func (b *builder) measureTable(n *wordml.Node) (least, most Length) {
	t := b.openTable(n, b.l.tableFormat(n))
	if t == nil {
		return 0, 0
	}
	grid := t.grid(b.l, n.Child("w:tblGrid"))
	room := b.tableRoom(t)
	switch {
	case t.format.fixed:
		total := sum(t.fixedWidths(b.l, grid, room))
		least, most = total, total
	case t.holdsGrid(grid, room):
		least, most = sum(grid), sum(grid)
	default:
		f := b.fitOf(t, n)
		for i := range f.least {
			least, most = least+f.least[i], most+f.want(i)
		}
	}
	if p := t.format; p.has&hasTableWidth != 0 && !p.percent && p.width > 0 {
		most = max(least, p.width)
	}
	indent := max(0, t.format.indent)
	return least + indent, most + indent
}

// measureParagraph measures a paragraph: its longest word and its longest line.
func (b *builder) measureParagraph(n *wordml.Node) (least, most Length) {
	l := b.l
	f := l.paraFormat(paraKey{n.Child("w:pPr"), b.ctx.table})
	p := l.paraSlab.one()
	p.format = f
	b.p, b.ptabs, b.marker = p, b.ptabs[:0], 0
	l.chars, l.runs = l.chars[:0], l.runs[:0]
	fields := len(l.fields)
	b.inlines(n.Children)
	l.dropCodes()
	l.fields = l.fields[:min(fields, len(l.fields))]
	if b.ctx.vertical { // the height of a line; it takes as many as the row's height makes it
		height := f.mark.full * 13 / 10
		return height, height
	}
	least, most = l.set.measure(l.chars, &f.line)
	left, right, first := f.indents(l.chars)
	if len(l.chars) == 0 {
		least = f.mark.full / 2
		most = least
	}
	return least + left + right + max(0, first), most + left + right + max(0, first) + Twip
}

// measure returns the width of a paragraph's longest unit that does not break,
// and of its longest line where it breaks only where it must.
func (s *setter) measure(chars []char, f *lineFormat) (least, most Length) {
	s.prepare(chars, f)
	unit, hang, lineWidth, lineHang := Length(0), Length(0), Length(0), Length(0)
	for i := range chars {
		if i > 0 {
			if s.breaks[i] {
				least, unit, hang = max(least, unit-hang), 0, 0
			} else {
				unit += s.joints[i]
			}
			lineWidth += s.joints[i]
		}
		w := s.widths[i]
		if s.kinds[i].class == classTab {
			w = max(w, f.defaultTab)
		}
		unit, lineWidth = unit+w, lineWidth+w
		if s.kinds[i].hangs() {
			hang, lineHang = hang+w, lineHang+w
		} else {
			hang, lineHang = 0, 0
		}
		if s.kinds[i].class == classBreak {
			most, lineWidth, lineHang = max(most, lineWidth-lineHang), 0, 0
		}
	}
	return max(least, unit-hang), max(most, lineWidth-lineHang)
}
