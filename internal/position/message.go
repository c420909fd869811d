package position

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// sentence is what a fault says: place, what is wrong, what to do.
type sentence struct{ chinese, english string }

// moreFaults is the fault that stands for those beyond [MaxFaults].
func moreFaults(n int) Fault {
	return Fault{Code: CodeMoreFaults,
		Detail:  fmt.Sprintf("另外还有 %d 处问题没有列出：请先改好前面这 %d 处，再检查一遍。", n, MaxFaults),
		English: fmt.Sprintf("%d more faults are not listed: mend the first %d and check again.", n, MaxFaults)}
}

// wanted says what to write for each type.
var wanted = map[Type]sentence{
	String:          {"文本", "a string"},
	Date:            {"日期文本", "a date as a string"},
	Integer:         {"整数", "an integer"},
	Percent:         {"数字", "a number"},
	StringOrNumber:  {"文本或数字", "a string or a number"},
	StringOrInteger: {"文本或整数", "a string or an integer"},
	Object:          {"对象 { }", "an object"},
	StringOrObject:  {"文本或对象 { }", "a string or an object"},
	List:            {"列表 [ ]", "a list"},
	StringOrList:    {"文本或列表 [ ]", "a string or a list"},
}

// String returns the type in English, such as "a string or a number".
func (t Type) String() string { return wanted[t].english }

// Chinese returns the type in Chinese, such as 文本或数字.
func (t Type) Chinese() string { return wanted[t].chinese }

// found says what stands in the document.
var found = map[jsontext.Kind]sentence{
	'n': {"null", "null"},
	't': {"真假值 true", "true"},
	'f': {"真假值 false", "false"},
	'"': {"文本", "a string"},
	'0': {"数字", "a number"},
	'{': {"对象 { }", "an object"},
	'[': {"列表 [ ]", "a list"},
}

func sayWrongType(f *Field, path []step, kind jsontext.Kind) sentence {
	remedy := typeRemedy(f, path, kind)
	return sentence{
		fmt.Sprintf("%s应写成%s，这里却是%s：%s。", place(path), f.Type.Chinese(), found[kind].chinese, remedy.chinese),
		fmt.Sprintf("%s must be %s, not %s: %s.", placeEnglish(path), f.Type, found[kind].english, remedy.english),
	}
}

// typeRemedy says how to come from what stands there to what belongs there.
func typeRemedy(f *Field, path []step, kind jsontext.Kind) sentence {
	switch {
	case len(path) == 0 && kind == '[':
		return sentence{"一个文件只写一个职位，请把各个职位分成各自的文件", "write one position in a document"}
	case len(path) == 0:
		return sentence{"请用花括号括起整个职位", "put the position in braces"}
	case f.Type.takesNumber() && !f.Type.takesString() && kind == '"':
		return sentence{"请去掉引号，只写数字，" + example(f).chinese, "leave out the quotes, " + example(f).english}
	case f.Type == List && kind == '{':
		return sentence{"只有一项时也要放进方括号 [ ]", "put it in brackets, even if it is the only item"}
	case f.Type == List:
		return sentence{"请把内容放进方括号 [ ]，一项一条；没有内容写 []", "put the items in brackets; write [] for none"}
	case f.Type.takesObject() && kind == '[':
		return sentence{"请去掉外面的方括号，只写一个，" + example(f).chinese, "leave out the brackets, " + example(f).english}
	case f.Type.takesString() && kind == '[':
		return sentence{`请合成一段文本，分行的地方写 \n`, `join it into one string, with \n where a line ends`}
	case f.Type.takesString() && (kind == '0' || kind == 't' || kind == 'f'):
		return sentence{"请加上双引号，" + example(f).chinese, "put it in quotes, " + example(f).english}
	}
	return sentence{"请改写，" + example(f).chinese, "write it " + example(f).english}
}

// example shows a value of f as it would stand in the document.
func example(f *Field) sentence {
	text := string(appendCompact(nil, f, f.Sample()))
	if len(text) > 100 {
		text = string(appendCompact(nil, f, f.minimal()))
	}
	return sentence{"例如 " + text, "for example " + text}
}

func sayNull(f *Field, path []step) sentence {
	switch {
	case len(path) == 0:
		return sentence{"整个文件只是一个 null：请写入一个职位，最少要有岗位名称和一项职责。",
			"The document is null: write one position, with a title and a duty at least."}
	case path[len(path)-1].item:
		return sentence{place(path) + "是 null，列表里的项不能是 null：请删去这一项；要留空行手填，请写空文本 \"\"。",
			placeEnglish(path) + ` is null; items of a list must not be null: remove it, or write "" for a blank line.`}
	}
	return sentence{fmt.Sprintf("%s必须填写，不能是 null：请写上内容，%s。", place(path), example(f).chinese),
		fmt.Sprintf("%s must not be null: write it, %s.", placeEnglish(path), example(f).english)}
}

func sayMissing(f *Field, path []step) sentence {
	text := fmt.Sprintf("%q: %s", f.Key, appendCompact(nil, f, f.minimal()))
	return sentence{fmt.Sprintf("缺少%s，这是必填的：请加上 %s 这样的内容。", place(path), text),
		fmt.Sprintf("%s is required: add it, for example %s.", placeEnglish(path), text)}
}

