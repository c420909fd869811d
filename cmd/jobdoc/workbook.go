package main

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"

	"jobdoc/internal/book"
	"jobdoc/internal/exchange"
	"jobdoc/internal/position"
)

// isWorkbookName reports whether the path ends as workbooks do.
func isWorkbookName(path string) bool { return strings.EqualFold(filepath.Ext(path), ".xlsx") }

// Run writes positions as a workbook.
func (c *exportCmd) Run(a *app) error {
	switch {
	case !isWorkbookName(c.Output) && c.Output != stdio:
		return &usageError{a.of("请用 -o 指明工作簿，以 .xlsx 结尾", "name the workbook with -o; it ends in .xlsx")}
	case c.Empty == (len(c.Sources) > 0):
		return &usageError{a.of("请给出职位文件，或用 --empty 得到空的工作簿", "name files of positions, or ask for an empty workbook with --empty")}
	}
	sources, err := a.expandSources(c.Sources, c.Output)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	r := &exportRun{app: a, bar: a.newSourceProgress(sources)}
	var out bytes.Buffer
	err = exchange.ExportWorkbook(&out, r.positions(ctx, sources))
	r.bar.done()
	for _, u := range r.unread {
		r.faulty++
		a.complain(a.unreadLine(u))
	}
	switch {
	case ctx.Err() != nil:
		a.complain(a.of("已中断，没有写出工作簿", "interrupted; no workbook was written"))
		return errReported
	case errors.Is(err, exchange.ErrTooManyRows):
		return &inputError{a.of("职位太多，一个工作簿放不下；请分成几个", "there are too many positions for one workbook; make several"), err}
	case err != nil:
		return err
	}
	if err := (&writer{app: a}).write(c.Output, out.Bytes()); err != nil {
		return err
	}
	if c.Output != stdio {
		a.say(a.ofn("%d 个职位写到 %s", "positions: %d, written to %s", r.done, c.Output))
	}
	if r.faulty > 0 {
		a.complain(a.ofn("%d 个输入有错，不在工作簿里", "inputs at fault and not in the workbook: %d", r.faulty))
		return errInput
	}
	return nil
}

// exportRun is one call of jobdoc export.
type exportRun struct {
	app          *app
	bar          *progress
	unread       []unread
	done, faulty int
}

func (r *exportRun) positions(ctx context.Context, sources []string) iter.Seq2[position.Position, error] {
	workers := runtime.GOMAXPROCS(0)
	raws := r.app.raws(sources, func(u unread) { r.unread = append(r.unread, u) })
	return func(yield func(position.Position, error) bool) {
		for item := range book.InOrder(ctx, raws, workers, 2*workers, exchange.Raw.Decode) {
			if len(item.Faults) > 0 {
				r.faulty++
				r.bar.step(r.app.itemLines(item))
				continue
			}
			r.done++
			r.bar.step(nil)
			if !yield(item.Position, nil) {
				return
			}
		}
	}
}

// Run reads a workbook and writes a JSON file for each of its positions.
func (c *importCmd) Run(a *app) error {
	data, err := a.read(c.Workbook, exchange.MaxWorkbook, "*.xlsx")
	if err != nil {
		return err
	}
	w, err := exchange.ReadWorkbook(a.display(c.Workbook), data)
	if err != nil {
		return &inputError{a.display(c.Workbook) + a.of("：", ": ") + a.whyUnread(c.Workbook, "*.xlsx", err), err}
	}
	r := &importRun{app: a, writer: writer{app: a}, folder: c.Output, faults: w.Faults(), marks: c.Workbook != stdio}
	if r.folder == "" {
		r.folder = defaultFolder
	}
	for _, f := range r.faults {
		r.complain(a.display(c.Workbook) + a.of("：", ": ") + a.cellLine(f))
	}
	for raw, err := range w.Raws() {
		if err != nil {
			return err
		}
		if err := r.take(w, raw.Decode()); err != nil {
			return err
		}
	}
	a.say(a.ofn("%d 个职位写到 %s", "positions: %d, written to %s", r.done, r.folder))
	if len(r.faults) == 0 {
		return nil
	}
	return r.mark(w, c.Workbook)
}

// importRun is one call of jobdoc import.
type importRun struct {
	app    *app
	writer writer
	names  position.Names
	folder string
	done   int
	faults []exchange.CellFault
	said   int  // of the faults, on the terminal
	marks  bool // a marked workbook will hold all of them
}

// maxSaid bounds the faults on the terminal where the marked workbook has them all.
const maxSaid = 50

func (r *importRun) complain(line string) {
	if r.said++; r.said <= maxSaid || !r.marks {
		r.app.complain(line)
	}
}

// take writes a position, or takes up its faults.
func (r *importRun) take(w *exchange.Workbook, item exchange.Item) error {
	if len(item.Faults) > 0 {
		for _, line := range r.app.itemLines(item) {
			r.complain(line)
		}
		for _, f := range item.Faults {
			sheet, cell := w.Locate(item.Index, f.Pointer)
			at := sheet + "!" + cell
			r.faults = append(r.faults, exchange.CellFault{
				Sheet: sheet, Cell: cell, Detail: strings.TrimPrefix(f.Detail, at+"："), English: strings.TrimPrefix(f.English, at+": "),
			})
		}
		return nil
	}
	r.done++
	return r.writer.write(filepath.Join(r.folder, r.names.Reserve(item.Position.FileName())+".json"), item.Position.JSON())
}

// markedSuffixes end the names of marked workbooks, before the extension, in Chinese and in English.
var markedSuffixes = [...]string{"-检查结果", "-checked"}

// mark writes the workbook with its faults beside the other one.
func (r *importRun) mark(w *exchange.Workbook, name string) error {
	a := r.app
	if !r.marks {
		return errInput
	}
	if more := r.said - maxSaid; more > 0 {
		a.complain(a.ofn("… 另有 %d 处", "… and %d more", more))
	}
	var b bytes.Buffer
	if err := w.Mark(&b, r.faults, a.lang == english); err != nil {
		return err
	}
	marked := strings.TrimSuffix(name, filepath.Ext(name)) + a.of(markedSuffixes[0], markedSuffixes[1]) + filepath.Ext(name)
	if err := (&writer{app: a}).write(marked, b.Bytes()); err != nil {
		return err
	}
	a.complain(a.ofn("%d 处有错，已在 %s 中标出；改好后再读入", "faults: %d, marked in %s; mend them and import it again", len(r.faults), marked))
	return errInput
}

func (a *app) cellLine(f exchange.CellFault) string {
	line := a.of(f.Detail, f.English)
	if at := strings.Trim(f.Sheet+"!"+f.Cell, "!"); at != "" {
		line = at + a.of("：", ": ") + line
	}
	return line
}
