package font

import (
	"encoding/binary"
	"fmt"
)

// Flags of a composite glyph's components (OpenType 1.9, "glyf", composite glyph flags).
const (
	argsAreWords   = 0x0001
	haveScale      = 0x0008
	moreComponents = 0x0020
	haveXYScale    = 0x0040
	haveTwoByTwo   = 0x0080
)

// Subset returns a TrueType file with the given glyphs only: glyph 0 is
// .notdef, glyph i+1 is glyphs[i], and the components that composite glyphs are
// built from come after. The same glyph may stand several times. The file has
// an empty character map, since a PDF addresses glyphs by number, and the same
// list always gives the same bytes.
//
// Hinting programs are kept as they are, with the tables they need: some
// Chinese faces put their strokes in place with them.
func (f *Face) Subset(glyphs []GlyphID) ([]byte, error) {
	order, renumbered, err := f.closure(glyphs)
	if err != nil {
		return nil, err
	}
	size := 0
	for _, g := range order {
		size += (len(f.outline(g)) + 3) &^ 3
	}
	glyf := make([]byte, 0, size)
	offsets := make([]uint32, 1, len(order)+1)
	hmtx := make([]byte, 0, 4*len(order))
	maxAdvance := 0
	for _, g := range order {
		from := len(glyf)
		glyf = append(glyf, f.outline(g)...)
		components(glyf[from:], func(at int, part GlyphID) {
			binary.BigEndian.PutUint16(glyf[from+at:], uint16(renumbered[part]))
		})
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		offsets = append(offsets, uint32(len(glyf)))
		advance := f.Advance(g)
		maxAdvance = max(maxAdvance, advance)
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(advance))
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(f.leftBearing(g)))
	}
	long := len(glyf) > 2*0xFFFF
	loca := make([]byte, 0, 4*len(offsets))
	for _, o := range offsets {
		if long {
			loca = binary.BigEndian.AppendUint32(loca, o)
		} else {
			loca = binary.BigEndian.AppendUint16(loca, uint16(o/2))
		}
	}
	head := append([]byte(nil), f.t.head[:54]...)
	binary.BigEndian.PutUint16(head[50:], 0)
	if long {
		binary.BigEndian.PutUint16(head[50:], 1)
	}
	hhea := append([]byte(nil), f.t.hhea[:36]...)
	binary.BigEndian.PutUint16(hhea[10:], uint16(maxAdvance))
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(order)))
	maxp := append([]byte(nil), f.t.maxp...)
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(order)))
	post := make([]byte, 32)
	copy(post, f.t.post)
	binary.BigEndian.PutUint32(post, 0x00030000) // no glyph names
	return writeSFNT([]sfntTable{
		{"cmap", emptyCmap()}, {"cvt ", f.t.cvt}, {"fpgm", f.t.fpgm}, {"glyf", glyf},
		{"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp},
		{"name", []byte{0, 0, 0, 0, 0, 6}}, {"post", post}, {"prep", f.t.prep},
	}), nil
}

// closure returns the glyphs of a subset in their new order and, for those
// that composite glyphs may name, their new numbers.
func (f *Face) closure(glyphs []GlyphID) ([]GlyphID, map[GlyphID]GlyphID, error) {
	if len(glyphs) >= 0xFFFF {
		return nil, nil, fmt.Errorf("cut %s: %d glyphs are too many", f.PostScriptName(), len(glyphs))
	}
	order := make([]GlyphID, 1, len(glyphs)+16)
	order = append(order, glyphs...)
	var renumbered map[GlyphID]GlyphID // made when the first composite needs it
	var err error
	for i := 0; i < len(order); i++ {
		if int(order[i]) >= f.numGlyphs {
			return nil, nil, fmt.Errorf("cut %s: glyph %d of %d", f.PostScriptName(), order[i], f.numGlyphs)
		}
		components(f.outline(order[i]), func(_ int, part GlyphID) {
			if renumbered == nil {
				renumbered = make(map[GlyphID]GlyphID, len(order))
				for j, g := range order {
					if _, known := renumbered[g]; !known {
						renumbered[g] = GlyphID(j)
					}
				}
			}
			if _, known := renumbered[part]; known {
				return
			}
			if len(order) > 0xFFFF {
				err = fmt.Errorf("cut %s: too many component glyphs", f.PostScriptName())
				return
			}
			renumbered[part] = GlyphID(len(order))
			order = append(order, part)
		})
	}
	return order, renumbered, err
}

// components calls do for each component of a composite glyph, with the place
// of its glyph number in b. A component that is cut short ends the list.
func components(b []byte, do func(at int, part GlyphID)) {
	if len(b) < 10 || i16(b, 0) >= 0 {
		return
	}
	for at := 10; at+4 <= len(b); {
		flags := u16(b, at)
		do(at+2, GlyphID(u16(b, at+2)))
		at += 4
		if flags&argsAreWords != 0 {
			at += 4
		} else {
			at += 2
		}
		switch {
		case flags&haveScale != 0:
			at += 2
		case flags&haveXYScale != 0:
			at += 4
		case flags&haveTwoByTwo != 0:
			at += 8
		}
		if flags&moreComponents == 0 {
			return
		}
	}
}

// emptyCmap returns a character map of format 4 without characters: readers that
// insist on a map find one.
func emptyCmap() []byte {
	b := []byte{0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12}
	for _, v := range []uint16{4, 24, 0, 2, 2, 0, 0, 0xFFFF, 0, 0xFFFF, 1, 0} {
		b = binary.BigEndian.AppendUint16(b, v)
	}
	return b
}

// sfntTable is a table to be written.
type sfntTable struct {
	tag  string
	data []byte // nil: left out
}

// writeSFNT puts tables, sorted by tag, together to a file with its checksums.
// Table head gets its checkSumAdjustment; it must be the caller's to change.
func writeSFNT(list []sfntTable) []byte {
	kept := make([]sfntTable, 0, len(list))
	size := 12
	for _, t := range list {
		if t.data != nil {
			kept = append(kept, t)
			size += 16 + (len(t.data)+3)&^3
		}
	}
	log, span := 0, 16
	for 2*span <= 16*len(kept) {
		log, span = log+1, 2*span
	}
	out := make([]byte, 12+16*len(kept), size)
	binary.BigEndian.PutUint32(out, tagTrueType)
	binary.BigEndian.PutUint16(out[4:], uint16(len(kept)))
	binary.BigEndian.PutUint16(out[6:], uint16(span))
	binary.BigEndian.PutUint16(out[8:], uint16(log))
	binary.BigEndian.PutUint16(out[10:], uint16(16*len(kept)-span))
	head := 0
	for i, t := range kept {
		at := len(out)
		out = append(out, t.data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
		if t.tag == "head" {
			head = at
			binary.BigEndian.PutUint32(out[at+8:], 0)
		}
		entry := out[12+16*i:]
		copy(entry, t.tag)
		binary.BigEndian.PutUint32(entry[4:], checksum(out[at:]))
		binary.BigEndian.PutUint32(entry[8:], uint32(at))
		binary.BigEndian.PutUint32(entry[12:], uint32(len(t.data)))
	}
	if head != 0 {
		binary.BigEndian.PutUint32(out[head+8:], 0xB1B0AFBA-checksum(out))
	}
	return out
}

// checksum adds up b, whose size is a multiple of 4, as big-endian uint32.
func checksum(b []byte) uint32 {
	var sum uint32
	for ; len(b) >= 4; b = b[4:] {
		sum += binary.BigEndian.Uint32(b)
	}
	return sum
}
