package typeset

import "unicode"

// class says how a character breaks from its neighbours. The classes follow
// those of UAX #14, merged where Word makes no difference.
type class uint8

const (
	classHan         class = iota // breaks on both sides: ideographs, kana, full-width marks, objects
	classWideDigit                // ０ to ９, one number
	classLatin                    // letters and the signs set within words
	classDigit                    // 0 to 9
	classPoint                    // , . : ; ! ?
	classPrefix                   // $ ¥ № ± ≥ before a number
	classPostfix                  // % ‰ ° ℃ behind one
	classOpenNarrow               // ( [ { and quotes of a Latin slot
	classSlash                    // / between words
	classCloseNarrow              // ) ] }
	classQuote                    // " and ', which may be either
	classHyphen                   // -
	classAfter                    // a break may follow: – ‐ | and the soft hyphen
	classDash                     // — ―, pairs are one unit
	classEllipsis                 // … ‥
	classSpace                    // blanks that hang at the end of a line
	classWideBlank                // a lone U+3000 behind East Asian text: hangs too
	classZero                     // U+200B
	classGlue                     // U+00A0, U+2011, U+2060 ...: no break on either side
	classTab
	classBreak // line and page breaks
	classMark  // combining: takes the class of what it stands on
	classCount
)

// trait is what else the typesetter asks of a character.
type trait uint8

const (
	traitNoStart trait = 1 << iota // must not start a line (17.3.1.16)
	traitNoEnd                     // must not end one
	traitOpens                     // full-width mark whose left half is blank
	traitCloses                    // full-width mark whose right half is blank
	traitHangs                     // may hang past the margin
	traitEast                      // takes the gap on the East Asian side
	traitLetter                    // takes it on the Latin side (autoSpaceDE)
	traitDigit                     // takes it on the digit side (autoSpaceDN)
)

// kind is class and traits of one character.
type kind struct {
	class  class
	traits trait
}

func (k kind) is(t trait) bool { return k.traits&t != 0 }

// hangs reports whether the character vanishes at the end of a line.
func (k kind) hangs() bool {
	return k.class == classSpace || k.class == classWideBlank || k.class == classZero
}

// carriesMarks reports whether a combining mark can stand on the character.
func (k kind) carriesMarks() bool {
	return !k.hangs() && k.class != classTab && k.class != classBreak
}

// The characters that never start and never end a line of Simplified Chinese
// (ECMA-376 Part 1, 17.3.1.16); · and ．stand in both.
const (
	defaultNoStart = "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
	defaultNoEnd   = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥"
)

// Full-width marks by the half of their cell that is blank in the faces of the
// mainland, and those that hang: LibreOffice hangs exactly these, and Word's
// overflowPunct (17.3.1.21) speaks of the same.
const (
	openingMarks = "“‘〈《「『【〔〖〘〚〝（［｛｟"
	closingMarks = "”’〉》」』】〕〗〙〛〞）］｝｠、。，．：；！？"
	hangingMarks = "、。，．：；！？"
)

// Signs of the general classes that are not letters, digits or full width.
const (
	pointSigns       = ",.:;!?"
	prefixSigns      = "$£¥€₩₹¤№±≤≥≦≧≈"
	postfixSigns     = "%‰‱°℃℉′″‴¢"
	openNarrowSigns  = "([{“‘‚„⟨⁽"
	closeNarrowSigns = ")]}”’⟩⁾"
	afterSigns       = "\u00AD‐‒–|"
	dashSigns        = "—―⸺"
	ellipsisSigns    = "…‥"
	glueSigns        = "\u00A0\u2007\u2011\u202F\u2060\uFEFF"
)

// Kinds of the blocks that hold nearly all characters but ideographs. They are
// filled once, when the program starts, and never written again.
var (
	latinKinds       = kindTable(0x0000, 0x100)
	punctuationKinds = kindTable(0x2000, 0x70)
	cjkKinds         = kindTable(0x3000, 0x40)
	wideKinds        = kindTable(0xFF00, 0x66)
	signClasses      = signTable()
)

func kindTable(from rune, n int) []kind {
	table := make([]kind, n)
	for i := range table {
		table[i] = findKind(from + rune(i))
	}
	return table
}

// signTable returns class and traits of every character that a list above names.
func signTable() map[rune]kind {
	table := map[rune]kind{}
	class := func(signs string, c class) {
		for _, r := range signs {
			table[r] = kind{c, table[r].traits}
		}
	}
	trait := func(signs string, t trait) {
		for _, r := range signs {
			table[r] = kind{table[r].class, table[r].traits | t}
		}
	}
	for _, r := range defaultNoStart + defaultNoEnd {
		if r < 0x2E80 { // the others break like ideographs
			table[r] = kind{classLatin, 0}
		}
	}
	class(pointSigns, classPoint)
	class(prefixSigns, classPrefix)
	class(postfixSigns, classPostfix)
	class(openNarrowSigns, classOpenNarrow)
	class(closeNarrowSigns, classCloseNarrow)
	class("\"'", classQuote)
	class("/", classSlash)
	class("-", classHyphen)
	class(afterSigns, classAfter)
	class(dashSigns, classDash)
	class(ellipsisSigns, classEllipsis)
	class(glueSigns, classGlue)
	class("０１２３４５６７８９", classWideDigit)
	trait(defaultNoStart, traitNoStart)
	trait(defaultNoEnd, traitNoEnd)
	trait(openingMarks, traitOpens)
	trait(closingMarks, traitCloses)
	trait(hangingMarks, traitHangs)
	return table
}

