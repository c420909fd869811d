package typeset

import "jobdoc/internal/wordml"

// floatTable sets a table that stands at a place of its own (17.4.57). It is
// anchored in the paragraph that follows.
func (b *builder) floatTable(n *wordml.Node) {
	l := b.l
	from, before := len(l.items), *b
	b.afloat, b.prev, b.table = true, nil, false
	b.tableBlock(n)
	items := l.itemSlab.copyOf(l.items[from:])
	l.items = l.items[:from]
	b.afloat, b.prev, b.prevItem, b.table = false, before.prev, before.prevItem, before.table
	if len(items) == 0 {
		return
	}
	at := n.Find("w:tblPr", "w:tblpPr")
	t := items[0].table
	f := &float{
		items: items, table: true, wrap: wrapBeside, shift: t.x,
		width: t.edges[len(t.edges)-1], height: stack(items), column: b.ctx.width,
		h: axis{from: parseReference(at.Attr("w:horzAnchor")), align: parseFloatAlign(at.Attr("w:tblpXSpec"))},
		v: axis{from: fromMargin, align: parseFloatAlign(at.Attr("w:tblpYSpec"))},
	}
	if v, ok := at.LookupAttr("w:vertAnchor"); ok {
		f.v.from = parseReference(v)
	}
	f.h.offset, _ = twips(at, "w:tblpX")
	f.v.offset, _ = twips(at, "w:tblpY")
	for side, attr := range [4]string{"w:topFromText", "w:leftFromText", "w:bottomFromText", "w:rightFromText"} {
		setLength(&f.dist[side], at, attr, 0)
	}
	b.wait(f)
}

// wait anchors a float in the paragraph that follows.
func (b *builder) wait(f *float) {
	l := b.l
	l.floating = true
	b.waiting = append(b.waiting, f)
}

// settleWaiting gives what no paragraph follows in order.
func (b *builder) settleWaiting() {
	if len(b.frame) > 0 {
		b.setFrame()
	}
	for _, f := range b.waiting {
		if f.table {
			b.l.notice(noticeFloatingTable)
		} else {
			b.l.notice(noticeFrame)
		}
		b.l.items = append(b.l.items, f.items...)
	}
	b.waiting = nil
}

// gatherFrame takes up a paragraph of a frame (17.3.1.11): those that follow
// each other with the same properties are one. It reports false for one that
// stands in order.
func (b *builder) gatherFrame(n, pPr *wordml.Node) bool {
	props := pPr.Child("w:framePr")
	if props == nil || !b.ctx.body || pPr.Child("w:sectPr") != nil || props.Attr("w:dropCap") == "" && props.Attr("w:wrap") == "none" {
		b.l.notice(noticeFrame)
		return false
	}
	if len(b.frame) > 0 && !sameAttrs(b.frameProps, props) {
		b.setFrame()
	}
	b.frame, b.frameProps = append(b.frame, n), props
	return true
}

// sameAttrs reports whether two elements have the same attributes.
func sameAttrs(a, b *wordml.Node) bool {
	if len(a.Attrs) != len(b.Attrs) {
		return false
	}
	for _, x := range a.Attrs {
		if v, ok := b.LookupAttr(x.Name); !ok || v != x.Value {
			return false
		}
	}
	return true
}

// setFrame sets the paragraphs of a frame.
func (b *builder) setFrame() {
	l, props := b.l, b.frameProps
	nodes := b.frame
	b.frame, b.frameProps = nil, nil
	f := &float{wrap: wrapBeside, column: b.ctx.width}
	f.h = axis{from: parseReference(props.Attr("w:hAnchor")), align: parseFloatAlign(props.Attr("w:xAlign"))}
	f.v = axis{from: parseReference(props.Attr("w:vAnchor")), align: parseFloatAlign(props.Attr("w:yAlign"))}
	f.h.offset, _ = twips(props, "w:x")
	f.v.offset, _ = twips(props, "w:y")
	across, down := Length(0), Length(0)
	setLength(&across, props, "w:hSpace", 0)
	setLength(&down, props, "w:vSpace", 0)
	f.dist = [4]Length{sideTop: down, sideLeft: across, sideBottom: down, sideRight: across}
	if props.Attr("w:wrap") == "notBeside" {
		f.wrap = wrapAround
	}
	ctx := context{part: b.ctx.part, parent: b.ctx.parent, width: b.ctx.width, framed: true}
	setLength(&f.width, props, "w:w", Point)
	if f.width == 0 {
		f.width = min(b.ctx.width, l.naturalWidth(nodes, ctx))
	}
	ctx.width = f.width
	f.items = l.aside(nodes, ctx).items
	if len(f.items) == 0 {
		return
	}
	f.height = stack(f.items) + f.items[0].before
	if h, ok := twips(props, "w:h"); ok && h > f.height {
		f.height = h
	}
	if kind := props.Attr("w:dropCap"); kind == "drop" || kind == "margin" {
		f.h, f.v = axis{}, axis{}
		if kind == "margin" {
			f.h.offset = -f.width - across
			f.wrap = wrapNone
		}
		f.dist[sideLeft] = 0
	}
	b.wait(f)
}

// naturalWidth is the width that paragraphs have when none of their lines is broken for want of room.
func (l *layouter) naturalWidth(nodes []*wordml.Node, ctx context) (width Length) {
	for _, n := range nodes {
		if n.Find("w:pPr", "w:numPr") != nil { // it would be counted twice
			return ctx.width
		}
	}
	state, fields := l.suspend(), l.fields
	defer func() { l.fields = fields; l.resume(state) }()
	for _, it := range l.aside(nodes, ctx).items {
		if it.para == nil || len(it.para.lines) == 0 {
			return ctx.width
		}
		right := ctx.width - it.para.left - it.para.width
		width = max(width, it.para.left+max(0, it.para.first)+it.para.lines[it.at].width+max(0, right))
	}
	return max(Point, width)
}
