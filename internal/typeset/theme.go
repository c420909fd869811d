package typeset

import (
	"strings"

	"jobdoc/internal/wordml"
)

// theme is the fonts and colours of the theme part (20.1.6.9).
type theme struct {
	latin, eastAsia, complex [2]string // minor, major
	colors                   map[string]Color
}

// parseTheme reads the font and the colour scheme; root and settings may be nil.
func parseTheme(root, settings *wordml.Node) theme {
	var t theme
	lang := settings.Child("w:themeFontLang")
	t.parseFonts(root.Find("a:themeElements", "a:fontScheme"), lang.Attr("w:eastAsia"), lang.Attr("w:bidi"))
	t.parseColors(root.Find("a:themeElements", "a:clrScheme"), settings.Child("w:clrSchemeMapping"))
	return t
}

// parseFonts reads a font scheme. The East Asian face is often left empty and
// then follows the language of settings' w:themeFontLang, by its script.
func (t *theme) parseFonts(scheme *wordml.Node, eastAsian, complex string) {
	for i, name := range [2]string{"a:minorFont", "a:majorFont"} {
		fonts := scheme.Child(name)
		if fonts == nil {
			continue
		}
		t.latin[i] = fonts.Child("a:latin").Attr("typeface")
		t.eastAsia[i] = fonts.Child("a:ea").Attr("typeface")
		t.complex[i] = fonts.Child("a:cs").Attr("typeface")
		for _, f := range fonts.Children {
			if f.Name != "a:font" {
				continue
			}
			switch f.Attr("script") {
			case eastAsianScript(eastAsian):
				if t.eastAsia[i] == "" {
					t.eastAsia[i] = f.Attr("typeface")
				}
			case complexScript(complex):
				if t.complex[i] == "" {
					t.complex[i] = f.Attr("typeface")
				}
			}
		}
	}
}

// eastAsianScript is the script (ISO 15924) of an East Asian language, Chinese
// of the mainland where none is given.
func eastAsianScript(lang string) string {
	primary, _, _ := strings.Cut(lang, "-")
	switch {
	case primary == "ja":
		return "Jpan"
	case primary == "ko":
		return "Hang"
	case lang == "zh-TW", lang == "zh-HK", lang == "zh-MO", strings.HasPrefix(lang, "zh-Hant"):
		return "Hant"
	}
	return "Hans"
}

// complexScript is the script of a language that is written in none of the others.
func complexScript(lang string) string {
	primary, _, _ := strings.Cut(lang, "-")
	switch primary {
	case "he":
		return "Hebr"
	case "th":
		return "Thai"
	case "hi":
		return "Deva"
	case "ar", "fa", "ur":
		return "Arab"
	case "ug":
		return "Uigh"
	case "bo":
		return "Tibt"
	case "mn":
		return "Mong"
	}
	return "none"
}

// font returns the name a theme reference stands for (17.18.96), or "".
func (t *theme) font(reference string) string {
	switch reference {
	case "minorAscii", "minorHAnsi":
		return t.latin[0]
	case "majorAscii", "majorHAnsi":
		return t.latin[1]
	case "minorEastAsia":
		return t.eastAsia[0]
	case "majorEastAsia":
		return t.eastAsia[1]
	case "minorBidi":
		return t.complex[0]
	case "majorBidi":
		return t.complex[1]
	}
	return ""
}

// parseColors reads a colour scheme under the names that documents use
// (17.18.97). The names of text and background go by settings' w:clrSchemeMapping.
func (t *theme) parseColors(scheme, mapping *wordml.Node) {
	if scheme == nil {
		return
	}
	t.colors = map[string]Color{}
	for _, c := range scheme.Children {
		name := strings.TrimPrefix(c.Name, "a:")
		switch name {
		case "dk1", "dk2":
			name = "dark" + name[2:]
		case "lt1", "lt2":
			name = "light" + name[2:]
		case "hlink":
			name = "hyperlink"
		case "folHlink":
			name = "followedHyperlink"
		}
		color, ok := parseColor(c.Child("a:srgbClr").Attr("val"))
		if !ok {
			color, ok = parseColor(c.Child("a:sysClr").Attr("lastClr"))
		}
		if ok {
			t.colors[name] = color
		}
	}
	for _, m := range [...][3]string{
		{"background1", "w:bg1", "light1"}, {"text1", "w:t1", "dark1"},
		{"background2", "w:bg2", "light2"}, {"text2", "w:t2", "dark2"},
	} {
		from := m[2]
		if to := mapping.Attr(m[1]); to != "" {
			from = to
		}
		if color, ok := t.colors[from]; ok {
			t.colors[m[0]] = color
		}
	}
}

