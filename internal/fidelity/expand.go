package fidelity

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"strconv"
	"strings"

	"jobdoc/internal/wordml"
)

// expander writes out what a source says in short:
//
//   - words that stand in w:p are a run, those in w:r a w:t, those in w:tc a paragraph;
//   - <text of="rules" lines="2-5">…</text> is a paragraph for each of these lines of
//     testdata/text/rules.txt, what it holds being put before the words of each;
//   - <cells of="prices" lines="1-9">…</cells> is a table row for each of them, a cell for
//     each word between | signs, what it holds being put before the words of each cell;
//   - <repeat times="20">…</repeat> is its content so many times.
type expander struct{ err error }

func (e *expander) fail(format string, args ...any) {
	if e.err == nil {
		e.err = fmt.Errorf(format, args...)
	}
}

// children returns the XML of what n holds.
func (e *expander) children(n *wordml.Node) (out []byte) {
	for _, c := range n.Children {
		out = append(out, e.node(n, c)...)
	}
	return out
}

func (e *expander) node(parent, n *wordml.Node) []byte {
	switch n.Name {
	case "":
		return e.words(parent.Name, n.Text)
	case "text":
		var out []byte
		for _, line := range e.lines(n) {
			out = append(out, wordml.Element("w:p", nil, wordml.Text("\x00")).Append(nil)...)
			out = bytes.Replace(out, []byte("\x00"), append(e.children(n), e.words("w:p", line)...), 1)
		}
		return out
	case "cells":
		var out []byte
		for _, line := range e.lines(n) {
			out = append(out, "<w:tr>"...)
			for cell := range strings.SplitSeq(line, "|") {
				out = append(append(append(out, "<w:tc>"...), e.cell(n, cell)...), "</w:tc>"...)
			}
			out = append(out, "</w:tr>"...)
		}
		return out
	case "repeat":
		return bytes.Repeat(e.children(n), e.number(n, "times"))
	}
	inner := e.children(n)
	if len(inner) == 0 {
		return wordml.Element(n.Name, n.Attrs).Append(nil)
	}
	out := wordml.Element(n.Name, n.Attrs, wordml.Text("\x00")).Append(nil)
	return bytes.Replace(out, []byte("\x00"), inner, 1)
}

// cell is a paragraph of a cell, behind what the source puts before it.
func (e *expander) cell(n *wordml.Node, text string) []byte {
	out := append([]byte("<w:p>"), e.children(n)...)
	return append(append(out, e.words("w:p", text)...), "</w:p>"...)
}

// words wraps text in what may hold it where it stands.
func (e *expander) words(parent, text string) []byte {
	escaped := wordml.Text(text).Append(nil)
	switch parent {
	case "w:t", "w:instrText", "wp:posOffset", "wp:align", "wp14:pctWidth":
		return escaped
	}
	run := `<w:t xml:space="preserve">` + string(escaped) + `</w:t>`
	switch parent {
	case "w:r":
		return []byte(run)
	case "w:tc":
		return []byte(`<w:p><w:r>` + run + `</w:r></w:p>`)
	}
	return []byte(`<w:r>` + run + `</w:r>`)
}

// lines returns the lines of a text that an element names.
func (e *expander) lines(n *wordml.Node) []string {
	data, err := fs.ReadFile(sources, "testdata/text/"+n.Attr("of")+".txt")
	if err != nil {
		e.fail("%w", err)
		return nil
	}
	all := strings.Split(strings.TrimSpace(string(data)), "\n")
	from, to := 1, len(all)
	if s := n.Attr("lines"); s != "" {
		first, last, ranged := strings.Cut(s, "-")
		from, err = strconv.Atoi(first)
		to = from
		if err == nil && ranged {
			to, err = strconv.Atoi(last)
		}
		if err != nil || from < 1 || to > len(all) || from > to {
			e.fail("%s.txt has no lines %q", n.Attr("of"), s)
			return nil
		}
	}
	return all[from-1 : to]
}

func (e *expander) number(n *wordml.Node, name string) int {
	v, err := strconv.Atoi(n.Attr(name))
	if err != nil {
		e.fail("<%s %s=%q> is no number", n.Name, name, n.Attr(name))
	}
	return v
}

// picture is a grey PNG with a frame, in pixels.
func picture(width, height int) []byte {
	m := image.NewGray(image.Rect(0, 0, max(1, width), max(1, height)))
	for y := range height {
		for x := range width {
			shade := color.Gray{Y: 0xD0}
			if x == 0 || y == 0 || x == width-1 || y == height-1 {
				shade.Y = 0x60
			}
			m.SetGray(x, y, shade)
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		panic(err) // a buffer takes everything
	}
	return out.Bytes()
}
