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
type Office struct{ dir string }

// NewOffice prepares LibreOffice in a folder: a profile, and our faces,
// made so that it sets them as Word does.
func NewOffice(dir string) (*Office, error) {
	for _, program := range []string{"soffice", "mutool"} {
		if _, err := exec.LookPath(program); err != nil {
			return nil, err
		}
	}
	o := &Office{dir}
	for _, sub := range []string{"fonts", "cache", "in", "out"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			return nil, err
		}
	}
	if err := o.writeFaces(); err != nil {
		return nil, err
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>%s</dir><cachedir>%s</cachedir>`,
		filepath.Join(dir, "fonts"), filepath.Join(dir, "cache"))
	for _, f := range families {
		for name := range strings.SplitSeq(f.theirs, ",") {
			fmt.Fprintf(&b, `<match target="pattern"><test name="family"><string>%s</string></test>`+
				`<edit name="family" mode="assign" binding="same"><string>%s</string></edit></match>`, name, f.ours)
		}
	}
	b.WriteString("</fontconfig>\n")
	return o, os.WriteFile(filepath.Join(dir, "fonts.conf"), []byte(b.String()), 0o644)
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

// Version returns what LibreOffice calls itself, such as "LibreOffice 7.4.7.2".
func (o *Office) Version() (string, error) {
	out, err := o.command("soffice", "--version").Output()
	if err != nil {
		return "", fmt.Errorf("soffice --version: %w", err)
	}
	words := strings.Fields(string(out))
	return strings.Join(words[:min(2, len(words))], " "), nil
}

func (o *Office) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), "FONTCONFIG_FILE="+filepath.Join(o.dir, "fonts.conf"))
	return cmd
}

// Convert makes PDFs of documents, all in one call, since LibreOffice takes
// seconds to start.
func (o *Office) Convert(docs []Document) error {
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
	if out, err := o.command("soffice", args...).CombinedOutput(); err != nil {
		return fmt.Errorf("soffice: %w\n%s", err, out)
	}
	return nil
}

// PDF returns the name of the file that [Office.Convert] made of a document.
func (o *Office) PDF(d Document) string { return filepath.Join(o.dir, "out", d.Name+".pdf") }

// Lines returns where LibreOffice puts the lines of a converted document, and
// how many pages it has.
func (o *Office) Lines(d Document) (all []Line, pages int, err error) {
	chars, pages, err := pdfChars(o.PDF(d))
	if err != nil {
		return nil, 0, fmt.Errorf("%s: %w", d.Name, err)
	}
	return lines(chars), pages, nil
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
