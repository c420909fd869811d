package typeset

import (
	"slices"

	"jobdoc/internal/wordml"
)

// paraFlags are the on/off properties of a paragraph.
type paraFlags uint32

const (
	flagKeepNext paraFlags = 1 << iota
	flagKeepLines
	flagPageBreak
	flagWidow
	flagSnap
	flagContextual
	flagKinsoku
	flagWordWrap
	flagOverflowPunct
	flagTopLinePunct
	flagSpaceDE
	flagSpaceDN
	flagBeforeAuto
	flagAfterAuto
	flagBidi
	flagNoLineNumber
	flagMirror

	// flagsParaDefault is what holds where nothing is said (17.3.1).
	flagsParaDefault = flagWidow | flagSnap | flagKinsoku | flagWordWrap | flagOverflowPunct | flagSpaceDE | flagSpaceDN
)

// paraHas says which other fields of paraProps are given.
type paraHas uint32

const (
	hasAlign paraHas = 1 << iota
	hasLeft
	hasRight
	hasFirst
	hasLeftChars
	hasRightChars
	hasFirstChars
	hasBefore
	hasAfter
	hasBeforeLines
	hasAfterLines
	hasLine
	hasParaShade
	hasNumber
	hasLevel
	hasOutline
	hasFrame
	hasTextDirection
	hasTextAlign
)

// lineRule says how w:line sets the height of lines (17.18.48).
type lineRule uint8

const (
	lineAuto lineRule = iota // in 240ths of a single line
	lineExact
	lineAtLeast
)

// Sides of a box, in the order borders and margins are kept.
const (
	sideTop = iota
	sideLeft
	sideBottom
	sideRight
	sideBetween // paragraphs: between two of the same borders
	sides
)

// paraProps are the paragraph properties one pPr gives, or several of them one over the other.
type paraProps struct {
	flags, flagsGiven                 paraFlags
	has                               paraHas
	align                             align
	rule                              lineRule
	left, right, first                Length // first: negative when hanging
	leftChars, rightChars, firstChars int    // hundredths of a character
	before, after                     Length
	beforeLines, afterLines           int    // hundredths of a line
	line                              Length // twentieths of a point as Length; of lineAuto the bare number
	shade                             Color
	shaded                            bool
	borders                           [sides]border
	bar                               border
	textAlign                         textAlign
	tabs                              []tabStop
	numID                             string
	level                             int
	outline                           int
	style                             string
	mark                              *wordml.Node // w:rPr of the paragraph mark
	section                           *wordml.Node // w:sectPr
}

// parsePara reads a w:pPr. nil gives nil.
func (s *Sheet) parsePara(n *wordml.Node) *paraProps {
	if n == nil {
		return nil
	}
	p := new(paraProps)
	for _, c := range n.Children {
		if f := paraFlag(c.Name); f != 0 {
			p.setFlag(f, isOnValue(c.LookupAttr("w:val")))
			continue
		}
		p.parseValue(c, &s.theme)
	}
	return p
}

func (p *paraProps) setFlag(f paraFlags, on bool) {
	p.flagsGiven |= f
	p.flags &^= f
	if on {
		p.flags |= f
	}
}

// paraFlag returns the flag an on/off element sets, 0 for other elements.
func paraFlag(name string) paraFlags {
	switch name {
	case "w:keepNext":
		return flagKeepNext
	case "w:suppressLineNumbers":
		return flagNoLineNumber
	case "w:keepLines":
		return flagKeepLines
	case "w:pageBreakBefore":
		return flagPageBreak
	case "w:widowControl":
		return flagWidow
	case "w:snapToGrid":
		return flagSnap
	case "w:contextualSpacing":
		return flagContextual
	case "w:kinsoku":
		return flagKinsoku
	case "w:wordWrap":
		return flagWordWrap
	case "w:overflowPunct":
		return flagOverflowPunct
	case "w:topLinePunct":
		return flagTopLinePunct
	case "w:autoSpaceDE":
		return flagSpaceDE
	case "w:autoSpaceDN":
		return flagSpaceDN
	case "w:bidi":
		return flagBidi
	case "w:mirrorIndents":
		return flagMirror
	}
	return 0
}

