package typeset

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"jobdoc/fonts"
	"jobdoc/internal/font"
	"jobdoc/internal/wordml"
)

// testFonts is the set of built-in faces, read once for all tests.
var testFonts = sync.OnceValue(func() *font.Set {
	set, _, err := font.NewSet(font.Options{FS: fonts.Files()})
	if err != nil {
		panic(err)
	}
	return set
})

// docx is a document under test: its parts by what is in them.
type docx struct {
	body      string // content of w:body
	styles    string // content of w:styles
	numbering string
	settings  string
	theme     string
	header    string // content of the default header, "" for none
	footer    string
	notes     string // content of w:footnotes
	endnotes  string // content of w:endnotes
	furniture []furniturePart
	links     map[string]string // addresses by relationship id
	media     map[string][]byte
}

// furniturePart is a header or footer besides the default ones; rId and its
// name lead to it.
type furniturePart struct{ root, name, content string }

const namespaces = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"` +
	` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
	` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"` +
	` xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"` +
	` xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"` +
	` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"` +
	` xmlns:v="urn:schemas-microsoft-com:vml"` +
	` xmlns:o="urn:schemas-microsoft-com:office:office"` +
	` xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"` +
	` xmlns:wpc="http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas"` +
	` xmlns:w10="urn:schemas-microsoft-com:office:word"` +
	` xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"` +
	` xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"`

