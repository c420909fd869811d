package typeset

// pageRef is a PAGEREF field (17.16.5.40) without a result, as programs write it
// that leave it to Word to fill it in. One with a result shows that.
type pageRef struct {
	bookmark string
	shown    bookmarkPage
}

// bookmarkPage is the number of the page a bookmark is on; the zero value is none.
type bookmarkPage struct {
	number int
	format numberFormat
}

// added is how much has been added to the document, to see whether a field's
// result holds anything.
type added struct{ elements, chars int }

func (l *layouter) added() added { return added{len(l.elements), len(l.chars)} }

// fromEmpty deals with a field whose result is empty.
func (b *builder) fromEmpty(d field) {
	words := fieldWords(d.code)
	switch {
	case len(words) > 1 && isPageRef(words[0]):
		b.pageReference(words[1], d)
	case len(words) > 0 && emptyFields[words[0]]:
		b.l.notice(noticeEmptyField)
	}
}

// emptyFields are the fields whose result is missed by a reader.
var emptyFields = map[string]bool{"TOC": true, "INDEX": true, "REF": true, "BIBLIOGRAPHY": true, "TOA": true}

func isPageRef(name string) bool { return name == "PAGEREF" || name == "pageref" }

// pageReference shows the page of a bookmark, as far as the last pass knows it.
func (b *builder) pageReference(bookmark string, d field) {
	l := b.l
	page := l.refGuess[bookmark]
	l.refs = append(l.refs, pageRef{bookmark, page})
	if page.number == 0 {
		return
	}
	format := page.format
	if f, ok := fieldFormat(d.code); ok {
		format = f
	}
	b.text(string(format.append(nil, page.number)), d.format)
}

// bookmarkPage is where a bookmark has come to stand in this pass.
func (l *layouter) bookmarkPage(name string) bookmarkPage {
	at, ok := l.places[name]
	if !ok || at.page >= len(l.pages) {
		return bookmarkPage{}
	}
	p := &l.pages[at.page]
	return bookmarkPage{p.number, p.section.format}
}

// refsSettled reports whether every PAGEREF shows where its bookmark is.
func (l *layouter) refsSettled() bool {
	settled := true
	for _, r := range l.refs {
		page := l.bookmarkPage(r.bookmark)
		if page.number == 0 {
			l.notice(noticeEmptyField)
		}
		settled = settled && page == r.shown
	}
	return settled
}

// guessRefs keeps for the next pass where bookmarks are.
func (l *layouter) guessRefs() {
	if len(l.refs) > 0 && l.refGuess == nil {
		l.refGuess = map[string]bookmarkPage{}
	}
	for _, r := range l.refs {
		l.refGuess[r.bookmark] = l.bookmarkPage(r.bookmark)
	}
}
