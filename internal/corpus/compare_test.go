package corpus

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"jobdoc/internal/compare"
	"jobdoc/internal/preflight"
	"jobdoc/internal/render"
)

// comparisons are 修订对照表 of samples: nothing changed, much changed, all changed.
func comparisons(t *testing.T) map[string]*render.Form {
	t.Helper()
	all, err := specimens()
	if err != nil {
		t.Fatal(err)
	}
	r, err := render.New(render.Config{})
	if err != nil {
		t.Fatal(err)
	}
	forms := map[string]*render.Form{}
	for name, pair := range map[string][2]int{"same": {0, 0}, "near": {0, 1}, "far": {7, 3}} {
		s := compare.Sheet{Old: all[pair[0]].pos, New: all[pair[1]].pos, Before: compare.Revision{Number: 1, Author: "王芳", State: "approved"}, After: compare.Revision{Number: 2, Note: "年度复审"}}
		if forms[name], err = compare.Document(r, s); err != nil {
			t.Fatal(err)
		}
	}
	return forms
}

func encodeForm(t *testing.T, form *render.Form, name string) render.Result {
	t.Helper()
	f, err := render.LookupFormat(name)
	if err != nil {
		t.Fatal(err)
	}
	result, err := form.Encode(f, render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// TestATableOfChangesKeepsTheStandardsOrder holds its Word file to the standard and its
// PDF to PDF/A and the order of tags.
func TestATableOfChangesKeepsTheStandardsOrder(t *testing.T) {
	files := map[string][]byte{}
	for name, form := range comparisons(t) {
		judgeDocument(t, encodeForm(t, form, "docx").Data)
		s := specimen{name: "compare-" + name, form: form}
		s.pdf = archived(t, s, "1b", nil)
		files[s.name] = s.pdf
		orderly(t, tagsOf(t, s))
	}
	for _, v := range preflight.Verdicts(t, files) {
		if v != "" {
			t.Error(v)
		}
	}
}

// TestLibreOfficeCountsTheSamePagesOfATableOfChanges allows one page in ten: LibreOffice
// does not set marks closer at the end of a line, as Word and we do, so that long texts take
// a line more there.
func TestLibreOfficeCountsTheSamePagesOfATableOfChanges(t *testing.T) {
	requireTool(t, "soffice")
	requireTool(t, "fc-list")
	dir := t.TempDir()
	args := []string{"-env:UserInstallation=file://" + filepath.ToSlash(filepath.Join(dir, "profile")), "--headless", "--convert-to", "pdf", "--outdir", dir}
	want := map[string]int{}
	for name, form := range comparisons(t) {
		file := filepath.Join(dir, name+".docx")
		if err := os.WriteFile(file, encodeForm(t, form, "docx").Data, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
		want[name] = encodeForm(t, form, "pdf").Pages
	}
	cmd := exec.Command("soffice", args...)
	cmd.Env = append(os.Environ(), "FONTCONFIG_FILE="+fontconfig(t, dir))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	for name, pages := range want {
		if got := pageCount(t, filepath.Join(dir, name+".pdf")); got < pages-pages/10 || got > pages+pages/10 {
			t.Errorf("%s: LibreOffice has %d pages, we have %d", name, got, pages)
		}
	}
}
