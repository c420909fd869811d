package typeset

import (
	"cmp"
	"sync"

	"jobdoc/internal/wordml"
)

// Sheet is what a document says once for all its text: styles, numbering,
// settings and theme fonts, and the settled formats of the paragraphs and runs
// the document itself has. Filled documents share most of those by pointer.
//
// A Sheet is safe for concurrent use.
type Sheet struct {
	styles   map[styleKey]*style
	defaults [4]*style // the default style of each kind; nil where there is none
	theme    theme
	settings settings
	numbers  numbering

	autoSpace  Length // gap between Han and Latin, in thousandths of an em
	singleEnds bool   // a last line may hold one character
	rowLines   int    // of a row in pieces, the fewest lines in each

	defaultPara *paraProps // w:docDefaults; nil where not given
	defaultRun  *runProps

	relations map[string]string // of the main part, from id to part

	// Formats settled when the sheet was made; never written afterwards.
	paras  map[paraKey]*paraFormat
	runs   map[runKey]*runFormat
	cells  map[*wordml.Node]*cellProps
	rows   map[*wordml.Node]*rowProps
	tables map[*wordml.Node]*tableProps

	mu         sync.RWMutex
	faces      []faceKey
	faceNumber map[faceKey]int32
	variants   map[variantKey]*style

	scratch sync.Pool
}

// paraKey is what a paragraph's format depends on.
type paraKey struct {
	props *wordml.Node // w:pPr
	table *style       // of the table it stands in
}

// runKey is what a run's format depends on.
type runKey struct {
	props *wordml.Node // w:rPr
	para  *paraFormat
}

// faceKey is a font as a document names it.
type faceKey struct {
	name         string
	bold, italic bool
}

// settings of the document (17.15).
type settings struct {
	defaultTab                             Length
	compress                               bool // full-width marks give up blank
	noStart, noEnd                         string
	keepBreaks                             bool // a line that ends in w:br is not justified
	adjustTableLines                       bool // the document grid holds in tables too
	sumSpace                               bool // space below and above paragraphs adds up
	evenOdd                                bool
	hyphenate                              bool // Latin words may be divided, which is not done
	mirror                                 bool // inner and outer margins
	gutterTop                              bool
	bordersBelowHeader, bordersAboveFooter bool // page borders that count from the text
	background                             bool // the colour of the page is shown
	notes                                  [noteKinds]noteFormat
	compatibilityMode                      int
	strictTableStyles                      bool // paragraph styles go before table styles without exception
	oneHeaderRow                           bool // table styles take only the first of several heading rows for the first row
}

// NewSheet reads styles, numbering, settings and theme of a document. Parts
// that are missing mean Word's defaults; an error is one of a part that cannot be read.
func NewSheet(p *wordml.Package) (*Sheet, error) { return NewSheetWith(p, SheetOptions{}) }

// SheetOptions choose where a layout keeps to rules of its own and where to those
// of the program it is compared with. The zero value is that of our forms.
type SheetOptions struct {
	// AutoSpace is the gap between Han and Latin, in thousandths of an em; 0
	// means Word's 250. LibreOffice sets 200.
	AutoSpace Length

	// SingleEnds leaves a last line of one character as it falls. We avoid it
	// (GB/T 15834 does not ask for it, our forms do); LibreOffice and Word do not.
	SingleEnds bool

	// FreeRows lets a row be parted between any two lines. We keep two lines in
	// each piece, as our forms ask.
	FreeRows bool
}

// NewSheetWith is [NewSheet] with options.
func NewSheetWith(p *wordml.Package, o SheetOptions) (*Sheet, error) {
	s := &Sheet{
		autoSpace:  cmp.Or(o.AutoSpace, autoSpace),
		singleEnds: o.SingleEnds,
		rowLines:   rowLines,
		styles:     map[styleKey]*style{},
		faceNumber: map[faceKey]int32{},
		variants:   map[variantKey]*style{},
		paras:      map[paraKey]*paraFormat{},
		runs:       map[runKey]*runFormat{},
		cells:      map[*wordml.Node]*cellProps{},
		rows:       map[*wordml.Node]*rowProps{},
		tables:     map[*wordml.Node]*tableProps{},
	}
	if o.FreeRows {
		s.rowLines = 1
	}
	rels, err := p.Relationships(p.Main())
	if err != nil {
		return nil, err
	}
	s.relations = map[string]string{}
	for _, r := range rels {
		if !r.External && p.Has(r.Target) {
			s.relations[r.ID] = r.Target
		}
	}
	var parts [4]*wordml.Node
	for i, word := range [...]string{"settings", "theme", "styles", "numbering"} {
		names := p.RelatedByType(p.Main(), word)
		if len(names) == 0 {
			continue
		}
		root, err := p.Part(names[0])
		if err != nil {
			return nil, err
		}
		parts[i] = root
	}
	s.settings = parseSettings(parts[0])
	s.theme = parseTheme(parts[1], parts[0])
	s.parseStyles(parts[2])
	if d := parts[2].Child("w:docDefaults"); d != nil {
		s.defaultPara = s.parsePara(d.Find("w:pPrDefault", "w:pPr"))
		s.defaultRun = s.parseRun(d.Find("w:rPrDefault", "w:rPr"))
	}
	if err := s.readPictures(p, parts[3]); err != nil {
		return nil, err
	}
	s.parseNumbering(parts[3])
	return s, s.learn(p)
}

