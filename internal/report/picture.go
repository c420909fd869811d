package report

import (
	"jobdoc/internal/font"
	"jobdoc/internal/render"
	"jobdoc/internal/template"
	"jobdoc/internal/typeset"
)

// dot is one dot of a chart, 1/96 inch.
const dot = typeset.Inch / 96

// canvas is a page that a chart is drawn on, for the painter of PNG.
type canvas struct {
	page *typeset.Page
	face *font.Typeface
}

// page sets the chart as a page.
func (c *chart) page(set *font.Set) *typeset.Page {
	p := &canvas{&typeset.Page{Width: length(c.width), Height: length(c.height)}, set.Typeface("黑体", false, false)}
	for _, l := range c.links {
		middle := l.x1 + columnGap/2
		color := uint32(linkColor)
		if l.broken {
			color = brokenColor
		}
		p.across(l.x1, middle, l.y1, color, l.broken)
		p.down(middle, min(l.y1, l.y2), max(l.y1, l.y2), color, l.broken)
		p.across(middle, l.x2, l.y2, color, l.broken)
	}
	for i := range c.boxes {
		p.box(&c.boxes[i])
	}
	return p.page
}

func length(dots float64) typeset.Length { return typeset.Length(dots*float64(dot) + 0.5) }

func (p *canvas) box(b *box) {
	paint := b.paint()
	p.page.Fills = append(p.page.Fills, typeset.Rect{X: length(b.x), Y: length(b.y), Width: length(b.width), Height: length(b.height), Color: typeset.Color(paint.fill)})
	p.across(b.x, b.x+b.width, b.y, paint.stroke, paint.dashed)
	p.across(b.x, b.x+b.width, b.y+b.height, paint.stroke, paint.dashed)
	p.down(b.x, b.y, b.y+b.height, paint.stroke, paint.dashed)
	p.down(b.x+b.width, b.y, b.y+b.height, paint.stroke, paint.dashed)
	baseline := b.y + 14.5
	if b.note == "" {
		baseline = b.y + 21.5
	}
	p.text(b.title, b.x+6, baseline, titleSize, paint.text)
	p.text(b.note, b.x+6, b.y+28, noteSize, noteColor)
}

// Lines are one dot thick; a dash and the gap after it measure seven.
const (
	dash     = 4
	dashStep = 7
)

func (p *canvas) across(x1, x2, y float64, color uint32, dashed bool) {
	for _, d := range dashes(x1, x2, dashed) {
		p.page.Rules = append(p.page.Rules, typeset.Rect{X: length(d[0]), Y: length(y) - dot/2, Width: length(d[1] - d[0]), Height: dot, Color: typeset.Color(color)})
	}
}

func (p *canvas) down(x, y1, y2 float64, color uint32, dashed bool) {
	for _, d := range dashes(y1, y2, dashed) {
		p.page.Rules = append(p.page.Rules, typeset.Rect{X: length(x) - dot/2, Y: length(d[0]), Width: dot, Height: length(d[1] - d[0]), Color: typeset.Color(color)})
	}
}

func dashes(from, to float64, dashed bool) [][2]float64 {
	if !dashed {
		return [][2]float64{{from, to}}
	}
	var all [][2]float64
	for at := from; at < to; at += dashStep {
		all = append(all, [2]float64{at, min(at+dash, to)})
	}
	return all
}

// text sets one line. A character that no face has is drawn as its code point by the painter.
func (p *canvas) text(s string, x, y, size float64, color uint32) {
	at, em := length(x), length(size)
	var run *typeset.Text
	for _, r := range s {
		face, id := p.face.Lookup(r)
		advance := em * font.BoxAdvance / 1000
		if id != 0 {
			advance = em * typeset.Length(face.Advance(id)) / typeset.Length(face.UnitsPerEm())
		}
		if run == nil || run.Face != face {
			p.page.Texts = append(p.page.Texts, typeset.Text{X: at, Y: length(y), Size: em, Face: face, Color: typeset.Color(color)})
			run = &p.page.Texts[len(p.page.Texts)-1]
		}
		run.Glyphs = append(run.Glyphs, typeset.Glyph{ID: id, Rune: r, Advance: advance})
		at += advance
	}
}

// paintChart makes a PNG of a chart, coarser where it would be more than a template takes.
func paintChart(r *render.Renderer, c *chart, set *font.Set) (data []byte, err error) {
	page := c.page(set)
	for _, dpi := range []int{200, 150, 110, 72} {
		if data, err = r.Paint(page, dpi); err == nil && len(data) < template.MaxPicture {
			return data, nil
		}
	}
	return data, err
}
