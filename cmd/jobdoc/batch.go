package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"jobdoc/internal/audit"
	"jobdoc/internal/book"
	"jobdoc/internal/exchange"
	"jobdoc/internal/render"
)

// batchRun is one call of jobdoc batch.
type batchRun struct {
	app     *app
	batch   book.Batch
	where   string // the product, as messages name it
	attach  bool
	bar     *progress
	tally   tally
	unread  []unread
	resumed int
	crashed bool      // at an input, before there was anything to print
	audit   *auditRun // nil: none is asked for
	tooMany bool      // positions for an audit beside the product
}

// Run makes one product of all positions.
func (c *batchCmd) Run(a *app) error {
	if c.isBook() {
		return c.bind(a)
	}
	run := &batchRun{app: a, attach: c.AttachSource}
	if err := run.choose(c); err != nil {
		return err
	}
	if err := run.chooseAudit(c); err != nil {
		return err
	}
	sources, err := a.expandSources(c.Sources, "")
	if err != nil {
		return err
	}
	root, err := run.open(c)
	if err != nil {
		return err
	}
	defer root.Close()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	easeCollector()
	run.bar = a.newSourceProgress(sources)
	n, err := run.batch.Run(ctx, run.items(ctx, sources))
	run.bar.done()
	return run.finish(ctx, n, err)
}

// chooseAudit makes ready for the report that goes beside the product.
func (r *batchRun) chooseAudit(c *batchCmd) (err error) {
	if c.NoAudit {
		return nil
	}
	o := audit.Options{Today: time.Now()}
	if c.Config != "" {
		if o.Config, err = r.app.auditConfig(c.Config); err != nil {
			return err
		}
	}
	r.audit = &auditRun{app: r.app, fonts: c.fontFlags}
	r.audit.auditor, err = audit.New(o)
	return err
}

// choose reads the flags.
func (r *batchRun) choose(c *batchCmd) error {
	a := r.app
	if c.Output == "" {
		return &usageError{a.of("请用 -o 指明输出：以 .zip 结尾是压缩包，.pdf 或 .docx 是汇编，其他是文件夹", "name the product with -o: ending in .zip it is an archive, in .pdf or .docx a book, anything else a folder")}
	}
	if c.Output == stdio {
		return &usageError{a.of("批量输出不能写到标准输出，请用 -o 指明压缩包或文件夹", "a batch cannot be written to standard output; name an archive or a folder with -o")}
	}
	for _, flag := range []string{"title", "organization", "date"} {
		if a.typed[flag] {
			return &usageError{a.ofn("--%s 只用于汇编：-o 要以 .pdf 或 .docx 结尾", "--%s goes with a book only: -o then ends in .pdf or .docx", flag)}
		}
	}
	formats := c.Format
	if len(formats) == 0 {
		formats = []string{"docx", "pdf"}
	}
	list, err := a.chooseFormats(formats)
	if err != nil {
		return err
	}
	pdf, err := a.chooseArchive(c.pdfFlags, c.AttachSource, &target{formats: list, formatsSet: !a.typed["format"]})
	if err != nil {
		return err
	}
	renderer, err := a.newRenderer(c.fontFlags)
	if err != nil {
		return err
	}
	template, err := a.openTemplate(renderer, c.Template)
	if err != nil {
		return err
	}
	name := template.Name
	if name == "" {
		name = filepath.Base(c.Template)
	}
	r.attach = pdf.attach
	r.batch = book.Batch{
		Renderer: renderer, Template: template, TemplateName: name, Formats: list, Encode: render.Options{PDFA: pdf.pdfa},
		AttachSource: pdf.attach,
		Manifests:    append(book.Manifests(), exchange.Manifest()), Workers: runtime.GOMAXPROCS(0),
		Resume: c.Resume, Version: versionLine(), Report: r.report,
	}
	return nil
}

