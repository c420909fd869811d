package png

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"slices"
	"sync"

	"github.com/klauspost/compress/zlib"
)

// Colour types of PNG (ISO/IEC 15948, 11.2.2).
const (
	typeGray    = 0
	typeRGB     = 2
	typePalette = 3
)

// encode writes the picture as PNG, with the fewest bits a pixel that hold it:
// four or eight by a palette, else eight grey or twenty-four. Filters are not
// used; on text they gain nothing and cost most of the time.
func (c *canvas) encode(dpi int) ([]byte, error) {
	colors := c.palette()
	kind, depth, rows := uint8(typeGray), uint8(8), c.rows
	if c.depth == 3 {
		kind = typeRGB
	}
	if colors != nil && (c.depth == 3 || len(colors) <= 16) {
		kind = typePalette
		rows, depth = c.indexed(colors)
	}
	b := append(make([]byte, 0, 64<<10), "\x89PNG\r\n\x1a\n"...)
	header := binary.BigEndian.AppendUint32(nil, uint32(c.width))
	header = binary.BigEndian.AppendUint32(header, uint32(c.height))
	b = appendChunk(b, "IHDR", append(header, depth, kind, 0, 0, 0))
	perMetre := uint32((dpi*10000 + 127) / 254)
	size := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, perMetre), perMetre)
	b = appendChunk(b, "pHYs", append(size, 1))
	if kind == typePalette {
		b = appendChunk(b, "PLTE", paletteEntries(colors))
	}
	d := deflaters.Get().(*deflater)
	defer deflaters.Put(d)
	packed, err := d.deflate(rows)
	if err != nil {
		return nil, err
	}
	b = appendChunk(b, "IDAT", packed)
	return appendChunk(b, "IEND", nil), nil
}

func appendChunk(b []byte, kind string, data []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(data)))
	from := len(b)
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[from:]))
}

// palette returns the colours of the picture in ascending order, nil where there
// are more than 256.
func (c *canvas) palette() []uint32 {
	var seen colorSet
	last := uint32(1 << 24) // no colour
	for y := range c.height {
		row := c.row(y)
		if c.depth == 1 {
			for _, v := range row {
				if v := uint32(v) * 0x010101; v != last {
					last = v
					seen.add(v)
				}
			}
			continue
		}
		for ; len(row) >= 3; row = row[3:] {
			if v := uint32(row[0])<<16 | uint32(row[1])<<8 | uint32(row[2]); v != last {
				last = v
				if !seen.add(v) {
					return nil
				}
			}
		}
	}
	colors := slices.Clone(seen.list)
	slices.Sort(colors)
	for i, v := range colors {
		seen.index[seen.slot(v)] = uint8(i)
	}
	c.colors = seen
	return colors
}

// colorSet is up to 256 colours, found by hashing.
type colorSet struct {
	slots [1024]uint32 // colour + 1, 0 where empty
	index [1024]uint8  // its place in the palette
	list  []uint32
}

// slot returns where a colour is, or would be.
func (s *colorSet) slot(v uint32) int {
	at := int(v * 0x9E3779B1 >> 22)
	for s.slots[at] != 0 && s.slots[at] != v+1 {
		at = (at + 1) & 1023
	}
	return at
}

// add adds a colour; it reports false where there is no room for it.
func (s *colorSet) add(v uint32) bool {
	at := s.slot(v)
	if s.slots[at] != 0 {
		return true
	}
	if len(s.list) == 256 {
		return false
	}
	s.slots[at] = v + 1
	s.list = append(s.list, v)
	return true
}

// indexed returns the rows as places in the palette, two to a byte where four
// bits are enough.
func (c *canvas) indexed(colors []uint32) (rows []byte, depth uint8) {
	depth = 8
	stride := 1 + c.width
	if len(colors) <= 16 {
		depth, stride = 4, 1+(c.width+1)/2
	}
	c.index = resize(c.index, stride*c.height)
	last, place := uint32(1<<24), uint8(0)
	for y := range c.height {
		row, out := c.row(y), c.index[y*stride:(y+1)*stride]
		out[0] = 0
		out = out[1:]
		for x := range c.width {
			var v uint32
			if c.depth == 1 {
				v = uint32(row[x]) * 0x010101
			} else {
				v = uint32(row[3*x])<<16 | uint32(row[3*x+1])<<8 | uint32(row[3*x+2])
			}
			if v != last {
				last, place = v, c.colors.index[c.colors.slot(v)]
			}
			switch {
			case depth == 8:
				out[x] = place
			case x&1 == 0:
				out[x/2] = place << 4
			default:
				out[x/2] |= place
			}
		}
	}
	return c.index, depth
}

func paletteEntries(colors []uint32) []byte {
	b := make([]byte, 0, 3*len(colors))
	for _, v := range colors {
		b = append(b, byte(v>>16), byte(v>>8), byte(v))
	}
	return b
}

// deflateLevel makes pages of text a third smaller than level 1 in the same time;
// 5 gains little more and takes longer.
const deflateLevel = 3

// deflater packs the rows; its buffer and tables are used again.
type deflater struct {
	buf bytes.Buffer
	zw  *zlib.Writer
}

var deflaters = sync.Pool{New: func() any {
	d := new(deflater)
	d.zw, _ = zlib.NewWriterLevel(&d.buf, deflateLevel) // err only for an unknown level
	return d
}}

// deflate returns data packed; the result is good until the next call.
func (d *deflater) deflate(data []byte) ([]byte, error) {
	d.buf.Reset()
	d.zw.Reset(&d.buf)
	if _, err := d.zw.Write(data); err != nil {
		return nil, fmt.Errorf("deflate: %w", err)
	}
	if err := d.zw.Close(); err != nil {
		return nil, fmt.Errorf("deflate: %w", err)
	}
	return d.buf.Bytes(), nil
}
