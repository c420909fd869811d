package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"jobdoc/internal/render"
)

// defaultFolder takes the files when -o says nothing.
const defaultFolder = "out"

// target is where files go and in which formats.
type target struct {
	formats []render.Format
	folder  string // files get the names of their positions here
	file    string // or: the one file, or stdio

	formatsSet bool // by JOBDOC_FORMAT
}

// single reports whether there is room for one input only.
func (t *target) single() bool { return t.file != "" }

// chooseTarget reads -o and -f. What is typed wins over what a variable says
// where the two do not go together.
func (a *app) chooseTarget(output string, names []string, inputs int) (*target, error) {
	_, isFile := formatOf(output)
	fromVariable := len(names) > 0 && !a.typed["format"]
	if isFile && fromVariable {
		names, fromVariable = nil, false
	}
	t, err := a.readTarget(output, names, inputs)
	var usage *usageError
	if errors.As(err, &usage) && !a.typed["output"] && (isFile || output == stdio) {
		t, err = a.readTarget("", names, inputs)
	}
	if err == nil {
		t.formatsSet = fromVariable
	}
	return t, err
}

// readTarget reads -o and -f. An -o that ends in the extension of a format is
// one file and says the format.
func (a *app) readTarget(output string, names []string, inputs int) (*target, error) {
	formats, err := a.chooseFormats(names)
	if err != nil {
		return nil, err
	}
	t := &target{formats: formats}
	implied, isFile := formatOf(output)
	switch {
	case output == stdio:
		t.file = stdio
		if len(formats) != 1 {
			return nil, &usageError{a.of("-o - 只能写一种格式，请用 -f 指明", "-o - writes one format; name it with -f")}
		}
	case isFile:
		t.file = output
		if len(formats) > 1 || len(formats) == 1 && formats[0].Name != implied.Name {
			return nil, &usageError{a.ofn("-o %s 与 -f %s 不一致", "-o %s and -f %s contradict each other", output, strings.Join(names, ","))}
		}
		t.formats = []render.Format{implied}
	default:
		if t.folder = output; output == "" {
			t.folder = defaultFolder
		}
		if len(formats) == 0 {
			t.formats = render.Formats()
		}
		if info, err := os.Stat(t.folder); err == nil && !info.IsDir() {
			return nil, &usageError{a.ofn("-o %s 已是文件；要写成一个文件，名称应以 .docx、.pdf 或 .png 结尾",
				"-o %s is a file already; to write one file, end its name in .docx, .pdf or .png", t.folder)}
		} else if better := properName(t.folder); err != nil && better != "" {
			return nil, &usageError{a.ofn("-o %s：不写这种文件；可写 -o %s（.docx、.pdf、.png），文件夹请用别的名称",
				"-o %s: no such files are written; write -o %s (.docx, .pdf, .png), and give a folder another name", t.folder, better)}
		}
	}
	if t.single() && inputs > 1 {
		return nil, &usageError{a.ofn("-o %s 只能放一个职位，而输入有 %d 个；请给出文件夹", "-o %s takes one position and there are %d inputs; name a folder", output, inputs)}
	}
	return t, nil
}

// chooseFormats reads -f; each format once, in the order of the table.
func (a *app) chooseFormats(names []string) ([]render.Format, error) {
	wanted := map[string]bool{}
	for _, name := range names {
		f, err := render.LookupFormat(strings.TrimSpace(name))
		if err != nil {
			return nil, &usageError{a.ofn("没有格式 %s，可用的是 %s", "there is no format %s; there are %s", quoted(name), strings.Join(render.FormatNames(), a.of("、", ", ")))}
		}
		wanted[f.Name] = true
	}
	var formats []render.Format
	for _, f := range render.Formats() {
		if wanted[f.Name] {
			formats = append(formats, f)
		}
	}
	return formats, nil
}

// formatOf returns the format whose extension the path has.
func formatOf(path string) (render.Format, bool) {
	ext := strings.ToLower(filepath.Ext(path))
	for _, f := range render.Formats() {
		if f.Extension == ext {
			return f, true
		}
	}
	return render.Format{}, false
}

// isWordName reports whether the path ends as Word files do.
func isWordName(path string) bool { return strings.EqualFold(filepath.Ext(path), ".docx") }

// foreign are the extensions of files that we do not write and that nobody gives
// a folder, with the extension of the nearest that we do write.
var foreign = func() map[string]string {
	m := map[string]string{}
	for ours, theirs := range map[string]string{
		".docx": ".doc .dot .dotx .docm .dotm .rtf .odt .wps .wpt .txt .md .pages",
		".png":  ".jpg .jpeg .gif .bmp .tif .tiff .webp .svg .heic",
		".pdf":  ".html .htm .mht .mhtml .xls .xlsx .csv .ppt .pptx .zip .rar .7z .gz .tgz .tar .json .xml .xps .ofd .ps .eps",
	} {
		for _, ext := range strings.Fields(theirs) {
			m[ext] = ours
		}
	}
	return m
}()

