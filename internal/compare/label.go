package compare

import (
	"strconv"
	"strings"

	"jobdoc/internal/position"
)

// label is what a place is called in both languages. The zero label is that of the position itself.
type label struct{ zh, en string }

// entry is the label of an entry of what l names.
func (l label) entry(f *position.Field) label {
	if l == (label{}) {
		return label{f.Caption, f.English}
	}
	return label{l.zh + " " + f.Caption, l.en + ", " + f.English}
}

// labels are those of the two sides; one that is empty is not told.
type labels struct{ old, new label }

func (l labels) entry(f *position.Field) labels {
	return labels{l.old.entry(f), l.new.entry(f)}
}

// place is the label of an item: 职责一, 职责一 任务2, 使用工具设备第3项, 所需胜任能力第1组第2项.
func place(n *node) label {
	if n == nil || n.in == nil {
		return label{}
	}
	owner, f := place(n.in.owner), n.in.field
	switch number := strconv.Itoa(n.index + 1); {
	case apart(n.field):
		return owner.entry(&position.Field{Caption: f.Names[0] + ordinal(n.index+1), English: n.field.English + " " + number})
	case f.Start != "":
		number = strconv.Itoa(start(n.in) + n.index)
		return owner.entry(&position.Field{Caption: f.Names[0] + number, English: n.field.English + " " + number})
	case group(n.in.owner):
		return label{owner.zh + "第" + number + counter(n), owner.en + ", item " + number}
	default:
		l := owner.entry(f)
		return label{l.zh + "第" + number + counter(n), l.en + ", " + counterEnglish(n) + " " + number}
	}
}

// group says that an item is nothing but a heading and its items, which need no name of their own then.
func group(n *node) bool {
	f := n.field
	return n.in != nil && hasLists(f) && !apart(f) && n.in.field.Start == ""
}

func counter(n *node) string {
	if n.field.Type == position.Object && group(n) {
		return "组"
	}
	return "项"
}

func counterEnglish(n *node) string {
	if n.field.Type == position.Object && group(n) {
		return "group"
	}
	return "item"
}

// start is the number of the first item of a list.
func start(l *list) int {
	m, _ := l.owner.val.v.(map[string]any)
	f := l.owner.field.Child(l.field.Start)
	if n, err := strconv.Atoi(f.Print(m[f.Key])); err == nil {
		return n
	}
	return 1
}

// ordinal counts in Chinese, up to 999: 一, 十二, 二十, 一百零三.
func ordinal(n int) string {
	if n < 1 || n > 999 {
		return strconv.Itoa(n)
	}
	digits := strings.Split("零 一 二 三 四 五 六 七 八 九", " ")
	var s string
	hundreds, tens, ones := n/100, n/10%10, n%10
	if hundreds > 0 {
		s = digits[hundreds] + "百"
	}
	switch {
	case tens > 1 || tens == 1 && hundreds > 0:
		s += digits[tens] + "十"
	case tens == 1:
		s += "十"
	case hundreds > 0 && ones > 0:
		s += "零"
	}
	if ones > 0 {
		s += digits[ones]
	}
	return s
}
