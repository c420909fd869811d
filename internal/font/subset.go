package font

import (
	"encoding/binary"
	"fmt"

	"jobdoc/internal/font/sfnt"
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
	glyf, ends := f.cutOutlines(order, renumbered)
	loca, long := packLoca(ends)
	hmtx, widest := f.cutAdvances(order)

	head := append([]byte(nil), f.t.head[:54]...)
	binary.BigEndian.PutUint16(head[50:], long)
	hhea := append([]byte(nil), f.t.hhea[:36]...)
	binary.BigEndian.PutUint16(hhea[10:], uint16(widest))
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(order)))
	maxp := append([]byte(nil), f.t.maxp[:32]...)
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(order)))
	post := make([]byte, 32)
	copy(post, f.t.post)
	binary.BigEndian.PutUint32(post, 0x00030000) // no glyph names

	return sfnt.Write([]sfnt.Table{
		{Tag: "cmap", Data: emptyCmap()},
		{Tag: "cvt ", Data: f.t.cvt},
		{Tag: "fpgm", Data: f.t.fpgm},
		{Tag: "glyf", Data: glyf},
		{Tag: "head", Data: head},
		{Tag: "hhea", Data: hhea},
		{Tag: "hmtx", Data: hmtx},
		{Tag: "loca", Data: loca},
		{Tag: "maxp", Data: maxp},
		{Tag: "name", Data: []byte{0, 0, 0, 0, 0, 6}}, // no names
		{Tag: "post", Data: post},
		{Tag: "prep", Data: f.t.prep},
	}), nil
}

// cutOutlines puts the outlines of glyphs together, with their components'
// numbers replaced, and tells where each ends.
func (f *Face) cutOutlines(order []GlyphID, renumbered map[GlyphID]GlyphID) (glyf []byte, ends []uint32) {
	size := 0
	for _, g := range order {
		size += (len(f.outline(g)) + 3) &^ 3
	}
	glyf = make([]byte, 0, max(size, 4))
	ends = make([]uint32, 0, len(order))
	for _, g := range order {
		from := len(glyf)
		glyf = append(glyf, f.outline(g)...)
		components(glyf[from:], func(at int, part GlyphID) {
			binary.BigEndian.PutUint16(glyf[from+at:], uint16(renumbered[part]))
		})
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		ends = append(ends, uint32(len(glyf)))
	}
	if len(glyf) == 0 {
		glyf = glyf[:4] // all blank: some readers miss an empty table
	}
	return glyf, ends
}

// packLoca makes table loca, and the format number that head has for it.
func packLoca(ends []uint32) (loca []byte, format uint16) {
	if ends[len(ends)-1] > 2*0xFFFF {
		loca = make([]byte, 4, 4*len(ends)+4)
		for _, end := range ends {
			loca = binary.BigEndian.AppendUint32(loca, end)
		}
		return loca, 1
	}
	loca = make([]byte, 2, 2*len(ends)+2)
	for _, end := range ends {
		loca = binary.BigEndian.AppendUint16(loca, uint16(end/2))
	}
	return loca, 0
}

// cutAdvances makes table hmtx, and tells the widest advance.
func (f *Face) cutAdvances(order []GlyphID) (hmtx []byte, widest int) {
	hmtx = make([]byte, 0, 4*len(order))
	for _, g := range order {
		advance := f.Advance(g)
		widest = max(widest, advance)
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(advance))
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(f.leftBearing(g)))
	}
	return hmtx, widest
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
