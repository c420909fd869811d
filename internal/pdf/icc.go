package pdf

import (
	"encoding/binary"
	"math"
	"sync"
)

// The profile that colours are meant by is sRGB (IEC 61966-2-1) in the form that
// every reader takes: ICC version 2 (ICC.1:2001-04), a matrix and one curve of
// 1,024 entries for the three channels. It is made here rather than taken from
// somewhere, so that nobody's licence is in it. Little CMS 2.14 (transicc) takes
// it and maps 756 colours, all greys among them, to its own sRGB and back with
// no more than 0.1 of 255 between them.

// The white of the profile's connection space, D50, as ICC writes it.
const whiteX, whiteY, whiteZ = 0xF6D6, 0x10000, 0xD32D

// The colorants: the primaries of sRGB (x 0.64 0.30 0.15, y 0.33 0.60 0.06),
// adapted from D65 to D50 by Bradford's matrix, in 65536ths. They add up to D50
// exactly, so that greys stay grey; for that the last differs by one from what
// comes of rounding.
var colorants = [3][3]uint32{
	{0x6FA0, 0x38F5, 0x0390},
	{0x6297, 0xB787, 0x18D9},
	{0x249F, 0x0F84, 0xB6C4},
}

// adaptation is Bradford's matrix from D65 to D50, in 65536ths.
var adaptation = [9]int32{0x10C42, 0x5DE, -0xCDB, 0x793, 0xFD90, -0x45F, -0x25E, 0x3DC, 0xC06E}

const curveEntries = 1024

// sRGB returns the profile.
func sRGB() []byte {
	b := binary.BigEndian
	longs := func(head string, values ...uint32) []byte {
		data := []byte(head + "\x00\x00\x00\x00")
		for _, v := range values {
			data = b.AppendUint32(data, v)
		}
		return data
	}
	curve := longs("curv", curveEntries)
	for i := range curveEntries {
		curve = b.AppendUint16(curve, uint16(math.Round(linear(i)*0xFFFF)))
	}
	chad := longs("sf32")
	for _, v := range adaptation {
		chad = b.AppendUint32(chad, uint32(v))
	}
	const name = "sRGB IEC61966-2-1"
	description := append(longs("desc", uint32(len(name)+1)), name+"\x00"...)
	description = append(description, make([]byte, 4+4+2+1+67)...) // no name in Unicode or script code
	tags := []struct {
		name string
		data []byte // nil: that of the tag before
	}{
		{"desc", description},
		{"cprt", append(longs("text"), "No copyright, use freely\x00"...)},
		{"wtpt", longs("XYZ ", whiteX, whiteY, whiteZ)},
		{"chad", chad},
		{"rXYZ", longs("XYZ ", colorants[0][:]...)},
		{"gXYZ", longs("XYZ ", colorants[1][:]...)},
		{"bXYZ", longs("XYZ ", colorants[2][:]...)},
		{"rTRC", curve}, {"gTRC", nil}, {"bTRC", nil},
	}

	p := make([]byte, 128, 4096) // header (7.2)
	b.PutUint32(p[8:], 0x02100000)
	copy(p[12:], "mntrRGB XYZ ")
	for i, v := range [6]uint16{2000, 1, 1} { // a date there must be
		b.PutUint16(p[24+2*i:], v)
	}
	copy(p[36:], "acsp")
	b.PutUint32(p[68:], whiteX)
	b.PutUint32(p[72:], whiteY)
	b.PutUint32(p[76:], whiteZ)
	p = b.AppendUint32(p, uint32(len(tags)))
	var body []byte
	from, at := len(p)+12*len(tags), 0
	for _, t := range tags {
		if t.data != nil {
			at = from + len(body)
			body = append(body, t.data...)
			for len(body)%4 > 0 {
				body = append(body, 0)
			}
		} else {
			t.data = curve
		}
		p = append(p, t.name...)
		p = b.AppendUint32(p, uint32(at))
		p = b.AppendUint32(p, uint32(len(t.data)))
	}
	p = append(p, body...)
	b.PutUint32(p, uint32(len(p)))
	return p
}

// linear is the light of entry i of the curve. No entry comes near the middle
// between two numbers of 16 bits, so that every machine rounds alike.
func linear(i int) float64 {
	v := float64(i) / (curveEntries - 1)
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// packedProfile returns the profile deflated, the same in all files.
var packedProfile = sync.OnceValues(func() ([]byte, error) {
	d := deflaters.Get().(*deflater)
	defer deflaters.Put(d)
	packed, err := d.deflate(sRGB())
	return append([]byte(nil), packed...), err
})

// outputIntent writes what device colours are meant by (ISO 19005-2, 6.2.3) and
// returns its number, 0 where none is asked for.
func (w *finisher) outputIntent() (int, error) {
	if conformances[w.options.Conformance].part == "" {
		return 0, nil
	}
	packed, err := packedProfile()
	if err != nil {
		return 0, err
	}
	intent := w.out.reserve(2)
	w.out.begin(intent)
	w.out.printf("<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2-1)"+
		"/RegistryName(http://www.color.org)/Info(sRGB IEC61966-2-1)/DestOutputProfile %d 0 R>>", intent+1)
	w.out.end()
	w.out.packedStream(intent+1, "/N 3", packed)
	return intent, nil
}
