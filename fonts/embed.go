// Package fonts holds the faces that jobdoc brings along; README.md beside this
// file says what each is and where it comes from.
//
// It must not know how a face is read or chosen.
package fonts

import (
	_ "embed"
	"io/fs"
	"time"
)

//go:generate go run ./fallback -o JobdocFallback-Regular.ttf -kai JobdocKai-Regular.ttf

// Every face is a variable of its own and not one embed.FS, because
// embed.FS.ReadFile copies what it reads: 65 MB at each start. These slices lie
// in the program file, and the system reads only the pages that are touched.
var (
	//go:embed NotoSerifSC-Regular.ttf
	serifRegular []byte
	//go:embed NotoSerifSC-Bold.ttf
	serifBold []byte
	//go:embed NotoSansSC-Regular.ttf
	sansRegular []byte
	//go:embed JobdocFallback-Regular.ttf
	fallback []byte
	//go:embed JobdocKai-Regular.ttf
	kai []byte
	//go:embed NotoSansSC-Bold.ttf
	sansBold []byte
)

// Files returns the faces as a read-only file system of one flat folder. It is
// an [fs.ReadFileFS] whose ReadFile does not copy: callers must not change what
// they get. Safe for concurrent use.
func Files() fs.FS { return files{} }

type files struct{}

// table lists the files by name, in order.
func table() []file {
	return []file{
		{"JobdocFallback-Regular.ttf", fallback},
		{"JobdocKai-Regular.ttf", kai},
		{"NotoSansSC-Bold.ttf", sansBold},
		{"NotoSansSC-Regular.ttf", sansRegular},
		{"NotoSerifSC-Bold.ttf", serifBold},
		{"NotoSerifSC-Regular.ttf", serifRegular},
	}
}

// ReadFile returns the bytes of the named face, not a copy of them.
func (files) ReadFile(name string) ([]byte, error) {
	for _, f := range table() {
		if f.name == name {
			return f.data, nil
		}
	}
	return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrNotExist}
}

// Open opens the named face, or the folder as ".".
func (fsys files) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if name == "." {
		return &folder{left: table()}, nil
	}
	for _, f := range table() {
		if f.name == name {
			return &opened{file: f}, nil
		}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// file is a face; it is its own FileInfo and DirEntry.
type file struct {
	name string
	data []byte
}

func (f file) Name() string               { return f.name }
func (f file) Size() int64                { return int64(len(f.data)) }
func (f file) Mode() fs.FileMode          { return 0o444 }
func (f file) Type() fs.FileMode          { return 0 }
func (f file) ModTime() time.Time         { return time.Time{} }
func (f file) IsDir() bool                { return false }
func (f file) Sys() any                   { return nil }
func (f file) Info() (fs.FileInfo, error) { return f, nil }
