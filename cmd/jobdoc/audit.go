package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"jobdoc/internal/audit"
	"jobdoc/internal/book"
	"jobdoc/internal/exchange"
	"jobdoc/internal/render"
	"jobdoc/internal/report"
)

// auditRun is one call of jobdoc audit.
type auditRun struct {
	app     *app
	auditor *audit.Auditor
	least   audit.Severity // findings of less weight are left out
	failOn  int            // the severity from which on findings make the run fail; -1: none does
	format  string         // of the report, "" for a summary on the terminal
	write   func(*auditRun, *audit.Report) ([]byte, error)
	fonts   fontFlags
	unread  int
	failed  bool // a failure is ours
}

// auditFormat is a report that can be written, by the ending of -o.
type auditFormat struct {
	extension string
	write     func(*auditRun, *audit.Report) ([]byte, error)
}

func auditFormats() []auditFormat {
	return []auditFormat{
		{".html", (*auditRun).html},
		{".pdf", (*auditRun).paper},
		{".docx", (*auditRun).paper},
		{".xlsx", (*auditRun).workbook},
		{".json", (*auditRun).json},
	}
}

func reportEndings() []string {
	var endings []string
	for _, f := range auditFormats() {
		endings = append(endings, f.extension)
	}
	return endings
}

// Run audits the positions and writes the report, or a summary to the terminal.
func (c *auditCmd) Run(a *app) error {
	run := &auditRun{app: a, fonts: c.fontFlags}
	if err := run.choose(c); err != nil {
		return err
	}
	sources, err := a.expandSources(c.Sources, c.Config)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	run.read(ctx, sources)
	if ctx.Err() != nil {
		a.complain(a.of("已中断，没有写出报告", "interrupted; no report was written"))
		return errReported
	}
	found := run.auditor.Report()
	found.Unread = run.unread
	failing := run.fails(found)
	found.Keep(run.least)
	if err := run.output(c.Output, found); err != nil {
		return err
	}
	switch {
	case run.failed:
		return errReported
	case run.unread > 0 || failing:
		return errInput
	}
	return nil
}

// choose reads the flags.
func (r *auditRun) choose(c *auditCmd) error {
	a := r.app
	o := audit.Options{Today: time.Now()}
	var err error
	if c.Date != "" {
		if o.Today, err = time.Parse(time.DateOnly, c.Date); err != nil {
			return &usageError{a.ofn("--date 应写成 2026-01-31 这样，而不是 %s", "--date is written as 2026-01-31, not %s", quoted(c.Date))}
		}
	}
	if r.least, err = a.severity("--severity", c.Severity, audit.Info); err != nil {
		return err
	}
	r.failOn = -1
	if c.FailOn != "" {
		s, err := a.severity("--fail-on", c.FailOn, audit.Error)
		if err != nil {
			return err
		}
		r.failOn = int(s)
	}
	if c.Config != "" {
		if o.Config, err = a.auditConfig(c.Config); err != nil {
			return err
		}
	}
	for _, id := range c.Checks {
		id = strings.TrimSpace(id)
		if _, ok := audit.LookupCheck(id); !ok {
			return &usageError{a.ofn("没有检查项 %s；可用的是 %s", "there is no check %s; there are %s", quoted(id), checkIDs())}
		}
		o.Only = append(o.Only, id)
	}
	if r.auditor, err = audit.New(o); err != nil {
		return err
	}
	return r.chooseFormat(c)
}

func (r *auditRun) chooseFormat(c *auditCmd) error {
	a := r.app
	known := reportEndings()
	for _, f := range auditFormats() {
		if strings.EqualFold(filepath.Ext(c.Output), f.extension) || c.Output == stdio && f.extension == "."+c.Format {
			r.format, r.write = f.extension[1:], f.write
		}
	}
	// The name of the format alone, as in -o json, is standard output in that format.
	for _, f := range auditFormats() {
		if c.Output == f.extension[1:] {
			r.format, r.write, c.Output = c.Output, f.write, stdio
		}
	}
	switch {
	case c.Output == "" || r.write != nil:
		return nil
	case c.Output == stdio:
		return &usageError{a.ofn("-o - 要用 -f 指明格式：%s", "-o - needs -f with the format: %s", strings.Join(known, " "))}
	}
	return &usageError{a.ofn("-o %s 应以 %s 结尾", "-o %s must end in one of %s", c.Output, strings.Join(known, " "))}
}

func checkIDs() string {
	var ids []string
	for _, c := range audit.Checks() {
		ids = append(ids, c.ID)
	}
	return strings.Join(ids, ", ")
}

