package main

import (
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

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

// Run lists every fault of every template on standard output.
func (c *templateCheckCmd) Run(a *app) error {
	inputs, err := a.expand(c.Templates)
	if err != nil {
		return err
	}
	r, err := render.New(render.Config{})
	if err != nil {
		return err
	}
	faulty := 0
	for _, input := range inputs {
		_, err := a.openTemplate(r, input)
		var wrong *inputError
		var builtin *render.TemplateError
		switch {
		case errors.As(err, &builtin) && !errors.As(err, &wrong):
			faulty++
			a.say(strings.Join(a.templateLines(input, builtin.Faults), "\n"))
		case errors.As(err, &wrong):
			faulty++
			a.say(wrong.text)
		case err != nil:
			return err
		}
	}
	if faulty > 0 {
		a.say(a.ofn("%d 个模板，%d 个有错", "templates: %d, at fault: %d", len(inputs), faulty))
		return errInput
	}
	a.say(a.ofn("%d 个模板，没有错误", "templates: %d, no faults", len(inputs)))
	return nil
}

// templateLines writes the faults of a template as file: part: place: what to do.
func (a *app) templateLines(name string, faults []render.TemplateFault) []string {
	var lines []string
	for _, f := range faults {
		where := []string{name}
		for _, w := range []string{f.Part, f.Place} {
			if w != "" {
				where = append(where, w)
			}
		}
		lines = append(lines, strings.Join(where, ": ")+": "+a.of(f.Detail, f.English))
	}
	return lines
}

// Run lists the tags.
func (c *templateTagsCmd) Run(a *app) error {
	// Three columns; the one with Chinese in it comes last but for the example,
	// as tabwriter counts a Chinese character as one cell.
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	for _, t := range render.Tags() {
		fmt.Fprintf(w, "%s\t%s（%s）\n", t.Path, t.Example, t.Type)
	}
	return w.Flush()
}
