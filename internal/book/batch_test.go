package book

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
	"jobdoc/samples"
)

var renderer = sync.OnceValues(func() (*render.Renderer, error) { return render.New(render.Config{}) })

// batch returns a batch that makes DOCX and PDF in a folder of its own.
func batch(t *testing.T, name string) (*Batch, string) {
	t.Helper()
	r, err := renderer()
	if err != nil {
		t.Fatal(err)
	}
	tmpl, err := r.Template("classic")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	var formats []render.Format
	for _, name := range []string{"docx", "pdf"} {
		f, err := render.LookupFormat(name)
		if err != nil {
			t.Fatal(err)
		}
		formats = append(formats, f)
	}
	return &Batch{Renderer: r, Template: tmpl, TemplateName: "classic", Formats: formats, Disk: root, Name: name, Workers: 3, Version: "test"}, dir
}

func item(t *testing.T, data []byte) Item {
	t.Helper()
	pos, faults := position.Decode(data)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	sum := sha256.Sum256(data)
	return Item{Where: pos.Title(), Position: pos, Digest: hex.EncodeToString(sum[:])}
}

func small(t *testing.T, department, title string) Item {
	t.Helper()
	return item(t, fmt.Appendf(nil, `{"position":{"title":%q,"department":%q},"duties":[{"description":"完成交办的工作"}]}`, title, department))
}

func sampleItems(t *testing.T) []Item {
	t.Helper()
	names, err := fs.Glob(samples.FS, "*.json")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	var items []Item
	for _, name := range names {
		data, err := fs.ReadFile(samples.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, item(t, data))
	}
	return items
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		found[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func openZip(t *testing.T, data string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, f := range z.File {
		if y := f.Modified.Year(); y != 1980 {
			t.Errorf("%s is of the year %d, want 1980", f.Name, y)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		found[f.Name] = string(data)
	}
	return found
}

func run1(t *testing.T, b *Batch, items []Item) []Outcome {
	t.Helper()
	var outcomes []Outcome
	b.Report = func(o Outcome) { outcomes = append(outcomes, o) }
	if _, err := b.Run(t.Context(), slices.Values(items)); err != nil {
		t.Fatal(err)
	}
	return outcomes
}

func TestAnArchiveAndAFolderHoldTheSameFilesUnderDepartments(t *testing.T) {
	t.Parallel()
	items := sampleItems(t)
	zipped, dir := batch(t, "all.zip")
	run1(t, zipped, items)
	there := contents(t, dir)
	if len(there) != 1 {
		t.Fatalf("the folder holds %v, want the archive alone", slices.Sorted(maps.Keys(there)))
	}
	inZip := openZip(t, there["all.zip"])

	loose, dir := batch(t, "")
	run1(t, loose, items)
	if diff := cmp.Diff(inZip, contents(t, dir)); diff != "" {
		t.Errorf("files in the archive and in the folder differ (-archive +folder):\n%.2000s", diff)
	}
	for _, want := range []string{"大客户部/销售代表.docx", "业务拓展部/销售代表.pdf", "MANIFEST.csv", "MANIFEST.jsonl"} {
		if _, ok := inZip[want]; !ok {
			t.Errorf("there is no %s; there are %v", want, slices.Sorted(maps.Keys(inZip)))
		}
	}
}

func TestPositionsOfOneNameGetNumbersAndAreReported(t *testing.T) {
	t.Parallel()
	b, dir := batch(t, "")
	out := run1(t, b, []Item{small(t, "甲部", "文员"), small(t, "甲部", "文员"), small(t, "乙部", "文员"), small(t, "", "文员"), small(t, "../..", "..")})
	there := contents(t, dir)
	for _, want := range []string{"甲部/文员.pdf", "甲部/文员-2.pdf", "乙部/文员.pdf", "未填部门/文员.pdf", "position/position.pdf"} {
		if _, ok := there[want]; !ok {
			t.Errorf("there is no %s; there are %v", want, slices.Sorted(maps.Keys(there)))
		}
	}
	if out[1].Renamed != "甲部/文员-2" || out[2].Renamed != "" {
		t.Errorf("reported as renamed: %q and %q", out[1].Renamed, out[2].Renamed)
	}
}

func TestADepartmentCalledAsAManifestGetsAFolderOfItsOwn(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"all.zip", ""} {
		b, dir := batch(t, name)
		odd := item(t, []byte(`{"position": {"title": "文员", "department": "Manifest.csv"}, "duties": [{"description": "收发"}]}`))
		if _, err := b.Run(t.Context(), slices.Values([]Item{odd})); err != nil {
			t.Fatalf("Run(%q): %v", name, err)
		}
		there := contents(t, dir)
		if name != "" {
			there = openZip(t, there[name])
		}
		if there["Manifest.csv_/文员.pdf"] == "" {
			t.Errorf("%q holds %v", name, slices.Sorted(maps.Keys(there)))
		}
	}
}

func TestAFaultyItemTakesNoNumberAndCostsNobodyElse(t *testing.T) {
	t.Parallel()
	b, dir := batch(t, "")
	out := run1(t, b, []Item{small(t, "甲部", "文员"), {Where: "bad.json", Faults: []string{"bad"}}, small(t, "甲部", "会计")})
	rows := collect(t, ReadJSONL(strings.NewReader(contents(t, dir)["MANIFEST.jsonl"])))
	if len(out) != 3 || len(out[1].Faults) != 1 || len(rows) != 4 || rows[3].Number != 2 {
		t.Errorf("outcomes %+v, rows %+v", out, rows)
	}
}

func TestNoPositionsMakeNoProductAndCostNoneThatIsThere(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"all.zip", ""} {
		b, dir := batch(t, name)
		before := filepath.Join(dir, "all.zip")
		if err := os.WriteFile(before, []byte("of yesterday"), 0o600); err != nil {
			t.Fatal(err)
		}
		n, err := b.Run(t.Context(), slices.Values([]Item{{Where: "x", Faults: []string{"wrong"}}}))
		if n != 0 || !errors.Is(err, ErrNoPositions) {
			t.Errorf("Run(%q) = %d, %v, want 0 and ErrNoPositions", name, n, err)
		}
		if data, err := os.ReadFile(before); string(data) != "of yesterday" {
			t.Errorf("%q: the file that was there is now %q, %v", name, data, err)
		}
		if list, _ := os.ReadDir(dir); len(list) != 1 {
			t.Errorf("%q: left behind: %v", name, list)
		}
	}
}

// unzip 6.0 shows names as typed only of entries made on Unix; what it unpacks
// must be readable then.
func TestEntriesOfAnArchiveAreMadeOnUnix(t *testing.T) {
	t.Parallel()
	b, dir := batch(t, "all.zip")
	if _, err := b.Run(t.Context(), slices.Values(sampleItems(t))); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(filepath.Join(dir, "all.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		if f.CreatorVersion != 3<<8|20 || f.ReaderVersion != 20 || f.Mode() != 0o644 || !f.NonUTF8 && f.Flags&0x800 == 0 {
			t.Errorf("%s: made by %#x, needs %d, mode %v, flags %#x", f.Name, f.CreatorVersion, f.ReaderVersion, f.Mode(), f.Flags)
		}
	}
}

func TestTheBytesDoNotDependOnWorkers(t *testing.T) {
	t.Parallel()
	items := sampleItems(t)
	want := ""
	for _, workers := range []int{1, 2, 8} {
		b, dir := batch(t, "all.zip")
		b.Workers = workers
		run1(t, b, items)
		got := contents(t, dir)["all.zip"]
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("%d workers give another archive", workers)
		}
	}
}

