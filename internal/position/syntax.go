package position

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

func tooLarge(size int) Fault {
	if size == MaxBytes+1 { // who reads no further than that does not know the size
		return Fault{Code: CodeTooLarge, Syntax: true,
			Detail:  "文件超过 1 MiB，而一个职位最多 1 MiB：请检查是不是选错了文件，或删去不属于这个职位的内容。",
			English: "The document is larger than 1 MiB, which is the most that a position may have. Check that it is the right file."}
	}
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
	if len(bytes.Trim(data, " \t\r\n")) == 0 {
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
		Detail:  fmt.Sprintf("第 %d 行第 %d 个字处的字节不是 UTF-8：文件可能损坏或混用了编码，请另存为 UTF-8，并检查这里的文字。", line, column),
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
	offset, path, code := d.skipTo(d.here(), between), pointer(d.path), CodeBadSyntax
	var ours *syntaxError
	var theirs *jsontext.SyntacticError
	switch {
	case errors.As(err, &ours):
		offset, code = ours.offset, ours.code
	case errors.As(err, &theirs):
		offset = int(theirs.ByteOffset)
		if len(theirs.JSONPointer) <= 4*maxPointerKey {
			path = string(theirs.JSONPointer)
		}
	}
	before, after := d.data[:min(offset, len(d.data))], d.data[min(offset, len(d.data)):]
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		code = CodeDuplicateKey
	case errors.Is(err, io.ErrUnexpectedEOF):
		code = CodeUnexpectedEnd
	case loneSurrogate(after):
		code = CodeLoneSurrogate
	}
	s, known := syntaxSentences[code]
	if !known {
		s = d.slip(before, after)
	}
	line, column := newRuler(d.data).measure(offset)
	return Fault{Code: code, Pointer: path, Line: line, Column: column, Syntax: true,
		Detail:  fmt.Sprintf("第 %d 行第 %d 个字：%s", line, column, s.chinese),
		English: fmt.Sprintf("Line %d, column %d: %s", line, column, s.english)}
}

// loneSurrogate says that a \u escape of a surrogate stands there; jsontext stops
// at one only when the other half is missing.
func loneSurrogate(after []byte) bool {
	if len(after) < len(`\ud800`) || after[0] != '\\' || after[1] != 'u' {
		return false
	}
	n, err := strconv.ParseUint(string(after[2:6]), 16, 32)
	return err == nil && utf16.IsSurrogate(rune(n))
}

// syntaxSentences says what the codes mean that need no look at the text.
var syntaxSentences = map[string]sentence{
	CodeTooDeep: {fmt.Sprintf("括号套了 %d 层以上：请检查括号是否配对，或删去多余的层。", MaxDepth),
		fmt.Sprintf("objects and lists are nested more than %d deep: check the brackets.", MaxDepth)},
	CodeTrailingData: {"职位到前面已经写完，后面却还有内容：一个文件只写一个职位，请删去多余的内容，或检查是不是多写了右括号。",
		"text follows the end of the position: write one position in a document, and check for a bracket too many."},
	CodeDuplicateKey: {"这个键在同一对花括号里已经写过一次：请合并成一个，或删去其中一个。",
		"this key stands twice in the same object: keep one of them."},
	CodeUnexpectedEnd: {`文件到这里就断了，还有引号或括号没有配对：请补上缺的 "、] 或 }，或重新取一份完整的文件。`,
		"the document ends here with a quote or bracket still open: close it, or fetch the whole document again."},
	CodeLoneSurrogate: {`这里的 \u 编码只有半个字：请直接写这个字，或把前后两半 \u 都写上。`,
		`this \u escape is a lone surrogate: write the character itself, or both halves.`},
}
