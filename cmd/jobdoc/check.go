package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"jobdoc/internal/render"
)

// checked is what is wrong with one template: faults, or a file that is none.
type checked struct {
	file   string
	faults []render.TemplateFault
	text   string // of a file that cannot be used
	empty  bool   // it has no tags
}

// Run lists every fault of every template on standard output.
func (c *templateCheckCmd) Run(a *app) error {
	inputs, err := a.expand(c.Templates)
	if err != nil {
		return err
	}
	if err := c.checkAnnotate(a, inputs); err != nil {
		return err
	}
	r, err := render.New(render.Config{})
	if err != nil {
		return err
	}
	var wrong []checked
	for _, input := range inputs {
		w, err := a.check(r, input)
		if err != nil {
			return err
		}
		if w.empty && !c.JSON {
			a.say(a.ofn("%s：提示：没有任何标记，填出来和模板一样；标记写在花括号里，如 {岗位名称}",
				"%s: note: it has no tags and comes out as it is; tags stand in braces, such as {岗位名称}", w.file))
		}
		if w.text != "" || len(w.faults) > 0 {
			wrong = append(wrong, w)
		}
	}
	if c.Annotate != "" && (len(wrong) == 0 || wrong[0].text == "") {
		if err := c.annotate(a, r, inputs[0]); err != nil {
			return err
		}
	}
	if c.JSON {
		err = a.sayJSON(wrong)
	} else {
		a.sayChecked(len(inputs), wrong)
		if c.Annotate != "" && exists(c.Annotate) {
			a.say(a.of("写好 ", "written: ") + c.Annotate)
		}
	}
	if err == nil && len(wrong) > 0 {
		return errInput
	}
	return err
}

// checkAnnotate refuses a place where the copy with comments cannot go.
func (c *templateCheckCmd) checkAnnotate(a *app, inputs []string) error {
	switch {
	case c.Annotate == "":
		return nil
	case len(inputs) != 1:
		return &usageError{a.of("--annotate 一次只能检查一个模板", "--annotate goes with one template")}
	case !isWordName(c.Annotate):
		return &usageError{a.ofn("--annotate %s 应以 .docx 结尾", "--annotate %s must end in .docx", c.Annotate)}
	case sameFile(c.Annotate, inputs[0]):
		return &usageError{a.ofn("--annotate %s 就是模板本身，请换一个名称", "--annotate %s is the template itself; choose another name", c.Annotate)}
	case !c.Force && exists(c.Annotate):
		return &inputError{a.ofn("%s 已存在，没有改动；要替换它请加 --force，或换一个名称",
			"%s is there already and was left as it is; add --force to replace it, or choose another name", c.Annotate), nil}
	}
	return nil
}

func sameFile(x, y string) bool {
	a, err := os.Stat(x)
	if err != nil {
		return false
	}
	b, err := os.Stat(y)
	return err == nil && os.SameFile(a, b)
}

// check finds out what is wrong with a template. The error is a failure, or a
// name that no template has.
func (a *app) check(r *render.Renderer, input string) (checked, error) {
	w := checked{file: a.display(input)}
	t, err := a.openTemplate(r, input)
	var faults *render.TemplateError
	var file *inputError
	switch {
	case errors.As(err, &faults):
		w.faults = faults.Faults
	case errors.As(err, &file):
		w.text = file.text
	case err != nil:
		return w, err
	default:
		w.empty = !t.Tagged()
	}
	return w, nil
}

// annotate saves a copy of the template with a comment at every fault.
func (c *templateCheckCmd) annotate(a *app, r *render.Renderer, input string) error {
	data, err := a.templateData(r, input)
	if err != nil {
		return err
	}
	copied, err := r.Annotate(data, a.lang == english)
	if err != nil {
		return err
	}
	return (&writer{app: a}).write(c.Annotate, copied)
}

// templateData returns a template as a file, whether it comes with the program or not.
func (a *app) templateData(r *render.Renderer, input string) ([]byte, error) {
	if isTemplatePath(input) {
		return a.openWord(input)
	}
	t, err := r.Template(input)
	if err != nil {
		return nil, err
	}
	return t.Data(), nil
}

