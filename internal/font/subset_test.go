package font_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/golang/freetype/truetype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"jobdoc/internal/font"
)

// outlineOf returns a glyph's outline as x/image reads it, components included.
func outlineOf(t *testing.T, f *sfnt.Font, g font.GlyphID) sfnt.Segments {
	t.Helper()
	var buf sfnt.Buffer
	segments, err := f.LoadGlyph(&buf, sfnt.GlyphIndex(g), fixed.I(int(f.UnitsPerEm())), nil)
	if err != nil {
		t.Fatalf("LoadGlyph(%d): %v", g, err)
	}
	return segments
}

// randomGlyphs returns n glyphs of a face, some of them twice.
func randomGlyphs(f *font.Face, n int, seed uint64) []font.GlyphID {
	random := rand.New(rand.NewPCG(seed, 7))
	glyphs := make([]font.GlyphID, n)
	for i := range glyphs {
		glyphs[i] = font.GlyphID(random.IntN(f.NumGlyphs()))
		if i > 0 && i%17 == 0 {
			glyphs[i] = glyphs[i/2]
		}
	}
	return glyphs
}

func TestSubsetKeepsOutlinesAndAdvances(t *testing.T) {
	t.Parallel()
	for _, name := range append([]string{fallbackFile}, notoFiles...) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := parseFont(t, name)
			whole, err := sfnt.Parse(readFont(t, name))
			if err != nil {
				t.Fatal(err)
			}
			for seed, n := range []int{0, 1, 30, 200} {
				glyphs := randomGlyphs(f, n, uint64(seed))
				data, err := f.Subset(glyphs)
				if err != nil {
					t.Fatal(err)
				}
				cut, err := sfnt.Parse(data)
				if err != nil {
					t.Fatalf("sfnt.Parse(Subset()): %v", err)
				}
				ours, err := font.Parse(data, 0)
				if err != nil {
					t.Fatalf("Parse(Subset()): %v", err)
				}
				for i, g := range append([]font.GlyphID{0}, glyphs...) {
					if got, want := outlineOf(t, cut, font.GlyphID(i)), outlineOf(t, whole, g); !slices.Equal(got, want) {
						t.Fatalf("outline of glyph %d as %d = %v, want %v", g, i, got, want)
					}
					if got, want := ours.Advance(font.GlyphID(i)), f.Advance(g); got != want {
						t.Fatalf("advance of glyph %d as %d = %d, want %d", g, i, got, want)
					}
				}
			}
		})
	}
}

func TestFreetypeReadsASubset(t *testing.T) {
	t.Parallel()
	for _, name := range append([]string{fallbackFile}, notoFiles...) {
		f := parseFont(t, name)
		data, err := f.Subset(glyphsOf(f, "职位说明书Ａ1é"))
		if err != nil {
			t.Fatal(err)
		}
		cut, err := truetype.Parse(data)
		if err != nil {
			t.Fatalf("truetype.Parse(Subset()) of %s: %v", name, err)
		}
		var glyph truetype.GlyphBuf
		if err := glyph.Load(cut, fixed.I(10), 1, 0); err != nil {
			t.Errorf("%s: load glyph 1: %v", name, err)
		}
	}
}

func TestComponentsComeAfterTheGlyphsAskedForAndOnce(t *testing.T) {
	t.Parallel()
	data := compositeFont(t) // 1 A, 2 B, 3 made of 1 and 2, 4 of 3 and 1
	f, err := font.Parse(data, 0)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := sfnt.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		glyphs []font.GlyphID
		want   int // glyphs of the subset
	}{
		{"a composite alone", []font.GlyphID{3}, 4},
		{"a composite of a composite", []font.GlyphID{4}, 5},
		{"components that are asked for too", []font.GlyphID{2, 4, 1}, 5},
		{"components asked for later and twice", []font.GlyphID{4, 1, 1, 2}, 6},
		{"the same composite three times", []font.GlyphID{4, 4, 4}, 7},
		{"no composite", []font.GlyphID{2, 1}, 3},
	} {
		cutData, err := f.Subset(c.glyphs)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		cut, err := sfnt.Parse(cutData)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if cut.NumGlyphs() != c.want {
			t.Errorf("%s: %d glyphs, want %d", c.name, cut.NumGlyphs(), c.want)
		}
		for i, g := range c.glyphs {
			if got, want := outlineOf(t, cut, font.GlyphID(i+1)), outlineOf(t, whole, g); !slices.Equal(got, want) {
				t.Errorf("%s: outline of glyph %d as %d = %v, want %v", c.name, g, i+1, got, want)
			}
		}
	}
}

func TestACompositeOfItselfEnds(t *testing.T) {
	t.Parallel()
	data := compositeFont(t)
	at := bytes.LastIndex(data, []byte{0xFF, 0xFF}) // numberOfContours of glyph 4
	data[at+13] = 4                                 // its first component
	f, err := font.Parse(data, 0)
	if err != nil {
		t.Fatal(err)
	}
	cut, err := f.Subset([]font.GlyphID{4})
	if err != nil {
		t.Fatal(err)
	}
	if g, err := font.Parse(cut, 0); err != nil || g.NumGlyphs() != 3 {
		t.Errorf("Parse(Subset()) = %v, %v, want 3 glyphs", g, err)
	}
}

func TestSubsetIsTheSameBytesFromManyGoroutines(t *testing.T) {
	t.Parallel()
	f := parseFont(t, "NotoSerifSC-Regular.ttf")
	glyphs := glyphsOf(f, "职位说明书组织编制与任职资格")
	want, err := f.Subset(glyphs)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			own := parseFont(t, "NotoSerifSC-Regular.ttf")
			for _, face := range []*font.Face{f, own} {
				got, err := face.Subset(glyphsOf(face, "职位说明书组织编制与任职资格"))
				if err != nil || !bytes.Equal(got, want) {
					t.Errorf("Subset() gives other bytes, error %v", err)
				}
			}
		})
	}
	group.Wait()
}

func TestSubsetRefusesGlyphsThatAreNotThere(t *testing.T) {
	t.Parallel()
	f := parseFont(t, fallbackFile)
	if _, err := f.Subset([]font.GlyphID{1, 65535}); err == nil {
		t.Error("Subset() of glyph 65535 gives no error")
	}
	if _, err := f.Subset(make([]font.GlyphID, 65535)); err == nil {
		t.Error("Subset() of 65535 glyphs gives no error")
	}
}

func BenchmarkSubset400(b *testing.B) {
	f := parseFont(b, "NotoSerifSC-Regular.ttf")
	glyphs := glyphsOf(f, commonText(400))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.Subset(glyphs); err != nil {
			b.Fatal(err)
		}
	}
}

// commonText returns n different Han characters from all over the code chart.
func commonText(n int) string {
	var s []rune
	for i := range n {
		s = append(s, 0x4E00+rune(i*47))
	}
	return string(s)
}
