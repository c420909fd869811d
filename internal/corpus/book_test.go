package corpus

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"jobdoc/internal/book"
	"jobdoc/internal/position"
	"jobdoc/internal/render"
	"jobdoc/samples"
)

// boundBook binds all samples in a built-in form.
func boundBook(t *testing.T, name string) *render.Form {
	t.Helper()
	r, err := render.New(render.Config{})
	if err != nil {
		t.Fatal(err)
	}
	tmpl, err := r.Template(name)
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(samples.FS, "*.json")
	if err != nil {
		t.Fatal(err)
	}
	var items []book.Item
	for _, name := range names {
		data, err := fs.ReadFile(samples.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		pos, faults := position.Decode(data)
		if len(faults) > 0 {
			t.Fatal(name, faults)
		}
		items = append(items, book.Item{Where: name, Position: pos})
	}
	b := &book.Bound{Renderer: r, Template: tmpl}
	form, n, err := b.Bind(t.Context(), slices.Values(items))
	if err != nil || n != len(items) {
		t.Fatal(n, err)
	}
	return form
}

// boundSamples writes the book of all samples and returns the paths of its files.
func boundSamples(t *testing.T) (pdf, docx string) {
	t.Helper()
	form := boundBook(t, "")
	dir := t.TempDir()
	for _, name := range []string{"pdf", "docx"} {
		format, err := render.LookupFormat(name)
		if err != nil {
			t.Fatal(err)
		}
		result, err := form.Encode(format, render.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "book."+name), result.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "book.pdf"), filepath.Join(dir, "book.docx")
}

// contentsLine is a piece of the contents as pdftohtml tells of it.
var contentsLine = regexp.MustCompile(`<text top="(\d+)"[^>]*><a href="[^"#]*#(\d+)">(?:<b>)?([^<]*)(?:</b>)?</a></text>`)

func TestOtherProgramsFollowEveryLinkOfTheBook(t *testing.T) {
	requireTool(t, "pdftohtml")
	requireTool(t, "pdftotext")
	pdf, _ := boundSamples(t)
	lines := map[string][]string{} // by height on the page: page led to, then the texts
	for _, m := range contentsLine.FindAllStringSubmatch(run(t, "pdftohtml", "-xml", "-f", "2", "-l", "2", "-stdout", pdf), -1) {
		if lines[m[1]] == nil {
			lines[m[1]] = []string{m[2]}
		}
		lines[m[1]] = append(lines[m[1]], m[3])
	}
	if len(lines) != 12 {
		t.Errorf("%d lines with links, want 3 departments, a group and 8 positions: %v", len(lines), lines)
	}
	for _, line := range lines {
		page, texts := line[0], line[1:]
		if last := texts[len(texts)-1]; last != page {
			t.Errorf("the line %q leads to page %s", texts, page)
		}
		words := strings.FieldsFunc(texts[0], func(r rune) bool { return r == '　' || r == ' ' })
		text := run(t, "pdftotext", "-raw", "-f", page, "-l", page, pdf, "-")
		if want := words[len(words)-1]; !strings.Contains(text, want) {
			t.Errorf("page %s does not show %q:\n%.300s", page, want, text)
		}
	}
}

func TestTheBookIsSoundInOtherPrograms(t *testing.T) {
	for _, tool := range []string{"pdffonts", "qpdf", "mutool", "pdfinfo"} {
		requireTool(t, tool)
	}
	pdf, _ := boundSamples(t)
	run(t, "qpdf", "--check", pdf)
	run(t, "mutool", "draw", "-q", "-r", "20", "-o", filepath.Join(t.TempDir(), "%d.png"), pdf)
	seen := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(run(t, "pdffonts", pdf)), "\n")[2:] {
		name := strings.Fields(line)[0]
		_, face, cut := strings.Cut(name, "+")
		if !cut || seen[face] || !strings.Contains(line, "yes yes yes") {
			t.Errorf("font %s is not embedded once, cut to what is used: %s", name, line)
		}
		seen[face] = true
	}
	if len(seen) < 3 {
		t.Errorf("only the fonts %v", seen)
	}
}

func TestLibreOfficeCountsTheSamePagesOfTheBook(t *testing.T) {
	requireTool(t, "soffice")
	requireTool(t, "pdfinfo")
	pdf, docx := boundSamples(t)
	dir := filepath.Dir(docx)
	cmd := exec.Command("soffice", "-env:UserInstallation=file://"+filepath.ToSlash(filepath.Join(dir, "profile")),
		"--headless", "--convert-to", "pdf", "--outdir", filepath.Join(dir, "theirs"), docx)
	cmd.Env = append(os.Environ(), "FONTCONFIG_FILE="+fontconfig(t, dir))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	ours, theirs := pageCount(t, pdf), pageCount(t, filepath.Join(dir, "theirs", "book.pdf"))
	if ours != theirs {
		t.Errorf("the book has %d pages, in LibreOffice %d", ours, theirs)
	}
}

func pageCount(t *testing.T, pdf string) (n int) {
	t.Helper()
	_, rest, _ := strings.Cut(run(t, "pdfinfo", pdf), "Pages:")
	if _, err := fmt.Sscan(rest, &n); err != nil {
		t.Fatal(err)
	}
	return n
}
