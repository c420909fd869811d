package fidelity

import (
	"encoding/binary"
	"fmt"
	"slices"

	"jobdoc/internal/font"
)

// wordFace returns the face as LibreOffice must be given it to set it as Word
// does. Count readingFormat up where this changes.
//
//   - Line measures are those that make a single line as high as Word's. The two
//     take different heights from the same face: LibreOffice ascender and
//     descender, Word 1.3 times their sum where the face is East Asian.
//   - It has no glyph substitution (GSUB) and no kerning (GPOS). Word applies
//     neither unless asked; LibreOffice sets fi as one glyph and, in Latin words,
//     the figures of the Noto faces all equally wide.
func wordFace(face []byte, t *font.Typeface) ([]byte, error) {
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
	for _, tag := range []string{"GSUB", "GPOS"} {
		if entry := tableEntry(face, tag); entry != nil {
			entry[0] = 'x' // an unknown table, which readers pass over
		}
	}
	return face, nil
}

// table returns a table of a TrueType file.
func table(face []byte, tag string) ([]byte, error) {
	entry := tableEntry(face, tag)
	if entry == nil {
		return nil, fmt.Errorf("the face has no table %s", tag)
	}
	at := binary.BigEndian.Uint32(entry[8:])
	return face[at : at+binary.BigEndian.Uint32(entry[12:])], nil
}

// tableEntry returns what the directory of a TrueType file says of a table, nil for nothing.
func tableEntry(face []byte, tag string) []byte {
	for i := range int(binary.BigEndian.Uint16(face[4:])) {
		if entry := face[12+16*i:]; string(entry[:4]) == tag {
			return entry
		}
	}
	return nil
}
