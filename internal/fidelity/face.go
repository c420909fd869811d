package fidelity

import (
	"encoding/binary"
	"fmt"
	"slices"

	"jobdoc/internal/font"
)

// wordLine returns the face with other line measures: those that LibreOffice
// must be given to make a single line as high as Word does. The two take
// different heights from the same face: LibreOffice ascender and descender,
// Word 1.3 times their sum where the face is East Asian.
func wordLine(face []byte, t *font.Typeface) ([]byte, error) {
	face = slices.Clone(face)
	head, err := table(face, "head")
	if err != nil {
		return nil, err
	}
	hhea, err := table(face, "hhea")
	if err != nil {
		return nil, err
	}
	os2, err := table(face, "OS/2")
	if err != nil {
		return nil, err
	}
	em := int(binary.BigEndian.Uint16(head[18:]))
	ascent, descent := uint16(t.Ascent*em/1000), uint16(t.Descent*em/1000)
	put := binary.BigEndian.PutUint16
	put(hhea[4:], ascent)
	put(hhea[6:], -descent)
	put(hhea[8:], 0)
	put(os2[68:], ascent) // sTypoAscender
	put(os2[70:], -descent)
	put(os2[72:], 0)
	put(os2[74:], ascent) // usWinAscent
	put(os2[76:], descent)
	return face, nil
}

// table returns a table of a TrueType file.
func table(face []byte, tag string) ([]byte, error) {
	n := int(binary.BigEndian.Uint16(face[4:]))
	for i := range n {
		if entry := face[12+16*i:]; string(entry[:4]) == tag {
			at := binary.BigEndian.Uint32(entry[8:])
			return face[at : at+binary.BigEndian.Uint32(entry[12:])], nil
		}
	}
	return nil, fmt.Errorf("the face has no table %s", tag)
}
