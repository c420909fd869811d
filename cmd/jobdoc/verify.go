package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"jobdoc/internal/book"
	"jobdoc/internal/exchange"
)

// Run compares the files of a product with its manifest.
func (c *verifyCmd) Run(a *app) error {
	files, rows, closeAll, err := a.openProduct(c.Manifest)
	if err != nil {
		return err
	}
	defer closeAll()
	v, err := book.Verify(files, rows, filepath.Base(c.Manifest))
	if err != nil {
		return &inputError{a.display(c.Manifest) + a.ofn("：清单读不了，可能被改动过或不完整（%v）；请重新取得，或改用另一种清单", ": the manifest cannot be read, it may have been changed or cut short (%v); get it again, or use another of the three", err), err}
	}
	for _, d := range v.Damage {
		a.complain(d.File + a.of("：", ": ") + a.damage(d.Kind))
	}
	a.say(a.ofn("%d 个文件与清单一致，%d 个不一致", "files as the manifest says: %d; others: %d", v.Files, len(v.Damage)))
	if len(v.Damage) > 0 {
		return errInput
	}
	return nil
}

func (a *app) damage(k book.DamageKind) string {
	switch k {
	case book.Missing:
		return a.of("清单里有，文件不在", "is in the manifest and not there")
	case book.Changed:
		return a.of("内容与清单不符，已被改动或损坏", "is not what the manifest says; it was changed or damaged")
	case book.Unlisted:
		return a.of("不在清单里", "is not in the manifest")
	}
	return a.of("读不了", "cannot be read")
}

// openProduct opens a manifest, or the archive that holds one, and the files it lists.
func (a *app) openProduct(name string) (fs.FS, iter.Seq2[book.Row, error], func(), error) {
	if strings.EqualFold(filepath.Ext(name), ".zip") {
		return a.openArchive(name)
	}
	data, err := a.read(name, maxManifest, book.ManifestStem+".jsonl")
	if err != nil {
		return nil, nil, nil, err
	}
	rows, err := a.manifestRows(name, data)
	if err != nil {
		return nil, nil, nil, err
	}
	return os.DirFS(filepath.Dir(name)), rows, func() {}, nil
}

// maxManifest bounds a manifest that stands beside its files.
const maxManifest = 1 << 30

// manifestRows reads a manifest of any of the three kinds.
func (a *app) manifestRows(name string, data []byte) (iter.Seq2[book.Row, error], error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv":
		if !utf8.Valid(data) {
			return nil, &inputError{a.ofn("%s：不是 UTF-8 编码；在 Excel 中请另存为“CSV UTF-8（逗号分隔）”，或改用 %s.jsonl", "%s: is not UTF-8; save it in Excel as “CSV UTF-8”, or use %s.jsonl", a.display(name), book.ManifestStem), nil}
		}
		return book.ReadCSV(bytes.NewReader(data)), nil
	case ".jsonl":
		return book.ReadJSONL(bytes.NewReader(data)), nil
	case ".xlsx":
		return exchange.ReadManifest(data), nil
	}
	return nil, &usageError{a.ofn("%s：请给出 %s.csv、.jsonl 或 .xlsx，或批量输出的 .zip", "%s: name %s.csv, .jsonl or .xlsx, or the .zip of a batch", name, book.ManifestStem)}
}

// openArchive opens an archive with all its parts. The manifest is in the last.
func (a *app) openArchive(name string) (fs.FS, iter.Seq2[book.Row, error], func(), error) {
	var parts book.Parts
	var open []io.Closer
	closeAll := func() {
		for _, c := range open {
			_ = c.Close() // was read only
		}
	}
	for n := 1; ; n++ {
		z, err := zip.OpenReader(book.PartName(name, n))
		if errors.Is(err, fs.ErrNotExist) && n > 1 {
			break
		}
		if err != nil {
			closeAll()
			return nil, nil, nil, &inputError{book.PartName(name, n) + a.of("：", ": ") + a.whyUnread(name, "*.zip", err), err}
		}
		open = append(open, z)
		if n > 1 && z.Comment != book.PartComment(n) {
			break // somebody else's
		}
		parts = append(parts, &z.Reader)
	}
	manifest, err := fs.ReadFile(parts, book.ManifestStem+".jsonl")
	if err != nil {
		closeAll()
		return nil, nil, nil, &inputError{fmt.Sprintf("%s%s", name, a.ofn("：里面没有 %s.jsonl；请给出批量输出的压缩包，它的各部分要在一起", ": holds no %s.jsonl; name the archive of a batch, with all its parts beside it", book.ManifestStem)), err}
	}
	return parts, book.ReadJSONL(bytes.NewReader(manifest)), closeAll, nil
}
