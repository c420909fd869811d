package internal

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mayImport lists, for every package, which packages of ours it may import:
// imports point one way, and what is not listed is not allowed. A new package
// is one more line. Tests may import what they like below cmd.
var mayImport = map[string][]string{
	"fonts":              nil,
	"fonts/fallback":     {"fonts", "internal/font", "internal/font/sfnt"}, // makes a face, run by hand
	"samples":            nil,
	"templates":          nil,
	"internal":           nil,
	"internal/position":  nil,
	"internal/wordml":    nil,
	"internal/font/sfnt": nil,
	"internal/font":      {"internal/font/sfnt"},

	"internal/link":   nil,
	"internal/access": nil,

	"internal/apidoc":           nil,
	"internal/company":          nil,
	"internal/company/generate": {"internal/company"}, // run by hand
	"internal/compare":          {"internal/position", "internal/render", "internal/template", "internal/wordml", "templates"},
	"internal/report": {
		"internal/audit", "internal/render", "internal/template", "internal/typeset", "internal/font", "templates",
	},

	"internal/template": {"internal/wordml"},
	"internal/typeset":  {"internal/wordml", "internal/font"},
	"internal/pdf":      {"internal/typeset", "internal/font"},
	"internal/png":      {"internal/typeset", "internal/font"},
	"internal/render": {
		"internal/position", "internal/template", "internal/typeset", "internal/pdf", "internal/png",
		"internal/wordml", "internal/font", "fonts", "templates",
	},
	"internal/corpus":    nil, // tests alone
	"internal/preflight": nil, // for tests alone
	"internal/pgtest":    nil, // for tests alone
	"internal/fidelity": {
		"internal/render", "internal/position", "internal/typeset", "internal/pdf", "internal/wordml", "internal/font",
		"fonts", "samples",
	},
	"internal/fidelity/report": {"internal/fidelity"}, // run by hand
	"internal/server":          {"internal/store", "internal/link", "internal/access", "internal/compare", "internal/apidoc", "internal/exchange", "internal/render", "internal/position", "internal/wordml", "samples"},
	"internal/server/load":     {"internal/server", "internal/store", "internal/render", "samples"}, // run by hand
	"internal/store":           {"internal/position"},
	"internal/audit":           {"internal/position"},
	"internal/exchange":        {"internal/book", "internal/position", "internal/audit"},
	"cmd/jobdoc":               {"internal/server", "internal/store", "internal/access", "internal/link", "internal/exchange", "internal/book", "internal/report", "internal/audit", "internal/render", "internal/position", "internal/wordml"},
	"internal/binder":          {"internal/template", "internal/wordml"},
	"internal/book":            {"internal/binder", "internal/render", "internal/template", "internal/typeset", "internal/wordml", "internal/position", "templates"},
}

// owners lists every library with the packages that may import it. One owner
// each, so that a library can be changed in one place; the few with two are
// algorithms that two file formats share.
var owners = map[string][]string{
	"codeberg.org/go-pdf/fpdf":            {"internal/pdf"},
	"github.com/alecthomas/kong":          {"cmd/jobdoc"},
	"github.com/danielgtaylor/huma":       {"internal/server"},
	"github.com/gin-gonic/gin":            {"internal/server", "internal/server/load"}, // load: to compare with
	"github.com/go-json-experiment/json":  {"internal/position"},
	"github.com/golang/freetype":          {"internal/png"},
	"github.com/jackc/pgx":                {"internal/store", "internal/pgtest"},
	"github.com/klauspost/compress":       {"internal/wordml", "internal/pdf", "internal/png"},
	"github.com/prometheus/client_golang": {"internal/server"},
	"github.com/pressly/goose":            {"internal/store"},
	"github.com/uptrace/bun":              {"internal/store"},
	"github.com/xuri/excelize":            {"internal/exchange"},
	"github.com/schollz/progressbar":      {"cmd/jobdoc"},
	"golang.org/x/image":                  {"internal/png"},
	"golang.org/x/term":                   {"cmd/jobdoc"},
	"golang.org/x/text/cases":             {"internal/wordml"},
	"golang.org/x/text/collate":           {"internal/store"},
	"golang.org/x/text/language":          {"internal/server", "internal/store"},
	"modernc.org/sqlite":                  {"internal/store"},
	"golang.org/x/time":                   {"internal/server"},
	"golang.org/x/text/unicode/norm":      {"internal/position", "internal/template", "internal/typeset", "internal/wordml", "internal/audit", "internal/exchange", "cmd/jobdoc"},
}

