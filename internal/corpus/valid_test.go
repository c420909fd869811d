package corpus

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"jobdoc/internal/render"
)

func TestPDFIsCleanForQpdf(t *testing.T) {
	requireTool(t, "qpdf")
	eachSpecimen(t, func(t *testing.T, s specimen) {
		if out := run(t, "qpdf", "--check", s.path(".pdf")); !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Error(out)
		}
	})
}

func TestPDFIsCleanForPdfcpu(t *testing.T) {
	eachSpecimen(t, func(t *testing.T, s specimen) {
		if err := api.Validate(bytes.NewReader(s.pdf), strictly()); err != nil {
			t.Error(err)
		}
	})
}

func strictly() *model.Configuration {
	c := model.NewDefaultConfiguration()
	c.ValidationMode = model.ValidationStrict
	return c
}

func TestFontsAreEmbeddedAndCut(t *testing.T) {
	requireTool(t, "pdffonts")
	cut := regexp.MustCompile(`^[A-Z]{6}\+`)
	eachSpecimen(t, func(t *testing.T, s specimen) {
		rows := strings.Split(strings.TrimSpace(run(t, "pdffonts", s.path(".pdf"))), "\n")[2:]
		if len(rows) == 0 {
			t.Error("no fonts at all")
		}
		for _, row := range rows {
			if !cut.MatchString(row) || strings.Count(row, " yes") < 3 { // emb, sub, uni
				t.Errorf("not embedded, cut and with ToUnicode: %s", row)
			}
		}
		if len(s.pdf) > 1<<20 {
			t.Errorf("the file has %d bytes", len(s.pdf))
		}
	})
}

func TestSameBytesFromEightGoroutines(t *testing.T) {
	eachSpecimen(t, func(t *testing.T, s specimen) {
		r, err := render.New(render.Config{})
		if err != nil {
			t.Fatal(err)
		}
		name, _, _ := strings.Cut(s.name, "-")
		tmpl, err := r.Template(name)
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				form := r.Fill(s.pos, tmpl)
				for _, f := range render.Formats() {
					result, err := form.Encode(f, render.Options{})
					if err != nil {
						t.Error(err)
						return
					}
					if f.Name == "docx" && !bytes.Equal(result.Data, s.docx) || f.Name == "pdf" && !bytes.Equal(result.Data, s.pdf) {
						t.Errorf("%s: other bytes than the first time", f.Name)
					}
				}
			})
		}
		wg.Wait()
	})
}

// TestLibreOfficeCountsTheSamePages converts every DOCX with LibreOffice, our
// fonts under the names that documents use, and compares the number of pages.
func TestLibreOfficeCountsTheSamePages(t *testing.T) {
	requireTool(t, "soffice")
	requireTool(t, "fc-list")
	all, err := specimens()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	args := []string{"-env:UserInstallation=file://" + filepath.ToSlash(filepath.Join(dir, "profile")), "--headless", "--convert-to", "pdf", "--outdir", dir}
	for _, s := range all {
		file := filepath.Join(dir, s.name+".docx")
		if err := os.WriteFile(file, s.docx, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	cmd := exec.Command("soffice", args...)
	cmd.Env = append(os.Environ(), "FONTCONFIG_FILE="+fontconfig(t, dir))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	for _, s := range all {
		data, err := os.ReadFile(filepath.Join(dir, s.name+".pdf"))
		if err != nil {
			t.Errorf("%s: LibreOffice could not read it: %v", s.name, err)
			continue
		}
		theirs, err := api.PageCount(bytes.NewReader(data), nil)
		if err != nil {
			t.Fatal(err)
		}
		if ours := len(layoutOf(t, s).Pages); ours != theirs {
			t.Errorf("%s: %s pages here, %s in LibreOffice", s.name, strconv.Itoa(ours), strconv.Itoa(theirs))
		}
	}
}

// fontconfig writes a configuration that knows our fonts alone and gives them
// the names that Word documents use, as package font does.
func fontconfig(t *testing.T, dir string) string {
	t.Helper()
	fonts, err := filepath.Abs("../../fonts")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>`)
	b.WriteString("<dir>" + fonts + "</dir><cachedir>" + filepath.Join(dir, "cache") + "</cachedir>")
	for family, names := range map[string]string{
		"Noto Serif SC": "宋体,SimSun,Times New Roman,仿宋,FangSong",
		"Jobdoc Kai":    "楷体,KaiTi,楷体_GB2312",
		"Noto Sans SC":  "黑体,SimHei,Arial,Calibri,微软雅黑,Microsoft YaHei,等线,DengXian",
	} {
		for name := range strings.SplitSeq(names, ",") {
			b.WriteString(`<match target="pattern"><test name="family"><string>` + name +
				`</string></test><edit name="family" mode="assign" binding="same"><string>` + family + `</string></edit></match>`)
		}
	}
	b.WriteString("</fontconfig>")
	file := filepath.Join(dir, "fonts.conf")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
