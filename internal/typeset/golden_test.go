package typeset

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/wordml"
)

var (
	update  = flag.Bool("update", false, "rewrite the golden files")
	docxDir = flag.String("docx", "", "also write the fixtures as .docx into this folder, to be looked at in Word")
)

// readFixture reads a document of testdata/layout: one XML file whose root
// holds what the parts of a .docx hold.
func readFixture(t testing.TB, name string) docx {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	source := strings.Replace(string(data), "<docx>", "<docx"+namespaces+">", 1)
	root, err := wordml.Parse([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	d := docx{links: map[string]string{}}
	for _, c := range root.Children {
		var content []byte
		for _, k := range c.Children {
			content = k.Append(content)
		}
		switch c.Name {
		case "w:body":
			d.body = string(content)
		case "w:styles":
			d.styles = string(content)
		case "w:numbering":
			d.numbering = string(content)
		case "a:theme":
			d.theme = strings.Replace(string(c.Append(nil)), "<a:theme>", "<a:theme"+namespaces+">", 1)
		case "w:settings":
			d.settings = string(content)
		case "w:footnotes":
			d.notes = string(content)
		case "w:endnotes":
			d.endnotes = string(content)
		case "w:hdr", "w:ftr":
			switch name := c.Attr("name"); {
			case name != "":
				d.furniture = append(d.furniture, furniturePart{strings.TrimPrefix(c.Name, "w:"), name, string(content)})
			case c.Name == "w:hdr":
				d.header = string(content)
			default:
				d.footer = string(content)
			}
		case "link":
			d.links[c.Attr("id")] = c.Attr("target")
		default:
			t.Fatalf("%s: <%s> is no part", name, c.Name)
		}
	}
	d.media = map[string][]byte{"dot.png": onePixel}
	return d
}

// onePixel is a PNG.
var onePixel = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82")

// TestGolden sets every fixture and compares what comes out, page by page, with
// the golden file beside it. A golden file without a fixture is a fault.
func TestGolden(t *testing.T) {
	t.Parallel()
	fixtures, err := filepath.Glob("testdata/layout/*.xml")
	if err != nil || len(fixtures) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	known := map[string]bool{}
	for _, name := range fixtures {
		golden := strings.TrimSuffix(name, ".xml") + ".golden"
		known[golden] = true
		t.Run(strings.TrimSuffix(filepath.Base(name), ".xml"), func(t *testing.T) {
			d := readFixture(t, name)
			if *docxDir != "" {
				out := filepath.Join(*docxDir, strings.TrimSuffix(filepath.Base(name), ".xml")+".docx")
				if err := os.WriteFile(out, d.archive(), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			got := dumpLayout(d.layout(t))
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("layout of %s differs (-want +got):\n%s", name, diff)
			}
		})
	}
	goldens, err := filepath.Glob("testdata/layout/*.golden")
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range goldens {
		if !known[g] {
			t.Errorf("%s has no fixture", g)
		}
	}
}
