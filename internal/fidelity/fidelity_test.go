package fidelity

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/pdf"
)

// measuredVersion is the LibreOffice that the exceptions are true of.
const measuredVersion = "LibreOffice 7.4"

// requireTools skips the test where a program is missing, or fails it where
// JOBDOC_REQUIRE_TOOLS says that it must be there.
func requireTools(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err == nil {
			continue
		}
		if os.Getenv("JOBDOC_REQUIRE_TOOLS") != "" {
			t.Fatalf("%s is not installed, and JOBDOC_REQUIRE_TOOLS is set", p)
		}
		t.Skipf("%s is not installed: this check is skipped", p)
	}
}

// TestLayoutsAreNearLibreOffices holds every document to the targets but those
// that the table of exceptions names.
func TestLayoutsAreNearLibreOffices(t *testing.T) {
	requireTools(t, "soffice", "mutool")
	docs, err := Corpus()
	if err != nil {
		t.Fatal(err)
	}
	office, err := NewOffice(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if v := office.Version(); !strings.HasPrefix(v, measuredVersion) {
		t.Skipf("%s is installed: what it does otherwise is known of %s only", v, measuredVersion)
	}
	rows, err := Measure(office, docs)
	if err != nil {
		t.Fatal(err)
	}
	needed := map[string]bool{}
	for i := range rows {
		r := &rows[i]
		if r.Err != nil {
			t.Error(r.Err)
			continue
		}
		e := exceptionFor(r.Name)
		switch {
		case e != nil:
			needed[e.Document] = needed[e.Document] || !r.Gap.Met()
			if r.Gap.Ours != r.Gap.Theirs && !e.Pages {
				t.Errorf("%s: %v; the exception is not about pages", r.Name, &r.Gap)
			}
		case !r.Gap.Met():
			t.Errorf("%s: %v\nsee go run ./internal/fidelity/report -apart 0.5 -only %s", r.Name, &r.Gap, r.Name)
		}
	}
	for _, e := range exceptions {
		if !needed[e.Document] {
			t.Errorf("%s is an exception that is no longer needed, or no document", e.Document)
		}
	}
	gap, word := Total(rows)
	t.Logf("like LibreOffice: %v; as shipped: %v", &gap, &word)
}

// TestThePDFReadsAsTheLayout holds that the lines we take from the layout are
// those that MuPDF finds in the PDF made of it, as it finds LibreOffice's.
func TestThePDFReadsAsTheLayout(t *testing.T) {
	t.Parallel()
	requireTools(t, "mutool")
	docs, err := ownDocuments()
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewSetter(false)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, name := range []string{"mixed", "numbering", "tablemerged", "columns2"} {
		d := docs[slices.IndexFunc(docs, func(d Document) bool { return d.Name == name })]
		l, err := s.Layout(d)
		if err != nil {
			t.Fatal(err)
		}
		data, err := pdf.Encode(l, pdf.Options{})
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, name+".pdf")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		chars, pages, err := pdfChars(file)
		if err != nil {
			t.Fatal(err)
		}
		want, got := lines(layoutChars(l)), lines(chars)
		if pages != len(l.Pages) {
			t.Errorf("%s: the PDF has %d pages, the layout %d", name, pages, len(l.Pages))
		}
		if diff := cmp.Diff(texts(want), texts(got)); diff != "" {
			t.Errorf("%s: lines of layout and PDF (-want +got):\n%s", name, diff)
			continue
		}
		for i := range want {
			if d := distance(&want[i], &got[i]); d > 0.02 {
				t.Errorf("%s: %q is %.3f mm off in the PDF", name, want[i].Text, d)
			}
		}
	}
}
