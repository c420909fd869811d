package typeset

import (
	"jobdoc/internal/font"
	"jobdoc/internal/wordml"
)

// layouter sets one document. It is kept between documents for its room.
type layouter struct {
	sheet *Sheet
	doc   *wordml.Document
	fonts *font.Set

	typefaces []*font.Typeface // by number of Sheet.faces
	glyphs    [glyphSlots]glyphEntry
	set       setter
	format    lineFormat // of the paragraph being set

	// Formats of nodes that are not the sheet's own: made when a template was
	// filled, and forgotten with the document.
	paraFormats map[paraKey]*paraFormat
	runFormats  map[runKey]*runFormat

	fits map[*wordml.Node]*columnFit // of tables whose columns were measured

	charSlab  slab[char]
	runSlab   slab[run]
	lineSlab  slab[line]
	itemSlab  slab[item]
	paraSlab  slab[para]
	tableSlab slab[table]
	rowSlab   slab[row]
	cellSlab  slab[cell]
	mergeSlab slab[merged]
	propsSlab slab[cellProps]
	trSlab    slab[rowProps]
	edgeSlab  slab[uint16]
	lenSlab   slab[Length]
	partSlab  slab[part]
	areaSlab  slab[area]
	intSlab   slab[int32]

	// Stacks of what is being built; a part of each belongs to each level of nesting.
	items []item
	chars []char
	runs  []run
	lines []line
	rows  []row
	cells []cell
	parts []part
	areas []area // of the page being filled
	text  []byte

	builders []*builder // by depth
	builder  int        // how many are in use

	counts    counters
	fields    []field
	boxes     []*wordml.Node // text boxes of the paragraph being built, to follow it
	borders   []border       // those of tables, by the number edges carry
	sections  []section
	section   *section
	sectionOf []sectionRef // by w:sectPr, in order: several where they are one flow
	ended     int          // how many w:sectPr have been passed

	// What fields show is known once pages are: guesses of this pass, and what came of it.
	pageGuess     []int
	pageSeen      []int
	pageTotal     int
	totalShown    bool
	sectionPages  []int // by section
	sectionShown  bool
	sectionsMoved bool                    // the last pass had guessed them wrong
	pageNumber    int                     // of the header or footer being built
	furniture     bool                    // a header or footer is being built or written
	measuring     bool                    // content is being read for its width
	numbered      bool                    // it shows a page number
	again         bool                    // a heading row is being written once more
	refs          []pageRef               // of this pass
	refGuess      map[string]bookmarkPage // by bookmark, what the last pass found
	ground        Color                   // behind what is being written
	pen           Color                   // of text without a colour, where penned: that of a shape
	penned        bool
	box           boxEnd

	furnitureSet []furnitureFlow

	notes               []note
	noted               bool      // some are footnotes
	noteRefs            []noteRef // of the paragraph being built
	endnotes            []int32   // that are still to be set
	noteCounts          [noteKinds]noteCounter
	noteGuess, noteSeen []int // numbers of those that begin anew on each page
	separators          []separatorFlow

	// The parts that notes are in, read when the first is referred to.
	notesRead bool
	noteRoots [noteKinds]*wordml.Node
	noteParts [noteKinds]string
	noteByID  [noteKinds]map[string]*wordml.Node

	links  []linkTarget     // what is led to, in the order it was found
	link   int32            // what is being added leads to, counted from 1; 0 for nothing
	marks  []bookmark       // of the paragraph being built
	places map[string]place // of bookmarks, by name

	relations []relation

	pages       []page
	moved       int      // items, to make room for lines set anew
	floating    bool     // the text has something to go round
	floats      []*float // of the paragraph being built
	inlineBoxes []*float
	boxDepth    int
	pageNext    int // number of the next page
	areaCount   int
	at          int      // page being written
	area        int      // number of the area being written
	lineCount   int      // for line numbers: the last one
	lineSection *section // its section
	out         *Layout

	// What is written, of all pages one after the other.
	texts       []Text
	glyphCounts []int32 // of the texts
	glyphOut    []Glyph
	rules       []Rect
	fills       []Rect
	images      []Image
	strokes     []Stroke
	linkOut     []Link
	linkAnchors []string // of the links, the bookmarks they lead to

	elements    []Element
	elementHint int // how many the last document had
	outline     []Heading
	warnings    []Warning
	noticed     noticeSet
	missed      []rune
}

// relation is a relationship of a part that pictures of it use.
type relation struct{ part, id, target string }

