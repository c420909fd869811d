package template

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jobdoc/internal/wordml"
)

// {%照片} prints a picture: a value that is a data: URL, PNG or JPEG. A size may
// follow the name, behind a colon as everywhere in the language:
//
//	{%照片}            at 96 dots per inch, made smaller where it does not fit its cell
//	{%照片:25mm}       25 mm wide
//	{%照片:×35mm}      35 mm high
//	{%照片:25mm×35mm}  as large as fits into that
//
// It is never distorted. Units are mm (毫米) and cm (厘米); × may be typed x or *.
// Where no field has the name, it is the label of an entry: {%照片} is
// {%其他信息:照片} then. A value that is a text and no picture prints as text.

// emu is the unit of DrawingML, 914,400 to an inch (20.1.2.1).
type emu int64

const (
	emuPerInch = 914_400
	emuPerMM   = 36_000
	emuPerTwip = 635
	emuPerDot  = emuPerInch / 96
	maxSide    = 500 * emuPerMM
)

// extent is a width and a height; 0 where any will do.
type extent struct{ width, height emu }

// pictureSize matches the size of a picture, its width, height and units.
var pictureSize = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?)?(mm|毫米|cm|厘米)?(?:[x×X*]([0-9]+(?:\.[0-9]+)?)(mm|毫米|cm|厘米)?)?$`)

// readSize takes the size off the end of a picture's name. ok is false for one
// that is no size a picture can have.
func (t *tag) readSize() (ok bool) {
	at := strings.LastIndexByte(t.name, ':')
	if at < 0 {
		return true
	}
	m := pictureSize.FindStringSubmatch(t.name[at+1:])
	if m == nil || m[1] == "" && m[3] == "" {
		return true // a label
	}
	t.name = t.name[:at]
	width, unit, height, heightUnit := m[1], m[2], m[3], m[4]
	if unit == "" && width != "" {
		unit = heightUnit // 25×35mm
	}
	if height != "" && heightUnit == "" {
		heightUnit = unit // 25mm×35
	}
	w, okWidth := length(width, unit)
	h, okHeight := length(height, heightUnit)
	t.size = extent{w, h}
	return okWidth && okHeight
}

// length reads one side of a picture; none is 0.
func length(s, unit string) (emu, bool) {
	if s == "" {
		return 0, true
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || unit == "" {
		return 0, false
	}
	if unit == "cm" || unit == "厘米" {
		v *= 10
	}
	v *= emuPerMM
	return emu(v), v >= emuPerMM && v <= maxSide
}

// bindPicture binds the name of a picture: a field, or else the label of an
// entry of any list that has labels.
func (s *story) bindPicture(t *tag) {
	if t.para.property != "" {
		s.c.fault(t, "picture-place", "")
		return
	}
	scopes := t.scopes()
	if t.label == "" && s.c.names.resolve(scopes, t.name).expr == nil && t.name != "" && t.name != "." {
		for _, list := range s.c.names.labelledLists() {
			e := newExpr(len(scopes), s.c.names.root, list)
			e.label = labelFor(e.field, t.name)
			t.pictures = append(t.pictures, e)
		}
		if len(t.pictures) > 0 {
			return
		}
	}
	if e := s.bindName(t, scopes, t.name); e != nil {
		t.pictures = append(t.pictures, e)
	}
}

// labelledLists are the ways to the lists that pick entries by a label.
func (x *index) labelledLists() [][]*Field {
	var lists [][]*Field
	var walk func(f *Field, way []*Field)
	walk = func(f *Field, way []*Field) {
		for _, c := range f.Fields {
			to := append(way[:len(way):len(way)], c)
			if c.Item != nil && c.Label != "" {
				lists = append(lists, to)
			}
			if c.Item == nil && c.Text == "" {
				walk(c, to)
			}
		}
	}
	walk(x.root, nil)
	return lists
}

// inlinePicture is the instruction of {%x}: an inline drawing.
type inlinePicture struct {
	sources []*expr
	size    extent // as typed
	room    extent // what the place has
	part    string // in which it stands
	name    string
	fault   *Fault
}

func (b *paraBuilder) picture(t *tag) *inlinePicture {
	return &inlinePicture{sources: t.pictures, size: t.size, room: b.roomOf(b.para), part: b.para.story.part, name: pictureName(t), fault: t.here()}
}

// pictureName is what the picture shows, for those who cannot see it.
func pictureName(t *tag) string {
	switch {
	case t.label != "":
		return t.label
	case t.name == ".":
		return "图片"
	}
	return t.name
}

func (i *inlinePicture) emit(f *filler, s *frame) {
	var v any
	for _, e := range i.sources {
		if v = e.value(s); !blank(v) {
			break
		}
	}
	url, isText := v.(string)
	switch {
	case blank(v), f.spent():
		return
	case !isText:
		f.value(plain(v))
		return
	case !isPicture(url):
		f.value(url)
		return
	}
	m, code := f.media(url)
	if code != "" {
		f.refuse(i.fault.becomes(code, i.name))
		return
	}
	f.pictured = true
	n := f.drawing(i, m)
	f.share(n, weigh(n))
}

// maxFillFaults bounds what is told of one set of values.
const maxFillFaults = 100

func (f *filler) refuse(x Fault) {
	if len(f.faults) < maxFillFaults {
		f.faults = append(f.faults, x)
	}
}

// media is a picture that has become a part of the document.
type media struct {
	picture
	code  string // why it has not
	part  string
	links map[string]string // ids of the relationships that lead to it, by part
}

// media makes a part of a picture; the same picture becomes one part.
func (f *filler) media(url string) (*media, string) {
	if m := f.pictures[url]; m != nil {
		return m, m.code
	}
	m := &media{links: map[string]string{}}
	m.picture, m.code = readPicture(url)
	if f.pictures == nil {
		f.pictures = map[string]*media{}
	}
	f.pictures[url] = m
	if m.code != "" {
		return m, m.code
	}
	f.cost += len(m.data)
	for n := len(f.pictures); m.part == "" || f.doc.Has(m.part); n++ {
		m.part = path.Join(path.Dir(f.doc.Main()), "media", fmt.Sprintf("picture%d.%s", n, m.extension))
	}
	f.doc.AddPart(m.part, "image/"+m.extension, nil, m.data)
	return m, ""
}

// fit is the size at which a picture is shown.
func (i *inlinePicture) fit(p picture) extent {
	natural := extent{emu(p.width) * emuPerDot, emu(p.height) * emuPerDot}
	if i.size != (extent{}) {
		return natural.into(i.size, true)
	}
	return natural.into(i.room, false)
}

// into makes an extent as large as fits into another; without grow, no larger
// than it is.
func (x extent) into(box extent, grow bool) extent {
	num, den := emu(1), emu(1) // the scale
	if grow {
		num = maxSide
	}
	if box.width > 0 && x.width*num > box.width*den {
		num, den = box.width, x.width
	}
	if box.height > 0 && x.height*num > box.height*den {
		num, den = box.height, x.height
	}
	return extent{max(1, x.width*num/den), max(1, x.height*num/den)}
}

// Namespaces of a drawing, in the transitional and in the strict form.
var drawingSpaces = map[bool][4]string{
	false: {
		"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", "http://schemas.openxmlformats.org/drawingml/2006/main",
		"http://schemas.openxmlformats.org/drawingml/2006/picture", "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
	},
	true: {
		"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", "http://purl.oclc.org/ooxml/drawingml/main",
		"http://purl.oclc.org/ooxml/drawingml/picture", "http://purl.oclc.org/ooxml/officeDocument/relationships",
	},
}

// drawing makes the w:drawing of a picture (20.4.2.8 inline, 20.2.2.5 pic).
func (f *filler) drawing(i *inlinePicture, m *media) *wordml.Node {
	link, ok := m.links[i.part]
	if !ok {
		link = f.doc.AddRelationship(i.part, "image", m.part)
		m.links[i.part] = link
	}
	f.lastID++
	size := i.fit(m.picture)
	spaces := drawingSpaces[f.template.strict]
	el := wordml.Element
	attrs := func(pairs ...string) []wordml.Attr {
		var out []wordml.Attr
		for k := 0; k < len(pairs); k += 2 {
			out = append(out, wordml.Attr{Name: pairs[k], Value: pairs[k+1]})
		}
		return out
	}
	id, width, height := strconv.Itoa(f.lastID), strconv.FormatInt(int64(size.width), 10), strconv.FormatInt(int64(size.height), 10)
	name := "图片 " + id
	pic := el("pic:pic", attrs("xmlns:pic", spaces[2]),
		el("pic:nvPicPr", nil, el("pic:cNvPr", attrs("id", id, "name", name, "descr", i.name)), el("pic:cNvPicPr", nil)),
		el("pic:blipFill", nil, el("a:blip", attrs("xmlns:r", spaces[3], "r:embed", link)), el("a:stretch", nil, el("a:fillRect", nil))),
		el("pic:spPr", nil,
			el("a:xfrm", nil, el("a:off", attrs("x", "0", "y", "0")), el("a:ext", attrs("cx", width, "cy", height))),
			el("a:prstGeom", attrs("prst", "rect"), el("a:avLst", nil))))
	return el("w:drawing", nil, el("wp:inline", attrs("xmlns:wp", spaces[0], "distT", "0", "distB", "0", "distL", "0", "distR", "0"),
		el("wp:extent", attrs("cx", width, "cy", height)),
		el("wp:docPr", attrs("id", id, "name", name, "descr", i.name)),
		el("wp:cNvGraphicFramePr", nil, el("a:graphicFrameLocks", attrs("xmlns:a", spaces[1], "noChangeAspect", "1"))),
		el("a:graphic", attrs("xmlns:a", spaces[1]), el("a:graphicData", attrs("uri", spaces[2]), pic))))
}

// freeLines is a w:pPr whose lines are as high as what stands in them. A line
// of an exact height, as forms have, would show only a strip of a picture.
func freeLines(props *wordml.Node) *wordml.Node {
	spacing := wordml.Element("w:spacing", nil)
	if was := props.Child("w:spacing"); was != nil {
		for _, a := range was.Attrs {
			if a.Name != "w:line" && a.Name != "w:lineRule" {
				spacing.Attrs = append(spacing.Attrs, a)
			}
		}
	}
	spacing.Attrs = append(spacing.Attrs, wordml.Attr{Name: "w:line", Value: "240"}, wordml.Attr{Name: "w:lineRule", Value: "auto"})
	kids := slices.Clone(without(props, "w:spacing").Children)
	return wordml.Element(props.Name, props.Attrs, slices.Insert(kids, placeIn(kids, "w:spacing"), spacing)...)
}
