package typeset

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
)

const (
	pngSignature  = "\x89PNG\r\n\x1a\n"
	jpegSignature = "\xff\xd8\xff"

	// maxPixels bounds what a picture may unpack to, as the outputs do.
	maxPixels = 64 << 20
)

// printable reports whether the outputs can show a picture: PNG or JPEG, whole,
// and not larger than they take. One that is damaged would else stop the output.
func printable(data []byte) bool {
	var c image.Config
	var err error
	switch {
	case bytes.HasPrefix(data, []byte(pngSignature)):
		if !wholePNG(data) {
			return false
		}
		c, err = png.DecodeConfig(bytes.NewReader(data))
	case bytes.HasPrefix(data, []byte(jpegSignature)):
		c, err = jpeg.DecodeConfig(bytes.NewReader(data))
	default:
		return false
	}
	return err == nil && c.Width > 0 && c.Height > 0 && c.Width <= maxPixels/c.Height
}

// wholePNG reports whether every chunk up to the last one is there and has the
// checksum it states (ISO/IEC 15948, 5.3).
func wholePNG(data []byte) bool {
	const frame = 12 // length, type and checksum
	for data = data[len(pngSignature):]; len(data) >= frame; {
		n := int(binary.BigEndian.Uint32(data))
		if n > len(data)-frame {
			return false
		}
		if crc32.ChecksumIEEE(data[4:8+n]) != binary.BigEndian.Uint32(data[8+n:]) {
			return false
		}
		if string(data[4:8]) == "IEND" {
			return true
		}
		data = data[frame+n:]
	}
	return false
}
