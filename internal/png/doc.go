// Package png paints laid-out pages as PNG pictures, for previews.
//
// Glyphs are filled by golang/freetype's rasteriser with the non-zero rule; its
// own painter fills even-odd, which leaves holes where the strokes of a bold
// face overlap. Glyph numbers are ours: freetype's character map ends at U+FFFF.
//
// The package must not know documents, templates or positions, and keeps
// nothing between pages but glyphs.
package png
