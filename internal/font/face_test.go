package font_test

import (
	"errors"
	"testing"

	"github.com/golang/freetype/truetype"

	"jobdoc/internal/font"
	"jobdoc/internal/font/sfnt"
)

func TestParseTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	good := namedFont(t, "职位ABC", style{family: "Good"})
	without := func(tag string) []byte {
		_, list, err := sfnt.Read(good, 0)
		if err != nil {
			t.Fatal(err)
		}
		var kept []sfnt.Table
		for _, e := range list {
			if e.Tag != tag {
				kept = append(kept, e)
			}
		}
		return sfnt.Write(kept)
	}
	for _, c := range []struct {
		name  string
		data  []byte
		index int
		want  error
	}{
		{"nothing", nil, 0, font.ErrFormat},
		{"text", []byte("<html>not found</html>"), 0, font.ErrFormat},
		{"a second face where there is one", good, 1, font.ErrFormat},
		{"a face before the first", good, -1, font.ErrFormat},
		{"only the directory", good[:200], 0, font.ErrFormat},
		{"half the file", good[:len(good)/2], 0, font.ErrFormat},
		{"no character map", without("cmap"), 0, font.ErrFormat},
		{"no glyph places", without("loca"), 0, font.ErrFormat},
		{"no advances", without("hmtx"), 0, font.ErrFormat},
		{"PostScript outlines", append([]byte("OTTO"), good[4:]...)[:12], 0, font.ErrFormat},
		{"PostScript outlines by their table", sfnt.Write([]sfnt.Table{{Tag: "CFF ", Data: []byte{1, 0, 4, 1}}}), 0, font.ErrCFF},
		{"PostScript outlines by the signature", []byte("OTTO\x00\x00\x00\x00\x00\x00\x00\x00"), 0, font.ErrCFF},
		{"a collection without faces", []byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x00"), 0, font.ErrFormat},
		{"a collection cut short", []byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x05"), 3, font.ErrFormat},
	} {
		if _, err := font.Parse(c.data, c.index); !errors.Is(err, c.want) {
			t.Errorf("Parse(%s) error = %v, want %v", c.name, err, c.want)
		}
	}
}

func TestMetricsAreThoseOfTheFace(t *testing.T) {
	t.Parallel()
	f := parseFont(t, "NotoSerifSC-Bold.ttf")
	m := f.Metrics()
	if m.Ascender != 1151 || m.Descender != -286 || m.LineGap != 0 {
		t.Errorf("ascender, descender, line gap = %d, %d, %d, want 1151, -286, 0", m.Ascender, m.Descender, m.LineGap)
	}
	if m.Weight != 700 || m.Italic || !m.EastAsian || m.Symbolic {
		t.Errorf("weight, italic, East Asian, symbolic = %d, %v, %v, %v", m.Weight, m.Italic, m.EastAsian, m.Symbolic)
	}
	if m.CapHeight != 729 || m.UnderlinePosition != -75 || m.UnderlineThickness != 50 {
		t.Errorf("cap height, underline = %d, %d, %d, want 729, -75, 50", m.CapHeight, m.UnderlinePosition, m.UnderlineThickness)
	}
	if m.XMin >= 0 || m.YMin >= 0 || m.XMax <= 1000 || m.YMax <= 880 {
		t.Errorf("box = %d %d %d %d", m.XMin, m.YMin, m.XMax, m.YMax)
	}
	if f.PostScriptName() != "NotoSerifSC-Bold" || f.Family() != "Noto Serif SC" {
		t.Errorf("names = %q, %q", f.PostScriptName(), f.Family())
	}
	if flags := m.Flags(); flags != 1<<1|1<<2 {
		t.Errorf("Flags() = %b, want serif and symbolic", flags)
	}
}

func TestABlankHasNoBounds(t *testing.T) {
	t.Parallel()
	f := parseFont(t, "NotoSansSC-Regular.ttf")
	if _, _, _, _, ok := f.Bounds(f.Glyph(' ')); ok {
		t.Error("Bounds() of a blank is ok")
	}
	if xMin, yMin, xMax, yMax, ok := f.Bounds(f.Glyph('一')); !ok || xMin < 0 || xMax > 1000 || yMin < 200 || yMax > 600 {
		t.Errorf("Bounds(一) = %d %d %d %d %v", xMin, yMin, xMax, yMax, ok)
	}
	if f.Advance(font.GlyphID(f.NumGlyphs())) != 0 {
		t.Error("Advance() of a glyph after the last is not 0")
	}
}

func TestGlyphOfWhatIsNoCharacterIsNotdef(t *testing.T) {
	t.Parallel()
	f := parseFont(t, "NotoSansSC-Regular.ttf")
	for _, r := range []rune{-1, 0x110000, 1 << 30, 0xD800, 0xFFFE, 0x10FFFF} {
		if g := f.Glyph(r); g != 0 {
			t.Errorf("Glyph(%#x) = %d, want 0", r, g)
		}
	}
}

func TestDataOfAFaceInACollectionIsAFileOfItsOwn(t *testing.T) {
	t.Parallel()
	a, b := namedFont(t, "AB", style{family: "First"}), namedFont(t, "职位", style{family: "Second", weight: 700})
	file := collection(a, b)
	for i, want := range []struct {
		family string
		r      rune
	}{{"First", 'A'}, {"Second", '职'}} {
		f, err := font.Parse(file, i)
		if err != nil {
			t.Fatal(err)
		}
		if f.Family() != want.family {
			t.Errorf("face %d: family %q, want %q", i, f.Family(), want.family)
		}
		oracle, err := truetype.Parse(f.Data())
		if err != nil {
			t.Fatalf("truetype.Parse(Data()): %v", err)
		}
		if got := oracle.Index(want.r); got == 0 || int(got) != int(f.Glyph(want.r)) {
			t.Errorf("face %d: freetype's glyph of %c = %d, ours %d", i, want.r, got, f.Glyph(want.r))
		}
	}
}

func BenchmarkGlyph(b *testing.B) {
	f := parseFont(b, "NotoSerifSC-Regular.ttf")
	text := []rune(commonText(400))
	sum := 0
	for b.Loop() {
		for _, r := range text {
			sum += int(f.Glyph(r))
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(text)), "ns/glyph")
}

func BenchmarkParse(b *testing.B) {
	data := readFont(b, "NotoSerifSC-Regular.ttf")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := font.Parse(data, 0); err != nil {
			b.Fatal(err)
		}
	}
}
