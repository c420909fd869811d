package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"jobdoc/internal/exchange"
)

// stdio stands for standard input as an input and for standard output as an output.
const stdio = "-"

// expand replaces patterns by the files they match: the shell of Windows leaves
// that to the program. What exists under its literal name is taken as it is.
func (a *app) expand(args []string) ([]string, error) {
	var inputs []string
	stdin := false
	for _, arg := range args {
		if arg == stdio {
			if stdin {
				return nil, &usageError{a.of("标准输入只能读一次", "standard input can be read only once")}
			}
			stdin = true
		}
		if arg == stdio || !strings.ContainsAny(arg, "*?[") || exists(arg) {
			inputs = append(inputs, arg)
			continue
		}
		matches, err := filepath.Glob(arg)
		if err != nil {
			return nil, &usageError{a.ofn("%s 不是正确的通配符", "%s is no proper pattern", arg)}
		}
		if len(matches) == 0 {
			// Left as it is: reading it says so, and the other inputs are done.
			matches = []string{arg}
		}
		inputs = append(inputs, matches...)
	}
	return inputs, nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// read reads a whole input, or one byte more than limit of it: enough for the
// decoder to see that it is too large. pattern names inputs of its kind, for who
// gives a folder. Every error is an [*inputError].
func (a *app) read(name string, limit int, pattern string) ([]byte, error) {
	if name == stdio {
		data, err := io.ReadAll(io.LimitReader(a.stdin, int64(limit)+1))
		if err != nil {
			return nil, &inputError{a.display(stdio) + a.of("：读不了：", ": cannot be read: ") + a.reason(err), err}
		}
		return data, nil
	}
	data, err := readFile(name, limit)
	if err != nil {
		return nil, &inputError{fmt.Sprintf("%s%s%s", name, a.of("：", ": "), a.whyUnread(name, pattern, err)), err}
	}
	return data, nil
}

func readFile(name string, limit int) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, errFolder
	}
	var b bytes.Buffer
	b.Grow(int(min(info.Size(), int64(limit))) + bytes.MinRead)
	_, err = b.ReadFrom(io.LimitReader(f, int64(limit)+1))
	return b.Bytes(), err
}

var errFolder = errors.New("is a folder")

// whyUnread says why a file cannot be read and what to do about it.
func (a *app) whyUnread(name, pattern string, err error) string {
	switch {
	case errors.Is(err, errFolder):
		return a.ofn("是文件夹，请写出其中的文件，例如 %s", "is a folder; name the files in it, such as %s", filepath.Join(name, pattern))
	case errors.Is(err, errNoPositions):
		return a.of("里面没有职位", "holds no positions")
	case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(name, "*?["):
		return a.of("没有符合的文件，请检查路径", "no file matches; check the path")
	case errors.Is(err, fs.ErrNotExist):
		return a.of("没有这个文件，请检查路径", "there is no such file; check the path")
	case errors.Is(err, fs.ErrPermission):
		return a.of("没有读取的权限，请检查文件的属性，或以别的用户运行", "no permission to read it; check its properties, or run as another user")
	case errors.Is(err, exchange.ErrNotWorkbook):
		return a.of("不是能读的工作簿（.xlsx）；请在 Excel 中另存为 .xlsx", "no workbook (.xlsx) that can be read; save it as .xlsx in Excel")
	case errors.Is(err, zip.ErrFormat):
		return a.of("不是压缩包（.zip），或不完整；请重新取得", "no archive (.zip), or cut short; get it again")
	}
	return a.of("读不了：", "cannot be read: ") + a.reason(err)
}

// display is the name of an input in messages.
func (a *app) display(input string) string {
	if input == stdio {
		return a.of("标准输入", "standard input")
	}
	return input
}
