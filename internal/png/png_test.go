package png_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	stdpng "image/png"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/png"
	"jobdoc/internal/typeset"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// gallery is a page with one of each thing that a page may hold.
func gallery(tb testing.TB) *typeset.Page {
	tb.Helper()
	p := a4()
	p.Width, p.Height = 300000, 200000
	add := func(name string, t typeset.Text, text string) { p.Texts = append(p.Texts, set(tb, name, t, text)...) }
	add("宋体", typeset.Text{X: 10000, Y: 20000, Size: 10500}, "职位说明书 Position, 李𬭎 100%")
	add("黑体", typeset.Text{X: 10000, Y: 40000, Size: 16000, Color: 0xC00000}, "红字 Red")
	add("宋体", typeset.Text{X: 10000, Y: 60000, Size: 12000, Bold: true}, "粗体 Bold 酬")
	add("宋体", typeset.Text{X: 10000, Y: 80000, Size: 12000, Italic: true}, "斜体 Italic")
	add("宋体", typeset.Text{X: 10000, Y: 100000, Size: 20000}, "缺\uE000字")
	add("宋体", typeset.Text{X: 220000, Y: 20000, Size: 12000, Turn: typeset.Down}, "向下 Down\uE000")
	add("宋体", typeset.Text{X: 260000, Y: 120000, Size: 12000, Turn: typeset.Up}, "向上 Up\uE000")
	p.Fills = []typeset.Rect{{X: 8000, Y: 30000, Width: 90000, Height: 14000, Color: 0xFFE699}}
	p.Rules = []typeset.Rect{{X: 8000, Y: 44000, Width: 90000, Height: 500}, {X: 8000, Y: 120000, Width: 150000, Height: 3000, Color: 0x4472C4}}
	logo := image.NewNRGBA(image.Rect(0, 0, 30, 30))
	for i := range 30 * 30 {
		logo.SetNRGBA(i%30, i/30, color.NRGBA{R: uint8(i % 30 * 8), G: 0x60, B: uint8(i / 30 * 8), A: uint8(i / 30 * 8)})
	}
	p.Images = []typeset.Image{{X: 120000, Y: 60000, Width: 60000, Height: 50000, Data: stdEncode(tb, logo), Name: "logo"}}
	return p
}

func stdEncode(tb testing.TB, m image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := stdpng.Encode(&b, m); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func TestGolden(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	for _, c := range []struct {
		name string
		page *typeset.Page
		dpi  int
	}{
		{"one of each thing", gallery(t), 96},
		{"one of each thing, large", gallery(t), 200},
		{"a dense page", dense(t, 0xD9D9D9), 96},
		{"a dense page in colour", dense(t, 0xD9E2F3), 96},
	} {
		fmt.Fprintf(&got, "%x %s\n", sha256.Sum256(encode(t, c.page, c.dpi)), c.name)
	}
	file := filepath.Join("testdata", "golden.txt")
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("pictures differ; look at them, then run with -update (-want +got):\n%s", diff)
	}
}

