package book

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
)

// Damage is a file that is not what the manifest says.
type Damage struct {
	File string
	Kind DamageKind
}

// DamageKind says what is wrong with a file.
type DamageKind int

// The kinds of damage.
const (
	Missing    DamageKind = iota // listed and not there
	Changed                      // another size or digest
	Unlisted                     // there, and not in the manifest
	Unreadable                   // there, and it cannot be read
)

// Verified is what came of [Verify].
type Verified struct {
	Files  int // that are as the manifest says
	Damage []Damage
}

// Verify compares files with the rows of a manifest. files holds the product:
// a folder, or an archive ([zip.Reader]); of one in several parts, all of them ([Parts]).
// Files that the rows do not list are damage too: nobody vouches for them. manifest is the name among the
// files of the manifest that the rows are of, whatever it is called now; "" if it is not among them.
func Verify(files fs.FS, rows iter.Seq2[Row, error], manifest string) (Verified, error) {
	var v Verified
	listed := map[string]bool{manifest: true}
	for r, err := range rows {
		if err != nil {
			return v, err
		}
		listed[r.File] = true
		switch digest, size, err := digestOf(files, r.File); {
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrInvalid):
			v.Damage = append(v.Damage, Damage{r.File, Missing})
		case err != nil:
			v.Damage = append(v.Damage, Damage{r.File, Unreadable})
		case digest != r.SHA256, size != r.Size:
			v.Damage = append(v.Damage, Damage{r.File, Changed})
		default:
			v.Files++
		}
	}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || listed[name] || ours(name) {
			return err
		}
		v.Damage = append(v.Damage, Damage{name, Unlisted})
		return nil
	})
	return v, err
}

// ours reports whether a file is the product's own and not one of a position. Windows
// knows no small letters.
func ours(name string) bool {
	upper := strings.ToUpper(name)
	return path.Dir(name) == "." && (strings.HasPrefix(upper, ManifestStem+".") || strings.HasPrefix(upper, AuditStem+".") || strings.HasPrefix(name, "."))
}

func digestOf(files fs.FS, name string) (digest string, size int64, err error) {
	f, err := files.Open(name)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	h := sha256.New()
	size, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), size, err
}

// Parts is one file system of the parts of an archive.
type Parts []*zip.Reader

// Open opens a file of the part that has it.
func (p Parts) Open(name string) (fs.File, error) {
	for _, part := range p {
		f, err := part.Open(name)
		if err == nil && name == "." {
			f, err = nil, fs.ErrNotExist // the folders of the parts are joined by ReadDir
		}
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// ReadDir returns what the parts have in a folder.
func (p Parts) ReadDir(name string) ([]fs.DirEntry, error) {
	var all []fs.DirEntry
	found := false
	for _, part := range p {
		list, err := fs.ReadDir(part, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		found = true
		all = append(all, list...)
	}
	if !found {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	slices.SortFunc(all, func(x, y fs.DirEntry) int { return strings.Compare(x.Name(), y.Name()) })
	return slices.CompactFunc(all, func(x, y fs.DirEntry) bool { return x.Name() == y.Name() }), nil
}

// Stat describes a file or folder; WalkDir asks for the root.
func (p Parts) Stat(name string) (fs.FileInfo, error) {
	for _, part := range p {
		info, err := fs.Stat(part, name)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return info, err
		}
	}
	return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
}
