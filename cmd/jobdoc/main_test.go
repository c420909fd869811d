package main

import (
	"archive/zip"
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/testscript"

	"jobdoc/internal/wordml"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"jobdoc": main})
}

func TestScripts(t *testing.T) {
	samples, err := filepath.Abs("../../samples")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("SAMPLES", samples)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"whole": cmdWhole, "count": cmdCount, "status": cmdStatus, "docx": cmdDocx,
			"bytes": cmdBytes, "mode": cmdMode, "cut": cmdCut, "zipped": cmdZipped, "comments": cmdComments,
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// cmdWhole checks that files are complete and what their names say: whole FILE...
func cmdWhole(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args {
		data := []byte(ts.ReadFile(name))
		kind := strings.ToLower(filepath.Ext(name))
		if name == "stdout" {
			kind = kindOf(data)
		}
		if wrong := checkWhole(kind, data); (wrong != "") != neg {
			ts.Fatalf("%s (%d bytes): %q", name, len(data), wrong)
		}
	}
}

func kindOf(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("%PDF-")):
		return ".pdf"
	case bytes.HasPrefix(data, []byte("PK")):
		return ".docx"
	case bytes.HasPrefix(data, []byte("\x89PNG")):
		return ".png"
	}
	return "unknown"
}

// checkWhole says what is wrong with a file, "" when it is whole.
func checkWhole(kind string, data []byte) string {
	switch kind {
	case ".pdf":
		if !bytes.HasPrefix(data, []byte("%PDF-")) || !bytes.HasSuffix(bytes.TrimSpace(data), []byte("%%EOF")) {
			return "not a whole PDF"
		}
	case ".docx":
		if _, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err != nil {
			return err.Error()
		}
	case ".png":
		if _, err := png.Decode(bytes.NewReader(data)); err != nil {
			return err.Error()
		}
	default:
		return "unknown kind"
	}
	return ""
}

// cmdCount counts the entries of a folder, hidden ones included: count DIR N.
func cmdCount(ts *testscript.TestScript, neg bool, args []string) {
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	want, err := strconv.Atoi(args[1])
	ts.Check(err)
	if (len(entries) == want) == neg {
		ts.Fatalf("%d entries in %s, want %d: %v", len(entries), args[0], want, entries)
	}
}

// cmdStatus runs jobdoc and checks its exit code: status CODE ARG...
func cmdStatus(ts *testscript.TestScript, neg bool, args []string) {
	err := ts.Exec("jobdoc", args[1:]...)
	code := 0
	if exit, ok := err.(interface{ ExitCode() int }); ok {
		code = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if want, err := strconv.Atoi(args[0]); err != nil || (code == want) == neg {
		ts.Fatalf("jobdoc %s: exit code %d, want %s", strings.Join(args[1:], " "), code, args[0])
	}
}

// cmdBytes writes a file of a text with Go's escapes: bytes FILE TEXT.
func cmdBytes(ts *testscript.TestScript, _ bool, args []string) {
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o666))
}

// cmdCut leaves the first bytes of a file, or fills it up to as many: cut FILE N.
func cmdCut(ts *testscript.TestScript, _ bool, args []string) {
	size, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), size))
}

// cmdMode checks who may do what with a file: mode FILE 600.
func cmdMode(ts *testscript.TestScript, _ bool, args []string) {
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if got := strconv.FormatUint(uint64(info.Mode().Perm()), 8); got != args[1] && runtime.GOOS != "windows" {
		ts.Fatalf("mode of %s = %s, want %s", args[0], got, args[1])
	}
}

// cmdDocx writes a small Word file: docx FILE PARAGRAPH...
func cmdDocx(ts *testscript.TestScript, _ bool, args []string) {
	const types = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	var body strings.Builder
	for _, text := range args[1:] {
		body.WriteString("<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>")
	}
	data, err := wordml.Zip(fstest.MapFS{
		"[Content_Types].xml": {Data: []byte(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="` + types + `"/></Types>`)},
		"_rels/.rels": {Data: []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" ` +
			`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`)},
		"word/document.xml": {Data: []byte(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` +
			body.String() + `</w:body></w:document>`)},
	})
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o666))
}

// cmdZipped makes a Word file of the parts in a folder: zipped FILE DIR.
func cmdZipped(ts *testscript.TestScript, _ bool, args []string) {
	data, err := wordml.Zip(os.DirFS(ts.MkAbs(args[1])))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o666))
}

// cmdComments lists the comments of a Word file with the text that each stands
// on: comments FILE OUT.
func cmdComments(ts *testscript.TestScript, _ bool, args []string) {
	p, err := wordml.Open([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	main, err := p.Part(p.Main())
	ts.Check(err)
	on, open := map[string]string{}, map[string]bool{}
	var walk func(n *wordml.Node)
	walk = func(n *wordml.Node) {
		switch n.Name {
		case "w:commentRangeStart":
			open[n.Attr("w:id")] = true
		case "w:commentRangeEnd":
			delete(open, n.Attr("w:id"))
		case "w:t":
			for id := range open {
				on[id] += n.Content()
			}
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(main)
	var out strings.Builder
	for _, name := range p.RelatedByType(p.Main(), "comments") {
		root, err := p.Part(name)
		ts.Check(err)
		for _, c := range root.Children {
			out.WriteString(on[c.Attr("w:id")] + " ← " + c.Content() + "\n")
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(out.String()), 0o666))
}
