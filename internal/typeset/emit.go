package typeset

// The lists of a [Page], in the order emit counts them.
const (
	listTexts = iota
	listRules
	listFills
	listImages
	listLinks
	listStrokes
	pageLists
)

// emit writes the pages out.
func (l *layouter) emit() error {
	out := &Layout{Pages: make([]Page, len(l.pages))}
	l.out = out
	total := len(l.pages)
	marks := make([][pageLists]int, 0, total+1)
	mark := func() {
		marks = append(marks, [pageLists]int{len(l.texts), len(l.rules), len(l.fills), len(l.images), len(l.linkOut), len(l.strokes)})
	}
	mark()
	guess := l.pageTotal
	l.pageTotal = total
	l.countSections()
	for i := range l.pages {
		if err := l.emitPage(i); err != nil {
			return err
		}
		mark()
	}
	l.pageTotal = guess

	// One block for all pages: what the scratch slices hold is copied once.
	texts := append(make([]Text, 0, len(l.texts)), l.texts...)
	glyphs := append(make([]Glyph, 0, len(l.glyphOut)), l.glyphOut...)
	for i := range texts {
		n := int(l.glyphCounts[i])
		texts[i].Glyphs, glyphs = glyphs[:n:n], glyphs[n:]
	}
	rules := append(make([]Rect, 0, len(l.rules)), l.rules...)
	fills := append(make([]Rect, 0, len(l.fills)), l.fills...)
	images := append(make([]Image, 0, len(l.images)), l.images...)
	strokes := append([]Stroke(nil), l.strokes...)
	links := l.resolveLinks(marks)
	for i := range out.Pages {
		a, b := marks[i], marks[i+1]
		p, s := &out.Pages[i], l.pages[i].section
		p.Width, p.Height = s.width, s.height
		p.Label = s.pageLabel(l.pages[i].number)
		p.Header, p.Footer = l.pages[i].header, l.pages[i].footer
		p.Texts = texts[a[listTexts]:b[listTexts]:b[listTexts]]
		p.Rules = rules[a[listRules]:b[listRules]:b[listRules]]
		p.Fills = fills[a[listFills]:b[listFills]:b[listFills]]
		p.Images = images[a[listImages]:b[listImages]:b[listImages]]
		p.Strokes = strokes[a[listStrokes]:b[listStrokes]:b[listStrokes]]
		p.Links = links[a[listLinks]:b[listLinks]:b[listLinks]]
	}
	return nil
}

// emitPage writes one page: header, text, footer.
func (l *layouter) emitPage(i int) error {
	p := &l.pages[i]
	s := p.section
	l.section, l.at, l.box = s, i, boxEnd{}
	header, err := l.furnitureFlow(s.headers[p.kind], p.number)
	if err != nil {
		return err
	}
	footer, err := l.furnitureFlow(s.footers[p.kind], p.number)
	if err != nil {
		return err
	}
	if p.blank {
		return nil
	}
	left := s.margin[sideLeft]
	if l.sheet.settings.mirror && p.number%2 == 0 {
		left = s.margin[sideRight]
	}
	l.emitPageBorders(p)
	begun := l.written()
	l.furniture = true
	l.emitItems(header.items, left, s.headerAt)
	l.furniture = false
	p.header = l.written().less(begun)
	for k := range p.areas {
		a := &p.areas[k]
		l.area = a.number
		l.emitParts(a.items, a.parts, a.x, a.top)
		if a.section.lineNumbers != nil {
			l.emitLineNumbers(p, a)
		}
		l.emitNotes(a)
	}
	for _, f := range p.floats {
		l.emitPlaced(f)
	}
	l.rules = append(l.rules, p.rules...)
	begun = l.written()
	l.furniture = true
	l.emitItems(footer.items, left, s.height-s.footerAt-footer.height)
	l.furniture = false
	p.footer = l.written().less(begun)
	return nil
}

// emitParts writes the parts of a page.
func (l *layouter) emitParts(items []item, parts []part, x, top Length) {
	for k := 0; k < len(parts); {
		p := &parts[k]
		it := &items[p.item]
		if it.table == nil {
			l.box.closed = [2]bool{k == 0, k == len(parts)-1}
			l.emitLine(it, x, top+p.y)
			l.box.closed = [2]bool{}
			k++
			continue
		}
		end := k + 1
		for end < len(parts) && items[parts[end].item].table == it.table {
			end++
		}
		l.emitTable(it.table, items, parts[k:end], x, top)
		k = end
	}
}