func TestGlyphInksTheRightPixels(t *testing.T) {
	t.Parallel()
	for _, r := range "一L" {
		face := set(t, "黑体", typeset.Text{Size: 50000}, string(r))[0].Face
		xMin, yMin, xMax, yMax, ok := face.Bounds(face.Glyph(r))
		if upem := face.UnitsPerEm(); !ok || upem != 1000 {
			t.Fatalf("Bounds(%c) is not ok, or %d units per em are not 1000", r, upem)
		}
		// At 72 dpi an em of 50 points has 50 pixels, 20 font units each.
		for _, c := range []struct {
			name string
			text typeset.Text
			want [4]int // left, top, right, bottom in twentieths of a pixel
		}{
			{"upright", typeset.Text{X: 20000, Y: 50000, Size: 50000}, [4]int{400 + xMin, 1000 - yMax, 400 + xMax, 1000 - yMin}},
			{"down", typeset.Text{X: 20000, Y: 5000, Size: 50000, Turn: typeset.Down}, [4]int{400 + yMin, 100 + xMin, 400 + yMax, 100 + xMax}},
			{"stretched", typeset.Text{X: 20000, Y: 50000, Size: 50000, Stretch: 150}, [4]int{400 + xMin*3/2, 1000 - yMax, 400 + xMax*3/2, 1000 - yMin}},
			{"narrowed and down", typeset.Text{X: 20000, Y: 5000, Size: 50000, Stretch: 50, Turn: typeset.Down}, [4]int{400 + yMin, 100 + xMin/2, 400 + yMax, 100 + xMax/2}},
			{"up", typeset.Text{X: 60000, Y: 55000, Size: 50000, Turn: typeset.Up}, [4]int{1200 - yMax, 1100 - xMax, 1200 - yMin, 1100 - xMin}},
		} {
			p := small()
			p.Texts = set(t, "黑体", c.text, string(r))
			box := inked(paint(t, p, 72))
			got := [4]int{box.Min.X * 20, box.Min.Y * 20, box.Max.X * 20, box.Max.Y * 20}
			for i := range got {
				if d := got[i] - c.want[i]; d < -20 || d > 20 {
					t.Errorf("%c %s: ink = %v, want %v to a pixel of 20", r, c.name, got, c.want)
					break
				}
			}
		}
	}
}

func TestHolesStayOpenAndStrokesShut(t *testing.T) {
	t.Parallel()
	p := small()
	p.Texts = set(t, "黑体", typeset.Text{X: 20000, Y: 50000, Size: 50000}, "口")
	for _, bold := range []bool{false, true} {
		p.Texts[0].Bold = bold
		m := paint(t, p, 72)
		if got := at(m, 45, 32); got != [3]uint8{255, 255, 255} {
			t.Errorf("bold %v: middle of 口 = %v, want white", bold, got)
		}
		if got := inked(m); got.Dx() < 35 || got.Dy() < 35 {
			t.Errorf("bold %v: ink of 口 = %v, want its frame", bold, got)
		}
	}
}

func TestBoldIsThicker(t *testing.T) {
	t.Parallel()
	p := small()
	p.Texts = set(t, "黑体", typeset.Text{X: 20000, Y: 50000, Size: 50000}, "一")
	plain := inked(paint(t, p, 288))
	p.Texts[0].Bold = true
	bold := inked(paint(t, p, 288))
	if got := bold.Dy() - plain.Dy(); got < 5 || got > 7 { // 30 thousandths of 200 pixels
		t.Errorf("bar is %d pixels thicker, want 6", got)
	}
}

func TestStrokesRunFromCornerToCorner(t *testing.T) {
	t.Parallel()
	p := small()
	p.Strokes = []typeset.Stroke{{X1: 80000, Y1: 10000, X2: 20000, Y2: 50000, Width: 1500, Color: 0xC00000}}
	m := paint(t, p, 144)
	if got, want := inked(m), image.Rect(39, 20, 161, 101); !got.In(want) || got.Dx() < 119 || got.Dy() < 79 {
		t.Errorf("ink in %v, want it to fill %v", got, want)
	}
	for i := 1; i < 40; i++ { // two by three pixels a step
		if got := at(m, 160-3*i, 20+2*i); got != [3]uint8{0xC0, 0, 0} {
			t.Errorf("pixel of the line %d steps down is %v", i, got)
		}
		if got := at(m, 160-3*i+6, 20+2*i+4); got != [3]uint8{0xFF, 0xFF, 0xFF} {
			t.Errorf("pixel beside the line %d steps down is %v", i, got)
		}
	}
}

func TestThinRulesStayOnePixel(t *testing.T) {
	t.Parallel()
	for i := range 20 {
		offset := typeset.Length(i * 137)
		p := small()
		// A frame of borders of half a point, two thirds of a pixel.
		const thick, width, height = 500, 60000, 40000
		x, y := 10000+offset, 10000+offset
		p.Rules = []typeset.Rect{
			{X: x, Y: y, Width: width, Height: thick}, {X: x, Y: y + height - thick, Width: width, Height: thick},
			{X: x, Y: y, Width: thick, Height: height}, {X: x + width - thick, Y: y, Width: thick, Height: height},
		}
		m := paint(t, p, 96)
		box := inked(m)
		for py := box.Min.Y; py < box.Max.Y; py++ {
			for px := box.Min.X; px < box.Max.X; px++ {
				edge := px == box.Min.X || px == box.Max.X-1 || py == box.Min.Y || py == box.Max.Y-1
				if got := at(m, px, py); (got == [3]uint8{}) != edge || got[0] != 0 && got[0] != 255 {
					t.Fatalf("frame moved by %d: pixel %d, %d = %v", offset, px, py, got)
				}
			}
		}
	}
}

