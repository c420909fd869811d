package wordml

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/flate"
)

// Document is a [Package] some of whose parts have been replaced. A filled
// template is one, and so is any .docx as it stands ([Package.Document]).
// It may be read by several goroutines once nothing is replaced any more.
type Document struct {
	*Package
	replaced map[string]*Node
}

// Document returns the package as it stands.
func (p *Package) Document() *Document {
	return &Document{Package: p, replaced: map[string]*Node{}}
}

// Replace puts a new tree in the place of an existing part.
func (d *Document) Replace(name string, root *Node) {
	if !d.Has(name) {
		panic("wordml: replace of a part that is not there: " + name)
	}
	d.replaced[name] = root
}

// Part returns the root of a part as it is in this document; nil without an
// error when there is no such part.
func (d *Document) Part(name string) (*Node, error) {
	if n, ok := d.replaced[name]; ok {
		return n, nil
	}
	return d.Package.Part(name)
}

// epoch stands in every zip entry, so that the same input gives the same bytes.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// WriteTo writes the document as .docx. Parts that were not replaced are
// copied as they are stored, not packed again.
func (d *Document) WriteTo(w io.Writer) (int64, error) {
	cw := &countingWriter{w: w}
	zw := zip.NewWriter(cw)
	for i := range d.entries {
		if err := d.writeEntry(zw, &d.entries[i]); err != nil {
			return cw.n, fmt.Errorf("write %s: %w", d.entries[i].name, err)
		}
	}
	err := zw.Close()
	return cw.n, err
}

func (d *Document) writeEntry(zw *zip.Writer, e *entry) error {
	h := zip.FileHeader{
		Name: e.name, Method: e.method,
		CRC32: e.crc, CompressedSize64: uint64(e.packed), UncompressedSize64: uint64(e.size),
	}
	if !isASCII(e.name) {
		h.Flags = flagUTF8
	}
	raw := e.raw
	if root, ok := d.replaced[h.Name]; ok {
		b := buffers.Get().(*buffer)
		defer buffers.Put(b)
		b.xml = root.AppendPart(b.xml[:0])
		h.Method = zip.Deflate
		h.CRC32 = crc32.ChecksumIEEE(b.xml)
		h.UncompressedSize64 = uint64(len(b.xml))
		if err := b.deflate(); err != nil {
			return err
		}
		raw = b.packed.Bytes()
		h.CompressedSize64 = uint64(len(raw))
	}
	setTime(&h)
	out, err := zw.CreateRaw(&h)
	if err != nil {
		return err
	}
	_, err = out.Write(raw)
	return err
}

// setTime writes the MS-DOS date of the epoch. Modified would not do: CreateRaw
// does not read it, and CreateHeader adds an extended time stamp to every entry.
func setTime(h *zip.FileHeader) {
	//lint:ignore SA1019 see above
	h.ModifiedDate = uint16(epoch.Day() + int(epoch.Month())<<5 + (epoch.Year()-1980)<<9)
	//lint:ignore SA1019 see above
	h.ModifiedTime = 0
}

// buffer is what packing one part needs; pooled, since a flate writer alone is
// hundreds of kilobytes.
type buffer struct {
	xml    []byte
	packed bytes.Buffer
	writer *flate.Writer
}

var buffers = sync.Pool{New: func() any { return new(buffer) }}

func (b *buffer) deflate() error {
	b.packed.Reset()
	if b.writer == nil {
		w, err := flate.NewWriter(&b.packed, flate.BestSpeed)
		if err != nil {
			return err
		}
		b.writer = w
	} else {
		b.writer.Reset(&b.packed)
	}
	if _, err := b.writer.Write(b.xml); err != nil {
		return err
	}
	return b.writer.Close()
}

type countingWriter struct {
	w io.Writer
	n int64
}

func (c *countingWriter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// Zip packs a folder that holds the parts of a .docx, as the built-in
// templates are kept. [Content_Types].xml comes first, as Word has it.
func Zip(fsys fs.FS) ([]byte, error) {
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	rank := func(name string) int {
		switch name {
		case "[Content_Types].xml":
			return 0
		case "_rels/.rels":
			return 1
		}
		return 2
	}
	slices.SortFunc(names, func(a, b string) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	var out bytes.Buffer
	zw := zip.NewWriter(&out)
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		h := zip.FileHeader{Name: name, Method: zip.Deflate}
		setTime(&h)
		w, err := zw.CreateHeader(&h)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(data); err != nil {
			return nil, err
		}
	}
	if err := zw.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
