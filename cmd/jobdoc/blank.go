package main

import (
	"errors"
	"strings"

	"jobdoc/internal/position"
	"jobdoc/internal/render"
)

// Run makes the empty form of a template.
func (c *templateBlankCmd) Run(a *app) error {
	if _, isFile := formatOf(c.Output); !isFile && c.Output != stdio {
		return &usageError{a.of("请用 -o 指明输出文件，以 .docx、.pdf 或 .png 结尾", "name the file to write with -o; it ends in .docx, .pdf or .png")}
	}
	run := &renderRun{app: a, dpi: c.DPI}
	run.writer.app = a
	var err error
	if run.target, err = a.chooseTarget(c.Output, c.Format, 1); err != nil {
		return err
	}
	if run.pages, err = a.choosePages(c.pageFlags, run.target); err != nil {
		return err
	}
	if run.renderer, err = a.newRenderer(c.fontFlags); err != nil {
		return err
	}
	if run.template, err = a.openTemplate(run.renderer, c.Template); err != nil {
		return err
	}
	err = run.sheet(c.Template, run.renderer.Fill(position.Unfilled(), run.template), run.target.formats[0])
	var fill *render.FillError
	if errors.As(err, &fill) {
		return &inputError{strings.Join(a.templateLines(c.Template, fill.Faults), "\n"), err}
	}
	return err
}
