package typeset

import (
	"strings"

	"jobdoc/internal/wordml"
)

// Link is a place on a page that leads elsewhere when it is clicked: a
// hyperlink (17.16.22), a HYPERLINK, REF or PAGEREF field, a picture with a
// link. One that goes on over several lines is a Link on each.
type Link struct {
	X, Y, Width, Height Length

	URI  string // http, https or mailto; "" leads to a place in the document
	Page int    // of that place: index into Layout.Pages
	Top  Length // of that place, from the top of its page

	Tip     string // what is shown of it, "" for nothing
	Element int    // the [LinkElement] it belongs to; 0 in page furniture and repeated heading rows
}

// linkTarget is what a hyperlink leads to.
type linkTarget struct{ uri, anchor, tip string }

// bookmark is a place that links lead to.
type bookmark struct {
	name string
	char int // the character of its paragraph that it stands before
}

// place is where a bookmark came to stand.
type place struct {
	page int
	top  Length
}

// hyperlink adds a w:hyperlink.
func (b *builder) hyperlink(n *wordml.Node) {
	l := b.l
	t := linkTarget{anchor: n.Attr("w:anchor"), tip: n.Attr("w:tooltip")}
	if id := n.Attr("r:id"); id != "" {
		t.uri = l.doc.Hyperlink(b.ctx.part, id)
	}
	before := l.link
	l.follow(t)
	b.inlines(n.Children)
	l.link = before
}

// follow makes what is added from now on lead to a target. One that leads
// nowhere changes nothing, nor does one within another: the outer link holds.
func (l *layouter) follow(t linkTarget) {
	t.uri = strings.TrimSpace(t.uri)
	if name, ok := strings.CutPrefix(t.uri, "#"); ok { // as LibreOffice writes a place in the document
		t.uri, t.anchor = "", name
	}
	switch {
	case t.uri == "" && t.anchor == "", l.link != 0: // a PAGEREF within an entry of a table of contents
		return
	case t.uri != "" && t.anchor != "":
		t.uri += "#" + t.anchor
		t.anchor = ""
	}
	l.links = append(l.links, t)
	l.link = int32(len(l.links))
}

