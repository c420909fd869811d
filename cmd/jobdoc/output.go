package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"jobdoc/internal/render"
)

// defaultFolder takes the files when -o says nothing.
const defaultFolder = "out"

// target is where files go and in which formats.
type target struct {
	formats []render.Format
	folder  string // files get the names of their positions here
	file    string // or: the one file, or stdio
}

// single reports whether there is room for one input only.
func (t *target) single() bool { return t.file != "" }

// chooseTarget reads -o and -f. An -o that ends in the extension of a format is
// one file and says the format.
func (a *app) chooseTarget(output string, names []string, inputs int) (*target, error) {
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

// choosePages reads --pages and --dpi.
func (a *app) choosePages(flags pageFlags, formats []render.Format) (pageRange, error) {
	if flags.DPI != 0 && (flags.DPI < render.MinDPI || flags.DPI > render.MaxDPI) {
		return pageRange{}, &usageError{a.ofn("--dpi 应在 %d 到 %d 之间", "--dpi must lie between %d and %d", render.MinDPI, render.MaxDPI)}
	}
	if flags.Pages == "" {
		return pageRange{from: 1, to: 1}, nil
	}
	paged := false
	for _, f := range formats {
		paged = paged || f.Paged
	}
	if !paged {
		return pageRange{}, &usageError{a.of("--pages 只用于 PNG", "--pages goes with PNG only")}
	}
	if flags.Pages == "all" {
		return pageRange{from: 1, named: true}, nil
	}
	first, last, isRange := strings.Cut(flags.Pages, "-")
	if !isRange {
		last = first
	}
	from, err1 := strconv.Atoi(first)
	to, err2 := strconv.Atoi(last)
	if err1 != nil || err2 != nil || from < 1 || to < from {
		return pageRange{}, &usageError{a.ofn("--pages 应写成 2、1-3 或 all，而不是 %s", "--pages is 2, 1-3 or all, not %s", quoted(flags.Pages))}
	}
	return pageRange{from, to, true}, nil
}

// namer hands out names that are unique within a run, also on disks that do not
// tell capital from small letters, or one way of writing é from the other.
type namer struct{ taken map[string]bool }

// reserve returns the name, or the name with -2, -3, … when it is taken.
func (n *namer) reserve(name string) string {
	if n.taken == nil {
		n.taken = map[string]bool{}
	}
	unique := name
	for i := 2; n.taken[folded(unique)]; i++ {
		unique = name + "-" + strconv.Itoa(i)
	}
	n.taken[folded(unique)] = true
	return unique
}

func folded(name string) string { return strings.ToLower(norm.NFC.String(name)) }

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
	f, err := createBeside(path)
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
func createBeside(path string) (*os.File, error) {
	dir, base := filepath.Split(path)
	if len(base) > 200 {
		base = base[len(base)-200:] // with the rest the name must stay below 255 bytes
	}
	for i := 0; ; i++ {
		name := fmt.Sprintf("%s.%s.%d-%d.tmp", dir, strings.ToValidUTF8(base, ""), os.Getpid(), i)
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if err == nil || !errors.Is(err, fs.ErrExist) || i == 1000 {
			return f, err
		}
	}
}
