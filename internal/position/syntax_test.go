package position

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"
)

// gbk is {"position":{"title":"岗位名称"}} as an old Windows editor saves it.
const gbk = "{\"position\":\n{\"title\":\"\xb8\xda\xce\xbb\xc3\xfb\xb3\xc6\"}}"

func utf16Bytes(order binary.ByteOrder, s string) string {
	var b bytes.Buffer
	for _, u := range utf16.Encode([]rune(s)) {
		var two [2]byte
		order.PutUint16(two[:], u)
		b.Write(two[:])
	}
	return b.String()
}

func TestDecodeNamesWhatIsNoStrictJSON(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat(`{"a":`, MaxDepth+1) + "1" + strings.Repeat("}", MaxDepth+1)
	for _, tt := range []struct {
		name, text, code string
		line, column     int
		chinese          string
	}{
		{"nothing", "", CodeEmpty, 1, 1, "是空的"},
		{"white space", " \r\n\t", CodeEmpty, 1, 1, "是空的"},
		{"a byte order mark alone", "\xef\xbb\xbf", CodeEmpty, 1, 1, "是空的"},
		{"GBK", gbk, CodeGBK, 2, 11, "GBK"},
		{"a file with one bad byte", "{\"title\":\"岗位\xff名称\"}", CodeBadUTF8, 1, 13, "不是 UTF-8"},
		{"a file cut within a character", "{\"title\":\"岗位名称\xe5\xb2", CodeBadUTF8, 1, 15, "不是 UTF-8"},
		{"Latin-1", "{\"title\":\"caf\xe9\"}", CodeBadUTF8, 1, 14, "不是 UTF-8"},
		{"UTF-16 with its mark", utf16Bytes(binary.LittleEndian, "\ufeff{}"), CodeUTF16, 1, 1, "UTF-16"},
		{"UTF-16 without its mark", utf16Bytes(binary.BigEndian, `{"title":"岗位"}`), CodeUTF16, 1, 1, "UTF-16"},
		{"half of an emoji", `{"title":"\ud83d"}`, CodeLoneSurrogate, 1, 11, "半个字"},
		{"the other half", `{"title":"a\ude00b"}`, CodeLoneSurrogate, 1, 12, "半个字"},
		{"a surrogate in a key", `{"\uDBFF\u0041":1}`, CodeLoneSurrogate, 1, 3, "半个字"},
		{"a key twice", "{\"position\":{\"title\":1,\n\"title\":2}}", CodeDuplicateKey, 2, 1, "已经写过一次"},
		{"a key twice by escapes", `{"title":1,"titl\u0065":2}`, CodeDuplicateKey, 1, 12, "已经写过一次"},
		{"a key twice in what is ignored", `{"_":{"a":1,"a":2}}`, CodeDuplicateKey, 1, 13, "已经写过一次"},
		{"too many brackets", deep, CodeTooDeep, 1, 5*MaxDepth + 1, "套了 64 层"},
		{"too many brackets in what is ignored", `{"_":` + strings.Repeat("[", 100), CodeTooDeep, 1, 5 + MaxDepth, "套了 64 层"},
		{"two positions", small + "\n" + small, CodeTrailingData, 9, 1, "一个文件只写一个职位"},
		{"a comma after the end", `{},`, CodeTrailingData, 1, 3, "一个文件只写一个职位"},
		{"a bracket after the end", `{}}`, CodeTrailingData, 1, 3, "多写了右括号"},
		{"a file cut in a text", `{"title":"岗位`, CodeUnexpectedEnd, 1, 13, "断了"},
		{"a file cut after a comma", "{\"title\":\"岗位\",\n", CodeUnexpectedEnd, 2, 1, "断了"},
		{"a file cut in an escape", `{"title":"\u5c`, CodeUnexpectedEnd, 1, 11, "断了"},

		{"a comma too many in an object", `{"a":1,}`, CodeBadSyntax, 1, 7, "多了一个逗号"},
		{"a comma too many in a list", "[1,\n]", CodeBadSyntax, 1, 3, "多了一个逗号"},
		{"two commas", `[1,,2]`, CodeBadSyntax, 1, 4, "JSON"},
		{"no comma between members", "{\"a\":1\n\"b\":2}", CodeBadSyntax, 2, 1, "少了逗号"},
		{"no comma between items", `["a" "b"]`, CodeBadSyntax, 1, 6, "少了逗号"},
		{"no comma between numbers", `[1 2]`, CodeBadSyntax, 1, 4, "少了逗号"},
		{"no colon", `{"a" 1}`, CodeBadSyntax, 1, 6, "少了冒号"},
		{"no value", `{"a":}`, CodeBadSyntax, 1, 6, "没有值请写 null"},
		{"a key alone", `{"a"}`, CodeBadSyntax, 1, 5, "少了冒号和值"},
		{"full-width quotes", `{“a”:1}`, CodeBadSyntax, 1, 2, "全角符号"},
		{"a full-width colon", `{"a"：1}`, CodeBadSyntax, 1, 5, "改成半角的 :"},
		{"a full-width comma", `{"a":1，"b":2}`, CodeBadSyntax, 1, 7, "改成半角的 ,"},
		{"a full-width blank", "{\u3000\"a\":1}", CodeBadSyntax, 1, 2, "U+3000"},
		{"an invisible character", "{\u200b\"a\":1}", CodeBadSyntax, 1, 2, "U+200B"},
		{"single quotes", `{'a':1}`, CodeBadSyntax, 1, 2, "双引号"},
		{"a comment", "{\n// x\n}", CodeBadSyntax, 2, 1, "注释"},
		{"a line break in a text", "{\"a\":\"x\ny\"}", CodeBadSyntax, 1, 8, `\n`},
		{"a tab in a text", "{\"a\":\"x\ty\"}", CodeBadSyntax, 1, 8, `\t`},
		{"a path of Windows", `{"a":"C:\Users"}`, CodeBadSyntax, 1, 9, `\\`},
		{"a short escape", `{"a":"\u12"}`, CodeBadSyntax, 1, 7, `\\`},
		{"quotes in a text", `{"a":"他说"好""}`, CodeBadSyntax, 1, 10, `\"`},
		{"leading zeros", `{"a":007}`, CodeBadSyntax, 1, 7, "数字"},
		{"a plus", `{"a":+1}`, CodeBadSyntax, 1, 6, "数字"},
		{"a number without digits after its point", `{"a":1.}`, CodeBadSyntax, 1, 8, "数字"},
		{"a number with its unit", `{"a":10%}`, CodeBadSyntax, 1, 8, "数字"},
		{"the True of Python", `{"a":True}`, CodeBadSyntax, 1, 6, "小写"},
		{"the None of Python", `{"a":None}`, CodeBadSyntax, 1, 6, "null"},
		{"NaN", `{"a":NaN}`, CodeBadSyntax, 1, 6, "null"},
		{"a word cut short", `{"a":tru}`, CodeBadSyntax, 1, 9, "true、false、null"},
		{"a key without quotes", `{a:1}`, CodeBadSyntax, 1, 2, "双引号"},
		{"a bracket of the other kind", `{"a":[1}`, CodeBadSyntax, 1, 8, "配不上"},
		{"no JSON at all", "岗位名称：经理", CodeBadSyntax, 1, 1, "双引号"},
		{"a NUL", "{\"a\":\"\x00\"}", CodeBadSyntax, 1, 7, "引号里"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, faults := Decode([]byte(tt.text))
			if len(faults) != 1 {
				t.Fatalf("Decode() faults = %+v, want one", faults)
			}
			f := faults[0]
			if f.Code != tt.code || f.Line != tt.line || f.Column != tt.column || !strings.Contains(f.Detail, tt.chinese) || !f.Syntax {
				t.Errorf("Decode() fault = %+v\nwant syntax code %s at %d:%d with %q", f, tt.code, tt.line, tt.column, tt.chinese)
			}
			if !strings.HasSuffix(f.Detail, "。") || !strings.HasSuffix(f.English, ".") {
				t.Errorf("Decode() fault = %+v, want whole sentences", f)
			}
			if p.Data() != nil {
				t.Errorf("Data() = %v, want none beside a fault", p.Data())
			}
		})
	}
}

