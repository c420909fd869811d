package book

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// ErrNoPositions says that no item was a position that can be printed.
var ErrNoPositions = errors.New("no positions")

// Disk is the folder in which a product is made. An [*os.Root] is one.
type Disk interface {
	OpenFile(name string, flag int, perm os.FileMode) (*os.File, error)
	MkdirAll(name string, perm os.FileMode) error
	Stat(name string) (fs.FileInfo, error)
	Rename(from, to string) error
	Remove(name string) error
}

// A product takes the files of positions, in their order.
type product interface {
	// put adds the files of one position and has them on the disk when it
	// returns, so that the journal may say so.
	put(files []file) error

	// present reports whether the files that an earlier run put, following those
	// that were asked about before, are there unharmed. No file is put before that.
	present(rows []Row) (bool, error)

	// skip takes the files of one position as put: they are present.
	skip(rows []Row) error

	// close adds the manifest and gives the product its name.
	close(manifest []member) error

	// abandon ends the work on a product that is not complete and leaves what
	// is there for a later run.
	abandon()
}

// file is a file of a position.
type file struct {
	Row
	data []byte
}

// member is a file of the product's own.
type member struct {
	name  string
	write func(io.Writer) error
}

// unfinished is added to the name of what is not complete yet.
const unfinished = ".part"
