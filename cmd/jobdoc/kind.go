package main

import (
	"bytes"
	"errors"
	"strings"

	"jobdoc/internal/wordml"
)

// kinds are the files that are given by mistake, known by how they begin.
var kinds = []struct {
	magic string
	words
}{
	{"%PDF", words{" PDF", "a PDF"}},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", words{"旧版 .doc，或设了密码的文档", "an old .doc, or a document with a password"}},
	{"PK\x03\x04", words{" Word 文档（.docx）或压缩包", "a Word document (.docx) or an archive"}},
	{"{\\rtf", words{" RTF 文档", "an RTF document"}},
	{"\x89PNG", words{"图片", "a picture"}},
	{"\xff\xd8\xff", words{"图片", "a picture"}},
	{"GIF8", words{"图片", "a picture"}},
	{"\x1f\x8b", words{"压缩包", "an archive"}},
	{"7z\xbc\xaf", words{"压缩包", "an archive"}},
	{"Rar!", words{"压缩包", "an archive"}},
}

// kindOf returns what a file is by how it begins, "" when that tells nothing.
func (a *app) kindOf(data []byte) string {
	for _, k := range kinds {
		if bytes.HasPrefix(data, []byte(k.magic)) {
			return a.of(k.zh, k.en)
		}
	}
	return ""
}

// notJSON says that a file is of a kind that is no JSON, "" if it may be JSON.
func (a *app) notJSON(data []byte) string {
	kind := a.kindOf(data)
	if kind == "" {
		return ""
	}
	return a.ofn("是%s，不是 JSON；请给出职位的 .json 文件，格式见 jobdoc schema",
		"is %s and no JSON; name the .json file of a position (jobdoc schema prints its format)", kind)
}

// notWord says why a file is no .docx and what to do, "" if it looks like one.
// wordml refuses all of these too; here the remedy is known.
func (a *app) notWord(data []byte) string {
	zip := bytes.HasPrefix(data, []byte("PK\x03\x04"))
	start := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch kind := a.kindOf(data); {
	case len(data) == 0:
		return a.of("文件是空的，请重新取得原文件", "the file is empty; get it again")
	case len(data) > wordml.MaxArchive:
		return a.ofn("文件超过 %d MiB；请在 Word 中压缩图片（图片格式→压缩图片）后另存，或拆成几个文件",
			"the file is larger than %d MiB; compress its pictures in Word (Picture Format, Compress Pictures), or split it", wordml.MaxArchive>>20)
	case zip && !bytes.Contains(data, []byte("PK\x05\x06")):
		return a.of("文件不完整，可能是下载或复制时中断了；请重新取得，或在 Word 中重新另存为 .docx",
			"the file is cut short, perhaps while it was downloaded or copied; get it again, or save it as .docx again in Word")
	case zip:
		return ""
	case kind != "":
		return a.ofn("是%s；"+remedy(data).zh, "it is %s; "+remedy(data).en, kind)
	case len(start) > 0 && (start[0] == '{' || start[0] == '['):
		return a.of("是 JSON；这里要 Word 文件（.docx），把职位排成文件用 jobdoc render", "it is JSON, and a Word file (.docx) is wanted here; jobdoc render makes files of positions")
	}
	return a.of("不是 .docx；请用 Word 打开原文件，另存为 .docx", "it is no .docx; open the original in Word and save it as .docx")
}

// remedy says how to come from another kind of file to a .docx.
func remedy(data []byte) words {
	switch {
	case bytes.HasPrefix(data, []byte("%PDF")), bytes.HasPrefix(data, []byte("{\\rtf")):
		return words{"请在 Word 中打开它，另存为 .docx", "open it in Word and save it as .docx"}
	case bytes.HasPrefix(data, []byte("\xd0\xcf")):
		return words{"请在 Word 中打开，去掉密码（如果有），另存为 .docx", "open it in Word, take away the password if there is one, and save it as .docx"}
	}
	return words{"这里要 Word 文件（.docx）", "a Word file (.docx) is wanted here"}
}

// openWord reads a Word file. Every error is an [*inputError].
func (a *app) openWord(name string) ([]byte, error) {
	data, err := a.read(name, wordml.MaxArchive, "*.docx")
	if err != nil {
		return nil, err
	}
	if why := a.notWord(data); why != "" {
		return nil, a.wordError(name, why)
	}
	return data, nil
}

func (a *app) wordError(name, why string) error {
	return &inputError{text: a.display(name) + a.of("：不是可用的 Word 文件：", ": not a usable Word file: ") + why}
}

// wordFaults says everything that is wrong inside a Word file, one line a fault.
func (a *app) wordFaults(name string, err error) error {
	var lines []string
	for _, f := range wordml.Faults(err) {
		what := words{"：不是可用的 Word 文件：", ": not a usable Word file: "}
		switch {
		case errors.Is(f, wordml.ErrUnsafe):
			what = words{"：不安全，没有打开：", ": unsafe and not opened: "}
		case errors.Is(f, wordml.ErrTooLarge):
			what = words{"：超过限制，没有打开：", ": beyond the limits and not opened: "}
		}
		line := a.display(name) + a.of(what.zh, what.en)
		if f.Part != "" {
			line += f.Part + a.of("：", ": ")
		}
		lines = append(lines, line+a.of(f.Detail, f.English))
	}
	return &inputError{strings.Join(lines, "\n"), err}
}
