package typeset

import (
	"slices"

	"jobdoc/internal/wordml"
)

// note is a footnote or endnote (17.11), set.
type note struct {
	kind    noteKind
	node    *wordml.Node
	section int    // of the reference
	mark    string // as printed, "" for one of the author's own
	element int
	format  noteFormat
	flow    flow // of a footnote
}

// noteRef is a reference to a footnote in a paragraph.
type noteRef struct {
	char int
	note int32
}

type noteKind uint8

const (
	footnote noteKind = iota
	endnote
	noteKinds
)

// noteFormat says how notes are numbered and where they stand (17.11.11, 17.11.4).
type noteFormat struct {
	format   numberFormat
	start    int
	restart  noteRestart
	beneath  bool // footnotes below the text, not at the foot of the page
	sections bool // endnotes at the end of their section
}

// noteRestart says where numbers begin anew (17.18.75).
type noteRestart uint8

const (
	restartNever noteRestart = iota
	restartSection
	restartPage
)

// parse puts what a w:footnotePr or w:endnotePr says over what holds.
func (f noteFormat) parse(n *wordml.Node) noteFormat {
	for _, c := range children(n) {
		switch c.Name {
		case "w:numFmt":
			f.format = parseNumberFormat(val(c))
		case "w:numStart":
			if v, ok := count(c, "w:val"); ok && v >= 0 {
				f.start = v
			}
		case "w:numRestart":
			switch val(c) {
			case "eachSect":
				f.restart = restartSection
			case "eachPage":
				f.restart = restartPage
			default:
				f.restart = restartNever
			}
		case "w:pos":
			f.beneath = val(c) == "beneathText"
			f.sections = val(c) == "sectEnd"
		}
	}
	return f
}

// noteCounter counts the notes of one kind through the document.
type noteCounter struct {
	section int // of the last one
	number  int
	begun   bool
}

// noteText finds a note of the document, or one of the separators by its type.
func (l *layouter) noteText(kind noteKind, match func(*wordml.Node) bool) (*wordml.Node, string) {
	if !l.notesRead {
		l.notesRead = true
		for k, word := range [noteKinds]string{"footnotes", "endnotes"} {
			names := l.doc.RelatedByType(l.doc.Main(), word)
			if len(names) == 0 {
				continue
			}
			root, err := l.doc.Part(names[0])
			if err != nil || root == nil {
				continue
			}
			l.noteParts[k] = names[0]
			l.noteRoots[k] = root
			l.noteByID[k] = map[string]*wordml.Node{}
			for _, n := range root.Children {
				if id := n.Attr("w:id"); id != "" && l.noteByID[k][id] == nil {
					l.noteByID[k][id] = n
				}
			}
		}
	}
	if l.noteRoots[kind] == nil {
		return nil, ""
	}
	if i := slices.IndexFunc(l.noteRoots[kind].Children, match); i >= 0 {
		return l.noteRoots[kind].Children[i], l.noteParts[kind]
	}
	return nil, ""
}

// noteReference adds a reference to a note: its mark, and the note to what is set later.
func (b *builder) noteReference(n *wordml.Node, f *runFormat, kind noteKind) {
	l := b.l
	if l.measuring { // marks are about as wide as one another
		b.text("1", f)
		return
	}
	l.noteText(kind, func(*wordml.Node) bool { return false })
	node := l.noteByID[kind][n.Attr("w:id")]
	if node == nil || l.furniture || b.ctx.mark != nil {
		l.notice(noticeNote)
		return
	}
	k := len(l.notes)
	t := note{kind: kind, node: node, section: l.ended, format: l.section.notes[kind]}
	number := l.countNote(&t, k)
	if !says(n, "w:customMarkFollows") {
		t.mark = string(t.format.format.append(nil, number))
	}
	element := l.element(Reference, b.p.element)
	t.element = l.element(Note, b.p.element)
	l.notes = append(l.notes, t)
	if kind == footnote {
		l.noteRefs = append(l.noteRefs, noteRef{len(l.chars), int32(k)})
	} else {
		l.endnotes = append(l.endnotes, int32(k))
	}
	if t.mark != "" {
		b.reference = element
		b.noteMark(t.mark, f)
		b.reference = 0
	}
}

// noteMark adds the mark of a note. Word sets no gap beside it, which is no text.
func (b *builder) noteMark(mark string, f *runFormat) {
	b.marking = true
	b.text(mark, f)
	b.marking = false
}

