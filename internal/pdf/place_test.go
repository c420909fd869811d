package pdf_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pdfcpu/pdfcpu/pkg/api"

	"jobdoc/internal/pdf"
	"jobdoc/internal/typeset"
)

// drawn is a glyph as MuPDF draws it: what it stands for, and where its origin
// is, in points from the bottom left corner.
type drawn struct {
	Text string
	X, Y float64
}

var glyphLine = regexp.MustCompile(`<g unicode="([^"]*)" glyph="\d+" x="([-\d.]+)" y="([-\d.]+)"`)

func glyphs(t *testing.T, data []byte) []drawn {
	t.Helper()
	var out []drawn
	for _, m := range glyphLine.FindAllStringSubmatch(tool(t, data, "mutool", "trace", "FILE"), -1) {
		x, errX := strconv.ParseFloat(m[2], 64)
		y, errY := strconv.ParseFloat(m[3], 64)
		if errX != nil || errY != nil {
			t.Fatalf("mutool trace prints %q", m[0])
		}
		out = append(out, drawn{m[1], x, y})
	}
	return out
}

// expected is where the glyphs of a page should be.
func expected(p *typeset.Page) []drawn {
	var out []drawn
	for _, text := range p.Texts {
		x, y := text.X, p.Height-text.Y
		for _, g := range text.Glyphs {
			out = append(out, drawn{string(g.Rune), float64(x) / 1000, float64(y) / 1000})
			switch text.Turn {
			case typeset.Down:
				y -= g.Advance
			case typeset.Up:
				y += g.Advance
			default:
				x += g.Advance
			}
		}
	}
	return out
}

