package book

import (
	"archive/zip"
	"bytes"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestVerifyFindsEveryKindOfDamage(t *testing.T) {
	t.Parallel()
	b, dir := batch(t, "")
	run1(t, b, many(t, 4))
	there := contents(t, dir)
	rows := func() iter.Seq2[Row, error] { return ReadJSONL(strings.NewReader(there["MANIFEST.jsonl"])) }
	v, err := Verify(os.DirFS(dir), rows(), "")
	if err != nil || v.Files != 8 || len(v.Damage) > 0 {
		t.Fatalf("Verify() = %+v, %v; want 8 files and no damage", v, err)
	}
	if err := errors.Join(
		os.Remove(filepath.Join(dir, "第0部", "岗位0.pdf")),
		os.WriteFile(filepath.Join(dir, "第1部", "岗位1.pdf"), []byte("x"), 0o600),
		os.WriteFile(filepath.Join(dir, "第1部", "多余.pdf"), []byte("x"), 0o600),
		os.Rename(filepath.Join(dir, "MANIFEST.jsonl"), filepath.Join(dir, "清单.jsonl")),
	); err != nil {
		t.Fatal(err)
	}
	v, err = Verify(os.DirFS(dir), rows(), "清单.jsonl")
	want := []Damage{{"第0部/岗位0.pdf", Missing}, {"第1部/岗位1.pdf", Changed}, {"第1部/多余.pdf", Unlisted}}
	if diff := cmp.Diff(want, v.Damage); diff != "" || err != nil || v.Files != 6 {
		t.Errorf("Verify() %v, %d files (-want +got):\n%s", err, v.Files, diff)
	}
}

func TestVerifyReadsArchivesInParts(t *testing.T) {
	t.Parallel()
	b, dir := batch(t, "all.zip")
	b.maxEntries = 5
	run1(t, b, many(t, 7))
	there := contents(t, dir)
	var parts Parts
	for _, name := range []string{"all.zip", "all-2.zip", "all-3.zip", "all-4.zip"} {
		z, err := zip.NewReader(strings.NewReader(there[name]), int64(len(there[name])))
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, z)
	}
	manifest, err := fs.ReadFile(parts, "MANIFEST.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	v, err := Verify(parts, ReadJSONL(bytes.NewReader(manifest)), "")
	if err != nil || v.Files != 14 || len(v.Damage) > 0 {
		t.Errorf("Verify() = %+v, %v; want 14 files and no damage", v, err)
	}
	v, err = Verify(parts[1:], ReadJSONL(bytes.NewReader(manifest)), "")
	if err != nil || v.Files != 10 || len(v.Damage) != 4 {
		t.Errorf("without the first part Verify() = %+v, %v; want 4 missing", v, err)
	}
}