func (p *paraProps) parseValue(c *wordml.Node, t *theme) {
	switch c.Name {
	case "w:pStyle":
		p.style = val(c)
	case "w:jc":
		p.has |= hasAlign
		p.align = parseAlign(val(c))
	case "w:ind":
		p.parseIndent(c)
	case "w:spacing":
		p.parseSpacing(c)
	case "w:shd":
		p.has |= hasParaShade
		p.shade, p.shaded = t.shading(c)
	case "w:pBdr":
		for i, name := range [sides]string{"w:top", "w:left", "w:bottom", "w:right", "w:between"} {
			p.borders[i] = t.border(c.Child(name))
		}
		p.bar = t.border(c.Child("w:bar"))
	case "w:tabs":
		p.tabs = parseTabs(c)
	case "w:numPr":
		if id, ok := c.Child("w:numId").LookupAttr("w:val"); ok {
			p.has |= hasNumber
			p.numID = id
		}
		if level, ok := count(c.Child("w:ilvl"), "w:val"); ok {
			p.has |= hasLevel
			p.level = max(0, min(levels-1, level))
		}
	case "w:outlineLvl":
		if level, ok := number(val(c)); ok {
			p.has |= hasOutline
			p.outline = level
		}
	case "w:textAlignment":
		p.has |= hasTextAlign
		p.textAlign = parseTextAlign(val(c))
	case "w:framePr":
		p.has |= hasFrame
	case "w:textDirection":
		if d := val(c); d != "lrTb" && d != "lrTbV" && d != "lr" && d != "lrV" {
			p.has |= hasTextDirection
		}
	case "w:rPr":
		p.mark = c
	case "w:sectPr":
		p.section = c
	}
}

func parseAlign(s string) align {
	switch s {
	case "center":
		return alignCenter
	case "right", "end":
		return alignEnd
	case "both", "lowKashida", "mediumKashida", "highKashida":
		return alignBoth
	case "distribute", "thaiDistribute":
		return alignDistribute
	}
	return alignStart
}

// first2 returns the first of two attributes that is there: files of the strict
// kind say start and end where others say left and right.
func first2(n *wordml.Node, a, b string) (string, bool) {
	if s, ok := n.LookupAttr(a); ok {
		return s, true
	}
	return n.LookupAttr(b)
}

func (p *paraProps) parseIndent(n *wordml.Node) {
	length := func(a, b string, has paraHas, v *Length) {
		if s, ok := first2(n, a, b); ok {
			if m, ok := measure(s, Twip); ok {
				p.has |= has
				*v = m
			}
		}
	}
	chars := func(a, b string, has paraHas, v *int) {
		if s, ok := first2(n, a, b); ok {
			if m, ok := number(s); ok {
				p.has |= has
				*v = max(-100_000, min(100_000, m))
			}
		}
	}
	length("w:left", "w:start", hasLeft, &p.left)
	length("w:right", "w:end", hasRight, &p.right)
	length("w:firstLine", "w:firstLine", hasFirst, &p.first)
	chars("w:leftChars", "w:startChars", hasLeftChars, &p.leftChars)
	chars("w:rightChars", "w:endChars", hasRightChars, &p.rightChars)
	chars("w:firstLineChars", "w:firstLineChars", hasFirstChars, &p.firstChars)
	// Hanging wins over first line (17.3.1.12).
	if m, ok := twips(n, "w:hanging"); ok {
		p.has |= hasFirst
		p.first = -m
	}
	if m, ok := count(n, "w:hangingChars"); ok {
		p.has |= hasFirstChars
		p.firstChars = -max(-100_000, min(100_000, m))
	}
}

func (p *paraProps) parseSpacing(n *wordml.Node) {
	if v, ok := twips(n, "w:before"); ok {
		p.has |= hasBefore
		p.before = max(0, v)
	}
	if v, ok := twips(n, "w:after"); ok {
		p.has |= hasAfter
		p.after = max(0, v)
	}
	if v, ok := count(n, "w:beforeLines"); ok {
		p.has |= hasBeforeLines
		p.beforeLines = max(0, min(100_000, v))
	}
	if v, ok := count(n, "w:afterLines"); ok {
		p.has |= hasAfterLines
		p.afterLines = max(0, min(100_000, v))
	}
	if s, ok := n.LookupAttr("w:beforeAutospacing"); ok {
		p.setFlag(flagBeforeAuto, isOnValue(s, true))
	}
	if s, ok := n.LookupAttr("w:afterAutospacing"); ok {
		p.setFlag(flagAfterAuto, isOnValue(s, true))
	}
	rule, ruled := n.LookupAttr("w:lineRule")
	line, ok := n.LookupAttr("w:line")
	if !ok {
		return
	}
	unit := Twip
	p.rule = lineAuto
	if ruled {
		switch rule {
		case "exact":
			p.rule = lineExact
		case "atLeast":
			p.rule = lineAtLeast
		default:
			unit = 1
		}
	} else {
		unit = 1
	}
	v, ok := measure(line, unit)
	if !ok {
		return
	}
	if v < 0 { // Word takes a negative height for an exact one
		p.rule, v = lineExact, -v
		if unit == 1 {
			v *= Twip
		}
	}
	p.has |= hasLine
	p.line = clamp(v)
}

