package typeset

import "jobdoc/internal/wordml"

// asianLayout is a w:eastAsianLayout (17.3.2.10). The zero value asks for nothing.
type asianLayout struct {
	id       string
	combine  bool
	brackets string // the two signs around combined text, "" for none
	across   bool   // horizontal in vertical text
}

func parseAsianLayout(n *wordml.Node) (a asianLayout) {
	on := func(attr string) bool {
		s, ok := n.LookupAttr(attr)
		return ok && isOnValue(s, true)
	}
	a.id, a.combine, a.across = n.Attr("w:id"), on("w:combine"), on("w:vert")
	switch n.Attr("w:combineBrackets") {
	case "round":
		a.brackets = "()"
	case "square":
		a.brackets = "[]"
	case "angle":
		a.brackets = "<>"
	case "curly":
		a.brackets = "{}"
	}
	return a
}

// group returns how many of the nodes, from the first on, are runs that share
// its id of two lines in one.
func (b *builder) group(nodes []*wordml.Node, id string) (n int) {
	for n < len(nodes) && nodes[n].Name == "w:r" {
		a := b.l.runFormat(runKey{nodes[n].Child("w:rPr"), b.p.format}).asian
		if !a.combine || a.id != id {
			break
		}
		n++
	}
	return max(1, n)
}

// asianRun adds the first of the nodes, a run that asks for a layout of its own,
// and those that share it. It returns how many they are.
func (b *builder) asianRun(nodes []*wordml.Node, f *runFormat) int {
	switch {
	case f.asian.combine && !b.ctx.vertical:
		n := b.group(nodes, f.asian.id)
		b.combine(nodes[:n], f)
		return n
	case f.asian.across && b.ctx.vertical && b.ctx.down:
		b.across(nodes[0], f)
		return 1
	}
	b.l.notice(noticeAsianLayout)
	b.runContent(nodes[0].Children, f)
	return 1
}

// combine adds runs in two lines of half their size (双行合一).
func (b *builder) combine(runs []*wordml.Node, f *runFormat) {
	row := b.inset(func() {
		for _, n := range runs {
			b.runContent(n.Children, b.l.runFormat(runKey{n.Child("w:rPr"), b.p.format}))
		}
	})
	if len(row.p.chars) == 0 {
		return
	}
	full := row.size(f)
	in := new(inlay)
	in.reach(&row)
	row.scale(1, 2)
	upper, lower := row, row
	cut := row.half()
	upper.p.chars, lower.p.chars = row.p.chars[:cut], row.p.chars[cut:]
	// The two fill the ideographic em box, whose foot is boxAbove-1000 high.
	lower.up = full * (boxAbove - 1000) / 2 / 1000
	upper.up = lower.up + full/2
	for _, r := range [...]*inlayRow{&upper, &lower} {
		r.width = 0
		for i := range r.p.chars {
			r.width += r.p.chars[i].width
		}
		in.width = max(in.width, r.width)
	}
	upper.fill(b.l, in.width, spreadLeft)
	lower.fill(b.l, in.width, spreadLeft)
	in.rows = []inlayRow{upper, lower}
	brackets := f.asian.brackets
	if brackets != "" {
		b.char(rune(brackets[0]), f)
	}
	b.inlay(in, f)
	if brackets != "" {
		b.char(rune(brackets[1]), f)
	}
}

// half returns where a row is cut so that both parts are as wide as can be, the
// first rather the wider.
func (r *inlayRow) half() int {
	sum := Length(0)
	for i := range r.p.chars {
		if 2*sum >= r.width {
			return i
		}
		sum += r.p.chars[i].width
	}
	return len(r.p.chars)
}

// across adds a run that stands upright in vertical text, its characters side
// by side in one cell (纵横混排).
func (b *builder) across(n *wordml.Node, f *runFormat) {
	row := b.inset(func() { b.runContent(n.Children, f) })
	if len(row.p.chars) == 0 {
		return
	}
	size := row.size(f)
	if row.width > size { // made as narrow as the column
		row.condense(size)
	}
	in := &inlay{width: size}
	row.fill(b.l, row.width, spreadLeft)
	in.reach(&row)
	in.rows = []inlayRow{row}
	b.inlay(in, f)
}

// condense makes the characters of a row narrower, so that they fit a width.
// Its runs are its own.
func (r *inlayRow) condense(width Length) {
	condense(r.p.chars, r.p.runs, width, r.width)
	r.width = width
}

// condense makes characters that are of wide as wide as width, and changes the runs they are of.
func condense(chars []char, runs []run, width, of Length) {
	var plain, narrow *runFormat
	for i := chars[0].run; i <= chars[len(chars)-1].run; i++ {
		u := &runs[i]
		if u.format != plain {
			plain, narrow = u.format, new(runFormat)
			*narrow = *plain
			narrow.scale = max(1, plain.scale*int(width)/int(of))
		}
		u.format = narrow
	}
	before, after := Length(0), Length(0)
	for i := range chars {
		c := &chars[i]
		before += c.width
		c.width = before*width/of - after
		after += c.width
	}
}
