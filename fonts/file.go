package fonts

import (
	"io"
	"io/fs"
	"time"
)

// opened is a face being read.
type opened struct {
	file
	read int
}

func (o *opened) Stat() (fs.FileInfo, error) { return o.file, nil }
func (o *opened) Close() error               { return nil }

func (o *opened) Read(p []byte) (int, error) {
	if o.read >= len(o.data) {
		return 0, io.EOF
	}
	n := copy(p, o.data[o.read:])
	o.read += n
	return n, nil
}

// folder is the one folder, being listed.
type folder struct{ left []file }

func (d *folder) Stat() (fs.FileInfo, error) { return folderInfo{}, nil }
func (d *folder) Close() error               { return nil }

func (d *folder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: ".", Err: fs.ErrInvalid}
}

// ReadDir lists up to n faces, all for n ≤ 0.
func (d *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n > 0 && len(d.left) == 0 {
		return nil, io.EOF
	}
	if n <= 0 || n > len(d.left) {
		n = len(d.left)
	}
	entries := make([]fs.DirEntry, n)
	for i, f := range d.left[:n] {
		entries[i] = f
	}
	d.left = d.left[n:]
	return entries, nil
}

type folderInfo struct{}

func (folderInfo) Name() string       { return "." }
func (folderInfo) Size() int64        { return 0 }
func (folderInfo) Mode() fs.FileMode  { return fs.ModeDir | 0o555 }
func (folderInfo) ModTime() time.Time { return time.Time{} }
func (folderInfo) IsDir() bool        { return true }
func (folderInfo) Sys() any           { return nil }
