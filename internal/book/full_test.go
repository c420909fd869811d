package book

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// fullDisk is a disk on which files that end in a name cannot grow: /dev/full
// stands in for them.
type fullDisk struct {
	*os.Root
	ending string
}

func (d fullDisk) OpenFile(name string, flag int, perm os.FileMode) (*os.File, error) {
	if strings.HasSuffix(name, d.ending) && flag&(os.O_WRONLY|os.O_RDWR) != 0 {
		if _, err := d.Root.OpenFile(name, flag, perm); err != nil {
			return nil, err
		}
		return os.OpenFile("/dev/full", os.O_WRONLY, 0)
	}
	return d.Root.OpenFile(name, flag, perm)
}

func TestAFullDiskEndsTheRunWithTheCause(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("there is no /dev/full here")
	}
	for _, name := range []string{"all.zip", ""} {
		b, dir := batch(t, name)
		root := b.Disk
		b.Disk = fullDisk{root.(*os.Root), ".pdf" + unfinished}
		if name != "" {
			b.Disk = fullDisk{root.(*os.Root), ".zip" + unfinished}
		}
		items := many(t, 3)
		if _, err := b.Run(t.Context(), slices.Values(items)); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("%q: Run() = %v, want that the disk is full", name, err)
		}
		if _, err := os.Stat(filepath.Join(dir, "MANIFEST.csv")); err == nil {
			t.Errorf("%q: a run that failed left a manifest", name)
		}
		b.Disk, b.Resume = root, true
		if n, err := b.Run(t.Context(), slices.Values(items)); n != 3 || err != nil {
			t.Errorf("%q: after room was made Run() = %d, %v; want 3 positions", name, n, err)
		}
	}
}