// layouter takes one from the sheet's pool.
func (s *Sheet) layouter(doc *wordml.Document, fonts *font.Set) *layouter {
	l, _ := s.scratch.Get().(*layouter)
	if l == nil {
		l = &layouter{
			sheet:       s,
			paraFormats: map[paraKey]*paraFormat{},
			runFormats:  map[runKey]*runFormat{},
			fits:        map[*wordml.Node]*columnFit{},
			places:      map[string]place{},
		}
	}
	if l.fonts != fonts {
		l.typefaces = l.typefaces[:0]
		clear(l.glyphs[:])
	}
	l.doc, l.fonts = doc, fonts
	l.begin()
	return l
}

// begin makes ready for a pass over the document.
func (l *layouter) begin() {
	l.set.reset()
	l.charSlab.reset()
	l.runSlab.reset()
	l.lineSlab.reset()
	l.itemSlab.reset()
	l.paraSlab.reset()
	l.tableSlab.reset()
	l.rowSlab.reset()
	l.cellSlab.reset()
	l.mergeSlab.reset()
	l.propsSlab.reset()
	l.trSlab.reset()
	l.edgeSlab.reset()
	l.lenSlab.reset()
	l.partSlab.reset()
	l.areaSlab.reset()
	l.intSlab.reset()
	l.items, l.chars, l.runs, l.lines = trim(l.items), trim(l.chars), trim(l.runs), trim(l.lines)
	l.rows, l.cells, l.parts = trim(l.rows), trim(l.cells), trim(l.parts)
	l.texts, l.glyphCounts, l.glyphOut = trim(l.texts), trim(l.glyphCounts), trim(l.glyphOut)
	l.rules, l.fills, l.images = trim(l.rules), trim(l.fills), trim(l.images)
	l.strokes = trim(l.strokes)
	l.fields, l.boxes = l.fields[:0], l.boxes[:0]
	l.borders = append(l.borders[:0], border{})
	l.sections, l.pages, l.areas = l.sections[:0], l.pages[:0], l.areas[:0]
	l.pageNext, l.areaCount, l.area = 1, 0, 0
	l.lineCount, l.lineSection = 0, nil
	l.moved, l.floating, l.boxDepth = 0, false, 0
	l.floats, l.inlineBoxes = l.floats[:0], nil
	l.notes, l.noted, l.noteRefs, l.endnotes = l.notes[:0], false, l.noteRefs[:0], l.endnotes[:0]
	l.noteCounts, l.separators = [noteKinds]noteCounter{}, l.separators[:0]
	l.pageSeen = l.pageSeen[:0]
	l.relations = l.relations[:0]
	l.links, l.link, l.marks = l.links[:0], 0, l.marks[:0]
	l.linkOut, l.linkAnchors = l.linkOut[:0], l.linkAnchors[:0]
	clear(l.places)
	l.refs = l.refs[:0]
	l.ended, l.builder = 0, 0
	l.counts.reset(l.sheet.numbers.abstracts)
	if l.elements == nil {
		l.elements = make([]Element, 0, l.elementHint)
	}
	l.elements = append(l.elements[:0], Element{Type: Artifact}, Element{Type: Document})
	l.outline = l.outline[:0]
	l.sectionShown = false
	l.furniture, l.totalShown, l.again, l.penned, l.ground = false, false, false, false, white
	l.furnitureSet = l.furnitureSet[:0]
}

// end gives the layouter back.
func (l *layouter) end() {
	l.elementHint = min(len(l.elements), keepBlocks*blockSize)
	clear(l.paraFormats)
	clear(l.runFormats)
	clear(l.fits)
	clear(l.boxes[:cap(l.boxes)])
	clear(l.relations[:cap(l.relations)])
	l.doc, l.out, l.section = nil, nil, nil
	l.elements, l.outline, l.warnings = nil, nil, nil
	clear(l.images[:cap(l.images)])
	l.noticed, l.missed = 0, l.missed[:0]
	l.notesRead, l.noteRoots, l.noteParts, l.noteByID = false, [noteKinds]*wordml.Node{}, [noteKinds]string{}, [noteKinds]map[string]*wordml.Node{}
	l.noteGuess = l.noteGuess[:0]
	clear(l.refGuess)
	clear(l.notes[:cap(l.notes)])
	l.pageGuess, l.pageTotal, l.sectionPages = l.pageGuess[:0], 0, l.sectionPages[:0]
	l.sheet.scratch.Put(l)
}

