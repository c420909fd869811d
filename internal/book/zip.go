package book

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"math"
	"os"
	"path"
	"strconv"
	"strings"
)

// Limits of one part of an archive. Beyond them old programs cannot open it
// (APPNOTE.TXT 4.4.1.4: 65,535 entries and 4 GiB without the extension zip64).
const (
	MaxPartEntries = 50_000
	MaxPartBytes   = 4<<30 - 256<<20 // the manifest and the directory at the end need room too
)

// archive is a product in one .zip, or in several: NAME.zip, NAME-2.zip, …
// Everything in it is packed already, so it is stored as it is.
type archive struct {
	disk       Disk
	name       string // of the first part
	maxEntries int
	maxBytes   int64

	part    int // number of the part in work, from 1; 0 before the first
	entries int
	file    *partFile
	zip     *zip.Writer
	found   recovered
}

// recovered is what of an earlier run is there: see [archive.present].
type recovered struct {
	part    int
	entries int
	length  int64 // of the part, up to the end of its last unharmed file
	lengths []int64
	file    *os.File
	final   bool // the part has its name already
}

func newArchive(disk Disk, name string) *archive {
	return &archive{disk: disk, name: name, maxEntries: MaxPartEntries, maxBytes: MaxPartBytes}
}

// PartName returns the name of a part, counted from 1, of an archive.
func PartName(archive string, part int) string {
	if part == 1 {
		return archive
	}
	ext := path.Ext(archive)
	return strings.TrimSuffix(archive, ext) + "-" + strconv.Itoa(part) + ext
}

func (a *archive) partName(part int) string { return PartName(a.name, part) }

// PartComment is the comment of the archive that is a part, "" for the first. It
// tells all-2.zip, which goes on from all.zip, from an archive that somebody called so.
func PartComment(part int) string {
	if part == 1 {
		return ""
	}
	return "jobdoc part " + strconv.Itoa(part)
}

// isPart reports whether a file that goes by the name of a later part is one. Without
// the file the error is an fs.ErrNotExist.
func (a *archive) isPart(part int) (bool, error) {
	f, err := a.disk.OpenFile(a.partName(part), os.O_RDONLY, 0)
	if err != nil {
		return false, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return false, err
	}
	z, err := zip.NewReader(f, info.Size())
	return err == nil && z.Comment == PartComment(part), nil
}

// fileHeader describes a stored file. Its date is that of all files of ours. It counts
// as made on Unix: of names made on DOS, Info-ZIP's unzip takes even those marked as UTF-8
// for another code page, and writes Chinese as rubbish.
func fileHeader(name string, size int64, crc uint32) *zip.FileHeader {
	const utf8Name, dosDay = 0x800, 1<<5 | 1 // 1 January 1980, the first day that zip knows
	const version20 = 20                     // APPNOTE.TXT 4.4.3: folders, Deflate
	h := &zip.FileHeader{
		Name: name, Method: zip.Store, Flags: utf8Name, ReaderVersion: version20,
		CRC32: crc, CompressedSize64: uint64(size), UncompressedSize64: uint64(size),
	}
	//lint:ignore SA1019 CreateRaw does not read Modified, and CreateHeader would add an extended time stamp of it
	h.ModifiedDate = dosDay
	h.SetMode(0o644)
	h.CreatorVersion |= version20
	return h
}

// entrySize is the room a stored file takes: local header (APPNOTE.TXT 4.3.7), name and data.
func entrySize(name string, size int64) int64 { return 30 + int64(len(name)) + size }

// full reports whether a part that holds so much has no room for the files of
// one position, which are kept together.
func (a *archive) full(entries int, length int64, rows []Row) bool {
	if entries == 0 {
		return false
	}
	for _, r := range rows {
		length += entrySize(r.File, r.Size)
	}
	return entries+len(rows) > a.maxEntries || length > a.maxBytes
}

func (a *archive) put(files []file) error {
	rows := make([]Row, len(files))
	for i, f := range files {
		rows[i] = f.Row
	}
	if err := a.room(rows); err != nil {
		return err
	}
	if a.file.file == nil {
		return &ResumeError{a.partName(a.part)} // complete, and yet there is more to go in
	}
	for _, f := range files {
		w, err := a.zip.CreateRaw(fileHeader(f.File, f.Size, crc32.ChecksumIEEE(f.data)))
		if err != nil {
			return err
		}
		if _, err := w.Write(f.data); err != nil {
			return err
		}
	}
	a.entries += len(files)
	return a.zip.Flush()
}

func (a *archive) skip(rows []Row) error {
	if err := a.room(rows); err != nil {
		return err
	}
	for _, r := range rows {
		w, err := a.zip.CreateRaw(fileHeader(r.File, r.Size, r.crc))
		if err != nil {
			return err
		}
		if err := a.file.skipped(w, r.Size); err != nil {
			return err
		}
	}
	a.entries += len(rows)
	return a.zip.Flush()
}

