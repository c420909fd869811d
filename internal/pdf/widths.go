package pdf

import (
	"encoding/binary"
	"fmt"
)

// setAdvances writes the advances that differ from the face's own into a cut
// face, so that it agrees with /W, as PDF/A demands (ISO 19005-2, 6.2.11.5).
// advances go by glyph number, in font units. The checksums are kept right.
func setAdvances(cut []byte, advances map[int]int) error {
	if len(advances) == 0 {
		return nil
	}
	head, _, err := table(cut, "head")
	if err != nil {
		return err
	}
	hmtx, entry, err := table(cut, "hmtx")
	if err != nil {
		return err
	}
	if len(head) < 12 {
		return fmt.Errorf("table head of %d bytes", len(head))
	}
	var change uint32 // of the table's sum, modulo 2³²
	for glyph, advance := range advances {
		if 4*glyph+4 > len(hmtx) || advance < 0 || advance > 0xFFFF {
			return fmt.Errorf("advance %d of glyph %d", advance, glyph)
		}
		at := hmtx[4*glyph:]
		change += (uint32(advance) - uint32(binary.BigEndian.Uint16(at))) << 16
		binary.BigEndian.PutUint16(at, uint16(advance))
	}
	// The directory holds the table's sum, so the whole file's changes by twice as much.
	binary.BigEndian.PutUint32(entry[4:], binary.BigEndian.Uint32(entry[4:])+change)
	binary.BigEndian.PutUint32(head[8:], binary.BigEndian.Uint32(head[8:])-2*change)
	return nil
}

// table returns a table of a TrueType file, and its line in the directory
// (OpenType 1.9, "Organization of an OpenType font").
func table(sfnt []byte, tag string) (data, entry []byte, err error) {
	if len(sfnt) < 12 {
		return nil, nil, fmt.Errorf("font of %d bytes", len(sfnt))
	}
	for i := range int(binary.BigEndian.Uint16(sfnt[4:])) {
		at := 12 + 16*i
		if at+16 > len(sfnt) {
			break
		}
		entry = sfnt[at : at+16]
		if string(entry[:4]) != tag {
			continue
		}
		from, size := uint64(binary.BigEndian.Uint32(entry[8:])), uint64(binary.BigEndian.Uint32(entry[12:]))
		if from+size > uint64(len(sfnt)) {
			break
		}
		return sfnt[from : from+size], entry, nil
	}
	return nil, nil, fmt.Errorf("font without a sound table %s", tag)
}