func parseTabs(n *wordml.Node) []tabStop {
	var stops []tabStop
	for _, c := range n.Children {
		if c.Name != "w:tab" {
			continue
		}
		pos, ok := twips(c, "w:pos")
		if !ok {
			continue
		}
		t := tabStop{pos: pos}
		switch val(c) {
		case "clear":
			t.align = tabClear
		case "center":
			t.align = tabCenter
		case "right", "end":
			t.align = tabRight
		case "decimal":
			t.align = tabDecimal
		case "bar":
			t.align = tabBar
		}
		t.leader = parseLeader(c.Attr("w:leader"))
		stops = append(stops, t)
	}
	return stops
}

func parseLeader(s string) tabLeader {
	switch s {
	case "dot":
		return leaderDot
	case "hyphen":
		return leaderHyphen
	case "underscore":
		return leaderUnderscore
	case "heavy":
		return leaderHeavy
	case "middleDot":
		return leaderMiddleDot
	}
	return leaderNone
}

// mergeTabs lays stops over those inherited: the same position replaces, clear
// takes away (17.3.1.38). The result is sorted and new.
func mergeTabs(under, over []tabStop) []tabStop {
	if len(over) == 0 {
		return under
	}
	out := make([]tabStop, 0, len(under)+len(over))
	for _, u := range under {
		if !slices.ContainsFunc(over, func(o tabStop) bool { return o.pos == u.pos }) {
			out = append(out, u)
		}
	}
	for _, o := range over {
		if o.align != tabClear {
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, func(a, b tabStop) int { return int(a.pos - b.pos) })
	return out
}

// put lays q over p: what q gives replaces what p has. Nothing happens for nil.
// Style, mark and section belong to one pPr and are not inherited.
func (p *paraProps) put(q *paraProps) {
	if q == nil {
		return
	}
	p.flags = p.flags&^q.flagsGiven | q.flags&q.flagsGiven
	p.flagsGiven |= q.flagsGiven
	p.has |= q.has
	if q.has&hasAlign != 0 {
		p.align = q.align
	}
	p.putIndent(q)
	if q.has&hasBefore != 0 {
		p.before = q.before
	}
	if q.has&hasAfter != 0 {
		p.after = q.after
	}
	if q.has&hasBeforeLines != 0 {
		p.beforeLines = q.beforeLines
	}
	if q.has&hasAfterLines != 0 {
		p.afterLines = q.afterLines
	}
	if q.has&hasLine != 0 {
		p.rule, p.line = q.rule, q.line
	}
	if q.has&hasParaShade != 0 {
		p.shade, p.shaded = q.shade, q.shaded
	}
	for i := range q.borders {
		p.borders[i] = q.borders[i].over(p.borders[i])
	}
	p.bar = q.bar.over(p.bar)
	if q.has&hasTextAlign != 0 {
		p.textAlign = q.textAlign
	}
	p.tabs = mergeTabs(p.tabs, q.tabs)
	if q.has&hasNumber != 0 {
		p.numID = q.numID
	}
	if q.has&hasLevel != 0 {
		p.level = q.level
	}
	if q.has&hasOutline != 0 {
		p.outline = q.outline
	}
}

func (p *paraProps) putIndent(q *paraProps) {
	if q.has&hasLeft != 0 {
		p.left = q.left
	}
	if q.has&hasRight != 0 {
		p.right = q.right
	}
	if q.has&hasFirst != 0 {
		// A hanging indent over an inherited one of so many characters is meant to
		// hang, though the characters are not taken back.
		if q.has&hasFirstChars == 0 && (q.first < 0) != (p.firstChars < 0) {
			p.firstChars = 0
		}
		p.first = q.first
	}
	if q.has&hasLeftChars != 0 {
		p.leftChars = q.leftChars
	}
	if q.has&hasRightChars != 0 {
		p.rightChars = q.rightChars
	}
	if q.has&hasFirstChars != 0 {
		p.firstChars = q.firstChars
	}
}
