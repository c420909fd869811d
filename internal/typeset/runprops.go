package typeset

import (
	"strings"

	"jobdoc/internal/wordml"
)

// slot is one of the four fonts of a run (17.3.2.26).
type slot uint8

const (
	slotASCII slot = iota
	slotHighANSI
	slotEastAsia
	slotComplex
	slots
)

// runFlags are the on/off properties of a run.
type runFlags uint16

const (
	flagBold runFlags = 1 << iota
	flagItalic
	flagCaps
	flagSmallCaps
	flagStrike
	flagDoubleStrike
	flagVanish
	flagOutlined // outline, shadow, emboss, imprint: printed plain, with a warning
	flagComplex  // cs or rtl: the complex script font
	flagNoGrid   // snapToGrid off

	// flagsToggle are those that two kinds of style switch back and forth (17.7.3).
	flagsToggle = flagBold | flagItalic | flagCaps | flagSmallCaps | flagStrike | flagDoubleStrike | flagVanish | flagOutlined
)

// runHas says which other fields of runProps are given.
type runHas uint16

const (
	hasHint runHas = 1 << iota
	hasSize
	hasColor
	hasUnderline
	hasShade
	hasHighlight
	hasSpacing
	hasScale
	hasRaise
	hasVert
	hasChinese
	hasEmphasis
	hasBorder
	hasAsian
	hasFit
)

// vertical position of a run (17.3.2.42).
const (
	vertBase uint8 = iota
	vertSuper
	vertSub
)

// language is what text is in (17.3.2.20), BCP 47; "" where not given.
type language struct{ latin, eastAsia string }

// runProps are the run properties one rPr gives, or several of them one over the other.
type runProps struct {
	flags, flagsGiven runFlags
	has               runHas
	fonts             [slots]string // "" where not given
	style             *style        // rStyle
	size              Length
	spacing           Length
	raise             Length
	color             Color
	shade             Color // shading, and highlight, which hides it
	highlight         Color
	underColor        Color
	scale             int  // percent
	painted           bool // color is given, not auto
	under             underline
	eastAsiaHint      bool
	chinese           bool // the East Asian language is Chinese
	language          language
	shaded, lit       bool
	colored           bool // underColor is given
	vert              uint8
	emphasis          emphasis
	border            border
	asian             *asianLayout // these two are rare
	fit               *fitText
}

// parseRun reads a w:rPr. nil gives nil.
func (s *Sheet) parseRun(n *wordml.Node) *runProps {
	if n == nil {
		return nil
	}
	p := new(runProps)
	for _, c := range n.Children {
		if f := runFlag(c.Name); f != 0 {
			p.flagsGiven |= f
			if isOnValue(c.LookupAttr("w:val")) != (c.Name == "w:snapToGrid") {
				p.flags |= f
			} else {
				p.flags &^= f
			}
			continue
		}
		s.parseRunValue(p, c)
	}
	return p
}

// runFlag returns the flag an on/off element sets, 0 for other elements.
// w:snapToGrid sets its flag when it is off.
func runFlag(name string) runFlags {
	switch name {
	case "w:b":
		return flagBold
	case "w:i":
		return flagItalic
	case "w:caps":
		return flagCaps
	case "w:smallCaps":
		return flagSmallCaps
	case "w:strike":
		return flagStrike
	case "w:dstrike":
		return flagDoubleStrike
	case "w:vanish", "w:webHidden":
		return flagVanish
	case "w:outline", "w:shadow", "w:emboss", "w:imprint":
		return flagOutlined
	case "w:cs", "w:rtl":
		return flagComplex
	case "w:snapToGrid":
		return flagNoGrid
	}
	return 0
}

// parseRunValue reads a property of a run that has a value.
func (s *Sheet) parseRunValue(p *runProps, c *wordml.Node) {
	switch c.Name {
	case "w:rFonts":
		s.parseFonts(p, c)
	case "w:rStyle":
		p.style = s.styles[styleKey{styleCharacter, val(c)}]
	case "w:sz":
		if v, ok := measure(val(c), HalfPoint); ok {
			p.has |= hasSize
			p.size = max(HalfPoint, v)
		}
	case "w:color":
		p.has |= hasColor
		p.color, p.painted = s.theme.color(c, "w:val", "w:theme")
	case "w:u":
		p.has |= hasUnderline
		p.under = parseUnderline(val(c))
		p.underColor, p.colored = s.theme.color(c, "w:color", "w:theme")
	case "w:shd":
		p.has |= hasShade
		p.shade, p.shaded = s.theme.shading(c)
	case "w:highlight":
		p.has |= hasHighlight
		p.highlight, p.lit = highlight(val(c))
	case "w:spacing":
		if v, ok := measure(val(c), Twip); ok {
			p.has |= hasSpacing
			p.spacing = v
		}
	case "w:w":
		if v, ok := number(strings.TrimSuffix(val(c), "%")); ok && v > 0 {
			p.has |= hasScale
			p.scale = min(v, 600)
		}
	case "w:position":
		if v, ok := measure(val(c), HalfPoint); ok {
			p.has |= hasRaise
			p.raise = v
		}
	case "w:vertAlign":
		p.has |= hasVert
		p.vert = parseVert(val(c))
	case "w:lang":
		if lang, ok := c.LookupAttr("w:eastAsia"); ok {
			p.has |= hasChinese
			p.chinese = strings.HasPrefix(lang, "zh")
			p.language.eastAsia = lang
		}
		p.language.latin = c.Attr("w:val")
	case "w:bdr":
		p.has |= hasBorder
		p.border = s.theme.border(c)
	case "w:eastAsianLayout":
		p.has |= hasAsian
		a := parseAsianLayout(c)
		p.asian = &a
	case "w:fitText":
		if v, ok := twips(c, "w:val"); ok {
			p.has |= hasFit
			p.fit = &fitText{max(0, v), c.Attr("w:id")}
		}
	case "w14:glow", "w14:shadow", "w14:reflection", "w14:props3d":
		p.flagsGiven |= flagOutlined
		p.flags |= flagOutlined
	case "w14:textFill":
		if c.Child("w14:gradFill") != nil {
			p.flagsGiven |= flagOutlined
			p.flags |= flagOutlined
		}
	case "w14:textOutline":
		if c.Child("w14:solidFill") != nil {
			p.flagsGiven |= flagOutlined
			p.flags |= flagOutlined
		}
	case "w:em":
		p.has |= hasEmphasis
		p.emphasis = parseEmphasis(val(c))
	}
}

