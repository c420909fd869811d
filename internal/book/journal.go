package book

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
)

// journal is a file beside the product that says what is finished: a line about
// the run, then a line a position. A line is written when the files it names
// are on the disk, so it never says too much; the last one may be torn.
type journal struct {
	disk Disk
	name string
	file *os.File
	out  *bufio.Writer
}

// heading is the first line: what must be equal for a run to go on.
type heading struct {
	Fingerprint string `json:"fingerprint"`
}

// entry is a line about one position with files. Those at fault have none.
type entry struct {
	Digest string `json:"digest"` // of the input, so that a changed one is noticed
	Rows   []Row  `json:"rows"`
	CRCs   []uint32
}

// journalName is the name of the journal of a product.
func journalName(product string) string { return product + ".journal" }

// createJournal begins a journal.
func createJournal(disk Disk, name, fingerprint string) (*journal, error) {
	f, err := disk.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return nil, err
	}
	j := &journal{disk: disk, name: name, file: f, out: bufio.NewWriterSize(f, 64<<10)}
	if err := j.line(heading{fingerprint}); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return j, nil
}

// openJournal opens the journal of a run that was cut; nil when there is none,
// or one that was cut within its first line, before anything was done.
// A journal of a run that made something else is a *[ResumeError].
func openJournal(disk Disk, name, fingerprint string) (*journal, error) {
	f, err := disk.OpenFile(name, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	j := &journal{disk: disk, name: name, file: f, out: bufio.NewWriterSize(f, 64<<10)}
	var h heading
	line, err := bufio.NewReader(f).ReadBytes('\n')
	if errors.Is(err, io.EOF) && torn(line) {
		return nil, f.Close()
	}
	if err != nil || json.Unmarshal(line, &h) != nil || h.Fingerprint != fingerprint {
		return nil, errors.Join(&ResumeError{name}, f.Close())
	}
	return j, nil
}

// torn reports whether a line without an end is what there is of a heading.
func torn(line []byte) bool {
	const begin = `{"fingerprint":"`
	return bytes.HasPrefix(line, []byte(begin)) || bytes.HasPrefix([]byte(begin), line)
}

// ResumeError says that a run cannot go on from what an earlier one left: that
// made something else, or somebody changed it.
type ResumeError struct {
	File string // that does not fit
}

func (e *ResumeError) Error() string {
	return fmt.Sprintf("%s does not fit the run that is to go on", e.File)
}

// entries reads the lines about positions, each with the offset of its end. It ends before a torn line.
func (j *journal) entries() iter.Seq2[entry, int64] {
	return func(yield func(entry, int64) bool) {
		b := bufio.NewReader(io.NewSectionReader(j.file, 0, 1<<62))
		end := int64(0)
		for i := 0; ; i++ {
			line, err := b.ReadBytes('\n')
			if err != nil {
				return
			}
			end += int64(len(line))
			if i == 0 {
				continue
			}
			var e entry
			if json.Unmarshal(line, &e) != nil || len(e.CRCs) != len(e.Rows) {
				return
			}
			for k := range e.Rows {
				e.Rows[k].crc = e.CRCs[k]
			}
			if !yield(e, end) {
				return
			}
		}
	}
}

// headingEnd is where the lines about positions begin.
func (j *journal) headingEnd() (int64, error) {
	line, err := bufio.NewReader(io.NewSectionReader(j.file, 0, 1<<62)).ReadBytes('\n')
	return int64(len(line)), err
}

// cut takes away what follows an offset; lines are added there from then on.
func (j *journal) cut(offset int64) error {
	return errors.Join(j.file.Truncate(offset), seekTo(j.file, offset))
}

// add writes the line about a position.
func (j *journal) add(e entry) error {
	e.CRCs = make([]uint32, len(e.Rows))
	for i := range e.Rows {
		e.CRCs[i] = e.Rows[i].crc
	}
	return j.line(e)
}

func (j *journal) line(v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	if _, err := j.out.Write(b.Bytes()); err != nil {
		return err
	}
	return j.out.Flush()
}

// rows reads back all rows.
func (j *journal) rows() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for e := range j.entries() {
			for _, r := range e.Rows {
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

// remove ends the journal of a product that is complete.
func (j *journal) remove() error {
	return errors.Join(j.file.Close(), j.disk.Remove(j.name))
}

func (j *journal) close() error { return j.file.Close() }
