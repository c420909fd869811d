package wordml_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"jobdoc/internal/wordml"
	"jobdoc/templates"
)

// parts are those of the smallest .docx.
func parts() map[string]string {
	return map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="PNG" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"_rels/.rels":         `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/_rels/document.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
			<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="/word/kopf.xml"/>
			<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="../media/a.png"/>
			<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://example.com/" TargetMode="External"/></Relationships>`,
		"word/document.xml": `<w:document xmlns:w="` + mainNS + `"><w:body><w:p/></w:body></w:document>`,
		"word/kopf.xml":     `<w:hdr xmlns:w="` + mainNS + `"/>`,
		"media/a.png":       "not really a picture",
	}
}

func pack(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	zw := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := zw.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, parts[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(t testing.TB, parts map[string]string) *wordml.Package {
	t.Helper()
	p, err := wordml.Open(pack(t, parts))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestOpenFindsPartsByRelationship(t *testing.T) {
	p := open(t, parts())
	if p.Main() != "word/document.xml" {
		t.Errorf("Main() = %q", p.Main())
	}
	if got := p.RelatedByType(p.Main(), "header"); !slices.Equal(got, []string{"word/kopf.xml"}) {
		t.Errorf("headers = %q", got)
	}
	if got := p.Related(p.Main(), "rId2"); got != "media/a.png" {
		t.Errorf("Related(rId2) = %q", got)
	}
	if got := p.Related(p.Main(), "rId3"); got != "" {
		t.Errorf("an external relationship leads to a part: %q", got)
	}
	if got := p.ContentType("media/a.png"); got != "image/png" {
		t.Errorf("ContentType = %q", got)
	}
}

func TestOpenRefuses(t *testing.T) {
	with := func(change func(map[string]string)) []byte {
		m := parts()
		change(m)
		return pack(t, m)
	}
	rename := func(from, to string) []byte {
		return with(func(m map[string]string) { m[to] = m[from]; delete(m, from) })
	}
	tests := map[string]struct {
		data []byte
		want error
		part string
	}{
		"no zip":                   {[]byte("%PDF-1.4"), wordml.ErrNotDocx, ""},
		"an empty file":            {nil, wordml.ErrNotDocx, ""},
		"no content types":         {with(func(m map[string]string) { delete(m, "[Content_Types].xml") }), wordml.ErrNotDocx, ""},
		"no relationships":         {with(func(m map[string]string) { delete(m, "_rels/.rels") }), wordml.ErrNotDocx, ""},
		"no main part":             {with(func(m map[string]string) { delete(m, "word/document.xml") }), wordml.ErrNotDocx, ""},
		"a workbook":               {with(func(m map[string]string) { m["[Content_Types].xml"] = "<Types/>" }), wordml.ErrNotDocx, "word/document.xml"},
		"a name that climbs":       {rename("media/a.png", "../a.png"), wordml.ErrUnsafe, "../a.png"},
		"an absolute name":         {rename("media/a.png", "/a.png"), wordml.ErrUnsafe, "/a.png"},
		"a backslash":              {rename("media/a.png", `media\a.png`), wordml.ErrUnsafe, `media\a.png`},
		"a name twice, case aside": {with(func(m map[string]string) { m["WORD/kopf.xml"] = "" }), wordml.ErrUnsafe, ""},
		"a part that is too large": {with(func(m map[string]string) { m["x"] = strings.Repeat(" ", wordml.MaxPart+1) }), wordml.ErrTooLarge, "x"},
		"too many files": {with(func(m map[string]string) {
			for i := range wordml.MaxEntries {
				m["x/"+strings.Repeat("y", i+1)] = ""
			}
		}), wordml.ErrTooLarge, ""},
	}
	for name, tt := range tests {
		_, err := wordml.Open(tt.data)
		var file *wordml.FileError
		if !errors.As(err, &file) || !errors.Is(err, tt.want) {
			t.Errorf("%s: error = %v, want %v", name, err, tt.want)
			continue
		}
		if tt.part != "" && file.Part != tt.part {
			t.Errorf("%s: part = %q, want %q", name, file.Part, tt.part)
		}
	}
}

func TestWriteToCopiesWhatWasNotReplaced(t *testing.T) {
	in := pack(t, parts())
	p, err := wordml.Open(in)
	if err != nil {
		t.Fatal(err)
	}
	d := p.Document()
	d.Replace("word/document.xml", wordml.Element("w:document", []wordml.Attr{{Name: "xmlns:w", Value: mainNS}}, wordml.Element("w:body", nil)))
	var out, again bytes.Buffer
	if _, err := d.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	if _, err := d.WriteTo(&again); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Errorf("written twice: not the same bytes (error %v)", err)
	}
	was, is := raws(t, in), raws(t, out.Bytes())
	for name := range was {
		same := was[name] == is[name]
		if want := name != "word/document.xml"; same != want {
			t.Errorf("%s: stored bytes the same: %t, want %t", name, same, want)
		}
	}
	back, err := wordml.Open(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	root, err := back.Part(back.Main())
	if err != nil || root.Child("w:body") == nil || len(root.Child("w:body").Children) != 0 {
		t.Errorf("the new body was not written: %v %v", root, err)
	}
}

func raws(t *testing.T, archive []byte) map[string]string {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]string{}
	for _, f := range zr.File {
		r, err := f.OpenRaw()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		m[f.Name] = string(data)
	}
	return m
}

func TestZipPutsContentTypesFirst(t *testing.T) {
	fsys := fstest.MapFS{}
	for name, data := range parts() {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	data, err := wordml.Zip(fsys)
	if err != nil {
		t.Fatal(err)
	}
	p, err := wordml.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Names()[:2]; !slices.Equal(got, []string{"[Content_Types].xml", "_rels/.rels"}) {
		t.Errorf("first parts = %q", got)
	}
}

// FuzzOpen asks for an answer with a reason in two languages, and that a file
// which opens is written as one that opens and holds the same.
func FuzzOpen(f *testing.F) {
	f.Add(pack(f, parts()))
	for _, a := range archives(f) {
		f.Add(a.data)
	}
	for _, r := range refusals {
		f.Add(pack(f, edited(r.edits...)))
	}
	f.Add(pack(f, edited(strict, renamed)))
	f.Add(pack(f, edited(otherPrefixes)))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := wordml.Open(data)
		if err != nil {
			faults := wordml.Faults(err)
			if p != nil || len(faults) == 0 {
				t.Fatalf("a package %v, an error %v", p, err)
			}
			for _, e := range faults {
				if e.Code == "" || e.Detail == "" || e.English == "" || e.Err == nil || strings.Contains(e.Detail+e.English, "%!(") {
					t.Errorf("fault without its words: %+v", e)
				}
			}
			return
		}
		var out bytes.Buffer
		if _, err := p.Document().WriteTo(&out); err != nil {
			t.Fatal(err)
		}
		back, err := wordml.Open(out.Bytes())
		if err != nil {
			t.Fatalf("what was written is refused: %v", err)
		}
		if back.Main() != p.Main() || !slices.Equal(back.Names(), p.Names()) {
			t.Fatalf("main part %q, parts %q; were %q, %q", back.Main(), back.Names(), p.Main(), p.Names())
		}
		for _, name := range p.Names() {
			was, _ := p.Bytes(name)
			if is, _ := back.Bytes(name); !bytes.Equal(was, is) {
				t.Errorf("%s has changed", name)
			}
			if root, err := p.Part(name); (root == nil) == (err == nil) {
				t.Errorf("%s: tree %v, error %v", name, root, err)
			}
		}
	})
}

// BenchmarkOpen opens a built-in template as it comes in by upload: unpacked,
// parsed and checked, so that every tree is there.
func BenchmarkOpen(b *testing.B) {
	folder, err := fs.Sub(templates.FS, "classic")
	if err != nil {
		b.Fatal(err)
	}
	data, err := wordml.Zip(folder)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		p, err := wordml.Open(data)
		if err != nil {
			b.Fatal(err)
		}
		for _, name := range p.Names() {
			if _, err := p.Part(name); err != nil {
				b.Fatal(err)
			}
		}
	}
}
