package position

import (
	"encoding/json"
	"strconv"
	"strings"
)

// Room to write by hand: what a blank prints.
const (
	blankDate     = "　年　月"
	blankFullDate = "　年　月　日"
	blankName     = "　　　　"
)

// none is what an empty list states.
const none = "无"

// printer is the printed form that follows from the type alone.
func (f *Field) printer() func(any) string {
	switch f.Type {
	case Date:
		return datePrinter(blankDate)
	case Percent:
		return printPercent
	case List, StringOrList:
		return func(v any) string { return printList(f, v) }
	case Object, StringOrObject:
		return func(v any) string { return printObject(f, v) }
	}
	return printText
}

// printText prints a string as it is, a number in its digits, and anything blank as nothing.
func printText(v any) string {
	switch v := v.(type) {
	case string:
		if strings.TrimSpace(v) == "" {
			return ""
		}
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

func printFormTitle(v any) string {
	if s := printText(v); s != "" {
		return s
	}
	return DefaultFormTitle
}

// printPercent prints a number with %, rounded half up to two decimals.
func printPercent(v any) string {
	s := printText(v)
	if s == "" {
		return ""
	}
	return round2(s) + "%"
}

// round2 rounds a plain decimal half up to two places. It works on the digits,
// so 1.005 gives 1.01, which binary floating point would not.
func round2(s string) string {
	whole, frac, _ := strings.Cut(s, ".")
	if len(frac) <= 2 {
		return trimZeros(s)
	}
	n, err := strconv.ParseInt(whole+frac[:2], 10, 64)
	if err != nil {
		return s
	}
	if frac[2] >= '5' {
		n++
	}
	digits := strconv.FormatInt(n, 10)
	for len(digits) < 3 {
		digits = "0" + digits
	}
	at := len(digits) - 2
	return trimZeros(digits[:at] + "." + digits[at:])
}

// trimZeros takes the zeros off that end a fraction.
func trimZeros(s string) string {
	if !strings.Contains(s, ".") {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// datePrinter prints YYYY-MM as YYYY年M月, and a blank as the room given.
func datePrinter(blank string) func(any) string {
	return func(v any) string {
		s := printText(v)
		if s == "" {
			return blank
		}
		units := [...]string{"年", "月", "日"}
		var b strings.Builder
		for i, part := range strings.SplitN(s, "-", len(units)) {
			if i > 0 {
				part = strings.TrimPrefix(part, "0")
			}
			b.WriteString(part + units[i])
		}
		return b.String()
	}
}

// printList joins the printed items. Items that print as one bare text are
// joined by 、 whatever stands between the longer ones, so that a text and an
// object with that text alone print the same.
func printList(f *Field, v any) string {
	items, ok := v.([]any)
	if !ok {
		return printText(v)
	}
	if len(items) == 0 {
		return none
	}
	separator := f.Separator
	if separator == "\n" && f.allBare(items) {
		separator = "、"
	}
	return join(items, f.Item.Print, separator)
}

// allBare says that every item is a string or an object of which only the text is filled in.
func (f *Field) allBare(items []any) bool {
	for _, item := range items {
		m, ok := item.(map[string]any)
		if !ok {
			continue
		}
		for key, v := range m {
			if key != f.Item.Text && !Blank(v) {
				return false
			}
		}
	}
	return f.Item.Text != ""
}

func join(items []any, print func(any) string, separator string) string {
	var b strings.Builder
	for _, item := range items {
		s := print(item)
		if s == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(separator)
		}
		b.WriteString(s)
	}
	return b.String()
}

// printObject prints the fields that are filled in, each with its label, on lines of their own.
func printObject(f *Field, v any) string {
	m, ok := v.(map[string]any)
	if !ok {
		return printText(v)
	}
	var lines []string
	for _, c := range f.Fields {
		if value := m[c.Key]; !c.Unprinted && !Blank(value) {
			lines = append(lines, c.Caption+"："+c.Print(value))
		}
	}
	return strings.Join(lines, "\n")
}

// printStrings joins a list of strings; [] is 无, anything else blank is nothing.
func printStrings(v any, separator string) string {
	items, ok := v.([]any)
	if !ok {
		return printText(v)
	}
	if len(items) == 0 {
		return none
	}
	return join(items, printText, separator)
}

// details is what stands in brackets after a text: the parts that are filled in.
type details []string

func (d *details) add(label, text string) {
	if text != "" {
		*d = append(*d, label+text)
	}
}

func (d details) String() string {
	if len(d) == 0 {
		return ""
	}
	return "（" + strings.Join(d, "；") + "）"
}

// printTask is 内容（频率：…；用时：…；时间：…%；重要程度：…；标准：…）, then the subtasks (1) (2) on lines of their own.
func printTask(v any) string {
	m, ok := v.(map[string]any)
	if !ok {
		return printText(v)
	}
	var d details
	d.add("频率：", printText(m["frequency"]))
	d.add("用时：", printText(m["duration"]))
	d.add("时间：", printPercent(m["timePercent"]))
	d.add("重要程度：", printText(m["importance"]))
	d.add("标准：", printText(m["standard"]))
	return printText(m["text"]) + d.String() + numbered(m["subtasks"], 1, "(", ")", printText)
}

// numbered prints the items that are filled in on lines of their own, counted from start.
func numbered(v any, start int, before, after string, print func(any) string) string {
	items, _ := v.([]any)
	var b strings.Builder
	for i, item := range items {
		if s := print(item); s != "" {
			b.WriteString("\n" + before + strconv.Itoa(start+i) + after + s)
		}
	}
	return b.String()
}

// printDuty is the description with its details in brackets, then the tasks, numbered as on the form.
func printDuty(v any) string {
	m, ok := v.(map[string]any)
	if !ok {
		return printText(v)
	}
	var d details
	d.add("工作时间百分比：", printPercent(m["timePercent"]))
	d.add("负责程度：", printText(m["accountability"]))
	d.add("业绩衡量标准：", printStrings(m["performanceStandards"], "、"))
	start := 1
	if n, ok := m["taskNumberStart"].(json.Number); ok {
		start, _ = strconv.Atoi(n.String())
	}
	return printText(m["description"]) + d.String() + numbered(m["tasks"], start, "", "．", printTask)
}

// printGroup is 标题：a；b, with room to write where the items are null.
func printGroup(v any, heading string) string {
	m, ok := v.(map[string]any)
	if !ok {
		return printText(v)
	}
	if items, ok := m["items"]; ok && items == nil && !Blank(m[heading]) {
		return labelled(printText(m[heading]), blankName)
	}
	return labelled(printText(m[heading]), printStrings(m["items"], "；"))
}

// labelled joins a label and a text; either may be missing.
func labelled(label, text string) string {
	if label == "" || text == "" {
		return label + text
	}
	return label + "：" + text
}

// printReference is 部门 + title（code）.
func printReference(v any) string {
	m, ok := v.(map[string]any)
	if !ok {
		return printText(v)
	}
	var d details
	d.add("", printText(m["code"]))
	return printText(m["department"]) + printText(m["title"]) + d.String()
}

// printTraining is 科目（时间）.
func printTraining(v any) string {
	m, ok := v.(map[string]any)
	if !ok {
		return printText(v)
	}
	var d details
	d.add("", printText(m["time"]))
	return printText(m["subject"]) + d.String()
}

// printRating is 名称：等级.
func printRating(v any) string {
	m, _ := v.(map[string]any)
	return labelled(printText(m["name"]), printText(m["level"]))
}

// pictureText stands for a picture in a text.
const pictureText = "［图片］"

// printEntry is 标签：值, with the items of an entry that has them.
func printEntry(v any) string {
	m, _ := v.(map[string]any)
	value, items := printText(m["value"]), ""
	if isPicture(value) {
		value = pictureText
	}
	if list, ok := m["items"]; ok {
		items = printStrings(list, "；")
	}
	if value != "" && items != "" {
		value += "；"
	}
	return labelled(printText(m["label"]), value+items)
}

// printRevision is 版本，日期，修订人，修订内容, as far as they are filled in.
func printRevision(v any) string {
	m, _ := v.(map[string]any)
	parts := []any{m["version"], datePrinter("")(m["date"]), m["author"], m["summary"]}
	return join(parts, printText, "，")
}

// printSignature is 角色：姓名 日期, with room for what is to be signed by hand.
func printSignature(v any) string {
	m, _ := v.(map[string]any)
	name := printText(m["name"])
	if name == "" {
		name = blankName
	} else {
		name += "　"
	}
	date := datePrinter(blankFullDate)(m["date"])
	return labelled(printText(m["role"]), name+date)
}

// printPayRange is 三等2级至五等4级. The words 等, 级 and 至 are printed on the
// form, so what is missing leaves room between them.
func printPayRange(v any) string {
	m, _ := v.(map[string]any)
	return printPayPoint(m["from"], "") + "至" + printPayPoint(m["to"], "　")
}

// printPayPoint is 三等2级; a blank grade leaves the room given, a blank step one blank.
func printPayPoint(v any, room string) string {
	m, _ := v.(map[string]any)
	grade, step := printText(m["grade"]), printText(m["step"])
	if grade == "" {
		grade = room
	}
	if step == "" {
		step = "　"
	}
	return grade + "等" + step + "级"
}
