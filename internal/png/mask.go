package png

import (
	"sync"

	"jobdoc/internal/font"
	"jobdoc/internal/typeset"
)

// mask is how much of each pixel a glyph covers.
type mask struct {
	x, y          int // of the top left corner, from the glyph's origin
	width, height int
	cover         []uint8 // row by row; only multiples of 17, see [levels]
}

// maskKey is all that a mask depends on.
type maskKey struct {
	face         *font.Face
	size         int // of the em, in 64ths of a pixel
	char         rune
	id           font.GlyphID // 0: the code point of char in a box
	stretch      int          // along the line, in percent
	turn         typeset.Turn
	quarter      uint8 // of a pixel that the origin lies further along the line
	bold, italic bool
}

// maskBudget is what the masks of a renderer may take, in bytes, twice over:
// about 20,000 glyphs of a usual size.
const maskBudget = 6 << 20

// maskCache keeps masks in two generations. When the young one is full the old
// one goes and the young one takes its place: what is used stays, and no list
// of uses has to be kept. Safe for concurrent use.
type maskCache struct {
	mu         sync.RWMutex
	young, old map[maskKey]*mask
	size       int // of the young, in bytes
	budget     int
}

func newMaskCache(budget int) *maskCache {
	return &maskCache{young: map[maskKey]*mask{}, budget: budget}
}

// get returns a mask, nil where it is not kept.
func (c *maskCache) get(key maskKey) *mask {
	c.mu.RLock()
	m := c.young[key]
	old := (*mask)(nil)
	if m == nil {
		old = c.old[key]
	}
	c.mu.RUnlock()
	if old != nil {
		c.put(key, old)
		return old
	}
	return m
}

// put keeps a mask.
func (c *maskCache) put(key maskKey, m *mask) {
	const entry = 160 // bytes of key, mask and their place in the map, roughly
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.size+len(m.cover)+entry > c.budget {
		c.old, c.young, c.size = c.young, make(map[maskKey]*mask, len(c.young)), 0
	}
	c.young[key] = m
	c.size += len(m.cover) + entry
}
