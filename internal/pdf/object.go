package pdf

import (
	"bytes"
	"fmt"
	"strconv"
	"sync"
	"unicode/utf16"

	"github.com/klauspost/compress/zlib"

	"jobdoc/internal/typeset"
)

// objects is a PDF file being written: a row of numbered objects.
type objects struct {
	buf     []byte
	offsets []int // by object number; 0 where there is none yet
}

// reserve gives n object numbers in a row and returns the first.
func (o *objects) reserve(n int) int {
	first := len(o.offsets)
	o.offsets = append(o.offsets, make([]int, n)...)
	return first
}

// begin starts object n, whose number is reserved.
func (o *objects) begin(n int) {
	o.offsets[n] = len(o.buf)
	o.buf = strconv.AppendInt(o.buf, int64(n), 10)
	o.buf = append(o.buf, " 0 obj\n"...)
}

func (o *objects) end() { o.buf = append(o.buf, "\nendobj\n"...) }

// put writes object n with the given body.
func (o *objects) put(n int, body []byte) {
	o.begin(n)
	o.buf = append(o.buf, body...)
	o.end()
}

func (o *objects) printf(format string, args ...any) {
	o.buf = fmt.Appendf(o.buf, format, args...)
}

// stream writes object n as a deflated stream; entries are put into its dictionary.
func (o *objects) stream(n int, entries string, data []byte) error {
	d := deflaters.Get().(*deflater)
	defer deflaters.Put(d)
	packed, err := d.deflate(data)
	if err != nil {
		return err
	}
	o.packedStream(n, entries, packed)
	return nil
}

// packedStream writes object n as a stream of data that are deflated already.
func (o *objects) packedStream(n int, entries string, packed []byte) {
	o.begin(n)
	o.printf("<</Filter/FlateDecode/Length %d%s>>stream\n", len(packed), entries)
	o.buf = append(o.buf, packed...)
	o.buf = append(o.buf, "\nendstream"...)
	o.end()
}

// deflater packs streams; its buffer and tables are used again.
type deflater struct {
	buf bytes.Buffer
	zw  *zlib.Writer
}

// deflaters keeps the half megabyte of tables that a writer needs. Level 1 takes
// a fifth of the time of fpdf's own deflate and packs glyphs just as small.
var deflaters = sync.Pool{New: func() any {
	d := new(deflater)
	d.zw, _ = zlib.NewWriterLevel(&d.buf, zlib.BestSpeed) // err only for an unknown level
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

// appendLength appends a length in points, with as few of its three decimals as it needs.
func appendLength(b []byte, l typeset.Length) []byte { return appendThousandths(b, int(l)) }

// appendThousandths appends v/1000 as a decimal number.
func appendThousandths(b []byte, v int) []byte {
	if v < 0 {
		b = append(b, '-')
		v = -v
	}
	b = strconv.AppendInt(b, int64(v/1000), 10)
	v %= 1000
	if v == 0 {
		return b
	}
	b = append(b, '.', byte('0'+v/100), byte('0'+v/10%10), byte('0'+v%10))
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	return b
}

// appendReference appends a reference to object n and a blank.
func appendReference(b []byte, n int) []byte {
	return append(strconv.AppendInt(b, int64(n), 10), " 0 R "...)
}

// appendColor appends the components of a colour, each 0 to 1.
func appendColor(b []byte, c typeset.Color) []byte {
	for shift := 16; shift >= 0; shift -= 8 {
		b = appendThousandths(b, (int(c>>shift&0xff)*1000+127)/255)
		b = append(b, ' ')
	}
	return b
}

const hexDigits = "0123456789ABCDEF"

// appendHex4 appends a 16-bit code as four hexadecimal digits.
func appendHex4(b []byte, v uint16) []byte {
	return append(b, hexDigits[v>>12], hexDigits[v>>8&15], hexDigits[v>>4&15], hexDigits[v&15])
}

// appendHexRune appends a character as UTF-16BE in hexadecimal digits. What is no
// character becomes U+FFFD.
func appendHexRune(b []byte, r rune) []byte {
	if r1, r2 := utf16.EncodeRune(r); r1 != '\uFFFD' {
		return appendHex4(appendHex4(b, uint16(r1)), uint16(r2))
	}
	if r < 0 || r > 0xFFFF || utf16.IsSurrogate(r) {
		r = '\uFFFD'
	}
	return appendHex4(b, uint16(r))
}

// appendTextString appends a text string (ISO 32000-2, 7.9.2.2) as hexadecimal UTF-16BE.
func appendTextString(b []byte, s string) []byte {
	b = append(b, "<FEFF"...)
	for _, r := range s {
		b = appendHexRune(b, r)
	}
	return append(b, '>')
}

// utf16BE returns a text string as raw UTF-16BE with its mark, as fpdf is given
// one: its own conversion garbles characters above U+FFFF.
func utf16BE(s string) string {
	b := []byte{0xFE, 0xFF}
	for _, r := range s {
		if r1, r2 := utf16.EncodeRune(r); r1 != '\uFFFD' {
			b = append(b, byte(r1>>8), byte(r1), byte(r2>>8), byte(r2))
			continue
		}
		b = append(b, byte(r>>8), byte(r))
	}
	return string(b)
}
