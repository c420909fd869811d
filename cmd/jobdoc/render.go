package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
	"jobdoc/internal/wordml"
)

// renderRun is one call of jobdoc render.
type renderRun struct {
	app      *app
	renderer *render.Renderer
	template *render.Template
	target   *target
	pages    pageRange
	dpi      int
	archive  archive
	names    position.Names
	writer   writer
}

// Run makes the files.
func (c *renderCmd) Run(a *app) error {
	inputs, err := a.expand(c.Positions)
	if err != nil {
		return err
	}
	run := &renderRun{app: a, dpi: c.DPI}
	if run.target, err = a.chooseTarget(c.Output, c.Format, len(inputs)); err != nil {
		return err
	}
	if run.pages, err = a.choosePages(c.pageFlags, run.target); err != nil {
		return err
	}
	if run.archive, err = a.chooseArchive(c.pdfFlags, c.AttachSource, run.target); err != nil {
		return err
	}
	run.writer.app = a
	if run.renderer, err = a.newRenderer(c.fontFlags); err != nil {
		return err
	}
	if run.template, err = a.openTemplate(run.renderer, c.Template); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	easeCollector()
	return run.all(ctx, inputs)
}

// easeCollector lets garbage grow to several times what is alive, which is
// little (about 15 MB), up to a bound: a run of 1,000 positions takes a sixth
// less processor time. GOGC and GOMEMLIMIT, when set, stand.
func easeCollector() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(200 << 20)
	}
}

// newRenderer returns a renderer and reports what is wrong with the font folders.
func (a *app) newRenderer(f fontFlags) (*render.Renderer, error) {
	folders, err := a.fontFolders(f)
	if err != nil {
		return nil, err
	}
	r, err := render.New(render.Config{FontDirs: folders})
	if err != nil {
		if len(folders) > 0 {
			return nil, &inputError{a.of("--font-dir：", "--font-dir: ") + a.reason(err), err}
		}
		return nil, err
	}
	for _, w := range r.Warnings() {
		a.complain(a.of("提示：", "warning: ") + a.of(w.Detail, w.English))
	}
	return r, nil
}

// isTemplatePath reports whether a template is named by its path.
func isTemplatePath(name string) bool {
	return strings.ContainsRune(name, '/') || strings.ContainsRune(name, filepath.Separator) || strings.EqualFold(filepath.Ext(name), ".docx")
}

// openTemplate takes -t: a path if it has a slash or ends in .docx, else the
// name of a built-in template.
func (a *app) openTemplate(r *render.Renderer, name string) (*render.Template, error) {
	if !isTemplatePath(name) {
		t, err := r.Template(name)
		var unknown *render.UnknownError
		if errors.As(err, &unknown) && exists(name) {
			return nil, &inputError{a.ofn("%s：不是 .docx 文件；请在 Word 中打开，另存为 .docx", "%s: no .docx file; open it in Word and save it as .docx", name), nil}
		}
		if errors.As(err, &unknown) {
			return nil, &usageError{a.ofn("没有模板 %s，内置的是 %s；自己的模板请写路径，如 ./%s.docx",
				"there is no template %s; built in are %s; name your own by a path such as ./%s.docx", quoted(name), strings.Join(unknown.Known, a.of("、", ", ")), name)}
		}
		return t, err
	}
	data, err := a.openWord(name)
	if err != nil {
		return nil, err
	}
	t, err := r.OpenTemplate(data)
	if err != nil {
		return nil, a.templateFault(name, err)
	}
	return t, nil
}

// templateFault reports all that is wrong with a template file.
func (a *app) templateFault(name string, err error) error {
	var faults *render.TemplateError
	var file *wordml.FileError
	switch {
	case errors.As(err, &faults):
		return &inputError{strings.Join(a.templateLines(name, faults.Faults), "\n"), err}
	case errors.As(err, &file):
		return a.wordFaults(name, err)
	}
	return err
}

// job is one input on its way through the workers.
type job struct {
	index int
	input string
	turn  <-chan struct{} // closed when all jobs before this one have their names
	next  chan<- struct{} // closed when this one has its name
}

// outcome is what became of a job.
type outcome struct {
	index    int
	files    int
	errors   []string // to be printed
	warnings []render.Warning
	renamed  string // the name that the files got in place of one that was taken
	failed   bool   // the errors are ours, not the input's
}

