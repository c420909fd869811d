package typeset

import (
	"strings"

	"jobdoc/internal/wordml"
)

// levels is how many levels a list has (17.9.6).
const levels = 9

// numbering is the numbering part: what a w:numId stands for.
type numbering struct {
	nums      map[string]*num
	abstracts int // how many counters there are
	pictures  map[string]bulletPicture
}

// num is one numbering instance (17.9.15).
type num struct {
	abstract int // instances of one abstract numbering count on together
	levels   [levels]level
}

// level is one level of a list (17.9.6).
type level struct {
	start     int
	restart   int  // the level whose number starts this one anew, -1 for none
	override  bool // the instance starts at its own number
	format    numberFormat
	text      string // with %1 to %9
	legal     bool   // all numbers decimal
	suffix    numberSuffix
	align     align
	para      *paraProps
	run       *runProps
	paraStyle string
	picture   bool
	bullet    bulletPicture
	legacy    legacyNumber
	odd       bool // its way to count is not known
}

// bulletPicture is the picture of a bullet (17.9.20).
type bulletPicture struct {
	part          string // "" where there is none
	width, height Length // as in the file; it is printed as high as its font
}

// legacyNumber is how far text stands from its number in lists of Word 6 (17.9.8).
type legacyNumber struct {
	on            bool
	space, indent Length
}

// numberSuffix stands between number and text (17.9.28).
type numberSuffix uint8

const (
	suffixTab numberSuffix = iota
	suffixSpace
	suffixNothing
)

// parseNumbering reads the numbering part.
func (s *Sheet) parseNumbering(root *wordml.Node) {
	s.numbers.nums = map[string]*num{}
	if root == nil {
		return
	}
	abstracts := map[string]*num{}
	links := map[string]string{} // abstract id -> numbering style it takes its levels from
	for _, c := range root.Children {
		if c.Name != "w:abstractNum" {
			continue
		}
		id := c.Attr("w:abstractNumId")
		n := &num{abstract: s.numbers.abstracts}
		s.numbers.abstracts++
		for i := range n.levels {
			n.levels[i] = level{start: 0, restart: i - 1, format: formatDecimal}
		}
		for _, l := range c.Children {
			switch l.Name {
			case "w:lvl":
				s.parseLevel(n, l)
			case "w:numStyleLink":
				links[id] = val(l)
			}
		}
		abstracts[id] = n
	}
	for _, c := range root.Children {
		if c.Name != "w:num" {
			continue
		}
		base := abstracts[val(c.Child("w:abstractNumId"))]
		if base == nil {
			continue
		}
		n := *base
		for _, o := range c.Children {
			if o.Name == "w:lvlOverride" {
				s.parseOverride(&n, o)
			}
		}
		s.numbers.nums[c.Attr("w:numId")] = &n
	}
	s.followLinks(root, links)
}

// followLinks gives an abstract numbering that only names a numbering style
// (17.9.21) the levels of the instance that style names.
func (s *Sheet) followLinks(root *wordml.Node, links map[string]string) {
	if len(links) == 0 {
		return
	}
	for _, c := range root.Children {
		link, ok := links[val(c.Child("w:abstractNumId"))]
		if c.Name != "w:num" || !ok {
			continue
		}
		st := s.styles[styleKey{styleNumbering, link}]
		if st == nil || st.para == nil {
			continue
		}
		if target, n := s.numbers.nums[st.para.numID], s.numbers.nums[c.Attr("w:numId")]; target != nil && n != nil {
			n.levels, n.abstract = target.levels, target.abstract
		}
	}
}

func (s *Sheet) parseOverride(n *num, o *wordml.Node) {
	i, ok := count(o, "w:ilvl")
	if !ok || i < 0 || i >= levels {
		return
	}
	if l := o.Child("w:lvl"); l != nil {
		s.parseLevel(n, l)
	}
	if start, ok := count(o.Child("w:startOverride"), "w:val"); ok {
		n.levels[i].start = start
		n.levels[i].override = true
	}
}

func (s *Sheet) parseLevel(n *num, node *wordml.Node) {
	i, ok := count(node, "w:ilvl")
	if !ok || i < 0 || i >= levels {
		return
	}
	l := level{restart: i - 1}
	for _, c := range node.Children {
		switch c.Name {
		case "w:start":
			l.start, _ = number(val(c))
		case "w:numFmt":
			l.setFormat(c)
		case "mc:AlternateContent":
			if f := c.Find("mc:Choice", "w:numFmt"); f != nil {
				l.setFormat(f)
			}
		case "w:lvlText":
			l.text = val(c)
		case "w:lvlRestart":
			if r, ok := number(val(c)); ok {
				l.restart = max(-1, min(i-1, r-1))
			}
		case "w:isLgl":
			l.legal = isOn(c)
		case "w:suff":
			switch val(c) {
			case "space":
				l.suffix = suffixSpace
			case "nothing":
				l.suffix = suffixNothing
			}
		case "w:lvlJc":
			l.align = parseAlign(val(c))
		case "w:pStyle":
			l.paraStyle = val(c)
		case "w:lvlPicBulletId":
			l.picture = true
			l.bullet = s.numbers.pictures[val(c)]
		case "w:legacy":
			l.legacy.on = isOnValue(c.LookupAttr("w:legacy"))
			l.legacy.space, _ = twips(c, "w:legacySpace")
			l.legacy.indent, _ = twips(c, "w:legacyIndent")
		case "w:pPr":
			l.para = s.parsePara(c)
		case "w:rPr":
			l.run = s.parseRun(c)
		}
	}
	n.levels[i] = l
}