// sayChecked prints what is wrong, and a summary.
func (a *app) sayChecked(inputs int, wrong []checked) {
	for _, w := range wrong {
		if w.text != "" {
			a.say(w.text)
			continue
		}
		a.say(strings.Join(a.templateLines(w.file, w.faults), "\n"))
	}
	if len(wrong) > 0 {
		a.say(a.ofn("%d 个模板，%d 个有错", "templates: %d, at fault: %d", inputs, len(wrong)))
		return
	}
	a.say(a.ofn("%d 个模板，没有错误", "templates: %d, no faults", inputs))
}

// templateLines writes the faults of a template as file: part: place: what to do [code].
func (a *app) templateLines(name string, faults []render.TemplateFault) []string {
	var lines []string
	for _, f := range faults {
		where := []string{name}
		for _, w := range []string{f.Part, a.of(f.Place, f.EnglishPlace)} {
			if w != "" {
				where = append(where, w)
			}
		}
		lines = append(lines, strings.Join(where, ": ")+": "+a.of(f.Detail, f.English)+" ["+f.Code+"]")
	}
	return lines
}

// jsonFault is a fault of a template for programs.
type jsonFault struct {
	File    string `json:"file"`
	Code    string `json:"code"`
	Detail  string `json:"detail"`
	English string `json:"english,omitempty"`
	Tag     string `json:"tag,omitempty"`
	Part    string `json:"part,omitempty"`
	Place   string `json:"place,omitempty"`
	Nearest string `json:"nearest,omitempty"`

	EnglishPlace string `json:"englishPlace,omitempty"`
}

// sayJSON prints what is wrong as one list, empty when nothing is.
func (a *app) sayJSON(wrong []checked) error {
	list := []jsonFault{}
	for _, w := range wrong {
		if w.text != "" {
			list = append(list, jsonFault{File: w.file, Code: "file-unusable", Detail: w.text})
		}
		for _, f := range w.faults {
			list = append(list, jsonFault{w.file, f.Code, f.Detail, f.English, f.Tag, f.Part, f.Place, f.Nearest, f.EnglishPlace})
		}
	}
	e := json.NewEncoder(a.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(list)
}

// Run lists the names that templates may use, then what else the language has.
func (c *templateTagsCmd) Run(a *app) error {
	rows := [][]string{{a.of("名称", "name"), a.of("JSON 路径", "JSON path"), a.of("类型", "type"), a.of("写法", "as typed")}}
	for _, t := range render.Tags() {
		name := t.Name
		if len(t.Aliases) > 0 {
			name += a.of("（", " (") + strings.Join(t.Aliases, a.of("、", ", ")) + a.of("）", ")")
		}
		rows = append(rows, []string{name, t.Path, t.Type, t.Example})
	}
	writeColumns(a.stdout, rows)
	rows = [][]string{{a.of("写法", "as typed"), a.of("作用", "what it does")}}
	for _, w := range render.Words() {
		rows = append(rows, []string{w.Example, a.of(w.Chinese, w.English)})
	}
	fmt.Fprintln(a.stdout)
	writeColumns(a.stdout, rows)
	return nil
}

// writeColumns writes rows whose columns begin one below the other in a
// terminal, where a Chinese character takes two cells.
func writeColumns(out io.Writer, rows [][]string) {
	var widths []int
	for _, r := range rows {
		for i, s := range r {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], cells(s))
		}
	}
	for _, r := range rows {
		var b strings.Builder
		for i, s := range r {
			b.WriteString(s)
			if i < len(r)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-cells(s)+2))
			}
		}
		fmt.Fprintln(out, b.String())
	}
}

// cells is how many cells of a terminal a text takes (UAX #11).
func cells(s string) int {
	n := 0
	for _, r := range s {
		n++
		if wide(r) {
			n++
		}
	}
	return n
}

// wide reports whether a character of Chinese text takes two cells.
func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303f || r >= 0xff01 && r <= 0xff60
}