func TestThinRulesEndWithinAThickFrame(t *testing.T) {
	t.Parallel()
	const thick, thin, width, height = 1000, 500, 60000, 40000
	for _, dpi := range []int{80, 90, 96, 150} {
		for i := range 20 {
			x, y := 10000+typeset.Length(i*137), 10000+typeset.Length(i*173)
			p := small()
			frame := []typeset.Rect{
				{X: x, Y: y, Width: width, Height: thick}, {X: x, Y: y + height - thick, Width: width, Height: thick},
				{X: x, Y: y, Width: thick, Height: height}, {X: x + width - thick, Y: y, Width: thick, Height: height},
			}
			p.Rules = frame
			want := inked(paint(t, p, dpi))
			p.Rules = append(frame,
				typeset.Rect{X: x + width/3, Y: y, Width: thin, Height: height}, typeset.Rect{X: x, Y: y + height/3, Width: width, Height: thin})
			if got := inked(paint(t, p, dpi)); got != want {
				t.Fatalf("%d dpi, moved by %d: ink %v with the inner rules, %v without", dpi, i, got, want)
			}
		}
	}
}

func TestNeighbouringFillsMeet(t *testing.T) {
	t.Parallel()
	p := small()
	for i := range 9 {
		x, next := typeset.Length(i*10333), typeset.Length((i+1)*10333)
		p.Fills = append(p.Fills, typeset.Rect{X: x, Y: 0, Width: next - x, Height: 60000, Color: 0x808080})
	}
	m := paint(t, p, 96)
	for x := range 123 {
		if got := at(m, x, 10); got != [3]uint8{0x80, 0x80, 0x80} {
			t.Errorf("pixel %d = %v, want grey", x, got)
		}
	}
}

func TestColoursAreKept(t *testing.T) {
	t.Parallel()
	p := small()
	p.Fills = []typeset.Rect{{X: 0, Y: 0, Width: 50000, Height: 60000, Color: 0xD9E2F3}}
	p.Rules = []typeset.Rect{{X: 0, Y: 30000, Width: 50000, Height: 3000, Color: 0x4472C4}}
	m := paint(t, p, 72)
	for _, c := range []struct {
		x, y int
		want [3]uint8
	}{{10, 10, [3]uint8{0xD9, 0xE2, 0xF3}}, {10, 31, [3]uint8{0x44, 0x72, 0xC4}}, {80, 31, [3]uint8{255, 255, 255}}} {
		if got := at(m, c.x, c.y); got != c.want {
			t.Errorf("pixel %d, %d = %v, want %v", c.x, c.y, got, c.want)
		}
	}
}

func TestFewestBitsThatHoldThePage(t *testing.T) {
	t.Parallel()
	photo := image.NewNRGBA(image.Rect(0, 0, 100, 60))
	for i := range 6000 {
		photo.SetNRGBA(i%100, i/100, color.NRGBA{R: uint8(i), G: uint8(i / 7), B: uint8(i / 100), A: 255})
	}
	text := func(c typeset.Color) *typeset.Page {
		p := small()
		p.Texts = set(t, "宋体", typeset.Text{X: 5000, Y: 20000, Size: 10500, Color: c}, "职位")
		return p
	}
	shaded := text(0)
	shaded.Fills = []typeset.Rect{{X: 0, Y: 0, Width: 20000, Height: 60000, Color: 0xE7E6E6}, {X: 20000, Y: 0, Width: 20000, Height: 60000, Color: 0xD9D9D9}}
	gray := text(0)
	gray.Fills = []typeset.Rect{{X: 8000, Y: 0, Width: 20000, Height: 60000, Color: 0xD9D9D9}}
	pictured := small()
	pictured.Images = []typeset.Image{{Width: 100000, Height: 60000, Data: stdEncode(t, photo), Name: "photo"}}
	for _, c := range []struct {
		name        string
		page        *typeset.Page
		depth, kind byte
	}{
		{"nothing", small(), 4, 3},
		{"black text", text(0), 4, 3},
		{"black text on grey", gray, 8, 0},
		{"coloured text", text(0x4472C4), 4, 3},
		{"text on colours", shaded, 8, 3},
		{"a photo", pictured, 8, 2},
	} {
		data := encode(t, c.page, 96)
		if depth, kind := data[24], data[25]; depth != c.depth || kind != c.kind {
			t.Errorf("%s: %d bits of type %d, want %d of %d", c.name, depth, kind, c.depth, c.kind)
		}
	}
}