// Layout sets a document whose styles are the sheet's: the document the sheet
// was made of, or one filled from it. fonts gives the faces for the names the
// document uses.
//
// What cannot be done as asked is a warning; an error is a part that cannot be read.
func (s *Sheet) Layout(doc *wordml.Document, fonts *font.Set) (*Layout, error) {
	l := s.layouter(doc, fonts)
	defer l.end()
	body, err := doc.Part(doc.Main())
	if err != nil {
		return nil, err
	}
	// Page numbers in the text can move text, so that pages change; three
	// passes settle all but documents made to prevent it.
	for pass := 0; ; pass++ {
		if err := l.pass(body); err != nil {
			return nil, err
		}
		if l.settled() || pass == 2 {
			break
		}
		l.pageGuess = append(l.pageGuess[:0], l.pageSeen...)
		l.noteGuess = append(l.noteGuess[:0], l.noteSeen...)
		l.pageTotal = len(l.out.Pages)
		l.guessRefs()
		l.begin()
	}
	l.out.Elements, l.out.Outline, l.out.Warnings = l.elements, l.outline, l.warnings
	return l.out, nil
}

// pass sets the whole document once.
func (l *layouter) pass(body *wordml.Node) error {
	if l.sheet.settings.hyphenate {
		l.notice(noticeHyphenation)
	}
	if l.sheet.settings.background && body.Child("w:background") != nil {
		l.notice(noticeBackground)
	}
	l.buildBody(body.Child("w:body"))
	for i := range l.sections {
		l.section = &l.sections[i]
		if err := l.furnish(); err != nil {
			return err
		}
	}
	l.paginate()
	return l.emit()
}

// settled reports whether the fields of the text showed what was true in the end.
func (l *layouter) settled() bool {
	if l.totalShown && l.pageTotal != len(l.out.Pages) {
		return false
	}
	if l.sectionShown && l.sectionsMoved {
		return false
	}
	for i, seen := range l.pageSeen {
		if guess := l.guess(i); guess != seen {
			return false
		}
	}
	refs := l.refsSettled()
	return l.countNotes() && refs
}

// guess is what a PAGE field of the text shows in this pass.
func (l *layouter) guess(i int) int {
	if i < len(l.pageGuess) {
		return l.pageGuess[i]
	}
	return 1
}

// typeface returns the faces of a font number.
func (l *layouter) typeface(i int32) *font.Typeface {
	for int(i) >= len(l.typefaces) {
		l.typefaces = append(l.typefaces, nil)
	}
	if t := l.typefaces[i]; t != nil {
		return t
	}
	k := l.sheet.face(i)
	t := l.fonts.Typeface(k.name, k.bold, k.italic)
	l.typefaces[i] = t
	l.fontWarnings(t)
	return t
}

// glyphSlots is the size of the glyph cache, a power of two.
const glyphSlots = 2048

// glyphEntry is a character looked up in a font.
type glyphEntry struct {
	r       rune
	number  int32 // of the font, plus one
	face    *font.Face
	id      font.GlyphID
	advance int32 // in units of the face
	upem    int32
}

// glyph looks a character up.
func (l *layouter) glyph(number int32, t *font.Typeface, r rune) *glyphEntry {
	e := &l.glyphs[(uint32(r)*31+uint32(number)*1021)%glyphSlots]
	if e.r == r && e.number == number+1 {
		return e
	}
	face, id := t.Lookup(r)
	*e = glyphEntry{r: r, number: number + 1, face: face, id: id, upem: int32(max(1, face.UnitsPerEm()))}
	if id != 0 {
		e.advance = int32(face.Advance(id))
	} else {
		e.advance = e.upem // of the box that is drawn instead
	}
	return e
}

// paraFormat returns the format of a paragraph.
func (l *layouter) paraFormat(key paraKey) *paraFormat {
	if f, ok := l.sheet.paras[key]; ok {
		return f
	}
	f, ok := l.paraFormats[key]
	if !ok {
		f = l.sheet.paraFormat(key)
		l.paraFormats[key] = f
	}
	return f
}

// runFormat returns the format of a run.
func (l *layouter) runFormat(key runKey) *runFormat {
	if f, ok := l.sheet.runs[key]; ok {
		return f
	}
	f, ok := l.runFormats[key]
	if !ok {
		f = l.sheet.runFormat(key)
		l.runFormats[key] = f
	}
	return f
}

// element adds an element of the structure; furniture gets none.
func (l *layouter) element(t ElementType, parent int) int {
	if l.furniture {
		return 0
	}
	l.elements = append(l.elements, Element{Type: t, Parent: parent})
	return len(l.elements) - 1
}
