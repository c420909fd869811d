package pdf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"

	noto "jobdoc/fonts"
	"jobdoc/internal/font"
)

func checksum(b []byte) uint32 {
	var sum uint32
	for i := 0; i < len(b); i += 4 {
		var word [4]byte
		copy(word[:], b[i:])
		sum += binary.BigEndian.Uint32(word[:])
	}
	return sum
}

func TestSetAdvancesKeepsTheFaceSound(t *testing.T) {
	t.Parallel()
	data, err := fs.ReadFile(noto.Files(), "NotoSansSC-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	face, err := font.Parse(data, 0)
	if err != nil {
		t.Fatal(err)
	}
	han, latin := face.Glyph('职'), face.Glyph('E')
	cut, err := face.Subset([]font.GlyphID{han, latin, han})
	if err != nil {
		t.Fatal(err)
	}
	if err := setAdvances(cut, map[int]int{2: 77, 3: 1240}); err != nil {
		t.Fatal(err)
	}
	if sum := checksum(cut); sum != 0xB1B0AFBA {
		t.Errorf("sum of the file = %08X, want B1B0AFBA", sum)
	}
	hmtx, entry, err := table(cut, "hmtx")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := checksum(hmtx), binary.BigEndian.Uint32(entry[4:]); got != want {
		t.Errorf("sum of hmtx = %08X, its directory says %08X", got, want)
	}
	again, err := font.Parse(cut, 0)
	if err != nil {
		t.Fatal(err)
	}
	for glyph, want := range map[font.GlyphID]int{1: 1000, 2: 77, 3: 1240} {
		if got := again.Advance(glyph); got != want {
			t.Errorf("advance of glyph %d = %d, want %d", glyph, got, want)
		}
	}
	for _, bad := range []map[int]int{{4000: 1}, {1: -1}, {1: 70000}} {
		if err := setAdvances(cut, bad); err == nil {
			t.Errorf("setAdvances(%v) gives no error", bad)
		}
	}
	if err := setAdvances(cut[:40], map[int]int{1: 1}); err == nil {
		t.Error("setAdvances() of a font cut short gives no error")
	}
}

// raw is a small file of fpdf's.
func raw(tb testing.TB) []byte {
	tb.Helper()
	d := newDocument(Options{}.normal(), &tags{})
	d.fpdf.AddPageFormat("P", fpdf.SizeType{Wd: 100, Ht: 200})
	d.fpdf.RawWriteStr("endobj endstream 3 0 obj")
	var b bytes.Buffer
	if err := d.fpdf.Output(&b); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func TestDisassembleGoesByTheTable(t *testing.T) {
	t.Parallel()
	a, err := disassemble(raw(t))
	if err != nil {
		t.Fatal(err)
	}
	content, err := a.content(4)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(string(content), "endobj endstream 3 0 obj\n") {
		t.Errorf("content = %q, want all of it", content)
	}
}

func TestDisassembleRefusesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]string{
		{"startxref", "startxxef"}, {"%PDF-1", "%PDX-1"}, {"xref\n0 ", "xref\n1 "}, {"/Root 7", "/Root 6"},
		{"4 0 obj", "9 0 obj"}, {" 00000 n ", " 00001 n "}, {"/Size ", "/Sizes "}, {"%%EOF\n", "%%EOF\n "},
	} {
		data := bytes.Replace(raw(t), []byte(c[0]), []byte(c[1]), 1)
		if _, err := disassemble(data); !errors.Is(err, errAssembled) {
			t.Errorf("%q for %q: error = %v, want errAssembled", c[1], c[0], err)
		}
	}
}

func FuzzDisassemble(f *testing.F) {
	f.Add(raw(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := disassemble(data)
		if err != nil {
			if !errors.Is(err, errAssembled) {
				t.Errorf("error = %v, want errAssembled", err)
			}
			return
		}
		for n := 1; n < len(a.bodies); n++ {
			a.body(n) // lies inside
		}
	})
}

func TestThousandths(t *testing.T) {
	t.Parallel()
	for v, want := range map[int]string{
		0: "0", 1: "0.001", -1: "-0.001", 10: "0.01", 1000: "1", -1500: "-1.5", 595300: "595.3", 12345678: "12345.678",
	} {
		if got := string(appendThousandths(nil, v)); got != want {
			t.Errorf("appendThousandths(%d) = %s, want %s", v, got, want)
		}
	}
}