func sayBlank(f *Field, path []step) sentence {
	or := ""
	if len(path) > 1 && path[len(path)-2].item {
		or = "；用不着这一项就整项删去"
	}
	return sentence{fmt.Sprintf("%s是空白，这是必填的：请写上内容，%s%s。", place(path), example(f).chinese, or),
		fmt.Sprintf("%s is blank: write it, %s.", placeEnglish(path), example(f).english)}
}

func sayTooFew(f *Field, path []step) sentence {
	text := appendCompact(nil, f, f.minimal())
	return sentence{fmt.Sprintf("%s至少要有 %d 项，这里一项也没有：请加上，例如 %s。", place(path), f.MinItems, text),
		fmt.Sprintf("%s must have at least %d item: add it, for example %s.", placeEnglish(path), f.MinItems, text)}
}

func sayTooMany(f *Field, path []step, count int) sentence {
	return sentence{fmt.Sprintf("%s有 %d 项，最多 %d 项：请合并相近的项，或删去多余的项。", place(path), count, f.MaxItems),
		fmt.Sprintf("%s has %d items, at most %d are allowed: merge or remove some.", placeEnglish(path), count, f.MaxItems)}
}

func sayPercent(path []step) sentence {
	return sentence{place(path) + "应在 0 到 100 之间：写百分数本身，10 就是 10%。",
		placeEnglish(path) + " must be from 0 to 100: write the percentage itself, 10 for 10%."}
}

func sayNumber(f *Field, path []step) sentence {
	return sentence{fmt.Sprintf("%s应在 %d 到 %d 之间：请核对这个数字。", place(path), f.Min, f.Max),
		fmt.Sprintf("%s must be from %d to %d: check the number.", placeEnglish(path), f.Min, f.Max)}
}

func sayDigits(path []step) sentence {
	return sentence{fmt.Sprintf("%s的数字太长，最多 %d 位：请四舍五入，例如只留两位小数。", place(path), maxDigits),
		fmt.Sprintf("%s has more than %d digits: round it.", placeEnglish(path), maxDigits)}
}

func sayFraction(f *Field, path []step) sentence {
	remedy := sentence{"请去掉小数部分", "leave out the fraction"}
	if f.Type.takesString() {
		remedy = sentence{"请去掉小数部分，或加上双引号写成文本", "leave out the fraction, or write it as a string"}
	}
	return sentence{fmt.Sprintf("%s应是整数，这里有小数：%s。", place(path), remedy.chinese),
		fmt.Sprintf("%s must be an integer: %s.", placeEnglish(path), remedy.english)}
}

func sayTooLong(path []step, n int) sentence {
	return sentence{fmt.Sprintf("%s有 %d 个字，最多 %d 个：请缩短，或分成几项来写。", place(path), n, MaxText),
		fmt.Sprintf("%s has %d characters, at most %d are allowed: shorten it or split it into items.", placeEnglish(path), n, MaxText)}
}

func sayPictureTooLong(path []step, n int) sentence {
	return sentence{fmt.Sprintf("%s的图片有 %d 个字符，最多 %d 个：请缩小图片。", place(path), n, MaxPicture),
		fmt.Sprintf("the picture in %s has %d characters, at most %d are allowed: make it smaller.", placeEnglish(path), n, MaxPicture)}
}

func sayForbidden(path []step, at int, r rune) sentence {
	return sentence{
		fmt.Sprintf(`%s的第 %d 个字是看不见的控制字符 U+%04X，Word 文件里不能有它：请删去，多半是复制文字时带来的；要分行请写 \n。`, place(path), at, r),
		fmt.Sprintf(`Character %d of %s is U+%04X, which no Word file can hold: remove it; write \n to end a line.`, at, placeEnglish(path), r)}
}

// sayBadDate does not quote s: whatever was typed here by mistake, a name
// perhaps, has no business in an answer or a log. A date that it can be read as is harmless.
func sayBadDate(path []step, s string) sentence {
	if _, ok := dateLayout(s); ok {
		return sentence{fmt.Sprintf("%s在日历上没有这一天：请核对年、月、日。", place(path)),
			fmt.Sprintf("%s is not in the calendar: check year, month and day.", placeEnglish(path))}
	}
	if guess := guessDate(s); guess != "" {
		return sentence{fmt.Sprintf("%s的日期写法认不出来：请写成 %s。", place(path), guess),
			fmt.Sprintf("%s is not written as a date: write %s.", placeEnglish(path), guess)}
	}
	return sentence{fmt.Sprintf("%s不是日期：请写成 2005、2005-02 或 2005-02-28 这样；还不知道就写 null。", place(path)),
		fmt.Sprintf("%s is not a date: write 2005, 2005-02 or 2005-02-28, or null if it is not known.", placeEnglish(path))}
}

func sayUnknownValue(f *Field, path []step) sentence {
	return sentence{
		fmt.Sprintf("%s（%s）只能是 %s：请改成其中一个，或删去这个键（默认 %s）。", place(path), f.Key, strings.Join(f.Enum, " 或 "), f.Default),
		fmt.Sprintf("%s must be %s: change it, or leave it out for %s.", placeEnglish(path), strings.Join(f.Enum, " or "), f.Default)}
}