// emitItems writes items one below the other: what stands in a cell, a header or a footer.
func (l *layouter) emitItems(items []item, x, y Length) {
	after := Length(0)
	for i := 0; i < len(items); {
		it := &items[i]
		if i > 0 {
			y += after
		}
		y += it.before
		if it.table == nil {
			l.emitLine(it, x, y)
			y += it.height
			after = it.after
			i++
			continue
		}
		from := len(l.parts)
		end, at := i, Length(0)
		for ; end < len(items) && items[end].table == it.table; end++ {
			l.addPart(items, end, from, at)
			at += items[end].height
		}
		l.emitTable(it.table, items, l.parts[from:], x, y)
		l.parts = l.parts[:from]
		y += at
		after = 0
		i = end
	}
}

// emitLine writes a line of a paragraph; y is the top of its item.
func (l *layouter) emitLine(it *item, x, y Length) {
	p := it.para
	left := p.left
	if p.format.flags&flagMirror != 0 && l.pages[l.at].number%2 == 0 {
		left = p.right
	}
	x += left
	if p.format.boxed || p.format.shaded {
		l.emitBox(it, x, y)
	}
	if len(p.lines) == 0 {
		return
	}
	if p.format.barred {
		l.emitBars(p, x-left, y, it.height)
	}
	if p.format.shaded {
		defer func(ground Color) { l.ground = ground }(l.ground)
		l.ground = p.format.shade
	}
	ln := &p.lines[it.at]
	base := y + it.base
	if it.at == 0 && p.format.outline >= 0 && !l.furniture && !l.again && len(p.chars) > 0 {
		l.outline = append(l.outline, Heading{Level: p.format.outline, Text: p.content(), Page: l.at, Y: y})
	}
	if len(p.marks) > 0 {
		l.emitMarks(p, int(it.at), y)
	}
	l.emitChars(p, ln, x+ln.x, base, y, it.height)
	if len(p.floats) > 0 {
		defer l.emitFloats(it, x-left, y)
	}
	if p.linked {
		l.emitLinks(p, ln, x+ln.x, y, it.height)
	}
}

// content is a paragraph's text with its number, as an outline shows it.
func (p *para) content() string {
	rs := make([]rune, 0, len(p.chars))
	for i := range p.chars {
		switch r := p.chars[i].r; r {
		case '\t', '\n', '\f', '\v':
			rs = append(rs, ' ')
		case objectRune:
			if in := p.runs[p.chars[i].run].inlay; in != nil {
				rs = in.text(rs)
			}
		case softHyphenRune:
		default:
			rs = append(rs, r)
		}
	}
	for len(rs) > 0 && rs[len(rs)-1] == ' ' {
		rs = rs[:len(rs)-1]
	}
	return string(rs)
}

