package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"

	"jobdoc/internal/book"
	"jobdoc/internal/render"
)

// isBook reports whether a batch is bound into one file.
func (c *batchCmd) isBook() bool {
	ext := strings.ToLower(filepath.Ext(c.Output))
	return ext == ".pdf" || ext == ".docx"
}

// bind makes one book of all positions.
func (c *batchCmd) bind(a *app) error {
	run := &batchRun{app: a, where: c.Output}
	bound, format, options, err := c.chooseBook(a)
	if err != nil {
		return err
	}
	if err := run.chooseAudit(c); err != nil {
		return err
	}
	bound.Report = run.report
	sources, err := a.expandSources(c.Sources, "")
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	run.bar = a.newSourceProgress(sources)
	form, n, err := bound.Bind(ctx, run.items(ctx, sources))
	run.bar.done()
	if ctx.Err() != nil {
		a.complain(a.of("已中断，没有写出汇编", "interrupted; no book was written"))
		return errReported
	}
	if errors.Is(err, book.ErrNoPositions) {
		run.complain()
		return &inputError{a.of("没有可以装订的职位，没有写出汇编", "there are no positions to bind; no book was written"), err}
	}
	if err != nil {
		return err
	}
	result, err := form.Encode(format, options)
	if err != nil {
		return err
	}
	if err := (&writer{app: a}).write(c.Output, result.Data); err != nil {
		return err
	}
	for _, w := range run.tally.missing.add(c.Output, result.Warnings) {
		a.complain(c.Output + a.of("：提示：", ": warning: ") + a.of(w.Detail, w.English))
	}
	run.complain()
	line := a.ofn("%d 个职位装订成册：%s", "positions: %d, bound in %s", n, c.Output)
	if result.Pages > 0 {
		line = a.ofn("%d 个职位装订成册，共 %d 页：%s", "positions: %d, bound in %[3]s of %[2]d pages", n, result.Pages, c.Output)
	}
	if run.tally.faulty > 0 {
		line += a.ofn("；%d 个有错，未收入", "; at fault and not in it: %d", run.tally.faulty)
	}
	a.say(line)
	return run.sayAudit()
}

// chooseBook reads the flags of a book.
func (c *batchCmd) chooseBook(a *app) (*book.Bound, render.Format, render.Options, error) {
	format, _ := formatOf(c.Output)
	if len(c.Format) > 0 && a.typed["format"] {
		formats, err := a.chooseFormats(c.Format)
		if err != nil {
			return nil, format, render.Options{}, err
		}
		if len(formats) > 1 || formats[0].Name != format.Name {
			return nil, format, render.Options{}, &usageError{a.ofn("-o %s 与 -f %s 不一致", "-o %s and -f %s contradict each other", c.Output, strings.Join(c.Format, ","))}
		}
	}
	if c.AttachSource && a.typed["attach-source"] {
		return nil, format, render.Options{}, &usageError{a.of("汇编不能附带源数据；--attach-source 用于压缩包或文件夹", "a book holds no sources; --attach-source goes with an archive or a folder")}
	}
	pdf, err := a.chooseArchive(c.pdfFlags, false, &target{formats: []render.Format{format}, formatsSet: true})
	if err != nil {
		return nil, format, render.Options{}, err
	}
	renderer, err := a.newRenderer(c.fontFlags)
	if err != nil {
		return nil, format, render.Options{}, err
	}
	template, err := a.openTemplate(renderer, c.Template)
	if err != nil {
		return nil, format, render.Options{}, err
	}
	b := &book.Bound{
		Renderer: renderer, Template: template, Workers: runtime.GOMAXPROCS(0),
		Title: strings.TrimSpace(c.Title), Organization: strings.TrimSpace(c.Organization), Date: strings.TrimSpace(c.Date),
	}
	return b, format, render.Options{PDFA: pdf.pdfa}, nil
}
