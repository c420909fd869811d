package book

import (
	"path"
	"strings"

	"jobdoc/internal/position"
)

// Row is one line of the manifest: one file of one position. Its fields, in
// this order, are the columns.
type Row struct {
	Number     int      `json:"number"` // of the position in the product, from 1; its files share it
	Code       string   `json:"code"`
	Title      string   `json:"title"`
	Department string   `json:"department"`
	Template   string   `json:"template"`
	Format     string   `json:"format"`
	File       string   `json:"file"`  // path inside the product, with slashes
	Pages      int      `json:"pages"` // 0 where the format has none of its own
	Size       int64    `json:"size"`  // bytes
	SHA256     string   `json:"sha256"`
	Warnings   []string `json:"warnings"`

	crc uint32 // of the file, for archives
}

// Columns are the names of a row's fields, in their order.
var Columns = [...]string{"number", "code", "title", "department", "template", "format", "file", "pages", "size", "sha256", "warnings"}

// noDepartment is the folder of positions that name no department.
const noDepartment = "未填部门"

// place returns where the files of a position go, without extension: a folder
// for the department, one in it for the group, and the position's name.
func place(pos position.Position) string {
	folder := noDepartment
	if d := pos.Department(); d != "" {
		if folder = position.SafeName(d); ours(folder) {
			folder += "_" // a department may be called as a manifest is
		}
	}
	if g := pos.Group(); g != "" {
		folder = path.Join(folder, position.SafeName(g))
	}
	name := pos.Title() // the folder tells the department
	if code := pos.Code(); code != "" {
		name = strings.TrimSpace(code + " " + name)
	}
	return path.Join(folder, position.SafeName(name))
}
