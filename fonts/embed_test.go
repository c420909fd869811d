package fonts

import (
	"bytes"
	"errors"
	"io/fs"
	"testing"
)

// testing/fstest.TestFS does not fit: it demands that ReadFile copies.
func TestEveryFileReadsTheSameInBothWays(t *testing.T) {
	t.Parallel()
	entries, err := fs.ReadDir(Files(), ".")
	if err != nil || len(entries) != len(table()) {
		t.Fatalf("ReadDir() = %v, %v, want %d entries", entries, err, len(table()))
	}
	for _, e := range entries {
		data, err := fs.ReadFile(Files(), e.Name())
		if err != nil {
			t.Fatal(err)
		}
		f, err := Files().Open(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(f); err != nil || !bytes.Equal(b.Bytes(), data) {
			t.Errorf("Open(%s) reads other bytes than ReadFile(), error %v", e.Name(), err)
		}
	}
}

func TestReadFileDoesNotCopy(t *testing.T) {
	t.Parallel()
	a, err := fs.ReadFile(Files(), "NotoSansSC-Bold.ttf")
	if err != nil {
		t.Fatal(err)
	}
	b, _ := fs.ReadFile(Files(), "NotoSansSC-Bold.ttf")
	if &a[0] != &b[0] {
		t.Error("ReadFile() copied the face")
	}
}

func TestUnknownFileIsNotThere(t *testing.T) {
	t.Parallel()
	if _, err := fs.Stat(Files(), "NotoMonoSC-Regular.ttf"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Stat() error = %v, want fs.ErrNotExist", err)
	}
}