// open opens the folder of the product, made when missing.
func (r *batchRun) open(c *batchCmd) (*os.Root, error) {
	a := r.app
	folder := c.Output
	if strings.EqualFold(filepath.Ext(c.Output), ".zip") {
		folder, r.batch.Name = filepath.Split(c.Output)
		if folder == "" {
			folder = "."
		}
	} else if better := properName(c.Output); better != "" {
		return nil, &usageError{a.ofn("-o %s：批量输出是压缩包（.zip）、汇编（.pdf、.docx）或文件夹", "-o %s: a batch is an archive (.zip), a book (.pdf, .docx) or a folder", c.Output)}
	}
	r.where = c.Output
	if info, err := os.Stat(c.Output); err == nil && r.batch.Name != "" && info.IsDir() {
		return nil, &usageError{a.ofn("-o %s：已有同名的文件夹，请换一个名称", "-o %s: a folder has this name; choose another", c.Output)}
	}
	err := os.MkdirAll(folder, 0o777)
	if err == nil {
		var root *os.Root
		if root, err = os.OpenRoot(folder); err == nil {
			r.batch.Disk = root
			return root, nil
		}
	}
	return nil, fmt.Errorf("%s%s%s", folder, a.of("：打不开：", ": cannot be opened: "), a.reason(err))
}

// maxAudited bounds the positions of which the audit beside a product keeps what
// it found: memory must not grow with a batch without end.
const maxAudited = 20_000

// items yields the positions of the sources, each looked at by the audit on the
// way. What is wrong with an input is told when its turn comes.
func (r *batchRun) items(ctx context.Context, sources []string) iter.Seq[book.Item] {
	type examined struct {
		book.Item
		result  *audit.Examined
		crashed bool
	}
	var auditor atomic.Pointer[audit.Auditor] // nil where nobody audits, or not any more
	if r.audit != nil {
		auditor.Store(r.audit.auditor)
	}
	look := func(raw exchange.Raw) (l examined) {
		l.Where = r.app.rawName(raw)
		defer func() {
			if v := recover(); v != nil {
				l.Faults, l.crashed = []string{r.app.crash(l.Where, v)}, true
			}
		}()
		item := raw.Decode()
		sum := sha256.Sum256(raw.Data)
		l.Position, l.Digest, l.Faults = item.Position, hex.EncodeToString(sum[:]), r.app.itemLines(item)
		if r.attach {
			l.Source = raw.Data
		}
		if auditor := auditor.Load(); auditor != nil && len(l.Faults) == 0 {
			l.result = auditor.Examine(item.Position, raw.String())
		}
		return l
	}
	return func(yield func(book.Item) bool) {
		audited := 0
		workers := runtime.GOMAXPROCS(0)
		raws := r.app.raws(sources, func(u unread) { r.unread = append(r.unread, u) })
		for l := range book.InOrder(ctx, raws, workers, 2*workers, look) {
			r.crashed = r.crashed || l.crashed
			switch auditing := auditor.Load(); {
			case auditing == nil:
			case audited == maxAudited:
				auditor.Store(nil)
				r.audit.auditor, r.tooMany = nil, true
			case l.result != nil:
				audited++
				auditing.Add(l.result)
			default:
				r.audit.unread++
			}
			if !yield(l.Item) {
				return
			}
		}
	}
}

// auditSuffix ends the names of reports of an audit beside a product, before the extension.
const auditSuffix = "-audit"

