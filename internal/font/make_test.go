package font_test

import (
	"encoding/binary"
	"slices"
	"testing"
	"unicode/utf16"

	"jobdoc/internal/font/sfnt"
)

// style is how a font made for a test calls itself.
type style struct {
	family  string
	chinese string // family name in Chinese, if any
	full    string
	weight  int // 0: 400
	italic  bool
	wide    bool // claims Han characters above U+FFFF
	fvar    bool
}

// namedFont makes a small font with the characters of text, which the fallback
// face must have.
func namedFont(tb testing.TB, text string, s style) []byte {
	tb.Helper()
	f := parseFont(tb, "NotoSansSC-Regular.ttf")
	if f.Glyph([]rune(text)[0]) == 0 {
		f = parseFont(tb, fallbackFile)
	}
	runes := []rune(text)
	slices.Sort(runes)
	cut, err := f.Subset(glyphsOf(f, string(runes)))
	if err != nil {
		tb.Fatal(err)
	}
	_, list, err := sfnt.Read(cut, 0)
	if err != nil {
		tb.Fatal(err)
	}
	for i, t := range list {
		switch t.Tag {
		case "name":
			list[i].Data = nameTable(s)
		case "cmap":
			list[i].Data = cmapTable(runes)
		}
	}
	list = append(list, sfnt.Table{Tag: "OS/2", Data: os2Table(s)})
	if s.fvar {
		list = append(list, sfnt.Table{Tag: "fvar", Data: make([]byte, 16)})
	}
	return sfnt.Write(list)
}

func nameTable(s style) []byte {
	type record struct {
		language, id int
		text         string
	}
	records := []record{{0x409, 1, s.family}, {0x409, 4, s.full}, {0x409, 6, s.family + "-Test"}}
	if s.chinese != "" {
		records = append(records, record{0x804, 1, s.chinese})
	}
	b := binary.BigEndian.AppendUint16(nil, 0)
	b = binary.BigEndian.AppendUint16(b, uint16(len(records)))
	b = binary.BigEndian.AppendUint16(b, uint16(6+12*len(records)))
	var store []byte
	for _, r := range records {
		at := len(store)
		for _, u := range utf16.Encode([]rune(r.text)) {
			store = binary.BigEndian.AppendUint16(store, u)
		}
		for _, v := range []int{3, 1, r.language, r.id, len(store) - at, at} {
			b = binary.BigEndian.AppendUint16(b, uint16(v))
		}
	}
	return append(b, store...)
}

// cmapTable makes a map of format 4 or, above U+FFFF, of format 12: glyph i+1 is
// that of runes[i].
func cmapTable(runes []rune) []byte {
	b := []byte{0, 0, 0, 1, 0, 3}
	if runes[len(runes)-1] > 0xFFFF {
		b = append(b, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0)
		for _, v := range []int{16 + 12*len(runes), 0, len(runes)} {
			b = binary.BigEndian.AppendUint32(b, uint32(v))
		}
		for i, r := range runes {
			for _, v := range []int{int(r), int(r), i + 1} {
				b = binary.BigEndian.AppendUint32(b, uint32(v))
			}
		}
		return b
	}
	n := len(runes) + 1
	b = append(b, 0, 1, 0, 0, 0, 12)
	word := func(v int) { b = binary.BigEndian.AppendUint16(b, uint16(v)) }
	for _, v := range []int{4, 16 + 8*n, 0, 2 * n, 0, 0, 0} {
		word(v)
	}
	for _, r := range runes {
		word(int(r))
	}
	word(0xFFFF)
	word(0)
	for _, r := range runes {
		word(int(r))
	}
	word(0xFFFF)
	for i, r := range runes {
		word(i + 1 - int(r))
	}
	word(1)
	for range n {
		word(0)
	}
	return b
}

func os2Table(s style) []byte {
	b := make([]byte, 96)
	binary.BigEndian.PutUint16(b, 4)
	binary.BigEndian.PutUint16(b[4:], 400)
	if s.weight != 0 {
		binary.BigEndian.PutUint16(b[4:], uint16(s.weight))
	}
	if s.italic {
		b[63] = 1
	}
	if s.wide {
		binary.BigEndian.PutUint32(b[46:], 1<<25|1<<27)
	}
	return b
}

// collection puts font files together to one.
func collection(fonts ...[]byte) []byte {
	b := []byte("ttcf\x00\x01\x00\x00")
	b = binary.BigEndian.AppendUint32(b, uint32(len(fonts)))
	at := 12 + 4*len(fonts)
	for _, f := range fonts {
		b = binary.BigEndian.AppendUint32(b, uint32(at))
		at += len(f)
	}
	for _, f := range fonts {
		start := len(b)
		b = append(b, f...)
		for i := range int(binary.BigEndian.Uint16(f[4:])) {
			offset := b[start+12+16*i+8:]
			binary.BigEndian.PutUint32(offset, binary.BigEndian.Uint32(offset)+uint32(start))
		}
	}
	return b
}

// wideFont makes a font with one character, whose glyph is that of some other.
func wideFont(tb testing.TB, r rune, s style) []byte {
	tb.Helper()
	_, list, err := sfnt.Read(namedFont(tb, "A", s), 0)
	if err != nil {
		tb.Fatal(err)
	}
	for i, t := range list {
		if t.Tag == "cmap" {
			list[i].Data = cmapTable([]rune{r})
		}
	}
	return sfnt.Write(list)
}

// compositeFont makes a font of A, B, a composite of both and a composite of
// that one and A, with every kind of scale.
func compositeFont(tb testing.TB) []byte {
	tb.Helper()
	_, list, err := sfnt.Read(namedFont(tb, "AB", style{family: "Composite"}), 0)
	if err != nil {
		tb.Fatal(err)
	}
	table := func(tag string) *[]byte {
		for i := range list {
			if list[i].Tag == tag {
				list[i].Data = slices.Clone(list[i].Data)
				return &list[i].Data
			}
		}
		tb.Fatalf("no table %s", tag)
		return nil
	}
	glyf, loca, hmtx := table("glyf"), table("loca"), table("hmtx")
	for _, fields := range [][]int{
		{-1, 0, 0, 1000, 1000,
			0x0001 | 0x0002 | 0x0008 | 0x0020, 1, 30, -40, 0x2000, // A, words, half as large
			0x0002 | 0x0080, 2, 0x0507, 0x4000, 0x0400, -0x0400, 0x4000}, // B, bytes, turned a little
		{-1, 0, 0, 1000, 1000,
			0x0002 | 0x0020, 3, 0x0A0B,
			0x0001 | 0x0002 | 0x0040, 1, 7, 9, 0x2000, 0x3000}, // A, scaled both ways
	} {
		for _, v := range fields {
			*glyf = binary.BigEndian.AppendUint16(*glyf, uint16(v))
		}
		for len(*glyf)%4 != 0 {
			*glyf = append(*glyf, 0)
		}
		*loca = binary.BigEndian.AppendUint16(*loca, uint16(len(*glyf)/2))
		*hmtx = append(*hmtx, 3, 0, 0, 0)
	}
	binary.BigEndian.PutUint16((*table("maxp"))[4:], 5)
	binary.BigEndian.PutUint16((*table("hhea"))[34:], 5)
	return sfnt.Write(list)
}
