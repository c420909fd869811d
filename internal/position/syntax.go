package position

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

func tooLarge(size int) Fault {
	return Fault{Code: CodeTooLarge, Syntax: true,
		Detail:  fmt.Sprintf("文件有 %d 字节，一个职位最多 1 MiB（%d 字节）：请检查是不是选错了文件，或删去不属于这个职位的内容。", size, MaxBytes),
		English: fmt.Sprintf("The document has %d bytes; a position may have at most 1 MiB (%d bytes). Check that it is the right file.", size, MaxBytes)}
}

// checkEncoding takes a byte order mark off and makes sure of UTF-8.
func checkEncoding(data []byte) ([]byte, *Fault) {
	if looksUTF16(data) {
		return nil, &Fault{Code: CodeUTF16, Line: 1, Column: 1, Syntax: true,
			Detail:  "文件是 UTF-16 编码（“Unicode 文本”）：请另存为 UTF-8 再提交。",
			English: "The document is encoded in UTF-16; save it as UTF-8."}
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if len(bytes.Trim(data, " \t\r\n")) == 0 && len(data) >= 0 {
		return nil, &Fault{Code: CodeEmpty, Line: 1, Column: 1, Syntax: true,
			Detail:  "文件是空的：请写入一个职位的 JSON，最少要有岗位名称和一项职责。",
			English: "The document is empty; write one position as JSON."}
	}
	if utf8.Valid(data) {
		return data, nil
	}
	at := invalidUTF8(data)
	line, column := newRuler(data).measure(at)
	if looksGBK(data) {
		return nil, &Fault{Code: CodeGBK, Line: line, Column: column, Syntax: true,
			Detail:  fmt.Sprintf("文件看来是 GBK（ANSI）编码，第 %d 行起的汉字不是 UTF-8：请用记事本等打开，另存为 UTF-8 再提交。", line),
			English: "The document looks like GBK (Chinese ANSI) text; save it as UTF-8."}
	}
	return nil, &Fault{Code: CodeBadUTF8, Line: line, Column: column, Syntax: true,
		Detail:  fmt.Sprintf("第 %d 行第 %d 个字符处的字节不是 UTF-8：文件可能损坏或混用了编码，请另存为 UTF-8，并检查这里的文字。", line, column),
		English: fmt.Sprintf("The bytes at line %d, column %d are not UTF-8; save the document as UTF-8.", line, column)}
}

func looksUTF16(data []byte) bool {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return true
	}
	return len(data) >= 2 && (data[0] == 0) != (data[1] == 0)
}

func invalidUTF8(data []byte) int {
	for at := 0; at < len(data); {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return len(data)
}

// looksGBK says that all bytes above ASCII pair up as GBK characters, and that
// they would not nearly all be UTF-8 but for a damaged place.
func looksGBK(data []byte) bool {
	high, inUTF8 := 0, 0
	for at := 0; at < len(data); {
		r, size := utf8.DecodeRune(data[at:])
		if data[at] >= utf8.RuneSelf {
			high += size
			if r != utf8.RuneError || size > 1 {
				inUTF8 += size
			}
		}
		at += size
	}
	if 2*inUTF8 > high {
		return false
	}
	for at := 0; at < len(data); at++ {
		if data[at] < utf8.RuneSelf {
			continue
		}
		at++
		if data[at-1] == 0x80 || data[at-1] == 0xff || at == len(data) {
			return false
		}
		if trail := data[at]; trail < 0x30 || trail == 0x7f || trail == 0xff {
			return false
		}
	}
	return true
}

// syntaxFault says what err, met while reading the tokens, means.
func (d *decoder) syntaxFault(err error) Fault {
	offset := d.start()
	path := pointer(d.path)
	var syntactic *jsontext.SyntacticError
	if errors.As(err, &syntactic) {
		offset = int(syntactic.ByteOffset)
		if len(syntactic.JSONPointer) <= 4*maxPointerKey {
			path = string(syntactic.JSONPointer)
		}
	}
	code, s := d.explain(err, offset)
	line, column := newRuler(d.data).measure(offset)
	return Fault{Code: code, Pointer: path, Line: line, Column: column, Syntax: true,
		Detail:  fmt.Sprintf("第 %d 行第 %d 个字符：%s", line, column, s.chinese),
		English: fmt.Sprintf("Line %d, column %d: %s", line, column, s.english)}
}

func (d *decoder) explain(err error, offset int) (code string, s sentence) {
	switch {
	case err == errDepth:
		return CodeTooDeep, sentence{fmt.Sprintf("括号嵌套超过 %d 层：请检查括号是否配对，或删去多余的层。", MaxDepth),
			fmt.Sprintf("objects and lists are nested more than %d deep.", MaxDepth)}
	case err == errTrailing:
		return CodeTrailingData, sentence{"职位的 JSON 到前面已经结束，后面还有内容：一个文件只写一个职位，请删去多余的内容。",
			"text follows the end of the JSON value; write one position in a document."}
	case errors.Is(err, jsontext.ErrDuplicateName):
		return CodeDuplicateKey, sentence{"这个键在同一个对象里已经写过一次：请合并成一个，或删去其中之一。",
			"this key stands twice in the same object; keep one of them."}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return CodeUnexpectedEnd, sentence{"文件到这里就断了，还有引号或括号没有配对：请补上缺的 \"、] 或 }，或重新取得完整的文件。",
			"the document ends here with a quote or bracket still open."}
	}
	rest := string(d.data[min(offset, len(d.data)):])
	if strings.HasPrefix(rest, `\u`) {
		return CodeLoneSurrogate, sentence{`这里的 \u 写法只有半个字符（不成对的代理码）：请直接写这个字，或写全两个 \u。`,
			`this \u escape is a lone surrogate; write the character itself or both halves.`}
	}
	return CodeBadSyntax, syntaxHint(rest)
}

// syntaxHint names the usual slips by what stands where the parser stopped.
func syntaxHint(rest string) sentence {
	return sentence{"不是合法的 JSON：请检查这里的逗号、引号和括号。", "this is not valid JSON; check commas, quotes and brackets here."}
}
