package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"codeberg.org/go-pdf/fpdf"

	"jobdoc/internal/typeset"
)

// Options say what a file tells of itself.
type Options struct {
	Title    string    // shown in the window's title bar; "" for none
	Author   string    // "" for none
	Language string    // of the text, BCP 47, such as "zh-CN"; "" for unknown
	Date     time.Time // of creation and change, written in UTC; zero for 2000-01-01

	Conformance Conformance  // to PDF/A; zero for 2b
	Attachments []Attachment // files that go along, each with a name of its own
}

// normal returns the options in the one form that Info, metadata and catalog
// share. Line breaks and other controls, which XML cannot hold, become blanks.
func (o Options) normal() Options {
	for _, s := range []*string{&o.Title, &o.Author, &o.Language} {
		*s = strings.TrimSpace(strings.Map(func(r rune) rune {
			if unicode.IsControl(r) || r == '\uFFFE' || r == '\uFFFF' {
				return ' '
			}
			return r
		}, strings.ToValidUTF8(*s, "\uFFFD")))
	}
	if o.Date.IsZero() {
		o.Date = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	o.Date = o.Date.UTC().Truncate(time.Second)
	return o
}

// check says what of the options does not go together.
func (o Options) check() error {
	switch {
	case int(o.Conformance) >= len(conformances):
		return fmt.Errorf("conformance %d is not known", o.Conformance)
	case len(o.Attachments) > 0 && !o.Conformance.Attaches():
		return ErrAttachment
	}
	return nil
}

// Encode writes a layout as a PDF file with bookmarks, a structure tree where
// the layout has elements, and fonts cut to the glyphs used. It keeps to the
// PDF/A that the options ask for. The same layout and options give the same
// bytes. Errors wrap [ErrPicture], with the name of the part, when an image
// cannot be used, and [ErrAttachment]. Safe for concurrent use.
func Encode(l *typeset.Layout, o Options) (data []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			data, err = nil, fmt.Errorf("write pdf: internal error: %v", r)
		}
	}()
	o = o.normal()
	if err := o.check(); err != nil {
		return nil, fmt.Errorf("write pdf: %w", err)
	}
	if err := check(l); err != nil {
		return nil, fmt.Errorf("write pdf: %w", err)
	}
	t, err := newTags(l, o.Language)
	if err != nil {
		return nil, fmt.Errorf("write pdf: %w", err)
	}
	d := newDocument(o, t)
	for i := range l.Pages {
		if err := d.addPage(i, &l.Pages[i]); err != nil {
			return nil, fmt.Errorf("write pdf: page %d: %w", i+1, err)
		}
	}
	raw, err := d.assemble(l)
	if err != nil {
		return nil, fmt.Errorf("write pdf: %w", err)
	}
	data, err = finish(raw, l, o, d.fonts, t)
	if err != nil {
		return nil, fmt.Errorf("write pdf: %w", err)
	}
	return data, nil
}

// maxSide is the longest side of a page that readers must take (ISO 32000-1, annex C).
const maxSide = 14400 * typeset.Point

func check(l *typeset.Layout) error {
	if l == nil || len(l.Pages) == 0 {
		return errors.New("layout has no pages")
	}
	for i, p := range l.Pages {
		if p.Width <= 0 || p.Height <= 0 || p.Width > maxSide || p.Height > maxSide {
			return fmt.Errorf("page %d measures %d × %d thousandths of a point", i+1, p.Width, p.Height)
		}
	}
	for _, h := range l.Outline {
		if h.Page < 0 || h.Page >= len(l.Pages) {
			return fmt.Errorf("outline names page %d of %d", h.Page+1, len(l.Pages))
		}
	}
	return nil
}

// document drives fpdf.
type document struct {
	fpdf     *fpdf.Fpdf
	fonts    *fonts
	tags     *tags
	text     textWriter
	pictures map[pictureData]string // → name of the picture in fpdf
	opaque   bool                   // pictures may not be transparent
}

// pictureData tells image data apart without reading them. Part names do not:
// in a bound book several documents have their own image1.png.
type pictureData struct {
	first *byte
	size  int
}

func newDocument(o Options, t *tags) *document {
	d := &document{
		fpdf: fpdf.New("P", "pt", "A4", ""), fonts: newFonts(), tags: t, pictures: map[pictureData]string{},
		opaque: conformances[o.Conformance].opaque,
	}
	d.text = textWriter{fonts: d.fonts, tags: t}
	f := d.fpdf
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(0, 0, 0)
	f.SetCatalogSort(true)
	f.SetCompression(false) // finish packs, in a fifth of the time
	f.SetCreationDate(o.Date)
	f.SetModificationDate(o.Date)
	f.SetProducer(utf16BE(producer), false)
	f.SetCreator(utf16BE(producer), false)
	if o.Title != "" {
		f.SetTitle(utf16BE(o.Title), false)
	}
	if o.Author != "" {
		f.SetAuthor(utf16BE(o.Author), false)
	}
	f.SetXmpMetadata(xmp(o))
	return d
}