func (s *Sheet) parseFonts(p *runProps, n *wordml.Node) {
	if hint, ok := n.LookupAttr("w:hint"); ok {
		p.has |= hasHint
		p.eastAsiaHint = hint == "eastAsia"
	}
	for i, a := range [slots][2]string{
		{"w:asciiTheme", "w:ascii"}, {"w:hAnsiTheme", "w:hAnsi"},
		{"w:eastAsiaTheme", "w:eastAsia"}, {"w:cstheme", "w:cs"},
	} {
		if name := s.theme.font(n.Attr(a[0])); name != "" {
			p.fonts[i] = name
		} else if name := n.Attr(a[1]); name != "" {
			p.fonts[i] = name
		}
	}
}

func parseVert(s string) uint8 {
	switch s {
	case "superscript":
		return vertSuper
	case "subscript":
		return vertSub
	}
	return vertBase
}

// highlight returns the colour of a marker pen (17.18.40).
func highlight(name string) (Color, bool) {
	switch name {
	case "black":
		return 0x000000, true
	case "blue":
		return 0x0000FF, true
	case "cyan":
		return 0x00FFFF, true
	case "green":
		return 0x00FF00, true
	case "magenta":
		return 0xFF00FF, true
	case "red":
		return 0xFF0000, true
	case "yellow":
		return 0xFFFF00, true
	case "white":
		return 0xFFFFFF, true
	case "darkBlue":
		return 0x000080, true
	case "darkCyan":
		return 0x008080, true
	case "darkGreen":
		return 0x008000, true
	case "darkMagenta":
		return 0x800080, true
	case "darkRed":
		return 0x800000, true
	case "darkYellow":
		return 0x808000, true
	case "darkGray":
		return 0x808080, true
	case "lightGray":
		return 0xC0C0C0, true
	}
	return 0, false
}

// put lays q over p: what q gives replaces what p has. Nothing happens for nil.
func (p *runProps) put(q *runProps) {
	if q == nil {
		return
	}
	p.flags = p.flags&^q.flagsGiven | q.flags&q.flagsGiven
	p.flagsGiven |= q.flagsGiven
	for i, f := range q.fonts {
		if f != "" {
			p.fonts[i] = f
		}
	}
	if q.style != nil {
		p.style = q.style
	}
	p.has |= q.has
	if q.has&hasHint != 0 {
		p.eastAsiaHint = q.eastAsiaHint
	}
	if q.has&hasSize != 0 {
		p.size = q.size
	}
	if q.has&hasColor != 0 {
		p.color, p.painted = q.color, q.painted
	}
	if q.has&hasUnderline != 0 {
		p.under, p.underColor, p.colored = q.under, q.underColor, q.colored
	}
	if q.has&hasShade != 0 {
		p.shade, p.shaded = q.shade, q.shaded
	}
	if q.has&hasHighlight != 0 {
		p.highlight, p.lit = q.highlight, q.lit
	}
	if q.has&hasSpacing != 0 {
		p.spacing = q.spacing
	}
	if q.has&hasScale != 0 {
		p.scale = q.scale
	}
	if q.has&hasRaise != 0 {
		p.raise = q.raise
	}
	if q.has&hasVert != 0 {
		p.vert = q.vert
	}
	if q.has&hasChinese != 0 {
		p.chinese = q.chinese
		p.language.eastAsia = q.language.eastAsia
	}
	if q.language.latin != "" {
		p.language.latin = q.language.latin
	}
	if q.has&hasEmphasis != 0 {
		p.emphasis = q.emphasis
	}
	if q.has&hasBorder != 0 {
		p.border = q.border
	}
	if q.has&hasAsian != 0 {
		p.asian = q.asian
	}
	if q.has&hasFit != 0 {
		p.fit = q.fit
	}
}

// putStyle lays a style's properties over p. Where both a style of another kind
// and this one switch a toggle on, they cancel each other (17.7.3).
func (p *runProps) putStyle(q *runProps) {
	if q == nil {
		return
	}
	before := p.flags
	p.put(q)
	both := q.flagsGiven & flagsToggle
	p.flags = p.flags&^both | (before^q.flags)&both
}
