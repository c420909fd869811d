package main

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"jobdoc/internal/font/sfnt"
)

// assemble puts drawn glyphs after those of a cut face, and gives the whole a
// character map and names of its own. Glyph i+1 of the cut face is that of runes[i].
func assemble(source, cut []byte, runes []rune, drawn map[rune]*glyph) ([]byte, error) {
	t, err := byTag(cut)
	if err != nil {
		return nil, err
	}
	original, err := byTag(source)
	if err != nil {
		return nil, err
	}
	count := int(binary.BigEndian.Uint16(t["maxp"][4:]))
	glyf := slices.Clone(t["glyf"])
	hmtx := slices.Clone(t["hmtx"])
	loca := longLoca(t["loca"], t["head"], count)
	mapping := make(map[rune]int)
	for i, r := range runes {
		mapping[r] = i + 1
	}
	points, contours := 0, 0
	for _, r := range sortedKeys(drawn) {
		g := drawn[r]
		mapping[r] = count
		count++
		b := g.encode()
		glyf = append(glyf, b...)
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(g.advance))
		hmtx = binary.BigEndian.AppendUint16(hmtx, binary.BigEndian.Uint16(b[2:])) // xMin
		points = max(points, g.points())
		contours = max(contours, len(g.contours))
	}
	head, hhea, maxp := slices.Clone(t["head"]), slices.Clone(t["hhea"]), slices.Clone(t["maxp"])
	binary.BigEndian.PutUint16(head[50:], 1) // 32-bit loca
	binary.BigEndian.PutUint16(hhea[34:], uint16(count))
	binary.BigEndian.PutUint16(maxp[4:], uint16(count))
	raise(maxp[6:], points)
	raise(maxp[8:], contours)
	return sfnt.Write([]sfnt.Table{
		{Tag: "OS/2", Data: original["OS/2"]},
		{Tag: "cmap", Data: cmapTable(mapping)},
		{Tag: "cvt ", Data: t["cvt "]},
		{Tag: "fpgm", Data: t["fpgm"]},
		{Tag: "glyf", Data: glyf},
		{Tag: "head", Data: head},
		{Tag: "hhea", Data: hhea},
		{Tag: "hmtx", Data: hmtx},
		{Tag: "loca", Data: loca},
		{Tag: "maxp", Data: maxp},
		{Tag: "name", Data: nameTable(original["name"])},
		{Tag: "post", Data: t["post"]},
		{Tag: "prep", Data: t["prep"]},
	}), nil
}

func byTag(data []byte) (map[string][]byte, error) {
	_, list, err := sfnt.Read(data, 0)
	if err != nil {
		return nil, err
	}
	t := make(map[string][]byte)
	for _, e := range list {
		t[e.Tag] = e.Data
	}
	for _, tag := range []string{"head", "hhea", "hmtx", "loca", "glyf", "maxp", "name"} {
		if t[tag] == nil {
			return nil, fmt.Errorf("table %s is missing", tag)
		}
	}
	return t, nil
}

// longLoca returns loca with 32-bit offsets.
func longLoca(loca, head []byte, count int) []byte {
	if binary.BigEndian.Uint16(head[50:]) != 0 {
		return slices.Clone(loca)
	}
	var long []byte
	for i := range count + 1 {
		long = binary.BigEndian.AppendUint32(long, 2*uint32(binary.BigEndian.Uint16(loca[2*i:])))
	}
	return long
}

// raise makes a field at least v.
func raise(field []byte, v int) {
	binary.BigEndian.PutUint16(field, max(binary.BigEndian.Uint16(field), uint16(v)))
}

func sortedKeys[V any](m map[rune]V) []rune {
	var keys []rune
	for r := range m {
		keys = append(keys, r)
	}
	slices.Sort(keys)
	return keys
}

// cmapTable makes one subtable of format 12, for both platforms.
func cmapTable(mapping map[rune]int) []byte {
	var groups []uint32
	for _, r := range sortedKeys(mapping) {
		c, g := uint32(r), uint32(mapping[r])
		if n := len(groups); n > 0 && groups[n-2] == c-1 && groups[n-1]+groups[n-2]-groups[n-3] == g-1 {
			groups[n-2] = c
			continue
		}
		groups = append(groups, c, c, g)
	}
	b := []byte{0, 0, 0, 2}
	b = append(b, 0, 0, 0, 4, 0, 0, 0, 20)  // Unicode, full
	b = append(b, 0, 3, 0, 10, 0, 0, 0, 20) // Windows, full
	// groups holds start, end, first glyph: fields as in the table.
	b = append(b, 0, 12, 0, 0)
	b = binary.BigEndian.AppendUint32(b, uint32(16+4*len(groups)))
	b = binary.BigEndian.AppendUint32(b, 0)
	b = binary.BigEndian.AppendUint32(b, uint32(len(groups)/3))
	for _, v := range groups {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return b
}

// nameTable makes the names. The licence reserves the names 霞鹜 and LXGW, so the
// face bears another; the copyright notices of the source stay.
func nameTable(original []byte) []byte {
	const (
		version = "Version 1.000"
		license = "This Font Software is licensed under the SIL Open Font License, Version 1.1. " +
			"This license is available with a FAQ at: https://openfontlicense.org"
	)
	records := []struct {
		id   int
		text string
	}{
		{0, copyrightOf(original) + " Marks of forms drawn for jobdoc."},
		{1, "Jobdoc Fallback"},
		{2, "Regular"},
		{3, "1.000;JobdocFallback-Regular"},
		{4, "Jobdoc Fallback Regular"},
		{5, version},
		{6, "JobdocFallback-Regular"},
		{13, license},
		{14, "https://openfontlicense.org"},
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
		for _, v := range []int{3, 1, 0x409, r.id, len(store) - at, at} { // Windows, Unicode, English
			b = binary.BigEndian.AppendUint16(b, uint16(v))
		}
	}
	return append(b, store...)
}

// copyrightOf returns the copyright notice of a name table, as Windows has it in English.
func copyrightOf(b []byte) string {
	store := int(binary.BigEndian.Uint16(b[4:]))
	for i := range int(binary.BigEndian.Uint16(b[2:])) {
		field := func(n int) int { return int(binary.BigEndian.Uint16(b[6+12*i+2*n:])) }
		if field(0) != 3 || field(2) != 0x409 || field(3) != 0 {
			continue
		}
		text := b[store+field(5):][:field(4)]
		var units []uint16
		for ; len(text) >= 2; text = text[2:] {
			units = append(units, binary.BigEndian.Uint16(text))
		}
		return strings.TrimSpace(string(utf16.Decode(units)))
	}
	return ""
}
