package exchange

import (
	"slices"
	"strings"
	"sync"

	"jobdoc/internal/position"
)

// A workbook holds positions as HR people fill them in: a sheet with one row a
// position, one sheet for each list of records (职责, 任务, 修订记录, …), and the
// sheet 清单 for all lists of plain texts. The first columns of a row say whose it is.
// All sheets follow from the field table, so a new field needs nothing here.
//
// A workbook keeps what JSON tells apart: an empty cell is a field that is
// absent; null, [], {} and blank texts are words in 〔〕 (see cell.go).

// The sheets beside those of records.
const (
	positionSheet = "岗位"
	textsSheet    = "清单"
	longSheet     = "长文本"
	optionsSheet  = "选项"
	adviceSheet   = "说明"
	faultSheet    = "检查结果"
)

// The columns that say whose a row is.
const (
	numberHeader   = "序号"
	positionHeader = "岗位"
	titleHeader    = "岗位名称（参考）"
	formHeader     = "写法"
	ownerHeader    = "所属"
	listHeader     = "栏目"
	textHeader     = "内容"
	pieceHeader    = "段"
)

// sheet describes a sheet whose rows are records of one kind.
type sheet struct {
	name    string
	record  *position.Field // what a row holds: a position, or the item of a list
	parent  *sheet          // whose records have the list; nil for positions
	keys    []string        // headers of the columns that say whose a row is, the row's own number last
	columns []column
}

// column describes what stands below one header.
type column struct {
	header string
	path   []string // of keys, from the record to the value
	field  *position.Field
	kind   columnKind
	sheet  *sheet // of a columnRecords
	lines  bool   // of a columnTexts: the texts may stand in the cell, one a line
}

// columnKind says what of a field a column holds.
type columnKind int

const (
	columnValue   columnKind = iota // a text or a number
	columnObject                    // that an object is null or empty; its entries have columns of their own
	columnUnion                     // the text that stands for an object, else as columnObject
	columnTexts                     // that a list of texts is null or empty, or its texts; or the one text in its place
	columnRecords                   // that a list of records is null or empty; they have a sheet of their own
)

// listName is what the sheet 清单 calls a list of texts.
func (s *sheet) listName(c *column) string {
	if s.parent == nil {
		return c.header
	}
	return s.name + "·" + c.header
}

// sheets returns the sheets of records, that of positions first, parents before
// their children.
var sheets = sync.OnceValue(func() []*sheet {
	root := &sheet{name: positionSheet, record: position.Fields(), keys: []string{numberHeader}}
	all := []*sheet{root}
	for i := 0; i < len(all); i++ {
		all = append(all, all[i].build()...)
	}
	return all
})

// build makes the columns of a sheet and returns the sheets of the lists in its records.
func (s *sheet) build() []*sheet {
	var below []*sheet
	var walk func(fields []*position.Field, path []string, prefix string)
	walk = func(fields []*position.Field, path []string, prefix string) {
		for _, f := range fields {
			c := column{header: prefix + header(f), path: append(path[:len(path):len(path)], f.Key), field: f}
			switch f.Type {
			case position.Object, position.StringOrObject:
				c.kind = columnObject
				if f.Type == position.StringOrObject {
					c.kind = columnUnion
				}
				if !f.Required {
					s.columns = append(s.columns, c)
				}
				inner := prefix
				if !f.Flat {
					inner = c.header + "·"
				}
				walk(f.Fields, c.path, inner)
				continue
			case position.List, position.StringOrList:
				c.kind, c.lines = columnTexts, s.parent != nil
				if len(f.Item.Fields) > 0 {
					c.kind = columnRecords
					c.sheet = &sheet{name: c.header, record: f.Item, parent: s, keys: childKeys(s)}
					below = append(below, c.sheet)
				}
			}
			s.columns = append(s.columns, c)
		}
	}
	walk(s.record.Fields, nil, "")
	return below
}

// hasRecords reports whether other sheets hold lists of its records.
func (s *sheet) hasRecords() bool {
	return slices.ContainsFunc(s.columns, func(c column) bool { return c.kind == columnRecords })
}

// childKeys are the key columns of the sheets below s.
func childKeys(s *sheet) []string {
	keys := append([]string(nil), s.keys[:len(s.keys)-1]...)
	if s.parent == nil {
		return append(keys, positionHeader, numberHeader)
	}
	return append(keys, s.name, numberHeader)
}

// header is the name of a field's column: its Chinese name, which is the only
// one in its record.
func header(f *position.Field) string {
	if len(f.Names) > 0 {
		return f.Names[0]
	}
	return f.Caption
}

// headers are all columns of a sheet, in order.
func (s *sheet) headers() []string {
	list := append([]string(nil), s.keys...)
	if s.parent != nil {
		list = append(list, titleHeader)
	}
	for _, c := range s.columns {
		list = append(list, c.header)
	}
	if s.parent != nil {
		list = append(list, formHeader)
	}
	return list
}

// textsHeaders are the columns of the sheet 清单.
var textsHeaders = []string{positionHeader, titleHeader, listHeader, ownerHeader, numberHeader, textHeader}

// textsList finds a list of texts by what the sheet 清单 calls it.
func textsList(name string) (*sheet, *column) {
	for _, s := range sheets() {
		for i := range s.columns {
			if c := &s.columns[i]; c.kind == columnTexts && plain(s.listName(c)) == plain(name) {
				return s, c
			}
		}
	}
	return nil, nil
}

// textsLists names all lists of texts.
func textsLists() []string {
	var names []string
	for _, s := range sheets() {
		for i := range s.columns {
			if c := &s.columns[i]; c.kind == columnTexts {
				names = append(names, s.listName(c))
			}
		}
	}
	return names
}

// plain is the form in which headers and names are compared: people break lines
// in headers, and add blanks.
func plain(name string) string {
	return strings.Join(strings.Fields(name), "")
}
