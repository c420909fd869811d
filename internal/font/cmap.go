package font

import (
	"fmt"
	"sort"
	"sync/atomic"
	"unicode/utf8"
)

// cmap maps characters to glyphs. It reads subtable format 4 or 12 and keeps
// what it has read in pages of 256 characters, made when first asked for: a
// document touches a few dozen of them, and a look-up is then three loads.
type cmap struct {
	table  []byte // from the subtable to the end of the cmap table
	long   bool   // format 12, else 4
	symbol bool   // platform 3, encoding 0: characters lie at U+F000..U+F0FF
	planes [utf8.MaxRune>>16 + 1]atomic.Pointer[plane]
}

type (
	plane [256]atomic.Pointer[page]
	page  [256]GlyphID
)

// noPage is shared by all pages without a glyph, so that asking for every
// character there is does not fill the memory.
var noPage page

// findCmap chooses the subtable: full Unicode before the Basic Multilingual
// Plane before a symbol encoding (OpenType 1.9, "cmap", encoding records).
func findCmap(table []byte) (*cmap, error) {
	best := new(cmap)
	rank := 0
	for i := range u16(table, 2) {
		at := 4 + 8*i
		platform, encoding, offset := u16(table, at), u16(table, at+2), u32(table, at+4)
		if at+8 > len(table) {
			break
		}
		if uint64(offset)+16 > uint64(len(table)) {
			continue
		}
		sub := table[offset:]
		format := u16(sub, 0)
		unicode := platform == 0 && encoding != 5 || platform == 3 && (encoding == 1 || encoding == 10)
		r := 0
		switch {
		case format == 12 && unicode:
			r = 3
		case format == 4 && unicode:
			r = 2
		case format == 4 && platform == 3 && encoding == 0:
			r = 1
		}
		if r > rank {
			rank = r
			best.table, best.long, best.symbol = sub, r == 3, r == 1
		}
	}
	if rank == 0 {
		return nil, fmt.Errorf("%w: no Unicode character map of format 4 or 12", ErrFormat)
	}
	return best, nil
}

// glyph returns the glyph of a character, 0 for none.
func (c *cmap) glyph(r rune) GlyphID {
	if r < 0 || r > utf8.MaxRune {
		return 0
	}
	if p := c.planes[r>>16].Load(); p != nil {
		if pg := p[r>>8&0xFF].Load(); pg != nil {
			return pg[r&0xFF]
		}
	}
	return c.fill(r)[r&0xFF]
}

// fill reads the page of a character. Two goroutines may do so at once: both
// find the same.
func (c *cmap) fill(r rune) *page {
	p := c.planes[r>>16].Load()
	if p == nil {
		p = new(plane)
		if !c.planes[r>>16].CompareAndSwap(nil, p) {
			p = c.planes[r>>16].Load()
		}
	}
	pg := new(page)
	first := uint32(r) &^ 0xFF
	if c.long {
		c.fillLong(pg, first)
	} else {
		c.fillShort(pg, first)
		if c.symbol && first == 0 {
			c.fillShort(pg, 0xF000)
		}
	}
	if *pg == noPage {
		pg = &noPage
	}
	p[r>>8&0xFF].Store(pg)
	return pg
}

// fillLong reads the characters first..first+255 from format 12.
func (c *cmap) fillLong(pg *page, first uint32) {
	t := c.table
	n := int(min(uint64(u32(t, 12)), uint64(len(t)-16)/12))
	i := sort.Search(n, func(i int) bool { return u32(t, 16+12*i+4) >= first })
	for end := min(i+256, n); i < end; i++ { // no more can touch a page, if they do not overlap
		start, end, glyph := u32(t, 16+12*i), u32(t, 16+12*i+4), u32(t, 16+12*i+8)
		if start > first+0xFF {
			return
		}
		from, to := max(start, first), min(end, first+0xFF)
		for ch := from; ch <= to; ch++ {
			if g := uint64(glyph) + uint64(ch-start); g <= 0xFFFF {
				pg[ch-first] = GlyphID(g)
			}
		}
	}
}

// fillShort reads the characters first..first+255 from format 4. It adds to what
// the page holds.
func (c *cmap) fillShort(pg *page, first uint32) {
	if first > 0xFFFF {
		return
	}
	t := c.table
	twice := u16(t, 6) &^ 1 // segCountX2
	ends, starts, deltas, offsets := 14, 16+twice, 16+2*twice, 16+3*twice
	n := twice / 2
	i := sort.Search(n, func(i int) bool { return u16(t, ends+2*i) >= int(first) })
	for end := min(i+256, n); i < end; i++ {
		start, end := u16(t, starts+2*i), u16(t, ends+2*i)
		if start > int(first)+0xFF {
			return
		}
		delta, offset := u16(t, deltas+2*i), u16(t, offsets+2*i)
		from, to := max(start, int(first)), min(end, int(first)+0xFF)
		for ch := from; ch <= to; ch++ {
			g := ch
			if offset != 0 {
				// The offset counts from its own place in the table.
				if g = u16(t, offsets+2*i+offset+2*(ch-start)); g == 0 {
					continue
				}
			}
			pg[ch-int(first)] = GlyphID(g + delta)
		}
	}
}
