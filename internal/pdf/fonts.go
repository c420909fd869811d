package pdf

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"

	"jobdoc/internal/font"
)

// fonts numbers the characters that a document shows, face by face.
type fonts struct {
	list   []*faceFont
	byFace map[*font.Face]*faceFont
	last   *faceFont // neighbours are mostly of one face
}

// faceFont is one face as a Type0 font with a CIDFontType2 descendant (ISO
// 32000-2, 9.7). Its codes are CIDs (Identity-H), which are glyph numbers of the cut face.
type faceFont struct {
	face  *font.Face
	name  string // in the resource dictionary
	codes map[shown]uint16
	shown []shown // by code, from 1
}

// shown is a glyph as it is used. What stands for two characters, as one glyph
// does for 一 and ⼀ in many faces, gets a code for each, so that both copy out
// as typed; a width other than the face's own gets one, too (see [fit]).
type shown struct {
	id    font.GlyphID
	char  rune
	width int
}

func newFonts() *fonts { return &fonts{byFace: map[*font.Face]*faceFont{}} }

// of returns the font of a face.
func (f *fonts) of(face *font.Face) *faceFont {
	if f.last != nil && f.last.face == face {
		return f.last
	}
	ff := f.byFace[face]
	if ff == nil {
		ff = &faceFont{face: face, name: fmt.Sprintf("G%d", len(f.list)), codes: make(map[shown]uint16, 256)}
		f.byFace[face] = ff
		f.list = append(f.list, ff)
	}
	f.last = ff
	return ff
}

// width returns the advance of a glyph in thousandths of an em.
func (f *faceFont) width(id font.GlyphID) int { return f.perMille(f.face.Advance(id)) }

// code returns the code of a glyph, a new one at its first use.
func (f *faceFont) code(s shown) (uint16, error) {
	if code, ok := f.codes[s]; ok {
		return code, nil
	}
	if len(f.shown) == 0xFFFF {
		return 0, fmt.Errorf("font %s: more than 65535 characters in one document", f.face.PostScriptName())
	}
	f.shown = append(f.shown, s)
	code := uint16(len(f.shown))
	f.codes[s] = code
	return code, nil
}

// perMille turns font units into thousandths of an em.
func (f *faceFont) perMille(v int) int {
	return divide(v*1000, f.face.UnitsPerEm())
}

// fontObjects is the number of objects a font takes, without a CIDSet.
const fontObjects = 5

// write writes a font's objects from n on; n is the Type0 font.
func (f *faceFont) write(o *objects, n int, cidSet bool) error {
	cut, err := f.cut()
	if err != nil {
		return fmt.Errorf("font %s: %w", f.face.PostScriptName(), err)
	}
	name := f.tag() + "+" + f.face.PostScriptName()
	cidFont, descriptor, file, toUnicode := n+1, n+2, n+3, n+4

	o.begin(n)
	o.printf("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", name, cidFont, toUnicode)
	o.end()

	o.begin(cidFont)
	o.printf("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"+
		"/FontDescriptor %d 0 R/CIDToGIDMap/Identity/DW 1000/W[", name, descriptor)
	o.buf = f.appendWidths(o.buf)
	o.buf = append(o.buf, "]>>"...)
	o.end()

	set := 0
	if cidSet {
		set = o.reserve(1)
		if err := o.stream(set, "", f.cidSet()); err != nil {
			return err
		}
	}
	o.begin(descriptor)
	o.buf = f.appendDescriptor(o.buf, name, file)
	if set > 0 {
		o.printf("/CIDSet %d 0 R", set)
	}
	o.buf = append(o.buf, ">>"...)
	o.end()

	if err := o.stream(file, fmt.Sprintf("/Length1 %d", len(cut)), cut); err != nil {
		return err
	}
	return o.stream(toUnicode, "", toUnicodeMap(f.shown))
}

// cut returns the face with the glyphs used; the glyph of code n is number n.
func (f *faceFont) cut() ([]byte, error) {
	glyphs := make([]font.GlyphID, len(f.shown))
	advances := map[int]int{}
	for i, s := range f.shown {
		glyphs[i] = s.id
		if s.width != f.width(s.id) {
			advances[i+1] = divide(s.width*f.face.UnitsPerEm(), 1000)
		}
	}
	cut, err := f.face.Subset(glyphs)
	if err != nil {
		return nil, err
	}
	return cut, setAdvances(cut, advances)
}

// tag returns the six letters before the name of a cut face (9.9.2). They follow
// from the glyphs, so that two documents' cuts of one face go by two names.
func (f *faceFont) tag() string {
	b := make([]byte, 0, 4*len(f.shown))
	for _, s := range f.shown {
		b = binary.BigEndian.AppendUint16(b, uint16(s.id))
		b = binary.BigEndian.AppendUint16(b, uint16(s.width))
	}
	sum := sha256.Sum256(b)
	v := binary.BigEndian.Uint64(sum[:])
	var tag [6]byte
	for i := range tag {
		tag[i] = 'A' + byte(v%26)
		v /= 26
	}
	return string(tag[:])
}

// cidSet returns a bit for each CID of the cut face, 0 included (9.8.3.2).
func (f *faceFont) cidSet() []byte {
	set := make([]byte, len(f.shown)/8+1)
	for cid := range len(f.shown) + 1 {
		set[cid/8] |= 0x80 >> (cid % 8)
	}
	return set
}

// appendDescriptor appends the font descriptor (9.8) but for its end.
func (f *faceFont) appendDescriptor(b []byte, name string, file int) []byte {
	m := f.face.Metrics()
	b = fmt.Appendf(b, "<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle ",
		name, m.Flags(), f.perMille(m.XMin), f.perMille(m.YMin), f.perMille(m.XMax), f.perMille(m.YMax))
	b = appendThousandths(b, int(math.Round(m.ItalicAngle*1000)))
	return fmt.Appendf(b, "/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %d 0 R",
		f.perMille(m.Ascender), f.perMille(m.Descender), f.perMille(m.CapHeight), m.StemV, file)
}

// appendWidths appends what /W needs (9.7.4.3): runs of codes that are not one em wide.
func (f *faceFont) appendWidths(b []byte) []byte {
	for i := 0; i < len(f.shown); i++ {
		if f.shown[i].width == 1000 {
			continue
		}
		b = fmt.Appendf(b, "%d[%d", i+1, f.shown[i].width)
		for i+1 < len(f.shown) && f.shown[i+1].width != 1000 {
			i++
			b = fmt.Appendf(b, " %d", f.shown[i].width)
		}
		b = append(b, "]\n"...)
	}
	return b
}
