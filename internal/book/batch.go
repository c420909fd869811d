package book

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"iter"
	"slices"
	"strings"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
)

// Item is one position on its way into a product, or what stands in its place.
type Item struct {
	Where    string // the source, as it is shown to people
	Position position.Position
	Digest   string   // of the input's bytes: a run that goes on notices a change by it
	Faults   []string // why there is no position, to be shown; they go to the report as they are
	Source   []byte   // the position's JSON as it came, where it is to go along in the PDF
}

// Batch says what is made of positions.
type Batch struct {
	Renderer     *render.Renderer
	Template     *render.Template
	TemplateName string // as the manifest shows it
	Formats      []render.Format
	Encode       render.Options // but for Source, which each item has its own
	AttachSource bool
	Disk         Disk
	Name         string   // of the archive in Disk; "" for loose files
	Manifests    []Writer // nil: [Manifests]
	Workers      int      // 0: one
	Resume       bool     // go on where an earlier run was cut
	Version      string   // of the program: another one may make other bytes, so a run does not go on

	// Report is called once for each item, in order, from the goroutine that runs. nil: nobody is told.
	Report func(Outcome)

	maxEntries int // of a part of the archive; 0: MaxPartEntries
}

// Outcome is what became of one item.
type Outcome struct {
	Where    string
	Files    int
	Warnings []render.Warning
	Err      error // why there are no files: see [render.Form.Encode]
	Faults   []string
	Renamed  string // the name of its files, in place of one that was taken
	Resumed  bool   // an earlier run made the files
}

// Run takes in all items and makes the product. It returns how many positions
// the product holds. A position that cannot be printed is reported and never ends the run; what ends it is
// a disk that cannot be written, a cancelled context or a *[ResumeError]. The journal then stays, and the unfinished
// product with it, for a run with Resume. Of no positions there is no product ([ErrNoPositions]), and one that
// is there under its name stays.
func (b *Batch) Run(ctx context.Context, items iter.Seq[Item]) (positions int, err error) {
	r := &run{Batch: b}
	if b.Name == "" {
		r.product = newFolder(b.Disk)
	} else {
		a := newArchive(b.Disk, b.Name)
		if b.maxEntries > 0 {
			a.maxEntries = b.maxEntries
		}
		r.product = a
	}
	if err := r.begin(); err != nil {
		return 0, err
	}
	defer r.product.abandon()
	err = r.all(ctx, items)
	if err == nil && r.number == 0 {
		return 0, errors.Join(ErrNoPositions, r.journal.remove())
	}
	if err == nil {
		err = r.product.close(r.manifest())
	}
	if err != nil {
		return r.number, errors.Join(err, r.journal.close())
	}
	return r.number, r.journal.remove()
}

// run is one call of [Batch.Run].
type run struct {
	*Batch
	product product
	journal *journal
	over    int // how many positions of the earlier run are there and not yet taken over
	names   position.Names
	number  int // of the last position in the product
}

// journalFile is the name of the journal in the folder of the product.
func (b *Batch) journalFile() string {
	if b.Name == "" {
		return journalName("." + strings.ToLower(ManifestStem))
	}
	return journalName(b.Name)
}

// fingerprint is equal for runs that make the same files of the same positions.
func (b *Batch) fingerprint() string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %x %+v %t", b.Version, b.TemplateName, sha256.Sum256(b.Template.Data()), b.Encode, b.AttachSource)
	for _, f := range b.Formats {
		fmt.Fprintf(h, " %s", f.Name)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// task is an item on its way to the workers.
type task struct {
	item   Item
	before *entry // the files that the earlier run made of it
	early  bool   // files of the earlier run follow: this item gave none then
}

// made is an item with its files, or why there are none.
type made struct {
	task
	files    []file
	warnings []render.Warning
	err      error
}

// all takes in the items.
func (r *run) all(ctx context.Context, items iter.Seq[Item]) error {
	const ahead = 4 // results a worker may be ahead of the disk
	workers := max(1, r.Workers)
	for m := range InOrder(ctx, r.tasks(items), workers, workers*ahead, r.make) {
		if err := r.take(m); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.over > 0 { // the source has become shorter
		return &ResumeError{r.journalFile()}
	}
	return nil
}

// make makes the files of an item, on any goroutine. A panic is our failure on
// this item and no reason to lose the others.
func (r *run) make(t task) (m made) {
	m.task = t
	if len(t.item.Faults) > 0 || t.before != nil {
		return m
	}
	defer func() {
		if v := recover(); v != nil {
			m.files, m.err = nil, fmt.Errorf("panic: %v", v)
		}
	}()
	form := r.Renderer.Fill(t.item.Position, r.Template)
	options := r.Encode
	options.Source = t.item.Source
	for _, f := range r.Formats {
		result, err := form.Encode(f, options)
		if err != nil {
			m.files, m.err = nil, err
			return m
		}
		m.files = append(m.files, r.file(t.item.Position, f, result))
		for _, w := range result.Warnings {
			if !slices.Contains(m.warnings, w) {
				m.warnings = append(m.warnings, w)
			}
		}
	}
	return m
}

// file makes the row of a file, but for its number and place.
func (r *run) file(pos position.Position, f render.Format, result render.Result) file {
	sum := sha256.Sum256(result.Data)
	row := Row{
		Code: pos.Code(), Title: pos.Title(), Department: pos.Department(),
		Template: r.TemplateName, Format: f.Name, File: f.Extension,
		Pages: result.Pages, Size: int64(len(result.Data)), SHA256: hex.EncodeToString(sum[:]), Warnings: []string{},
		crc: crc32.ChecksumIEEE(result.Data),
	}
	for _, w := range result.Warnings {
		row.Warnings = append(row.Warnings, w.Detail)
	}
	return file{row, result.Data}
}

// take puts what was made of an item into the product, in the order of the items.
func (r *run) take(m made) error {
	o := Outcome{Where: m.item.Where, Warnings: m.warnings, Err: m.err, Faults: m.item.Faults}
	if len(m.files) > 0 && m.early {
		return &ResumeError{m.item.Where} // it gave no files then: it was changed
	}
	if len(m.files) > 0 || m.before != nil {
		wanted := place(m.item.Position)
		stem := r.names.Reserve(wanted)
		if stem != wanted {
			o.Renamed = stem
		}
		r.number++
		if err := r.deliver(&o, m, stem); err != nil {
			return err
		}
	}
	if r.Report != nil {
		r.Report(o)
	}
	return nil
}

// deliver hands files to the product, or tells it of those of the earlier run.
func (r *run) deliver(o *Outcome, m made, stem string) error {
	if m.before != nil {
		o.Resumed, o.Files = true, len(m.before.Rows)
		r.over--
		return r.product.skip(m.before.Rows)
	}
	e := entry{Digest: m.item.Digest}
	for i := range m.files {
		f := &m.files[i]
		f.Number, f.File = r.number, stem+f.File
		e.Rows = append(e.Rows, f.Row)
	}
	o.Files = len(m.files)
	if err := r.product.put(m.files); err != nil {
		return err
	}
	return r.journal.add(e)
}

// manifest lists what close adds to the product.
func (r *run) manifest() []member {
	writers := r.Manifests
	if writers == nil {
		writers = Manifests()
	}
	var list []member
	for _, w := range writers {
		list = append(list, member{w.Name, func(out io.Writer) error { return w.Write(out, r.journal.rows()) }})
	}
	return list
}