// writeAudit writes the report of the audit beside the product, for people, for
// Excel and for programs, and returns the line that tells of it.
func (r *batchRun) writeAudit() (string, error) {
	switch {
	case r.audit == nil:
		return "", nil
	case r.tooMany:
		return r.app.ofn("超过 %d 个职位，旁边不写审计报告；请另外运行 jobdoc audit", "more than %d positions: no report of an audit beside them; run jobdoc audit", maxAudited), nil
	}
	stem := strings.TrimSuffix(r.where, filepath.Ext(r.where)) + auditSuffix
	if r.batch.Disk != nil && r.batch.Name == "" {
		stem = filepath.Join(r.where, book.AuditStem)
	}
	found := r.audit.auditor.Report()
	found.Unread = r.audit.unread + len(r.unread)
	out := writer{app: r.app}
	for _, f := range auditFormats() {
		if f.extension == ".docx" {
			continue // jobdoc audit makes it for who wants to write in it
		}
		r.audit.format = f.extension[1:]
		data, err := f.write(r.audit, found)
		if err != nil {
			return "", err
		}
		if err := out.write(stem+f.extension, data); err != nil {
			return "", err
		}
	}
	return r.app.of("审计：", "audit: ") + r.app.auditSummary(found) + r.app.ofn("；见 %s.html、.pdf、.xlsx、.json", "; see %s.html, .pdf, .xlsx, .json", stem), nil
}

// report counts what became of an item and prints what is to be said of it.
func (r *batchRun) report(o book.Outcome) {
	r.tally.inputs++
	r.tally.done++
	if o.Resumed {
		r.resumed++
	}
	t := told{where: o.Where, files: o.Files, faults: o.Faults, warnings: o.Warnings, renamed: o.Renamed}
	if o.Err != nil {
		var lines []string
		lines, t.failed = r.explain(o)
		t.faults = append(t.faults, lines...)
	}
	r.bar.step(r.tally.add(r.app, t))
}

// explain says why a position was not printed, and whether the failure is ours.
func (r *batchRun) explain(o book.Outcome) (lines []string, ours bool) {
	var fill *render.FillError
	switch {
	case errors.As(o.Err, &fill):
		return r.app.templateLines(o.Where, fill.Faults), false
	case inputFault(o.Err):
		return []string{r.app.convertFault(o.Where, o.Err).Error()}, false
	}
	return []string{o.Where + r.app.of("：", ": ") + o.Err.Error()}, true
}

// finish says what came of the run.
func (r *batchRun) finish(ctx context.Context, positions int, err error) error {
	a := r.app
	r.complain()
	var resume *book.ResumeError
	switch {
	case errors.Is(err, book.ErrNoPositions):
		return &inputError{a.ofn("没有可以输出的职位，没有写出 %s", "there are no positions to print; %s was not written", r.where), err}
	case errors.As(err, &resume):
		return &inputError{a.ofn("不能续做：%s 与上次中断时不一致（输入、模板、选项或程序变了）；去掉 --resume 重新开始",
			"cannot go on: %s is not as the earlier run left it (inputs, template, options or program have changed); leave out --resume to begin anew", resume.File), err}
	case ctx.Err() != nil:
		a.complain(a.ofn("已中断：完成了 %d 个职位；加上 --resume 再运行同一命令即可续做", "interrupted: %d positions are done; run the same command with --resume to go on", positions))
		return errReported
	case err != nil:
		return fmt.Errorf("%s%s%s", r.where, a.of("：写不了：", ": cannot be written: "), a.reason(err)+
			a.of("；解决后加上 --resume 可以续做", "; run it again with --resume afterwards to go on"))
	}
	line := a.ofn("%d 个职位，%d 个文件：%s", "positions: %d, files: %d, in %s", positions, r.tally.files, r.where)
	if r.resumed > 0 {
		line += a.ofn("；其中 %d 个职位是上次完成的", "; positions done by the earlier run: %d", r.resumed)
	}
	a.say(line + r.tally.rest(a))
	return r.sayAudit()
}

// sayAudit writes the report of the audit and says how the run ends.
func (r *batchRun) sayAudit() error {
	line, err := r.writeAudit()
	if err != nil {
		return err
	}
	if line != "" {
		r.app.say(line)
	}
	r.tally.failed = r.tally.failed || r.crashed
	return r.tally.verdict()
}

// complain prints what is said of the whole run: sources that were not read,
// characters without a glyph.
func (r *batchRun) complain() {
	for _, u := range r.unread {
		r.tally.faulty++
		r.app.complain(r.app.unreadLine(u))
	}
	if line := r.tally.missing.line(r.app); line != "" {
		r.app.complain(line)
	}
}
