package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"jobdoc/internal/book"
	"jobdoc/internal/exchange"
)

// sourceEndings are the files that a folder is searched for.
var sourceEndings = []string{".json", ".jsonl", ".ndjson", ".xlsx"}

// expandSources is expand, with the files of positions in place of folders, also of
// folders in folders, by name. Hidden ones are left out, what jobdoc itself put there (see [madeByUs]), and the
// file named by except.
func (a *app) expandSources(args []string, except string) ([]string, error) {
	inputs, err := a.expand(args)
	if err != nil {
		return nil, err
	}
	var sources []string
	for _, input := range inputs {
		info, err := os.Stat(input)
		if input == stdio || err != nil || !info.IsDir() {
			sources = append(sources, input) // what cannot be read is said when it is read
			continue
		}
		found, err := sourcesIn(input, except)
		if err != nil {
			return nil, &inputError{fmt.Sprintf("%s%s%s", input, a.of("：", ": "), a.whyUnread(input, "*.json", err)), err}
		}
		if len(found) == 0 {
			return nil, &inputError{a.ofn("%s：文件夹里没有 %s 文件，请检查路径", "%s: the folder holds no %s files; check the path", input, strings.Join(sourceEndings, a.of("、", ", "))), nil}
		}
		sources = append(sources, found...)
	}
	return sources, nil
}

func sourcesIn(folder, except string) ([]string, error) {
	var found []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path != folder && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return filepath.SkipDir
			}
		case d.IsDir(), madeByUs(path):
		case slices.Contains(sourceEndings, strings.ToLower(filepath.Ext(path))) && (except == "" || !sameFile(path, except)):
			found = append(found, path)
		}
		return nil
	})
	return found, err
}

// madeByUs reports whether a file is no source but a manifest, a report of an audit or a
// workbook marked by import. A name that people choose too counts only beside the file it was made with.
func madeByUs(path string) bool {
	name := filepath.Base(path)
	if strings.HasPrefix(name, book.ManifestStem+".") || strings.HasPrefix(name, book.AuditStem+".") {
		return true
	}
	stem := strings.TrimSuffix(path, filepath.Ext(path))
	if strings.HasSuffix(stem, auditSuffix) {
		return isFile(stem + ".html")
	}
	if !isWorkbookName(name) {
		return false
	}
	for _, suffix := range markedSuffixes {
		if of, ok := strings.CutSuffix(stem, suffix); ok && isFile(of+filepath.Ext(path)) {
			return true
		}
	}
	return false
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// unread is a source that could not be read, or not to its end.
type unread struct {
	source string
	err    error
}

// raws yields the positions of all sources as text, one after the other. What
// cannot be read goes to failed, and the next source is read.
func (a *app) raws(sources []string, failed func(unread)) iter.Seq[exchange.Raw] {
	return func(yield func(exchange.Raw) bool) {
		for _, source := range sources {
			if !a.rawsOf(source, failed, yield) {
				return
			}
		}
	}
}

func (a *app) rawsOf(source string, failed func(unread), yield func(exchange.Raw) bool) bool {
	in := a.stdin
	if source != stdio {
		f, err := openSource(source)
		if err != nil {
			failed(unread{source, err})
			return true
		}
		defer f.Close()
		in = f
	}
	empty := true
	for raw, err := range exchange.Split(a.display(source), in) {
		if err != nil {
			failed(unread{source, err})
			return true
		}
		empty = false
		if !yield(raw) {
			return false
		}
	}
	if empty {
		failed(unread{source, errNoPositions})
	}
	return true
}

// errNoPositions says that a source is in order and holds nothing.
var errNoPositions = errors.New("no positions")

// openSource opens a file. On Windows a folder opens, and only reading fails.
func openSource(name string) (io.ReadCloser, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, errFolder
	}
	return os.Open(name)
}

// unreadLine says why a source was not read.
func (a *app) unreadLine(u unread) string {
	return a.display(u.source) + a.of("：", ": ") + a.whyUnread(u.source, "*.json", u.err)
}

// rawName is how messages name a position of a source: its file alone where a fault follows
// with its line, its file and number else.
func (a *app) rawName(raw exchange.Raw) string {
	if raw.Index == 0 {
		return raw.Source
	}
	return a.ofn("%s（第 %d 个职位）", "%s (position %d)", raw.Source, raw.Index)
}

// itemLines writes what is wrong with a position of a source.
func (a *app) itemLines(item exchange.Item) []string {
	if why := a.notJSON(item.Data); why != "" {
		return []string{a.rawName(item.Raw) + a.of("：", ": ") + why}
	}
	return a.faultLinesOf(item.Source, item.Faults)
}