// countNote returns the number of the next note. Where each page begins anew it
// is what the last pass found.
func (l *layouter) countNote(t *note, index int) int {
	c := &l.noteCounts[t.kind]
	if t.kind == footnote && t.format.restart == restartPage {
		if index < len(l.noteGuess) && l.noteGuess[index] > 0 {
			return l.noteGuess[index]
		}
	}
	if !c.begun || t.format.restart != restartNever && c.section != t.section {
		c.number = t.format.start - 1
	}
	c.begun, c.section = true, t.section
	c.number++
	return c.number
}

// takeNotes sets the footnotes that a paragraph refers to, once it is set itself.
func (b *builder) takeNotes(p *para) {
	l := b.l
	p.notes = slices.Clone(l.noteRefs)
	l.noteRefs = l.noteRefs[:0]
	l.noted = true
}

// setNotes sets the text of a paragraph's footnotes.
func (b *builder) setNotes(p *para) {
	l := b.l
	for _, r := range p.notes {
		t := &l.notes[r.note]
		ctx := context{part: l.noteParts[t.kind], width: l.section.columns[0].width, parent: t.element, depth: 0, mark: &t.mark}
		f := l.aside(t.node.Children, ctx)
		l.notes[r.note].flow = f // the list may have moved
	}
}

// aside sets blocks that stand outside the text, whose fields and links they do not share.
func (l *layouter) aside(nodes []*wordml.Node, ctx context) flow {
	fields, link := l.fields, l.link
	l.fields, l.link = nil, 0
	f := l.flow(nodes, ctx)
	l.fields, l.link = fields, link
	return f
}

// setEndnotes adds the endnotes found so far to the flow.
func (b *builder) setEndnotes() {
	l := b.l
	if len(l.endnotes) == 0 {
		return
	}
	list := slices.Clone(l.endnotes)
	l.endnotes = l.endnotes[:0]
	before := b.ctx
	b.lists.close()
	furniture := l.furniture
	l.furniture = true // a line is no content
	from := len(l.items)
	b.separatorBlocks(endnote, "separator")
	for i := from; i < len(l.items); i++ {
		l.items[i].keep = keepWish
	}
	l.furniture = furniture
	for _, k := range list {
		t := &l.notes[k]
		b.ctx.part, b.ctx.parent, b.ctx.mark, b.ctx.body = l.noteParts[endnote], t.element, &t.mark, false
		b.blocks(t.node.Children)
		b.lists.close()
	}
	b.ctx = before
}

// separatorBlocks sets what stands between the text and its notes: what the
// document has for it, or a line of its own.
func (b *builder) separatorBlocks(kind noteKind, name string) {
	l := b.l
	node, part := l.noteText(kind, func(n *wordml.Node) bool { return n.Attr("w:type") == name })
	before := b.ctx
	b.ctx.body = false
	if node != nil {
		b.ctx.part = part
		b.blocks(node.Children)
	} else {
		b.blocks([]*wordml.Node{{Name: "w:p", Children: []*wordml.Node{{Name: "w:r", Children: []*wordml.Node{{Name: "w:" + name}}}}}})
	}
	b.ctx = before
}

// separatorFlow is a separator, set once for each width.
type separatorFlow struct {
	name  string
	width Length
	flow  flow
}

// separator returns what stands above the footnotes of a column.
func (l *layouter) separator(name string, width Length) *flow {
	for i := range l.separators {
		if s := &l.separators[i]; s.name == name && s.width == width {
			return &s.flow
		}
	}
	furniture := l.furniture
	l.furniture = true
	b := builder{l: l, ctx: context{part: l.doc.Main(), width: width}, from: len(l.items)}
	b.separatorBlocks(footnote, name)
	f := b.finish()
	l.furniture = furniture
	l.separators = append(l.separators, separatorFlow{name, width, f})
	return &l.separators[len(l.separators)-1].flow
}

// separatorWidth is how long the line above footnotes is, as Word draws it.
const separatorWidth = 2 * Inch

// separatorLine adds a w:separator or w:continuationSeparator: a line as high
// as the text it stands for.
func (b *builder) separatorLine(width Length, f *runFormat) {
	l := b.l
	o := &object{rule: true, width: min(width, b.ctx.width)}
	b.inObject(o, f)
	u := &l.runs[len(l.runs)-1]
	o.height = u.ascent + u.descent
}

// emitSeparator draws the line above notes.
func (l *layouter) emitSeparator(o *object, f *runFormat, x, base Length) {
	l.addRule(Rect{X: x, Y: base - o.height/3, Width: o.width, Height: Point / 2, Color: f.color})
}
