package font

import "strings"

// The characters of the symbol fonts that documents use, in the order of their
// codes from 0x20 and from 0xA0; U+FFFD where there is none in Unicode. Symbol is
// Adobe's encoding (Unicode, mappings VENDORS/ADOBE/symbol.txt). Of Wingdings
// the Unicode counterparts are those of ISO/IEC JTC1/SC2/WG2 N4384, except that a
// more common character stands for one that hardly any face has: → for 🡪, ➢ for
// ⮚, ✘ for 🗶, ☒ for 🗷, ☑ for 🗹.
const (
	symbolLow = " !∀#∃%&∋()∗+,−./0123456789:;<=>?" +
		"≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_" +
		"‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼\uFFFD"
	symbolHigh = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵" +
		"ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓" +
		"◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\uFFFD〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭\uFFFD"

	wingdingsLow = " 🖉✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭📁📂📄🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍" +
		"🖎✌👌👍👎☜☞☝☟🖐☺😐☹💣☠🏳🏱✈☼💧❄🕆✞🕈✠✡☪☯ॐ☸♈♉" +
		"♊♋♌♍♎♏♐♑♒♓🙰🙵●❍■□□❑❒⬧⧫◆❖⬥⌧⮹⌘❀✿❝❞▯"
	wingdingsMiddle = "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿🙢🙠🙡🙣🙞🙜🙝🙟·•"
	wingdingsHigh   = "▪○○○◉◎🔿▪◻🟂✦★✶✴✹✵⯐⌖⟡⌑⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘" +
		"🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗🙖🙐🙑🙒🙓⌫⌦⮘➢⮙⮛⮈➲⮉⮋←" +
		"→↑↓↖↗↙↘🡸➔🡹🡻🡼🡽🡿🡾⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂▭▫✘✔☒☑\uFFFD"
)

// SymbolRune returns the Unicode character for a character of a symbol font
// (Symbol, Wingdings and its kin). Their own lie at U+F020..U+F0FF, in w:sym and
// in old documents also at 0x20..0xFF. For other fonts, and where Unicode has no
// counterpart, it returns r.
func SymbolRune(fontName string, r rune) rune {
	code := r
	if r >= 0xF000 && r <= 0xF0FF {
		code = r - 0xF000
	}
	if code < 0x20 || code > 0xFF {
		return r
	}
	// Asked of every character of a document: comparing whole names does not allocate.
	to := rune(0xFFFD)
	switch {
	case strings.EqualFold(fontName, "Symbol"):
		to = symbol(code)
	case strings.EqualFold(fontName, "Wingdings"):
		to = wingdings(code)
	case strings.EqualFold(fontName, "Wingdings 2"):
		to = wingdings2(code)
	case strings.EqualFold(fontName, "Wingdings 3"):
		to = wingdings3(code)
	case strings.EqualFold(fontName, "Webdings"):
		to = webdings(code)
	}
	if to == 0xFFFD {
		return r
	}
	return to
}

func symbol(code rune) rune {
	switch {
	case code < 0x80:
		return nth(symbolLow, code-0x20)
	case code < 0xA0:
		return 0xFFFD
	}
	return nth(symbolHigh, code-0xA0)
}

func wingdings(code rune) rune {
	switch {
	case code < 0x80:
		return nth(wingdingsLow, code-0x20)
	case code < 0xA0:
		return nth(wingdingsMiddle, code-0x80)
	}
	return nth(wingdingsHigh, code-0xA0)
}

// nth returns character n of s, counted from 0.
func nth(s string, n rune) rune {
	for _, r := range s {
		if n == 0 {
			return r
		}
		n--
	}
	return 0xFFFD
}

// wingdings2 has the marks that forms are ticked with.
func wingdings2(code rune) rune {
	switch code {
	case 0x20:
		return ' '
	case 0x4F:
		return '✗'
	case 0x50:
		return '✓'
	case 0x51, 0x53, 0x54:
		return '☒'
	case 0x52:
		return '☑'
	case 0x97, 0x98:
		return '●'
	case 0x99:
		return '◉'
	case 0xA0, 0xA1, 0xA2:
		return '■'
	case 0xA3, 0xA4:
		return '□'
	}
	return 0xFFFD
}

// wingdings3 has arrows and the triangles of slide themes' bullets.
func wingdings3(code rune) rune {
	switch {
	case code == 0x20:
		return ' '
	case code >= 0x21 && code <= 0x28:
		return nth("←→↑↓↖↗↙↘", code-0x21)
	case code >= 0x70 && code <= 0x77:
		return nth("▲▼△▽◀▶◁▷", code-0x70)
	case code == 0x7C:
		return '◀'
	case code == 0x7D:
		return '▶'
	}
	return 0xFFFD
}

// webdings has a few marks among its pictures.
func webdings(code rune) rune {
	switch code {
	case 0x20:
		return ' '
	case 'a':
		return '✔'
	case 'c':
		return '□'
	case 'g':
		return '■'
	case 'n':
		return '●'
	case 'r':
		return '✘'
	}
	return 0xFFFD
}
