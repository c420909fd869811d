package pdf

import "fmt"

// toUnicodeMap returns the CMap that says which characters the codes 1, 2, …
// stand for (ISO 32000-2, 9.10.3).
func toUnicodeMap(list []shown) []byte {
	b := make([]byte, 0, 512+16*len(list))
	b = append(b, "/CIDInit /ProcSet findresource begin\n"+
		"12 dict begin\nbegincmap\n"+
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"+
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"+
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"...)
	const most = 100 // entries in a block, a limit of CMap files
	for from := 0; from < len(list); from += most {
		block := list[from:min(from+most, len(list))]
		b = fmt.Appendf(b, "%d beginbfchar\n", len(block))
		for i, s := range block {
			b = append(b, '<')
			b = appendHex4(b, uint16(from+i+1))
			b = append(b, "> <"...)
			b = appendHexRune(b, s.char)
			b = append(b, ">\n"...)
		}
		b = append(b, "endbfchar\n"...)
	}
	return append(b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"...)
}