// all renders every input on all processors and reports in the order of the
// inputs. Jobs are handed out in order and take their names in order, so names
// do not depend on which is done first.
func (r *renderRun) all(ctx context.Context, inputs []string) error {
	jobs := make(chan job)
	done := make(chan outcome)
	go func() {
		defer close(jobs)
		turn := make(chan struct{})
		close(turn)
		for i, input := range inputs {
			next := make(chan struct{})
			select {
			case jobs <- job{i, input, turn, next}:
			case <-ctx.Done():
				return
			}
			turn = next
		}
	}()
	var workers sync.WaitGroup
	for range min(len(inputs), runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for j := range jobs {
				done <- r.one(j)
			}
		})
	}
	go func() {
		workers.Wait()
		close(done)
	}()
	return r.report(ctx, inputs, done)
}

// one renders one input in all formats. A panic is our failure on this input
// and no reason to lose the others.
func (r *renderRun) one(j job) (o outcome) {
	o.index = j.index
	defer func() {
		if v := recover(); v != nil {
			o.fail(r.app.crash(r.app.display(j.input), v))
		}
	}()
	pos, data, stem, lines := r.name(j)
	if len(lines) > 0 {
		o.errors = lines
		return o
	}
	if !r.archive.attach {
		data = nil
	}
	if stem != "" && stem != pos.FileName() {
		o.renamed = stem
	}
	form := r.renderer.Fill(pos, r.template)
	for _, f := range r.target.formats {
		err := r.write(form, f, stem, data, &o)
		if err == nil {
			continue
		}
		var fill *render.FillError
		if errors.As(err, &fill) {
			o.errors = append(o.errors, r.app.templateLines(r.app.display(j.input), fill.Faults)...)
			return o
		}
		if inputFault(err) {
			o.errors = append(o.errors, r.app.convertFault(j.input, err).Error())
			return o
		}
		o.fail(r.app.display(j.input) + r.app.of("：", ": ") + err.Error())
		return o
	}
	return o
}

// inputFault reports whether an error of rendering is the input's or the
// template's fault, and not ours.
func inputFault(err error) bool {
	var page *render.PageError
	var file *wordml.FileError
	return errors.As(err, &page) || errors.As(err, &file)
}

func (o *outcome) fail(line string) {
	o.errors = append(o.errors, line)
	o.failed = true
}

// told is the outcome as it is counted.
func (o *outcome) told(where string) told {
	return told{where: where, files: o.files, faults: o.errors, failed: o.failed, warnings: o.warnings, renamed: o.renamed}
}

// name decodes the job's input, which is data, and, when it is its turn, takes a
// name for its files.
func (r *renderRun) name(j job) (pos position.Position, data []byte, stem string, lines []string) {
	defer close(j.next)
	defer func() { <-j.turn }() // also when the decoder panics: the next turn must not come early
	pos, data, lines = r.app.decode(j.input)
	<-j.turn
	if len(lines) == 0 && !r.target.single() {
		stem = r.names.Reserve(pos.FileName())
	}
	return pos, data, stem, lines
}

// write makes the files of one format; source goes along in a PDF.
func (r *renderRun) write(form *render.Form, f render.Format, stem string, source []byte, o *outcome) error {
	pages := pageRange{from: 1, to: 1}
	if f.Paged {
		pages = r.pages
	}
	if pages.several() {
		l, err := form.Layout()
		if err != nil {
			return err
		}
		n := len(l.Pages)
		if pages.to > n && pages.from <= n {
			o.warnings = append(o.warnings, render.Warning{
				Code: "pages-beyond", Detail: fmt.Sprintf("--pages 到第 %d 页，而只有 %d 页", pages.to, n),
				English: fmt.Sprintf("--pages goes to page %d and there are %d", pages.to, n),
			})
		}
		if pages.to == 0 || pages.to > n && pages.from <= n {
			pages.to = n
		}
	}
	for page := pages.from; page <= pages.to; page++ {
		result, err := form.Encode(f, render.Options{Page: page, DPI: r.dpi, PDFA: r.archive.pdfa, Source: source})
		if err != nil {
			return r.app.pageMessage(err)
		}
		named := 0
		if f.Paged && r.pages.named && (r.pages.several() || !r.target.single()) {
			named = page
		}
		if err := r.writer.write(r.target.path(stem, f, named), result.Data); err != nil {
			return err
		}
		o.files++
		for _, w := range result.Warnings {
			if !slices.Contains(o.warnings, w) {
				o.warnings = append(o.warnings, w)
			}
		}
	}
	return nil
}

