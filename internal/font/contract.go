package font

// GlyphID numbers the glyphs of a face; 0 is .notdef.
type GlyphID uint16

// Face is one TrueType face.
type Face struct{}