func TestImagesAreScaledIntoPlace(t *testing.T) {
	t.Parallel()
	half := image.NewNRGBA(image.Rect(0, 0, 7, 5))
	for i := range 35 {
		half.SetNRGBA(i%7, i/7, color.NRGBA{R: 0xC0, G: 0x20, B: 0x40, A: 0x80})
	}
	var jpg bytes.Buffer
	if err := jpeg.Encode(&jpg, image.NewGray(image.Rect(0, 0, 16, 16)), nil); err != nil {
		t.Fatal(err)
	}
	p := small()
	p.Images = []typeset.Image{
		{X: 10000, Y: 10000, Width: 20000, Height: 20000, Data: stdEncode(t, half), Name: "half"},
		{X: 80000, Y: 40000, Width: 40000, Height: 40000, Data: jpg.Bytes(), Name: "beyond the edge"},
		{X: 5000, Y: 5000, Width: 0, Height: 0, Data: jpg.Bytes(), Name: "without size"},
	}
	m := paint(t, p, 72)
	for _, c := range []struct {
		x, y int
		want [3]uint8
	}{{20, 20, [3]uint8{0xDF, 0x8F, 0x9F}}, {9, 9, [3]uint8{255, 255, 255}}, {30, 30, [3]uint8{255, 255, 255}}, {99, 59, [3]uint8{}}} {
		if got := at(m, c.x, c.y); cmp.Diff(c.want, got, cmp.Comparer(func(a, b uint8) bool { return a-b+1 <= 2 })) != "" {
			t.Errorf("pixel %d, %d = %v, want %v", c.x, c.y, got, c.want)
		}
	}
}

func TestBadPagesAreErrors(t *testing.T) {
	t.Parallel()
	text := func(change func(*typeset.Text)) *typeset.Page {
		p := small()
		p.Texts = set(t, "宋体", typeset.Text{X: 5000, Y: 20000, Size: 10500}, "职")
		change(&p.Texts[0])
		return p
	}
	picture := func(data string) *typeset.Page {
		p := small()
		p.Images = []typeset.Image{{Width: 9000, Height: 9000, Data: []byte(data), Name: "word/media/image7.png"}}
		return p
	}
	for _, c := range []struct {
		name string
		page *typeset.Page
		dpi  int
		is   error
		want string
	}{
		{"a page without size", &typeset.Page{}, 96, png.ErrSize, "0 × 0"},
		{"no resolution", small(), 0, png.ErrSize, "0 dpi"},
		{"too fine a resolution", small(), 100000, png.ErrSize, "100000 dpi"},
		{"too large a page", &typeset.Page{Width: 14400000, Height: 14400000}, 600, png.ErrSize, "pixels"},
		{"an enormous glyph", text(func(t *typeset.Text) { t.Size = 90_000_000 }), 96, png.ErrSize, "pixels"},
		{"glyphs stretched without end", text(func(t *typeset.Text) { t.Stretch = 1 << 40 }), 96, png.ErrSize, "pixels"},
		{"a glyph stretched too wide", text(func(t *typeset.Text) { t.Size, t.Stretch = 1_000_000, 10_000 }), 96, png.ErrSize, "a glyph of"},
		{"text without face", text(func(t *typeset.Text) { t.Face = nil }), 96, nil, "without face"},
		{"a glyph that its face has not", text(func(t *typeset.Text) { t.Glyphs[0].ID = 65535 }), 96, nil, ""},
		{"no picture", picture("GIF89a"), 96, png.ErrPicture, "word/media/image7.png"},
		{"a broken PNG", picture("\x89PNG\r\n\x1a\n\x00"), 96, png.ErrPicture, "word/media/image7.png"},
		{"a broken JPEG", picture("\xFF\xD8\xFF\xE0"), 96, png.ErrPicture, "word/media/image7.png"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			data, err := png.NewRenderer().Encode(c.page, c.dpi)
			if err == nil || c.is != nil && !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.want) || data != nil {
				t.Errorf("Encode() = %d bytes, error %v, want one that says %q", len(data), err, c.want)
			}
		})
	}
}

