package font

import (
	"errors"
	"fmt"
)

// ErrCFF says that a face has PostScript (CFF) outlines. Only TrueType outlines
// can be cut and embedded here.
var ErrCFF = errors.New("font has OpenType/CFF outlines, only TrueType outlines can be used")

// ErrFormat says that the bytes are no sound TrueType face.
var ErrFormat = errors.New("not a sound TrueType font")

// Tags of the sfnt versions (OpenType 1.9, "Organization of an OpenType font").
const (
	tagTrueType   = 0x00010000
	tagAppleTrue  = 0x74727565 // "true"
	tagOpenType   = 0x4F54544F // "OTTO"
	tagCollection = 0x74746366 // "ttcf"
)

// maxCollection bounds the faces of one collection; real ones hold up to some dozens.
const maxCollection = 256

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
	fvar                                                      bool
}

// fields are the places that the tables of a face go to, by tag.
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

// directoryEntry is one line of a face's table directory.
type directoryEntry struct {
	tag          string
	offset, size uint32
}

// numFaces returns how many faces a file holds, given its first 12 bytes.
func numFaces(head []byte) int {
	if u32(head, 0) == tagCollection {
		return int(min(u32(head, 8), maxCollection))
	}
	return 1
}

// faceOffset returns where the table directory of a face begins.
func faceOffset(data []byte, index int) (uint32, error) {
	if u32(data, 0) != tagCollection {
		if index != 0 {
			return 0, fmt.Errorf("%w: face %d of a file with one", ErrFormat, index)
		}
		return 0, nil
	}
	if index < 0 || index >= numFaces(data) || len(data) < 12+4*index+4 {
		return 0, fmt.Errorf("%w: face %d of a collection of %d", ErrFormat, index, numFaces(data))
	}
	return u32(data, 12+4*index), nil
}

// readDirectory reads the table directory at the start of b.
func readDirectory(b []byte) ([]directoryEntry, error) {
	switch u32(b, 0) {
	case tagTrueType, tagAppleTrue:
	case tagOpenType:
		return nil, ErrCFF
	default:
		return nil, fmt.Errorf("%w: signature %08x", ErrFormat, u32(b, 0))
	}
	n := u16(b, 4)
	if len(b) < 12+16*n {
		return nil, fmt.Errorf("%w: table directory is cut short", ErrFormat)
	}
	entries := make([]directoryEntry, n)
	for i := range entries {
		at := 12 + 16*i
		entries[i] = directoryEntry{string(b[at : at+4]), u32(b, at+8), u32(b, at+12)}
	}
	return entries, nil
}

// readTables finds the tables of a face. A table that is listed but not wholly
// inside the file counts as missing.
func readTables(data []byte, index int) (tables, error) {
	var t tables
	at, err := faceOffset(data, index)
	if err != nil {
		return t, err
	}
	if uint64(at) > uint64(len(data)) {
		return t, fmt.Errorf("%w: face begins after the end of the file", ErrFormat)
	}
	entries, err := readDirectory(data[at:])
	if err != nil {
		return t, err
	}
	cff := false
	for _, e := range entries {
		if f := t.field(e.tag); f != nil && *f == nil {
			*f = part(data, e.offset, e.size)
		}
		t.fvar = t.fvar || e.tag == "fvar"
		cff = cff || e.tag == "CFF " || e.tag == "CFF2"
	}
	if t.glyf == nil && cff {
		return t, ErrCFF
	}
	return t, nil
}
