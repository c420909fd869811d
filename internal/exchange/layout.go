package exchange

import (
	"strings"

	"jobdoc/internal/position"
)

// columnLayout is how a column looks and what helps to fill it in.
type columnLayout struct {
	header string
	note   string // shown at the header
	width  float64
	choice []string // offered in a drop-down; other texts may be typed too
	from   string   // a drop-down from the range of this name instead
	key    bool     // says whose the row is
	text   bool     // holds text: a code keeps its leading zeros
}

// Widths of columns, in characters.
const (
	narrow = 8
	medium = 16
	wide   = 40
)

// layout says how the sheet looks.
func (s *sheet) layout() []columnLayout {
	var list []columnLayout
	for i, k := range s.keys {
		note := "这一行属于哪个岗位：填“" + positionSheet + "”表的序号。"
		switch {
		case i == len(s.keys)-1 && s.parent == nil:
			note = "岗位的序号，各行不同；其他表用它指出属于哪个岗位。"
		case i == len(s.keys)-1:
			note = "在同一岗位中的次序；不填则按行的先后。"
		case i > 0:
			note = "这一行属于哪一项：填“" + s.parent.name + "”表的序号。"
		}
		list = append(list, columnLayout{header: k, note: note, width: narrow, key: true})
	}
	if s.parent != nil {
		list = append(list, titleLayout)
	}
	for i := range s.columns {
		list = append(list, s.columns[i].layout())
	}
	if s.parent != nil {
		list = append(list, columnLayout{header: formHeader, width: narrow, choice: []string{wordObject},
			note: "一般不填。〔对象〕表示 JSON 中写成对象，而不是一条文本。"})
	}
	return list
}

var titleLayout = columnLayout{header: titleHeader, width: medium, text: true, note: "只供查看，读入时不用。"}

func (c *column) layout() columnLayout {
	f := c.field
	l := columnLayout{header: c.header, width: medium, text: true, note: c.note(), choice: f.Enum}
	switch {
	case c.kind == columnObject:
		l.width, l.choice = narrow, []string{wordNull, wordObject}
	case c.kind == columnRecords:
		l.width, l.choice = narrow, []string{wordNull, wordNone}
	case c.kind == columnTexts:
		l.choice = []string{wordNull, wordNone}
		if c.lines {
			l.width = wide
		}
	case f.Type == position.Integer, f.Type == position.Percent:
		l.width, l.text = narrow, false
	case f.Required, strings.Contains(f.Description, "说明"), c.path[0] == f.Key && f.Audit:
		l.width = wide
	}
	return l
}

// note explains a column to whoever fills it in.
func (c *column) note() string {
	f := c.field
	note := f.Description
	if example, ok := f.Example.(string); ok && c.kind == columnValue {
		note += "\n例：" + example
	}
	switch c.kind {
	case columnObject:
		note += "\n一般不填；没有内容而要印出空栏时填" + wordNull + "。"
	case columnUnion:
		note += "\n写岗位名称；需要编号和部门时改填后面几列。"
	case columnTexts:
		note += "\n一行一条（Alt+Enter 换行），或填在“" + textsSheet + "”表；" + wordNone + "印“无”，" + wordNull + "印空栏。"
	case columnRecords:
		note += "\n内容填在“" + c.sheet.name + "”表；没有时填" + wordNone + "，要印空栏填" + wordNull + "。"
		if c.sheet.record.Text != "" {
			note += "也可以直接写在这里，一行一条（Alt+Enter 换行）。"
		}
	}
	switch f.Type {
	case position.Date:
		note += "\n格式：2005、2005-02 或 2005-02-28；2005年2月、2005/2/28 也可以。"
	case position.Percent:
		note += "\n填 0 到 100 的数。"
	}
	return note + "\n（" + strings.Join(c.path, ".") + "）"
}

// textsLayout says how the sheet 清单 looks.
func textsLayout() []columnLayout {
	return []columnLayout{
		{header: positionHeader, width: narrow, key: true, note: "这一行属于哪个岗位：填“" + positionSheet + "”表的序号。"},
		titleLayout,
		{header: listHeader, width: medium, text: true, from: optionsRange, note: "属于哪一栏，从列表中选。"},
		{header: ownerHeader, width: narrow, text: true, key: true, note: "岗位自己的栏目不填；某项职责、任务的栏目填它的序号，如 3 或 3.2。"},
		{header: numberHeader, width: narrow, key: true, note: "在这一栏中的次序；不填则按行的先后。"},
		{header: textHeader, width: 2 * wide, text: true, note: "一条内容。"},
	}
}

// longLayout says how the sheet 长文本 looks.
func longLayout() []columnLayout {
	return []columnLayout{
		{header: numberHeader, width: narrow, key: true, note: "别的表里写作 " + wordLong + "1〕 的文本，如照片。"},
		{header: pieceHeader, width: narrow, key: true, note: "一个单元格放不下，分成几段，按次序相接。"},
		{header: textHeader, width: 2 * wide, text: true, note: "一段内容。"},
	}
}

// advice is the sheet that explains the workbook.
var advice = []string{
	"职位说明书工作簿",
	"每个岗位在“岗位”表占一行；职责、任务和各种列表在各自的表中，用“岗位”列的序号指出属于哪个岗位。",
	"表头的批注说明每一列怎么填，括号里是 JSON 中的名称。列可以移动或删去，表头文字不要改。",
	"空单元格表示没有这一栏，不印出。" + wordNull + "印出栏目和手填的空行；" + wordNone + "表示没有，印“无”。",
	"“" + wordBlank + "”是只有空格的文本；以 〔 或 \\ 开头的文字前面加一个 \\。",
	"填好后：jobdoc import 工作簿.xlsx -o 文件夹。有错时会另存一份标出错误的工作簿，改好后再读入。",
}
