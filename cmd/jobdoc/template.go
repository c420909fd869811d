package main

import (
	"errors"
	"strings"

	"jobdoc/internal/render"
)

// Run lists names and titles.
func (c *templateListCmd) Run(a *app) error {
	r, err := render.New(render.Config{})
	if err != nil {
		return err
	}
	for _, name := range r.TemplateNames() {
		t, err := r.Template(name)
		if err != nil {
			return err
		}
		line := name + "\t" + t.Title
		if name == render.DefaultTemplate {
			line += a.of("（默认）", " (default)")
		}
		a.say(line)
	}
	return nil
}

// Run saves a built-in template.
func (c *templateExportCmd) Run(a *app) error {
	r, err := render.New(render.Config{})
	if err != nil {
		return err
	}
	t, err := r.Template(c.Name)
	var unknown *render.UnknownError
	if errors.As(err, &unknown) {
		return &usageError{a.ofn("没有模板 %s，内置的是 %s", "there is no template %s; built in are %s", quoted(c.Name), strings.Join(unknown.Known, a.of("、", ", ")))}
	}
	if err != nil {
		return err
	}
	path := c.Output
	if path == "" {
		path = c.Name + ".docx"
	}
	if path != stdio && !isWordName(path) {
		return &usageError{a.ofn("-o %s 应以 .docx 结尾", "-o %s must end in .docx", path)}
	}
	if path != stdio && !c.Force && exists(path) {
		return &inputError{a.ofn("%s 已存在，没有改动；要替换它请加 --force，或用 -o 换一个名称",
			"%s is there already and was left as it is; add --force to replace it, or choose another name with -o", path), nil}
	}
	if err := (&writer{app: a}).write(path, t.Data()); err != nil {
		return err
	}
	if path != stdio {
		a.say(a.of("写好 ", "written: ") + path)
	}
	return nil
}
