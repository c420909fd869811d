// Package sfnt reads and writes the container of TrueType and OpenType fonts: a
// directory of tables, several of them in a collection.
//
// It must not know what the tables mean, but for the checksum that table head holds.
package sfnt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrFormat says that bytes are no sound font file.
var ErrFormat = errors.New("not a sound TrueType font")

// Versions at the start of a table directory (OpenType 1.9, "Organization of an
// OpenType font").
const (
	TrueType   = 0x00010000
	appleTrue  = 0x74727565 // "true"
	OpenType   = 0x4F54544F // "OTTO": PostScript outlines
	collection = 0x74746366 // "ttcf"
)

// MaxFaces bounds the faces of one collection; real ones hold up to some dozens.
const MaxFaces = 256

// HeaderSize is how many bytes of a file [Faces] and [Offset] may look at.
const HeaderSize = 12 + 4*MaxFaces

// maxTables bounds the tables of one face; real ones have up to some thirty.
const maxTables = 256

// DirectorySize is how many bytes from the offset of a face [Directory] may look at.
const DirectorySize = 12 + 16*maxTables

// Table is a table of a face.
type Table struct {
	Tag  string // four characters
	Data []byte
}

// Entry is a line of a face's table directory.
type Entry struct {
	Tag          string
	Offset, Size uint32 // in the file, not yet held against its end
}

// IsCollection reports whether a file is a collection (TTC).
func IsCollection(data []byte) bool {
	return len(data) >= 12 && binary.BigEndian.Uint32(data) == collection
}

// Faces returns how many faces a file says it holds, at most [MaxFaces].
func Faces(data []byte) int {
	if IsCollection(data) {
		return int(min(binary.BigEndian.Uint32(data[8:]), MaxFaces))
	}
	return 1
}

// Offset returns where the table directory of a face begins.
func Offset(data []byte, index int) (uint32, error) {
	if index < 0 || index >= Faces(data) {
		return 0, fmt.Errorf("%w: face %d of a file with %d", ErrFormat, index, Faces(data))
	}
	if !IsCollection(data) {
		return 0, nil
	}
	at := 12 + 4*index
	if at+4 > len(data) {
		return 0, fmt.Errorf("%w: collection is cut short", ErrFormat)
	}
	return binary.BigEndian.Uint32(data[at:]), nil
}

// Directory reads a table directory, with its version.
func Directory(b []byte) (version uint32, entries []Entry, err error) {
	if len(b) < 12 {
		return 0, nil, fmt.Errorf("%w: table directory is cut short", ErrFormat)
	}
	switch version = binary.BigEndian.Uint32(b); version {
	case TrueType, appleTrue, OpenType:
	default:
		return 0, nil, fmt.Errorf("%w: signature %08x", ErrFormat, version)
	}
	n := int(binary.BigEndian.Uint16(b[4:]))
	if n > maxTables || len(b) < 12+16*n {
		return 0, nil, fmt.Errorf("%w: table directory is cut short", ErrFormat)
	}
	entries = make([]Entry, n)
	for i := range entries {
		e := b[12+16*i:]
		entries[i] = Entry{string(e[:4]), binary.BigEndian.Uint32(e[8:]), binary.BigEndian.Uint32(e[12:])}
	}
	return version, entries, nil
}

// Read returns the tables of a face, without copying them. A table that is
// listed but not wholly inside the file is left out.
func Read(data []byte, index int) (version uint32, tables []Table, err error) {
	at, err := Offset(data, index)
	if err != nil {
		return 0, nil, err
	}
	if uint64(at) > uint64(len(data)) {
		return 0, nil, fmt.Errorf("%w: face begins after the end of the file", ErrFormat)
	}
	version, entries, err := Directory(data[at:])
	if err != nil {
		return 0, nil, err
	}
	for _, e := range entries {
		if end := uint64(e.Offset) + uint64(e.Size); end <= uint64(len(data)) {
			tables = append(tables, Table{e.Tag, data[e.Offset:end:end]})
		}
	}
	return version, tables, nil
}

// Write puts TrueType tables together to a file, in the order of their tags, and
// computes the checksums. A table without data is left out. The tables are copied.
func Write(tables []Table) []byte {
	tables = slices.Clone(tables)
	slices.SortStableFunc(tables, func(a, b Table) int { return strings.Compare(a.Tag, b.Tag) })
	n, size := 0, 12
	for _, t := range tables {
		if len(t.Data) > 0 {
			n, size = n+1, size+16+(len(t.Data)+3)&^3
		}
	}
	log, span := 0, 16
	for 2*span <= 16*n {
		log, span = log+1, 2*span
	}
	out := make([]byte, 12+16*n, size)
	binary.BigEndian.PutUint32(out, TrueType)
	binary.BigEndian.PutUint16(out[4:], uint16(n))
	binary.BigEndian.PutUint16(out[6:], uint16(span))
	binary.BigEndian.PutUint16(out[8:], uint16(log))
	binary.BigEndian.PutUint16(out[10:], uint16(16*n-span))
	sum, head, entry := uint32(0), 0, 12
	for _, t := range tables {
		if len(t.Data) == 0 {
			continue
		}
		at := len(out)
		out = append(out, t.Data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
		if t.Tag == "head" && len(t.Data) >= 12 {
			head = at
			binary.BigEndian.PutUint32(out[at+8:], 0)
		}
		copy(out[entry:], t.Tag)
		s := checksum(out[at:])
		sum += s
		binary.BigEndian.PutUint32(out[entry+4:], s)
		binary.BigEndian.PutUint32(out[entry+8:], uint32(at))
		binary.BigEndian.PutUint32(out[entry+12:], uint32(len(t.Data)))
		entry += 16
	}
	if head != 0 {
		// checkSumAdjustment makes the sum over the whole file this constant ("head").
		sum += checksum(out[:12+16*n])
		binary.BigEndian.PutUint32(out[head+8:], 0xB1B0AFBA-sum)
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
