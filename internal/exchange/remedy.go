package exchange

import (
	"regexp"
	"strings"

	"jobdoc/internal/position"
)

// What is said of a fault tells how JSON is mended; people at a workbook see cells.

var (
	addIt   = regexp.MustCompile("：请加上[ ，].+。$")
	addThis = regexp.MustCompile(`: add it, for example .+\.$`)
	// A text in the cell of a list of records or of an object, which have cells of their own.
	asList     = regexp.MustCompile("应写成列表 .+。$")
	asListEn   = regexp.MustCompile("must be a list.+$")
	asObject   = regexp.MustCompile("应写成对象 .+。$")
	asObjectEn = regexp.MustCompile("must be an object.+$")
	asCells    = strings.NewReplacer(
		"请去掉引号，只写数字", "请只写数字",
		"还不知道就写 null", "还不知道就写"+wordNull,
		"不能是 null", "不能是"+wordNull,
		"leave out the quotes, for example", "write a number alone, for example",
		"or null if it is not known", "or "+wordNull+" if it is not known",
		"must not be null", "must not be "+wordNull,
	)
)

// inCells is what is said of a fault of a position that stands in a workbook.
func inCells(f position.Fault) (chinese, english string) {
	chinese, english = asCells.Replace(f.Detail), asCells.Replace(f.English)
	if f.Code == position.CodeWrongType {
		chinese = asList.ReplaceAllLiteralString(chinese, "不能写在这一格：请写在它自己的表中，一项占一行；没有内容写"+wordNone+"。")
		english = asListEn.ReplaceAllLiteralString(english, "cannot stand in this cell: write it in its own sheet, one item a row, or "+wordNone+" for none.")
		chinese = asObject.ReplaceAllLiteralString(chinese, "不能写在这一格：请分别填在后面名称以它开头的各列，这一格空着。")
		english = asObjectEn.ReplaceAllLiteralString(english, "cannot stand in this cell: fill in the columns behind it that begin with its name, and leave this one empty.")
	}
	if f.Code != position.CodeMissing && f.Code != position.CodeTooFew {
		return chinese, english
	}
	toDo, toDoEnglish := "：请填写。", ": fill it in."
	if f.Pointer == "/duties" {
		toDo = "：请在“职责”表中写上，其中“岗位”列写这个岗位的序号。"
		toDoEnglish = ": write them in the sheet “职责”, with the number of this position in the column “岗位”."
	}
	return addIt.ReplaceAllLiteralString(chinese, toDo), addThis.ReplaceAllLiteralString(english, toDoEnglish)
}