func TestSyntaxComesBeforeEverythingElse(t *testing.T) {
	t.Parallel()
	_, faults := Decode([]byte(`{"unknown": 1, "position": 5, "duties": [}`))
	if len(faults) != 1 || faults[0].Code != CodeBadSyntax {
		t.Errorf("Decode() faults = %+v, want the fault of syntax alone", faults)
	}
}

func TestDecodeRefusesMoreThanOneMebibyte(t *testing.T) {
	t.Parallel()
	fill := func(size int) []byte {
		return append([]byte(small), bytes.Repeat([]byte(" "), size-len(small))...)
	}
	if _, faults := Decode(fill(MaxBytes)); faults != nil {
		t.Errorf("Decode() of %d bytes: faults = %+v, want none", MaxBytes, faults)
	}
	// A reader that stops one byte beyond the limit does not know the size.
	for size, want := range map[int]string{MaxBytes + 1: "文件超过 1 MiB", MaxBytes + 2: "文件有 1048578 字节"} {
		_, faults := Decode(fill(size))
		if len(faults) != 1 || faults[0].Code != CodeTooLarge || !strings.HasPrefix(faults[0].Detail, want) {
			t.Errorf("Decode() of %d bytes: faults = %+v, want too-large, %s", size, faults, want)
		}
	}
}