func TestSameBytesFromManyGoroutines(t *testing.T) {
	t.Parallel()
	pages := []*typeset.Page{gallery(t), dense(t, 0xD9E2F3), small()}
	var want [3][]byte
	for i, p := range pages {
		want[i] = encode(t, p, 96)
	}
	r := png.NewRenderer()
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			for k := range 6 {
				i := (n + k) % len(pages)
				got, err := r.Encode(pages[i], 96)
				if err != nil || !bytes.Equal(got, want[i]) {
					t.Errorf("goroutine %d: page %d differs or fails: %v", n, i, err)
				}
			}
		})
	}
	wg.Wait()
}

// FuzzText paints text of any size, stretch and spacing: a picture of the page's
// size comes out, or the error that says it would be too large.
func FuzzText(f *testing.F) {
	f.Add("职位——ABC\uE000", 10500, 0, 0, uint8(0), uint16(96))
	f.Add("——", 22000, 217, -300, uint8(1), uint16(200))
	f.Add("竖排", 500, 10000, 99999, uint8(6), uint16(600))
	f.Fuzz(func(t *testing.T, text string, size, stretch, spacing int, kind uint8, dpi uint16) {
		p := small()
		first := typeset.Text{
			X: 20000, Y: 30000, Size: typeset.Length(size), Stretch: stretch,
			Turn: typeset.Turn(kind % 3), Bold: kind&4 != 0, Italic: kind&8 != 0,
		}
		if len(text) > 60 || size <= 0 || size > 1<<32 || spacing > 1<<32 || spacing < -1<<32 {
			t.Skip()
		}
		p.Texts = set(t, "宋体", first, text)
		for i := range p.Texts {
			for k := range p.Texts[i].Glyphs {
				p.Texts[i].Glyphs[k].Advance += typeset.Length(spacing)
			}
		}
		data, err := png.NewRenderer().Encode(p, int(dpi))
		if err != nil {
			if !errors.Is(err, png.ErrSize) || data != nil {
				t.Errorf("Encode() = %d bytes, error %v, want ErrSize alone", len(data), err)
			}
			return
		}
		m, err := stdpng.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := m.Bounds().Dx(), (100*int(dpi)+36)/72; got != want {
			t.Errorf("picture is %d pixels wide, want %d", got, want)
		}
	})
}

// BenchmarkPage paints an A4 page of about 1,800 characters at 96 dpi.
func BenchmarkPage(b *testing.B) {
	for _, c := range []struct {
		name string
		fill typeset.Color
	}{{"white", 0xFFFFFF}, {"grey", 0xD9D9D9}, {"colour", 0xD9E2F3}} {
		p := dense(b, c.fill)
		b.Run(c.name, func(b *testing.B) {
			r := png.NewRenderer()
			b.ReportAllocs()
			size := 0
			for b.Loop() {
				data, err := r.Encode(p, 96)
				if err != nil {
					b.Fatal(err)
				}
				size = len(data)
			}
			b.ReportMetric(float64(size), "file-bytes")
		})
	}
	b.Run("first time", func(b *testing.B) {
		p := dense(b, 0xFFFFFF)
		for b.Loop() {
			encode(b, p, 96)
		}
	})
}
