package render

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"hash/fnv"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/position"
	"jobdoc/internal/wordml"
	"jobdoc/samples"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func newRenderer(t testing.TB) *Renderer {
	t.Helper()
	r, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func decode(t testing.TB, data []byte) position.Position {
	t.Helper()
	pos, faults := position.Decode(data)
	if len(faults) > 0 {
		t.Fatalf("%+v", faults)
	}
	return pos
}

func sample(t testing.TB, name string) []byte {
	t.Helper()
	data, err := fs.ReadFile(samples.FS, name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func builtin(t testing.TB, r *Renderer) *Template {
	t.Helper()
	tmpl, err := r.Template("")
	if err != nil {
		t.Fatal(err)
	}
	return tmpl
}

func lookup(t testing.TB, name string) Format {
	t.Helper()
	f, err := LookupFormat(name)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

const (
	presales = "04-presales-engineer.json" // three pages
	small    = `{"position": {"title": "售前工程师"}, "duties": [{"description": "编制技术方案"}]}`
)

func TestFormatsAreFoundByName(t *testing.T) {
	t.Parallel()
	for _, f := range Formats() {
		for _, name := range []string{f.Name, strings.ToUpper(f.Name)} {
			if got, err := LookupFormat(name); err != nil || got.Name != f.Name {
				t.Errorf("LookupFormat(%q) = %q, %v", name, got.Name, err)
			}
		}
	}
	_, err := LookupFormat("doc")
	var unknown *UnknownError
	if !errors.As(err, &unknown) || unknown.Parameter != "format" || !cmp.Equal(unknown.Known, []string{"docx", "pdf", "png"}) {
		t.Errorf("LookupFormat(doc) = %v, want the known names", err)
	}
}

func TestAPageThatIsNotThereIsNamed(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	for _, page := range []int{-1, 99} {
		_, err := r.Render(decode(t, []byte(small)), builtin(t, r), lookup(t, "png"), Options{Page: page})
		var wrong *PageError
		if !errors.As(err, &wrong) || wrong.Page != page || wrong.Pages < 1 {
			t.Errorf("page %d: error %v, want a PageError", page, err)
		}
	}
}

func TestDPISetsTheSizeOfAPage(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	form := r.Fill(decode(t, []byte(small)), builtin(t, r))
	for dpi, want := range map[int]int{0: 794, 96: 794, 48: 397} { // A4 is 210 mm wide
		result, err := form.Encode(lookup(t, "png"), Options{DPI: dpi})
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.DecodeConfig(bytes.NewReader(result.Data))
		if err != nil || img.Width < want-1 || img.Width > want+1 {
			t.Errorf("%d dpi: width %d, %v; want %d", dpi, img.Width, err, want)
		}
	}
}

func TestTheSameInputGivesTheSameBytesFromManyGoroutines(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	tmpl := builtin(t, r)
	for _, f := range Formats() {
		want, err := r.Render(decode(t, sample(t, presales)), tmpl, f, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				got, err := r.Render(decode(t, sample(t, presales)), tmpl, f, Options{})
				if err != nil || !bytes.Equal(got.Data, want.Data) {
					t.Errorf("%s: other bytes from another goroutine, %v", f.Name, err)
				}
			})
		}
		all.Wait()
		// Another renderer has other caches.
		fresh := newRenderer(t)
		got, err := fresh.Render(decode(t, sample(t, presales)), builtin(t, fresh), f, Options{})
		if err != nil || !bytes.Equal(got.Data, want.Data) {
			t.Errorf("%s: other bytes from another renderer, %v", f.Name, err)
		}
	}
}

func TestPropertiesAreThoseOfThePosition(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	pos := decode(t, []byte(`{"formTitle": "岗位说明书", "organization": "甲 & 乙 <公司>", "document": {"effectiveDate": "2024-03"},
		"position": {"title": "售前工程师", "analysisDate": "2005-02"}, "duties": [{"description": "编制技术方案"}]}`))
	result, err := r.Render(pos, builtin(t, r), lookup(t, "docx"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := wordml.Open(result.Data)
	if err != nil {
		t.Fatal(err)
	}
	got := packageProperties(p)
	want := properties{"岗位说明书 售前工程师", "甲 & 乙 <公司>", "zh-CN", time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(properties{})); diff != "" {
		t.Errorf("properties (-want +got):\n%s", diff)
	}
	app, err := p.Part("docProps/app.xml")
	if err != nil || app.Child("Company").Content() != "甲 & 乙 <公司>" {
		t.Errorf("app.xml: %v, %v", app, err)
	}
}

func TestATemplateTakenBackGivesTheSameDocument(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	own := builtin(t, r)
	back, err := r.OpenTemplate(own.Data())
	if err != nil {
		t.Fatal(err)
	}
	pos := decode(t, sample(t, presales))
	for _, f := range Formats() {
		a, errA := r.Render(pos, own, f, Options{})
		b, errB := r.Render(pos, back, f, Options{})
		if errA != nil || errB != nil || !bytes.Equal(a.Data, b.Data) {
			t.Errorf("%s: other bytes, %v, %v", f.Name, errA, errB)
		}
	}
	if again, err := r.OpenTemplate(bytes.Clone(own.Data())); err != nil || again != back {
		t.Errorf("OpenTemplate() of the same bytes compiled them again, %v", err)
	}
}

func TestWhatIsNoTemplateIsNamed(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	_, err := r.OpenTemplate([]byte("no archive"))
	var file *wordml.FileError
	if !errors.As(err, &file) || !errors.Is(err, wordml.ErrNotDocx) {
		t.Errorf("OpenTemplate() = %v, want a FileError", err)
	}
	_, err = r.Template("modern")
	var unknown *UnknownError
	if !errors.As(err, &unknown) || unknown.Parameter != "template" || len(unknown.Known) == 0 {
		t.Errorf("Template(modern) = %v, want the known names", err)
	}
	_, err = New(Config{FontDirs: []string{filepath.Join(t.TempDir(), "missing")}})
	if err == nil {
		t.Error("New() with a font folder that is not there = nil")
	}
}

func TestEveryFaultOfATemplateIsToldAtOnce(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	p, err := wordml.Open(builtin(t, r).Data())
	if err != nil {
		t.Fatal(err)
	}
	doc := p.Document()
	paragraph := func(text string) *wordml.Node {
		return wordml.Element("w:p", nil, wordml.Element("w:r", nil, wordml.Element("w:t", nil, wordml.Text(text))))
	}
	doc.Replace(p.Main(), wordml.Element("w:document", []wordml.Attr{
		{Name: "xmlns:w", Value: "http://schemas.openxmlformats.org/wordprocessingml/2006/main"},
	}, wordml.Element("w:body", nil, paragraph("{岗位名秤}"), paragraph("{#职责}"), paragraph("{岗位名称"))))
	var b bytes.Buffer
	if _, err := doc.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	_, err = r.OpenTemplate(b.Bytes())
	var wrong *TemplateError
	if !errors.As(err, &wrong) || len(wrong.Faults) < 3 {
		t.Fatalf("OpenTemplate() = %v, want three faults", err)
	}
	if got := wrong.Faults[0].Nearest; got != "岗位名称" {
		t.Errorf("nearest = %q, want 岗位名称", got)
	}
}

// TestTheNamesOfTemplatesAreThoseOfTheForm holds the mapping of the field table.
func TestTheNamesOfTemplatesAreThoseOfTheForm(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	for _, tag := range Tags() {
		got[tag.Path] = tag.Example
	}
	for path, want := range map[string]string{
		"position.title":         "{岗位名称}",
		"duties":                 "{#职责}{.}{/职责}",
		"duties[].tasks[].text":  "{#职责}{#任务}{内容}{/任务}{/职责}",
		"position.extra":         "{#其他信息}{.}{/其他信息} {其他信息:标签}",
		"qualifications.major":   "{#所需教育专业背景}{.}{/所需教育专业背景}",
		"document.effectiveDate": "{生效日期}",
	} {
		if got[path] != want {
			t.Errorf("%s: %q, want %q", path, got[path], want)
		}
	}
	root := templateFields(position.Fields())
	for _, f := range root.Fields {
		if f.Key != "duties" {
			continue
		}
		for _, c := range f.Item.Fields {
			if c.Key == "tasks" && c.Start != "taskNumberStart" {
				t.Errorf("tasks start at %q, want taskNumberStart", c.Start)
			}
		}
	}
}

// TestTheOutputOfEverySampleIsAsItWas holds pages, warnings and bytes of every
// sample in every format. A change of the bytes alone is no fault, but a
// reviewer should know of it: run make golden and look at the files.
func TestTheOutputOfEverySampleIsAsItWas(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	files, err := fs.Glob(samples.FS, "*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	var got strings.Builder
	for _, name := range r.TemplateNames() {
		tmpl, err := r.Template(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			form := r.Fill(decode(t, sample(t, file)), tmpl)
			fmt.Fprintf(&got, "%s %s\n", name, file)
			for _, f := range Formats() {
				result, err := form.Encode(f, Options{})
				if err != nil {
					t.Fatal(err)
				}
				h := fnv.New64a()
				h.Write(result.Data)
				fmt.Fprintf(&got, "  %-4s %016x", f.Name, h.Sum64())
				if result.Pages > 0 {
					fmt.Fprintf(&got, " %d pages", result.Pages)
				}
				got.WriteByte('\n')
				for _, w := range result.Warnings {
					fmt.Fprintf(&got, "       %s\n", w.English)
				}
			}
		}
	}
	golden := filepath.Join("testdata", "samples.golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(got.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("output of the samples (-want +got), rewrite with make golden:\n%s", diff)
	}
}
