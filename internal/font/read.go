package font

import (
	"errors"

	"jobdoc/internal/font/sfnt"
)

// ErrCFF says that a face has PostScript (CFF) outlines. Only TrueType outlines
// can be cut and embedded here.
var ErrCFF = errors.New("font has OpenType/CFF outlines, only TrueType outlines can be used")

// ErrFormat says that the bytes are no sound TrueType face.
var ErrFormat = sfnt.ErrFormat

// u16 reads a big-endian uint16, 0 where the bytes end before. Fonts are
// untrusted: what must be there is checked once in [Parse], all else reads as zero.
func u16(b []byte, at int) int {
	if at < 0 || at > len(b)-2 {
		return 0
	}
	return int(b[at])<<8 | int(b[at+1])
}

// i16 reads a big-endian int16, 0 where the bytes end before.
func i16(b []byte, at int) int { return int(int16(u16(b, at))) }

// u32 reads a big-endian uint32, 0 where the bytes end before.
func u32(b []byte, at int) uint32 {
	if at < 0 || at > len(b)-4 {
		return 0
	}
	return uint32(b[at])<<24 | uint32(b[at+1])<<16 | uint32(b[at+2])<<8 | uint32(b[at+3])
}

// part returns b[from:from+n], nil when that is not wholly inside.
func part(b []byte, from, n uint32) []byte {
	if uint64(from)+uint64(n) > uint64(len(b)) {
		return nil
	}
	return b[from : from+n : from+n]
}

// tables are the parts of one face that are used here. They point into the file.
type tables struct {
	head, hhea, hmtx, maxp, os2, post, name, cmap, loca, glyf []byte
	cvt, fpgm, prep                                           []byte

	variable bool
}

// field returns the place that the table with a tag goes to, nil when it is not used.
func (t *tables) field(tag string) *[]byte {
	switch tag {
	case "head":
		return &t.head
	case "hhea":
		return &t.hhea
	case "hmtx":
		return &t.hmtx
	case "maxp":
		return &t.maxp
	case "OS/2":
		return &t.os2
	case "post":
		return &t.post
	case "name":
		return &t.name
	case "cmap":
		return &t.cmap
	case "loca":
		return &t.loca
	case "glyf":
		return &t.glyf
	case "cvt ":
		return &t.cvt
	case "fpgm":
		return &t.fpgm
	case "prep":
		return &t.prep
	}
	return nil
}

// readTables finds the tables of a face.
func readTables(data []byte, index int) (tables, error) {
	var t tables
	version, list, err := sfnt.Read(data, index)
	if err != nil {
		return t, err
	}
	cff := version == sfnt.OpenType
	for _, e := range list {
		if f := t.field(e.Tag); f != nil && *f == nil {
			*f = e.Data
		}
		t.variable = t.variable || e.Tag == "fvar"
		cff = cff || e.Tag == "CFF " || e.Tag == "CFF2"
	}
	if t.glyf == nil && cff {
		return t, ErrCFF
	}
	return t, nil
}
