package pdf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/zlib"
)

// pngFile is a PNG file's critical chunks (ISO/IEC 15948).
type pngFile struct {
	header        []byte // IHDR
	palette       []byte // PLTE
	data          []byte // all of IDAT
	transparent   bool   // has tRNS
	width, height int
}

// scanPNG reads the chunks and checks their sums.
func scanPNG(data []byte) (*pngFile, error) {
	p := &pngFile{}
	rest := data[len(pngSignature):]
	for {
		if len(rest) < 12 {
			return nil, io.ErrUnexpectedEOF
		}
		n := int(binary.BigEndian.Uint32(rest))
		if n < 0 || n > len(rest)-12 {
			return nil, io.ErrUnexpectedEOF
		}
		kind, chunk := string(rest[4:8]), rest[8:8+n]
		if crc32.ChecksumIEEE(rest[4:8+n]) != binary.BigEndian.Uint32(rest[8+n:]) {
			return nil, fmt.Errorf("chunk %q: wrong checksum", kind)
		}
		rest = rest[12+n:]
		if (kind == "IHDR") != (p.header == nil) {
			return nil, fmt.Errorf("chunk %q out of place", kind)
		}
		switch kind {
		case "IHDR":
			if err := p.readHeader(chunk); err != nil {
				return nil, err
			}
		case "PLTE":
			p.palette = chunk
		case "tRNS":
			p.transparent = true
		case "IDAT":
			p.data = append(p.data, chunk...)
		case "IEND":
			return p, nil
		}
	}
}

func (p *pngFile) readHeader(chunk []byte) error {
	if len(chunk) != 13 {
		return fmt.Errorf("header of %d bytes", len(chunk))
	}
	w, h := binary.BigEndian.Uint32(chunk), binary.BigEndian.Uint32(chunk[4:])
	if w == 0 || h == 0 || uint64(w)*uint64(h) > maxPixels {
		return fmt.Errorf("of %d × %d pixels", w, h)
	}
	p.header, p.width, p.height = chunk, int(w), int(h)
	return nil
}

// samples are the samples of a pixel by colour type, for those without alpha.
var samples = [...]int{0: 1, 2: 3, 3: 1}

// plain reports whether fpdf can take the picture as it is.
func (p *pngFile) plain() bool {
	depth, colors := p.header[8], p.header[9]
	if p.transparent || string(p.header[10:]) != "\x00\x00\x00" {
		return false
	}
	switch colors {
	case 0:
		return depth == 1 || depth == 2 || depth == 4 || depth == 8
	case 2:
		return depth == 8
	case 3:
		return (depth == 1 || depth == 2 || depth == 4 || depth == 8) &&
			len(p.palette) > 0 && len(p.palette)%3 == 0 && len(p.palette) <= 3<<depth
	}
	return false
}

// inflates checks that the data are what the header promises.
func (p *pngFile) inflates() error {
	zr, err := zlib.NewReader(bytes.NewReader(p.data))
	if err != nil {
		return err
	}
	bits := p.width * samples[p.header[9]] * int(p.header[8])
	row := make([]byte, 1+(bits+7)/8)
	for range p.height {
		if _, err := io.ReadFull(zr, row); err != nil {
			return err
		}
		if row[0] > 4 {
			return fmt.Errorf("filter %d", row[0])
		}
	}
	if n, err := zr.Read(row); n > 0 || err != io.EOF {
		return errors.New("longer than the picture")
	}
	return nil
}

// stripped writes the picture with one IDAT and no ancillary chunks; fpdf stops
// reading at an empty chunk.
func (p *pngFile) stripped() []byte {
	b := append(make([]byte, 0, len(p.data)+len(p.palette)+128), pngSignature...)
	b = appendChunk(b, "IHDR", p.header)
	if p.header[9] == 3 {
		b = appendChunk(b, "PLTE", p.palette)
	}
	b = appendChunk(b, "IDAT", p.data)
	return appendChunk(b, "IEND", nil)
}

func appendChunk(b []byte, kind string, data []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(data)))
	from := len(b)
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[from:]))
}