// fieldLink reads what the code of a field leads to: a HYPERLINK (17.16.5.25),
// or a REF or PAGEREF that is one.
func fieldLink(code string) (t linkTarget) {
	words := fieldWords(code)
	if len(words) < 2 {
		return t
	}
	switch strings.ToUpper(words[0]) {
	case "HYPERLINK":
	case "REF", "PAGEREF", "NOTEREF":
		for _, w := range words[2:] {
			if w == `\h` {
				t.anchor = words[1]
			}
		}
		return t
	default:
		return t
	}
	for i := 1; i < len(words); i++ {
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		switch w := words[i]; {
		case w == `\l`:
			t.anchor = next
			i++
		case w == `\o`:
			t.tip = next
			i++
		case w == `\t`:
			i++
		case strings.HasPrefix(w, `\`):
		case t.uri == "":
			t.uri = w
		}
	}
	return t
}

// fieldWords splits the code of a field; what is quoted is one word (17.16.1).
func fieldWords(code string) (words []string) {
	for code = strings.TrimSpace(code); code != ""; code = strings.TrimSpace(code) {
		if code[0] != '"' {
			end := strings.IndexAny(code, " \t\"")
			if end < 0 {
				end = len(code)
			}
			words = append(words, code[:end])
			code = code[end:]
			continue
		}
		var word strings.Builder
		i := 1
		for ; i < len(code) && code[i] != '"'; i++ {
			if code[i] == '\\' && i+1 < len(code) && (code[i+1] == '\\' || code[i+1] == '"') {
				i++
			}
			word.WriteByte(code[i])
		}
		words = append(words, word.String())
		code = code[min(len(code), i+1):]
	}
	return words
}

// bookmark notes a w:bookmarkStart in the paragraph being built.
func (b *builder) bookmark(n *wordml.Node) {
	const cursor = "_GoBack" // where Word was last edited
	if name := n.Attr("w:name"); name != "" && name != cursor && !b.l.furniture {
		b.l.marks = append(b.l.marks, bookmark{name, len(b.l.chars)})
	}
}

// linkElement gives the run that is being begun the element of its link.
func (l *layouter) linkElement(p *para, u *run) {
	p.linked, p.mixed = true, true
	u.link = l.link
	if k := len(l.runs); k > 0 && l.runs[k-1].link == l.link && !l.runs[k-1].reference {
		u.element = l.runs[k-1].element
		return
	}
	u.element = l.element(LinkElement, p.element)
}

// takeMarks gives a paragraph the bookmarks found since the last one.
func (l *layouter) takeMarks(p *para) {
	p.marks = append([]bookmark(nil), l.marks...)
	l.marks = l.marks[:0]
}

// emitMarks notes where the bookmarks of a line stand.
func (l *layouter) emitMarks(p *para, at int, y Length) {
	if l.furniture || l.again {
		return
	}
	ln := &p.lines[at]
	for _, m := range p.marks {
		if m.char < ln.from || m.char >= ln.to && at < len(p.lines)-1 {
			continue
		}
		if _, ok := l.places[m.name]; !ok {
			l.places[m.name] = place{l.at, y}
		}
	}
}

// emitLinks writes the links of a line whose first character stands at x.
func (l *layouter) emitLinks(p *para, ln *line, x, top, height Length) {
	for i := ln.from; i < ln.text; {
		u := &p.runs[p.chars[i].run]
		from := x
		for ; i < ln.text && p.runs[p.chars[i].run].link == u.link; i++ {
			x += ln.advance[i-ln.from]
		}
		if u.link == 0 || x <= from {
			continue
		}
		l.emitLink(u.link, Link{X: from, Y: top, Width: x - from, Height: height, Element: u.element})
	}
}

// emitLink writes a link that leads to a target.
func (l *layouter) emitLink(target int32, k Link) {
	if k.Width <= 0 || k.Height <= 0 {
		return
	}
	t := &l.links[target-1]
	k.URI, k.Tip = t.uri, t.tip
	if l.furniture || l.again {
		k.Element = 0
	}
	l.linkOut = append(l.linkOut, k)
	l.linkAnchors = append(l.linkAnchors, t.anchor)
}

// resolveLinks finds the places that links lead to. Those to a bookmark that is
// nowhere on the pages lead to none and go.
func (l *layouter) resolveLinks(marks [][pageLists]int) []Link {
	if len(l.linkOut) == 0 {
		return nil
	}
	out := make([]Link, 0, len(l.linkOut))
	for i := range marks[1:] {
		from, to := marks[i][listLinks], marks[i+1][listLinks]
		if i == 0 {
			from = 0
		}
		marks[i][listLinks] = len(out)
		for k := from; k < to; k++ {
			link := l.linkOut[k]
			if link.URI == "" {
				at, ok := l.places[l.linkAnchors[k]]
				if !ok {
					l.notice(noticeDeadLink)
					continue
				}
				link.Page, link.Top = at.page, at.top
			}
			out = append(out, link)
		}
	}
	marks[len(marks)-1][listLinks] = len(out)
	return out
}

// emitVerticalLinks writes the links of a line that runs down in a rectangle
// from its top, or up from its foot.
func (l *layouter) emitVerticalLinks(p *para, ln *line, in Rect, down bool) {
	at := p.left + ln.x
	for i := ln.from; i < ln.text; {
		u := &p.runs[p.chars[i].run]
		from := at
		for ; i < ln.text && p.runs[p.chars[i].run].link == u.link; i++ {
			at += ln.advance[i-ln.from]
		}
		if u.link == 0 {
			continue
		}
		k := Link{X: in.X, Y: in.Y + from, Width: in.Width, Height: at - from, Element: u.element}
		if !down {
			k.Y = in.Y + in.Height - at
		}
		l.emitLink(u.link, k)
	}
}
