package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// fontFolders are the folders of --font-dir, looked at before the renderer
// does: a folder that gives nothing is said. JOBDOC_FONT_DIR holds several in
// one, as PATH does.
func (a *app) fontFolders(f fontFlags) ([]string, error) {
	folders := f.FontDir
	if !a.typed["font-dir"] {
		folders = nil
		for _, list := range f.FontDir {
			folders = append(folders, filepath.SplitList(list)...)
		}
		folders = slices.DeleteFunc(folders, func(s string) bool { return s == "" })
	}
	for _, folder := range folders {
		info, err := os.Stat(folder)
		if err == nil && !info.IsDir() {
			return nil, &inputError{a.ofn("--font-dir %s 是文件，请写它所在的文件夹 %s", "--font-dir %s is a file; name its folder, %s", folder, filepath.Dir(folder)), nil}
		}
		if err != nil {
			return nil, &inputError{a.ofn("--font-dir %s：%s", "--font-dir %s: %s", folder, a.reason(err)), err}
		}
		if !holdsFonts(folder) {
			a.complain(a.ofn("提示：--font-dir %s 里没有字体文件（.ttf、.ttc、.otf）", "warning: there is no font file (.ttf, .ttc, .otf) in --font-dir %s", folder))
		}
	}
	return folders, nil
}

var errFound = errors.New("found")

// holdsFonts reports whether a file in the folder or below calls itself a font.
func holdsFonts(folder string) bool {
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		switch strings.ToLower(filepath.Ext(path)) {
		case ".ttf", ".ttc", ".otf", ".otc":
			return errFound
		}
		return nil
	})
	return errors.Is(err, errFound)
}