// archive writes the document as .docx.
func (d docx) archive() []byte {
	const (
		types = "http://schemas.openxmlformats.org/package/2006/content-types"
		rels  = "http://schemas.openxmlformats.org/package/2006/relationships"
		kind  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
		word  = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	)
	var out bytes.Buffer
	zw := zip.NewWriter(&out)
	add := func(name string, data []byte) {
		w, err := zw.Create(name)
		if err == nil {
			_, err = w.Write(data)
		}
		if err != nil {
			panic(err)
		}
	}
	overrides := fmt.Sprintf(`<Override PartName="/word/document.xml" ContentType="%sdocument.main+xml"/>`, word)
	var related strings.Builder
	for _, p := range []struct{ id, word, root, content string }{
		{"rIdStyles", "styles", "styles", d.styles},
		{"rIdNumbering", "numbering", "numbering", d.numbering},
		{"rIdSettings", "settings", "settings", d.settings},
		{"rIdHeader", "header", "hdr", d.header},
		{"rIdFooter", "footer", "ftr", d.footer},
		{"rIdFootnotes", "footnotes", "footnotes", d.notes},
		{"rIdEndnotes", "endnotes", "endnotes", d.endnotes},
	} {
		if p.content == "" {
			continue
		}
		add("word/"+p.word+".xml", fmt.Appendf(nil, `<w:%s%s>%s</w:%s>`, p.root, namespaces, p.content, p.root))
		overrides += fmt.Sprintf(`<Override PartName="/word/%s.xml" ContentType="%s%s+xml"/>`, p.word, word, p.word)
		fmt.Fprintf(&related, `<Relationship Id="%s" Type="%s%s" Target="%s.xml"/>`, p.id, kind, p.word, p.word)
	}
	for _, p := range d.furniture {
		part := map[string]string{"hdr": "header", "ftr": "footer"}[p.root]
		add("word/"+p.name+".xml", fmt.Appendf(nil, `<w:%s%s>%s</w:%s>`, p.root, namespaces, p.content, p.root))
		overrides += fmt.Sprintf(`<Override PartName="/word/%s.xml" ContentType="%s%s+xml"/>`, p.name, word, part)
		fmt.Fprintf(&related, `<Relationship Id="rId%s" Type="%s%s" Target="%s.xml"/>`, p.name, kind, part, p.name)
	}
	for _, id := range slices.Sorted(maps.Keys(d.links)) {
		fmt.Fprintf(&related, `<Relationship Id="%s" Type="%shyperlink" Target="%s" TargetMode="External"/>`, id, kind, strings.ReplaceAll(d.links[id], "&", "&amp;"))
	}
	if d.theme != "" {
		add("word/theme1.xml", []byte(d.theme))
		fmt.Fprintf(&related, `<Relationship Id="rIdTheme" Type="%stheme" Target="theme1.xml"/>`, kind)
	}
	if d.numbering != "" && len(d.media) > 0 {
		var bullets strings.Builder
		for name := range d.media {
			fmt.Fprintf(&bullets, `<Relationship Id="%s" Type="%simage" Target="media/%s"/>`, strings.TrimSuffix(name, ".png"), kind, name)
		}
		add("word/_rels/numbering.xml.rels", fmt.Appendf(nil, `<Relationships xmlns="%s">%s</Relationships>`, rels, bullets.String()))
	}
	for name, data := range d.media {
		add("word/media/"+name, data)
		fmt.Fprintf(&related, `<Relationship Id="%s" Type="%simage" Target="media/%s"/>`, strings.TrimSuffix(name, ".png"), kind, name)
	}
	add("word/document.xml", fmt.Appendf(nil, `<w:document%s><w:body>%s</w:body></w:document>`, namespaces, d.body))
	add("word/_rels/document.xml.rels", fmt.Appendf(nil, `<Relationships xmlns="%s">%s</Relationships>`, rels, related.String()))
	add("_rels/.rels", fmt.Appendf(nil, `<Relationships xmlns="%s"><Relationship Id="r1" Type="%sofficeDocument" Target="word/document.xml"/></Relationships>`, rels, kind))
	add("[Content_Types].xml", fmt.Appendf(nil, `<Types xmlns="%s"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`+
		`<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>%s</Types>`, types, overrides))
	if err := zw.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// layout sets the document.
func (d docx) layout(t testing.TB) *Layout {
	t.Helper()
	p, err := wordml.Open(d.archive())
	if err != nil {
		t.Fatal(err)
	}
	return layoutPackage(t, p)
}

func layoutPackage(t testing.TB, p *wordml.Package) *Layout {
	t.Helper()
	s, err := NewSheet(p)
	if err != nil {
		t.Fatal(err)
	}
	l, err := s.Layout(p.Document(), testFonts())
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// dumpLayout writes a layout for people to read: page by page, in millimetres.
func dumpLayout(l *Layout) string {
	var b strings.Builder
	for i := range l.Pages {
		p := &l.Pages[i]
		fmt.Fprintf(&b, "page %d  %s × %s mm\n", i+1, mm(p.Width), mm(p.Height))
		for k := range p.Texts {
			t := &p.Texts[k]
			var width Length
			var text strings.Builder
			for _, g := range t.Glyphs {
				width += g.Advance
				text.WriteRune(g.Rune)
			}
			turn := [...]string{"", " down", " up"}[t.Turn]
			if t.Stretch != 0 {
				turn += fmt.Sprintf(" %d%%", t.Stretch)
			}
			fmt.Fprintf(&b, "  text %s,%s +%s %s%s%s e%d %q\n", mm(t.X), mm(t.Y), mm(width), points(t.Size), faceName(t), turn, t.Element, text.String())
		}
		for _, im := range p.Images {
			crop := ""
			if im.Crop != (Crop{}) {
				crop = fmt.Sprintf(" crop %v", im.Crop)
			}
			fmt.Fprintf(&b, "  image %s,%s %s×%s %s e%d%s\n", mm(im.X), mm(im.Y), mm(im.Width), mm(im.Height), im.Name, im.Element, crop)
		}
		for _, k := range p.Links {
			to := k.URI
			if to == "" {
				to = fmt.Sprintf("page %d at %s", k.Page+1, mm(k.Top))
			}
			fmt.Fprintf(&b, "  link %s,%s %s×%s e%d to %s\n", mm(k.X), mm(k.Y), mm(k.Width), mm(k.Height), k.Element, to)
		}
		for _, r := range p.Fills {
			fmt.Fprintf(&b, "  fill %s,%s %s×%s %06X\n", mm(r.X), mm(r.Y), mm(r.Width), mm(r.Height), r.Color)
		}
		for _, r := range p.Rules {
			fmt.Fprintf(&b, "  rule %s,%s %s×%s %06X\n", mm(r.X), mm(r.Y), mm(r.Width), mm(r.Height), r.Color)
		}
		for _, s := range p.Strokes {
			fmt.Fprintf(&b, "  stroke %s,%s to %s,%s %s %06X\n", mm(s.X1), mm(s.Y1), mm(s.X2), mm(s.Y2), mm(s.Width), s.Color)
		}
	}
	b.WriteString("elements\n")
	for i, e := range l.Elements[1:] {
		fmt.Fprintf(&b, "  e%d %s in e%d", i+1, e.Type, e.Parent)
		if e.ColSpan > 1 || e.RowSpan > 1 {
			fmt.Fprintf(&b, " span %d×%d", max(1, e.ColSpan), max(1, e.RowSpan))
		}
		if e.Scope != ScopeNone {
			fmt.Fprintf(&b, " %s", e.Scope)
		}
		if e.Numbering != NumberingNone {
			fmt.Fprintf(&b, " %s", e.Numbering)
		}
		if e.Language != "" && e.Language != "zh-CN" {
			fmt.Fprintf(&b, " in %s", e.Language)
		}
		if e.Alt != "" {
			fmt.Fprintf(&b, " %q", e.Alt)
		}
		b.WriteByte('\n')
	}
	for _, h := range l.Outline {
		fmt.Fprintf(&b, "outline %d %q page %d at %s\n", h.Level, h.Text, h.Page+1, mm(h.Y))
	}
	for _, w := range l.Warnings {
		fmt.Fprintf(&b, "warning %s: %s\n", w.Code, w.English)
	}
	return b.String()
}

// mm prints a length in millimetres, rounded to hundredths.
func mm(v Length) string {
	sign := ""
	if v < 0 {
		sign, v = "-", -v
	}
	h := (v*254*10/72 + 500) / 1000 // hundredths
	return fmt.Sprintf("%s%d.%02d", sign, h/100, h%100)
}

func points(v Length) string {
	return strings.TrimSuffix(fmt.Sprintf("%d.%d", v/Point, v%Point/100), ".0") + "pt "
}

func faceName(t *Text) string {
	name := t.Face.PostScriptName()
	name = strings.TrimPrefix(strings.TrimSuffix(name, "-Regular"), "Noto")
	if t.Bold {
		name += "+bold"
	}
	if t.Italic {
		name += "+italic"
	}
	return name
}