// color reads a colour of an element: the one of the theme that prefix+"Color"
// names, lightened by prefix+"Tint" or darkened by prefix+"Shade" (17.3.2.6),
// else the value of attr. It is not ok for auto.
func (t *theme) color(n *wordml.Node, attr, prefix string) (Color, bool) {
	if t.colors != nil {
		name, ok := n.LookupAttr(prefix + "Color")
		if !ok && prefix == "w:themeFill" {
			name = n.Attr(prefix)
		}
		if c, ok := t.colors[name]; ok {
			if part, ok := parseByte(n.Attr(prefix + "Tint")); ok {
				return lighten(c, part), true
			}
			if part, ok := parseByte(n.Attr(prefix + "Shade")); ok {
				return darken(c, part), true
			}
			return c, true
		}
	}
	return parseColor(n.Attr(attr))
}

// border reads a border element; nil is a border that is not given.
func (t *theme) border(n *wordml.Node) border {
	b := parseBorder(n)
	if b.drawn() {
		b.color, _ = t.color(n, "w:color", "w:theme")
	}
	return b
}

// shading reads a w:shd (17.3.5): the colour of the area, and whether there is one.
func (t *theme) shading(n *wordml.Node) (Color, bool) {
	fill, filled := t.color(n, "w:fill", "w:themeFill")
	pattern := val(n)
	switch pattern {
	case "nil":
		return 0, false
	case "", "clear":
		return fill, filled
	}
	fore, _ := t.color(n, "w:color", "w:theme") // auto: black
	if !filled {
		fill = white
	}
	percent, ok := strings.CutPrefix(pattern, "pct")
	if p, isNumber := number(percent); ok && isNumber && p >= 0 && p <= 100 {
		return blend(fore, fill, Color(p)), true
	}
	switch {
	case pattern == "solid":
		return fore, true
	case strings.HasPrefix(pattern, "thin"):
		return blend(fore, fill, 25), true // stripes and grids: their mean
	}
	return blend(fore, fill, 50), true
}

// parseByte reads two hexadecimal digits.
func parseByte(s string) (int, bool) {
	if len(s) != 2 {
		return 0, false
	}
	high, ok1 := hexDigit(rune(s[0]))
	low, ok2 := hexDigit(rune(s[1]))
	return int(high<<4 | low), ok1 && ok2
}

// lighten brings a colour's lightness towards white: part 255 leaves it as it is.
func lighten(c Color, part int) Color {
	return relight(c, func(sum int) int { return (sum*part + 2*scaleLight*255*(255-part)) / 255 })
}

// darken brings it towards black.
func darken(c Color, part int) Color {
	return relight(c, func(sum int) int { return sum * part / 255 })
}

// scaleLight is how many steps of lightness there are to one of a colour's part.
const scaleLight = 1 << 16

// relight changes the lightness of a colour and keeps its hue and saturation
// (HSL), in integers. change gets and gives twice the lightness, that is the sum
// of the largest and the smallest part.
func relight(c Color, change func(sum int) int) Color {
	parts := [3]int{int(c >> 16 & 0xFF), int(c >> 8 & 0xFF), int(c & 0xFF)}
	least, most := min(parts[0], parts[1], parts[2]), max(parts[0], parts[1], parts[2])
	const full = 255 * scaleLight
	room := func(sum int) int { return full - max(sum-full, full-sum) } // that saturation can use
	old := (least + most) * scaleLight
	sum := change(old)
	chroma := 0
	if r := room(old); r > 0 {
		chroma = (most - least) * scaleLight * room(sum) / r
	}
	low := (sum - chroma) / 2
	var out Color
	for _, p := range parts {
		v := low
		if most > least {
			v += chroma / (most - least) * (p - least)
		}
		v = (v + scaleLight/2) / scaleLight
		out = out<<8 | Color(max(0, min(255, v)))
	}
	return out
}