// room makes sure that there is a part with room for the files of one position.
func (a *archive) room(rows []Row) error {
	if a.part > 0 && !a.full(a.entries, a.file.written, rows) {
		return nil
	}
	if a.part > 0 {
		if err := a.closePart(); err != nil {
			return err
		}
	}
	a.part++
	a.entries = 0
	keep := int64(0)
	if a.part <= len(a.found.lengths) {
		keep = a.found.lengths[a.part-1]
	}
	name := a.partName(a.part)
	if a.part > 1 {
		if ours, err := a.isPart(a.part); err == nil && !ours {
			return &fs.PathError{Op: "create", Path: name, Err: fs.ErrExist}
		}
	}
	if keep == math.MaxInt64 { // complete
		a.file = &partFile{keep: keep}
	} else {
		f, err := a.openPart(name+unfinished, keep)
		if err != nil {
			return err
		}
		a.file = &partFile{file: f, keep: keep}
	}
	a.zip = zip.NewWriter(a.file)
	return nil
}

// openPart opens a part to be written behind what is kept of it.
func (a *archive) openPart(name string, keep int64) (*os.File, error) {
	if keep == 0 {
		return a.disk.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	}
	f, err := a.disk.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(f.Truncate(keep), seekTo(f, keep)); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func seekTo(f *os.File, offset int64) error {
	_, err := f.Seek(offset, io.SeekStart)
	return err
}

// closePart writes the directory of the part in work and gives it its name.
func (a *archive) closePart() error {
	if err := a.zip.SetComment(PartComment(a.part)); err != nil {
		return err
	}
	if err := a.zip.Close(); err != nil {
		return err
	}
	f := a.file.file
	if f == nil {
		return nil
	}
	a.file.file = nil
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	name := a.partName(a.part)
	return a.disk.Rename(name+unfinished, name)
}

func (a *archive) close(manifest []member) error {
	for _, m := range manifest {
		h := fileHeader(m.name, 0, 0)
		if path.Ext(m.name) != ".xlsx" {
			h.Method = zip.Deflate
		}
		w, err := a.zip.CreateHeader(h)
		if err != nil {
			return err
		}
		if err := m.write(w); err != nil {
			return fmt.Errorf("write %s: %w", m.name, err)
		}
	}
	if err := a.closePart(); err != nil {
		return err
	}
	return a.removeStale()
}

// removeStale removes the parts that follow the last one: they are of an
// earlier, larger product of the same name. An archive that is none stays.
func (a *archive) removeStale() error {
	for part := a.part + 1; ; part++ {
		switch ours, err := a.isPart(part); {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case !ours:
			return nil
		}
		if err := a.disk.Remove(a.partName(part)); err != nil {
			return err
		}
	}
}

func (a *archive) abandon() {
	if a.file != nil && a.file.file != nil {
		_ = a.file.file.Close() // what it holds is judged by the next run
		a.file.file = nil
	}
	a.found.close()
}

// partFile is a part on the disk, of which an earlier run wrote the first bytes:
// those are counted and not written again.
type partFile struct {
	file    *os.File // nil for a part that is complete
	keep    int64    // how much of it is there already
	written int64
}

func (p *partFile) Write(b []byte) (int, error) {
	n := len(b)
	there := min(int64(n), max(0, p.keep-p.written))
	p.written += int64(n)
	if b = b[there:]; len(b) == 0 {
		return n, nil
	}
	if _, err := p.file.Write(b); err != nil {
		return 0, err
	}
	return n, nil
}

// skipped tells the zip writer of data that is there already.
func (p *partFile) skipped(w io.Writer, size int64) error {
	var nothing [32 << 10]byte
	for size > 0 {
		n := min(size, int64(len(nothing)))
		if _, err := w.Write(nothing[:n]); err != nil {
			return err
		}
		size -= n
	}
	return nil
}

// present follows the parts that an earlier run wrote, file by file. A complete
// part, which has its name, is taken from there only if the run went on after
// it, as the next part shows.
func (a *archive) present(rows []Row) (bool, error) {
	r := &a.found
	if r.part == 0 || a.full(r.entries, r.length, rows) {
		if err := a.nextFound(); err != nil || r.file == nil {
			return false, err
		}
	}
	offset := r.length
	for _, row := range rows {
		at := offset + entrySize(row.File, 0)
		ok, err := sameData(r.file, at, row.Size, row.crc)
		if err == nil && !ok && r.final {
			err = &ResumeError{a.partName(r.part)}
		}
		if err != nil || !ok {
			r.close()
			return false, err
		}
		offset = at + row.Size
	}
	r.entries += len(rows)
	r.length = offset
	if !r.final {
		r.lengths[r.part-1] = offset
	}
	return true, nil
}

// nextFound opens the next part of the earlier run.
func (a *archive) nextFound() error {
	r := &a.found
	r.close()
	r.part++
	r.entries, r.length = 0, 0
	name := a.partName(r.part)
	for _, final := range []bool{false, true} {
		if !final {
			name += unfinished
		} else {
			name = strings.TrimSuffix(name, unfinished)
		}
		f, err := a.disk.OpenFile(name, os.O_RDONLY, 0)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		r.file, r.final = f, final
		keep := int64(0)
		if final {
			keep = math.MaxInt64
		}
		r.lengths = append(r.lengths, keep)
		return nil
	}
	return nil
}

func (r *recovered) close() {
	if r.file != nil {
		_ = r.file.Close() // was read only
		r.file = nil
	}
}

// sameData reports whether a file holds data with the checksum.
func sameData(f *os.File, at, size int64, crc uint32) (bool, error) {
	h := crc32.NewIEEE()
	n, err := io.Copy(h, bufio.NewReader(io.NewSectionReader(f, at, size)))
	return n == size && h.Sum32() == crc, err
}