// ideograph is the kind of most characters of a form.
var ideograph = kind{classHan, traitEast}

// kindOf returns class and traits of a character. A sign that may be either is
// East Asian where it is set full width.
func kindOf(r rune, full bool) kind {
	if 0x4E00 <= r && r <= 0x9FFF {
		return ideograph
	}
	var k kind
	switch {
	case r < 0x100:
		k = latinKinds[r&0xFF]
	case 0x2000 <= r && r < 0x2070:
		k = punctuationKinds[r-0x2000]
	case 0x3000 <= r && r < 0x3040:
		k = cjkKinds[r-0x3000]
	case 0xFF00 <= r && r < 0xFF66:
		k = wideKinds[r-0xFF00]
	default:
		k = findKind(r)
	}
	if !full {
		k.traits &^= traitOpens | traitCloses | traitHangs
		return k
	}
	switch k.class {
	case classOpenNarrow, classCloseNarrow:
		k.class = classHan
	case classLatin:
		if !k.is(traitLetter) { // □ → ① and the like
			k.class = classHan
		}
	}
	return k
}

// findKind decides what the tables keep.
func findKind(r rune) kind {
	switch r {
	case '\n', '\f', '\r', '\v', 0x85, 0x2028, 0x2029:
		return kind{class: classBreak}
	case '\t':
		return kind{class: classTab}
	case 0x200B:
		return kind{class: classZero}
	case 0x200C, 0x200D:
		return kind{class: classMark}
	case 0x3000, 0xFFFC:
		return kind{class: classHan}
	}
	if k, ok := signClasses[r]; ok {
		return k
	}
	switch {
	case '0' <= r && r <= '9':
		return kind{classDigit, traitDigit}
	case isSpace(r):
		return kind{class: classSpace}
	case isIdeographic(r):
		return ideograph
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc) || 0x1F3FB <= r && r <= 0x1F3FF: // skin tones
		return kind{class: classMark}
	case isWideForm(r):
		return kind{class: classHan}
	case unicode.IsLetter(r):
		return kind{classLatin, traitLetter}
	case unicode.Is(unicode.Nd, r):
		return kind{classDigit, traitDigit}
	}
	return kind{class: classLatin}
}

// isSpace reports whether r is a blank that allows a break behind it.
func isSpace(r rune) bool {
	return r == ' ' || r == 0x1680 || 0x2000 <= r && r <= 0x200A || r == 0x205F
}

// isIdeographic reports whether r is a character of East Asian text in the
// sense of autoSpaceDE: Han, kana, Bopomofo, Hangul, iteration marks.
func isIdeographic(r rune) bool {
	switch {
	case r < 0x2E80:
		return false
	case r < 0x3000, // radicals
		0x3005 <= r && r <= 0x3007, 0x3021 <= r && r <= 0x3029, 0x3031 <= r && r <= 0x3035, 0x3038 <= r && r <= 0x303C,
		0x3041 <= r && r <= 0x3096, 0x309D <= r && r <= 0x30FA, 0x30FC <= r && r <= 0x31FF, // kana, Bopomofo, compatibility Hangul
		0x3400 <= r && r <= 0x4DBF, 0x4E00 <= r && r <= 0xA4CF, // Han, Yi
		0xAC00 <= r && r <= 0xD7A3, 0xF900 <= r && r <= 0xFAFF,
		0x16FE0 <= r && r <= 0x1B2FF, 0x20000 <= r && r <= 0x3FFFD:
		return true
	}
	return false
}

// isWideForm reports whether r breaks like an ideograph without being one:
// CJK marks and signs, full-width forms, pictographs.
func isWideForm(r rune) bool {
	switch {
	case 0x3001 <= r && r <= 0x3029, 0x3030 <= r && r <= 0x303F, r == 0x309B, r == 0x309C, r == 0x30FB,
		0x3200 <= r && r <= 0x33FF, 0x4DC0 <= r && r <= 0x4DFF,
		0xFE30 <= r && r <= 0xFE6F, 0xFF01 <= r && r <= 0xFF60, 0xFFE0 <= r && r <= 0xFFE6,
		0x1F000 <= r && r <= 0x1FAFF && r != 0x1F100:
		return true
	}
	return false
}