// setFormat reads a w:numFmt (17.9.17).
func (l *level) setFormat(c *wordml.Node) {
	name, known := val(c), false
	if name == "custom" {
		l.format, known = customFormat(c.Attr("w:format"))
	} else {
		l.format, known = numberFormatNames[name]
	}
	l.odd = !known
}

// parsePictures reads the pictures of bullets; relations are those of the numbering part.
func (s *Sheet) parsePictures(root *wordml.Node, relations map[string]string) {
	for _, c := range root.Children {
		if c.Name != "w:numPicBullet" {
			continue
		}
		var b bulletPicture
		if data := findAll(nil, c, "v:imagedata", 0); len(data) > 0 {
			b.part = relations[data[0].Attr("r:id")]
			if shape := findAll(nil, c, "v:shape", 0); len(shape) > 0 {
				style := vmlStyle(shape[0].Attr("style"))
				b.width, _ = measure(style["width"], Point)
				b.height, _ = measure(style["height"], Point)
			}
		} else if blip := findAll(nil, c, "a:blip", 0); len(blip) > 0 {
			b.part = relations[blip[0].Attr("r:embed")]
			if extent := findAll(nil, c, "wp:extent", 0); len(extent) > 0 {
				b.width, b.height = emus(extent[0].Attr("cx")), emus(extent[0].Attr("cy"))
			}
		}
		if s.numbers.pictures == nil {
			s.numbers.pictures = map[string]bulletPicture{}
		}
		s.numbers.pictures[c.Attr("w:numPicBulletId")] = b
	}
}

// levelOf returns the level of a numbering that is bound to a paragraph style, 0 when none is.
func (ns *numbering) levelOf(id, styleID string) int {
	n := ns.nums[id]
	if n == nil {
		return 0
	}
	for i := range n.levels {
		if n.levels[i].paraStyle == styleID {
			return i
		}
	}
	return 0
}

// counters hold the numbers a document has come to.
type counters struct {
	lists []listCounter // by abstract numbering
	begun map[*num]bool // instances whose start override has been used
}

// listCounter is where one list stands. A level that is not begun starts anew.
type listCounter struct {
	value [levels]int
	begun [levels]bool
}

func (c *counters) reset(n int) {
	if cap(c.lists) < n {
		c.lists = make([]listCounter, n)
	}
	c.lists = c.lists[:n]
	clear(c.lists)
	clear(c.begun)
}

// next counts a paragraph of the level and appends its number to dst.
func (c *counters) next(dst []byte, n *num, at int) []byte {
	list := &c.lists[n.abstract]
	c.override(list, n)
	l := &n.levels[at]
	if list.begun[at] {
		list.value[at]++
	} else {
		list.value[at], list.begun[at] = l.start, true
	}
	for i := range at { // a level that was skipped counts as begun
		if !list.begun[i] {
			list.value[i], list.begun[i] = n.levels[i].start, true
		}
	}
	for i := at + 1; i < levels; i++ {
		if n.levels[i].restart >= at {
			list.begun[i] = false
		}
	}
	return n.appendText(dst, l, &list.value)
}

// override starts the levels for which the instance has numbers of its own, once.
func (c *counters) override(list *listCounter, n *num) {
	some := false
	for i := range n.levels {
		some = some || n.levels[i].override
	}
	if !some || c.begun[n] {
		return
	}
	if c.begun == nil {
		c.begun = map[*num]bool{}
	}
	c.begun[n] = true
	for i := range n.levels {
		if n.levels[i].override {
			list.begun[i] = false
		}
	}
}

// appendText appends a level's text with the numbers put in (17.9.11).
func (n *num) appendText(dst []byte, l *level, values *[levels]int) []byte {
	text := l.text
	for {
		i := strings.IndexByte(text, '%')
		if i < 0 || i+1 >= len(text) {
			return append(dst, text...)
		}
		dst = append(dst, text[:i]...)
		d := int(text[i+1]) - '1'
		if d < 0 || d >= levels {
			dst = append(dst, '%')
			text = text[i+1:]
			continue
		}
		format := n.levels[d].format
		if l.legal && format != formatNone {
			format = formatDecimal
		}
		dst = format.append(dst, values[d])
		text = text[i+2:]
	}
}