func TestDecodeWithstandsHostileDocuments(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"half a million faults":         `{"tools":[` + strings.Repeat("1,", MaxBytes/2-20) + "1]}",
		"half a million unknown keys":   hostileKeys(),
		"half a million duties":         `{"duties":[` + strings.Repeat("1,", MaxBytes/2-20) + "1]}",
		"brackets without end":          strings.Repeat("[", MaxBytes),
		"one key of a mebibyte":         `{"` + strings.Repeat("键", MaxBytes/3-20) + `":1}`,
		"one number of a mebibyte":      `{"position":{"headcount":` + strings.Repeat("9", MaxBytes-40) + "}}",
		"one fraction of a mebibyte":    `{"position":{"headcount":0.` + strings.Repeat("0", MaxBytes-40) + "}}",
		"one text of a mebibyte":        `{"remarks":"` + strings.Repeat("a", MaxBytes-40) + `"}`,
		"one locale of a mebibyte":      `{"locale":"` + strings.Repeat("a", MaxBytes-40) + `"}`,
		"line breaks without end":       strings.Repeat("\n", MaxBytes-1) + "x",
		"bytes that pair up as GBK":     strings.Repeat("\xb8\xda", MaxBytes/2),
		"surrogates without a partner":  `"` + strings.Repeat(`\ud800`, MaxBytes/6-2) + `"`,
		"an exponent without end":       `{"position":{"headcount":1e-` + strings.Repeat("9", MaxBytes-40) + "}}",
		"escapes that become NUL":       `{"remarks":"` + strings.Repeat(`\u0000`, MaxBytes/6-20) + `"}`,
		"numbers where dates should be": `{"signatures":[` + strings.Repeat(`{"date":"2"},`, MaxBytes/13-20) + "{}]}",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, faults := Decode([]byte(text))
			if len(faults) == 0 || len(faults) > MaxFaults+1 {
				t.Fatalf("Decode() gave %d faults", len(faults))
			}
			for _, f := range faults {
				if n := len(f.Detail) + len(f.English) + len(f.Pointer); n > 2000 {
					t.Errorf("a fault of %d bytes: %.100s", n, f.Detail)
				}
			}
		})
	}
}

func hostileKeys() string {
	var b strings.Builder
	b.WriteByte('{')
	for i := range 100_000 {
		b.WriteString(`"k`)
		for ; i > 0; i /= 16 {
			b.WriteByte("0123456789abcdef"[i%16])
		}
		b.WriteString(`":0,`)
	}
	return b.String() + `"end":0}`
}