func TestGlyphsStandWhereTheLayoutSays(t *testing.T) {
	t.Parallel()
	const prose = "负责系统Design和开发，（含测试）、“发布”。one two three"
	random := rand.New(rand.NewPCG(1, 2))
	loose := map[int]typeset.Length{}
	for i := range len([]rune(prose)) {
		loose[i] = typeset.Length(random.IntN(9000) - 4000)
	}
	for _, c := range []struct {
		name  string
		style style
		extra map[int]typeset.Length
	}{
		{"as wide as they are", style{}, nil},
		{"justified", style{spacing: 137}, nil},
		{"pressed", style{spacing: -420}, nil},
		{"spread", style{spacing: 9000}, nil},
		{"at odd sizes", style{size: 9333, spacing: 1}, nil},
		{"anyhow", style{}, loose},
		{"anyhow and downwards", style{turn: typeset.Down}, loose},
		{"anyhow and upwards", style{turn: typeset.Up, size: 7000}, loose},
		{"stretched", style{stretch: 150, spacing: 137}, nil},
		{"narrowed anyhow", style{stretch: 66}, loose},
		{"narrowed and slanted", style{stretch: 80, italic: true, spacing: 40}, loose},
		{"stretched downwards", style{stretch: 200, turn: typeset.Down, spacing: -90}, nil},
		{"slanted and bold", style{italic: true, bold: true, spacing: 200}, map[int]typeset.Length{3: 500}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := a4()
			p.Texts = set(t, c.style, 72000, 400123, prose, c.extra)
			p.Texts = append(p.Texts, set(t, style{}, 90007, 700003, "下一行", nil)...)
			got := glyphs(t, encode(t, &typeset.Layout{Pages: []typeset.Page{p}}))
			near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 0.03 })
			if diff := cmp.Diff(expected(&p), got, near); diff != "" {
				t.Errorf("glyphs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestGlyphsAreStretched(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		style style
		want  string // the text matrix times the size, without the place
	}{
		{style{size: 10000, stretch: 150}, "15 0 0 10"},
		{style{size: 10000, stretch: 75, turn: typeset.Down}, "0 -7.5 10 0"},
		{style{size: 10000, stretch: 50, turn: typeset.Up}, "0 5 -10 0"},
		{style{size: 10000, stretch: 50, italic: true}, "5 0 2.13 10"},
	} {
		p := a4()
		p.Texts = append(set(t, c.style, 300000, 400000, "职位", nil), set(t, style{size: 10000}, 72000, 72000, "下", nil)...)
		trace := tool(t, encode(t, &typeset.Layout{Pages: []typeset.Page{p}}), "mutool", "trace", "FILE")
		var got []string
		for _, m := range regexp.MustCompile(`trm="([^"]*)"`).FindAllStringSubmatch(trace, -1) {
			got = append(got, m[1])
		}
		if diff := cmp.Diff([]string{c.want, "10 0 0 10"}, got); diff != "" { // what follows is not stretched
			t.Errorf("stretch %d, turn %d: matrices (-want +got):\n%s", c.style.stretch, c.style.turn, diff)
		}
	}
}

func TestBoxedCodePointsAreDrawn(t *testing.T) {
	t.Parallel()
	for _, turn := range []typeset.Turn{typeset.Upright, typeset.Down, typeset.Up} {
		for _, stretch := range []int{0, 50} {
			checkBox(t, turn, stretch)
		}
	}
}

// checkBox holds the frame of a code point of 100 points against where it
// should be: 6 to 94 wide, half of that where it is stretched, and -12 to 88 high.
func checkBox(t *testing.T, turn typeset.Turn, stretch int) {
	t.Helper()
	p := a4()
	p.Texts = set(t, style{size: 100000, turn: turn, stretch: stretch}, 300000, 400000, "\uE000", nil)
	data := encode(t, &typeset.Layout{Pages: []typeset.Page{p}})
	left, bottom, right, top := 1e9, 1e9, -1e9, -1e9
	for _, m := range regexp.MustCompile(`<(?:move|line)to x="([-\d.]+)" y="([-\d.]+)"`).FindAllStringSubmatch(tool(t, data, "mutool", "trace", "FILE"), -1) {
		x, errX := strconv.ParseFloat(m[1], 64)
		y, errY := strconv.ParseFloat(m[2], 64)
		if errX != nil || errY != nil {
			t.Fatalf("mutool trace prints %q", m[0])
		}
		left, right = min(left, x), max(right, x)
		bottom, top = min(bottom, y), max(top, y)
	}
	got := [4]float64{left, bottom, right, top}
	from, to := 6.0, 94.0
	if stretch == 50 {
		from, to = 3, 47
	}
	want := map[typeset.Turn][4]float64{
		typeset.Upright: {300 + from, 441.9 - 12, 300 + to, 441.9 + 88},
		typeset.Down:    {300 - 12, 441.9 - to, 388, 441.9 - from},
		typeset.Up:      {300 - 88, 441.9 + from, 312, 441.9 + to},
	}[turn]
	for i := range got {
		if math.Abs(got[i]-want[i]) > 0.01 {
			t.Errorf("turn %d, stretch %d: box = %v, want %v", turn, stretch, got, want)
			break
		}
	}
}

// FuzzText writes text of any size, stretch and spacing: a valid file comes out,
// and the same one twice.
func FuzzText(f *testing.F) {
	f.Add("职位——ABC\uE000", 10500, 0, 0, uint8(0))
	f.Add("——", 22000, 217, -300, uint8(1))
	f.Add("竖排 𠮷", 500, 10000, 99999, uint8(6))
	f.Fuzz(func(t *testing.T, text string, size, stretch, spacing int, kind uint8) {
		if len(text) > 60 || size <= 0 || size > 1<<32 || stretch < 0 || stretch > 1<<20 || spacing > 1<<32 || spacing < -1<<32 {
			t.Skip()
		}
		p := a4()
		p.Texts = set(t, style{
			size: typeset.Length(size), stretch: stretch, spacing: typeset.Length(spacing),
			turn: typeset.Turn(kind % 3), bold: kind&4 != 0, italic: kind&8 != 0, element: 2,
		}, 72000, 400000, text, nil)
		data, err := pdf.Encode(&typeset.Layout{Pages: []typeset.Page{p}, Elements: elements(1)}, options)
		if err != nil {
			t.Fatal(err)
		}
		again, err := pdf.Encode(&typeset.Layout{Pages: []typeset.Page{p}, Elements: elements(1)}, options)
		if err != nil || !bytes.Equal(data, again) {
			t.Errorf("the second file differs from the first, error %v", err)
		}
		c := *strict()
		if err := api.Validate(bytes.NewReader(data), &c); err != nil {
			t.Errorf("pdfcpu: %v", err)
		}
	})
}