// emitChars writes the characters of a line from x on; top and height are those of the line.
func (l *layouter) emitChars(p *para, ln *line, x, base, top, height Length) {
	element := p.element
	if l.furniture || l.again {
		element = 0
	}
	whole := element
	var open *Text // the text that glyphs are added to
	var u *run
	at := int32(-1)
	foot := base
	for i := ln.from; i < ln.text; i++ {
		c := &p.chars[i]
		advance := ln.advance[i-ln.from]
		if c.run != at {
			at = c.run
			u = &p.runs[at]
			base = foot - p.lift(ln, u)
			if p.mixed && whole != 0 {
				if element = whole; u.element != 0 {
					element = u.element
				}
			}
			if u.field > 0 && l.pageSeen[u.field-1] == 0 {
				l.pageSeen[u.field-1] = l.pages[l.at].number
			}
		}
		switch {
		case c.r == '\t', c.r == '\n', c.r == '\f', c.r == '\v':
			open = nil
		case c.r == objectRune && u.object != nil:
			open = nil
			l.emitObject(u, element, x, base)
		case c.r == objectRune && u.inlay != nil:
			open = nil
			l.emitInlay(u.inlay, x, base, top, height)
		case advance == 0 && (c.r == softHyphenRune || isInvisible(c.r) || c.id == 0 && (isSelector(c.r) || isCombining(c.r))):
		default:
			if isDash(c.r) {
				if d := p.dashes(ln, i); d.n > 1 {
					l.addDashes(u, c, d, x, base-u.format.raise, Upright, element)
					open = nil
					x += d.width
					i += d.n - 1
					continue
				}
			}
			shift := Length(0)
			if ln.shift != nil {
				shift = ln.shift[i-ln.from]
			}
			if advance == 0 && isCombining(c.r) {
				shift = p.shiftOf(ln, i)
			}
			if !c.full && isQuote(c.r) {
				if e := l.glyph(u.number, u.typeface, c.r); u.narrows(e) {
					inset, _ := narrow(e, c.size)
					shift += inset * Length(u.format.scale) / 100
				}
			}
			if open == nil || !l.takes(open, u, c) || open.Element != element || open.Y != base-u.format.raise {
				open = l.openText(u, c, x-shift, base, element)
			} else if shift != 0 {
				l.glyphOut[len(l.glyphOut)-1].Advance -= shift
			}
			l.glyphOut = append(l.glyphOut, Glyph{ID: c.id, Rune: c.r, Advance: advance + shift})
			l.glyphCounts[len(l.glyphCounts)-1]++
		}
		x += advance
	}
	l.emitDecoration(p, ln, x-ln.width, foot, top, height)
}

// openText begins a text.
func (l *layouter) openText(u *run, c *char, x, base Length, element int) *Text {
	t := Text{
		X: x, Y: base - u.format.raise, Size: c.size, Face: c.face, Color: l.ink(u.format), Element: element,
		Stretch: u.format.stretch(),
	}
	t.Bold, t.Italic = u.typeface.Synthesize(c.face)
	l.texts = append(l.texts, t)
	l.glyphCounts = append(l.glyphCounts, 0)
	return &l.texts[len(l.texts)-1]
}

// takes reports whether a character of a run looks like those of the text.
func (l *layouter) takes(t *Text, u *run, c *char) bool {
	if t.Face != c.face || t.Size != c.size || t.Color != l.ink(u.format) || t.Stretch != u.format.stretch() {
		return false
	}
	bold, italic := u.typeface.Synthesize(c.face)
	return t.Bold == bold && t.Italic == italic
}

// ink is the colour that characters are printed in: one that is left to Word is
// white where they stand on a dark ground.
func (l *layouter) ink(f *runFormat) Color {
	if !f.auto {
		return f.color
	}
	ground := l.ground
	switch {
	case f.shaded:
		ground = f.shade
	case l.penned:
		return l.pen
	}
	if isDark(ground) {
		return white
	}
	return f.color
}

const white Color = 0xFFFFFF

// isDark reports whether black would not be legible: four fifths grey, as Word has it.
func isDark(c Color) bool {
	const red, green, blue, dark = 76, 151, 29, 62
	return c>>16&0xFF*red+c>>8&0xFF*green+c&0xFF*blue <= dark<<8
}

// stretch is a Text's Stretch.
func (f *runFormat) stretch() int {
	if f.scale == 100 {
		return 0
	}
	return f.scale
}

// emitObject writes a picture that stands on the baseline.
func (l *layouter) emitObject(u *run, element int, x, base Length) {
	o := u.object
	if o.rule {
		l.emitSeparator(o, u.format, x, base)
		return
	}
	if y := base - u.format.raise - o.height; o.float != nil {
		l.emitDrawing(o.float, x, y)
	} else {
		l.emitPicture(o, element, x, y)
	}
}

// emitPicture writes a picture whose left upper corner is given.
func (l *layouter) emitPicture(o *object, element int, x, y Length) {
	if o.part == "" {
		return
	}
	data, _ := l.doc.Bytes(o.part)
	if l.furniture || l.again {
		element = 0
	}
	if element != 0 {
		parent := element
		element = l.element(Figure, parent)
		l.elements[element].Alt = o.alt
	}
	l.images = append(l.images, Image{
		X: x, Y: y, Width: o.width, Height: o.height, Crop: o.crop,
		Data: data, Name: o.part, Alt: o.alt, Element: element,
	})
}