// readPictures reads the pictures of bullets, where the numbering part has any.
func (s *Sheet) readPictures(p *wordml.Package, numbering *wordml.Node) error {
	if numbering.Child("w:numPicBullet") == nil {
		return nil
	}
	rels, err := p.Relationships(p.RelatedByType(p.Main(), "numbering")[0])
	if err != nil {
		return err
	}
	targets := map[string]string{}
	for _, r := range rels {
		if !r.External && p.Has(r.Target) {
			targets[r.ID] = r.Target
		}
	}
	s.parsePictures(numbering, targets)
	return nil
}

func parseSettings(root *wordml.Node) settings {
	set := settings{defaultTab: 36 * Point, compatibilityMode: 12}
	set.notes[footnote].start, set.notes[endnote].start, set.notes[endnote].format = 1, 1, formatLowerRoman
	if root == nil {
		return set
	}
	for _, c := range root.Children {
		switch c.Name {
		case "w:defaultTabStop":
			if v, ok := twips(c, "w:val"); ok && v > 0 {
				set.defaultTab = v
			}
		case "w:characterSpacingControl":
			set.compress = val(c) != "doNotCompress"
		case "w:noLineBreaksBefore":
			set.noStart = val(c)
		case "w:noLineBreaksAfter":
			set.noEnd = val(c)
		case "w:gutterAtTop":
			set.gutterTop = isOn(c)
		case "w:bordersDoNotSurroundHeader":
			set.bordersBelowHeader = isOn(c)
		case "w:bordersDoNotSurroundFooter":
			set.bordersAboveFooter = isOn(c)
		case "w:displayBackgroundShape":
			set.background = isOn(c)
		case "w:mirrorMargins":
			set.mirror = isOn(c)
		case "w:autoHyphenation":
			set.hyphenate = isOn(c)
		case "w:evenAndOddHeaders":
			set.evenOdd = isOn(c)
		case "w:footnotePr":
			set.notes[footnote] = set.notes[footnote].parse(c)
		case "w:endnotePr":
			set.notes[endnote] = set.notes[endnote].parse(c)
		case "w:compat":
			set.parseCompat(c)
		}
	}
	return set
}

func (set *settings) parseCompat(n *wordml.Node) {
	for _, c := range n.Children {
		switch c.Name {
		case "w:adjustLineHeightInTable":
			set.adjustTableLines = isOn(c)
		case "w:doNotUseHTMLParagraphAutoSpacing":
			set.sumSpace = isOn(c)
		case "w:doNotExpandShiftReturn":
			set.keepBreaks = isOn(c)
		case "w:compatSetting":
			switch c.Attr("w:name") {
			case "compatibilityMode":
				if v, ok := count(c, "w:val"); ok {
					set.compatibilityMode = v
				}
			case "overrideTableStyleFontSizeAndJustification":
				set.strictTableStyles = isOn(c)
			case "differentiateMultirowTableHeaders":
				set.oneHeaderRow = isOn(c)
			}
		}
	}
}

// maxFaces bounds the font names kept; a document that names more gets the first for the rest.
const maxFaces = 4096

// faceIndex returns the number of a font name.
func (s *Sheet) faceIndex(k faceKey) int32 {
	s.mu.RLock()
	i, ok := s.faceNumber[k]
	s.mu.RUnlock()
	if ok {
		return i
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if i, ok := s.faceNumber[k]; ok {
		return i
	}
	if len(s.faces) >= maxFaces {
		return 0
	}
	i = int32(len(s.faces))
	s.faces = append(s.faces, k)
	s.faceNumber[k] = i
	return i
}

// face returns the font with a number.
func (s *Sheet) face(i int32) faceKey {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.faces[i]
}

// learn settles the formats of all paragraphs, runs, cells and tables of the
// document, its headers and footers.
func (s *Sheet) learn(p *wordml.Package) error {
	names := append([]string{p.Main()}, p.RelatedByType(p.Main(), "header")...)
	names = append(names, p.RelatedByType(p.Main(), "footer")...)
	for _, name := range names {
		root, err := p.Part(name)
		if err != nil {
			return err
		}
		s.learnBlocks(root, nil)
	}
	return nil
}

func (s *Sheet) learnBlocks(n *wordml.Node, table *style) {
	if n == nil {
		return
	}
	switch n.Name {
	case "w:p":
		key := paraKey{n.Child("w:pPr"), table}
		f := s.paras[key]
		if f == nil {
			f = s.paraFormat(key)
			s.paras[key] = f
		}
		s.learnRuns(n, f)
	case "w:tbl":
		pr := n.Child("w:tblPr")
		t := s.tables[pr]
		if t == nil {
			t = s.tableFormat(pr)
			s.tables[pr] = t
		}
		table = t.style
	case "w:trPr":
		s.rows[n] = parseRow(n)
		return
	case "w:tcPr":
		s.cells[n] = parseCell(&s.theme, n)
		return
	}
	for _, c := range n.Children {
		if c.Name != "" && c.Name != "w:pPr" && c.Name != "w:rPr" {
			s.learnBlocks(c, table)
		}
	}
}

// learnRuns settles the runs of a paragraph, those inside hyperlinks and the like too.
func (s *Sheet) learnRuns(n *wordml.Node, f *paraFormat) {
	for _, c := range n.Children {
		switch c.Name {
		case "w:pPr", "w:rPr", "w:p", "":
		case "w:r":
			key := runKey{c.Child("w:rPr"), f}
			if s.runs[key] == nil {
				s.runs[key] = s.runFormat(key)
			}
		default:
			s.learnRuns(c, f)
		}
	}
}