// properName returns the path with an extension that we write in place of one
// that we do not, "" when the path looks like a folder.
func properName(path string) string {
	ext := filepath.Ext(path)
	ours, ok := foreign[strings.ToLower(ext)]
	if !ok {
		return ""
	}
	return strings.TrimSuffix(path, ext) + ours
}

// path returns where a file goes. page is 0 where the name tells none.
func (t *target) path(stem string, f render.Format, page int) string {
	if t.file == stdio {
		return stdio
	}
	suffix := ""
	if page > 0 {
		suffix = "-p" + strconv.Itoa(page)
	}
	if t.file != "" {
		ext := filepath.Ext(t.file)
		return strings.TrimSuffix(t.file, ext) + suffix + ext
	}
	return filepath.Join(t.folder, stem+suffix+f.Extension)
}

// pageRange says which pages of a paged format to write.
type pageRange struct {
	from, to int // to 0: to the end
	named    bool
}

// several reports whether more than one file can come of it.
func (r pageRange) several() bool { return r.to != r.from }

// choosePages reads --pages and --dpi. Variables that do not go with what is
// typed count as not set.
func (a *app) choosePages(flags pageFlags, t *target) (pageRange, error) {
	first := pageRange{from: 1, to: 1}
	paged := slices.ContainsFunc(t.formats, func(f render.Format) bool { return f.Paged })
	if (paged || a.typed["dpi"]) && (flags.DPI != 0 || a.typed["dpi"]) && (flags.DPI < render.MinDPI || flags.DPI > render.MaxDPI) {
		return first, &usageError{a.ofn("--dpi 应在 %d 到 %d 之间", "--dpi must lie between %d and %d", render.MinDPI, render.MaxDPI)}
	}
	typed := a.typed["pages"]
	switch {
	case flags.Pages == "" && !typed, !paged && !typed:
		return first, nil
	case !paged && t.formatsSet:
		a.complain(a.of("提示：--pages 只用于 PNG，而 JOBDOC_FORMAT 里没有 png，未采用", "warning: --pages goes with PNG only, which is not in JOBDOC_FORMAT; it is ignored"))
		return first, nil
	case !paged:
		return first, &usageError{a.of("--pages 只用于 PNG", "--pages goes with PNG only")}
	}
	pages, ok := parsePages(flags.Pages)
	switch {
	case !ok:
		return first, &usageError{a.ofn("--pages 应写成 2、1-3 或 all，而不是 %s", "--pages is 2, 1-3 or all, not %s", quoted(flags.Pages))}
	case t.file == stdio && pages.several() && !typed:
		return first, nil
	case t.file == stdio && pages.several():
		return first, &usageError{a.of("-o - 只能写一页", "-o - writes one page")}
	}
	return pages, nil
}

func parsePages(s string) (pageRange, bool) {
	if s == "all" {
		return pageRange{from: 1, named: true}, true
	}
	first, last, isRange := strings.Cut(s, "-")
	if !isRange {
		last = first
	}
	from, err1 := strconv.Atoi(first)
	to, err2 := strconv.Atoi(last)
	return pageRange{from, to, true}, err1 == nil && err2 == nil && from >= 1 && to >= from
}

// writer writes files so that a name holds a whole file or none. All files of a writer go to one folder, made before the first.
type writer struct {
	app  *app
	make sync.Once
	err  error
}

// write puts the data at the path, or on standard output.
func (w *writer) write(path string, data []byte) error {
	if path == stdio {
		_, err := w.app.stdout.Write(data)
		return err
	}
	w.make.Do(func() { w.err = os.MkdirAll(filepath.Dir(path), 0o777) })
	err := w.err
	if err == nil {
		err = replaceFile(path, data)
	}
	if err != nil {
		why := w.app.reason(err)
		if errors.Is(err, fs.ErrPermission) { // so Windows calls a file that Word has open
			why = w.app.of("没有写入的权限，或文件正被别的程序打开；请关闭它，或换一个位置", "no permission to write it, or another program has it open; close it, or choose another place")
		}
		return fmt.Errorf("%s%s%s", path, w.app.of("：写不了：", ": cannot be written: "), why)
	}
	return nil
}

// replaceFile writes to a temporary name in the same folder and renames it.
func replaceFile(path string, data []byte) error {
	f, err := createBeside(path, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// createBeside creates a file beside path under a name that nobody uses. It
// takes the user's umask, which os.CreateTemp does not.
func createBeside(path string, mode fs.FileMode) (*os.File, error) {
	dir, base := filepath.Split(path)
	if len(base) > 200 {
		base = base[len(base)-200:] // with the rest the name must stay below 255 bytes
	}
	for i := 0; ; i++ {
		name := fmt.Sprintf("%s.%s.%d-%d.tmp", dir, strings.ToValidUTF8(base, ""), os.Getpid(), i)
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if err == nil || !errors.Is(err, fs.ErrExist) || i == 1000 {
			return f, err
		}
	}
}
