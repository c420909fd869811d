package pdf_test

import (
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

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

func TestBoxedCodePointsAreDrawn(t *testing.T) {
	t.Parallel()
	for _, turn := range []typeset.Turn{typeset.Upright, typeset.Down, typeset.Up} {
		p := a4()
		p.Texts = set(t, style{size: 100000, turn: turn}, 300000, 400000, "\uE000", nil)
		data := encode(t, &typeset.Layout{Pages: []typeset.Page{p}})
		var path []float64
		for _, m := range regexp.MustCompile(`<(?:move|line)to x="([-\d.]+)" y="([-\d.]+)"`).FindAllStringSubmatch(tool(t, data, "mutool", "trace", "FILE"), -1) {
			for _, s := range m[1:] {
				v, err := strconv.ParseFloat(s, 64)
				if err != nil {
					t.Fatal(err)
				}
				path = append(path, v)
			}
		}
		left, bottom, right, top := 1e9, 1e9, -1e9, -1e9
		for i := 0; i < len(path); i += 2 {
			left, right = min(left, path[i]), max(right, path[i])
			bottom, top = min(bottom, path[i+1]), max(top, path[i+1])
		}
		got := [4]float64{left, bottom, right, top}
		want := map[typeset.Turn][4]float64{ // the frame is 6 to 94 wide and -12 to 88 high
			typeset.Upright: {306, 441.9 - 12, 394, 441.9 + 88},
			typeset.Down:    {300 - 12, 441.9 - 94, 388, 441.9 - 6},
			typeset.Up:      {300 - 88, 441.9 + 6, 312, 441.9 + 94},
		}[turn]
		for i := range got {
			if math.Abs(got[i]-want[i]) > 0.01 {
				t.Errorf("turn %d: box = %v, want %v", turn, got, want)
				break
			}
		}
	}
}
