package wordml

import (
	"encoding/binary"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// decode takes up the bytes of a part as text. XML in a package is UTF-8 or
// UTF-16 (ECMA-376 part 2, 10.2): UTF-16 is known by its byte order mark.
func (p *parser) decode(data []byte) (wide bool, err error) {
	var order binary.ByteOrder
	if len(data) >= 2 {
		switch mark := binary.BigEndian.Uint16(data); mark {
		case 0xfeff:
			order = binary.BigEndian
		case 0xfffe:
			order = binary.LittleEndian
		}
	}
	p.pos = 0
	if order == nil {
		at, fault := checkChars(data)
		p.src = strings.TrimPrefix(string(data), "\ufeff")
		return false, p.charFault(at, fault)
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	text := []byte(string(utf16.Decode(units[1:])))
	at, fault := checkChars(text)
	p.src = string(text)
	if fault == noFault && len(data)%2 == 1 {
		at, fault = len(text), utf8.RuneError
	}
	return true, p.charFault(at, fault)
}

// charFault makes an error of what [checkChars] found.
func (p *parser) charFault(at int, fault rune) error {
	switch fault {
	case noFault:
		return nil
	case utf8.RuneError:
		return p.failAt(at, xmlNotUTF8)
	}
	return p.failAt(at, xmlCharacter, fault)
}

// checkChars looks for what is not UTF-8 or no character of XML (2.2, Char):
// it returns the place and the character, [utf8.RuneError] for bytes that are
// none, noFault where all is well.
func checkChars(data []byte) (at int, fault rune) {
	const ones = 0x0101010101010101
	for at < len(data) {
		// Eight bytes at a time, while all are plain ASCII from the blank up.
		if at+8 <= len(data) {
			if x := binary.LittleEndian.Uint64(data[at:]); (x|(x-0x20*ones))&(0x80*ones) == 0 {
				at += 8
				continue
			}
		}
		c := data[at]
		if c >= 0x20 && c < utf8.RuneSelf || isSpace(c) {
			at++
			continue
		}
		r, n := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && n == 1 {
			return at, r
		}
		if !IsChar(r) {
			return at, r
		}
		at += n
	}
	return 0, noFault
}

// noFault is what [checkChars] returns for text that holds none; zero would be
// a character.
const noFault rune = -1

// IsChar reports whether XML 1.0 (2.2, production Char) allows r in a document.
func IsChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' ||
		r >= 0x20 && r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd || r >= 0x10000 && r <= 0x10ffff
}

// declaration reads the XML declaration, if there is one (2.8). One that
// names another encoding is refused: a program that followed it would read
// another document out of the same bytes.
func (p *parser) declaration(wide bool) error {
	if !p.at("<?xml") || len(p.src) < 6 || !isSpace(p.src[5]) {
		return nil
	}
	end := strings.Index(p.src, "?>")
	if end < 0 {
		return p.fail(xmlMissing, "?>")
	}
	rest := p.src[5:end]
	version := cutPseudo(&rest, "version")
	encoding := strings.ToUpper(cutPseudo(&rest, "encoding"))
	cutPseudo(&rest, "standalone")
	if version != "1.0" || strings.TrimLeft(rest, blanks) != "" {
		return p.fail(xmlDeclaration)
	}
	switch encoding {
	case "":
	case "UTF-16":
		if !wide {
			return p.fail(xmlEncoding)
		}
	case "UTF-8", "ASCII", "US-ASCII":
		if wide || encoding != "UTF-8" && !isASCII(p.src) {
			return p.fail(xmlEncoding)
		}
	default:
		return p.fail(xmlEncoding)
	}
	p.pos = end + 2
	return nil
}

const blanks = " \t\r\n"

// cutPseudo takes a pseudo-attribute of an XML declaration off s and returns
// its value, "" where something else comes first.
func cutPseudo(s *string, name string) string {
	rest, ok := strings.CutPrefix(strings.TrimLeft(*s, blanks), name)
	if !ok {
		return ""
	}
	rest, ok = strings.CutPrefix(strings.TrimLeft(rest, blanks), "=")
	rest = strings.TrimLeft(rest, blanks)
	if !ok || rest == "" || rest[0] != '"' && rest[0] != '\'' {
		return ""
	}
	value, rest, ok := strings.Cut(rest[1:], rest[:1])
	if !ok {
		return ""
	}
	*s = rest
	return value
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// keepsSpace reports whether white space alone is text inside n: always in the
// elements that hold text; elsewhere it is only how the file is indented.
func keepsSpace(n *Node) bool {
	switch n.Name {
	case "w:t", "w:delText", "w:instrText", "a:t", "m:t":
		return true
	}
	return len(n.Attrs) > 0 && n.Attr("xml:space") == "preserve"
}

func (p *parser) text(raw string, keepSpace bool) error {
	if err := p.spend(); err != nil {
		return err
	}
	if !keepSpace && isBlank(raw) {
		return nil
	}
	s, err := p.unescape(raw)
	if err != nil {
		return err
	}
	p.addText(s)
	return nil
}

func (p *parser) addText(s string) {
	t := p.newNode()
	t.Text = s
	p.kids = append(p.kids, t)
}

func isBlank(s string) bool {
	for i := range len(s) {
		if !isSpace(s[i]) {
			return false
		}
	}
	return true
}

// lineEnds makes every line end a line feed (XML 1.0, 2.11).
func lineEnds(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// unescape resolves references (XML 1.0, 4.1) and line ends.
func (p *parser) unescape(raw string) (string, error) {
	raw = lineEnds(raw)
	i := strings.IndexByte(raw, '&')
	if i < 0 {
		return raw, nil
	}
	var b strings.Builder
	for i >= 0 {
		b.WriteString(raw[:i])
		end := strings.IndexByte(raw[i:], ';')
		if end < 0 {
			return "", p.fail(xmlAmpersand)
		}
		r, ok := reference(raw[i+1 : i+end])
		if !ok {
			return "", p.fail(xmlEntity, raw[i:i+end+1])
		}
		b.WriteRune(r)
		raw = raw[i+end+1:]
		i = strings.IndexByte(raw, '&')
	}
	b.WriteString(raw)
	return b.String(), nil
}

func reference(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if !strings.HasPrefix(name, "#") {
		return 0, false
	}
	digits, base := name[1:], 10
	if strings.HasPrefix(digits, "x") {
		digits, base = digits[1:], 16
	}
	v, err := strconv.ParseUint(digits, base, 32)
	if err != nil || v > utf8.MaxRune || !IsChar(rune(v)) {
		return 0, false
	}
	return rune(v), true
}
