package pdf_test

import (
	"image"
	"image/color"
	"testing"

	"jobdoc/internal/typeset"
)

// prose is what the cells of a form hold.
const prose = "负责公司核心业务系统的需求分析、架构设计与开发实施，组织技术评审并指导初级工程师；" +
	"与产品、测试、运维团队协作，保证每个版本按期交付（延期率≤5%）。熟悉Go、SQL和Linux，能读英文文档。"

// form is a layout like those of our forms: on each page a title, a table of
// label and prose with borders and shading, labels set downwards, a footer.
func form(tb testing.TB, pages int) *typeset.Layout {
	tb.Helper()
	l := &typeset.Layout{Elements: elements(0)}
	for i := range pages {
		p := a4()
		element := func(kind typeset.ElementType, parent int) int {
			l.Elements = append(l.Elements, typeset.Element{Type: kind, Parent: parent})
			return len(l.Elements) - 1
		}
		title := element(typeset.Heading1, 1)
		p.Texts = append(p.Texts, set(tb, style{font: "黑体", bold: true, size: 18000, element: title}, 240000, 60000, "职位说明书", nil)...)
		l.Outline = append(l.Outline, typeset.Heading{Text: "职位说明书", Page: i, Y: 42000})
		table := element(typeset.Table, 1)
		text := []rune(prose + prose)
		for row := range 16 {
			y := typeset.Length(80000 + 44000*row)
			tr := element(typeset.TableRow, table)
			cell := func(kind typeset.ElementType, x, width typeset.Length) int {
				td := element(kind, tr)
				for _, r := range []typeset.Rect{
					{X: x, Y: y, Width: width, Height: 500}, {X: x, Y: y + 44000, Width: width, Height: 500},
					{X: x, Y: y, Width: 500, Height: 44500}, {X: x + width, Y: y, Width: 500, Height: 44500},
				} {
					if r.X > x || r.Y == y || row == 15 || x == 72000 { // neighbours share the others
						p.Rules = append(p.Rules, r)
					}
				}
				return element(typeset.Paragraph, td)
			}
			label := cell(typeset.TableHeader, 72000, 24000)
			p.Fills = append(p.Fills, typeset.Rect{X: 72000, Y: y, Width: 24000, Height: 44000, Color: 0xD9E2F3})
			for k, r := range []rune("职责") {
				p.Texts = append(p.Texts, set(tb, style{font: "黑体", element: label}, 79000, y+18000+typeset.Length(k)*13000, string(r), nil)...)
			}
			body := cell(typeset.TableCell, 96000, 427000)
			for line := range 2 {
				from := (row*2 + line) * 17 % len(text)
				s := string(text[from:min(from+16, len(text))])
				p.Texts = append(p.Texts, set(tb, style{element: body}, 102000, y+16000+typeset.Length(line)*16000, s, nil)...)
			}
		}
		p.Texts = append(p.Texts, set(tb, style{size: 9000}, 280000, 810000, "第1页 共3页", nil)...)
		l.Outline = append(l.Outline, typeset.Heading{Level: 1, Text: "职责", Page: i, Y: 80000})
		l.Pages = append(l.Pages, p)
	}
	return l
}

// everything is a page with one of each thing that a page may hold.
func everything(tb testing.TB) *typeset.Layout {
	tb.Helper()
	l := form(tb, 2)
	p := a4()
	p.Width, p.Height = p.Height, p.Width
	first := len(l.Elements)
	for range 12 {
		l.Elements = append(l.Elements, typeset.Element{Type: typeset.Paragraph, Parent: 1})
	}
	l.Elements = append(l.Elements, typeset.Element{Type: typeset.Figure, Parent: first, Alt: "公司标志"})
	add := func(n int, s style, x, y typeset.Length, text string) {
		s.element = first + n
		p.Texts = append(p.Texts, set(tb, s, x, y, text, nil)...)
	}
	add(0, style{}, 72000, 60000, "图前")
	p.Texts = append(p.Texts, set(tb, style{element: first}, 200000, 60000, "图后", nil)...)
	add(1, style{font: "Noto Sans SC", italic: true, size: 16000}, 72000, 90000, "斜体 Italic, slanted")
	add(2, style{size: 16000, color: 0xC00000}, 72000, 120000, "红字𰻝Red\uE001缺字")
	add(3, style{turn: typeset.Down, size: 14000}, 300000, 60000, "向下 turned down𰻝")
	add(4, style{turn: typeset.Up, size: 14000}, 360000, 260000, "向上 turned up𰻝")
	add(5, style{turn: typeset.Down, size: 14000, italic: true}, 420000, 60000, "向下斜 slanted")
	add(6, style{spacing: 12000}, 72000, 150000, "撒开的标题")
	add(7, style{size: 16000}, 72000, 200000, "假粗 Bold 国酬")
	last := &p.Texts[len(p.Texts)-1]
	last.Bold = true
	add(8, style{size: 16000}, 72000, 230000, "常规 Bold 国酬")
	add(9, style{size: 16000, bold: true}, 72000, 260000, "真粗 Bold 国酬")
	logo := pngOf(tb, image.NewNRGBA(image.Rect(0, 0, 40, 20)), color.NRGBA{R: 0x20, G: 0x60, B: 0xC0, A: 0x80})
	p.Images = append(p.Images, typeset.Image{X: 100000, Y: 40000, Width: 80000, Height: 40000, Data: logo, Name: "word/media/image1.png", Element: first + 12})
	p.Fills = append(p.Fills, typeset.Rect{X: 70000, Y: 50000, Width: 60000, Height: 14000, Color: 0xFFE699})
	p.Strokes = append(p.Strokes, typeset.Stroke{X1: 72000, Y1: 310000, X2: 172000, Y2: 360000, Width: 750, Color: 0xC00000})
	p.Rules = append(p.Rules, typeset.Rect{X: 72000, Y: 300000, Width: 300000, Height: 250}, typeset.Rect{X: 72000, Y: 310000, Width: 300000, Height: 1500, Color: 0x4472C4})
	l.Pages = append(l.Pages, p)
	return l
}
