package font

import "strings"

// The characters of the symbol fonts that documents use, in the order of their
// codes from 0x20 and from 0x80 or 0xA0; U+FFFD where there is none in Unicode. Symbol is
// Adobe's encoding (Unicode, mappings VENDORS/ADOBE/symbol.txt). Of Wingdings and its kin
// the Unicode counterparts are those of ISO/IEC JTC1/SC2/WG2 N4384, except that a
// more common character stands for one that hardly any face has: → for 🡪 and ⭢, ▶ for 🞂, □ for ◻, 🗀 for 📁, 🌢 for 💧, ➢ for
// ⮚, ✘ for 🗶, ☒ for 🗷 and 🗵, ☑ for 🗹, ✓ for 🗸, ✗ for 🗴.
const (
	symbolLow = " !∀#∃%&∋()∗+,−./0123456789:;<=>?" +
		"≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_" +
		"‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼\uFFFD"
	symbolHigh = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵" +
		"ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓" +
		"◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\uFFFD〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭\uFFFD"

	wingdingsLow = " 🖉✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭🗀🗁🗎🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍" +
		"🖎✌👌👍👎☜☞☝☟🖐☺😐☹💣☠🏳🏱✈☼🌢❄🕆✞🕈✠✡☪☯ॐ☸♈♉" +
		"♊♋♌♍♎♏♐♑♒♓🙰🙵●❍■□□❑❒⬧⧫◆❖⬥⌧⮹⌘❀✿❝❞▯"
	wingdingsMiddle = "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿🙢🙠🙡🙣🙞🙜🙝🙟·•"
	wingdingsHigh   = "▪○○○◉◎🔿▪□🟂✦★✶✴✹✵⯐⌖⟡⌑⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘" +
		"🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗🙖🙐🙑🙒🙓⌫⌦⮘➢⮙⮛⮈➲⮉⮋←" +
		"→↑↓↖↗↙↘🡸➔🡹🡻🡼🡽🡿🡾⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂▭▫✘✔☒☑\uFFFD"

	wingdings2Low = " 🖊🖋🖌🖍✄✀🕾🕽🗅🗆🗇🗈🗉🗊🗋🗌🗍📋🗑🗔🖵🖶🖷🖸🖭🖯🖱🖒🖓🖘🖙🖚🖛👈👉🖜🖝🖞🖟🖠🖡👆👇🖢🖣🖑✗" +
		"✓☒☑☒☒⮾⮿🛇⦸🙱🙴🙲🙳‽🙹🙺🙻🙦🙤🙥🙧🙚🙘🙙🙛⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"
	wingdings2High = "☉🌕☽☾¶✝🕇🕜🕝🕞🕟🕠🕡🕢🕣🕤🕥🕦🕧🙨🙩⋅🞄⦁●○🞅🞇🞉⊙⦿🞌🞍◾■□🞑🞒🞓🞔▣🞕🞖🞗🞘⬩⬥◇" +
		"🞚◈🞛🞜🞝🞞⬪⬧◊🞠◖◗⯊⯋⯀⯁⬟⯂⬣⬢⯃⯄🞡🞢🞣🞤🞥🞦🞧🞨🞩🞪🞫🞬🞭🞮🞯🞰🞱🞲🞳🞴🞵🞶🞷🞸🞹🞺" +
		"🞻🞼🞽🞾🞿🟀🟂🟄🟆🟉🟊✶🟌🟎🟐🟒✹🟃🟇✯🟍🟔⯌⯍※⁂\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"

	wingdings3Low = " ←→↑↓↖↗↙↘⭰⭲⭱⭳⭶⭸⭻⭽⭤⭥⭪⭬⭫⭭⭍⮠⮡⮢⮣⮤⮥⮦⮧⮐⮑⮒⮓⮀⮃⭾⭿⮄⮆⮅⮇⮏⮍⮎⮌" +
		"⭮⭯⎋⌤⌃⌥␣⍽⇪⮸🢠🢡🢢🢣🢤🢥🢦🢧🢨🢩🢪🢫🡐🡒🡑🡓🡔🡕🡗🡖🡘🡙▲▼△▽◀▶◁▷◣◢◤◥◀▶▲"
	wingdings3High = "▼⯅⯆⯇⯈⮜⮞⮝⮟🠐🠒🠑🠓🠔🠖🠕🠗🠘🠚🠙🠛🠜🠞🠝🠟🠀🠂🠁🠃🠄🠆🠅🠇🠈🠊🠉🠋🠠🠢🠤🠦🠨🠪🠬🢜🢝🢞🢟" +
		"🠮🠰🠲🠴🠶🠸🠺🠹🠻🢘🢚🢙🢛🠼🠾🠽🠿🡀🡂🡁🡃🡄🡆🡅🡇⮨⮩⮪⮫⮬⮭⮮⮯🡠🡢🡡🡣🡤🡥🡧🡦🡰🡲🡱🡳🡴🡵🡷" +
		"🡶🢀🢂🢁🢃🢄🢅🢇🢆🢐🢒🢑🢓🢔🢖🢕🢗\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"

	webdingsLow = " 🕷🕸🕲🕶🏆🎖🖇🗨🗩🗰🗱🌶🎗🙾🙼🗕🗖🗗⏴⏵⏶⏷⏪⏩⏮⏭⏸⏹⏺🗚🗳🛠🏗🏘🏙🏚🏜🏭🏛🏠🏖🏝🛣🔍🏔👁👂" +
		"🏞🏕🛤🏟🛳🕬🕫🕨🔈🎔🎕🗬🙽🗭🗪🗫⮔✔🚲⬜🛡📦🛱⬛🚑🛈🛩🛰🟈🕴⬤🛥🚔🗘🗙❓🛲🚇🚍⛳⦸⊖🚭🗮⏐🗯🗲"
	webdingsHigh = "🚹🚺🛉🛊🚼👽🏋⛷🏂🏌🏊🏄🏍🏎🚘🗠🛢💰🏷💳👪🗡🗢🗣✯🖄🖅🖃🖆🖹🖺🖻🕵🕰🖽🖾📋🗒🗓🕮📚🗞🗟🗃🗂🖼🎭🎜" +
		"🎘🎙🎧💿🎞📷🎟🎬📽📹📾📻🎚🎛📺💻🖥🖦🖧🕹🎮🕻🕼📟🖁🖀🖨🖩🖿🖪🗜🔒🔓🗝📥📤🕳🌣🌤🌥🌦☁🌨🌧🌩🌪🌬🌫" +
		"🌜🌡🛋🛏🍽🍸🛎🛍Ⓟ♿🛆🖈🎓🗤🗥🗦🗧🛪🐿🐦🐟🐕🐈🙬🙮🙭🙯🗺🌍🌏🌎🕊"
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
		to = halves(wingdings2Low, wingdings2High, code)
	case strings.EqualFold(fontName, "Wingdings 3"):
		to = halves(wingdings3Low, wingdings3High, code)
	case strings.EqualFold(fontName, "Webdings"):
		to = halves(webdingsLow, webdingsHigh, code)
	}
	if to == 0xFFFD {
		return r
	}
	return to
}

// isSymbol reports whether [SymbolRune] knows a font.
func isSymbol(fontName string) bool {
	const bullet, disc = 0xF0B7, 0xF06C // each is a sign in one or the other of them
	return SymbolRune(fontName, bullet) != bullet || SymbolRune(fontName, disc) != disc
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

// halves looks a code up in the two parts of a table.
func halves(low, high string, code rune) rune {
	switch {
	case code < 0x7F:
		return nth(low, code-0x20)
	case code < 0x80:
		return 0xFFFD
	}
	return nth(high, code-0x80)
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
