package report

import (
	"fmt"
	"html"
	"strings"

	"jobdoc/internal/audit"
)

// paint says how a box is drawn.
type paint struct {
	fill, stroke, text uint32 // 0xRRGGBB
	dashed             bool
}

func (b *box) paint() paint {
	switch {
	case b.ghost && b.mark == audit.Ambiguous:
		return paint{0xfdecea, 0xc0392b, 0x8e2a1f, true}
	case b.ghost:
		return paint{0xf7f7f5, 0x9a9a94, 0x6b6b66, true}
	case b.mark == audit.Cyclic:
		return paint{0xfdecea, 0xc0392b, 0x8e2a1f, false}
	case b.mark == audit.Orphan || b.mark == audit.Ambiguous:
		return paint{0xfff4e0, 0xc77d0a, 0x7a4b00, false}
	}
	return paint{0xffffff, 0x35507a, 0x1d2b40, false}
}

// Colours of links.
const (
	linkColor   = 0x8a97ab
	brokenColor = 0xc0392b
	noteColor   = 0x66707c
)

// svg writes the chart as an SVG element that needs no style sheet.
func (c *chart) svg() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="%s" viewBox="0 0 %s %s" width="%s" height="%s">`,
		html.EscapeString(c.title), dots(c.width), dots(c.height), dots(c.width), dots(c.height))
	for _, l := range c.links {
		middle := l.x1 + columnGap/2
		color, dash := linkColor, ""
		if l.broken {
			color, dash = brokenColor, ` stroke-dasharray="4 3"`
		}
		fmt.Fprintf(&b, `<path d="M%s %sH%sV%sH%s" fill="none" stroke="#%06x"%s/>`, dots(l.x1), dots(l.y1), dots(middle), dots(l.y2), dots(l.x2), color, dash)
	}
	for i := range c.boxes {
		c.boxes[i].svg(&b)
	}
	b.WriteString("</svg>")
	return b.String()
}

func (b *box) svg(out *strings.Builder) {
	p := b.paint()
	dash := ""
	if p.dashed {
		dash = ` stroke-dasharray="4 3"`
	}
	fmt.Fprintf(out, `<rect x="%s" y="%s" width="%s" height="%s" rx="3" fill="#%06x" stroke="#%06x"%s/>`,
		dots(b.x), dots(b.y), dots(b.width), dots(b.height), p.fill, p.stroke, dash)
	baseline := b.y + 14.5
	if b.note == "" {
		baseline = b.y + 21.5
	}
	fmt.Fprintf(out, `<text x="%s" y="%s" font-size="%v" fill="#%06x">%s</text>`, dots(b.x+6), dots(baseline), titleSize, p.text, html.EscapeString(b.title))
	if b.note != "" {
		fmt.Fprintf(out, `<text x="%s" y="%s" font-size="%v" fill="#%06x">%s</text>`, dots(b.x+6), dots(b.y+28), noteSize, noteColor, html.EscapeString(b.note))
	}
}

// dots writes a length with at most one decimal.
func dots(v float64) string {
	s := fmt.Sprintf("%.1f", v)
	return strings.TrimSuffix(s, ".0")
}