// addPage writes a page in the order it is painted in.
func (d *document) addPage(i int, p *typeset.Page) error {
	d.fpdf.AddPageFormat("P", fpdf.SizeType{Wd: points(p.Width), Ht: points(p.Height)})
	d.rects(p.Fills)
	for j := range p.Images {
		a := furniture(j, len(p.Images), p.Header.Images, p.Footer.Images)
		if err := d.image(i, p, &p.Images[j], a); err != nil {
			return fmt.Errorf("image %q: %w", p.Images[j].Name, err)
		}
	}
	text, err := d.text.page(i, p)
	if err != nil {
		return err
	}
	d.fpdf.RawWriteStr(string(text))
	d.rects(p.Rules)
	d.strokes(p.Strokes)
	for j := range p.Links {
		if err := d.tags.link(i, p.Links[j].Element); err != nil {
			return err
		}
	}
	return d.fpdf.Error()
}

// furniture returns what the i-th of n things on a page is, where it belongs to
// no element; header and footer are how many of the first and the last are theirs.
func furniture(i, n, header, footer int) artifact {
	switch {
	case i < header:
		return headerArtifact
	case i >= n-footer:
		return footerArtifact
	}
	return otherArtifact
}

// points turns a length into fpdf's unit. The division rounds correctly, so
// every machine has the same result.
func points(l typeset.Length) float64 { return float64(l) / float64(typeset.Point) }

// rects paints rectangles, which mean nothing to a reader by ear.
func (d *document) rects(rects []typeset.Rect) {
	if len(rects) == 0 {
		return
	}
	d.fpdf.RawWriteStr(string(layoutArtifact))
	for i, r := range rects {
		if i == 0 || r.Color != rects[i-1].Color {
			d.fpdf.SetFillColor(int(r.Color>>16&0xff), int(r.Color>>8&0xff), int(r.Color&0xff))
		}
		if r.Width > 0 && r.Height > 0 {
			d.fpdf.Rect(points(r.X), points(r.Y), points(r.Width), points(r.Height), "F")
		}
	}
	d.fpdf.RawWriteStr("EMC")
}

// strokes draws lines, which belong to no element.
func (d *document) strokes(strokes []typeset.Stroke) {
	if len(strokes) == 0 {
		return
	}
	d.fpdf.RawWriteStr(string(layoutArtifact))
	for _, s := range strokes {
		d.fpdf.SetDrawColor(int(s.Color>>16&0xff), int(s.Color>>8&0xff), int(s.Color&0xff))
		d.fpdf.SetLineWidth(points(s.Width))
		d.fpdf.Line(points(s.X1), points(s.Y1), points(s.X2), points(s.Y2))
	}
	d.fpdf.RawWriteStr("EMC")
}

// image places a picture and embeds it where the document has not yet.
func (d *document) image(page int, p *typeset.Page, m *typeset.Image, a artifact) error {
	name, err := d.embed(m)
	if err != nil {
		return err
	}
	if m.Width <= 0 || m.Height <= 0 {
		return nil
	}
	open, err := d.tags.open(nil, page, m.Element, a)
	if err != nil {
		return err
	}
	d.tags.picture(p, m)
	d.fpdf.RawWriteStr(string(open))
	cropped := m.Crop != typeset.Crop{}
	if cropped {
		d.fpdf.ClipRect(points(m.X), points(m.Y), points(m.Width), points(m.Height), false)
	}
	x, y, width, height := m.Whole()
	d.fpdf.ImageOptions(name, points(x), points(y), points(width), points(height), false,
		fpdf.ImageOptions{AllowNegativePosition: true}, 0, "")
	if cropped {
		d.fpdf.ClipEnd()
	}
	d.fpdf.RawWriteStr("EMC")
	return d.fpdf.Error()
}

// embed gives a picture to fpdf and returns its name there, which follows from
// its data: two parts may hold the same picture.
func (d *document) embed(m *typeset.Image) (string, error) {
	if len(m.Data) == 0 {
		return "", fmt.Errorf("%w: it is empty", ErrPicture)
	}
	key := pictureData{&m.Data[0], len(m.Data)}
	if name, ok := d.pictures[key]; ok {
		return name, nil
	}
	name := digest(m.Data)
	if d.fpdf.GetImageInfo(name) == nil {
		p, err := readPicture(m.Data, d.opaque)
		if err != nil {
			return "", err
		}
		if err := d.register(name, p); err != nil {
			return "", err
		}
	}
	d.pictures[key] = name
	return name, nil
}

// register hands a picture over. fpdf panics on what it cannot read.
func (d *document) register(name string, p picture) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", ErrPicture, r)
		}
	}()
	d.fpdf.RegisterImageOptionsReader(name, fpdf.ImageOptions{ImageType: p.kind}, bytes.NewReader(p.data))
	if err := d.fpdf.Error(); err != nil {
		return fmt.Errorf("%w: %w", ErrPicture, err)
	}
	return nil
}

// assemble adds the outline and returns fpdf's file.
func (d *document) assemble(l *typeset.Layout) ([]byte, error) {
	for i, level := range outlineLevels(l.Outline) {
		d.fpdf.Bookmark(utf16BE(l.Outline[i].Text), level, 0)
	}
	var b bytes.Buffer
	if err := d.fpdf.Output(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// outlineLevels returns the levels of the outline without gaps, the first 0:
// fpdf hangs what skips a level under a wrong entry.
func outlineLevels(entries []typeset.Heading) []int {
	levels := make([]int, len(entries))
	most := 0
	for i, e := range entries {
		levels[i] = max(0, min(e.Level, most))
		most = levels[i] + 1
	}
	return levels
}
