package corpus

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
	"jobdoc/samples"
)

// specimen is one sample in one form, made once for all tests.
type specimen struct {
	name string // of the sample's file, without extension
	pos  position.Position
	form *render.Form
	docx []byte
	pdf  []byte
	dir  string // holds name.docx and name.pdf
}

// specimens renders every sample in every built-in form.
var specimens = sync.OnceValues(func() ([]specimen, error) {
	r, err := render.New(render.Config{})
	if err != nil {
		return nil, err
	}
	files, err := fs.Glob(samples.FS, "*.json")
	if err != nil {
		return nil, err
	}
	var all []specimen
	for _, name := range r.TemplateNames() {
		t, err := r.Template(name)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			s, err := newSpecimen(r, t, file)
			if err != nil {
				return nil, err
			}
			all = append(all, s)
		}
	}
	return all, nil
})

func newSpecimen(r *render.Renderer, t *render.Template, file string) (specimen, error) {
	s := specimen{name: t.Name + "-" + strings.TrimSuffix(file, ".json")}
	data, err := fs.ReadFile(samples.FS, file)
	if err != nil {
		return s, err
	}
	var faults []position.Fault
	if s.pos, faults = position.Decode(data); len(faults) > 0 {
		return s, &fs.PathError{Op: "decode", Path: file, Err: fs.ErrInvalid}
	}
	s.form = r.Fill(s.pos, t)
	for _, f := range []struct {
		name string
		into *[]byte
	}{{"docx", &s.docx}, {"pdf", &s.pdf}} {
		format, err := render.LookupFormat(f.name)
		if err != nil {
			return s, err
		}
		result, err := s.form.Encode(format, render.Options{})
		if err != nil {
			return s, err
		}
		*f.into = result.Data
	}
	return s, nil
}

// eachSpecimen runs a test for every specimen, its files in a folder.
func eachSpecimen(t *testing.T, test func(t *testing.T, s specimen)) {
	t.Helper()
	all, err := specimens()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 8 {
		t.Fatalf("%d specimens, want at least 8", len(all))
	}
	dir := t.TempDir()
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) {
			s.dir = dir
			for ext, data := range map[string][]byte{".docx": s.docx, ".pdf": s.pdf} {
				if err := os.WriteFile(filepath.Join(dir, s.name+ext), data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			test(t, s)
		})
	}
}

func (s specimen) path(ext string) string { return filepath.Join(s.dir, s.name+ext) }

// requireTool skips the test when the program is missing, or fails it where
// JOBDOC_REQUIRE_TOOLS says that it must be there.
func requireTool(t *testing.T, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err == nil {
		return
	}
	if os.Getenv("JOBDOC_REQUIRE_TOOLS") != "" {
		t.Fatalf("%s is not installed, and JOBDOC_REQUIRE_TOOLS is set", program)
	}
	t.Skipf("%s is not installed: this check is skipped", program)
}

// run runs a program and returns what it prints.
func run(t *testing.T, program string, args ...string) string {
	t.Helper()
	cmd := exec.Command(program, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s%s", program, strings.Join(args, " "), err, out.String(), errs.String())
	}
	return out.String()
}
