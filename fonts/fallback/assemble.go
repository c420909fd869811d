package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"jobdoc/internal/font/sfnt"
)

// naming is what the face being made is called.
type naming struct {
	family string
	credit string // follows the copyright notices of the source
}

// assemble puts the glyphs of cut faces and drawn ones one after the other, and
// gives the whole a character map and names of its own. Measures are those of source.
func assemble(source []byte, parts []part, drawn map[rune]*glyph, called naming) ([]byte, error) {
	original, err := byTag(source)
	if err != nil {
		return nil, err
	}
	first, err := byTag(parts[0].data)
	if err != nil {
		return nil, err
	}
	all := glyphs{loca: []byte{0, 0, 0, 0}, mapping: map[rune]int{}}
	for i, p := range parts {
		if err := all.add(p, i > 0); err != nil {
			return nil, err
		}
	}
	for _, r := range sortedKeys(drawn) {
		all.draw(r, drawn[r])
	}
	head, hhea, maxp := slices.Clone(first["head"]), slices.Clone(first["hhea"]), slices.Clone(first["maxp"])
	binary.BigEndian.PutUint16(head[50:], 1) // 32-bit loca
	binary.BigEndian.PutUint16(hhea[34:], uint16(all.count))
	binary.BigEndian.PutUint16(maxp[4:], uint16(all.count))
	for at, most := range all.most {
		raise(maxp[6+2*at:], most)
	}
	return sfnt.Write([]sfnt.Table{
		{Tag: "OS/2", Data: original["OS/2"]},
		{Tag: "cmap", Data: cmapTable(all.mapping)},
		{Tag: "cvt ", Data: first["cvt "]},
		{Tag: "fpgm", Data: first["fpgm"]},
		{Tag: "glyf", Data: all.glyf},
		{Tag: "head", Data: head},
		{Tag: "hhea", Data: hhea},
		{Tag: "hmtx", Data: all.hmtx},
		{Tag: "loca", Data: all.loca},
		{Tag: "maxp", Data: maxp},
		{Tag: "name", Data: nameTable(original["name"], called)},
		{Tag: "post", Data: first["post"]},
		{Tag: "prep", Data: first["prep"]},
	}), nil
}

// glyphs are the glyphs of the face being made.
type glyphs struct {
	glyf, loca, hmtx []byte
	count            int
	mapping          map[rune]int
	most             [4]int // points and contours of simple and of composite glyphs, as in maxp
}

// add appends the glyphs of a cut face, .notdef left out where there is one.
func (g *glyphs) add(p part, again bool) error {
	t, err := byTag(p.data)
	if err != nil {
		return err
	}
	if upem := binary.BigEndian.Uint16(t["head"][18:]); upem != em {
		return fmt.Errorf("%d units per em, want %d", upem, em)
	}
	n := int(binary.BigEndian.Uint16(t["maxp"][4:]))
	loca := longLoca(t["loca"], t["head"], n)
	offset := func(i int) int { return int(binary.BigEndian.Uint32(loca[4*i:])) }
	from := 0
	if again {
		from = 1
	}
	base := g.count - from
	for i := from; i < n; i++ {
		outline := slices.Clone(t["glyf"][offset(i):offset(i+1)])
		if again {
			if err := moveComponents(outline, base); err != nil {
				return err
			}
			outline = withoutInstructions(outline)
		}
		g.append(outline, t["hmtx"][4*i:4*i+4])
	}
	for i, r := range p.runes {
		g.mapping[r] = base + i + 1
	}
	for at := range g.most {
		g.most[at] = max(g.most[at], int(binary.BigEndian.Uint16(t["maxp"][6+2*at:])))
	}
	return nil
}

// draw appends a drawn glyph.
func (g *glyphs) draw(r rune, drawn *glyph) {
	g.mapping[r] = g.count
	if len(drawn.contours) == 0 {
		g.append(nil, make([]byte, 4))
		return
	}
	b := drawn.encode()
	g.append(b, []byte{byte(drawn.advance >> 8), byte(drawn.advance), b[2], b[3]}) // left bearing: xMin
	g.most[0], g.most[1] = max(g.most[0], drawn.points()), max(g.most[1], len(drawn.contours))
}

func (g *glyphs) append(outline, advance []byte) {
	g.glyf = append(g.glyf, outline...)
	g.loca = binary.BigEndian.AppendUint32(g.loca, uint32(len(g.glyf)))
	g.hmtx = append(g.hmtx, advance...)
	g.count++
}

// moveComponents adds to the glyph numbers that a composite glyph names
// (OpenType 1.9, "glyf", composite glyph description), and says it has no instructions.
func moveComponents(b []byte, by int) error {
	if len(b) < 10 || int16(binary.BigEndian.Uint16(b)) >= 0 {
		return nil
	}
	const words, scale, more, xyScale, twoByTwo, instructions = 1, 8, 0x20, 0x40, 0x80, 0x100
	for at := 10; at+4 <= len(b); {
		flags := binary.BigEndian.Uint16(b[at:])
		binary.BigEndian.PutUint16(b[at:], flags&^instructions)
		binary.BigEndian.PutUint16(b[at+2:], binary.BigEndian.Uint16(b[at+2:])+uint16(by))
		at += 6
		if flags&words != 0 {
			at += 2
		}
		switch {
		case flags&scale != 0:
			at += 2
		case flags&xyScale != 0:
			at += 4
		case flags&twoByTwo != 0:
			at += 8
		}
		if flags&more == 0 {
			return nil
		}
	}
	return errors.New("composite glyph is cut short")
}

// withoutInstructions leaves out what hints a simple glyph: the face it comes
// from has functions of its own for that.
func withoutInstructions(b []byte) []byte {
	if len(b) < 10 {
		return b
	}
	contours := int(int16(binary.BigEndian.Uint16(b)))
	at := 10 + 2*contours
	if contours <= 0 || at+2 > len(b) {
		return b
	}
	n := int(binary.BigEndian.Uint16(b[at:]))
	if at+2+n > len(b) {
		return b
	}
	out := append(slices.Clone(b[:at]), 0, 0)
	out = append(out, b[at+2+n:]...)
	for len(out)%4 != 0 {
		out = append(out, 0)
	}
	return out
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
func nameTable(original []byte, called naming) []byte {
	const (
		version = "Version 1.000"
		license = "This Font Software is licensed under the SIL Open Font License, Version 1.1. " +
			"This license is available with a FAQ at: https://openfontlicense.org"
	)
	full := strings.ReplaceAll(called.family, " ", "") + "-Regular"
	records := []struct {
		id   int
		text string
	}{
		{0, copyrightOf(original) + " " + called.credit},
		{1, called.family},
		{2, "Regular"},
		{3, "1.000;" + full},
		{4, called.family + " Regular"},
		{5, version},
		{6, full},
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