// severity reads a severity; usual stands for none.
func (a *app) severity(flag, name string, usual audit.Severity) (audit.Severity, error) {
	if name == "" {
		return usual, nil
	}
	s, err := audit.ParseSeverity(name)
	if err != nil {
		return 0, &usageError{a.ofn("%s 应为 error、warning 或 info，而不是 %s", "%s is error, warning or info, not %s", flag, quoted(name))}
	}
	return s, nil
}

// maxConfig bounds a configuration file.
const maxConfig = 4 << 20

func (a *app) auditConfig(name string) (audit.Config, error) {
	data, err := a.read(name, maxConfig, "audit.json")
	if err != nil {
		return audit.Config{}, err
	}
	c, err := audit.ReadConfig(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	var wrong *audit.ConfigError
	if errors.As(err, &wrong) {
		return c, &inputError{a.ofn("%s：不是正确的审计配置：", "%s: no proper configuration of the audit: ", a.display(name)) + a.of(wrong.Detail, wrong.English), err}
	}
	return c, err
}

// looked is one position after the checks that look at it alone.
type looked struct {
	examined *audit.Examined
	lines    []string // what is wrong with the input
	failed   bool
}

// read takes all positions into the audit.
func (r *auditRun) read(ctx context.Context, sources []string) {
	a := r.app
	bar := a.newSourceProgress(sources)
	defer bar.done()
	var unreadable []unread // filled while reading, printed after: the bar has one writer
	raws := func(yield func(exchange.Raw) bool) {
		for raw := range a.raws(sources, func(u unread) { unreadable = append(unreadable, u) }) {
			if ctx.Err() != nil || !yield(raw) {
				return
			}
		}
	}
	for l := range book.InOrder(ctx, raws, runtime.GOMAXPROCS(0), 2*runtime.GOMAXPROCS(0), r.look) {
		if len(l.lines) > 0 {
			r.unread++
			r.failed = r.failed || l.failed
		} else {
			r.auditor.Add(l.examined)
		}
		bar.step(l.lines)
	}
	for _, u := range unreadable {
		r.unread++
		a.complain(a.unreadLine(u))
	}
}

// look decodes and examines one position. A panic is our failure on this one, and
// no reason to lose the others.
func (r *auditRun) look(raw exchange.Raw) (l looked) {
	defer func() {
		if v := recover(); v != nil {
			l = looked{lines: []string{r.app.crash(r.app.rawName(raw), v)}, failed: true}
		}
	}()
	item := raw.Decode()
	if len(item.Faults) > 0 {
		return looked{lines: r.app.itemLines(item)}
	}
	return looked{examined: r.auditor.Examine(item.Position, raw.String())}
}

// fails says that the report holds what --fail-on names.
func (r *auditRun) fails(w *audit.Report) bool {
	return r.failOn >= 0 && slices.ContainsFunc(w.Findings, func(f audit.Finding) bool { return int(f.Severity) <= r.failOn })
}

// output writes the report where -o says.
func (r *auditRun) output(path string, w *audit.Report) error {
	a := r.app
	if path == "" {
		r.print(w)
		return nil
	}
	data, err := r.write(r, w)
	if err != nil {
		return err
	}
	if err := (&writer{app: a}).write(path, data); err != nil {
		return err
	}
	if path != stdio {
		a.say(a.auditSummary(w))
		a.say(a.of("写好 ", "written: ") + path)
	}
	return nil
}

func (r *auditRun) json(w *audit.Report) ([]byte, error) {
	var b bytes.Buffer
	err := w.WriteJSON(&b, r.app.lang == english)
	return b.Bytes(), err
}

func (r *auditRun) html(w *audit.Report) ([]byte, error) {
	var b bytes.Buffer
	err := report.HTML(&b, w, r.app.lang == english)
	return b.Bytes(), err
}

func (r *auditRun) workbook(w *audit.Report) ([]byte, error) {
	var b bytes.Buffer
	err := exchange.WriteAudit(&b, w, r.app.lang == english)
	return b.Bytes(), err
}

// paper makes the Word document, or the PDF of it.
func (r *auditRun) paper(w *audit.Report) ([]byte, error) {
	renderer, err := r.app.newRenderer(r.fonts)
	if err != nil {
		return nil, err
	}
	form, err := report.Document(renderer, w, r.app.lang == english)
	if err != nil {
		return nil, err
	}
	format, err := render.LookupFormat(r.format)
	if err != nil {
		return nil, err
	}
	result, err := form.Encode(format, render.Options{})
	if err != nil {
		return nil, err
	}
	for _, warning := range result.Warnings {
		r.app.complain(r.app.of("提示：", "warning: ") + r.app.of(warning.Detail, warning.English))
	}
	return result.Data, nil
}
