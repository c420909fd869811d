package position

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// moreFaults is the fault that stands for those beyond MaxFaults.
func moreFaults(n int) Fault {
	return Fault{Code: CodeMoreFaults,
		Detail:  fmt.Sprintf("另外还有 %d 处问题没有列出：请先改好前面的 %d 处，再检查一遍。", n, MaxFaults),
		English: fmt.Sprintf("%d more faults are not listed; mend the first %d and check again.", n, MaxFaults)}
}

// typeName says what to write for a type, in both languages.
func typeName(t Type) sentence {
	switch t {
	case Date:
		return sentence{"日期文本", "a date as a string"}
	case Integer:
		return sentence{"整数", "an integer"}
	case Percent:
		return sentence{"数字", "a number"}
	case StringOrNumber:
		return sentence{"文本或数字", "a string or a number"}
	case StringOrInteger:
		return sentence{"文本或整数", "a string or an integer"}
	case Object:
		return sentence{"对象 { }", "an object"}
	case StringOrObject:
		return sentence{"文本或对象 { }", "a string or an object"}
	case List:
		return sentence{"列表 [ ]", "a list"}
	case StringOrList:
		return sentence{"文本或列表 [ ]", "a string or a list"}
	}
	return sentence{"文本", "a string"}
}

// kindName says what stands in the document.
func kindName(k jsontext.Kind) sentence {
	switch k {
	case '"':
		return sentence{"文本", "a string"}
	case '0':
		return sentence{"数字", "a number"}
	case '{':
		return sentence{"对象 { }", "an object"}
	case '[':
		return sentence{"列表 [ ]", "a list"}
	case 't', 'f':
		return sentence{"真假值 true 或 false", "true or false"}
	}
	return sentence{"null", "null"}
}

func sayNull(f *Field, path []step) sentence {
	return sentence{place(path) + "不能是 null。", placeEnglish(path) + " must not be null."}
}

func sayWrongType(f *Field, path []step, kind jsontext.Kind) sentence {
	want, got := typeName(f.Type), kindName(kind)
	return sentence{
		fmt.Sprintf("%s要写成%s，这里是%s。", place(path), want.chinese, got.chinese),
		fmt.Sprintf("%s must be %s, not %s.", placeEnglish(path), want.english, got.english),
	}
}

func sayMissing(f *Field, path []step) sentence {
	return sentence{fmt.Sprintf("缺少%s（%s）：请补上。", place(path), f.Key), placeEnglish(path) + " is missing."}
}

func sayBlank(f *Field, path []step) sentence {
	return sentence{place(path) + "是空的：必须写上内容。", placeEnglish(path) + " is blank; it must hold text."}
}

func sayUnknownKey(f *Field, path []step, key string) sentence {
	known := make([]string, len(f.Fields))
	for i, c := range f.Fields {
		known[i] = c.Key
	}
	near := Nearest(key, known)
	return sentence{fmt.Sprintf("没有“%s”这个键，是不是 %s？", quote(key), near), fmt.Sprintf("unknown key %q; nearest is %q", quote(key), near)}
}

func sayTooFew(f *Field, path []step) sentence {
	return sentence{fmt.Sprintf("%s至少要有 %d 项。", place(path), f.MinItems), fmt.Sprintf("%s must have at least %d items.", placeEnglish(path), f.MinItems)}
}

func sayTooMany(f *Field, path []step, count int) sentence {
	return sentence{fmt.Sprintf("%s有 %d 项，最多 %d 项：请合并。", place(path), count, f.MaxItems),
		fmt.Sprintf("%s has %d items; at most %d are allowed.", placeEnglish(path), count, f.MaxItems)}
}

func sayPercent(path []step) sentence {
	return sentence{place(path) + "要在 0 到 100 之间：10 表示 10%。", placeEnglish(path) + " must be from 0 to 100."}
}

func sayNumber(f *Field, path []step) sentence {
	return sentence{fmt.Sprintf("%s要在 %d 到 %d 之间。", place(path), f.Min, f.Max),
		fmt.Sprintf("%s must be from %d to %d.", placeEnglish(path), f.Min, f.Max)}
}

func sayFraction(f *Field, path []step) sentence {
	return sentence{place(path) + "要写成整数，不能有小数。", placeEnglish(path) + " must be an integer."}
}

func sayTooLong(path []step, n int) sentence {
	return sentence{fmt.Sprintf("%s有 %d 个字，最多 %d 个：请缩短或分成几项。", place(path), n, MaxText),
		fmt.Sprintf("%s has %d characters; at most %d are allowed.", placeEnglish(path), n, MaxText)}
}

func sayForbidden(path []step, at int, r rune) sentence {
	return sentence{fmt.Sprintf("%s的第 %d 个字符是控制字符 U+%04X：请删去。", place(path), at, r),
		fmt.Sprintf("character %d of %s is U+%04X, which no Word file can hold.", at, placeEnglish(path), r)}
}

func sayBadDate(path []step, s string) sentence {
	return sentence{fmt.Sprintf("%s“%s”不是日期：请写成 2005、2005-02 或 2005-02-28。", place(path), quote(s)),
		fmt.Sprintf("%s is no date; write 2005, 2005-02 or 2005-02-28.", placeEnglish(path))}
}

func sayUnknownValue(f *Field, path []step) sentence {
	return sentence{fmt.Sprintf("%s只能是 %s。", place(path), strings.Join(f.Enum, " 或 ")),
		fmt.Sprintf("%s must be %s.", placeEnglish(path), strings.Join(f.Enum, " or "))}
}
