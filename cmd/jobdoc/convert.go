package main

import (
	"errors"

	"jobdoc/internal/render"
	"jobdoc/internal/wordml"
)

// Run lays out a Word document by our typesetter.
func (c *convertCmd) Run(a *app) error {
	if c.Output == "" {
		return &usageError{a.of("请用 -o 指明输出文件，以 .pdf 或 .png 结尾", "name the file to write with -o; it ends in .pdf or .png")}
	}
	if _, isFile := formatOf(c.Output); !isFile && c.Output != stdio {
		return &usageError{a.ofn("-o %s 应以 .pdf 或 .png 结尾", "-o %s must end in .pdf or .png", c.Output)}
	}
	run := &renderRun{app: a, dpi: c.DPI}
	run.writer.app = a
	var err error
	if run.target, err = a.chooseTarget(c.Output, c.Format, 1); err != nil {
		return err
	}
	format := run.target.formats[0]
	if format.Name == "docx" {
		return &usageError{a.of("输入已是 Word 文档；可写成 .pdf 或 .png", "the input is a Word document already; write .pdf or .png")}
	}
	if run.pages, err = a.choosePages(c.pageFlags, run.target); err != nil {
		return err
	}
	if run.archive, err = a.chooseArchive(c.pdfFlags, false, run.target); err != nil {
		return err
	}
	if run.renderer, err = a.newRenderer(c.fontFlags); err != nil {
		return err
	}
	return run.convert(c.Document, format)
}

// convertFault tells a fault of the document from a failure of ours.
func (a *app) convertFault(input string, err error) error {
	var file *wordml.FileError
	switch {
	case errors.As(err, &file):
		return a.wordFaults(input, err)
	case inputFault(err):
		return &inputError{a.display(input) + a.of("：", ": ") + err.Error(), err}
	}
	return err
}

func (r *renderRun) convert(input string, format render.Format) error {
	a := r.app
	data, err := a.openWord(input)
	if err != nil {
		return err
	}
	form, err := r.renderer.Open(data)
	if err != nil {
		return a.templateFault(input, err)
	}
	return r.sheet(input, form, format)
}

// sheet writes the one document of a command, and says what is odd about it.
func (r *renderRun) sheet(input string, form *render.Form, format render.Format) error {
	a := r.app
	var o outcome
	if err := r.write(form, format, "", nil, &o); err != nil {
		return a.convertFault(input, err)
	}
	var t tally
	for _, line := range t.add(a, o.told(a.display(input))) {
		a.complain(line)
	}
	if line := t.missing.line(a); line != "" {
		a.complain(line)
	}
	if r.target.file != stdio {
		a.say(a.ofn("写好 %d 个文件：%s", "files written: %d, to %s", o.files, r.target.file))
	}
	return nil
}