func many(t *testing.T, n int) []Item {
	t.Helper()
	var items []Item
	for i := range n {
		items = append(items, small(t, fmt.Sprintf("第%d部", i%3), fmt.Sprintf("岗位%d", i)))
	}
	return items
}

func TestALargeArchiveComesInParts(t *testing.T) {
	t.Parallel()
	b, dir := batch(t, "all.zip")
	b.maxEntries = 5 // two positions of two files, and one file too few for a third
	run1(t, b, many(t, 7))
	there := contents(t, dir)
	files := 0
	for i, name := range []string{"all.zip", "all-2.zip", "all-3.zip", "all-4.zip"} {
		in := openZip(t, there[name])
		_, listed := in["MANIFEST.jsonl"]
		if last := i == 3; listed != last {
			t.Errorf("%s has a manifest: %t, want %t", name, listed, last)
		}
		files += len(in)
	}
	if len(there) != 4 || files != 7*2+2 {
		t.Errorf("%d files in %v", files, slices.Sorted(maps.Keys(there)))
	}
}

// Beside 2026.zip there may be a 2026-2.zip that has nothing to do with it.
func TestAnArchiveThatIsCalledAsAPartStays(t *testing.T) {
	t.Parallel()
	b, dir := batch(t, "2026-2.zip")
	run1(t, b, many(t, 1))
	other := contents(t, dir)["2026-2.zip"]
	b.Name = "2026.zip"
	run1(t, b, many(t, 2))
	if contents(t, dir)["2026-2.zip"] != other {
		t.Error("a batch of one part took away another archive")
	}
	b.maxEntries = 2
	if _, err := b.Run(t.Context(), slices.Values(many(t, 2))); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Run() over another archive = %v, want fs.ErrExist", err)
	}
	if contents(t, dir)["2026-2.zip"] != other {
		t.Error("a batch of two parts took away another archive")
	}
}

func TestASmallerProductLeavesNoPartOfTheLargerOne(t *testing.T) {
	t.Parallel()
	b, dir := batch(t, "all.zip")
	b.maxEntries = 5
	run1(t, b, many(t, 7))
	run1(t, b, many(t, 3))
	if names := slices.Sorted(maps.Keys(contents(t, dir))); !slices.Equal(names, []string{"all-2.zip", "all.zip"}) {
		t.Errorf("there are %v", names)
	}
}
