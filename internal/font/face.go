package font

import (
	"fmt"
	"sync"

	"jobdoc/internal/font/sfnt"
)

// GlyphID numbers the glyphs of a face; 0 is .notdef, the glyph for characters
// the face does not have.
type GlyphID uint16

// Face is one TrueType face. It reads from the bytes it was parsed from, which
// must not change. A Face does not change either and is safe for concurrent use.
type Face struct {
	data      []byte // the whole file
	index     int    // of the face in a collection
	t         tables
	numGlyphs int
	numHMtx   int  // glyphs with an advance of their own
	longLoca  bool // loca holds 32-bit offsets
	upem      int
	metrics   Metrics
	names     names
	chars     *cmap

	alone struct { // Data of a face in a collection
		sync.Once
		data []byte
	}
}

// Parse reads face number index of a TrueType file or collection. It copies
// nothing and looks at little: glyphs are read when they are asked for. The
// error wraps [ErrCFF] for PostScript outlines and [ErrFormat] for anything
// else that cannot be used. A variable font is read at its default.
func Parse(data []byte, index int) (*Face, error) {
	t, err := readTables(data, index)
	if err != nil {
		return nil, err
	}
	f := &Face{data: data, index: index, t: t}
	if err := f.check(); err != nil {
		return nil, err
	}
	if f.chars, err = findCmap(t.cmap); err != nil {
		return nil, err
	}
	f.names = readNames(t.name)
	f.metrics = f.readMetrics()
	return f, nil
}

// check holds the tables to what the other methods rely on.
func (f *Face) check() error {
	t := &f.t
	for _, need := range []struct {
		tag   string
		table []byte
		size  int
	}{
		{"head", t.head, 54}, {"hhea", t.hhea, 36}, {"maxp", t.maxp, 32},
		{"hmtx", t.hmtx, 4}, {"cmap", t.cmap, 4}, {"loca", t.loca, 4},
	} {
		if len(need.table) < need.size {
			return fmt.Errorf("%w: table %s is missing or cut short", ErrFormat, need.tag)
		}
	}
	f.upem = u16(t.head, 18)
	if f.upem < 16 || f.upem > 16384 {
		return fmt.Errorf("%w: %d units per em", ErrFormat, f.upem)
	}
	f.numGlyphs = u16(t.maxp, 4)
	f.numHMtx = min(u16(t.hhea, 34), f.numGlyphs)
	if f.numHMtx == 0 || len(t.hmtx) < 4*f.numHMtx {
		return fmt.Errorf("%w: %d advances in %d bytes", ErrFormat, f.numHMtx, len(t.hmtx))
	}
	size := 2
	if f.longLoca = u16(t.head, 50) != 0; f.longLoca {
		size = 4
	}
	if len(t.loca) < size*(f.numGlyphs+1) {
		return fmt.Errorf("%w: table loca is too short for %d glyphs", ErrFormat, f.numGlyphs)
	}
	return nil
}

// Glyph returns the glyph of a character, 0 when the face has none.
func (f *Face) Glyph(r rune) GlyphID {
	g := f.chars.glyph(r)
	if int(g) >= f.numGlyphs {
		return 0
	}
	return g
}

// Advance returns how far the pen moves past a glyph, in font units.
func (f *Face) Advance(g GlyphID) int {
	i := int(g)
	if i >= f.numGlyphs {
		return 0
	}
	return u16(f.t.hmtx, 4*min(i, f.numHMtx-1))
}

// leftBearing returns the left side bearing of a glyph, in font units.
func (f *Face) leftBearing(g GlyphID) int {
	i := int(g)
	if i < f.numHMtx {
		return i16(f.t.hmtx, 4*i+2)
	}
	return i16(f.t.hmtx, 4*f.numHMtx+2*(i-f.numHMtx))
}

// UnitsPerEm returns the number of font units in an em, 16 to 16384.
func (f *Face) UnitsPerEm() int { return f.upem }

// NumGlyphs returns the number of glyphs, .notdef included.
func (f *Face) NumGlyphs() int { return f.numGlyphs }

// Metrics returns the measures of the whole face.
func (f *Face) Metrics() Metrics { return f.metrics }

// PostScriptName returns the name that PDF calls the face by: printable ASCII
// without blanks or PDF delimiters, never empty.
func (f *Face) PostScriptName() string { return f.names.postScript }

// Family returns the family name, English where there is one.
func (f *Face) Family() string { return f.names.family }

// Variable reports whether the face is a variable font, of which only the
// default instance is used.
func (f *Face) Variable() bool { return f.t.variable }

// Bounds returns the box around a glyph's outline in font units, y upwards. It
// is not ok when the glyph has no outline, as a blank has none.
func (f *Face) Bounds(g GlyphID) (xMin, yMin, xMax, yMax int, ok bool) {
	b := f.outline(g)
	if len(b) < 10 {
		return 0, 0, 0, 0, false
	}
	return i16(b, 2), i16(b, 4), i16(b, 6), i16(b, 8), true
}

// outline returns a glyph's entry of glyf, empty for a blank and for an entry
// that does not lie inside the table.
func (f *Face) outline(g GlyphID) []byte {
	i := int(g)
	if i >= f.numGlyphs {
		return nil
	}
	var from, to uint32
	if f.longLoca {
		from, to = u32(f.t.loca, 4*i), u32(f.t.loca, 4*i+4)
	} else {
		from, to = uint32(u16(f.t.loca, 2*i))*2, uint32(u16(f.t.loca, 2*i+2))*2
	}
	if from >= to {
		return nil
	}
	return part(f.t.glyf, from, to-from)
}

// Data returns the face as one TrueType file, such as
// github.com/golang/freetype/truetype.Parse takes: the bytes given to [Parse],
// or, for a face in a collection, a copy of its own. Callers must not change it.
func (f *Face) Data() []byte {
	if !sfnt.IsCollection(f.data) {
		return f.data
	}
	f.alone.Do(func() {
		_, list, err := sfnt.Read(f.data, f.index)
		if err == nil { // as it was when parsed
			f.alone.data = sfnt.Write(list)
		}
	})
	return f.alone.data
}