// testLibraries may be imported by the tests of every package, beside what a
// package owns: oracles, references and test tools.
var testLibraries = []string{
	"github.com/golang/freetype",
	"github.com/getkin/kin-openapi",
	"github.com/google/go-cmp",
	"github.com/go-text/typesetting",
	"github.com/lukasjarosch/go-docx",
	"pgregory.net/rapid",
	"github.com/pdfcpu/pdfcpu",
	"github.com/rogpeppe/go-internal",
	"github.com/santhosh-tekuri/jsonschema",
	"github.com/xuri/excelize",
	"go.uber.org/goleak",
	"golang.org/x/image",
	"golang.org/x/net/html",
	"golang.org/x/text",
	"pgregory.net/rapid",
}

// source is one Go file of the module.
type source struct {
	dir, name string // dir with slashes, from the module's root
	lines     int
	ast       *ast.File
}

func (s source) isTest() bool { return strings.HasSuffix(s.name, "_test.go") }
func (s source) path() string { return path.Join(s.dir, s.name) }

// sources parses every Go file of the module, comments and imports only.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	fset := token.NewFileSet()
	err := filepath.WalkDir("..", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if name == "testdata" || name == "bin" || name == "out" || strings.HasPrefix(name, ".") && name != ".." {
				return filepath.SkipDir
			}
			return nil
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(fset, file, data, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		dir, err := filepath.Rel("..", filepath.Dir(file))
		if err != nil {
			return err
		}
		all = append(all, source{filepath.ToSlash(dir), name, bytes.Count(data, []byte("\n")), parsed})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("no sources found")
	}
	return all
}

func imports(s source) []string {
	var paths []string
	for _, i := range s.ast.Imports {
		paths = append(paths, strings.Trim(i.Path.Value, `"`))
	}
	return paths
}

func TestImportsPointOneWay(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		allowed, known := mayImport[s.dir]
		if !known {
			t.Errorf("%s: the package %s is not in the table of this test; add what it may import", s.path(), s.dir)
			continue
		}
		for _, p := range imports(s) {
			ours, ok := strings.CutPrefix(p, "jobdoc/")
			if !ok || s.isTest() && !strings.HasPrefix(ours, "cmd/") {
				continue
			}
			if !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s; %s may import %v", s.path(), ours, s.dir, allowed)
			}
		}
	}
}

func TestEachLibraryHasItsOwner(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		for _, p := range imports(s) {
			host, _, _ := strings.Cut(p, "/")
			if !strings.Contains(host, ".") { // the standard library, and jobdoc itself
				continue
			}
			if owned(p, s.dir) || s.isTest() && slices.ContainsFunc(testLibraries, func(l string) bool { return within(p, l) }) {
				continue
			}
			t.Errorf("%s imports %s, which it does not own; see the tables of this test", s.path(), p)
		}
	}
}

// owned reports whether the package may import the library.
func owned(library, dir string) bool {
	for l, dirs := range owners {
		if within(library, l) && slices.Contains(dirs, dir) {
			return true
		}
	}
	return false
}

func within(path, root string) bool { return path == root || strings.HasPrefix(path, root+"/") }

func TestEachPackageHasOneComment(t *testing.T) {
	t.Parallel()
	comments := map[string][]string{}
	hasCode := map[string]bool{}
	for _, s := range sources(t) {
		if s.isTest() {
			continue
		}
		hasCode[s.dir] = true
		if s.ast.Doc != nil {
			comments[s.dir] = append(comments[s.dir], s.name)
			want := "Package " + s.ast.Name.Name + " "
			if s.ast.Name.Name == "main" {
				want = "Command " + path.Base(s.dir) + " "
			}
			if !strings.HasPrefix(s.ast.Doc.Text(), want) {
				t.Errorf("%s: the package comment does not begin with %q", s.path(), want)
			}
		}
	}
	for dir := range hasCode {
		if n := len(comments[dir]); n != 1 {
			t.Errorf("%s has %d package comments %v, want one", dir, n, comments[dir])
		}
	}
}

func TestPackagesAreNamedAfterWhatTheyHold(t *testing.T) {
	t.Parallel()
	empty := []string{"util", "utils", "common", "helper", "helpers", "misc", "model", "models", "type", "types", "shared", "base", "lib"}
	for _, s := range sources(t) {
		if name := strings.TrimSuffix(s.ast.Name.Name, "_test"); slices.Contains(empty, name) {
			t.Errorf("%s: the name %q says nothing", s.path(), name)
		}
	}
}

func TestFilesStayReadable(t *testing.T) {
	t.Parallel()
	const most = 500
	for _, s := range sources(t) {
		if s.lines > most {
			t.Errorf("%s has %d lines, at most %d are wanted", s.path(), s.lines, most)
		}
	}
}
