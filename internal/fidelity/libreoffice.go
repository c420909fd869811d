package fidelity

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"jobdoc/fonts"
	"jobdoc/internal/font"
)

// families names the faces that documents name, by the one of ours that stands in for them.
var families = []struct{ ours, theirs string }{
	{"Noto Serif SC", "宋体,SimSun,Times New Roman,楷体,KaiTi,仿宋,FangSong,仿宋_GB2312,楷体_GB2312,方正小标宋简体"},
	{"Noto Sans SC", "黑体,SimHei,Arial,Calibri,微软雅黑,Microsoft YaHei,等线,DengXian"},
}

// Office is LibreOffice in a folder of its own, with our faces alone.
type Office struct {
	dir      string
	version  string
	cache    cache
	prepared bool
	readings map[string]reading // by name of the document
}

// NewOffice returns the LibreOffice that is installed, to work in a folder.
func NewOffice(dir string) (*Office, error) {
	if _, err := exec.LookPath("mutool"); err != nil {
		return nil, err
	}
	out, err := exec.Command("soffice", "--version").Output()
	if err != nil {
		return nil, fmt.Errorf("soffice --version: %w", err)
	}
	words := strings.Fields(string(out))
	o := &Office{dir: dir, version: strings.Join(words[:min(2, len(words))], " "), readings: map[string]reading{}}
	o.cache, err = newCache(o.version)
	return o, err
}

// Version returns what LibreOffice calls itself, such as "LibreOffice 7.4.7.2".
func (o *Office) Version() string { return o.version }

// prepare writes a profile, and our faces, made so that LibreOffice sets them as Word does.
func (o *Office) prepare() error {
	if o.prepared {
		return nil
	}
	o.prepared = true
	for _, sub := range []string{"fonts", "cache", "in", "out"} {
		if err := os.MkdirAll(filepath.Join(o.dir, sub), 0o755); err != nil {
			return err
		}
	}
	if err := o.writeFaces(); err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>%s</dir><cachedir>%s</cachedir>`,
		filepath.Join(o.dir, "fonts"), filepath.Join(o.dir, "cache"))
	for _, f := range families {
		for name := range strings.SplitSeq(f.theirs, ",") {
			fmt.Fprintf(&b, `<match target="pattern"><test name="family"><string>%s</string></test>`+
				`<edit name="family" mode="assign" binding="same"><string>%s</string></edit></match>`, name, f.ours)
		}
	}
	b.WriteString("</fontconfig>\n")
	return os.WriteFile(filepath.Join(o.dir, "fonts.conf"), []byte(b.String()), 0o644)
}

// writeFaces writes our faces, each so that LibreOffice sets it as Word does.
func (o *Office) writeFaces() error {
	set, _, err := font.NewSet(font.Options{FS: fonts.Files()})
	if err != nil {
		return err
	}
	names, err := fs.Glob(fonts.Files(), "*.ttf")
	if err != nil {
		return err
	}
	for _, name := range names {
		data, err := fs.ReadFile(fonts.Files(), name)
		if err != nil {
			return err
		}
		for _, f := range families {
			if strings.HasPrefix(name, strings.ReplaceAll(f.ours, " ", "")) {
				if data, err = wordFace(data, set.Typeface(f.ours, strings.Contains(name, "Bold"), false)); err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
			}
		}
		if err := os.WriteFile(filepath.Join(o.dir, "fonts", name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// Convert makes PDFs of documents, all in one call, since LibreOffice takes
// seconds to start.
func (o *Office) Convert(docs []Document) error {
	if err := o.prepare(); err != nil {
		return fmt.Errorf("prepare LibreOffice: %w", err)
	}
	args := []string{"-env:UserInstallation=file://" + filepath.ToSlash(filepath.Join(o.dir, "profile")),
		"--headless", "--convert-to", "pdf", "--outdir", filepath.Join(o.dir, "out")}
	for _, d := range docs {
		data, err := forOffice(d.Data)
		if err != nil {
			return fmt.Errorf("%s: %w", d.Name, err)
		}
		file := filepath.Join(o.dir, "in", d.Name+".docx")
		if err := os.WriteFile(file, data, 0o644); err != nil {
			return err
		}
		args = append(args, file)
	}
	cmd := exec.Command("soffice", args...)
	cmd.Env = append(os.Environ(), "FONTCONFIG_FILE="+filepath.Join(o.dir, "fonts.conf"))
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("soffice: %w\n%s", err, out)
	}
	return nil
}

// PDF returns the name of the file that [Office.Convert] made of a document.
func (o *Office) PDF(d Document) string { return filepath.Join(o.dir, "out", d.Name+".pdf") }

// Read finds out where LibreOffice puts the lines of documents. Those it has
// seen before, byte for byte, it takes from a cache. A document that it cannot
// read has no lines; [Office.Lines] says why.
func (o *Office) Read(docs []Document) error {
	var missing []Document
	keys := map[string][]byte{}
	for _, d := range docs {
		data, err := forOffice(d.Data)
		if err != nil {
			return fmt.Errorf("%s: %w", d.Name, err)
		}
		if r, ok := o.cache.get(data); ok {
			o.readings[d.Name] = r
			continue
		}
		keys[d.Name] = data
		missing = append(missing, d)
	}
	if len(missing) == 0 {
		return nil
	}
	if err := o.Convert(missing); err != nil {
		return err
	}
	for _, d := range missing {
		chars, pages, err := pdfChars(o.PDF(d))
		if err != nil {
			continue
		}
		r := reading{lines(chars), pages}
		o.readings[d.Name] = r
		o.cache.put(keys[d.Name], r)
	}
	return nil
}

// Lines returns where LibreOffice puts the lines of a document, once it has
// been read, and how many pages it has.
func (o *Office) Lines(d Document) (all []Line, pages int, err error) {
	r, ok := o.readings[d.Name]
	if !ok {
		return nil, 0, fmt.Errorf("%s: LibreOffice could not read it", d.Name)
	}
	return r.Lines, r.Pages, nil
}

// pdfChars reads a PDF with MuPDF, which tells the origin of every glyph.
func pdfChars(name string) (all []char, pages int, err error) {
	if _, err := os.Stat(name); err != nil {
		return nil, 0, err
	}
	out, err := exec.Command("mutool", "draw", "-F", "stext", "-o", "-", name).Output()
	if err != nil {
		return nil, 0, fmt.Errorf("mutool: %w", err)
	}
	return readChars(out)
}
