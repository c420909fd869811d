package pdf

import (
	"encoding/binary"
	"math"
	"testing"
)

func TestProfileHoldsTogether(t *testing.T) {
	t.Parallel()
	p := sRGB()
	b := binary.BigEndian
	if got := int(b.Uint32(p)); got != len(p) {
		t.Errorf("header says %d bytes, there are %d", got, len(p))
	}
	if got := string(p[12:24]) + string(p[36:40]); got != "mntrRGB XYZ acsp" {
		t.Errorf("header says %q", got)
	}
	for i := range int(b.Uint32(p[128:])) {
		at := 132 + 12*i
		from, size := int(b.Uint32(p[at+4:])), int(b.Uint32(p[at+8:]))
		if from%4 != 0 || from+size > len(p) {
			t.Errorf("tag %s stands at %d, with %d bytes", p[at:at+4], from, size)
		}
	}
	for i, white := range [3]uint32{whiteX, whiteY, whiteZ} {
		if sum := colorants[0][i] + colorants[1][i] + colorants[2][i]; sum != white {
			t.Errorf("colorants add up to %X, want %X", sum, white)
		}
	}
}

// TestColorantsAreThoseOfSRGB adapts the primaries of IEC 61966-2-1 to D50.
func TestColorantsAreThoseOfSRGB(t *testing.T) {
	t.Parallel()
	// Linear sRGB to XYZ under D65, as the standard gives it to four places.
	primaries := [3][3]float64{{0.4124, 0.2126, 0.0193}, {0.3576, 0.7152, 0.1192}, {0.1805, 0.0722, 0.9505}}
	for c, xyz := range primaries {
		for i := range 3 {
			var want float64
			for k := range 3 {
				want += float64(adaptation[3*i+k]) / 65536 * xyz[k]
			}
			if got := float64(colorants[c][i]) / 65536; math.Abs(got-want) > 0.0002 {
				t.Errorf("colorant %d, part %d = %.5f, want %.5f", c, i, got, want)
			}
		}
	}
}

func TestCurveRoundsAlikeEverywhere(t *testing.T) {
	t.Parallel()
	for i := range curveEntries {
		v := linear(i) * 0xFFFF
		if d := math.Abs(v - math.Floor(v) - 0.5); d < 1e-6 {
			t.Errorf("entry %d is %f, which machines may round to either side", i, v)
		}
	}
	if linear(0) != 0 || linear(curveEntries-1) != 1 {
		t.Errorf("curve runs from %f to %f", linear(0), linear(curveEntries-1))
	}
}
