package corpus

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"

	"jobdoc/internal/preflight"
	"jobdoc/internal/render"
	"jobdoc/samples"
)

// archived writes a specimen as PDF of a conformance; source goes along.
func archived(t *testing.T, s specimen, pdfa string, source []byte) []byte {
	t.Helper()
	format, err := render.LookupFormat("pdf")
	if err != nil {
		t.Fatal(err)
	}
	o := render.Options{Source: source}
	if o.PDFA, err = render.LookupConformance(pdfa, len(source) > 0); err != nil {
		t.Fatal(err)
	}
	result, err := s.form.Encode(format, o)
	if err != nil {
		t.Fatal(err)
	}
	return result.Data
}

func TestEverySamplePassesPreflightAsPDFA1b(t *testing.T) {
	all, err := specimens()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, s := range all {
		files[s.name] = archived(t, s, "1b", nil)
	}
	verdicts := preflight.Verdicts(t, files)
	for _, s := range all {
		if v, ok := verdicts[s.name]; !ok || v != "" {
			t.Errorf("%s", v)
		}
	}
}

func TestPDFA1bIsCleanForPdfcpuAndQpdf(t *testing.T) {
	requireTool(t, "qpdf")
	eachSpecimen(t, func(t *testing.T, s specimen) {
		data := archived(t, s, "1b", nil)
		if err := api.Validate(bytes.NewReader(data), strictly()); err != nil {
			t.Error(err)
		}
		file := filepath.Join(t.TempDir(), "x.pdf")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if out := run(t, "qpdf", "--check", file); !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Error(out)
		}
	})
}

// TestSourcesComeOutAsTheyWentIn attaches every sample to its PDF.
func TestSourcesComeOutAsTheyWentIn(t *testing.T) {
	requireTool(t, "qpdf")
	eachSpecimen(t, func(t *testing.T, s specimen) {
		_, name, _ := strings.Cut(s.name, "-")
		want, err := fs.ReadFile(samples.FS, name+".json")
		if err != nil {
			t.Fatal(err)
		}
		data := archived(t, s, "", want)
		if !bytes.Contains(data, []byte("<pdfaid:part>3</pdfaid:part>")) {
			t.Error("the file does not call itself PDF/A-3")
		}
		file := filepath.Join(t.TempDir(), "x.pdf")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		run(t, "qpdf", "--check", file)
		got, err := exec.Command("qpdf", "--show-attachment="+s.pos.FileName()+".json", file).Output()
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes come out and %d went in: %v", len(got), len(want), err)
		}
	})
}
