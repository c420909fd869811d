package template

import (
	"fmt"
	"strconv"
	"strings"

	"jobdoc/internal/wordml"
)

// Footnotes, endnotes and comments stand in parts of their own and are read
// where the text refers to them, so that a note inside a block sees the item it
// belongs to. Every copy of a reference gets a note of its own; a comment stays
// with the first, since Word anchors it once. What is not referred to is left out.

// noteKind is one of the three kinds of notes (17.11, 17.13.4).
type noteKind int

const (
	footnotes noteKind = iota
	endnotes
	comments
	noteKinds
)

// noteWords has one line for each kind: type of the relationship, reference and
// note as elements, and what people call it.
var noteWords = [noteKinds]struct {
	word, reference, note string
	label                 sentence
}{
	footnotes: {"footnotes", "w:footnoteReference", "w:footnote", sentence{"脚注", "footnote"}},
	endnotes:  {"endnotes", "w:endnoteReference", "w:endnote", sentence{"尾注", "endnote"}},
	comments:  {"comments", "w:commentReference", "w:comment", sentence{"批注", "comment"}},
}

// annotator is the author of the comments that [Annotate] writes.
const annotator = "jobdoc"

// notePart is a part of notes.
type notePart struct {
	kind  noteKind
	name  string
	file  *wordml.Node // as in the file
	root  *wordml.Node // with changes accepted
	notes map[string]*note
	read  int // how many references have been met
	last  int // highest id
}

// note is one note of the template.
type note struct {
	part *notePart
	node *wordml.Node
	id   string
	slot int // of the filler's seen, once it is built
}

// noteParts finds the parts of notes. It comes before everything else is read,
// since it tells which comments are our own.
func (c *compiler) noteParts(p *wordml.Package) {
	for kind := range noteKinds {
		names := p.RelatedByType(p.Main(), noteWords[kind].word)
		if len(names) == 0 {
			continue
		}
		part := &notePart{kind: kind, name: names[0], notes: map[string]*note{}}
		if part.file, _ = p.Part(part.name); part.file == nil {
			c.part(p, part.name) // says why
			continue
		}
		if kind == comments {
			for _, n := range part.file.Children {
				if n.Name == "w:comment" && n.Attr("w:author") == annotator {
					c.changes.own(n.Attr("w:id"))
				}
			}
		}
		c.notes[kind] = part
	}
	for _, part := range c.notes {
		if part == nil {
			continue
		}
		part.root = c.changes.accept(part.file)
		for _, n := range part.root.Children {
			id := n.Attr("w:id")
			if v, err := strconv.Atoi(id); err == nil && v < 1<<30 {
				part.last = max(part.last, v)
			}
			// Separators are notes with a type (17.18.33); nothing refers to them by text.
			if t := n.Attr("w:type"); n.Name == noteWords[part.kind].note && (t == "" || t == "normal") {
				part.notes[id] = &note{part: part, node: n, id: id, slot: -1}
			}
		}
	}
}

// noteOf returns the note that an element of a run refers to, or nil.
func (c *compiler) noteOf(n *wordml.Node) *note {
	for kind := range noteWords {
		if n.Name == noteWords[kind].reference && c.notes[kind] != nil {
			return c.notes[kind].notes[n.Attr("w:id")]
		}
	}
	return nil
}

// readNote makes a story of a note. t stands for the reference.
func (c *compiler) readNote(x *note, t *tag) *story {
	x.part.read++
	label := noteWords[x.part.kind].label
	s := &story{
		c: c, part: x.part.name, host: t, root: &loc{node: x.node},
		label: sentence{fmt.Sprintf("%s %d", label.chinese, x.part.read), fmt.Sprintf("%s %d", label.english, x.part.read)},
	}
	s.readAll()
	return s
}

// reference is what refers to a note: it emits both.
type reference struct {
	element  // w:footnoteReference and the like
	note     *note
	body     instruction
	occasion int // slot of the note
}

// noteMark makes the instruction of a reference.
func (b *builder) noteMark(n *wordml.Node, r noteRef, blk *block) instruction {
	if r.note.slot < 0 {
		r.note.slot = b.once
		b.once++
	}
	return &reference{
		element: element{name: n.Name, attrs: n.Attrs}, note: r.note,
		body: b.build(r.story), occasion: r.note.slot,
	}
}

// noteRef is a reference to a note with the story of the note.
type noteRef struct {
	note  *note
	story *story
}

func (i *reference) emit(f *filler, s *frame) {
	id := i.note.id
	kind := i.note.part.kind
	if f.seen[i.occasion] {
		if kind == comments {
			return
		}
		f.lastNote[kind]++
		id = strconv.Itoa(f.lastNote[kind])
	}
	f.seen[i.occasion] = true
	base := len(f.out)
	i.body.emit(f, s)
	n := f.out[base]
	f.out = f.out[:base]
	attrs := i.attrs
	if id != i.note.id {
		n = wordml.Element(n.Name, withNoteID(n.Attrs, id), n.Children...)
		attrs = withNoteID(attrs, id)
	}
	f.notes[kind] = append(f.notes[kind], n)
	f.close(i.name, attrs, base)
}

// withNoteID copies attributes with another w:id.
func withNoteID(attrs []wordml.Attr, id string) []wordml.Attr {
	out := append([]wordml.Attr(nil), attrs...)
	for i := range out {
		if out[i].Name == "w:id" {
			out[i].Value = id
		}
	}
	return out
}

// finish puts the notes that were emitted into their part, behind the separators.
func (p *notePart) finish(doc *wordml.Document, notes []*wordml.Node) {
	root := wordml.Element(p.root.Name, p.root.Attrs)
	for _, n := range p.root.Children {
		if n.Name != noteWords[p.kind].note || p.notes[n.Attr("w:id")] == nil {
			root.Children = append(root.Children, n)
		}
	}
	root.Children = append(root.Children, notes...)
	doc.Replace(p.name, root)
}

// notesEmpty are the lengths of the notes before a paragraph, so that those of a
// paragraph that goes can go with it.
type noteCounts [noteKinds]int

func (f *filler) countNotes() (n noteCounts) {
	for kind := range f.notes {
		n[kind] = len(f.notes[kind])
	}
	return n
}

func (f *filler) dropNotes(n noteCounts) {
	for kind := range f.notes {
		f.notes[kind] = f.notes[kind][:n[kind]]
	}
}

// own notes the id of a comment that Annotate wrote.
func (a *acceptor) own(id string) {
	if a.ours == nil {
		a.ours = map[string]bool{}
	}
	a.ours[strings.Clone(id)] = true
}
