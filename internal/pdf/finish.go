package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"

	"jobdoc/internal/typeset"
)

// binaryMark is the bytes above 127 below the header, which tell transports that
// the file is binary (ISO 32000-2, 7.5.2).
const binaryMark = "\n%\xE2\xE3\xCF\xD3\n"

// finish turns fpdf's file into ours: it packs the streams, mends what fpdf
// writes wrongly, and adds fonts, structure tree and identity. It changes only
// the objects it knows and refuses all others.
func finish(data []byte, l *typeset.Layout, o Options, f *fonts, t *tags) ([]byte, error) {
	a, err := disassemble(data)
	if err != nil {
		return nil, err
	}
	w := &finisher{assembled: a, layout: l, options: o, fonts: f, tags: t}
	w.out.buf = append(make([]byte, 0, len(data)/2+64<<10), "%PDF-"+conformances[o.Conformance].version+binaryMark...)
	w.out.offsets = make([]int, len(a.bodies))
	w.fontBase = w.out.reserve(fontObjects * len(f.list))
	t.linkBase = w.out.reserve(len(t.links))
	for _, step := range []func() error{
		w.pageTree, w.pages, w.pictures, w.outline, w.metadata, w.information, w.resources, w.cutFonts,
		w.attachments, w.links, w.catalog,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return w.trailer(), nil
}

// finisher holds the file while it is written. fpdf's objects keep their
// numbers: 1 the page tree, 2 the resources, then a page and its content in
// turn, pictures, outline, metadata, information, catalog.
type finisher struct {
	*assembled
	layout   *typeset.Layout
	options  Options
	fonts    *fonts
	tags     *tags
	out      objects
	fontBase int
	renamed  map[int]int // pictures put in order: fpdf's number → ours
	attached []attached
}

// pageObject returns the object number of a page.
func pageObject(page int) int { return 3 + 2*page }

// pictureRange returns the numbers of the objects that are pictures: [from, to).
func (w *finisher) pictureRange() (from, to int) {
	return pageObject(len(w.layout.Pages)), w.outlineRange()
}

// outlineRange returns the number of the first object of the outline, which
// the metadata follow.
func (w *finisher) outlineRange() int {
	from := w.info - 1
	if n := len(w.layout.Outline); n > 0 {
		from -= n + 1
	}
	return from
}

func (w *finisher) pageTree() error {
	if !bytes.HasPrefix(w.body(1), []byte("<</Type /Pages\n/Kids [3 0 R ")) {
		return fmt.Errorf("%w: page tree", errAssembled)
	}
	w.out.put(1, w.body(1))
	return nil
}

// pages writes each page without the transparency group that fpdf may give it
// (PDF/A-1 allows none) and with its key into the parent tree.
func (w *finisher) pages() error {
	if from, to := w.pictureRange(); from > to {
		return fmt.Errorf("%w: %d objects", errAssembled, len(w.bodies))
	}
	links := 0
	for i := range w.layout.Pages {
		n := pageObject(i)
		s := &scanner{rest: w.body(n)}
		s.literal("<</Type /Page\n/Parent 1 0 R\n")
		box := s.until("/Resources 2 0 R\n")
		s.maybe("/Group <</Type /Group /S /Transparency /CS /DeviceRGB>>\n")
		s.literal(fmt.Sprintf("/Contents %d 0 R>>", n+1))
		if s.failed || len(s.rest) > 0 || len(box) > 0 && !bytes.HasPrefix(box, []byte("/MediaBox [0 0 ")) {
			return fmt.Errorf("%w: page %d", errAssembled, i+1)
		}
		w.out.begin(n)
		w.out.printf("<</Type /Page\n/Parent 1 0 R\n%s/Resources 2 0 R\n/Contents %d 0 R", box, n+1)
		if !w.tags.empty() {
			w.out.printf("/StructParents %d", i)
			if conformances[w.options.Conformance].version > "1.4" {
				w.out.printf("/Tabs/S")
			}
		}
		w.appendLinks(i, links)
		links += len(w.layout.Pages[i].Links)
		w.out.printf(">>")
		w.out.end()
		content, err := w.content(n + 1)
		if err != nil {
			return err
		}
		if err := w.out.stream(n+1, "", content); err != nil {
			return err
		}
	}
	return nil
}

// outline writes the entries with destinations of our own: fpdf measures them
// all on the last page's height, and counts no entries.
func (w *finisher) outline() error {
	entries := w.layout.Outline
	if len(entries) == 0 {
		return nil
	}
	first := w.outlineRange()
	below := descendants(entries)
	for i, e := range entries {
		body := w.body(first + i)
		at := bytes.LastIndex(body, []byte("\n/Dest ["))
		if !bytes.HasPrefix(body, []byte("<</Title (\xFE\xFF")) || at < 0 || !bytes.HasSuffix(body, []byte(" null]\n/Count 0>>")) {
			return fmt.Errorf("%w: outline entry %d", errAssembled, i+1)
		}
		w.out.begin(first + i)
		w.out.buf = append(w.out.buf, body[:at]...)
		w.out.printf("\n/Dest [%d 0 R /XYZ 0 ", pageObject(e.Page))
		w.out.buf = appendLength(w.out.buf, w.layout.Pages[e.Page].Height-e.Y)
		w.out.printf(" null]")
		if below[i] > 0 {
			w.out.printf("/Count %d", below[i])
		}
		w.out.printf(">>")
		w.out.end()
	}
	root := first + len(entries)
	s := &scanner{rest: w.body(root)}
	s.literal(fmt.Sprintf("<</Type /Outlines /First %d 0 R\n/Last ", first))
	last := s.number()
	s.literal(" 0 R>>")
	if s.failed || len(s.rest) > 0 {
		return fmt.Errorf("%w: outline", errAssembled)
	}
	w.out.begin(root)
	w.out.printf("<</Type /Outlines /First %d 0 R\n/Last %d 0 R/Count %d>>", first, last, len(entries))
	w.out.end()
	return nil
}

// descendants returns how many entries stand below each, all levels open.
func descendants(entries []typeset.Heading) []int {
	below := make([]int, len(entries))
	levels := outlineLevels(entries)
	for i := range levels {
		for j := i + 1; j < len(levels) && levels[j] > levels[i]; j++ {
			below[i]++
		}
	}
	return below
}

func (w *finisher) metadata() error {
	n := w.info - 1
	if !bytes.HasPrefix(w.body(n), []byte("<< /Type /Metadata /Subtype /XML /Length ")) {
		return fmt.Errorf("%w: metadata", errAssembled)
	}
	w.out.put(n, w.body(n)) // not packed: PDF/A-1 wants it plain
	return nil
}

// information adds the time zone to the dates, without which they are nobody's
// and differ from the metadata.
func (w *finisher) information() error {
	body := w.body(w.info)
	date := pdfDate(w.options.Date)
	bare := strings.TrimSuffix(date, zone)
	tail := fmt.Sprintf("/CreationDate (%s)\n/ModDate (%s)\n>>", bare, bare)
	if !bytes.HasPrefix(body, []byte("<<\n/Producer ")) || !bytes.HasSuffix(body, []byte(tail)) {
		return fmt.Errorf("%w: information", errAssembled)
	}
	w.out.begin(w.info)
	w.out.buf = append(w.out.buf, body[:len(body)-len(tail)]...)
	w.out.printf("/CreationDate (%s)\n/ModDate (%s)\n>>", date, date)
	w.out.end()
	return nil
}

// resources puts the fonts in and names the pictures by their new numbers.
func (w *finisher) resources() error {
	s := &scanner{rest: w.body(2)}
	s.literal("<<\n/ProcSet [/PDF /Text /ImageB /ImageC /ImageI]\n/Font <<\n>>\n/XObject <<\n")
	w.out.begin(2)
	w.out.printf("<</Font<<")
	for i, f := range w.fonts.list {
		w.out.printf("/%s %d 0 R", f.name, w.fontBase+i*fontObjects)
	}
	w.out.printf(">>/XObject<<")
	for s.maybe("/I") {
		name := s.until(" ")
		n := s.number()
		s.literal(" 0 R\n")
		if w.renamed[n] == 0 || !plainName(string(name)) {
			s.failed = true
		}
		w.out.printf("/I%s %d 0 R", name, w.renamed[n])
	}
	s.literal(">>\n/ColorSpace <<\n>>\n>>")
	if s.failed || len(s.rest) > 0 {
		return fmt.Errorf("%w: resources", errAssembled)
	}
	w.out.printf(">>>>")
	w.out.end()
	return nil
}

func (w *finisher) cutFonts() error {
	for i, f := range w.fonts.list {
		if err := f.write(&w.out, w.fontBase+i*fontObjects, conformances[w.options.Conformance].cidSet); err != nil {
			return err
		}
	}
	return nil
}

// catalog writes fpdf's catalog without its empty name tree, and what it lacks.
func (w *finisher) catalog() error {
	s := &scanner{rest: w.body(w.root)}
	s.literal("<<\n/Type /Catalog\n/Pages 1 0 R\n")
	outlines := 0
	if len(w.layout.Outline) > 0 {
		s.literal("/Outlines ")
		outlines = s.number()
		s.literal(" 0 R\n/PageMode /UseOutlines\n")
	}
	s.literal(fmt.Sprintf("/Metadata %d 0 R\n", w.info-1))
	s.literal("/Names <<\n/EmbeddedFiles << /Names [\n  \n] >>\n>>\n>>")
	if s.failed || len(s.rest) > 0 {
		return fmt.Errorf("%w: catalog", errAssembled)
	}
	intent, err := w.outputIntent()
	if err != nil {
		return err
	}
	tree := 0
	if !w.tags.empty() {
		tree = w.tags.write(&w.out, pageObject)
	}
	w.out.begin(w.root)
	w.out.printf("<</Type/Catalog/Pages 1 0 R/Metadata %d 0 R", w.info-1)
	if outlines > 0 {
		w.out.printf("/Outlines %d 0 R/PageMode/UseOutlines", outlines)
	}
	if w.options.Language != "" {
		w.out.buf = appendTextString(append(w.out.buf, "/Lang"...), w.options.Language)
	}
	if tree > 0 {
		w.out.printf("/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R", tree)
	}
	if intent > 0 {
		w.out.printf("/OutputIntents[%d 0 R]", intent)
	}
	w.appendAttachments()
	w.appendViewing()
	w.appendPageLabels()
	w.out.printf(">>")
	w.out.end()
	return nil
}

// trailer writes the cross-reference table and what follows it. The identity is
// a digest of all objects: equal files, and only these, carry the same.
func (w *finisher) trailer() []byte {
	sum := sha256.Sum256(w.out.buf)
	xref := len(w.out.buf)
	w.out.printf("xref\n0 %d\n0000000000 65535 f \n", len(w.out.offsets))
	for _, offset := range w.out.offsets[1:] {
		w.out.buf = appendPadded(w.out.buf, offset)
		w.out.buf = append(w.out.buf, " 00000 n \n"...)
	}
	w.out.printf("trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%X><%X>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(w.out.offsets), w.root, w.info, sum[:16], sum[:16], xref)
	return w.out.buf
}

// appendPadded appends v as ten digits.
func appendPadded(b []byte, v int) []byte {
	at := len(b)
	b = append(b, "0000000000"...)
	for i := at + 9; v > 0 && i >= at; i-- {
		b[i] = '0' + byte(v%10)
		v /= 10
	}
	return b
}
