package typeset

import (
	"strings"
	"testing"
)

// shapeWith writes a paragraph with a rectangle of its own fill and text.
func shapeWith(fill, style, text string) string {
	return `<w:p><w:r><w:drawing><wp:inline><wp:extent cx="1270000" cy="635000"/><a:graphic><a:graphicData><wps:wsp><wps:spPr>` +
		`<a:prstGeom prst="rect"/>` + fill + `<a:ln><a:noFill/></a:ln></wps:spPr>` + style +
		`<wps:txbx><w:txbxContent>` + text + `</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`
}

const whiteInk = `<wps:style><a:fontRef idx="minor"><a:schemeClr val="lt1"/></a:fontRef></wps:style>`

func TestTextOfAShapeHasTheColourOfItsStyle(t *testing.T) {
	t.Parallel()
	const blue, none = `<a:solidFill><a:srgbClr val="4472C4"/></a:solidFill>`, `<a:noFill/>`
	red := `<w:p><w:r><w:rPr><w:color w:val="FF0000"/></w:rPr><w:t>红</w:t></w:r></w:p>`
	for _, tt := range []struct {
		name, body string
		want       Color
	}{
		{"white on a filled shape", shapeWith(blue, whiteInk, par("", "字")), white},
		{"black where no style says", shapeWith(blue, "", par("", "字")), 0},
		{"its own colour", shapeWith(blue, whiteInk, red), 0xFF0000},
		{"black on bare paper", shapeWith(none, whiteInk, par("", "字")), 0},
		{"black behind the shape", shapeWith(blue, whiteInk, "") + par("", "后"), 0},
	} {
		if got := (docx{body: tt.body}).layout(t).Pages[0].Texts[0].Color; got != tt.want {
			t.Errorf("%s: %06X, want %06X", tt.name, got, tt.want)
		}
	}
}

func TestAGradientIsPrintedInItsMiddleColour(t *testing.T) {
	t.Parallel()
	l := docx{body: shapeWith(`<a:gradFill><a:gsLst><a:gs pos="0"><a:srgbClr val="0000FF"/></a:gs><a:gs pos="100000"><a:srgbClr val="00FF01"/></a:gs></a:gsLst></a:gradFill>`, "", par("", "字"))}.layout(t)
	if fills := l.Pages[0].Fills; len(fills) != 1 || fills[0].Color != 0x007F80 {
		t.Errorf("fills %+v", fills)
	}
	if len(l.Warnings) != 1 || l.Warnings[0].Code != "shape-gradient" {
		t.Errorf("warnings %+v", l.Warnings)
	}
}

func TestAHorizontalLineGoesAcrossTheText(t *testing.T) {
	t.Parallel()
	const line = `<w:r><w:pict><v:rect style="width:0;height:1.5pt" o:hralign="center" o:hrstd="t" o:hr="t" %s stroked="f"/></w:pict></w:r>`
	for _, tt := range []struct {
		name, attrs, props string
		width              Length
		color              Color
	}{
		{"of no given width", "", "", 180 * Point, 0xA0A0A0},
		{"of half the width", `o:hrpct="500"`, "", 90 * Point, 0xA0A0A0},
		{"in a colour", `fillcolor="red"`, "", 180 * Point, 0xFF0000},
		{"between indents", "", `<w:pPr><w:ind w:left="400" w:right="200"/></w:pPr>`, 150 * Point, 0xA0A0A0},
	} {
		l := smallLayout(t, "<w:p>"+tt.props+strings.Replace(line, "%s", tt.attrs, 1)+"</w:p>")
		fills := l.Pages[0].Fills
		if len(fills) != 1 || fills[0].Width != tt.width || fills[0].Height != 3*Point/2 || fills[0].Color != tt.color {
			t.Errorf("a line %s: %+v", tt.name, fills)
		}
		if len(l.Warnings) > 0 {
			t.Errorf("a line %s: %+v", tt.name, l.Warnings)
		}
	}
}