// pageError says in the user's language that a page is not there.
type pageError struct {
	text string
	err  *render.PageError
}

func (e *pageError) Error() string { return e.text }
func (e *pageError) Unwrap() error { return e.err }

func (a *app) pageMessage(err error) error {
	var page *render.PageError
	if errors.As(err, &page) {
		return &pageError{a.ofn("没有第 %d 页，共 %d 页", "there is no page %d of %d", page.Page, page.Pages), page}
	}
	return err
}

// decode reads and decodes an input, which is data; lines say what is wrong with it.
func (a *app) decode(input string) (pos position.Position, data []byte, lines []string) {
	data, err := a.read(input, position.MaxBytes, "*.json")
	if err != nil {
		return pos, nil, []string{err.Error()}
	}
	why := a.notJSON(data)
	if why == "" && len(data) > position.MaxBytes {
		why = a.tooLarge(input)
	}
	if why != "" {
		return pos, data, []string{a.display(input) + a.of("：", ": ") + why}
	}
	pos, faults := position.Decode(data)
	return pos, data, a.faultLines(input, faults)
}

// tooLarge says that an input is no position by its size, of which only a little
// more than the limit was read.
func (a *app) tooLarge(input string) string {
	size := a.ofn("超过 %d 字节", "more than %d bytes", position.MaxBytes)
	if info, err := os.Stat(input); input != stdio && err == nil && info.Mode().IsRegular() {
		size = a.ofn("有 %d 字节", "%d bytes", info.Size())
	}
	return a.ofn("文件%s，一个职位最多 1 MiB；请检查是不是选错了文件，或删去不属于这个职位的内容",
		"the file has %s, and a position may have at most 1 MiB; check that it is the right file", size)
}

// faultLines writes faults as file:line:column: pointer: what to do.
func (a *app) faultLines(input string, faults []position.Fault) []string {
	return a.faultLinesOf(a.display(input), faults)
}

// faultLinesOf is faultLines for an input that has its name for messages already.
func (a *app) faultLinesOf(name string, faults []position.Fault) []string {
	var lines []string
	for _, f := range faults {
		var b strings.Builder
		b.WriteString(name)
		if f.Line > 0 {
			fmt.Fprintf(&b, ":%d:%d", f.Line, f.Column)
		}
		b.WriteString(": ")
		if f.Pointer != "" {
			b.WriteString("#" + f.Pointer + ": ")
		}
		b.WriteString(a.of(f.Detail, f.English))
		lines = append(lines, b.String())
	}
	return lines
}

// report prints what became of the inputs, in their order, and the summary.
func (r *renderRun) report(ctx context.Context, inputs []string, done <-chan outcome) error {
	a := r.app
	bar := a.newProgress(len(inputs))
	t := tally{inputs: len(inputs)}
	waiting := map[int]outcome{}
	for o := range done {
		waiting[o.index] = o
		for ; ; t.done++ {
			o, ok := waiting[t.done]
			if !ok {
				break
			}
			delete(waiting, t.done)
			bar.step(t.add(a, o.told(a.display(inputs[o.index]))))
		}
	}
	bar.done()
	if line := t.missing.line(a); line != "" {
		a.complain(line)
	}
	r.summarise(&t)
	if ctx.Err() != nil {
		a.complain(a.ofn("已中断：%d 个职位中处理了 %d 个，%d 个未开始", "interrupted: of %d positions %d were done, %d not begun", t.inputs, t.done, t.inputs-t.done))
		return errReported
	}
	return t.verdict()
}

// summarise says how many files are where; with -o - that is on standard error,
// since standard output is the file.
func (r *renderRun) summarise(t *tally) {
	a := r.app
	where := r.target.folder
	if r.target.single() {
		where = r.target.file
	}
	var b strings.Builder
	if t.files > 0 {
		b.WriteString(a.ofn("%d 个职位，写好 %d 个文件：%s", "positions: %d, files written: %d, to %s", t.done-t.faulty, t.files, where))
	} else {
		b.WriteString(a.of("没有写出文件", "no file written"))
	}
	b.WriteString(t.rest(a))
	if r.target.file == stdio {
		if t.faulty+t.warnings > 0 {
			a.complain(b.String())
		}
		return
	}
	a.say(b.String())
}
