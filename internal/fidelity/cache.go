package fidelity

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"

	"jobdoc/fonts"
)

// reading is what LibreOffice made of a document.
type reading struct {
	Lines []Line
	Pages int
}

// cache keeps readings between runs, since LibreOffice takes nearly all the
// time. The name of an entry is a hash of all that it follows from. Without a
// folder nothing is kept.
type cache struct {
	dir  string
	base []byte // hash of the program, the faces and of how we read
}

// readingFormat changes with the way we read LibreOffice's PDFs and make its faces.
const readingFormat = "1"

// newCache opens the cache in the user's cache folder.
func newCache(version string) (cache, error) {
	h := sha256.New()
	h.Write([]byte(readingFormat + version))
	names, err := fs.Glob(fonts.Files(), "*.ttf")
	if err != nil {
		return cache{}, err
	}
	for _, name := range names {
		data, err := fs.ReadFile(fonts.Files(), name)
		if err != nil {
			return cache{}, err
		}
		h.Write(data)
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return cache{}, nil // no home: nothing is kept
	}
	return cache{filepath.Join(dir, "jobdoc-fidelity"), h.Sum(nil)}, nil
}

func (c *cache) file(docx []byte) string {
	h := sha256.New()
	h.Write(c.base)
	h.Write(docx)
	return filepath.Join(c.dir, hex.EncodeToString(h.Sum(nil)[:16])+".json")
}

func (c *cache) get(docx []byte) (reading, bool) {
	var r reading
	if c.dir == "" {
		return r, false
	}
	data, err := os.ReadFile(c.file(docx))
	return r, err == nil && json.Unmarshal(data, &r) == nil
}

// put keeps a reading. That it cannot is no matter.
func (c *cache) put(docx []byte, r reading) {
	if c.dir == "" || os.MkdirAll(c.dir, 0o755) != nil {
		return
	}
	data, err := json.Marshal(r)
	if err != nil {
		return
	}
	file := c.file(docx)
	temp, err := os.CreateTemp(c.dir, "new-")
	if err != nil {
		return
	}
	_, err = temp.Write(data)
	if temp.Close() != nil || err != nil || os.Rename(temp.Name(), file) != nil {
		os.Remove(temp.Name())
	}
}
