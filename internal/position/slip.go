package position

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// slip names the usual slips in JSON written by hand, by what stands before and
// after the place where the parser stopped.
func (d *decoder) slip(before, after []byte) sentence {
	r, _ := utf8.DecodeRune(after)
	if s, ok := strangeMark(r); ok {
		return s
	}
	word := string(after[:min(len(after), 24)])
	for _, s := range slips {
		if strings.HasPrefix(word, s.prefix) {
			return s.sentence
		}
	}
	trimmed := bytes.TrimRight(before, " \t\r\n")
	gap := len(trimmed) < len(before)
	last := rune(0)
	if len(trimmed) > 0 {
		last = rune(trimmed[len(trimmed)-1])
	}
	closing := r == '}' || r == ']'
	switch {
	case r < ' ':
		return sentence{`引号里不能直接换行或按 Tab 键：请写成 \n 或 \t，或检查前面的文字是不是少了右引号。`,
			`a string cannot hold a line break or tab: write \n or \t, or close the quote before it.`}
	case last == ':' && (closing || r == ','):
		return sentence{"冒号后面没有值：请补上，没有值请写 null。", "there is no value after the colon: write one, or null."}
	case last == '"' && d.afterName() && (gap || r == '"' || closing || r == ','):
		return sentence{"键名后面少了冒号和值：请补上。", "a colon and a value are missing after this key: add them."}
	case r == ',' && nextMark(after[1:]) != 0, last == ',' && closing:
		return sentence{"这里多了一个逗号，最后一项后面不写逗号：请删去。", "there is a comma too many: remove it."}
	case r == '"' && last != 0, gap && endsValue(last) && startsValue(r):
		return sentence{"前一项后面少了逗号：请补上。", "a comma is missing before this: add it."}
	case last == '"' && !closing:
		return sentence{`引号后面应是逗号、冒号或右括号：文字里面的引号请写成 “ ” 或 \" 。`,
			`after a closing quote there must be a comma, a colon or a bracket: write a quote inside a string as \".`}
	case !closing && (isDigit(r) || r == '-' || r == '+' || r == '.' || isDigit(last)), strings.ContainsRune(".-+", last), openExponent(trimmed):
		return sentence{"这里的数字写法不对：请写成 10 或 2.5 这样，前面不加 0 或 +，小数点后要有数字；键名和带单位的数字要加双引号。",
			"this is no JSON number: write 10 or 2.5, without leading 0 or +; put anything else in quotes."}
	case unicode.IsLetter(last):
		return sentence{"这个词 JSON 不认：请写成 true、false、null 之一，文字要放在双引号里。", "JSON has no such word: write true, false or null, or put text in quotes."}
	case closing:
		return sentence{"这里的右括号配不上：请检查前面的 { 与 }、[ 与 ] 是否成对。", "this bracket does not match: check the brackets before it."}
	case unicode.IsLetter(r):
		return sentence{"文字和键名都要放在双引号里：请补上双引号。", "text and keys stand in double quotes: add them."}
	}
	return sentence{"这里不是合法的 JSON：请检查前后的逗号、引号和括号。", "this is not valid JSON: check the commas, quotes and brackets around it."}
}

// strangeMark names a mark or blank that only looks like one of JSON.
func strangeMark(r rune) (s sentence, ok bool) {
	if plain, ok := halfWidth[r]; ok {
		return sentence{fmt.Sprintf("这里的“%c”是全角符号：请改成半角的 %s 。", r, plain),
			fmt.Sprintf("%q is a full-width mark: write %s instead.", r, plain)}, true
	}
	if r > unicode.MaxASCII && r != utf8.RuneError && !unicode.IsGraphic(r) || r > unicode.MaxASCII && unicode.IsSpace(r) {
		return sentence{fmt.Sprintf("引号外有一个全角空格或看不见的字 U+%04X：请删去，或改成半角空格。", r),
			fmt.Sprintf("the blank U+%04X stands outside of quotes: remove it.", r)}, true
	}
	return sentence{}, false
}

// afterName says that the last token was the key of an object.
func (d *decoder) afterName() bool {
	kind, length := d.dec.StackIndex(d.dec.StackDepth())
	return kind == '{' && length%2 == 1
}

func endsValue(r rune) bool {
	return r == '"' || r == '}' || r == ']' || isDigit(r) || unicode.IsLetter(r)
}

func startsValue(r rune) bool {
	return r == '"' || r == '{' || r == '[' || r == '-' || isDigit(r) || unicode.IsLetter(r)
}

// openExponent says that a number breaks off after its e.
func openExponent(text []byte) bool {
	n := len(text)
	return n >= 2 && (text[n-1] == 'e' || text[n-1] == 'E') && isDigit(rune(text[n-2]))
}

// nextMark returns the closing bracket that follows after blanks, or 0.
func nextMark(after []byte) byte {
	for _, c := range after {
		switch c {
		case ' ', '\t', '\r', '\n':
			continue
		case '}', ']', ',':
			return c
		}
		return 0
	}
	return 0
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// halfWidth gives the mark of JSON for a full-width one.
var halfWidth = map[rune]string{
	'“': `"`, '”': `"`, '„': `"`, '＂': `"`, '「': `"`, '」': `"`, '‘': `"`, '’': `"`,
	'，': ",", '、': ",", '；': ",", '：': ":", '｛': "{", '｝': "}", '［': "[", '］': "]", '【': "[", '】': "]",
}

// slips are what people write who come from another notation.
var slips = []struct {
	prefix string
	sentence
}{
	{"'", sentence{`JSON 用双引号，不用单引号：请把 ' 改成 " 。`, `JSON uses double quotes, not single ones.`}},
	{"//", noComments}, {"/*", noComments}, {"#", noComments},
	{"True", lowerCase}, {"False", lowerCase}, {"TRUE", lowerCase}, {"FALSE", lowerCase},
	{"None", noValue}, {"NULL", noValue}, {"Null", noValue}, {"nil", noValue}, {"undefined", noValue}, {"NaN", noValue},
	{`\`, sentence{`反斜线后面的写法 JSON 不认：文字里的反斜线请写成 \\ ，例如 C:\\资料。`,
		`JSON has no such escape: write a backslash as \\.`}},
}

var (
	noComments = sentence{"JSON 里不能写注释：请删去，或写成以 _ 开头的键，例如 \"_说明\": \"…\"。",
		"JSON has no comments: remove it, or write it as a key that begins with _."}
	lowerCase = sentence{"JSON 的真假值是小写的 true、false：请改正。", "JSON writes true and false in lower case."}
	noValue   = sentence{"没有值请写 null：请改正。", "write null where there is no value."}
)
