package book

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
)

// folder is a product of loose files.
type folder struct {
	disk Disk
	made map[string]bool // folders that are there
}

func newFolder(disk Disk) *folder { return &folder{disk: disk, made: map[string]bool{".": true}} }

func (f *folder) put(files []file) error {
	for _, file := range files {
		dir := path.Dir(file.File)
		if !f.made[dir] {
			if err := f.disk.MkdirAll(dir, 0o777); err != nil {
				return err
			}
			f.made[dir] = true
		}
		err := f.replace(file.File, func(w io.Writer) error {
			_, err := w.Write(file.data)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// replace writes a file under another name and renames it, so that the name
// never holds half a file.
func (f *folder) replace(name string, write func(io.Writer) error) error {
	out, err := f.disk.OpenFile(name+unfinished, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(out, 64<<10)
	if err := errors.Join(write(b), b.Flush(), out.Close()); err != nil {
		return errors.Join(err, f.disk.Remove(name+unfinished))
	}
	return f.disk.Rename(name+unfinished, name)
}

func (f *folder) present(rows []Row) (bool, error) {
	for _, r := range rows {
		ok, err := samePath(f.disk, r.File, r.SHA256)
		if err != nil || !ok {
			return false, err
		}
	}
	return true, nil
}

// samePath reports whether a file is there and has the digest.
func samePath(disk Disk, name, digest string) (bool, error) {
	f, err := disk.OpenFile(name, os.O_RDONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return false, err
	}
	return hex.EncodeToString(h.Sum(nil)) == digest, nil
}

func (f *folder) skip([]Row) error { return nil }

func (f *folder) close(manifest []member) error {
	for _, m := range manifest {
		if err := f.replace(m.name, m.write); err != nil {
			return err
		}
	}
	return nil
}

func (f *folder) abandon() {}
